"""`disclosure find`: what it prints of documents, hidden places and documents inside others."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from signatur.solutions.disclosure.cli import commands


def _find(*arguments: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(commands, ["find", *arguments, "--json", "--no-pictures"])
    assert result.exit_code == 0, result.output
    told: list[dict[str, Any]] = json.loads(result.stdout)
    return told


@pytest.fixture
def case(tmp_path: Path) -> Path:
    letter = tmp_path / "brev.txt"
    letter.write_text("CPR 120384-1235\nTlf. 22 33 44 55\n", "utf-8")
    with zipfile.ZipFile(tmp_path / "sag.zip", "w") as archive:
        archive.writestr("svar.txt", "Hun har diabetes og bor i Vejle.")
    return tmp_path


def test_each_document_states_its_findings_with_places(case: Path) -> None:
    (told,) = _find(str(case / "brev.txt"), "--kinds", "cpr,phone", "--text")

    assert told["pages"] == 1
    assert told["text_length"] == len(told["text"])
    assert [one["kind"] for one in told["findings"]] == ["cpr", "phone"]
    for one in told["findings"]:
        assert told["text"][one["start"] : one["end"]] == one["text"]
        assert one["page"] == 1
        assert len(one["boxes"][0]) == 4
        assert one["ground"]


def test_documents_in_folders_and_archives_are_told_one_by_one(case: Path) -> None:
    told = _find(str(case), "--kinds", "cpr,health")

    assert sorted(one["file"].partition("/")[2] for one in told) == ["brev.txt", "sag.zip/svar.txt"]


def test_given_words_are_found_as_well(case: Path) -> None:
    words = case / "ord.txt"
    words.write_text("diabetes\n", "utf-8")

    (told,) = _find(str(case / "sag.zip"), "--kinds", "word", "--words", str(words))

    assert [one["text"] for one in told["findings"]] == ["diabetes"]
