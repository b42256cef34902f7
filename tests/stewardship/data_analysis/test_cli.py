"""The command needs a file and nothing else, prints one document, and says what is wrong in a sentence."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool
from typer.testing import CliRunner

from signatur.kernel.errors import InputProblem
from signatur.stewardship.data_analysis.cli import commands
from tests.methods.tables.invented import decisions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "afgørelser.csv"
    frame = decisions(900)
    frame = frame.with_columns(
        pl.col("indkomst").map_elements(lambda one: f"{one:.2f}".replace(".", ","), pl.String),
        pl.col("modtaget").dt.strftime("%d-%m-%Y"),
    )
    file.write_bytes(frame.write_csv(separator=";").encode("cp1252"))
    return file


def reported(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(commands, ["report", *arguments, "--json"])
    assert result.exception is None, result.exception
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_the_report_keeps_the_contract_and_writes_its_files(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "ud"
    told = reported(
        str(table), "--label", "udfald", "--time", "modtaget", "--group", "koen",
        "--target", "auc=0.9", "--law-date", "2024-03-11", "--out", str(out),
    )  # fmt: skip

    assert {
        "rows",
        "usable_rows",
        "quality",
        "leakage_suspects",
        "volume",
        "representativeness",
    } <= set(told)
    assert told["rows"] == told["usable_rows"] == 900
    assert {"rows", "value", "low", "high"} == set(told["volume"]["curve"][0])
    assert {"rows", "value", "low", "high"} == set(told["volume"]["forecast"][0])
    assert told["volume"]["rows_needed"] or told["volume"]["rows_needed_reason"]
    change = told["practice_change"]
    assert change["detected"] is True
    assert change["change_points"][0]["low"] <= "2024-03-11" <= change["change_points"][0]["high"]
    assert change["law_dates"][0]["is_within"] is True
    scores = [one["score"] for one in change["suspect_rows"]]
    assert scores == sorted(scores, reverse=True)
    assert {one["group"] for one in told["representativeness"]["groups"]} == {"M", "K"}
    page = (out / "report.html").read_text("utf-8")
    assert "<script" not in page
    assert not re.search(r"(src|href)=[\"']https?:", page)
    assert page.count("<svg") >= 3
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((out / "report.json").read_text("utf-8"))["rows"] == 900
    lines = (out / "suspects.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(change["suspect_rows"])


def test_without_time_practice_is_not_judged(table: Path) -> None:
    change = reported(str(table), "--label", "udfald")["practice_change"]

    assert change["detected"] is None
    assert change["reason"]


@pytest.fixture
def address(tmp_path: Path) -> str:
    """The address of a database with the cases of a system."""
    file = tmp_path / "fag.db"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE sag (a REAL, y TEXT)")
        database.executemany(
            "INSERT INTO sag VALUES (?, ?)",
            [(n * 0.7, "ja" if n % 3 else "nej") for n in range(90)],
        )
    database.close()
    return f"sqlite:///{file}"


def test_a_database_is_asked_and_not_touched(address: str) -> None:
    told = reported(address, "--query", "SELECT a, y FROM sag", "--label", "y")

    assert told["rows"] == 90
    for question in ("DELETE FROM sag", "SELECT 1; DROP TABLE sag", "PRAGMA journal_mode=WAL"):
        result = CliRunner().invoke(
            commands, ["report", address, "--query", question, "--label", "y"]
        )
        assert isinstance(result.exception, InputProblem)


def test_no_connection_to_a_database_stays_open_that_was_asked(address: str) -> None:
    said: list[str] = []
    noting = {kind: lambda *_, kind=kind: said.append(kind) for kind in ("connect", "close")}
    for kind, note in noting.items():
        event.listen(Pool, kind, note)
    reported(address, "--query", "SELECT a, y FROM sag", "--label", "y")
    for kind, note in noting.items():
        event.remove(Pool, kind, note)

    assert said == ["connect", "close"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--label", "nix"], "no column “nix”"),
        (["--label", "udfald", "--time", "nix"], "no column “nix”"),
        (["--label", "udfald", "--target", "held=0.9"], "no measure “held”"),
        (["--label", "udfald", "--target", "auc"], "METRIC=VALUE"),
        (["--label", "udfald", "--target", "r2=0.5"], "does not fit"),
        (["--label", "udfald", "--law-date", "11-03-2024"], "YYYY-MM-DD"),
    ],
)
def test_what_is_wrong_is_one_sentence(table: Path, arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(commands, ["report", str(table), *arguments])

    assert isinstance(result.exception, InputProblem)
    assert said in result.exception.shown.message % result.exception.shown.values


@pytest.mark.parametrize("content", [b"", b"a;b\n", b"\x00\x01binary\x00"])
def test_what_is_no_table_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    result = CliRunner().invoke(commands, ["report", str(file), "--label", "a"])

    assert isinstance(result.exception, InputProblem)
