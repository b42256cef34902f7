"""What a PDF holds beside its pages: every string of it that somebody could read, and attached files.

The objects of the file are swept one by one rather than asked for by name, so that a place nobody
thought of is found as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out.schema import Hidden, Origin
from signatur.methods.documents.laid_out.strings import (
    MOST_CHARACTERS,
    NOISE,
    as_text,
    decoded,
    is_readable,
    raw_bytes,
    text_of,
    without_tags,
)
from signatur.methods.documents.plain import text_without_markup

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAWN_PERHAPS: Final = frozenset({
    "annotation", "form field", "outline", "alternative text", "page label", "form data",
})  # fmt: skip
"""Places whose text the page may show as well; told only where it does not."""

_MOST_FOUND: Final = 100_000
MOST_OBJECTS: Final = 3_000_000
_DEPTH: Final = 24
_MOST_FAILURES: Final = 1_000
_SWOLLEN_BYTES: Final = 100_000_000

_KINDS: Final[Mapping[str, tuple[Origin, str]]] = {
    "/Contents": (Origin.COMMENT, "annotation"),
    "/RC": (Origin.COMMENT, "annotation"),
    "/Subj": (Origin.COMMENT, "annotation"),
    "/V": (Origin.ELSEWHERE, "form field"),
    "/DV": (Origin.ELSEWHERE, "form field"),
    "/TU": (Origin.ELSEWHERE, "form field"),
    "/TM": (Origin.ELSEWHERE, "form field"),
    "/Opt": (Origin.ELSEWHERE, "form field"),
    "/CA": (Origin.ELSEWHERE, "form field"),
    "/URI": (Origin.ELSEWHERE, "link"),
    "/F": (Origin.ELSEWHERE, "file name"),
    "/UF": (Origin.ELSEWHERE, "file name"),
    "/Desc": (Origin.ELSEWHERE, "description of a file"),
    "/JS": (Origin.ELSEWHERE, "script"),
    "/Alt": (Origin.ELSEWHERE, "alternative text"),
    "/ActualText": (Origin.ELSEWHERE, "alternative text"),
    "/E": (Origin.ELSEWHERE, "alternative text"),
    "/Title": (Origin.ELSEWHERE, "outline"),
    "/P": (Origin.ELSEWHERE, "page label"),
    "/Name": (Origin.ELSEWHERE, "name of a layer"),
    "/Reason": (Origin.PROPERTY, "signature"),
    "/Location": (Origin.PROPERTY, "signature"),
    "/ContactInfo": (Origin.PROPERTY, "signature"),
}
# Strings that say how something is drawn, coded or kept together, never what about.
_TECHNICAL: Final = frozenset({
    "/ID", "/Lang", "/DA", "/DS", "/Registry", "/Ordering", "/FontFamily", "/CharSet", "/Panose",
    "/M", "/CreationDate", "/ModDate", "/LastModified", "/NM", "/Limits", "/Cert", "/O", "/U",
    "/OE", "/UE", "/Perms", "/OutputConditionIdentifier", "/OutputCondition", "/RegistryName",
    "/ColorSpace", "/CS", "/Indexed", "/D", "/Dest", "/CheckSum", "/MarkStyle", "/Digest",
    "/DigestValue", "/ByteRange", "/OCGs", "/CF",
})  # fmt: skip
_MARKED: Final = re.compile(
    rb"/(ActualText|Alt|E|Contents)\s*(\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>)",
    re.DOTALL,
)
_FILLED: Final = re.compile(rb"<(?:\w+:)?datasets\b.*</(?:\w+:)?datasets\s*>", re.DOTALL)


@dataclass(slots=True)
class Attached:
    """A file inside a PDF."""

    name: str
    stream: Any = field(repr=False)


@dataclass(slots=True)
class Sweep:
    """What one pass over a pikepdf document found."""

    hidden: dict[tuple[Origin, str, str], None] = field(default_factory=dict)
    attached: list[Attached] = field(default_factory=list)
    failures: int = 0
    """Objects that could not be taken apart."""
    swollen: int = 0
    """Streams that unpack to far more than any page needs."""

    @property
    def found(self) -> tuple[Hidden, ...]:
        return tuple(Hidden(*key) for key in self.hidden)

    def add(self, origin: Origin, where: str, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip().strip("\0")
        if len(self.hidden) < _MOST_FOUND and is_readable(text):
            self.hidden.setdefault((origin, where, text[:MOST_CHARACTERS]))


def swept(document: Any) -> Sweep:
    """Everything that can be read in the objects of an opened pikepdf document."""
    import pikepdf

    sweep = Sweep()
    _properties(document, sweep)
    info = document.trailer.get("/Info")
    known = {info.objgen} if info is not None and info.is_indirect else set()
    things = islice(document.objects, MOST_OBJECTS)
    while True:
        try:
            thing = next(things)
            if thing is not None and thing.objgen not in known:
                _visit(thing, "", None, sweep, 0)
        except StopIteration:
            return sweep
        except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError, KeyError):
            sweep.failures += 1  # one object that cannot be taken apart; the others can
            if sweep.failures > _MOST_FAILURES:
                return sweep


def _properties(document: Any, sweep: Sweep) -> None:
    info = document.trailer.get("/Info")
    if info is not None:
        for key, value in info.items():
            text = text_of(value)
            if not NOISE.fullmatch(text):
                sweep.add(Origin.PROPERTY, f"property {str(key).strip('/')[:40]}", text)


def _visit(thing: Any, key: str, parent: Any, sweep: Sweep, depth: int) -> None:
    import pikepdf

    if depth > _DEPTH:
        return
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _visit_entries(thing, sweep, depth)
    elif isinstance(thing, pikepdf.Array):
        _visit_array(thing, key, parent, sweep, depth)
    elif isinstance(thing, pikepdf.String):
        _take(thing, key, parent, sweep)


def _visit_entries(thing: Any, sweep: Sweep, depth: int) -> None:
    import pikepdf

    if isinstance(thing, pikepdf.Stream):
        _visit_stream(thing, sweep)
    if "/EF" in thing:
        _attach(thing, sweep)
    if str(thing.get("/Filter", "")) != "/Standard" or "/V" not in thing:  # else: how it is locked
        for name, value in thing.items():
            if name == "/JS" and isinstance(value, pikepdf.Stream):
                sweep.add(*_KINDS["/JS"], decoded(value))
            elif name == "/PieceInfo":
                _private(value, sweep, 0)
            elif name not in _TECHNICAL and not _is_elsewhere(value):
                _visit(value, name, thing, sweep, depth + 1)


def _visit_array(thing: Any, key: str, parent: Any, sweep: Sweep, depth: int) -> None:
    import pikepdf

    if len(thing) and isinstance(thing[0], pikepdf.Name) and str(thing[0]) in _TECHNICAL:
        return
    if key == "/TI" or (key == "" and parent is None and len(thing) > 100_000):
        return
    for item in thing:
        if not _is_elsewhere(item):
            _visit(item, key, parent, sweep, depth + 1)


def _is_elsewhere(value: Any) -> bool:
    """Whether the sweep meets this object by itself."""
    return bool(getattr(value, "is_indirect", False))


def _take(string: Any, key: str, parent: Any, sweep: Sweep) -> None:
    text = text_of(string)
    origin, where = _KINDS.get(key, (Origin.ELSEWHERE, "object"))
    has = _has(parent)
    if key == "/Contents" and (has("/ByteRange") or has("/Filter")):
        return
    if key == "/T":
        origin, where = (
            (Origin.ELSEWHERE, "form field") if has("/FT") or has("/Kids") or has("/Parent")
            else (Origin.COMMENT, "author of an annotation") if has("/Subtype")
            else (Origin.ELSEWHERE, "alternative text")
        )  # fmt: skip
    elif key == "/Name" and not has("/Usage") and has("/Reference"):
        origin, where = Origin.PROPERTY, "signature"
    elif key == "/Names" and not _says_something(text):
        return
    elif key == "/Title" and not (has("/Parent") or has("/Dest") or has("/A")):
        where = "object"
    if key == "/RC":
        text = text_without_markup(text)
    sweep.add(origin, where, text)


def _has(parent: Any) -> Any:
    return lambda name: parent is not None and name in parent


def _says_something(text: str) -> bool:
    """Whether the name of a place in the document is more than a number or a key."""
    return bool(re.search(r"[^\x00-\x7f]|\s|@|\d{6}", text))


def _visit_stream(stream: Any, sweep: Sweep) -> None:
    kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    is_metadata = kind == "/Metadata" or subtype == "/XML"
    if not is_metadata and not is_drawing(stream):
        return
    data = raw_bytes(stream)
    if len(data) > _SWOLLEN_BYTES:
        sweep.swollen += 1
        data = data[:_SWOLLEN_BYTES]
    if is_metadata:
        known = {text for origin, _, text in sweep.hidden if origin is Origin.PROPERTY}
        lines = without_tags(as_text(data)).split("\n")
        told = (line for line in lines if line not in known)
        sweep.add(Origin.PROPERTY, "XMP", "\n".join(told))
    else:
        _marked_content(data, sweep)


def _marked_content(data: bytes, sweep: Sweep) -> None:
    """Alternative texts that stand in the drawing of a page itself."""
    head = data[:2_000].lstrip()
    if head[:1] == b"<" and any(sign in head for sign in (b"<?xml", b"xmlns", b"<xfa:")):
        # What was filled in stands behind the form's design, which tells nothing of anybody.
        filled = _FILLED.search(data)
        told = filled.group() if filled is not None else data
        sweep.add(Origin.ELSEWHERE, "form data", without_tags(told.decode("utf-8", "replace")))
    if b"/ActualText" not in data and b"/Alt" not in data and b" BDC" not in data:
        return
    import pikepdf

    for found in _MARKED.finditer(data):
        value = pikepdf.Object.parse(found.group(2))
        sweep.add(Origin.ELSEWHERE, "alternative text", text_of(value))


def _private(thing: Any, sweep: Sweep, depth: int) -> None:
    """What programs keep for themselves: strings and readable streams, followed wherever they lie."""
    import pikepdf

    if depth > _DEPTH // 2:
        return
    if isinstance(thing, pikepdf.Stream):
        text = decoded(thing)
        sweep.add(Origin.ELSEWHERE, "private data", without_tags(text) if text[:1] == "<" else text)
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for name, value in thing.items():
            if name not in _TECHNICAL | {"/Parent", "/Page"}:
                _private(value, sweep, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for item in islice(thing, 1_000):
            _private(item, sweep, depth + 1)
    elif isinstance(thing, pikepdf.String):
        text = text_of(thing)
        text = without_tags(text) if text.startswith("<?xml") else text
        if not NOISE.fullmatch(text):
            sweep.add(Origin.ELSEWHERE, "private data", text)


def _attach(spec: Any, sweep: Sweep) -> None:
    streams = spec.EF
    known = {attached.stream.objgen for attached in sweep.attached}
    for name in ("/UF", "/F", "/Unix", "/Mac", "/DOS"):
        stream = streams.get(name)
        if stream is not None and stream.objgen not in known:
            title = text_of(spec.get("/UF")) or text_of(spec.get("/F"))
            sweep.attached.append(Attached(title or str(len(sweep.attached) + 1), stream))
            known.add(stream.objgen)


def is_drawing(stream: Any) -> bool:
    """Whether a stream may be the drawing of a page or of a part of one."""
    kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if subtype == "/Form":
        return True
    return not (kind or subtype or "/Length1" in stream or "/N" in stream)
