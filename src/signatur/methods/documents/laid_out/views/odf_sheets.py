"""Open Document spreadsheets: values as shown, repeated rows and columns told once, hidden ones marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.views.grids import Grid
from signatur.methods.documents.laid_out.views.odf_channels import OdfStyles
from signatur.methods.documents.packages import XmlText, attribute, read_xml_member
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Unreadable
from signatur.methods.documents.zips import read_member

if TYPE_CHECKING:
    import zipfile
    from xml.sax.xmlreader import AttributesImpl

    from signatur.methods.documents.task import Task

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_MOST_REPEATED: Final = 200
"""A value that is said to stand in more cells than this is a trick or a mistake."""
_MOST_CELLS: Final = 400_000


class _Sheets(XmlText):
    skipped = frozenset({"annotation", "tracked-changes", "scripts", "desc", "title", "forms"})

    def __init__(self, hiding: frozenset[str]) -> None:
        super().__init__()
        self.grids: list[Grid] = []
        self._hiding = hiding
        self._row = self._column = 0
        self._rows_repeated = self._columns_repeated = 1
        self._declared = 0
        self._words: list[str] = []
        self._is_in_cell = False
        self._box_depth = 0
        self._cells_left = _MOST_CELLS

    def start(self, local: str, attrs: AttributesImpl) -> None:
        match local:
            case "table" if not self._is_in_cell:
                is_hidden = attribute(attrs, "style-name") in self._hiding
                name = attribute(attrs, "name")
                self.grids.append(Grid(name, len(self.grids) + 1, is_hidden))
                self._row = self._declared = 0
            case "table-column" if self.grids:
                self._column_declared(attrs)
            case "table-row" if self.grids:
                self._row += 1
                self._column = 0
                self._rows_repeated = _repeated(attrs, "number-rows-repeated")
                if attribute(attrs, "visibility") in {"collapse", "filter"}:
                    self.grids[-1].hidden_rows.update(
                        range(self._row, self._row + min(self._rows_repeated, 100_000))
                    )
            case "table-cell" | "covered-table-cell" if self.grids:
                self._column += 1
                self._columns_repeated = _repeated(attrs, "number-columns-repeated")
                self._is_in_cell = True
                self._words.clear()
            case "text-box" | "custom-shape":
                self._box_depth += 1
            case "s" | "tab" | "line-break":
                self._words.append(" ")

    def _column_declared(self, attrs: AttributesImpl) -> None:
        repeated = _repeated(attrs, "number-columns-repeated")
        if attribute(attrs, "visibility") in {"collapse", "filter"}:
            span = range(self._declared + 1, self._declared + 1 + min(repeated, 16_384))
            self.grids[-1].hidden_columns.update(span)
        self._declared += repeated

    def end(self, local: str) -> None:
        match local:
            case "p":
                self._words.append("\n")
            case "text-box" | "custom-shape":
                self._box_depth -= 1
                if (text := "".join(self._words).strip()) and self.grids:
                    self.grids[-1].boxes.append(text)
                self._words.clear()
            case "table-cell" | "covered-table-cell" if self.grids:
                self._end_cell()
            case "table-row" if self.grids:
                self._row += self._rows_repeated - 1

    def _end_cell(self) -> None:
        text = "".join(self._words).strip()
        self._words.clear()
        self._is_in_cell = False
        grid = self.grids[-1]
        if text:
            for row in range(self._row, self._row + min(self._rows_repeated, _MOST_REPEATED)):
                for step in range(min(self._columns_repeated, _MOST_REPEATED)):
                    self._cells_left -= 1
                    if self._cells_left < 0:
                        grid.is_cut = True
                        return
                    grid.cells.setdefault(row, {})[self._column + step] = text
        self._column += self._columns_repeated - 1

    def text(self, content: str) -> None:
        if self._is_in_cell or self._box_depth:
            self._words.append(content)


def read_odf_sheets(archive: zipfile.ZipFile, task: Task) -> tuple[list[Grid], list[Problem]]:
    """The sheets of a spreadsheet in their order, hidden ones as well.

    Raises:
        Unreadable: ENCRYPTED, or DAMAGED where there is no content.
    """
    if is_encrypted(archive):
        raise Unreadable(ProblemCode.ENCRYPTED, "a password is needed")
    if _CONTENT not in archive.namelist():
        raise Unreadable(ProblemCode.DAMAGED, "no content")
    styles = OdfStyles()
    read_xml_member(archive, _CONTENT, styles, task)
    sheets = _Sheets(frozenset(styles.hiding))
    problem = read_xml_member(archive, _CONTENT, sheets, task)
    problems = [] if problem is None else [problem]
    if any(grid.is_cut for grid in sheets.grids):
        problems.append(Problem(ProblemCode.TOO_LARGE, f"over {_MOST_CELLS} cells"))
    return sheets.grids, problems


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether a package of Open Document needs a password."""
    return b"encryption-data" in read_member(archive, _MANIFEST, 1_000_000)


def _repeated(attrs: AttributesImpl, key: str) -> int:
    text = attribute(attrs, key)
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1
