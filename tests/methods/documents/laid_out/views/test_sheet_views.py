"""Workbooks are shown as values with letters and numbers; what they hide is reported cell by cell."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents.laid_out.views.number_formats import shown_number
from tests.methods.documents.laid_out.views.sheets_to_try import (
    ods_file,
    odt_file,
    slides_file,
    workbook_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.methods.documents.laid_out.views.conftest import Tried

BOOK = {
    "view": "mkark mknavn mksynligcelle mklang mklink",
    "hidden_sheet": "mkskjultark mkiskjultark mkmegetskjult mkimegetskjult",
    "hidden_cells": (
        "mkskjultkolonne mkikolonnen mkskjultraekke mknulhoejde mkhvidcelle mkusynligtformat mkvalgliste "
        "mkpivotfelt mkpivotpost mkpivotvaerdi mkeksterntark mkeksternvaerdi"
    ),
    "comment": "mkkommentar mkkommentator mktraadkommentar mkperson",
    "property": "mkforfatter mktitel mkopdateretaf mkprinternavn",
    "elsewhere": (
        "mksidehoved mkhjaelpetekst mkdefineretnavn mkdefineretvaerdi mkforbindelse mkserver mkforesp "
        "mkforespoergselsnavn mkcustomxml mkukendt"
    ),
}
SLIDES = {
    "view": "mksynligtlysbillede mkudenforlysbillede mkdato",
    "hidden_text": "mkskjultlysbillede",
    "speaker_note": "mktalernote",
    "comment": "mkkommentar mkkommentator mkin",
    "property": "mkforfatter",
    "elsewhere": "mkaltsynligtlysbillede mktag mktagvaerdi",
}
TEXT = {
    "view": "mkoverskrift mksynlig mkdatofelt",
    "hidden_text": "mkskjultspan mkskjultafsnit mkskjulttekst",
    "change": "mkslettet mksletter",
    "comment": "mkkommentar mkkommentator",
    "property": "mkforfatter mkegenskab mkegenvaerdi",
    "elsewhere": "mkalttitel mkalttekst mkfeltnavn mkfeltvaerdi mkfjern mkscript mkmakro",
}
OPEN_SHEETS = {
    "view": "mkark mksynligcelle mktredje",
    "hidden_sheet": "mkskjultark mkiskjultark",
    "hidden_cells": "mkskjultkolonne mkfiltreretraekke",
    "property": "mkforfatter",
}


def _zero_height(data: bytes) -> bytes:
    """Give a row no height, as Excel does and openpyxl does not."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b'<row r="4"', b'<row r="4" ht="0" customHeight="1"')
            new.writestr(name, content)
    return written.getvalue()


def _missing(outcome: Tried, expected: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (place, mark)
        for place, marks in expected.items()
        for mark in marks.split()
        if place not in outcome.places(mark)
    ]


@pytest.fixture(scope="module")
def book(tried: Callable[..., Tried]) -> Tried:
    return tried(_zero_height(workbook_file()), "bog.xlsx")


def test_every_channel_of_a_workbook_is_shown_or_reported(book: Tried) -> None:
    assert _missing(book, BOOK) == []


def test_hidden_cells_are_not_on_the_page(book: Tried) -> None:
    shown = [mark for mark in BOOK["hidden_cells"].split() if mark in book.text]
    assert shown == []


def test_numbers_are_shown_as_their_format_says(book: Tried) -> None:
    assert "010180-1234" in book.text
    assert "12.345,50" in book.text
    assert "01-03-2024" in book.text


def test_a_formula_that_nobody_computed_is_shown_as_it_stands(book: Tried) -> None:
    assert '=IF(B2=1,"mkformeltekst","")' in book.text


def test_the_place_names_the_cell_and_never_what_is_in_it(book: Tried) -> None:
    places = [each.where for each in book.view.hidden if "mkhvidcelle" in each.text]
    assert places == ["sheet 1, cell A5"]
    assert not any("mk" in each.where for each in book.view.hidden)


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (101801234, "000000-0000", "010180-1234"),
        (12345678, "00 00 00 00", "12 34 56 78"),
        (1234.5, "#,##0.00", "1.234,50"),
        (0.25, "0%", "25 %"),
        (45352.5, "dd/mm/yyyy hh:mm", "01-03-2024 12:00"),
        (7, '"Løn nr. "0', "7"),
        (42, "0000", "0042"),
    ],
)
def test_a_number_reads_as_in_the_workbook(value: float, pattern: str, shown: str) -> None:
    assert shown_number(value, pattern) == shown


def test_a_wide_sheet_is_parted_so_that_every_column_can_be_read(
    tried: Callable[..., Tried],
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append([f"kolonne{number}slut" for number in range(60)])
    written = io.BytesIO()
    book.save(written)

    outcome = tried(written.getvalue(), "bred.xlsx")

    assert all(f"kolonne{number}slut" in outcome.text for number in range(60))


@pytest.mark.usefixtures("no_programs")
def test_every_channel_of_a_presentation_is_shown_or_reported(tried: Callable[..., Tried]) -> None:
    outcome = tried(slides_file(), "vis.pptx")

    assert _missing(outcome, SLIDES) == []
    assert "mkskjultlysbillede" not in outcome.text
    assert [part.name for part in outcome.view.parts] == ["Microsoft_Excel_Sheet1.xlsx"]


@pytest.mark.usefixtures("no_programs")
def test_every_channel_of_an_open_document_is_shown_or_reported(
    tried: Callable[..., Tried],
) -> None:
    outcome = tried(odt_file(), "tekst.odt")

    assert _missing(outcome, TEXT) == []
    assert not any(mark in outcome.text for mark in TEXT["hidden_text"].split())


@pytest.mark.outside("soffice")
def test_libreoffice_shows_the_same_of_an_open_document(tried: Callable[..., Tried]) -> None:
    outcome = tried(odt_file(), "tekst.odt")

    assert _missing(outcome, TEXT) == []
    assert not any(mark in outcome.text for mark in TEXT["hidden_text"].split())


def test_hidden_rows_columns_and_sheets_of_open_sheets_are_reported(
    tried: Callable[..., Tried],
) -> None:
    assert _missing(tried(ods_file(), "ark.ods"), OPEN_SHEETS) == []
