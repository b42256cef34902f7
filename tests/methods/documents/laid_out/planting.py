"""A PDF page with a word of its own in every place where a PDF can hold text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Stream, String

from signatur.methods.documents.laid_out import Origin
from tests.corpus.documents.pdfs import saved

if TYPE_CHECKING:
    from collections.abc import Mapping

PLANTED: Mapping[str, Origin] = {
    "Synligord": Origin.TEXT_LAYER,
    "Formularvaerdi": Origin.FORM,
    "Fritekstnote": Origin.NOTE,
    "Formobjekt": Origin.TEXT_LAYER,
    "Vendtord": Origin.TEXT_LAYER,
    "Blegord": Origin.UNSEEN,
    "Hvidtord": Origin.UNSEEN,
    "Daekketord": Origin.UNSEEN,
    "Ensfarvet": Origin.UNSEEN,
    "Usynligtord": Origin.UNSEEN,
    "Lilleord": Origin.UNSEEN,
    "Udenforord": Origin.UNSEEN,
    "Beskaaretord": Origin.UNSEEN,
    "Klippetord": Origin.UNSEEN,
    "Lagord": Origin.UNSEEN,
    "Glasklart": Origin.UNSEEN,
    "Afloeserord": Origin.ELSEWHERE,
    "Gulseddel": Origin.COMMENT,
    "Popopord": Origin.COMMENT,
    "Noteforfatter": Origin.COMMENT,
    "Skjultfelt": Origin.ELSEWHERE,
    "Feltnavn": Origin.ELSEWHERE,
    "Felthjaelp": Origin.ELSEWHERE,
    "Linkmaal": Origin.ELSEWHERE,
    "Bogmaerke": Origin.ELSEWHERE,
    "Titelord": Origin.PROPERTY,
    "Xmpord": Origin.PROPERTY,
    "Billedxmp": Origin.PROPERTY,
    "Bilagsnavn": Origin.ELSEWHERE,
    "Bilagstekst": Origin.ELSEWHERE,
    "Aabneskript": Origin.ELSEWHERE,
    "Navneskript": Origin.ELSEWHERE,
    "Sidemaerke": Origin.ELSEWHERE,
    "Programdata": Origin.ELSEWHERE,
    "Sideprogram": Origin.ELSEWHERE,
    "Egennoegle": Origin.ELSEWHERE,
    "Alternativ": Origin.ELSEWHERE,
    "Strukturord": Origin.ELSEWHERE,
    "Lagnavn": Origin.ELSEWHERE,
    "Xfaord": Origin.ELSEWHERE,
}

_CONTENT = """
BT /F1 12 Tf 60 760 Td (Her er et Synligord paa siden) Tj ET
BT /F1 12 Tf 1 g 60 730 Td (Hvidtord) Tj ET
BT /F1 12 Tf 0.97 g 60 715 Td (Blegord) Tj ET
BT /F1 12 Tf 0 g 60 700 Td (foran Daekketord bagved) Tj ET
0 g 90 696 66 14 re f
1 0 0 rg 60 660 200 20 re f
BT /F1 12 Tf 1 0 0 rg 70 665 Td (Ensfarvet) Tj ET
0 g
BT /F1 12 Tf 3 Tr 60 640 Td (Usynligtord) Tj 0 Tr ET
BT /F1 1 Tf 60 620 Td (Lilleord) Tj ET
BT /F1 12 Tf 700 600 Td (Udenforord) Tj ET
BT /F1 12 Tf 60 870 Td (Beskaaretord) Tj ET
q 300 500 10 10 re W n BT /F1 12 Tf 60 560 Td (Klippetord) Tj ET Q
/OC /Skjult BDC BT /F1 12 Tf 60 540 Td (Lagord) Tj ET EMC
q /Klar gs BT /F1 12 Tf 60 520 Td (Glasklart) Tj ET Q
/Span << /ActualText (Afloeserord) >> BDC BT /F1 12 Tf 60 500 Td (det tegnede) Tj ET EMC
BT /F1 12 Tf 0 1 -1 0 500 400 Tm (Vendtord) Tj ET
q 1 0 0 1 60 480 cm /Fm Do Q
q 20 0 0 20 60 100 cm /Im Do Q
"""


def planted() -> bytes:
    """One page with all the words of `PLANTED`."""
    pdf = pikepdf.new()
    page = _page(pdf)
    _notes(pdf, page)
    _form(pdf, page)
    _catalog(pdf)
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Bogmaerke", 0))
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:description"] = "Xmpord"
    pdf.docinfo["/Title"] = String("Titelord")
    return saved(pdf)


def _font() -> Dictionary:
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )


def _page(pdf: Pdf) -> pikepdf.Page:
    font = pdf.make_indirect(_font())
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Lagnavn")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    form = Stream(
        pdf, b"BT /F1 12 Tf (Formobjekt) Tj ET", Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, 200, 20]), Resources=Dictionary(Font=Dictionary(F1=font)),
    )  # fmt: skip
    told = Stream(pdf, b"<x:xmpmeta><dc:title>Billedxmp</dc:title></x:xmpmeta>")
    told.Type, told.Subtype = Name.Metadata, Name.XML
    image = Stream(
        pdf, b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
        ColorSpace=Name.DeviceGray, Metadata=pdf.make_indirect(told),
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, 595, 900]), CropBox=Array([0, 0, 595, 842]),
        Resources=Dictionary(
            Font=Dictionary(F1=font), XObject=Dictionary(Fm=form, Im=image),
            Properties=Dictionary(Skjult=layer), ExtGState=Dictionary(Klar=Dictionary(ca=0.0)),
        ),
        Contents=Stream(pdf, _CONTENT.encode("cp1252")),
        PieceInfo=Dictionary(Program=Dictionary(Private=String("Sideprogram"))),
        Egen=String("Egennoegle"),
    ))))  # fmt: skip
    return pdf.pages[0]


def _notes(pdf: Pdf, page: pikepdf.Page) -> None:
    look = Stream(
        pdf, b"BT /F1 12 Tf 2 4 Td (Fritekstnote) Tj ET", Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, 150, 20]), Resources=Dictionary(Font=Dictionary(F1=_font())),
    )  # fmt: skip
    free = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([300, 440, 450, 460]), F=4,
        Contents=String("Fritekstnote"), DA=String("/F1 12 Tf 0 g"), AP=Dictionary(N=look),
    )  # fmt: skip
    slip = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([300, 400, 320, 420]), F=4,
        Contents=String("Gulseddel"), T=String("Noteforfatter"),
    ))  # fmt: skip
    popup = Dictionary(
        Type=Name.Annot, Subtype=Name.Popup, Rect=Array([330, 380, 430, 430]), Parent=slip,
        Contents=String("Popopord"),
    )  # fmt: skip
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 340, 100, 350]),
        A=Dictionary(S=Name.URI, URI=String("https://intern.example/Linkmaal")),
    )  # fmt: skip
    page.obj.Annots = Array([pdf.make_indirect(free), slip, pdf.make_indirect(popup), link])


def _form(pdf: Pdf, page: pikepdf.Page) -> None:
    look = Stream(
        pdf, b"/Tx BMC BT /F1 12 Tf 2 4 Td (Formularvaerdi) Tj ET EMC", Type=Name.XObject,
        Subtype=Name.Form, BBox=Array([0, 0, 150, 20]),
        Resources=Dictionary(Font=Dictionary(F1=_font())),
    )  # fmt: skip
    drawn = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=Array([60, 440, 210, 460]), F=4,
        T=String("Feltnavn"), TU=String("Felthjaelp"), V=String("Formularvaerdi"),
        DA=String("/F1 12 Tf 0 g"), AP=Dictionary(N=look),
    ))  # fmt: skip
    unseen = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=Array([60, 410, 210, 430]), F=2,
        T=String("b"), V=String("Skjultfelt"), DA=String("/F1 12 Tf 0 g"),
    ))  # fmt: skip
    page.obj.Annots.extend([drawn, unseen])
    xfa = Stream(pdf, b"<xfa:datasets><felt>Xfaord</felt></xfa:datasets>")
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([drawn, unseen]), DR=Dictionary(Font=Dictionary(F1=_font())),
        DA=String("/F1 12 Tf 0 g"), XFA=Array([String("datasets"), pdf.make_indirect(xfa)]),
    )  # fmt: skip


def _catalog(pdf: Pdf) -> None:
    pdf.attachments["bilag.txt"] = pikepdf.AttachedFileSpec(
        pdf, b"Vedhaeftet", filename="Bilagsnavn.txt", description="Bilagstekst"
    )
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('Navneskript')"))
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), pdf.make_indirect(script)]))
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=Stream(pdf, b"app.alert('Aabneskript')"))
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String("Sidemaerke"))]))
    pdf.Root.PieceInfo = Dictionary(Program=Dictionary(Private=Dictionary(X=String("Programdata"))))
    part = Dictionary(
        Type=Name.StructElem, S=Name.Figure, Alt=String("Alternativ"),
        ActualText=String("Strukturord"),
    )  # fmt: skip
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=pdf.make_indirect(part))
