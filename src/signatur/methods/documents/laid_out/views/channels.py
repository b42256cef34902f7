"""Goes through the XML of a package and says of each text by which channel it came."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.sax import SAXException

from signatur.methods.documents.laid_out.schema import Origin
from signatur.methods.documents.packages import XmlText, attribute

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.laid_out.views.seen import Ledger

# Elements inside a line of text: their end ends no word.
_WITHIN_A_LINE: Final = frozenset({
    "t", "r", "rPr", "ins", "hyperlink", "smartTag", "delText", "instrText", "delInstrText", "span",
    "a", "proofErr", "noBreakHyphen", "softHyphen", "sdt", "sdtContent", "fldSimple", "moveTo", "del",
    "rFonts", "b", "i", "u", "sz", "color", "lang", "bookmark-start", "bookmark-end", "bookmarkStart",
    "bookmarkEnd", "soft-page-break", "change-start", "change-end", "change", "lastRenderedPageBreak",
    "szCs", "bCs", "iCs", "rStyle", "ruby", "rt", "rubyBase", "moveFrom", "fld", "endParaRPr", "latin",
})  # fmt: skip
_SPACES: Final = frozenset({"tab", "br", "cr", "s", "line-break"})
# Attributes that carry words of people where they occur; the rest is looked at by `_SAYS_SOMETHING`.
_TOLD_ATTRIBUTES: Final[Mapping[str, tuple[Origin, str]]] = {
    "descr": (Origin.ELSEWHERE, "alternative text"),
    "alt": (Origin.ELSEWHERE, "alternative text"),
    "tooltip": (Origin.ELSEWHERE, "tooltip"),
    "initials": (Origin.COMMENT, "initials"),
}
_SAYS_SOMETHING: Final = re.compile(
    r"[^\W\d_]{2,}\s+[^\W\d_]{2,}|@|(?<![\d.,])\d{6}[- ]?\d{4}(?!\d)|[æøåÆØÅ]"
)
_DEEPEST: Final = 1_000
"""Levels of elements; a table in a table in a table needs about a hundred."""
_COUNT: Final = re.compile(r"[\d.]{1,7}")
_SWITCHES: Final = frozenset({"True", "False", "true", "false"})
_TECHNICAL_ATTRIBUTES: Final = frozenset({
    "style", "Ignorable", "Requires", "path", "adj", "coordsize", "font-family", "font-adornments",
    "typeface", "formatCode", "uri", "xmlns", "ascii", "hAnsi", "eastAsia", "cs", "panose", "sqref",
    "ref", "spans", "points", "viewBox", "enhanced-path", "d", "font-family-generic", "color-profile",
    "country", "condition", "schemaLocation", "dateGroupItem", "fontName", "num-format",
    "fmtid", "pid", "baseType", "value-type", "inset",
})  # fmt: skip


@dataclass(slots=True)
class Channel:
    """How the text of a stretch is to be reported: at once, or only if the view does not show it."""

    origin: Origin
    where: str
    is_certain: bool = True


@dataclass(slots=True)
class PartRule:
    """What is known of a part of a package by its name."""

    channel: Channel | None = None
    where: str = ""
    reads_attributes: bool = True
    told_attributes: Mapping[str, tuple[Origin, str]] = field(default_factory=dict)
    """Attributes of this part that carry words of people, by local name."""
    all_attributes: Channel | None = None
    """Every attribute of the part goes this way."""


class ChannelReader(XmlText):
    """Reads one part; a subclass says which elements open a channel."""

    # Where a drawing stands.
    skipped = frozenset({"posOffset", "pctWidth", "pctHeight", "align", "pctPosHOffset"})

    def __init__(self, ledger: Ledger, rule: PartRule) -> None:
        super().__init__()
        self.ledger = ledger
        self.rule = rule
        self.depth = 0
        self.path: list[str] = []
        self._opened: list[tuple[int, Channel]] = []
        self._words: list[str] = []
        self._current: Channel | None = rule.channel

    # What a subclass may say.

    def channel_of(self, _local: str, _attrs: AttributesImpl) -> Channel | None:
        """The channel that an element opens for all inside it, if any."""
        return None

    def look(self, local: str, attrs: AttributesImpl) -> None:
        """See an element; whatever it tells by its attributes is reported here."""

    def leave(self, local: str) -> None:
        """See the end of an element."""

    # What reading does.

    @property
    def channel(self) -> Channel | None:
        return self._opened[-1][1] if self._opened else self.rule.channel

    def start(self, local: str, attrs: AttributesImpl) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise SAXException("elements within elements without end")
        self.path.append(local)
        if local in _SPACES:
            self._words.append(" ")
        elif local not in _WITHIN_A_LINE:
            self.flush()
        if (opened := self.channel_of(local, attrs)) is not None:
            self.flush()
            self._opened.append((self.depth, opened))
        self.look(local, attrs)
        if attrs.getLength():
            self._attributes(attrs)

    def end(self, local: str) -> None:
        if local not in _WITHIN_A_LINE and local not in _SPACES:
            self.flush()
        self.leave(local)
        if self._opened and self._opened[-1][0] == self.depth:
            self.flush()
            self._opened.pop()
        self.depth -= 1
        self.path.pop()

    def text(self, content: str) -> None:
        channel = self.channel_of_text()
        if channel is not self._current:
            self.flush()
            self._current = channel
        self._words.append(content)

    def channel_of_text(self) -> Channel | None:
        return self.channel

    def flush(self) -> None:
        """Report the line so far."""
        text = "".join(self._words).strip()
        self._words.clear()
        channel, self._current = self._current, self.channel
        if not text or text in _SWITCHES or self._is_count(channel, text):
            return
        if channel is None:
            self.ledger.leave(self.rule.where, text)
        elif channel.is_certain:
            self.ledger.tell(channel.origin, channel.where, text)
        else:
            self.ledger.leave(channel.where, text, channel.origin)

    def _is_count(self, channel: Channel | None, text: str) -> bool:
        """Numbers of pages, words and versions among the properties."""
        is_property = channel is not None and channel.origin is Origin.PROPERTY
        return is_property and _COUNT.fullmatch(text) is not None

    def endDocument(self) -> None:  # noqa: N802 - SAX
        self.flush()

    def _attributes(self, attrs: AttributesImpl) -> None:
        for name, written in attrs.items():
            prefix, _, local = name.rpartition(":")
            value = written.strip()
            if not value or prefix in {"xmlns", "xsi"} or local == "xmlns":
                continue
            told = self.rule.told_attributes.get(local) or _TOLD_ATTRIBUTES.get(local)
            if told is not None:
                self.ledger.tell(told[0], told[1], value)
            elif (everything := self.rule.all_attributes) is not None:
                if local not in _TECHNICAL_ATTRIBUTES:
                    self.ledger.leave(everything.where, value, everything.origin)
            elif (
                self.rule.reads_attributes
                and local not in _TECHNICAL_ATTRIBUTES
                and _SAYS_SOMETHING.search(value)
            ):
                self.ledger.leave(f"attribute {local}", value)


_FALSE: Final = frozenset({"0", "false", "off", "none"})


def is_on(attrs: AttributesImpl) -> bool:
    """Whether an on-off property of Office Open XML is on: with a value that is not false, or none."""
    return attribute(attrs, "val").lower() not in _FALSE
