"""The text of a document as blocks, for where no program that lays it out is installed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.views.blocks import (
    Block,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from signatur.methods.documents.laid_out.views.typesetting import showable
from signatur.methods.documents.packages import XmlText, attribute, read_xml_member
from signatur.methods.documents.sniff import ODP, PPTX
from signatur.methods.documents.task import Unreadable
from signatur.methods.documents.zips import read_member

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.task import Task

_HEADING_STYLE: Final = re.compile(r"(?:heading|overskrift|titel|title)\D{0,3}(\d?)", re.IGNORECASE)
_WORD_PARTS: Final = (
    re.compile(r"word/header\d*\.xml"), re.compile(r"word/document\d*\.xml"),
    re.compile(r"word/(?:footnotes|endnotes)\.xml"), re.compile(r"word/footer\d*\.xml"),
)  # fmt: skip
_SPACES: Final = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": " ", "s": " "}
_MAY_BE_HIDDEN: Final = frozenset({"span", "p", "h", "section", "page"})
_WORD_TEXT: Final = frozenset({"t"})
_ODF_TEXT: Final = frozenset({"p", "h"})
_PICTURE: Final = re.compile(r"(?:media|Pictures)/[^/]+\.(?:png|jpe?g|gif|webp)$", re.IGNORECASE)
_PICTURE_BYTES: Final = 20_000_000
_MOST_PICTURES: Final = 100
_SLIDE: Final = re.compile(r"ppt/slides/slide(\d+)\.xml")


class _Story(XmlText):
    """Paragraphs, headings, items and tables of WordprocessingML, DrawingML and Open Document."""

    skipped = frozenset({
        "del", "moveFrom", "rPrChange", "pPrChange", "instrText", "delInstrText", "Fallback",
        "tracked-changes", "annotation", "scripts", "desc", "title", "notes", "font-face-decls",
        "automatic-styles", "master-styles", "hidden-text", "hidden-paragraph", "delText",
    })  # fmt: skip

    def __init__(self, text_elements: frozenset[str], hidden_styles: frozenset[str]) -> None:
        super().__init__()
        self._text_elements = text_elements
        self._inside = 0
        self.blocks: list[Block] = []
        self._hidden_styles = hidden_styles
        self._line: list[str] = []
        self._level = 0
        self._is_item = False
        self._is_hidden = False
        self._is_hidden_paragraph = False
        self._tables: list[tuple[list[list[str]], list[str]]] = []

    def is_skipped(self, local: str, attrs: AttributesImpl) -> bool:
        if local == "sld" and attribute(attrs, "show") in {"0", "false"}:
            return True
        if local in _MAY_BE_HIDDEN and attribute(attrs, "style-name") in self._hidden_styles:
            return True
        return local == "section" and attribute(attrs, "display") == "none"

    def start(self, local: str, attrs: AttributesImpl) -> None:
        self._inside += local in self._text_elements
        if local in _SPACES:
            self._line.append(_SPACES[local])
            return
        match local:
            case "pStyle":
                found = _HEADING_STYLE.match(attribute(attrs, "val"))
                self._level = int(found[1] or 1) if found else 0
                self._is_hidden_paragraph = attribute(attrs, "val") in self._hidden_styles
            case "numPr" | "list-item":
                self._is_item = True
            case "h":
                self._level = max(1, int(attribute(attrs, "outline-level") or 1))
            case "r":
                self._is_hidden = False
            case "vanish":
                self._is_hidden = attribute(attrs, "val") not in {"0", "false"}
            case "tbl" | "table":
                self._tables.append(([], []))
            case "tr" | "table-row" if self._tables:
                self._tables[-1][0].append([])
            case "page" if attribute(attrs, "name"):
                self._new_page()

    def end(self, local: str) -> None:
        self._inside -= local in self._text_elements
        match local:
            case "p" | "h":
                self._end_paragraph()
            case "tc" | "table-cell" if self._tables:
                rows, words = self._tables[-1]
                if rows:
                    rows[-1].append("\n".join(words))
                words.clear()
            case "tbl" | "table" if self._tables:
                rows, _ = self._tables.pop()
                self._end_table(rows)
            case "list-item":
                self._is_item = False

    def _end_paragraph(self) -> None:
        text = "".join(self._line).strip()
        self._line.clear()
        level, self._level = self._level, 0
        if text and self._tables:
            self._tables[-1][1].append(text)
        elif text and level:
            self.blocks.append(Heading(text, level))
        elif text:
            self.blocks.append(Paragraph(text, is_item=self._is_item))
        self._is_item = False
        self._is_hidden = self._is_hidden_paragraph = False

    def _end_table(self, rows: list[list[str]]) -> None:
        filled = tuple(tuple(row) for row in rows if any(row))
        if self._tables:
            self._tables[-1][1].extend(" ".join(row) for row in filled)
        elif filled:
            self.blocks.append(Table(filled))

    def _new_page(self) -> None:
        if self.blocks:
            self.blocks.append(PageBreak())

    def text(self, content: str) -> None:
        if self._inside and not (self._is_hidden or self._is_hidden_paragraph):
            self._line.append(content)


def story_blocks(
    archive: zipfile.ZipFile, task: Task, hidden_styles: frozenset[str] = frozenset()
) -> list[Block]:
    """What the document says, in reading order: headings, paragraphs, lists and tables."""
    names = archive.namelist()
    if task.media_type == PPTX:
        numbered = sorted(
            (int(found[1]), name) for name in names if (found := _SLIDE.fullmatch(name))
        )
        ordered = [name for _, name in numbered]
    elif "opendocument" in task.media_type:
        ordered = ["content.xml"]
    else:
        ordered = [name for kind in _WORD_PARTS for name in sorted(names) if kind.fullmatch(name)]
    text_elements = _ODF_TEXT if "opendocument" in task.media_type else _WORD_TEXT
    blocks: list[Block] = []
    for name in ordered:
        story = _Story(text_elements, hidden_styles)
        if name in names:
            read_xml_member(archive, name, story, task)
        if blocks and story.blocks and task.media_type in {PPTX, ODP}:
            blocks.append(PageBreak())
        blocks.extend(story.blocks)
    return [*blocks, *_pictures(archive, names)]


def _pictures(archive: zipfile.ZipFile, names: list[str]) -> Iterator[Block]:
    """Pictures of the document, behind its text: a scanned letter may have been pasted in."""
    found = [name for name in names if _PICTURE.search(name)]
    for name in sorted(found)[:_MOST_PICTURES]:
        try:
            content = read_member(archive, name, _PICTURE_BYTES)
        except Unreadable:
            continue
        if (picture := showable(content)) is not None:
            yield picture
