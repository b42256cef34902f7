"""One PDF page with a marker in each of 33 places in which a PDF can hold a text, and one in pixels."""

from __future__ import annotations

import io
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFont

_ENDINGS: Final = [
    "bam",
    "cel",
    "dov",
    "fug",
    "gip",
    "hak",
    "jol",
    "kur",
    "lev",
    "mip",
    "nat",
    "pog",
    "rud",
    "sek",
    "tib",
    "vam",
    "wol",
    "zup",
    "bry",
    "cro",
    "dra",
    "fle",
    "gna",
    "hvi",
    "klo",
    "mya",
    "pru",
    "ske",
    "sty",
    "tro",
    "vri",
    "blu",
    "kny",
    "aks",
]
CHANNELS: Final = [
    "visible",
    "kerned",
    "white",
    "under_box",
    "unseen_layer",
    "off_page",
    "rotated",
    "form_object",
    "hidden_layer",
    "actual_text",
    "sticky_note",
    "popup",
    "free_text",
    "form_value",
    "form_tooltip",
    "link",
    "outline",
    "info",
    "xmp",
    "picture_xmp",
    "thumbnail",
    "attachment",
    "attachment_description",
    "catalog_script",
    "name_tree_script",
    "page_label",
    "catalog_piece",
    "page_piece",
    "private_key",
    "structure_alt",
    "structure_actual_text",
    "layer_name",
    "annotation_author",
]
MARKERS: Final = {name: f"Kvist{_ENDINGS[at]}" for at, name in enumerate((*CHANNELS, "pixels"))}
"""The marker of each channel, and of the text in pixels."""
SHOWN: Final = ("visible", "kerned", "rotated", "form_object", "free_text", "form_value", "pixels")
"""Channels that a reader of the page sees."""


def channels_pdf() -> bytes:
    """The page with all of them, and `Resten bliver` in the open."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    ))  # fmt: skip
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(MARKERS["layer_name"])))
    form = pdf.make_stream(_text(60, 520, MARKERS["form_object"]))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    form.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Resources = Dictionary(
        Font=Dictionary(F1=font),
        XObject=Dictionary(X1=form, I1=_picture(pdf)),
        Properties=Dictionary(L1=layer),
    )
    page.Contents = pdf.make_stream(_content())
    page.Annots = _annotations(pdf)
    _add_form(pdf, page, font)
    _add_catalog(pdf, page, layer)
    _add_attachment(pdf)
    written = io.BytesIO()
    pdf.save(written, static_id=True, fix_metadata_version=False)
    return written.getvalue()


def _text(x: float, y: float, words: str, before: str = "") -> bytes:
    return f"{before} BT /F1 14 Tf {x} {y} Td ({words}) Tj ET\n".encode()


def _content() -> bytes:
    kerned = " ".join(f"({letter}) -20" for letter in MARKERS["kerned"])
    return b"".join((
        _text(60, 800, "Resten bliver"),
        _text(60, 770, MARKERS["visible"]),
        f"BT /F1 14 Tf 60 740 Td [{kerned}] TJ ET\n".encode(),
        b"q 1 1 1 rg", _text(60, 710, MARKERS["white"]), b"Q\n",
        _text(60, 680, MARKERS["under_box"]), b"q 0 g 55 675 150 20 re f Q\n",
        f"BT /F1 14 Tf 3 Tr 60 650 Td ({MARKERS['unseen_layer']}) Tj 0 Tr ET\n".encode(),
        _text(700, 620, MARKERS["off_page"]),
        f"BT /F1 14 Tf 0 1 -1 0 500 600 Tm ({MARKERS['rotated']}) Tj ET\n".encode(),
        b"/X1 Do\n",
        b"/OC /L1 BDC", _text(60, 490, MARKERS["hidden_layer"]), b"EMC\n",
        f"/Span <</ActualText ({MARKERS['actual_text']})>> BDC".encode(), _text(60, 460, "her"), b"EMC\n",
        b"q 240 0 0 40 60 300 cm /I1 Do Q\n",
    ))  # fmt: skip


def _picture(pdf: Any) -> Any:
    image = Image.new("L", (720, 120), 255)
    font = ImageFont.load_default(64)
    ImageDraw.Draw(image).text((20, 20), MARKERS["pixels"], fill=0, font=font)
    stream = pdf.make_stream(image.tobytes())
    stream.Type, stream.Subtype, stream.Width, stream.Height = Name.XObject, Name.Image, 720, 120
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceGray, 8
    stream.Metadata = _xmp(pdf, MARKERS["picture_xmp"])
    return stream


def _xmp(pdf: Any, words: str) -> Any:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    about = f"<rdf:Description rdf:about='' xmlns:x='adobe:ns:meta/' x:note='{words}'/>"
    whole = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='{rdf}'>{about}</rdf:RDF></x:xmpmeta>"
    stream = pdf.make_stream(f"<?xpacket begin=''?>{whole}<?xpacket end='w'?>".encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    return stream


def _annotations(pdf: Any) -> Any:
    def note(subtype: str, rect: list[int], **more: Any) -> Any:
        return pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array(rect), **more)
        )

    sticky = note(
        "Text",
        [400, 700, 420, 720],
        Contents=String(MARKERS["sticky_note"]),
        T=String(MARKERS["annotation_author"]),
    )
    popup = note("Popup", [430, 700, 500, 750], Parent=sticky, Contents=String(MARKERS["popup"]))
    sticky.Popup = popup
    free = note(
        "FreeText",
        [60, 400, 300, 430],
        Contents=String(MARKERS["free_text"]),
        DA=String("/Helv 14 Tf 0 g"),
    )
    appearance = pdf.make_stream(_text(4, 8, MARKERS["free_text"]))
    appearance.Type, appearance.Subtype, appearance.BBox = (
        Name.XObject,
        Name.Form,
        Array([0, 0, 240, 30]),
    )
    appearance.Resources = Dictionary(Font=Dictionary(F1=Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica
    )))  # fmt: skip
    free.AP = Dictionary(N=appearance)
    link = note(
        "Link",
        [60, 795, 120, 815],
        A=Dictionary(S=Name.URI, URI=String(f"https://example.dk/{MARKERS['link']}")),
    )
    return Array([sticky, popup, free, link])


def _add_form(pdf: Any, page: Any, font: Any) -> None:
    appearance = pdf.make_stream(b"/Tx BMC " + _text(4, 8, MARKERS["form_value"]) + b"EMC")
    appearance.Type, appearance.Subtype, appearance.BBox = (
        Name.XObject,
        Name.Form,
        Array([0, 0, 240, 30]),
    )
    appearance.Resources = Dictionary(Font=Dictionary(F1=font))
    field = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("navn"), V=String(MARKERS["form_value"]),
        TU=String(MARKERS["form_tooltip"]), Rect=Array([60, 350, 300, 380]), F=4,
        DA=String("/F1 14 Tf 0 g"), AP=Dictionary(N=appearance),
    ))  # fmt: skip
    page.Annots.append(field)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=Dictionary(F1=font)), DA=String("/F1 14 Tf 0 g")
    )


def _add_catalog(pdf: Any, page: Any, layer: Any) -> None:
    root = pdf.Root
    pdf.docinfo["/Author"] = MARKERS["info"]
    root.Metadata = _xmp(pdf, MARKERS["xmp"])
    root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    outline = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    item = pdf.make_indirect(
        Dictionary(
            Title=String(MARKERS["outline"]), Parent=outline, Dest=Array([page.obj, Name.Fit])
        )
    )
    outline.First = outline.Last = item
    root.Outlines = outline
    script = f"var x = '{MARKERS['catalog_script']}';"
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(script))
    stored = pdf.make_stream(f"var y = '{MARKERS['name_tree_script']}';".encode())
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=stored)]))
    )
    root.PageLabels = Dictionary(
        Nums=Array([0, Dictionary(S=Name.D, P=String(MARKERS["page_label"]))])
    )
    root.PieceInfo = Dictionary(App=Dictionary(Private=String(MARKERS["catalog_piece"])))
    page.PieceInfo = Dictionary(App=Dictionary(Private=String(MARKERS["page_piece"])))
    page["/XXPrivate"] = String(MARKERS["private_key"])
    thumbnail = pdf.make_stream(MARKERS["thumbnail"].encode().ljust(48, b"\0"))
    thumbnail.Width, thumbnail.Height, thumbnail.ColorSpace, thumbnail.BitsPerComponent = (
        4,
        4,
        Name.DeviceRGB,
        8,
    )
    page.Thumb = thumbnail
    element = pdf.make_indirect(Dictionary(
        Type=Name.StructElem, S=Name.Figure, Alt=String(MARKERS["structure_alt"]),
        ActualText=String(MARKERS["structure_actual_text"]), Pg=page.obj,
    ))  # fmt: skip
    root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=element)


def _add_attachment(pdf: Any) -> None:
    file = pdf.make_stream(f"Vedlagt om {MARKERS['attachment']}".encode())
    file.Type = Name.EmbeddedFile
    spec = pdf.make_indirect(Dictionary(
        Type=Name.Filespec, F=String("a.txt"), UF=String("a.txt"), EF=Dictionary(F=file),
        Desc=String(MARKERS["attachment_description"]),
    ))  # fmt: skip
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array([String("a.txt"), spec]))
    pdf.Root.AF = Array([spec])
