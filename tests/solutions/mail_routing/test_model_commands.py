"""`signatur mail-routing train|evaluate|suggest` as programs rely on them: JSON, exit status, files."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from signatur import cli
from signatur.methods.classification import from_bytes
from tests.corpus.documents import CORPUS as DOCUMENTS
from tests.corpus.messages.mime import mail
from tests.methods.classification.lessons import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from signatur.methods.classification import Example

    Run = Callable[..., "Ended"]

_FILES = {sample.name: sample.data for sample in DOCUMENTS}
_LESSON, _ASKED = examples(30, 35), examples(10, 10, seed=4)
_INTERVAL = {"value", "low", "high"}


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Standard output, which must be one JSON document and nothing else."""
        assert self.out.count("\n") == 1
        document = json.loads(self.out)
        assert isinstance(document, dict)
        return document

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output, every line of which must be a JSON document."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command of mail routing in this process."""

    def run_command(*arguments: object, data: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "argv", ["signatur", "mail-routing", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, out, err)

    return run_command


def _row(one: Example) -> str:
    return json.dumps({"text": one.text, "label": one.label}, ensure_ascii=False)


def _write(path: Path, rows: Iterable[Example] | Iterable[str]) -> Path:
    lines = (one if isinstance(one, str) else _row(one) for one in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model, trained by the command as a program starts it."""
    folder = tmp_path_factory.mktemp("models")
    data = _write(folder / "train.jsonl", _LESSON)
    command = ("train", "--data", str(data), "--model", str(folder / "model"), "--json")
    ended = subprocess.run(
        [sys.executable, "-m", "signatur", "mail-routing", *command],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    (folder / "told.json").write_text(ended.stdout, encoding="utf-8")
    return folder / "model"


# --- train ---------------------------------------------------------------------------------------


def test_training_prints_one_document_about_what_was_learnt(model: Path) -> None:
    told = Ended(0, (model.parent / "told.json").read_text(encoding="utf-8"), "").document

    assert (told["n"], told["n_unknown"]) == (185, 35)
    assert told["card"]["categories"] == 5
    assert told["model_bytes"] == (model / "model.npz").stat().st_size
    for name in ("train_seconds", "enquiries_per_second", "peak_memory_mb"):
        assert told[name] > 0
    assert json.loads((model / "card.json").read_text(encoding="utf-8")) == told


def test_a_folder_of_a_model_holds_nothing_else(model: Path) -> None:
    assert sorted(one.name for one in model.iterdir()) == ["card.json", "model.npz"]


def test_the_same_rows_and_seed_give_the_same_model(model: Path, tmp_path: Path, run: Run) -> None:
    data = model.parent / "train.jsonl"

    same = run("train", "--data", data, "--model", tmp_path / "same", "--seed", 0, "--json")
    other = run(
        "train", "--data", data, "--model", tmp_path / "deep" / "other", "--seed", 1, "--json"
    )

    assert (same.code, other.code) == (0, 0)
    wanted = (model / "model.npz").read_bytes()
    assert (tmp_path / "same" / "model.npz").read_bytes() == wanted
    assert (tmp_path / "deep" / "other" / "model.npz").read_bytes() != wanted
    assert other.document["card"]["seed"] == 1


def _learnt(run: Run, tmp_path: Path, content: bytes, *options: str) -> Ended:
    (tmp_path / "rows.jsonl").write_bytes(content)
    return run(
        "train", "--data", tmp_path / "rows.jsonl", "--model", tmp_path / "m", "--json", *options
    )


def _few(label: str = "label", text: str = "text") -> list[str]:
    return [json.dumps({text: one.text, label: one.label}) for one in examples(3, labels=2)]


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(_few()).encode(),
        b"\xef\xbb\xbf" + "\r\n".join(_few()).encode() + b"\r\n",
        b"\xef\xbb\xbf\n" + "\n".join(_few()).encode(),
        ("\n\n   \n" + "\n \n".join(_few()) + "\n\n\n").encode(),
    ],
    ids=["no last line end", "from Windows", "empty first line", "blank lines"],
)
def test_rows_are_read_however_their_lines_end(tmp_path: Path, run: Run, content: bytes) -> None:
    ended = _learnt(run, tmp_path, content)

    assert (ended.code, ended.err) == (0, "")
    assert ended.document["n"] == 6


def test_fields_may_have_other_names(tmp_path: Path, run: Run) -> None:
    rows = "\n".join(_few("afdeling", "brødtekst")).encode()

    ended = _learnt(run, tmp_path, rows, "--text-field", "brødtekst", "--label-field", "afdeling")

    assert ended.document["n"] == 6
    assert _learnt(run, tmp_path, rows).code == 2


def test_labels_may_be_numbers_and_texts_empty(tmp_path: Path, run: Run) -> None:
    rows = [{"text": "", "label": 10}, {"text": "hul i vejen", "label": 9}] * 3

    ended = _learnt(run, tmp_path, "\n".join(map(json.dumps, rows)).encode())

    assert ended.code == 0
    assert from_bytes((tmp_path / "m" / "model.npz").read_bytes()).labels == ("10", "9")


def test_labels_that_nobody_can_print_do_not_stop_anybody(tmp_path: Path, run: Run) -> None:
    rows = [{"text": "hul\0i \ud800", "label": "ve\ud800j"}, {"text": "pas", "label": "p\0as"}] * 3
    assert _learnt(run, tmp_path, "\n".join(map(json.dumps, rows)).encode()).code == 0
    (tmp_path / "a.txt").write_text("hul i", encoding="utf-8")

    ended = run("suggest", "--model", tmp_path / "m", tmp_path / "a.txt", "--json")

    assert (ended.code, ended.lines[0]["alternatives"][0]["label"]) == (0, "ve?j")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        (b"{", 3),
        (b"\xff\xfe", 3),
        (b"[" * 100_000, 3),
        (b'"text"', 3),
        (b"null", 3),
        (b'{"text": "hul i vejen"}', 3),
        (b'{"label": "vej"}', 3),
        (b'{"text": 5, "label": "vej"}', 3),
        (b'{"text": "hul", "label": null}', 3),
        (b'{"text": "hul", "label": ""}', 3),
        (b'{"text": "hul", "label": ["vej"]}', 3),
    ],
    ids=range(11),
)
def test_a_line_that_cannot_be_used_is_named(
    tmp_path: Path, run: Run, line: bytes, number: int
) -> None:
    rows = [one.encode() for one in _few()]

    ended = _learnt(run, tmp_path, b"\n".join([rows[0], b"", line, *rows]))

    assert (ended.code, ended.out) == (2, "")
    assert f" {number} " in ended.err
    assert ended.err.count("\n") == 1
    assert not (tmp_path / "m").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"\xef\xbb\xbf",
        _few()[0].encode(),
        b'{"text": "a", "label": "__unknown__"}\n{"text": "b", "label": "vej"}\n',
    ],
    ids=["empty", "blank", "a mark alone", "one row", "one category"],
)
def test_a_file_with_nothing_to_learn_from_is_wrong_use(
    tmp_path: Path, run: Run, content: bytes
) -> None:
    ended = _learnt(run, tmp_path, content)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, run: Run) -> None:
    ended = run("train", "--data", tmp_path / "none.jsonl", "--model", tmp_path / "m", "--json")

    assert (ended.code, ended.out) == (2, "")


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_learnt(
    model: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "file").touch()

    ended = run(
        "train",
        "--data",
        model.parent / "train.jsonl",
        "--model",
        tmp_path / "file" / "m",
        "--json",
    )

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1


def test_without_json_training_tells_a_person(tmp_path: Path, run: Run) -> None:
    data = _write(tmp_path / "rows.jsonl", _few())

    ended = run("train", "--data", data, "--model", tmp_path / "m")

    assert ended.code == 0
    assert ended.out.startswith("6 rows, 2 categories")


# --- evaluate ------------------------------------------------------------------------------------


def test_an_evaluation_prints_every_measure_with_its_interval(
    model: Path, tmp_path: Path, run: Run
) -> None:
    ended = run("evaluate", "--model", model, "--data", _write(tmp_path / "d", _ASKED), "--json")

    told = ended.document
    assert (ended.code, ended.err, told["n"], told["n_unknown"]) == (0, "", 60, 10)
    for name in ("accuracy", "macro_f1", "top3_accuracy", "unknown_auroc"):
        assert set(told[name]) == _INTERVAL
        assert 0 <= told[name]["low"] <= told[name]["value"] <= told[name]["high"] <= 1
    assert told["accuracy"]["value"] > 0.6
    assert 0 <= told["ece"] <= 1
    assert [one["target"] for one in told["targets"]] == [0.90, 0.95, 0.98]
    for one in told["targets"]:
        assert set(one["coverage"]) == set(one["precision"]) == _INTERVAL
        assert (one["precision"]["value"] is None) == (one["coverage"]["value"] == 0)
    trained = json.loads((model / "card.json").read_text(encoding="utf-8"))
    assert told["train_seconds"] == trained["train_seconds"]
    assert min(told["enquiries_per_second"], told["peak_memory_mb"]) > 0


def test_an_evaluation_is_that_of_the_model_s_own_suggestions(
    model: Path, tmp_path: Path, run: Run
) -> None:
    verdicts = from_bytes((model / "model.npz").read_bytes()).suggest([one.text for one in _ASKED])
    pairs = list(zip(verdicts, _ASKED, strict=True))

    told = run(
        "evaluate", "--model", model, "--data", _write(tmp_path / "d", _ASKED), "--json"
    ).document

    known = [(said, one) for said, one in pairs if one.label != "__unknown__"]
    right = sum(said.labels[0] == one.label for said, one in known)
    assert told["accuracy"]["value"] == right / len(known)
    for one in told["targets"]:
        sent = [(said, row) for said, row in pairs if one["target"] in said.clears]
        assert one["coverage"]["value"] == len(sent) / 60
        if sent:
            right = sum(said.labels[0] == row.label for said, row in sent)
            assert one["precision"]["value"] == right / len(sent)


def test_without_unknown_rows_there_is_no_auroc(model: Path, tmp_path: Path, run: Run) -> None:
    data = _write(tmp_path / "d", examples(4, seed=4))

    told = run("evaluate", "--model", model, "--data", data, "--json").document

    assert told["n_unknown"] == 0
    assert "unknown_auroc" not in told


def test_labels_that_the_model_has_never_seen_are_errors_and_no_failure(
    model: Path, tmp_path: Path, run: Run
) -> None:
    rows = [*map(_row, examples(2, seed=4)), '{"text": "hul i vejen", "label": "nyt område"}']

    told = run(
        "evaluate", "--model", model, "--data", _write(tmp_path / "d", rows), "--json"
    ).document

    assert (told["n"], told["n_unknown"]) == (11, 0)
    assert told["accuracy"]["value"] <= 10 / 11


def test_rows_that_all_belong_nowhere_are_measured(model: Path, tmp_path: Path, run: Run) -> None:
    data = _write(tmp_path / "d", examples(0, 5, seed=4))

    ended = run("evaluate", "--model", model, "--data", data, "--json")

    assert (ended.code, ended.document["n_unknown"]) == (0, 5)
    assert "unknown_auroc" not in ended.document


def test_without_json_an_evaluation_tells_a_person(model: Path, tmp_path: Path, run: Run) -> None:
    ended = run("evaluate", "--model", model, "--data", _write(tmp_path / "d", _ASKED))

    assert ended.code == 0
    assert ended.out.startswith("60 rows, 10 of them belong nowhere")


@pytest.mark.parametrize("card", [None, "[]", "{}", "no JSON", '"x"'])
def test_a_folder_without_a_whole_model_is_refused(
    model: Path, tmp_path: Path, run: Run, card: str | None
) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "model.npz").write_bytes((model / "model.npz").read_bytes())
    if card is not None:
        (tmp_path / "m" / "card.json").write_text(card, encoding="utf-8")

    ended = run(
        "evaluate", "--model", tmp_path / "m", "--data", _write(tmp_path / "d", _ASKED), "--json"
    )

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1


def test_a_damaged_model_is_refused(model: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "card.json").write_bytes((model / "card.json").read_bytes())
    (tmp_path / "m" / "model.npz").write_bytes((model / "model.npz").read_bytes()[:-100])

    ended = run("suggest", "--model", tmp_path / "m", tmp_path, "--json")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1


# --- suggest -------------------------------------------------------------------------------------


@pytest.fixture
def enquiries(tmp_path: Path) -> Path:
    """A folder with a mail, a text and a PDF that cannot be read."""
    folder = tmp_path / "post"
    folder.mkdir()
    headers = "From: a@example.dk\nSubject: Hul i vejen\nContent-Type: text/plain; charset=utf-8\n"
    (folder / "a.eml").write_bytes(mail(headers, "Der er hul i asfalt på vejen ved fortov."))
    (folder / "b.txt").write_text("Jeg vil gerne forny mit pas og kørekort.", encoding="utf-8")
    (folder / "c.pdf").write_bytes(_FILES["ansoegning.pdf"])
    return folder


def test_a_suggestion_comes_for_every_enquiry_one_a_line(
    model: Path, enquiries: Path, run: Run
) -> None:
    files = sorted(enquiries.iterdir())

    ended = run("suggest", "--model", model, *files, "--no-recognition", "--json")

    assert (ended.code, ended.err) == (0, "")
    road, passport, _application = ended.lines
    assert [one["source"] for one in ended.lines] == ["a.eml", "b.txt", "c.pdf"]
    assert (road["subject"], road["problem"]) == ("Hul i vejen", None)
    assert [one["alternatives"][0]["label"] for one in (road, passport)] == ["vej", "pas"]
    for one in (road, passport):
        assert one["lane"] in {"ready", "pick", "read"}
        assert one["confidence"] == one["alternatives"][0]["probability"]
        assert len(one["alternatives"]) == 3
        assert sum(each["probability"] for each in one["alternatives"]) <= 1 + 1e-5
        assert {"word", "start", "end", "weight"} == set(one["words"][0])
        assert {"key", "similarity", "label"} == set(one["similar"][0])


def test_a_folder_is_read_as_its_files_are(model: Path, enquiries: Path, run: Run) -> None:
    files = sorted(enquiries.iterdir())

    one_by_one = run("suggest", "--model", model, *files, "--no-recognition", "--json")
    together = run("suggest", "--model", model, enquiries, "--no-recognition", "--json")

    said = [[one["alternatives"], one["lane"]] for one in one_by_one.lines]
    assert [[one["alternatives"], one["lane"]] for one in together.lines] == said


def test_what_cannot_be_read_has_a_line_and_ends_with_1(
    model: Path, enquiries: Path, run: Run
) -> None:
    (enquiries / "d.pdf").write_bytes(_FILES["laast.pdf"])

    ended = run(
        "suggest", "--model", model, *sorted(enquiries.iterdir()), "--no-recognition", "--json"
    )

    assert (ended.code, len(ended.lines)) == (1, 4)
    locked = ended.lines[-1]
    assert locked["problem"]["code"]
    assert (locked["lane"], locked["alternatives"], locked["confidence"]) == ("read", [], None)


def test_an_enquiry_from_a_pipe_is_read(model: Path, run: Run) -> None:
    ended = run("suggest", "--model", model, "-", "--json", data="Hul i asfalt på vejen".encode())

    assert ended.code == 0
    assert ended.lines[0]["alternatives"][0]["label"] == "vej"


def test_a_higher_promise_makes_fewer_ready(model: Path, tmp_path: Path, run: Run) -> None:
    for at, one in enumerate(examples(8, seed=6)):
        (tmp_path / f"{at}.txt").write_text(one.text, encoding="utf-8")

    def ready(target: str) -> set[str]:
        ended = run("suggest", "--model", model, tmp_path, "--target", target, "--json")
        assert ended.code == 0
        for one in ended.lines:
            assert (one["lane"] == "ready") == (float(target) in one["clears"])
        return {one["source"] for one in ended.lines if one["lane"] == "ready"}

    assert ready("0.90") >= ready("0.95") >= ready("0.98")


@pytest.mark.parametrize("target", ["0.5", "1", "0.951", "nan"])
def test_a_promise_that_no_threshold_was_set_for_is_wrong_use(
    model: Path, enquiries: Path, run: Run, target: str
) -> None:
    ended = run("suggest", "--model", model, enquiries, "--target", target, "--json")

    assert (ended.code, ended.out) == (2, "")


def test_a_file_or_model_that_is_not_there_is_wrong_use(
    model: Path, tmp_path: Path, run: Run
) -> None:
    for arguments in ((model, tmp_path / "none.eml"), (tmp_path / "none", tmp_path)):
        ended = run("suggest", "--model", *arguments, "--json")
        assert (ended.code, ended.out) == (2, "")
        assert ended.err


def test_without_json_a_suggestion_is_a_line_for_a_person(
    model: Path, enquiries: Path, run: Run
) -> None:
    ended = run("suggest", "--model", model, enquiries / "b.txt")

    assert ended.code == 0
    assert ended.out.startswith("b.txt: pas ")


# --- help ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("train", ("--data", "--model", "--text-field", "--label-field", "--seed", "--json")),
        ("evaluate", ("--data", "--model", "--text-field", "--label-field", "--json")),
        ("suggest", ("--model", "--target", "--json")),
    ],
)
def test_help_names_every_option(run: Run, command: str, options: tuple[str, ...]) -> None:
    ended = run(command, "--help")

    assert ended.code == 0
    for option in options:
        assert option in ended.out


@pytest.mark.parametrize("command", ["train", "evaluate", "suggest"])
def test_a_command_without_what_it_needs_is_wrong_use(run: Run, command: str) -> None:
    ended = run(command, "--json")

    assert (ended.code, ended.out) == (2, "")
