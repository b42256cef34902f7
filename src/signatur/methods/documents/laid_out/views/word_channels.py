"""What Word documents and presentations hide (ECMA-376 parts 1 and 4, and Microsoft's additions)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.schema import Origin
from signatur.methods.documents.laid_out.views.channels import (
    Channel,
    ChannelReader,
    PartRule,
    is_on,
)
from signatur.methods.documents.packages import XmlText, attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.laid_out.views.seen import Ledger

_CHANGED: Final = frozenset({
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange",
    "tcPrChange", "sectPrChange", "cellIns", "cellDel", "moveFromRangeStart", "moveToRangeStart",
})  # fmt: skip
_GIVEN_BY_PROGRAM: Final = re.compile(
    r"[A-ZÆØÅ][a-zæøå]+(?: Box| Placeholder| Connector)?(?: [a-zæøå]+)? \d+|[A-Za-z]+\d*|_x0000_.*"
)
_DESCRIBED: Final = frozenset({
    "cNvPr", "docPr", "shape", "imagedata", "tblCaption", "tblDescription",
})  # fmt: skip
_DELETED: Final = Channel(Origin.CHANGE, "deleted text")
_VANISHED: Final = Channel(Origin.HIDDEN_TEXT, "hidden text")
_FIELD: Final = Channel(Origin.ELSEWHERE, "field code")
_FORM: Final = Channel(Origin.ELSEWHERE, "form field")
_CHOICES: Final = Channel(Origin.ELSEWHERE, "content control")
_OPENS: Final[Mapping[str, Channel]] = {
    "delText": _DELETED, "delInstrText": _DELETED, "instrText": _FIELD, "ffData": _FORM, "sdtPr": _CHOICES,
}  # fmt: skip
# What templates say in empty places.
_PROMPT: Final = re.compile(
    r"(?:klik|click|tryk|tap)\b.{0,60}(?:redigere|edit|tilføje|add|tekst|text)|"
    r"(?:first|second|third|fourth|fifth|first|anden|andet|tredje|fjerde|femte)\s*(?:niveau|level)",
    re.IGNORECASE,
)


class HiddenStyles(XmlText):
    """Names of styles whose text is hidden (`w:vanish`), from styles.xml."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self._style = ""

    def start(self, local: str, attrs: AttributesImpl) -> None:
        if local == "style":
            self._style = attribute(attrs, "styleId")
        elif local in {"vanish", "specVanish"} and self._style and is_on(attrs):
            self.names.add(self._style)

    def end(self, local: str) -> None:
        if local == "style":
            self._style = ""

    def text(self, content: str) -> None:
        """Styles have no text."""


class WordReader(ChannelReader):
    """Reads a part with running text: body, header, footer, note, comment, text box."""

    def __init__(self, ledger: Ledger, rule: PartRule, hidden_styles: frozenset[str]) -> None:
        super().__init__(ledger, rule)
        self.hidden_styles = hidden_styles
        self._is_vanished = False
        self._is_paragraph_hidden = False

    def channel_of(self, local: str, _attrs: AttributesImpl) -> Channel | None:
        match local:
            case "del" | "moveFrom" if "rPr" not in self.path[-2:] and "trPr" not in self.path[-2:]:
                return _DELETED
            case _:
                return _OPENS.get(local)

    def channel_of_text(self) -> Channel | None:
        channel = self.channel
        if self._is_vanished and (channel is None or channel is self.rule.channel):
            return _VANISHED
        return channel

    def look(self, local: str, attrs: AttributesImpl) -> None:
        match local:
            case "p":
                self._is_paragraph_hidden = False
            case "r":
                self._is_vanished = self._is_paragraph_hidden
            case "vanish" | "specVanish" if "pPr" not in self.path:
                self._is_vanished = is_on(attrs)
            case "pStyle":
                self._is_paragraph_hidden = attribute(attrs, "val") in self.hidden_styles
            case "rStyle" if attribute(attrs, "val") in self.hidden_styles:
                self._is_vanished = True
            case "fldSimple":
                self.ledger.tell(Origin.ELSEWHERE, "field code", attribute(attrs, "instr"))
        self._tell(local, attrs)

    def _tell(self, local: str, attrs: AttributesImpl) -> None:
        """Report what an element says by its attributes."""
        if local == "bookmarkStart" and not attribute(attrs, "name").startswith("_"):
            self.ledger.tell(Origin.ELSEWHERE, "bookmark", attribute(attrs, "name"))
        elif local in _DESCRIBED:
            self._describe(local, attrs)
        if local in _CHANGED:
            self.ledger.tell(Origin.CHANGE, "author of a change", attribute(attrs, "author"))
        elif "sdtPr" in self.path or "ffData" in self.path:
            self._control(local, attrs)

    def leave(self, local: str) -> None:
        if local == "r":
            self._is_vanished = False

    def _describe(self, local: str, attrs: AttributesImpl) -> None:
        if local.startswith("tbl"):
            self.ledger.tell(Origin.ELSEWHERE, "alternative text", attribute(attrs, "val"))
            return
        self.ledger.tell(Origin.ELSEWHERE, "alternative text", attribute(attrs, "title"))
        name = attribute(attrs, "name")
        if name and not _GIVEN_BY_PROGRAM.fullmatch(name):
            self.ledger.tell(Origin.ELSEWHERE, "name of an object", name)

    def _control(self, local: str, attrs: AttributesImpl) -> None:
        """Content controls and form fields: their titles, choices, defaults and bindings."""
        if local in {
            "alias",
            "tag",
            "helpText",
            "statusText",
            "default",
            "listEntry",
            "name",
            "docPart",
        }:
            self.ledger.tell(Origin.ELSEWHERE, "content control", attribute(attrs, "val"))
        elif local == "listItem":
            for key in ("displayText", "value"):
                self.ledger.tell(Origin.ELSEWHERE, "content control", attribute(attrs, key))
        elif local == "dataBinding":
            self.ledger.tell(Origin.ELSEWHERE, "content control", attribute(attrs, "xpath"))


class SettingsReader(ChannelReader):
    """Document variables, mail merge, templates and protection in settings.xml."""

    def look(self, local: str, attrs: AttributesImpl) -> None:
        if local == "docVar":
            told = f"{attribute(attrs, 'name')}: {attribute(attrs, 'val')}"
            self.ledger.tell(Origin.ELSEWHERE, "document variable", told)
        elif "mailMerge" in self.path and local != "mailMerge":
            for value in attrs.values():
                self.ledger.tell(Origin.ELSEWHERE, "mail merge", str(value))


class SlideReader(WordReader):
    """Slides, their layouts, masters, notes and comments."""

    def __init__(self, ledger: Ledger, rule: PartRule) -> None:
        super().__init__(ledger, rule, frozenset())
        self._is_hidden_slide = False

    def look(self, local: str, attrs: AttributesImpl) -> None:
        if local == "sld" and attribute(attrs, "show") in {"0", "false"}:
            self.rule.channel = Channel(Origin.HIDDEN_TEXT, f"hidden {self.rule.where}")
        elif local == "cNvPr" and attribute(attrs, "hidden") in {"1", "true"}:
            self._is_hidden_slide = True
        super().look(local, attrs)

    def flush(self) -> None:
        if self.rule.where == "layout" and _PROMPT.search("".join(self._words)):
            self._words.clear()
        super().flush()


_COMMENT_ATTRIBUTES: Final[Mapping[str, tuple[Origin, str]]] = {
    name: (Origin.COMMENT, "author of a comment")
    for name in (
        "author",
        "initials",
        "name",
        "displayName",
        "userId",
        "providerId",
        "email",
        "clrIdx",
    )
    if name not in {"clrIdx", "providerId"}
}


def _certain(origin: Origin, where: str) -> Channel:
    return Channel(origin, where)


def _uncertain(origin: Origin, where: str) -> Channel:
    return Channel(origin, where, is_certain=False)


def _notes(name: str) -> PartRule:
    number = re.search(r"(\d+)\.xml$", name)
    where = f"notes {number[1]}" if number else "notes"
    return PartRule(_certain(Origin.SPEAKER_NOTE, where), where)


def _both(origin: Origin, where: str) -> PartRule:
    """Every text of the part and every attribute that the view does not show."""
    return PartRule(_certain(origin, where), where, all_attributes=_uncertain(origin, where))


# Patterns of names of parts, in lower case, and what is known of them.
_RULES: Final[Sequence[tuple[re.Pattern[str], Callable[[str], PartRule]]]] = (
    (
        re.compile(r"comments?[^/]*\.xml$|/people\.xml$|/persons/|commentauthors|/authors\.xml$"),
        lambda _: PartRule(
            _certain(Origin.COMMENT, "comment"), "comment", told_attributes=_COMMENT_ATTRIBUTES
        ),
    ),
    (re.compile(r"^docprops/"), lambda _: _both(Origin.PROPERTY, "document properties")),
    (re.compile(r"^customxml/"), lambda _: _both(Origin.ELSEWHERE, "custom XML")),
    (
        re.compile(r"/glossary/"),
        lambda _: PartRule(_uncertain(Origin.ELSEWHERE, "building blocks"), "building blocks"),
    ),
    (re.compile(r"/notesslides/"), _notes),
    (
        re.compile(r"/tags/"),
        lambda _: PartRule(None, "tags", all_attributes=_uncertain(Origin.ELSEWHERE, "tags")),
    ),
)


def rule_of(name: str) -> PartRule | None:
    """What is known of a part of any Office Open XML package by its name; None: nothing special."""
    lowered = name.lower()
    return next((make(lowered) for pattern, make in _RULES if pattern.search(lowered)), None)


def word_reader(name: str, ledger: Ledger, hidden_styles: frozenset[str]) -> ChannelReader:
    """The reader for a part of a Word document or presentation."""
    rule = rule_of(name)
    if rule is not None:
        return WordReader(ledger, rule, hidden_styles)
    short = name.rpartition("/")[2].removesuffix(".xml")
    if name.startswith("word/settings"):
        return SettingsReader(ledger, PartRule(None, "settings"))
    if re.search(
        r"/(?:styles|stylesWithEffects|fontTable|theme\d*|webSettings|numbering)\.xml$", name
    ):
        return WordReader(ledger, PartRule(None, short, reads_attributes=False), hidden_styles)
    if re.search(r"slide(?:Layout|Master)s/|(?:notes|handout)Masters/", name):
        return SlideReader(ledger, PartRule(None, "layout"))
    if name.startswith("ppt/"):
        return SlideReader(ledger, PartRule(None, re.sub(r"(\D)(\d+)$", r"\1 \2", short)))
    return WordReader(ledger, PartRule(None, short), hidden_styles)
