"""Offsets of plain text files count the file's own text, and the layout's are told beside them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out import LaidOut
from signatur.solutions.disclosure.cli import commands
from signatur.solutions.disclosure.cli.plain_texts import plain_text_of

_LONG = "Lang linje med mange ord som skal brydes. " * 12
_TEXT = f"Kære borger\r\n\r\n\tDet  er \t CPR 120384-1235.\r\n{_LONG}tlf. 22 33 44 55\r\n\x0cblød\u00adhed\r\n"


def _laid(text: str, media_type: str) -> LaidOut:
    boxes = np.full((len(text), 4), np.nan, np.float32)
    return LaidOut(media_type, text, (), (), boxes, None)


def _find(file: Path) -> dict[str, Any]:
    arguments = ["find", str(file), "--json", "--no-pictures", "--text", "--kinds", "cpr,phone"]
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)[0]
    return told


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252"])
def test_offsets_count_the_text_of_the_file(tmp_path: Path, charset: str) -> None:
    file = tmp_path / "brev 120384-1235.txt"
    file.write_bytes(_TEXT.encode(charset))

    told = _find(file)

    assert told["text"] == _TEXT
    assert told["offsets"] == "file"
    assert [one["text"] for one in told["findings"]] == ["120384-1235", "22 33 44 55"]
    for one in told["findings"]:
        assert _TEXT[one["start"] : one["end"]] == one["text"]
        assert one["layout"] != [one["start"], one["end"]]
    (named,) = told["in_file_name"]
    assert (named["text"], named["origin"], named["page"]) == ("120384-1235", "file_name", None)


def test_the_findings_of_a_text_can_be_removed_from_it(tmp_path: Path) -> None:
    file = tmp_path / "brev.txt"
    file.write_bytes(_TEXT.encode())
    findings = tmp_path / "findings.json"
    findings.write_text(json.dumps([_find(file)]), "utf-8")
    arguments = ["--findings", str(findings), "--out", str(tmp_path / "ud.pdf")]

    result = CliRunner().invoke(
        commands, ["redact", str(file), *arguments, "--report", str(tmp_path / "r.json")]
    )

    assert result.exit_code == 0, result.output


def test_numbers_of_rows_in_the_layout_of_a_table_are_not_in_the_file() -> None:
    text = 'Navn;Note\nJens;"1;2"\n1;3\n'
    laid = "t.csv\nA B\n1 Navn Note\n2 Jens 1;2\n3 1 3\n"

    plain = plain_text_of(Content.from_bytes(text.encode()), _laid(laid, "text/csv"))

    assert plain is not None
    for word in ("Navn", "Note", "Jens", "1;2"):
        start = laid.index(word)
        assert plain.span(start, start + len(word)) == (
            text.index(word),
            text.index(word) + len(word),
        )
    assert plain.span(0, 5) is None


def test_a_layout_that_says_something_else_gives_no_offsets_of_the_file() -> None:
    content = Content.from_bytes(b"Noget helt andet end det, der staar paa siden.")

    assert plain_text_of(content, _laid("Qwx", "text/plain")) is None
    assert plain_text_of(content, _laid("Qwx", "application/pdf")) is None
