"""Excel workbooks read sheet by sheet from their XML: values as shown, and which of them are hidden."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.views.book_parts import (
    BookNames,
    BookRelations,
    BookStrings,
    BookStyles,
    DrawingBoxes,
    whole_number,
)
from signatur.methods.documents.laid_out.views.grids import Grid
from signatur.methods.documents.laid_out.views.number_formats import (
    is_blank_format,
    plain_number,
    shown_number,
)
from signatur.methods.documents.laid_out.views.typesetting import showable
from signatur.methods.documents.packages import XmlText, attribute, read_xml_member
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Unreadable
from signatur.methods.documents.zips import read_member

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.laid_out.views.blocks import Picture
    from signatur.methods.documents.task import Task

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MOST_COLUMNS: Final = 16_384
_MOST_CELLS: Final = 400_000
_PICTURE_BYTES: Final = 20_000_000
_SHOWABLE: Final = frozenset({"png", "jpg", "jpeg", "gif", "webp"})
_MAIN: Final = "xl/workbook.xml"


@dataclass(slots=True)
class _Book:
    strings: list[str] = field(default_factory=list)
    styles: list[tuple[str, bool]] = field(default_factory=list)
    is_1904: bool = False
    cells_left: int = _MOST_CELLS


class _Sheet(XmlText):
    """The cells of one sheet."""

    def __init__(self, grid: Grid, book: _Book) -> None:
        super().__init__()
        self.grid = grid
        self._book = book
        self._row = 0
        self._column = 0
        self._kind = ""
        self._style = 0
        self._words: list[str] = []
        self._formula: list[str] = []
        self._is_in_value = self._is_in_formula = False
        self._zero_height = False

    def start(self, local: str, attrs: AttributesImpl) -> None:
        match local:
            case "sheetFormatPr":
                self._zero_height = attribute(attrs, "zeroHeight") in {"1", "true"}
            case "col":
                self._hide_columns(attrs)
            case "row":
                self._row = whole_number(attribute(attrs, "r")) or self._row + 1
                self._column = 0
                height = attribute(attrs, "ht")
                is_hidden = attribute(attrs, "hidden") in {"1", "true"} or _is_zero(height)
                if is_hidden or (self._zero_height and not height):
                    self.grid.hidden_rows.add(self._row)
            case "c":
                self._begin_cell(attrs)
            case "v" | "t":
                self._is_in_value = True
            case "f":
                self._is_in_formula = True

    def _hide_columns(self, attrs: AttributesImpl) -> None:
        if attribute(attrs, "hidden") in {"1", "true"} or _is_zero(attribute(attrs, "width")):
            first, last = (
                whole_number(attribute(attrs, "min")),
                whole_number(attribute(attrs, "max")),
            )
            self.grid.hidden_columns.update(range(first, min(last, _MOST_COLUMNS) + 1))

    def _begin_cell(self, attrs: AttributesImpl) -> None:
        found = _REFERENCE.fullmatch(attribute(attrs, "r"))
        if found:
            self._row, self._column = int(found[2]), _column_number(found[1])
        else:
            self._column += 1
        self._kind = attribute(attrs, "t") or "n"
        self._style = whole_number(attribute(attrs, "s"))
        self._words.clear()
        self._formula.clear()

    def end(self, local: str) -> None:
        if local in {"v", "t"}:
            self._is_in_value = False
        elif local == "f":
            self._is_in_formula = False
        elif local == "c":
            if not self._words and self._formula:
                # Nobody has computed it yet: programs that write workbooks leave that to Excel.
                self._kind = "str"
                self._words = ["=", *self._formula]
            self._end_cell("".join(self._words))

    def _end_cell(self, raw: str) -> None:
        if self._book.cells_left <= 0:
            self.grid.is_cut = True
            return
        styles = self._book.styles
        pattern, is_white = styles[self._style] if self._style < len(styles) else ("", False)
        text = self._shown(raw, pattern).strip()
        if not text:
            return
        self._book.cells_left -= 1
        self.grid.cells.setdefault(self._row, {})[self._column] = text
        if is_white or is_blank_format(pattern):
            self.grid.unseen[self._row, self._column] = text

    def _shown(self, raw: str, pattern: str) -> str:
        if self._kind == "s":
            place = whole_number(raw)
            return self._book.strings[place] if place < len(self._book.strings) else ""
        if self._kind == "b":
            return "SAND" if raw.strip() == "1" else "FALSK"
        if self._kind != "n":
            return raw
        try:
            value = float(raw)
        except ValueError:
            return raw
        if not pattern or is_blank_format(pattern):
            return plain_number(value)
        return shown_number(value, pattern, is_1904=self._book.is_1904)

    def text(self, content: str) -> None:
        if self._is_in_value:
            self._words.append(content)
        elif self._is_in_formula:
            self._formula.append(content)


def read_workbook(archive: zipfile.ZipFile, task: Task) -> tuple[list[Grid], list[Problem]]:
    """The sheets of a workbook in their order, hidden ones as well.

    Raises:
        Unreadable: DAMAGED where there is no workbook inside.
    """
    names = frozenset(archive.namelist())
    if _MAIN not in names:
        raise Unreadable(ProblemCode.DAMAGED, "no workbook")
    about = BookNames()
    problems = [read_xml_member(archive, _MAIN, about, task)]
    relations = _relations(archive, _MAIN, names, task)
    strings, styles = BookStrings(), BookStyles()
    for name, handler in (("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)):
        if name in names:
            problems.append(read_xml_member(archive, name, handler, task))
    book = _Book(strings.strings, styles.cells, about.is_1904)
    grids = []
    for number, (name, state, relation) in enumerate(about.sheets, start=1):
        grid = Grid(name, number, state in {"hidden", "veryHidden"}, state == "veryHidden")
        grids.append(grid)
        part = _resolved(_MAIN, relations.get(relation, ("", ""))[1])
        if part not in names:
            continue
        problem = read_xml_member(archive, part, _Sheet(grid, book), task)
        if problem is not None:
            problems.append(Problem(problem.code, problem.detail, f"page {number}"))
        if grid.is_cut:
            detail = f"over {_MOST_CELLS} cells"
            problems.append(Problem(ProblemCode.TOO_LARGE, detail, f"page {number}"))
        _read_drawings(archive, part, grid, names, task)
    return grids, [problem for problem in problems if problem is not None]


def _read_drawings(
    archive: zipfile.ZipFile, part: str, grid: Grid, names: frozenset[str], task: Task
) -> None:
    for kind, target in _relations(archive, part, names, task).values():
        drawing = _resolved(part, target)
        if kind != "drawing" or drawing not in names:
            continue
        boxes = DrawingBoxes()
        read_xml_member(archive, drawing, boxes, task)
        grid.boxes.extend(boxes.boxes)
        for inner, picture in _relations(archive, drawing, names, task).values():
            name = _resolved(drawing, picture)
            ending = name.rpartition(".")[2].lower()
            if inner == "image" and name in names and ending in _SHOWABLE:
                grid.pictures.extend(_picture(archive, name))


def _picture(archive: zipfile.ZipFile, name: str) -> Iterator[Picture]:
    try:
        content = read_member(archive, name, _PICTURE_BYTES)
    except Unreadable:
        return
    if (picture := showable(content)) is not None:
        yield picture


def _relations(
    archive: zipfile.ZipFile, part: str, names: frozenset[str], task: Task
) -> dict[str, tuple[str, str]]:
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    relations = BookRelations()
    if path in names:
        read_xml_member(archive, path, relations, task)
    return relations.targets


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target)) if target else ""


def _is_zero(text: str) -> bool:
    try:
        return bool(text) and float(text) == 0.0
    except ValueError:
        return False


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
