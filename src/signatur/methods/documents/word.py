"""Word documents and presentations (Office Open XML, ECMA-376, both its dialects)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.lines import Lines
from signatur.methods.documents.packages import (
    XmlText,
    attribute,
    embedded_files,
    package,
    read_xml_member,
)
from signatur.methods.documents.plain import text_page
from signatur.methods.documents.schema import ProblemCode
from signatur.methods.documents.task import Finding, PageCount, Unreadable

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Generator, Iterator
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.task import Task

# The parts of a document in reading order; headers and footers of several sections are often the
# same, so that equal ones are written once.
_READING_ORDER: Final = (
    re.compile(r"word/header\d*\.xml"),
    re.compile(r"word/document\d*\.xml"),
    re.compile(r"word/(?:footnotes|endnotes)\.xml"),
    re.compile(r"word/footer\d*\.xml"),
)
_COMMENTS: Final = "word/comments.xml"
_MAIN: Final = _READING_ORDER[1]
_SLIDE: Final = re.compile(r"ppt/slides/slide(\d+)\.xml")

_FALSE: Final = frozenset({"0", "false", "off"})
# Boxes that people tick, as signs of the fonts Wingdings and Wingdings 2.
_SYMBOLS: Final = {
    "F0A8": "☐", "F06F": "☐", "F0A3": "☐", "F0FE": "☒", "F0FD": "☒", "F053": "☒", "F0FC": "✓",
}  # fmt: skip


class _OfficeText(XmlText):
    """Text of WordprocessingML and DrawingML, whose elements for text have the same names."""

    skipped = frozenset({
        # Deleted or moved away while changes were tracked; what was inserted is kept.
        "del", "moveFrom",
        # Formatting as it was before.
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange",
        # The same text box once more for older programs.
        "Fallback",
        # Codes of fields (their results are text) and slide numbers.
        "instrText", "delInstrText", "fld",
    })  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self._outer: list[Lines] = []
        self._boxes: list[str] = []
        self._is_in_text = False
        self._is_in_run = False
        self._is_hidden = False
        self._is_placeholder = False

    def is_skipped(self, local: str, attrs: AttributesImpl) -> bool:
        if local == "showingPlcHdr" and attribute(attrs, "val") not in _FALSE:
            self._is_placeholder = True
        is_unfilled = local == "sdtContent" and self._is_placeholder
        if is_unfilled:
            self._is_placeholder = False
        return is_unfilled

    def start(self, local: str, attrs: AttributesImpl) -> None:
        match local:
            case "t":
                self._is_in_text = True
            case "r":
                self._is_in_run, self._is_hidden = True, False
            case "vanish" if self._is_in_run:
                self._is_hidden = attribute(attrs, "val") not in _FALSE
            case "p":
                self.lines.start_block()
            case "numId" if attribute(attrs, "val") != "0":
                self.lines.start_item()
            case "tr":
                self.lines.start_row()
            case "tc":
                self.lines.start_cell()
            case "sdtPr":
                self._is_placeholder = False
            case "txbxContent":
                self._outer.append(self.lines)
                self.lines = Lines()
            case _:
                self._sign(local, attrs)

    def _sign(self, local: str, attrs: AttributesImpl) -> None:
        """Elements that stand for a character."""
        match local:
            case "tab" if self._is_in_run:
                self.lines.add("\t")
            case "br" | "cr":
                self.lines.break_line()
            case "noBreakHyphen":
                self.lines.add("-")
            case "sym":
                self.lines.add(_SYMBOLS.get(attribute(attrs, "char").upper(), "•"))
            case "checked" if attribute(attrs, "val") not in _FALSE:
                self.lines.add("☒")

    def end(self, local: str) -> None:
        match local:
            case "t":
                self._is_in_text = False
            case "r":
                self._is_in_run = False
            case "p":
                self._end_paragraph()
            case "tr":
                self.lines.end_row()
            case "txbxContent":
                self._boxes.append(self.lines.text())
                self.lines = self._outer.pop()

    def _end_paragraph(self) -> None:
        self.lines.break_line()
        if not self._outer:
            # A text box hangs on some word of a paragraph; it is read after it.
            for box in self._boxes:
                self.lines.add_literally(box)
                self.lines.end_line()
            self._boxes.clear()

    def text(self, content: str) -> None:
        if self._is_in_text and not self._is_hidden:
            self.lines.add(content)


def read_word(task: Task) -> Iterator[Finding]:
    """Headers, body with tables and text boxes, notes, footers; comments on a page of their own."""
    with package(task) as archive:
        names = archive.namelist()
        if not any(_MAIN.fullmatch(name) for name in names):
            raise Unreadable(ProblemCode.DAMAGED, "no main part")
        ordered = [
            name for kind in _READING_ORDER for name in sorted(names) if kind.fullmatch(name)
        ]
        texts: list[str] = []
        for name in ordered:
            text = yield from _text_of(archive, name, task)
            if text and text not in texts:
                texts.append(text)
        whole = "\n\n".join(texts)
        yield text_page(whole)
        if _COMMENTS in names and (remarks := (yield from _text_of(archive, _COMMENTS, task))):
            yield text_page(remarks, number=2)
        yield from embedded_files(archive, task, whole)


def read_slides(task: Task) -> Iterator[Finding]:
    """The slides of a presentation, in the order of their numbers."""
    with package(task) as archive:
        numbered = sorted(
            (int(match.group(1)), name)
            for name in archive.namelist()
            if (match := _SLIDE.fullmatch(name))
        )
        yield PageCount(len(numbered))
        texts: list[str] = []
        for number, (_, name) in enumerate(numbered[: task.limits.pages], start=1):
            text = yield from _text_of(archive, name, task)
            texts.append(text)
            yield text_page(text, number=number)
        yield from embedded_files(archive, task, "".join(texts))


def _text_of(archive: zipfile.ZipFile, name: str, task: Task) -> Generator[Finding, None, str]:
    handler = _OfficeText()
    problem = read_xml_member(archive, name, handler, task)
    if problem is not None:
        yield problem
    return handler.lines.text()
