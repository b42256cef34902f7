"""The command line needs nothing but a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import reading_in
from signatur.stewardship.business_case.cli import commands
from signatur.stewardship.business_case.model.format import SECTIONS, json_schema
from tests.stewardship.business_case.formulas import Evaluated

SCHEMA = Path(__file__).parents[3] / "docs" / "business-case-1.schema.json"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    file = tmp_path / "case.yaml"
    file.write_text(quickly(CliRunner().invoke(commands, ["example"]).stdout), "utf-8")
    return file


def quickly(words: str) -> str:
    """The example with fewer draws: what is looked at here holds with few as with many."""
    assert "draws: 10000\n" in words
    return words.replace("draws: 10000\n", "draws: 1000\n")


def computed(file: Path, *more: str) -> dict[str, Any]:
    result = CliRunner().invoke(commands, ["compute", str(file), "--json", *more])
    assert result.exception is None, result.exception
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_the_example_computes_and_keeps_the_contract(example: Path) -> None:
    told = computed(example)

    assert told["npv"]["low"] < told["npv"]["value"] < told["npv"]["high"]
    assert told["payback_year"] in range(2026, 2032)
    assert {"department", "pays", "gains", "net"} <= set(told["by_department"][0])
    assert sum(one["net"] for one in told["by_department"]) == pytest.approx(
        told["npv"]["value"], abs=0.05
    )
    assert {"volume", "realised_share", "precision", "recall", "costs", "year"} == set(
        told["break_even"]
    )
    floor = told["performance_floor"]
    assert floor["metric"] == "precision"
    assert floor["value"] < floor["certain"] < 1
    assert floor["curve"]
    assert told["cash_flow"][-1]["accumulated"] == pytest.approx(told["npv"]["value"], abs=0.01)


def test_the_same_seed_gives_the_same_result_and_another_seed_another(example: Path) -> None:
    before = computed(example)
    assert computed(example) == before

    example.write_text(example.read_text("utf-8").replace("seed: 20261128", "seed: 7"), "utf-8")
    after = computed(example)
    assert after["npv"]["value"] == before["npv"]["value"]
    assert after["npv"]["low"] != before["npv"]["low"]


def test_every_key_of_the_format_stands_in_the_example(example: Path) -> None:
    words = example.read_text("utf-8")
    missing = {key for fields in SECTIONS.values() for key in fields if f"{key}:" not in words}
    # What stands in for another key is named in a comment instead.
    assert {key for key in missing if f"`{key}`" not in words} == {"unit_value"}
    assert "volume x unit_value" in words


def test_the_danish_example_is_the_same_case(example: Path, tmp_path: Path) -> None:
    danish = tmp_path / "eksempel.yaml"
    told = CliRunner().invoke(commands, ["example", "--danish"]).stdout
    danish.write_text(quickly(told), "utf-8")

    here, there = computed(example), computed(danish)
    assert there["npv"] == here["npv"]
    assert there["performance_floor"] == here["performance_floor"]
    assert [one["net"] for one in there["by_department"]] == [
        one["net"] for one in here["by_department"]
    ]
    assert [one["npv"] for one in there["scenarios"]] == [one["npv"] for one in here["scenarios"]]


def test_the_schema_in_the_documentation_is_that_of_the_reader() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == json_schema()


def test_the_workbook_computes_the_same_by_itself(example: Path, tmp_path: Path) -> None:
    target = tmp_path / "case.xlsx"
    with reading_in("en"):
        told = computed(example, "--xlsx", str(target))
    book = Evaluated(target.read_bytes())
    result, flows = (one for one in book.book.sheetnames[:2])

    row = book.book[result].cell(2, 2).value
    assert str(row).startswith("=SUMIFS(")
    assert book.value(result, 2, 2) == pytest.approx(told["npv"]["value"], abs=0.01)
    for one in told["by_department"]:
        assert [
            book.find(result, one["department"], column) for column in (2, 3, 4)
        ] == pytest.approx([one["pays"], one["gains"], one["net"]], abs=0.01)
    assert book.value(flows, 2, 6) == pytest.approx(1 / 1.035)


def test_a_change_in_the_workbook_moves_its_result(example: Path, tmp_path: Path) -> None:
    target = tmp_path / "case.xlsx"
    computed(example, "--xlsx", str(target))
    book = Evaluated(target.read_bytes())
    inputs = book.book[book.book.sheetnames[3]]
    (rate,) = [row for row in range(1, 8) if inputs.cell(row, 2).value == 0.035]
    inputs.cell(rate, 2).value = 0.0

    example.write_text(
        example.read_text("utf-8").replace("discount_rate: 3.5 %", "discount_rate: 0 %"), "utf-8"
    )
    assert book.value(book.book.sheetnames[0], 2, 2) == pytest.approx(
        computed(example)["npv"]["value"], abs=0.01
    )


def test_words_in_a_case_never_become_formulas(example: Path, tmp_path: Path) -> None:
    target = tmp_path / "case.xlsx"
    words = example.read_text("utf-8").replace("name: Hosting and support", 'name: "=1+1"')
    example.write_text(words, "utf-8")
    computed(example, "--xlsx", str(target))

    book = Evaluated(target.read_bytes()).book
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == "=1+1"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_forgotten_phases_are_told(example: Path) -> None:
    words = example.read_text("utf-8")
    for phase in ("retraining", "monitoring", "phase_out"):
        words = words.replace(f"phase: {phase}", "phase: operation")
    example.write_text(words, "utf-8")

    codes = {one["code"] for one in computed(example)["warnings"]}
    assert {"no_retraining", "no_monitoring", "no_phase_out"} <= codes
    assert "no_development" not in codes


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["compute", str(tmp_path / "none.yaml"), "--json"])
    assert isinstance(result.exception, InputProblem)
    assert result.stdout == ""
