"""Lists as files: Danish Excel opens them rightly, and nothing in them is run as a formula."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from signatur.kernel.errors import InputProblem
from signatur.kernel.web.export import as_file

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER = ["Navn", "Antal"]


def csv_of(*rows: Sequence[Any]) -> list[str]:
    return as_file("breve", "csv", HEADER, rows).body.decode("utf-8-sig").splitlines()


def xlsx_of(*rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(as_file("breve", "xlsx", HEADER, rows).body))
    return [tuple(cell.value for cell in row) for row in book.active.rows]


def test_csv_is_what_a_danish_excel_expects() -> None:
    file = as_file("breve", "csv", HEADER, [("Ærø; Søby", 1.5), ("Åse", None)])

    assert file.body == '\ufeffNavn;Antal\r\n"Ærø; Søby";1,5\r\nÅse;\r\n'.encode()
    assert file.headers["content-disposition"] == 'attachment; filename="breve.csv"'


def test_xlsx_keeps_numbers_as_numbers() -> None:
    assert xlsx_of(("Åse", 1.5), ("Bo", 2)) == [("Navn", "Antal"), ("Åse", 1.5), ("Bo", 2)]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_words_that_look_like_a_formula_are_made_harmless_in_csv(sign: str) -> None:
    content = as_file("breve", "csv", HEADER, [(f"{sign}cmd|' /C calc'!A0", 1)]).body.decode()

    assert f"'{sign}cmd" in content


def test_negative_numbers_are_no_formulas() -> None:
    assert csv_of((-5, -1.5))[1] == "-5;-1,5"


def test_words_that_look_like_a_formula_stay_words_in_xlsx() -> None:
    file = as_file("breve", "xlsx", HEADER, [("=1+1", 1)]).body
    cell = load_workbook(io.BytesIO(file)).active["A2"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_signs_that_xlsx_cannot_hold_become_spaces() -> None:
    assert xlsx_of(("a\x0bb", 1))[1] == ("a b", 1)


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(InputProblem):
        as_file("breve", 'x"\r\nSet-Cookie: a=b', HEADER, [])
