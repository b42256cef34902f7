"""`signatur mail-routing read` as programs rely on it: lines of JSON, exit status, nothing else."""

from __future__ import annotations

import io
import json
import mailbox
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from signatur import cli
from signatur.methods.documents import ProblemCode
from signatur.solutions.mail_routing.schema import enquiry_from_json
from tests.corpus.documents import CORPUS as DOCUMENTS
from tests.corpus.messages.mime import LETTER, attached, head, mail, of_parts, part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., "Ended"]

_START = (sys.executable, "-m", "signatur", "mail-routing", "read")
_FILES = {sample.name: sample.data for sample in DOCUMENTS}
_LOCKED = of_parts(part(LETTER), attached("laast.pdf", _FILES["laast.pdf"], "application/pdf"))


def _mail(subject: str = "Hul i vejen") -> bytes:
    return mail(head(subject) + "Content-Type: text/plain; charset=utf-8\n", LETTER)


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def enquiries(self) -> list[dict[str, Any]]:
        """Every line of standard output, each of which must be an enquiry in the common format."""
        lines = [json.loads(line) for line in self.out.splitlines()]
        formats = [enquiry_from_json(line).format for line in lines]
        assert formats == ["signatur.enquiry/1"] * len(lines)
        return lines


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Run the command in this process."""

    def run_read(*arguments: str | Path, data: bytes = b"") -> Ended:
        command = ["signatur", "mail-routing", "read", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", command)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, out, err)

    return run_read


def test_what_was_read_without_a_problem_ends_with_0(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.eml").write_bytes(_mail("Hul i vejen"))
    (tmp_path / "b.eml").write_bytes(_mail("Støj fra naboen"))

    ended = run(tmp_path / "a.eml", tmp_path / "b.eml", "--json")

    assert (ended.code, ended.err) == (0, "")
    assert [line["subject"] for line in ended.enquiries] == ["Hul i vejen", "Støj fra naboen"]
    assert {line["problem"] for line in ended.enquiries} == {None}


def test_a_problem_is_stated_in_its_line_and_ends_with_1(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.eml").write_bytes(_mail())
    (tmp_path / "b.eml").write_bytes(_LOCKED)
    (tmp_path / "c.bin").write_bytes(bytes(range(256)) * 8)

    ended = run(tmp_path, "--json")

    whole, partly, nothing = ended.enquiries
    assert (ended.code, ended.err) == (1, "")
    assert whole["problem"] is None
    assert partly["problem"] == {
        "code": "encrypted", "where": "attachment 1", "detail": "a password is needed",
    }  # fmt: skip
    assert (partly["completeness"], nothing["completeness"]) == ("partly", "nothing")
    assert nothing["problem"]["code"] in set(ProblemCode)
    assert nothing["source"]["size"] == 2048


@pytest.mark.parametrize("arguments", [(), ("--jsonl", "."), ("findes-ikke.eml", "--json")])
def test_wrong_use_ends_with_2_and_prints_nothing(arguments: tuple[str, ...], run: Run) -> None:
    ended = run(*arguments)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err
    assert "Traceback" not in ended.err


def test_nothing_is_read_where_one_of_the_paths_does_not_exist(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.eml").write_bytes(_mail())

    ended = run(tmp_path / "a.eml", tmp_path / "b.eml", "--json")

    assert (ended.code, ended.out) == (2, "")


def test_an_empty_folder_is_read_and_holds_nothing(tmp_path: Path, run: Run) -> None:
    ended = run(tmp_path, "--json")

    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_mbox_maildir_and_pipe_give_the_same_enquiries(tmp_path: Path, run: Run) -> None:
    box = mailbox.mbox(tmp_path / "post.mbox")
    folder = mailbox.Maildir(tmp_path / "Post")
    for number in range(5):
        box.add(_mail(f"Sag {number}"))
        folder.add(_mail(f"Sag {number}"))
    box.close()

    of_box = run(tmp_path / "post.mbox", "--json").enquiries
    of_folder = run(tmp_path / "Post", "--json").enquiries
    of_pipe = run("-", "--json", data=(tmp_path / "post.mbox").read_bytes()).enquiries

    subjects = [f"Sag {number}" for number in range(5)]
    assert [line["subject"] for line in of_box] == subjects
    assert sorted(line["subject"] for line in of_folder) == subjects
    assert [line["position"] for line in (each["source"] for each in of_box)] == list(range(5))
    assert [line["id"] for line in of_pipe] == [line["id"] for line in of_box]


def test_repeats_are_marked_over_all_paths_of_a_run(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.eml").write_bytes(_mail())
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "igen.eml").write_bytes(_mail())

    first, again = run(tmp_path / "a.eml", tmp_path / "b", "--json").enquiries

    assert first["duplicates"] == {"same_as": None, "near": []}
    assert again["duplicates"]["same_as"] == first["id"]


def test_a_reader_of_the_output_that_stops_early_gets_no_traceback(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "post.mbox")
    for number in range(300):
        box.add(_mail(f"Sag {number}"))
    box.close()

    command = [*_START, str(tmp_path / "post.mbox"), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        complaint = running.stderr.read()

    assert b"Traceback" not in complaint
    assert running.returncode != 0


def test_without_json_a_person_reads_one_enquiry_after_the_other(tmp_path: Path, run: Run) -> None:
    (tmp_path / "b.eml").write_bytes(_LOCKED)

    ended = run(tmp_path / "b.eml")

    assert ended.code == 1
    assert ended.out.splitlines() == [
        "b.eml: email partly  [encrypted attachment 1]",
        "  Carport på Ålykkevej",
    ]


@pytest.mark.outside("tesseract")
def test_a_scanned_letter_is_read_with_tesseract_and_stated_without(
    tmp_path: Path, run: Run
) -> None:
    (tmp_path / "brev.pdf").write_bytes(_FILES["scannet.pdf"])

    (read,) = run(tmp_path, "--json").enquiries
    without = run(tmp_path, "--no-recognition", "--json")
    (unread,) = without.enquiries

    (page,) = read["attachments"][0]["pages"]
    assert (page["source"], read["problem"]) == ("recognised", None)
    assert 0.5 < page["quality"] <= 1
    assert read["body"]["text"]
    assert (without.code, unread["completeness"]) == (1, "nothing")
    assert unread["problem"]["code"] in {"unreadable_scan", "program_missing"}
