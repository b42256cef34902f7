"""Open Document texts, spreadsheets and presentations (ISO/IEC 26300)."""

from __future__ import annotations

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
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.sniff import ODP, ODS
from signatur.methods.documents.task import Finding, PageCount, Unreadable
from signatur.methods.documents.zips import read_member

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.task import Task

_CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_MANIFEST_BYTES: Final = 1_000_000
# What begins a new page in each kind of document; a text has pages only once it is printed.
_PAGE_ELEMENT: Final = {ODS: "table", ODP: "page"}
_MOST_SPACES: Final = 20


class _OdfText(XmlText):
    """Text of content.xml or, where `only_inside` names elements, of these alone."""

    skipped = frozenset({
        "tracked-changes",  # what was deleted is kept here; what was inserted stands in the text
        "note-citation", "forms", "scripts", "settings", "desc", "title", "sequence-decls",
        "creator", "date-string", "notes",
    })  # fmt: skip

    def __init__(self, page_element: str = "", only_inside: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.pages: list[Lines] = []
        self.notes = Lines()
        self.comments = Lines()
        self._page_element = page_element
        self._only_inside = only_inside
        self._inside = 0
        self._paragraphs = 0
        self._outer: list[Lines] = []
        self._lines = Lines()
        if not page_element:
            self.pages.append(self._lines)

    def start(self, local: str, attrs: AttributesImpl) -> None:
        if local in self._only_inside:
            self._inside += 1
        elif local == self._page_element and not self._outer:
            self._lines = Lines()
            self.pages.append(self._lines)
        match local:
            case "p" | "h":
                self._paragraphs += 1
                self._lines.start_block()
            case "table-row":
                self._lines.start_row()
            case "table-cell":
                self._lines.start_cell()
            case "list-item":
                self._lines.start_item()
            case "annotation" | "note-body" | "text-box":
                self._outer.append(self._lines)
                self._lines = Lines()
            case _:
                self._space(local, attrs)

    def _space(self, local: str, attrs: AttributesImpl) -> None:
        """Elements that stand for white space."""
        match local:
            case "s":
                count = attribute(attrs, "c")
                self._write(" " * min(_MOST_SPACES, int(count) if count.isdigit() else 1))
            case "tab":
                self._write("\t")
            case "line-break":
                self._lines.break_line()

    def end(self, local: str) -> None:
        match local:
            case "p" | "h":
                self._paragraphs -= 1
                self._lines.break_line()
            case "table-row":
                self._lines.end_row()
            case "annotation":
                self._put_aside(self.comments)
            case "note-body":
                self._put_aside(self.notes)
            case "text-box":
                # In the middle of a line it would part the words around it.
                self._put_aside(self.notes if self._outer[-1].line else self._outer[-1])
        if local in self._only_inside:
            self._inside -= 1

    def _put_aside(self, place: Lines) -> None:
        inner, self._lines = self._lines, self._outer.pop()
        place.add_literally(inner.text())
        place.end_line()

    def text(self, content: str) -> None:
        if self._paragraphs:
            self._write(content)

    def _write(self, content: str) -> None:
        if self._inside or not self._only_inside:
            self._lines.add(content)


def read_opendocument(task: Task) -> Iterator[Finding]:
    """Headers and footers, the text with tables and boxes, notes; comments on a page of their own.

    Spreadsheets give a page for each sheet, presentations one for each slide.
    """
    with package(task) as archive:
        if b"encryption-data" in read_member(archive, _MANIFEST, _MANIFEST_BYTES):
            raise Unreadable(ProblemCode.ENCRYPTED, "a password is needed")
        if _CONTENT not in archive.namelist():
            raise Unreadable(ProblemCode.DAMAGED, "no content")
        page_element = _PAGE_ELEMENT.get(task.media_type, "")
        handler = _OdfText(page_element)
        problem = read_xml_member(archive, _CONTENT, handler, task)
        margins = ""
        if not page_element and _STYLES in archive.namelist():
            styles = _OdfText(only_inside=frozenset({"header", "footer"}))
            read_xml_member(archive, _STYLES, styles, task)
            margins = styles.pages[0].text()
        yield from _pages(handler, margins, task)
        if problem is not None:
            yield problem
        yield from embedded_files(archive, task, "".join(page.text() for page in handler.pages))


def _pages(handler: _OdfText, margins: str, task: Task) -> Iterator[Finding]:
    texts = [page.text() for page in handler.pages]
    if task.media_type in _PAGE_ELEMENT:
        yield PageCount(len(texts))
    if len(texts) > task.limits.pages:
        yield Problem(ProblemCode.TOO_LARGE, f"{len(texts)} pages, {task.limits.pages} were read")
    texts = texts[: task.limits.pages]
    for number, text in enumerate(texts, start=1):
        notes = handler.notes.text() if number == len(texts) else ""
        yield text_page("\n\n".join(filter(None, (margins, text, notes))), number=number)
    if comments := handler.comments.text():
        yield text_page(comments, number=len(texts) + 1)
