"""Writing a PDF/A-2b page by page: what is finished goes to the file, only places are remembered.

Everything in the file is made here; nothing of the original's structure can come along.
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.sax.saxutils import escape

from signatur.solutions.disclosure.model.removing.font import (
    ADVANCE,
    UNITS,
    Codes,
    font_program,
)

if TYPE_CHECKING:
    from datetime import date

    from signatur.solutions.disclosure.model.removing.encoding import Layer

PRODUCER: Final = "Signatur"
# Objects with fixed numbers; the others follow.
_CATALOG, _PAGES, _ROOT, _DOCUMENT, _PARENTS, _FONT, _NUMBERED = 1, 2, 3, 4, 5, 6, 6
_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A paragraph or picture of a page, in the order in which it is read."""

    content: bytes
    """Operators; run within marked content."""
    role: str = "P"
    """`P`, or `Figure` with `alternative`."""
    alternative: str = ""


@dataclass(slots=True)
class PdfWriter:
    """A PDF under way. `add_page` for each page, then `finish`."""

    file: BinaryIO
    title: str
    language: str = "da-DK"
    day: date | None = None
    """Day of release, if it is to be told; without it the same pages give the same bytes always."""
    codes: Codes = field(default_factory=Codes)
    _at: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)
    _places: array[int] = field(default_factory=lambda: array("Q", [0] * (_NUMBERED + 1)))
    _pages: array[int] = field(default_factory=lambda: array("Q"))
    _sections: array[int] = field(default_factory=lambda: array("Q"))
    _parents: array[int] = field(default_factory=lambda: array("Q"))

    def __post_init__(self) -> None:
        self._write(_HEADER)

    def add_page(
        self, width_pt: float, height_pt: float, layers: list[Layer], tagged: list[Tagged]
    ) -> int:
        """Write a page with its picture and its text; returns its bytes."""
        before = self._at
        pictures = [self._picture(layer) for layer in layers]
        page, section = self._reserve(), self._reserve()
        content = self._stream(self._content(layers, tagged))
        elements = [
            self._object(_element(one, number, page, section)) for number, one in enumerate(tagged)
        ]
        named = " ".join(f"/I{number} {one} 0 R" for number, one in enumerate(pictures))
        self._object(
            f"<</Type/Page/Parent {_PAGES} 0 R/MediaBox[0 0 {_number(width_pt)} {_number(height_pt)}]"
            f"/Resources<</Font<</F {_FONT} 0 R>>/XObject<<{named}>>>>/Contents {content} 0 R"
            f"/StructParents {len(self._pages)}/Tabs/S>>".encode(),
            page,
        )
        kids = _references(elements)
        self._object(f"<</Type/StructElem/S/Sect/P {_DOCUMENT} 0 R/K[{kids}]>>".encode(), section)
        self._parents.append(self._object(f"[{kids}]".encode()))
        self._pages.append(page)
        self._sections.append(section)
        return self._at - before

    def finish(self) -> None:
        """Write what holds the pages together."""
        self._write_font()
        pages = _references(self._pages)
        self._object(f"<</Type/Pages/Count {len(self._pages)}/Kids[{pages}]>>".encode(), _PAGES)
        sections = _references(self._sections)
        self._object(
            f"<</Type/StructElem/S/Document/P {_ROOT} 0 R/K[{sections}]>>".encode(), _DOCUMENT
        )
        parents = " ".join(f"{at} {one} 0 R" for at, one in enumerate(self._parents))
        self._object(f"<</Nums[{parents}]>>".encode(), _PARENTS)
        self._object(
            f"<</Type/StructTreeRoot/K {_DOCUMENT} 0 R/ParentTree {_PARENTS} 0 R"
            f"/ParentTreeNextKey {len(self._pages)}>>".encode(),
            _ROOT,
        )
        profile = self._stream(_profile(), "/N 3")
        metadata = self._stream(self._metadata(), "/Type/Metadata/Subtype/XML", packed=False)
        self._object(
            f"<</Type/Catalog/Pages {_PAGES} 0 R/StructTreeRoot {_ROOT} 0 R/MarkInfo<</Marked true>>"
            f"/Lang({self.language})/ViewerPreferences<</DisplayDocTitle true>>/Metadata {metadata} 0 R"
            "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
            f"/Info(sRGB)/DestOutputProfile {profile} 0 R>>]>>".encode(),
            _CATALOG,
        )
        self._trailer()

    def _trailer(self) -> None:
        when = f"/CreationDate(D:{self.day:%Y%m%d}000000Z)" if self.day else ""
        info = self._object(
            b"<</Title" + _text(self.title) + f"/Producer({PRODUCER}){when}>>".encode()
        )
        start = self._at
        self._write(f"xref\n0 {len(self._places)}\n0000000000 65535 f \n".encode())
        for place in self._places[1:]:
            self._write(f"{place:010d} 00000 n \n".encode())
        own = self._digest.hexdigest()[:32]
        self._write(
            f"trailer\n<</Size {len(self._places)}/Root {_CATALOG} 0 R/Info {info} 0 R"
            f"/ID[<{own}><{own}>]>>\nstartxref\n{start}\n%%EOF\n".encode()
        )

    def _content(self, layers: list[Layer], tagged: list[Tagged]) -> bytes:
        parts: list[bytes] = []
        has_figure = any(one.role == "Figure" for one in tagged)
        drawn = b"".join(
            f"q {_number(one.width)} 0 0 {_number(one.height)} {_number(one.left)} {_number(one.bottom)}"
            f" cm /I{number} Do Q\n".encode()
            for number, one in enumerate(layers)
        )
        if not has_figure:
            parts.append(b"/Artifact BMC\n" + drawn + b"EMC\n")
        for number, one in enumerate(tagged):
            inner = one.content + (drawn if one.role == "Figure" else b"")
            parts.append(f"/{one.role}<</MCID {number}>>BDC\n".encode() + inner + b"EMC\n")
        return b"".join(parts)

    def _picture(self, layer: Layer) -> int:
        return self._stream(
            layer.data,
            f"/Type/XObject/Subtype/Image/Width {layer.columns}/Height {layer.rows}{layer.entries}",
            packed=False,
        )

    def _write_font(self) -> None:
        program = font_program()
        file = self._stream(program, f"/Length1 {len(program)}")
        name = "/BaseFont/SIGNAT+Empty"
        descriptor = self._object(
            f"<</Type/FontDescriptor/FontName/SIGNAT+Empty/Flags 4/FontBBox[0 0 {ADVANCE} {UNITS}]"
            f"/ItalicAngle 0/Ascent {UNITS}/Descent 0/CapHeight {UNITS}/StemV 0/FontFile2 {file} 0 R>>".encode()
        )
        # Every code leads to the one empty sign.
        signs = self._stream(b"\0\1" * 0x10000)
        inner = self._object(
            f"<</Type/Font/Subtype/CIDFontType2{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW {ADVANCE}/CIDToGIDMap {signs} 0 R>>".encode()
        )
        unicode = self._stream(self.codes.to_unicode())
        self._object(
            f"<</Type/Font/Subtype/Type0{name}/Encoding/Identity-H/DescendantFonts[{inner} 0 R]"
            f"/ToUnicode {unicode} 0 R>>".encode(),
            _FONT,
        )

    def _metadata(self) -> bytes:
        title = escape(_writable(self.title))
        when = f"<xmp:CreateDate>{self.day:%Y-%m-%d}T00:00:00Z</xmp:CreateDate>" if self.day else ""
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
            ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
            f"<dc:language><rdf:Bag><rdf:li>{self.language}</rdf:li></rdf:Bag></dc:language>"
            f"<pdf:Producer>{PRODUCER}</pdf:Producer>{when}"
            "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
            '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
        ).encode()

    def _reserve(self) -> int:
        self._places.append(0)
        return len(self._places) - 1

    def _object(self, body: bytes, number: int | None = None) -> int:
        number = self._reserve() if number is None else number
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def _stream(self, data: bytes, entries: str = "", *, packed: bool = True) -> int:
        if packed:
            data, entries = zlib.compress(data, 9), f"{entries}/Filter/FlateDecode"
        head = f"<</Length {len(data)}{entries}>>".encode()
        return self._object(b"%b\nstream\n%b\nendstream" % (head, data))

    def _write(self, data: bytes) -> None:
        self.file.write(data)
        self._digest.update(data)
        self._at += len(data)


def _element(one: Tagged, number: int, page: int, section: int) -> bytes:
    alternative = b"/Alt" + _text(one.alternative) if one.alternative else b""
    head = f"<</Type/StructElem/S/{one.role}/P {section} 0 R/Pg {page} 0 R/K {number}"
    return head.encode() + alternative + b">>"


def _references(numbers: Any) -> str:
    return " ".join(f"{one} 0 R" for one in numbers)


def _writable(words: str) -> str:
    return "".join(sign for sign in words if sign.isprintable())


def _text(words: str) -> bytes:
    return b"<FEFF" + _writable(words).encode("utf-16-be", "replace").hex().upper().encode() + b">"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


@cache
def _profile() -> bytes:
    """The colour profile sRGB, without the moment at which the library made it."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    made[84:100] = bytes(16)
    return bytes(made)
