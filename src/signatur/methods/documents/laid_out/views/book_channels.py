"""What Excel workbooks remember beside the cells of their sheets, which `workbooks` reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.schema import Origin
from signatur.methods.documents.laid_out.views.channels import Channel, ChannelReader, PartRule
from signatur.methods.documents.laid_out.views.word_channels import rule_of
from signatur.methods.documents.packages import attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.laid_out.views.seen import Ledger

_LITERAL: Final = re.compile(r'"((?:[^"]|"")*)"')
# Codes of headers and footers: alignment, fonts, sizes, colours, page numbers (ECMA-376 18.3.1.46).
_MARGIN_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')
_CELLS: Final = frozenset({"row", "c", "v"})
_VALUES: Final = frozenset({"s", "n", "d", "b", "e", "x"})


class SheetReader(ChannelReader):
    """The XML of a sheet beside its values: lists to choose from, messages, headers, formulas."""

    # A sheet has hundreds of thousands of these, and `workbooks` reads them.
    _is_in_value = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX
        if name in _CELLS:
            self._is_in_value = name == "v"
        else:
            super().startElement(name, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX
        if name in _CELLS:
            self._is_in_value = False
        else:
            super().endElement(name)

    def characters(self, content: str) -> None:
        if not self._is_in_value:
            super().characters(content)

    def look(self, local: str, attrs: AttributesImpl) -> None:
        if local == "dataValidation":
            for key in ("promptTitle", "prompt", "errorTitle", "error"):
                self.ledger.tell(Origin.ELSEWHERE, "data validation", attribute(attrs, key))
        elif local == "hyperlink":
            for key in ("location", "display"):
                self.ledger.leave("link", attribute(attrs, key))
        elif local in {"protectedRange", "scenario", "customSheetView", "sheetPr", "inputCells"}:
            for key in ("name", "user", "comment", "codeName", "val"):
                self.ledger.leave(local, attribute(attrs, key))

    def flush(self) -> None:
        text = "".join(self._words).strip()
        if not text or not self.path:
            super().flush()
            return
        element = self.path[-1]
        if element in {"v", "t"} and ("c" in self.path or "is" in self.path):
            self._words.clear()  # values: `workbooks` reads them
        elif element == "f":
            self._words.clear()
            for literal in _LITERAL.findall(text):
                self.ledger.leave("formula", literal, Origin.HIDDEN_CELLS)
        elif "headerFooter" in self.path:
            self._words.clear()
            self.ledger.tell(Origin.ELSEWHERE, "header or footer", _MARGIN_CODE.sub(" ", text))
        elif "dataValidation" in self.path:
            self._words.clear()
            self.ledger.tell(Origin.HIDDEN_CELLS, "data validation", text)
        else:
            super().flush()


class BookReader(ChannelReader):
    """workbook.xml: defined names, views, the path where it was saved."""

    def look(self, local: str, attrs: AttributesImpl) -> None:
        if local == "definedName":
            for key in ("name", "comment", "description"):
                value = attribute(attrs, key)
                if not value.startswith("_xlnm"):
                    self.ledger.tell(Origin.ELSEWHERE, "defined name", value)
        elif local in {"absPath", "fileSharing", "customWorkbookView"}:
            for key in ("url", "userName", "name"):
                self.ledger.tell(Origin.PROPERTY, "workbook", attribute(attrs, key))


class CacheReader(ChannelReader):
    """Records that pivot tables, links and slicers keep, mostly in attributes named `v`."""

    def look(self, local: str, attrs: AttributesImpl) -> None:
        if local in _VALUES or local in {"cacheField", "sheetName", "definedName", "tupleCache"}:
            for key in ("v", "name", "val", "caption"):
                if (value := attribute(attrs, key)) and self.rule.channel is not None:
                    self.ledger.leave(self.rule.channel.where, value, self.rule.channel.origin)
        elif local == "pivotCacheDefinition":
            self.ledger.tell(Origin.PROPERTY, "pivot cache", attribute(attrs, "refreshedBy"))


def _cache(where: str) -> Callable[[Ledger, str], ChannelReader]:
    channel = Channel(Origin.HIDDEN_CELLS, where, is_certain=False)
    return lambda ledger, _: CacheReader(ledger, PartRule(channel, where))


def _book(ledger: Ledger, _: str) -> ChannelReader:
    channel = Channel(Origin.ELSEWHERE, "defined name", is_certain=False)
    return BookReader(ledger, PartRule(channel, "workbook"))


def _connection(ledger: Ledger, _: str) -> ChannelReader:
    channel = Channel(Origin.ELSEWHERE, "data connection", is_certain=False)
    return ChannelReader(ledger, PartRule(channel, "data connection", all_attributes=channel))


def _strings(ledger: Ledger, _: str) -> ChannelReader:
    channel = Channel(Origin.HIDDEN_CELLS, "strings without a cell", is_certain=False)
    return ChannelReader(ledger, PartRule(channel, "strings without a cell"))


# Patterns of names of parts, in lower case, and the readers for them; the first that fits is taken.
_READERS: Final[Sequence[tuple[re.Pattern[str], Callable[[Ledger, str], ChannelReader]]]] = (
    (
        re.compile(r"/(?:worksheets|chartsheets|dialogsheets|macrosheets)/"),
        lambda ledger, short: SheetReader(ledger, PartRule(None, short)),
    ),
    (re.compile(r"pivot|slicer|timeline"), _cache("pivot cache")),
    (re.compile(r"externallink|volatiledependencies"), _cache("cells of another workbook")),
    (re.compile(r"xl/workbook\.xml$"), _book),
    (re.compile(r"connections|querytable|/model/|usernames|revision|/tables/"), _connection),
    (
        re.compile(r"/(?:styles|theme\d*)\.xml$"),
        lambda ledger, short: ChannelReader(ledger, PartRule(None, short, reads_attributes=False)),
    ),
    (re.compile(r"sharedstrings\.xml$"), _strings),
)


def book_reader(name: str, ledger: Ledger) -> ChannelReader:
    """The reader for a part of a workbook."""
    rule = rule_of(name)
    if rule is not None:
        return ChannelReader(ledger, rule)
    short = re.sub(r"(\D)(\d+)$", r"\1 \2", name.rpartition("/")[2].removesuffix(".xml"))
    lowered = name.lower()
    for pattern, make in _READERS:
        if pattern.search(lowered):
            return make(ledger, short)
    return ChannelReader(ledger, PartRule(None, short))
