"""PDFs as they should not be, written by hand."""

from __future__ import annotations

import io
import random
import zlib
from typing import TYPE_CHECKING

from tests.solutions.disclosure.bad_files.words import SENTENCE, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def pdf_of(
    content: bytes, *, font: bytes = _HELVETICA, box: bytes = b"[0 0 595 842]", page: bytes = b"",
    root: bytes = b"", resources: bytes = b"", more: tuple[bytes, ...] = (),
) -> bytes:  # fmt: skip
    """A PDF of one page, written by hand; `more` are objects from number 6 on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + root + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox" + box + b"/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>"
        + resources + b">>" + page + b">>",
        stream(content),
        font,
        *more,
    ]  # fmt: skip
    return numbered(objects)


def numbered(objects: list[bytes]) -> bytes:
    """Objects from number 1 on, the first of them the catalogue, as a file with its table."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def shown(text: str = SENTENCE, *, at: str = "60 700", before: str = "") -> bytes:
    return f"{before} BT /F1 12 Tf {at} Td ({text}) Tj ET".encode("cp1252")


def good_pdf() -> bytes:
    return pdf_of(shown())


def locked_pdf(user: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="ejer", user=user, R=4))
    return out.getvalue()


def loop_pdf() -> bytes:
    return numbered([
        b"<</Type/Catalog/Pages 2 0 R/Outlines 2 0 R/Names<</EmbeddedFiles 2 0 R>>>>",
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9/Parent 2 0 R/First 2 0 R/Next 2 0 R>>",
    ])  # fmt: skip


def object_stream_bomb() -> bytes:
    """A content stream that is deflated three times and would fill 2.6 GB."""
    data = zlib.compress(b" " * 260_000_000, 9)
    for _ in range(2):
        data = zlib.compress(data, 9)
    return numbered([
        b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R " + b"6 0 R " * 9 + b"]"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        stream(shown()), _HELVETICA,
        stream(data, b"/Type/Metadata/Subtype/XML/Filter[/FlateDecode/FlateDecode/FlateDecode]"),
    ])  # fmt: skip


def form_bomb(depth: int = 9) -> bytes:
    """Forms that draw ten forms each, nine deep: a billion pictures of nothing."""
    forms = tuple(
        stream(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
            % (6 + number + 1),
        )
        for number in range(depth)
    )
    last = stream(
        shown(), b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>"
    )
    return pdf_of(shown() + b" /X Do", resources=b"/XObject<</X 6 0 R>>", more=(*forms, last))


def numbers_pdf() -> bytes:
    """Coordinates that are no numbers, and huge ones."""
    huge = b"9" * 40
    content = (
        b"BT /F1 NaN Tf 1 0 0 1 Infinity -1e999 Tm (x) Tj ET " + shown()
        + b" BT /F1 " + huge + b" Tf " + huge + b" 0 0 " + huge + b" 0 0 Tm (y) Tj ET "
        + b" 1e38 0 0 1e38 0 0 cm 0 0 " + huge + b" " + huge + b" re f"
    )  # fmt: skip
    return pdf_of(content)


def type3_pdf() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1e30 1e30]/FontMatrix[1e20 0 0 1e20 0 0]/FirstChar 32"
        b"/LastChar 122/Widths[" + b"1e30 " * 91 + b"]/CharProcs<</a 6 0 R>>/Encoding<</Differences[32"
        + b"/a" * 91 + b"]>>/Resources<</Font<</F1 5 0 R>>>>>>"
    )  # fmt: skip
    return pdf_of(
        shown(), font=font, more=(stream(b"1e30 0 d0 BT /F1 9 Tf (a) Tj ET 0 0 1e30 1e30 re f"),)
    )


def broken_font_pdf() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Nix/Encoding/Identity-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/Nix/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW -500/W[0 [1e9 -1e9]]/FontDescriptor 6 0 R>>]>>"
    )
    descriptor = (
        b"<</Type/FontDescriptor/FontName/Nix/Flags 4/FontBBox[0 0 0 0]/ItalicAngle 0/Ascent 0"
        b"/Descent 0/CapHeight 0/StemV 0/FontFile3 7 0 R>>"
    )
    noise = random.Random(1).randbytes(900)
    file = stream(b"\1\0\4\4" + noise, b"/Subtype/CIDFontType0C")
    return pdf_of(shown(), font=font, more=(descriptor, file))


def huge_page_pdf() -> bytes:
    return pdf_of(shown(at="60 14000"), box=b"[0 0 14400 14400]")


def wide_page_pdf() -> bytes:
    return pdf_of(shown(), box=b"[0 0 2000000 3]")


def xfa_pdf() -> bytes:
    xfa = (
        f"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><datasets><navn>{WORD}</navn></datasets></xdp:xdp>"
    ).encode()
    return pdf_of(
        shown("Please wait... If this message is not eventually replaced, upgrade your viewer."),
        root=b"/AcroForm<</Fields[]/XFA 6 0 R>>/NeedsRendering true", more=(stream(xfa),),
    )  # fmt: skip


def portfolio_pdf() -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(shown("Se de vedlagte filer.")))) as pdf:
        pdf.attachments["brev.txt"] = pikepdf.AttachedFileSpec(
            pdf, SENTENCE.encode(), filename="brev.txt"
        )
        pdf.attachments["svar.pdf"] = pikepdf.AttachedFileSpec(pdf, good_pdf(), filename="svar.pdf")
        pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection, View=pikepdf.Name.D)
        pdf.save(out)
    return out.getvalue()


def signed_pdf() -> bytes:
    signature = (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 9 99 9]/Name("
        + WORD.encode() + b")/Contents<" + b"30" * 400 + b">>>"
    )  # fmt: skip
    field = b"<</FT/Sig/Type/Annot/Subtype/Widget/T(Signature1)/V 7 0 R/F 132/Rect[60 60 260 110]/P 3 0 R>>"
    return pdf_of(
        shown(), page=b"/Annots[6 0 R]", root=b"/AcroForm<</Fields[6 0 R]/SigFlags 3>>",
        more=(field, signature),
    )  # fmt: skip


def picture_pdf(kind: str, data: bytes, width: int, height: int) -> bytes:
    picture = stream(
        data,
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/%s"
        % (width, height, kind.encode()),
    )
    return pdf_of(
        shown() + b" q 500 0 0 400 40 100 cm /P Do Q",
        resources=b"/XObject<</P 6 0 R>>",
        more=(picture,),
    )


def many_pages_pdf(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        _HELVETICA,
    ]
    for number in range(count):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (5 + 2 * number),
            stream(shown(f"Side {number + 1}. {SENTENCE}", at="10 100")),
        ]
    return numbered(objects)


def text_pdf(text: str) -> bytes:
    """A PDF with a ToUnicode map, whatever signs the text has; drawn as Helvetica has it."""
    signs = list(dict.fromkeys(text))[:200]
    pairs = b"".join(
        b"<%02x> <%s>\n" % (33 + at, sign.encode("utf-16-be").hex().encode())
        for at, sign in enumerate(signs)
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%s endbfchar\n"
        b"endcmap end end" % (len(signs), pairs)
    )
    codes = bytes(33 + signs.index(sign) for sign in text if sign in signs)
    content = b"BT /F1 12 Tf 60 700 Td <" + codes.hex().encode() + b"> Tj ET"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return pdf_of(content, font=font, more=(stream(cmap),))


def cut(data: bytes, pieces: int = 10) -> Iterator[tuple[int, bytes]]:
    for number in range(pieces):
        yield number, data[: len(data) * number // pieces + 7]


def outline_loop_pdf() -> bytes:
    """Bookmarks, form fields and names that lead back to themselves; the page is in order."""
    return pdf_of(
        shown(),
        root=b"/Outlines 6 0 R/AcroForm<</Fields[7 0 R]>>/Names<</Dests 8 0 R/EmbeddedFiles 8 0 R>>",
        more=(
            b"<</Type/Outlines/First 6 0 R/Last 6 0 R/Next 6 0 R/Parent 6 0 R/Title(Sag)/Count 9>>",
            b"<</FT/Tx/T(felt)/Kids[7 0 R 7 0 R]/Parent 7 0 R>>",
            b"<</Kids[8 0 R 8 0 R]/Limits[(a)(z)]>>",
        ),
    )


def form_loop_pdf() -> bytes:
    """A form that draws itself."""
    own = stream(
        b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    )
    return pdf_of(shown() + b" /X Do", resources=b"/XObject<</X 6 0 R>>", more=(own,))


def many_objects_pdf(count: int) -> bytes:
    """A page in order, and so many objects beside it, each of which says something."""
    return pdf_of(shown(), more=tuple(b"<</Note(Nr. %d)>>" % number for number in range(count)))


def noise_font_pdf() -> bytes:
    """A TrueType font of noise, with a map to letters that refers to itself."""
    font = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/Nix/FirstChar 32/LastChar 122/Widths["
        + b"500 " * 91
        + b"]/FontDescriptor 6 0 R/ToUnicode 8 0 R/Encoding/WinAnsiEncoding>>"
    )
    descriptor = (
        b"<</Type/FontDescriptor/FontName/Nix/Flags 32/FontBBox[0 0 0 0]/ItalicAngle 0/Ascent 0/Descent 0"
        b"/CapHeight 0/StemV 0/FontFile2 7 0 R>>"
    )
    file = stream(b"\0\1\0\0\xff\xff" + random.Random(2).randbytes(4_000))
    own = stream(
        b"/X usecmap begincmap 65535 beginbfchar <00> <d800>", b"/CMapName/X/UseCMap 8 0 R"
    )
    return pdf_of(shown(), font=font, more=(descriptor, file, own))


def large_picture_pdf(side: int) -> bytes:
    """A picture of so many dots a side, white, packed to nothing."""
    picture = stream(
        zlib.compress(b"\xff" * (side // 8 * side), 9),
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray"
        b"/Filter/FlateDecode" % (side // 8 * 8, side),
    )
    return pdf_of(
        shown() + b" q 500 0 0 500 40 100 cm /P Do Q",
        resources=b"/XObject<</P 6 0 R>>",
        more=(picture,),
    )
