from __future__ import annotations

import email.message
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from signatur.methods.documents.content import Content
from signatur.methods.documents.recognition import Recogniser
from signatur.solutions.disclosure.model.checking import Check, verify
from signatur.solutions.disclosure.model.checking.sought import Sought
from signatur.solutions.disclosure.model.removing import Release, rebuild
from tests.solutions.disclosure.removing.channels import CHANNELS, MARKERS, channels_pdf
from tests.solutions.disclosure.removing.papers import a_pdf, laid_out, withheld_words

if TYPE_CHECKING:
    from signatur.solutions.disclosure.schema.release import Verdict

SHARED = Path(__file__).parents[4].parent / "shared" / "data" / "pdf"
BAD = ("bad_cross_hatched_redactions", "rectangles_yes_2")
GOOD = [
    "multi_line_redaction_ok",
    "no_bad_redactions.4.1",
    "no_bad_redactions.6.2",
    "rect_ordering_1.23",
    "rect_ordering_3.20",
    "rect_ordering_5.2",
    "rectangles_no",
    "whitespace_redactions_2",
    "whitespace_redaction_with_comma",
    "redaction-test-rotated",
    "redaction-test-cropbox",
    "partial_intersections_ok",
]


def checked(data: bytes, *words: str, check: Check | None = None) -> Verdict:
    return verify(Content.from_bytes(data), words, check)


def channels_of(verdict: Verdict) -> set[str]:
    return {leak.channel for leak in verdict.leaks}


def released(pdf: bytes, *words: str) -> tuple[bytes, Check]:
    laid = laid_out(pdf)
    file = io.BytesIO()
    pages = rebuild(laid, withheld_words(laid, *words), file, Release(dpi=100))
    return file.getvalue(), Check(pages=pages)


@pytest.fixture(scope="module")
def found_in_channels() -> set[str]:
    verdict = checked(channels_pdf(), *MARKERS.values())
    return {leak.word for leak in verdict.leaks}


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_word_is_found_wherever_a_pdf_can_hold_it(
    channel: str, found_in_channels: set[str]
) -> None:
    assert MARKERS[channel] in found_in_channels


def test_a_file_that_was_rebuilt_is_clean() -> None:
    pdf, check = released(a_pdf([(60, 780, "Sagen om Jens Hansen blev lukket.")]), "Jens Hansen")

    assert checked(pdf, "Jens Hansen", check=check).leaks == ()


def test_a_word_that_was_forgotten_is_a_leak() -> None:
    pdf, check = released(
        a_pdf([(60, 780, "Sagen om Jens Hansen, og om Mette Holm.")]), "Jens Hansen"
    )

    assert {"pdfium", "pdfminer"} <= channels_of(checked(pdf, "Mette Holm", check=check))


def test_a_box_that_does_not_cover_is_seen() -> None:
    pdf, check = released(a_pdf([(60, 780, "Sagen om Jens Hansen blev lukket.")]), "Jens Hansen")
    other, _ = released(a_pdf([(60, 780, "Sagen om Jens Hansen blev lukket.")]))

    assert channels_of(checked(other, "Jens Hansen", check=check)) >= {"under_box"}
    assert channels_of(checked(pdf, "Jens Hansen", check=check)) == set()


def test_whatever_is_not_on_the_list_is_a_leak() -> None:
    pdf, check = released(a_pdf([(60, 780, "Resten")]))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.Root.PieceInfo = pikepdf.Dictionary(A=pikepdf.Dictionary())
        written = io.BytesIO()
        opened.save(written)

    assert "unknown_object" in channels_of(checked(written.getvalue(), check=check))


def test_an_earlier_revision_is_found() -> None:
    before = a_pdf([(60, 780, "Sagen om Jens Hansen.")])
    with pikepdf.open(io.BytesIO(before)) as opened:
        number = opened.pages[0].Contents.objgen[0]
    start = before.rindex(b"startxref")
    old = int(before[start:].split()[1])
    update = f"{number} 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n".encode()
    place = len(before) + len(update) + 1
    update = (
        b"\n"
        + update
        + (
            f"xref\n{number} 1\n{len(before) + 1:010d} 00000 n \n"
            f"trailer\n<</Size 20/Root 1 0 R/Prev {old}>>\nstartxref\n{place}\n%%EOF\n"
        ).encode()
    )

    found = channels_of(checked(before + update, "Jens Hansen"))

    assert {"revision", "earlier_revision"} <= found


def test_text_under_a_box_that_was_drawn_over_it_is_found_without_any_words() -> None:
    box = b"0 g 55 775 300 20 re f\n"
    pdf = a_pdf([(60, 780, "Sagen om Jens Hansen.")])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.pages[0].contents_add(box)
        written = io.BytesIO()
        opened.save(written)

    assert channels_of(checked(written.getvalue())) == {"covered_text"}
    assert channels_of(checked(pdf)) == set()


def test_letters_over_their_own_picture_are_not_covered() -> None:
    """As in a scan with a text layer, where thin letters are dark all over."""
    pdf = pikepdf.open(io.BytesIO(a_pdf([(60, 780, "Illinois, ll, III, ilil, l1l1")], size=30)))
    page = pdf.pages[0]
    again = page.Contents.read_bytes().replace(b"BT ", b"BT 3 Tr ")
    picture = io.BytesIO()
    drawn = pypdfium2.PdfDocument(a_pdf([(60, 780, "Illinois, ll, III, ilil, l1l1")], size=30))
    drawn[0].render(scale=4).to_pil().convert("L").save(picture, "JPEG", quality=95)
    with Image.open(picture) as image:
        size = image.size
    page.Resources.XObject = pikepdf.Dictionary(I=pikepdf.Stream(
        pdf, picture.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
        Width=size[0], Height=size[1], ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    ))  # fmt: skip
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q\n" + again)
    written = io.BytesIO()
    pdf.save(written)

    assert channels_of(checked(written.getvalue())) == set()


@pytest.mark.parametrize(
    "spelling",
    ["jens hansen", "JENS HANSEN", "J e n s  H a n s e n", "Jens\u00a0Hansen", "nesnaH sneJ"],
)
def test_a_word_is_found_in_other_spellings(spelling: str) -> None:
    assert not checked(spelling.encode(), "Jens Hansen").is_clean


@pytest.mark.parametrize("coding", ["utf-8", "latin-1", "utf-16-le", "utf-16-be"])
def test_a_word_is_found_in_bytes_of_any_coding(coding: str) -> None:
    data = b"\x00\x01\xff\xfe\x80" * 9 + "Søren Ægir".encode(coding) + b"\x00\x90\xfe" * 9

    assert not checked(data, "Søren Ægir").is_clean


@pytest.mark.parametrize("shift", [0, 1, 2])
def test_a_word_is_found_in_base64(shift: int) -> None:
    import base64

    data = b"\x00\xff" * 9 + base64.b64encode(b"x" * shift + b"Mette Holmgaard og andre")

    assert not checked(data, "Mette Holmgaard").is_clean


def test_odd_bytes_do_not_make_the_search_slow() -> None:
    import time

    begun = time.perf_counter()
    checked(b"\0\1" * 40_000 + "Ā".encode() * 40_000, "Jens Hansen")
    assert time.perf_counter() - begun < 10


def test_office_files_are_searched_part_by_part() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Resten"
    hidden = book.create_sheet("Løn")
    hidden["B2"] = "Jens Hansen"
    hidden.sheet_state = "veryHidden"
    written = io.BytesIO()
    book.save(written)

    assert not checked(written.getvalue(), "Jens Hansen").is_clean
    assert checked(written.getvalue(), "Mette Holm").is_clean


def test_mail_is_searched_with_its_headers_and_parts() -> None:
    message = email.message.EmailMessage()
    message["Subject"] = "Møde med Åse Kjær"
    message.set_content("Hej")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", "Om Mette Holm")
    message.add_attachment(
        archive.getvalue(), maintype="application", subtype="zip", filename="a.zip"
    )
    data = message.as_bytes()

    assert channels_of(checked(data, "Åse Kjær", check=Check(name="a.eml"))) == {"header"}
    assert not checked(data, "Mette Holm", check=Check(name="a.eml")).is_clean


def test_properties_of_a_picture_are_searched() -> None:
    picture = Image.new("RGB", (80, 80), "white")
    exif = Image.Exif()
    exif[0x010E] = "Jens Hansen"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif)

    assert "picture_property" in channels_of(checked(written.getvalue(), "Jens Hansen"))


def test_a_bar_code_is_read() -> None:
    code = zxingcpp.create_barcode("0101904321", zxingcpp.BarcodeFormat.QRCode)
    written = io.BytesIO()
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=6)).save(written, "PNG")

    assert "bar_code" in channels_of(checked(written.getvalue(), "010190-4321"))


def test_the_name_of_the_file_is_searched() -> None:
    found = checked(b"Resten", "Jens Hansen", check=Check(name="Afgørelse_Jens_Hansen.txt"))

    assert channels_of(found) == {"file_name"}


def test_what_cannot_be_read_is_never_clean() -> None:
    assert not checked(b"%PDF-1.7\nnothing", "Jens Hansen").is_clean


def test_what_was_not_looked_at_is_said() -> None:
    assert "recognition" in checked(a_pdf([(60, 780, "Resten")]), "Jens Hansen").not_done


@pytest.mark.outside("tesseract")
def test_a_word_in_pixels_is_recognised() -> None:
    picture = Image.new("L", (700, 120), 255)
    ImageDraw.Draw(picture).text((20, 20), "Jens Hansen", fill=0, font=ImageFont.load_default(60))
    written = io.BytesIO()
    picture.save(written, "PNG")

    found = checked(written.getvalue(), "Jens Hansen", check=Check(recogniser=Recogniser()))

    assert channels_of(found) == {"recognised"}


@pytest.mark.outside("tesseract")
def test_a_thumbnail_that_does_not_say_that_it_is_a_picture_is_recognised() -> None:
    pdf = pikepdf.open(io.BytesIO(a_pdf([(60, 780, "Her er intet.")])))
    picture = Image.new("L", (700, 120), 255)
    font = ImageFont.load_default(64)
    ImageDraw.Draw(picture).text((20, 20), "Jens Hansen", fill=0, font=font)
    stream = pdf.make_stream(picture.tobytes())
    stream.Width, stream.Height, stream.BitsPerComponent = 700, 120, 8
    stream.ColorSpace = pikepdf.Name.DeviceGray
    pdf.pages[0].obj.Thumb = stream
    written = io.BytesIO()
    pdf.save(written)

    found = checked(written.getvalue(), "Jens Hansen", check=Check(recogniser=Recogniser()))

    assert channels_of(found) == {"recognised"}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared files are not here")
@pytest.mark.parametrize("name", BAD)
def test_published_bad_redactions_are_found_without_words(name: str) -> None:
    assert "covered_text" in channels_of(checked((SHARED / f"{name}.pdf").read_bytes()))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared files are not here")
@pytest.mark.parametrize("name", [*GOOD[:4], GOOD[-1]])
def test_published_good_redactions_pass(name: str) -> None:
    assert checked((SHARED / f"{name}.pdf").read_bytes()).leaks == ()


@pytest.mark.parametrize("data", [b"", b"\x93\x01\xf0\x8a" * 300, b"Ren tekst"])
def test_what_is_called_a_pdf_and_is_none_is_never_clean(data: bytes) -> None:
    found = checked(data, "Jens Hansen", check=Check(name="ud.pdf"))

    assert channels_of(found) == {"unreadable"}


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-be", "utf-16-le"])
@pytest.mark.parametrize(
    ("text", "is_there"),
    [("farmor er her", False), ("min far er", True), ("fars bil", True), ("Farum", False)],
)
def test_a_short_word_within_another_is_no_leak(text: str, coding: str, *, is_there: bool) -> None:
    told = b"<" + text.encode(coding).hex().encode() + b"> Tj"

    assert bool(Sought.of(["Far"]).in_bytes(told, is_text=False)) is is_there
