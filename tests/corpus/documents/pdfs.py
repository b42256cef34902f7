"""PDF: text layers good and bad, scans, forms, locks and damage."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from signatur.methods.documents import ProblemCode
from tests.corpus.documents.letters import LETTER, NOTE, SECOND_PAGE
from tests.corpus.documents.sample import Sample
from tests.corpus.documents.scanning import scan

if TYPE_CHECKING:
    from PIL import Image

_PDF = "application/pdf"
_A4 = (595, 842)
# The size of the note when it was scanned.
SLIP = (298, 205)


def text_pdf(*pages: str, size: tuple[float, float] = _A4) -> Pdf:
    """A PDF with one page for each text, in Helvetica."""
    pdf = pikepdf.new()
    for text in pages:
        _add_page(pdf, shown(text, top=size[1] - 45), size)
    return pdf


def shown(text: str, *, top: float = 780, mode: int = 0) -> bytes:
    """Content that shows text line by line; mode 3 is invisible, as in recognised scans."""
    lines = [f"BT /F1 11 Tf {mode} Tr 15 {top} Td 15.4 TL".encode()]
    for line in text.split("\n"):
        escaped = line.encode("cp1252").replace(b"\\", b"\\\\")
        escaped = escaped.replace(b"(", b"\\(").replace(b")", b"\\)")
        lines.append(b"(" + escaped + b") Tj T*")
    return b"\n".join([*lines, b"ET"])


def _add_page(pdf: Pdf, content: bytes, size: tuple[float, float] = _A4, **more: Any) -> Any:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)), **more)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *size]),
        Resources=resources,
        Contents=Stream(pdf, content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1]


def saved(pdf: Pdf, **options: Any) -> bytes:
    """The bytes of a PDF, the same each time."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id="encryption" not in options, **options)
    return out.getvalue()


def _two_pages() -> bytes:
    return saved(text_pdf(LETTER, SECOND_PAGE))


def _locked(user: str) -> bytes:
    encryption = pikepdf.Encryption(owner="ejer", user=user, R=4)
    return saved(text_pdf(LETTER), encryption=encryption)


def _scan_pdf(image: Image.Image, layer: bytes = b"", rotate: int = 0) -> bytes:
    """One page that is a picture, perhaps with a text layer over it."""
    pdf = pikepdf.new()
    jpeg = io.BytesIO()
    image.convert("L").save(jpeg, "JPEG", quality=80)
    picture = Stream(
        pdf, jpeg.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=image.width,
        Height=image.height, ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    width, height = SLIP if image.width > image.height else SLIP[::-1]
    content = f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q\n".encode() + layer
    page = _add_page(pdf, content, (width, height), XObject=Dictionary(Im0=picture))
    if rotate:
        page.Rotate = rotate
    return saved(pdf)


def _shifted_layer() -> bytes:
    """Glyph numbers 29 below ASCII, which is what a font without a map to Unicode gives."""
    shifted = "".join(chr(max(33, ord(sign) - 29)) if sign > " " else sign for sign in NOTE)
    return _scan_pdf(scan(), shown(shifted, top=160, mode=3))


def _private_layer() -> bytes:
    """A map to Unicode that leads into the private use area."""
    pdf = pikepdf.open(io.BytesIO(_scan_pdf(scan(), shown(NOTE, top=160, mode=3))))
    to_private = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfrange <21> <FF> <E021> endbfrange endcmap end end"""
    pdf.pages[0].Resources.Font.F1.ToUnicode = Stream(pdf, to_private)
    return saved(pdf)


def _form() -> bytes:
    """Fields as a citizen fills them in: text, a ticked and an empty box."""
    pdf = text_pdf("Ansøgning om parkeringskort til handicappede\n" * 3)
    fields = [
        Dictionary(FT=Name.Tx, T=String("navn"), TU=String("Fulde navn"), V=String("Åse Prøve")),
        Dictionary(FT=Name.Btn, T=String("egen_bil"), TU=String("Egen bil"), V=Name.Ja, AS=Name.Ja),
        Dictionary(FT=Name.Btn, T=String("hastende"), TU=String("Haster"), V=Name.Off, AS=Name.Off),
    ]
    widgets = []
    for number, field in enumerate(fields):
        field.Type, field.Subtype = Name.Annot, Name.Widget
        field.Rect = Array([60, 600 - 30 * number, 300, 620 - 30 * number])
        if Name.Btn == field.FT:
            look = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
            field.AP = Dictionary(N=Dictionary(Ja=look, Off=look))
        widgets.append(pdf.make_indirect(field))
    pdf.pages[0].Annots = Array(widgets)
    pdf.Root.AcroForm = Dictionary(Fields=Array(widgets))
    return saved(pdf)


def _note() -> bytes:
    pdf = text_pdf(LETTER)
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([60, 100, 300, 130]),
        Contents=String("Bemærk: frist den 1. maj"), DA=String("/Helv 10 Tf"),
    )  # fmt: skip
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
    return saved(pdf)


def _dynamic_xfa() -> bytes:
    pdf = text_pdf(
        "Please wait...\nIf this message is not eventually replaced, update your reader."
    )
    data = "<xfa:datasets xmlns:xfa='x'><Navn>Åse Prøve</Navn><Sag>Boligstøtte &amp; flytning</Sag></xfa:datasets>"
    packets = [String("datasets"), Stream(pdf, data.encode())]
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array(packets))
    pdf.Root.NeedsRendering = True
    return saved(pdf)


def _with_attachment() -> bytes:
    pdf = text_pdf(LETTER)
    pdf.attachments["bilag/tegning.txt"] = "Tegning nr. 4 over carporten på Ålykkevej".encode()
    return saved(pdf)


def _without_xref() -> bytes:
    data = _two_pages()
    return re.sub(rb"xref\s.*?trailer", b"xref\n0 1\ntrailer", data, flags=re.DOTALL).replace(
        b"startxref", b"startxref\n99999999 %"
    )


def _nested_forms() -> bytes:
    """Text inside a drawing inside a drawing, twenty times."""
    pdf = pikepdf.new()
    inner = Stream(
        pdf, shown(LETTER), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *_A4])
    )
    for _ in range(20):
        inner.Resources = inner.get("/Resources") or Dictionary(
            Font=Dictionary(
                F1=Dictionary(
                    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                    Encoding=Name.WinAnsiEncoding,
                )
            )
        )  # fmt: skip
        outer = Stream(
            pdf, b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *_A4])
        )
        outer.Resources = Dictionary(XObject=Dictionary(X=inner))
        inner = outer
    _add_page(pdf, b"/X Do", XObject=Dictionary(X=inner))
    return saved(pdf)


def _self_drawing() -> bytes:
    """A drawing that draws itself."""
    pdf = pikepdf.new()
    form = Stream(pdf, b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *_A4]))
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    _add_page(pdf, b"/X Do\n" + shown(LETTER), XObject=Dictionary(X=form))
    return saved(pdf)


def _endless_page_tree() -> bytes:
    pdf = text_pdf(LETTER)
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    pdf.Root.Pages.Count = 2_000_000_000
    return saved(pdf)


def _huge_sheet() -> bytes:
    pdf = pikepdf.new()
    _add_page(pdf, b"0 0 m 900000 900000 l S", (1_000_000, 1_000_000))
    return saved(pdf)


PDFS = (
    Sample(
        name="ansoegning.pdf", about="two pages with a good text layer", make=_two_pages,
        media_type=_PDF, holds=("søger om tilladelse", "Ålykkevej 12", "faskine i haven"),
    ),
    Sample(
        name="laast.pdf", about="locked with a password", make=lambda: _locked("hemmelig"),
        media_type=_PDF, problems=frozenset({ProblemCode.ENCRYPTED}),
    ),
    Sample(
        name="uden-udskrift.pdf", about="locked against printing only: opens with no password",
        make=lambda: _locked(""), media_type=_PDF, holds=("Søren Ågård Prøve",),
    ),
    Sample(
        name="scannet.pdf", about="a picture of a page, no text layer",
        make=lambda: _scan_pdf(scan()), media_type=_PDF, needs="tesseract",
        holds=("søger om tilladelse", "Ålykkevej 12", "hørt noget"),
    ),
    Sample(
        name="scannet-paa-siden.pdf", about="a page that went through the scanner sideways",
        make=lambda: _scan_pdf(scan(turned_deg=90)), media_type=_PDF, needs="tesseract",
        holds=("søger om tilladelse", "Med venlig hilsen"),
    ),
    Sample(
        name="scannet-drejet.pdf", about="sideways, set right by the page's own rotation",
        make=lambda: _scan_pdf(scan(turned_deg=90), rotate=90), media_type=_PDF, needs="tesseract",
        holds=("søger om tilladelse",),
    ),
    Sample(
        name="scannet-skaev.pdf", about="laid in askew by six degrees",
        make=lambda: _scan_pdf(scan(turned_deg=6)), media_type=_PDF, needs="tesseract",
        holds=("Naboerne er orienteret", "Med venlig hilsen"),
    ),
    Sample(
        name="bleg.pdf", about="grey on grey paper, scanned at 100 dpi",
        make=lambda: _scan_pdf(scan(dpi=100, ink=150, paper=205)), media_type=_PDF,
        needs="tesseract", holds=("søger om tilladelse", "Med venlig hilsen"),
    ),
    Sample(
        name="stemplet-scanning.pdf", about="a scan on which the scanner's program put one line",
        make=lambda: _scan_pdf(scan(), shown("Scannet med ScanApp 4.2 den 5. marts 2025 kl. 10:31", top=185)),
        media_type=_PDF, needs="tesseract", holds=("søger om tilladelse",),
    ),
    Sample(
        name="glyfnumre.pdf", about="a scan under a text layer of glyph numbers",
        make=_shifted_layer, media_type=_PDF, needs="tesseract",
        holds=("søger om tilladelse",), lacks=("MHJ",),
    ),
    Sample(
        name="privat-tegnsaet.pdf", about="a scan under a text layer in the private use area",
        make=_private_layer, media_type=_PDF, needs="tesseract", holds=("Ålykkevej 12",),
    ),
    Sample(
        name="formular.pdf", about="form fields filled in", make=_form, media_type=_PDF,
        holds=("parkeringskort", "Fulde navn: Åse Prøve", "☒ Egen bil"), lacks=("Haster",),
    ),
    Sample(
        name="med-note.pdf", about="a note written onto the page", make=_note, media_type=_PDF,
        holds=("Bemærk: frist den 1. maj", "Søren"),
    ),
    Sample(
        name="xfa.pdf", about="a dynamic XFA form, whose page says only Please wait",
        make=_dynamic_xfa, media_type=_PDF, holds=("Åse Prøve", "Boligstøtte & flytning"),
        lacks=("Please wait",),
    ),
    Sample(
        name="med-bilag.pdf", about="a file attached inside", make=_with_attachment, media_type=_PDF,
        holds=("Søren Ågård Prøve", "Tegning nr. 4"),
    ),
    Sample(
        name="uden-xref.pdf", about="the cross-reference table is gone", make=_without_xref,
        media_type=_PDF, holds=("søger om tilladelse",),
    ),
    Sample(
        name="afbrudt.pdf", about="cut off before the end", make=lambda: _two_pages()[:-300],
        media_type=_PDF, problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="foran.pdf", about="a stray header in front of it",
        make=lambda: b"Content-Type: application/pdf\r\n\r\n" + _two_pages(), media_type=_PDF,
        holds=("søger om tilladelse",),
    ),
    Sample(
        name="ingen-sider.pdf", about="no pages at all", make=lambda: saved(pikepdf.new()),
        media_type=_PDF, problems=frozenset({ProblemCode.EMPTY}),
    ),
    Sample(
        name="blank.pdf", about="one empty page", make=lambda: saved(text_pdf("")),
        media_type=_PDF, problems=frozenset({ProblemCode.EMPTY}),
    ),
    Sample(
        name="kun-navnet.pdf", about="the first line of a PDF and then noise",
        make=lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, media_type=_PDF,
        problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="indlejret.pdf", about="text in twenty nested drawings", make=_nested_forms,
        media_type=_PDF, holds=("søger om tilladelse",),
    ),
    Sample(
        name="tegner-sig-selv.pdf", about="a drawing that draws itself", make=_self_drawing,
        media_type=_PDF, holds=("søger om tilladelse",),
    ),
    Sample(
        name="uendeligt-sidetrae.pdf", about="a page tree in a circle that claims two billion pages",
        make=_endless_page_tree, media_type=_PDF,
    ),
    Sample(
        name="kaempeark.pdf", about="a sheet of 350 metres", make=_huge_sheet, media_type=_PDF,
        problems=frozenset({ProblemCode.TOO_LARGE}),
    ),
)  # fmt: skip
