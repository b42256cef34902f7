"""The workbook opens in Excel, says what the study says, and runs nothing that came from outside."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from signatur.kernel.i18n import reading_in
from signatur.solutions.fleet.service.out import workbook
from tests.solutions.fleet.service.out.answers import optimised, tried

if TYPE_CHECKING:
    from signatur.solutions.fleet.service.out import Answer


def _opened(answer: Answer) -> Any:
    with reading_in("en"):
        return load_workbook(io.BytesIO(workbook(answer)))


@pytest.fixture(scope="module")
def book() -> Any:
    return _opened(optimised())


def test_it_has_a_sheet_for_each_question_of_a_budget(book: Any) -> None:
    assert book.sheetnames == [
        "Overview",
        "Proposals",
        "Plan by vehicle",
        "Trips without a vehicle",
        "Today and answer",
        "Vehicles",
        "Can go",
        "Assumptions and prices",
    ]


def test_nothing_is_a_formula_but_the_sum(book: Any) -> None:
    formulas = [
        cell.value
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f"
    ]

    assert len(formulas) == 1
    assert formulas[0].startswith("=SUM(B")
    kinds = [cell.value for cell in book["Today and answer"]["A"]]
    assert "=Renault Zoe" in kinds


def test_the_parts_of_the_cost_add_up(book: Any) -> None:
    sheet = book["Overview"]
    rows = {line[0].value: line[1] for line in sheet.iter_rows()}
    first, last = rows["In all"].value.removeprefix("=SUM(B").removesuffix(")").split(":B")

    total = sum(sheet.cell(row, 2).value for row in range(int(first), int(last) + 1))

    assert total == pytest.approx(optimised().simulation.cost.dkk_year, abs=3)


def test_the_plan_lists_every_driven_trip_by_vehicle_with_real_moments(book: Any) -> None:
    sheet = book["Plan by vehicle"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))

    assert len(rows) == len(optimised().trips) - optimised().plan.undriven
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert all(row[3] < row[4] for row in rows)
    assert sheet["D2"].number_format == "dd-mm-yyyy hh:mm"
    assert sheet.freeze_panes == "A2"


def test_numbers_are_numbers_and_pictures_stand_beside_them(book: Any) -> None:
    proposals = book["Proposals"]

    assert proposals["D2"].value == round(optimised().view.optimisation.best.cost.dkk_year)  # type: ignore[union-attr]
    assert proposals["D2"].number_format == "#,##0"
    assert len(proposals._charts) == len(book["Today and answer"]._charts) == 1


def test_every_price_has_its_year_and_source(book: Any) -> None:
    rows = list(book["Assumptions and prices"].iter_rows(values_only=True))

    petrol = next(row for row in rows if row[0] == "Petrol, DKK a litre")
    assert petrol[1:3] == (12.33, 2020)
    assert "total cost of vehicles" in petrol[3]


def test_trips_without_a_vehicle_stand_with_their_reason() -> None:
    book = _opened(tried())

    rows = list(book["Trips without a vehicle"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == tried().plan.undriven == 15
    assert {row[-1] for row in rows} == {"All that could were away"}
    assert "Proposals" not in book.sheetnames
