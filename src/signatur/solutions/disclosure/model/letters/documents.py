"""The document list (aktliste) that goes with a decision: Word, PDF/A, workbook and CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from signatur.solutions.disclosure.model.letters.placeholders import cleaned
from signatur.solutions.disclosure.model.letters.typesetting import typeset_list
from signatur.solutions.disclosure.model.letters.word import (
    add_grid,
    new_document,
    page_number,
    written,
)
from signatur.solutions.disclosure.schema.documents import Access

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from signatur.solutions.disclosure.schema.letters import DocumentList, ListedDocument

TITLE: Final = "Dokumentliste (aktliste)"
# The list is part of a Danish decision, whoever reads the page; it is not translated.
COLUMNS: Final = (
    "Nr.", "Titel", "Dato", "Kategori", "Bilag til", "Omfattet", "Aktindsigt", "Bestemmelse",
)  # fmt: skip
_ACCESS: Final[Mapping[Access, str]] = {
    Access.YES: "Ja",
    Access.PARTLY: "Delvist",
    Access.NO: "Nej",
}
_WIDTHS_CM: Final = (1.4, 7.6, 2.3, 3.2, 1.8, 2.4, 2.7, 4.6)
_WIDTHS_SIGNS: Final = (8, 60, 12, 20, 10, 10, 12, 34)
# A cell that begins so would be run as a formula (OWASP CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def row_texts(row: ListedDocument) -> list[str]:
    """Return one line as words, column by column."""
    return [
        cleaned(row.number),
        cleaned(row.title),
        _short(row.dated) if row.dated else "",
        cleaned(row.category),
        cleaned(row.attachment_of),
        "Ja" if row.is_covered else "Nej",
        _ACCESS[row.access] if row.access and row.is_covered else "",
        ", ".join(dict.fromkeys(cleaned(one) for one in row.grounds)),
    ]


def list_to_pdf(told: DocumentList) -> bytes:
    """Return the list as PDF/A, across. Raises RuntimeError for signs that no font holds."""
    return typeset_list(told, TITLE, list(COLUMNS), [row_texts(one) for one in told.rows])


def list_to_docx(told: DocumentList) -> bytes:
    """Return the list as a Word file, across."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = new_document(TITLE, told.day)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.8)
    document.add_heading(TITLE, level=1)
    document.add_paragraph(
        f"{cleaned(told.authority)} · sagsnr. {cleaned(told.case_number)} · {_short(told.day)}"
    )
    add_grid(document, COLUMNS, [row_texts(one) for one in told.rows], _WIDTHS_CM)
    foot = section.footer.paragraphs[0]
    foot.add_run("Side ")
    page_number(foot)
    return written(document)


def list_to_xlsx(told: DocumentList) -> bytes:
    """Return the list as a workbook; words stay words, so that none is run as a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Aktliste"
    book.properties.title, book.properties.language = TITLE, "da-DK"
    book.properties.creator = cleaned(told.authority)
    for line, texts in enumerate([list(COLUMNS), *map(row_texts, told.rows)], start=1):
        for place, text in enumerate(texts, start=1):
            cell = sheet.cell(line, place)
            cell.value = text
            cell.data_type = "s"
            cell.font = Font(bold=line == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, width in enumerate(_WIDTHS_SIGNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def list_to_csv(told: DocumentList) -> bytes:
    """Return the list as CSV that a Danish Excel opens rightly."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in told.rows:
        writer.writerow([f"'{one}" if one.startswith(_FORMULA) else one for one in row_texts(row)])
    # Excel takes a file for UTF-8 only when it begins with the byte-order mark.
    return file.getvalue().encode("utf-8-sig")


def _short(day: date) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}"
