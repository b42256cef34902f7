"""The command that measures names prints what others' programs read, and tells what is wrong with a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from signatur.kernel.errors import InputProblem
from signatur.solutions.disclosure.cli import names

if TYPE_CHECKING:
    from pathlib import Path

TRUTH = (
    "Mor\tO\n:\tO\nFatima\tB-PER\nEl-Khatib\tI-PER\n\nHan\tO\nbor\tO\ni\tO\nOdense\tB-LOC\n.\tO\n"
)


def _run(*arguments: str) -> Any:
    commands = typer.Typer()
    commands.callback()(lambda: None)
    names.add_to(commands)
    return CliRunner().invoke(commands, ["evaluate-names", *arguments])


def test_the_measures_are_printed_as_json(tmp_path: Path) -> None:
    file = tmp_path / "truth.tsv"
    file.write_text(TRUTH, encoding="utf-8")
    told = json.loads(_run(str(file), "--json").stdout)
    assert set(told["per_type"]) == {"PER", "LOC", "ORG", "MISC"}
    assert {"precision", "recall", "f1"} <= set(told["micro"])
    assert told["per_type"]["PER"]["recall"] == 1.0
    assert told["per_token_recall"] == 1.0
    assert told["tokens_per_second"] > 0
    assert 0 < told["model_mb"] <= 5


def test_people_read_a_table(tmp_path: Path) -> None:
    file = tmp_path / "truth.tsv"
    file.write_text(TRUTH, encoding="utf-8")
    shown = _run(str(file)).stdout
    assert "PER" in shown
    assert "words a second" in shown


@pytest.mark.parametrize("content", ["", "Anna\nHolm\n"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: str) -> None:
    file = tmp_path / "truth.tsv"
    file.write_text(content, encoding="utf-8")
    assert isinstance(_run(str(file), "--json").exception, InputProblem)


def test_a_wrong_kind_of_place_is_told(tmp_path: Path) -> None:
    file = tmp_path / "truth.tsv"
    file.write_text(TRUTH, encoding="utf-8")
    assert isinstance(_run(str(file), "--places", "X").exception, InputProblem)


def test_the_development_text_is_measured(shared_data: Path) -> None:
    file = shared_data / "ner/danplus/da_news_dev.tsv"
    told = json.loads(_run(str(file), "--json").stdout)
    assert told["per_type"]["PER"]["recall"] >= 0.87
    assert told["micro"]["f1"] >= 0.74
