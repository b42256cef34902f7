"""Recognition: pictures set right, and Tesseract's table turned back into text."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from signatur.methods.documents import (
    ChildPool,
    Content,
    Limits,
    Problem,
    ProblemCode,
    Recogniser,
    installed_languages,
    read_document,
    recognition,
)
from signatur.methods.documents.recognition import (
    Recognised,
    _outcome,
    ink_share,
    recognise,
    skew_deg,
)
from signatur.methods.documents.task import Deadline, Unreadable
from tests.corpus.documents.letters import NOTE
from tests.corpus.documents.scanning import scan, strip

if TYPE_CHECKING:
    from pathlib import Path

_TESSERACT = shutil.which("tesseract")
needs_tesseract = pytest.mark.skipif(_TESSERACT is None, reason="tesseract is not installed")

_HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def _row(block: int, paragraph: int, line: int, confidence: float, word: str) -> str:
    return f"5\t1\t{block}\t{paragraph}\t{line}\t1\t0\t0\t9\t9\t{confidence}\t{word}\n"


def test_words_are_put_back_into_lines_and_paragraphs() -> None:
    table = _HEAD + "".join([
        "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n",
        _row(1, 1, 1, 96.0, "Kære"), _row(1, 1, 1, 90.0, '"Åse"'),
        _row(1, 1, 2, 90.0, "Tak"), _row(2, 1, 1, 50.0, "Mvh"),
    ])  # fmt: skip

    assert _outcome(table) == Recognised('Kære "Åse"\nTak\n\nMvh', 0.836, 12)


def test_lines_that_are_likely_dirt_are_dropped() -> None:
    table = _HEAD + _row(1, 1, 1, 95.0, "Kære") + _row(1, 1, 2, 12.0, "|;~")

    assert _outcome(table).text == "Kære"


def test_a_table_without_words_is_no_text() -> None:
    assert _outcome(_HEAD) == _outcome("") == Recognised()


@pytest.mark.parametrize("turned_deg", [-12, 0, 5])
def test_skew_is_found(turned_deg: int) -> None:
    # The scan is turned counter-clockwise, and set right clockwise.
    assert skew_deg(scan(turned_deg=turned_deg)) == pytest.approx(turned_deg, abs=0.5)


def test_blank_paper_has_no_ink_and_a_letter_has() -> None:
    assert ink_share(Image.new("L", (800, 1100), 240)) == 0.0
    assert ink_share(scan()) > 0.01
    assert ink_share(scan(ink=150, paper=205)) > 0.01


def test_the_program_is_told_to_use_one_thread(tmp_path: Path) -> None:
    program = tmp_path / "stand-in"
    program.write_text(
        '#!/bin/sh\n[ "$1" = --list-langs ] && { printf "List\\ndan\\n"; exit; }\n'
        f'echo "$OMP_THREAD_LIMIT" > {tmp_path}/threads\n'
    )
    program.chmod(0o755)

    recognise(scan(), Recogniser(program=str(program)), Deadline.after(10))

    assert (tmp_path / "threads").read_text() == "1\n"


def test_a_missing_program_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        recognise(scan(), Recogniser(program="no-such-program"), Deadline.after(1))

    assert caught.value.problem.code is ProblemCode.PROGRAM_MISSING


def test_a_program_that_does_not_answer_has_no_languages() -> None:
    assert installed_languages("/no/such/program") == frozenset()


class _OneWayUp:
    """Stands in for an engine without data on orientation: reads pictures that are wider than high."""

    languages = ("dan",)
    knows_scripts = False

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []

    def run(self, image: Image.Image, _: tuple[str, ...], **__: str) -> Recognised:
        self.sizes.append(image.size)
        is_upright = image.width > image.height
        return Recognised("ord " * 10, 0.95, 30) if is_upright else Recognised("j", 0.2, 0)


def test_without_data_on_orientation_a_page_is_turned_until_it_can_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = _OneWayUp()
    monkeypatch.setattr(recognition.Engine, "find", lambda *_: engine)

    outcome = recognise(Image.new("L", (300, 400), 255), Recogniser(), Deadline.after(5))

    assert outcome.sure_characters == 30
    assert engine.sizes == [(300, 400), (400, 300)]


@pytest.mark.outside("tesseract")
@needs_tesseract
def test_a_missing_language_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        recognise(scan(), Recogniser(languages=("xyz",)), Deadline.after(5))

    assert caught.value.problem.code is ProblemCode.PROGRAM_MISSING
    assert "xyz" in caught.value.problem.detail


@pytest.mark.outside("tesseract")
@needs_tesseract
def test_recognition_stops_when_its_time_is_up() -> None:
    with pytest.raises(Unreadable) as caught:
        recognise(scan(), Recogniser(seconds_per_page=0.01), Deadline.after(5))

    assert caught.value.problem.code is ProblemCode.TIMED_OUT


@pytest.mark.outside("tesseract")
@needs_tesseract
@pytest.mark.parametrize("turned_deg", [0, 270])
def test_a_danish_letter_is_recognised_however_it_lies(turned_deg: int) -> None:
    outcome = recognise(scan(turned_deg=turned_deg), Recogniser(), Deadline.after(60))

    words = NOTE.split()
    found = set(outcome.text.split())
    assert sum(word in found for word in words) >= 0.95 * len(words)
    assert outcome.confidence > 0.85


@pytest.mark.outside("tesseract")
@needs_tesseract
def test_reading_with_another_language_than_wanted_is_stated(pool: ChildPool) -> None:
    picture = io.BytesIO()
    strip().save(picture, "PNG")
    wanted = Recogniser(languages=("xyz", "dan"))

    document = read_document(
        Content.from_bytes(picture.getvalue()), limits=Limits(), recogniser=wanted, pool=pool
    )

    assert "søger om tilladelse" in document.text
    assert document.problems == (Problem(ProblemCode.PROGRAM_MISSING, "tesseract language xyz"),)
