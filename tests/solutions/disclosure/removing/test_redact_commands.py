from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pdfminer.high_level import extract_text
from typer.testing import CliRunner, Result

from signatur.kernel.errors import InputProblem
from signatur.solutions.disclosure.cli import commands
from signatur.solutions.disclosure.model.signing import holds
from signatur.stewardship.sharing.model import new_key
from tests.solutions.disclosure.removing.channels import MARKERS, channels_pdf
from tests.solutions.disclosure.removing.papers import a_pdf

if TYPE_CHECKING:
    from pathlib import Path

PAGE = [(60.0, 780.0, "Sagen om Jens Hansen blev lukket."), (60.0, 740.0, "Mette Holm skrev.")]


@pytest.fixture(autouse=True)
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognition is slow and measured elsewhere; these tests are about what commands say."""
    monkeypatch.setattr("signatur.solutions.disclosure.cli.removing._recogniser", lambda: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.pdf").write_bytes(a_pdf(PAGE))
    (tmp_path / "words.txt").write_text("Jens Hansen\n", encoding="utf-8")
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


def redact(folder: Path, *more: object) -> Result:
    return run(
        "redact",
        folder / "in.pdf",
        "--out",
        folder / "out.pdf",
        "--report",
        folder / "r.json",
        *more,
    )


def report(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    return told


def test_words_are_removed_and_the_file_is_clean(folder: Path) -> None:
    assert redact(folder, "--withhold", folder / "words.txt").exit_code == 0

    checked = run("verify", folder / "out.pdf", "--withhold", folder / "words.txt", "--json")

    assert checked.exit_code == 0
    told = json.loads(checked.stdout)
    assert (told["clean"], told["leaks"]) == (True, [])


def test_nothing_is_left_of_what_stood_in_33_places(folder: Path) -> None:
    (folder / "in.pdf").write_bytes(channels_pdf())
    withheld = [word for place, word in MARKERS.items() if place != "pixels"]
    (folder / "words.txt").write_text("\n".join(withheld), encoding="utf-8")

    assert redact(folder, "--withhold", folder / "words.txt").exit_code == 0

    told = json.loads(
        run("verify", folder / "out.pdf", "--withhold", folder / "words.txt", "--json").stdout
    )
    assert (len(withheld), told["clean"], told["leaks"]) == (33, True, [])
    assert "Resten bliver" in extract_text(folder / "out.pdf")


def test_the_original_is_not_clean(folder: Path) -> None:
    checked = run("verify", folder / "in.pdf", "--withhold", folder / "words.txt", "--json")

    assert checked.exit_code == 1
    told = json.loads(checked.stdout)
    assert {leak["channel"] for leak in told["leaks"]} >= {"pdfium", "pdfminer"}
    assert {leak["word"] for leak in told["leaks"]} == {"Jens Hansen"}


def test_findings_may_name_a_stretch_or_a_box(folder: Path) -> None:
    findings = [
        {"kind": "person", "start": 9, "end": 20, "ground": "§ 30, nr. 1"},
        {"page": 1, "boxes": [[50, 80, 300, 110]]},
    ]
    (folder / "f.json").write_text(json.dumps({"findings": findings}), encoding="utf-8")

    assert redact(folder, "--findings", folder / "f.json").exit_code == 0
    assert report(folder)["report"]["output"]["boxes"] == 2


def test_a_report_says_what_was_done_but_not_what_was_withheld(folder: Path) -> None:
    redact(folder, "--withhold", folder / "words.txt")

    told = report(folder)
    assert told["signed"] is False
    assert told["report"]["result"] == "released"
    assert "Hansen" not in (folder / "r.json").read_text(encoding="utf-8")
    assert holds(told)


def test_a_signed_report_does_not_hold_when_it_was_changed(folder: Path) -> None:
    (folder / "key.pem").write_bytes(new_key())
    redact(folder, "--withhold", folder / "words.txt", "--key", folder / "key.pem")

    told = report(folder)
    assert holds(told, told["public_key"])
    told["report"]["output"]["pages"] = 7
    assert not holds(told)


def test_a_leak_leaves_no_file_and_is_told_in_the_report(folder: Path) -> None:
    done = redact(folder, "--withhold", folder / "words.txt", "--title", "Om Jens Hansen")

    assert done.exit_code == 1
    assert sorted(file.name for file in folder.iterdir()) == ["in.pdf", "r.json", "words.txt"]
    assert report(folder)["report"]["result"] == "refused"
    assert {leak["channel"] for leak in report(folder)["report"]["check"]["leaks"]} >= {
        "info",
        "xmp",
    }


@pytest.mark.parametrize(
    "findings",
    [
        "no JSON",
        '{"findings": 3}',
        '[{"findings": []}, {"findings": []}]',
        '[{"start": 1, "end": 100000}]',
        '[{"start": true, "end": 20}]',
        '[{"start": 9, "end": 20, "text": "Andre ord"}]',
        '[{"kind": "person"}]',
        '[{"page": 9, "boxes": [[0, 0, 1, 1]]}]',
        '[{"page": 1, "boxes": [[9, 0, 1, 1]]}]',
        '[{"kind": "nonsense", "page": 1, "boxes": [[0, 0, 1, 1]]}]',
    ],
)
def test_findings_that_make_no_sense_are_refused(folder: Path, findings: str) -> None:
    (folder / "f.json").write_text(findings, encoding="utf-8")

    done = redact(folder, "--findings", folder / "f.json")

    assert isinstance(done.exception, InputProblem)
    assert not (folder / "out.pdf").exists()


def test_something_must_be_withheld(folder: Path) -> None:
    assert isinstance(redact(folder).exception, InputProblem)


@pytest.mark.parametrize("words", ["", "\n  \n", "---\n***\n"])
@pytest.mark.parametrize("command", ["redact", "verify"])
def test_a_list_without_words_is_refused(folder: Path, words: str, command: str) -> None:
    (folder / "words.txt").write_text(words, encoding="utf-8")
    more = ["--out", folder / "out.pdf"] if command == "redact" else []

    done = run(command, folder / "in.pdf", "--withhold", folder / "words.txt", *more)

    assert isinstance(done.exception, InputProblem)
    assert not (folder / "out.pdf").exists()


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_list_may_be_saved_as_windows_saves_it(folder: Path, coding: str) -> None:
    (folder / "in.pdf").write_bytes(a_pdf([(60.0, 780.0, "Sagen om Åse Sørup blev lukket.")]))
    (folder / "words.txt").write_bytes("Åse   Sørup\r\n".encode(coding))

    assert redact(folder, "--withhold", folder / "words.txt").exit_code == 0
    assert report(folder)["report"]["output"]["boxes"] == 1


@pytest.mark.parametrize("coding", ["cp865", "mac-roman"])
def test_a_list_in_a_coding_that_nobody_can_tell_is_refused(folder: Path, coding: str) -> None:
    (folder / "words.txt").write_bytes("Åse Sørup\r\n".encode(coding))

    assert isinstance(redact(folder, "--withhold", folder / "words.txt").exception, InputProblem)


@pytest.mark.parametrize("option", ["--out", "--report"])
@pytest.mark.parametrize("name", ["in.pdf", "words.txt", "sub/../in.pdf", "link.pdf"])
def test_nothing_that_was_given_is_written_over(folder: Path, option: str, name: str) -> None:
    (folder / "sub").mkdir()
    (folder / "link.pdf").symlink_to(folder / "in.pdf")
    before = (folder / "in.pdf").read_bytes()

    done = redact(folder, "--withhold", folder / "words.txt", option, folder / name)

    assert isinstance(done.exception, InputProblem)
    assert (folder / "in.pdf").read_bytes() == before
    assert (folder / "words.txt").read_text(encoding="utf-8") == "Jens Hansen\n"


def test_findings_of_files_inside_the_document_do_not_hinder(folder: Path) -> None:
    outer = {"file": "in.pdf", "findings": [{"kind": "person", "start": 9, "end": 20}]}
    inner = {"file": "in.pdf/thumbnail.jpeg", "findings": []}
    (folder / "f.json").write_text(json.dumps([outer, inner]), encoding="utf-8")

    assert redact(folder, "--findings", folder / "f.json").exit_code == 0
    assert report(folder)["report"]["output"]["boxes"] == 1


def test_findings_of_several_documents_side_by_side_are_refused(folder: Path) -> None:
    told = [{"file": name, "findings": []} for name in ("in.pdf", "andet.pdf")]
    (folder / "f.json").write_text(json.dumps(told), encoding="utf-8")

    done = redact(folder, "--findings", folder / "f.json")

    assert isinstance(done.exception, InputProblem)
