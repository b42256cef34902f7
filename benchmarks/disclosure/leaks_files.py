"""Files of other formats with invented names in their hidden places, for `leaks.py`."""

from __future__ import annotations

import email.message
import io
import zipfile

_WORDS = (
    "Hvidtfeldt",
    "Kvindesland",
    "Ravnsborg",
    "Solbjerggaard",
    "Tjørnelund",
    "Ulvedal",
    "Vesterlund",
    "Aabenhus",
)


def other_files() -> list[tuple[str, bytes, tuple[str, ...]]]:
    """Name, bytes and planted words of each file."""
    return [_docx(), _xlsx(), _mail(), _photo(), _bar_code()]


def _docx() -> tuple[str, bytes, tuple[str, ...]]:
    import docx

    document = docx.Document()
    document.add_paragraph(f"Sagen om {_WORDS[0]} blev lukket.")
    document.sections[0].header.paragraphs[0].text = _WORDS[1]
    document.sections[0].footer.paragraphs[0].text = _WORDS[2]
    document.add_table(1, 1).cell(0, 0).text = _WORDS[3]
    document.core_properties.author = _WORDS[4]
    document.core_properties.comments = _WORDS[5]
    run = document.add_paragraph("Synlig ").add_run(_WORDS[6])
    run.font.hidden = True
    document.add_comment(document.paragraphs[0].runs, text=_WORDS[7], author="A")
    written = io.BytesIO()
    document.save(written)
    return "a.docx", written.getvalue(), _WORDS


def _xlsx() -> tuple[str, bytes, tuple[str, ...]]:
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet["A1"] = _WORDS[0]
    sheet["A2"] = _WORDS[1]
    sheet.row_dimensions[2].hidden = True
    sheet["D1"] = _WORDS[2]
    sheet.column_dimensions["D"].hidden = True
    sheet["A1"].comment = Comment(_WORDS[3], "a")
    hidden = book.create_sheet("Skjult")
    hidden["A1"] = _WORDS[4]
    hidden.sheet_state = "hidden"
    deeper = book.create_sheet("Dybt")
    deeper["A1"] = _WORDS[5]
    deeper.sheet_state = "veryHidden"
    book.properties.creator = _WORDS[6]
    written = io.BytesIO()
    book.save(written)
    return "a.xlsx", written.getvalue(), _WORDS[:7]


def _mail() -> tuple[str, bytes, tuple[str, ...]]:
    message = email.message.EmailMessage()
    message["From"] = f"{_WORDS[0]} <a@example.dk>"
    message["Bcc"] = f"{_WORDS[1]} <b@example.dk>"
    message["Subject"] = f"Om {_WORDS[2]}"
    message["X-Sag"] = _WORDS[3]
    message.set_content(f"Hej {_WORDS[4]}")
    message.add_alternative(f"<p>Hej</p><p style='display:none'>{_WORDS[5]}</p>", subtype="html")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", _WORDS[6])
    message.add_attachment(
        packed.getvalue(), maintype="application", subtype="zip", filename="a.zip"
    )
    return "a.eml", message.as_bytes(), _WORDS[:7]


def _photo() -> tuple[str, bytes, tuple[str, ...]]:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1200, 400), "white")
    ImageDraw.Draw(image).text((60, 60), _WORDS[0], fill="black", font=ImageFont.load_default(80))
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = _WORDS[1], _WORDS[2]
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif, comment=_WORDS[3].encode(), quality=90)
    return "a.jpg", written.getvalue(), _WORDS[:4]


def _bar_code() -> tuple[str, bytes, tuple[str, ...]]:
    import zxingcpp
    from PIL import Image

    code = zxingcpp.create_barcode("0101904321", zxingcpp.BarcodeFormat.QRCode)
    page = Image.new("L", (1240, 1754), 255)
    page.paste(Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=8)), (200, 300))
    written = io.BytesIO()
    page.save(written, "PNG", dpi=(150, 150))
    return "code.png", written.getvalue(), ("010190-4321",)
