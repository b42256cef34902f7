"""Bad files: each is told in a sentence, none hangs or breaks the commands, and the others go on."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signatur.kernel.errors import InputProblem
from signatur.methods.documents import Content, Limits
from signatur.methods.documents.laid_out import LIMITS, UNREAD, LaidOut, drawing, lay_out
from signatur.methods.documents.pool import ChildPool
from signatur.solutions.disclosure.cli import commands
from signatur.solutions.disclosure.intake import CASE_LIMITS, Incoming, Source, read_case
from signatur.solutions.disclosure.model.checking import Check, verify
from signatur.solutions.disclosure.model.checking.apart import verify_apart
from signatur.solutions.disclosure.model.finding import find_words
from signatur.solutions.disclosure.model.releasing import Wish, release, words_to_seek
from signatur.solutions.disclosure.model.removing import Release, rebuilt_file, withheld_of
from signatur.solutions.disclosure.schema.release import Withheld
from tests.solutions.disclosure import bad_files as bad

LITTLE = replace(LIMITS, child_memory_bytes=1_000_000_000, seconds=60.0)
FAIR = replace(LIMITS, seconds=60.0)


@pytest.fixture(scope="module")
def pool() -> Iterator[ChildPool]:
    with ChildPool(size=1) as pool:
        yield pool


def _laid(
    data: bytes, pool: ChildPool, folder: Path, name: str = "x.pdf", limits: Limits = FAIR
) -> LaidOut:
    content = Content.from_bytes(data)
    return lay_out(content, limits=limits, recogniser=None, name=name, pool=pool, scratch=folder)


def _codes(laid: LaidOut) -> set[str]:
    return {problem.code.value for problem in laid.problems}


@pytest.mark.parametrize(
    "make",
    [
        bad.good_pdf, lambda: bad.locked_pdf(""), bad.numbers_pdf, bad.wide_page_pdf, bad.huge_page_pdf,
        bad.xfa_pdf, bad.signed_pdf, lambda: bad.text_pdf(bad.RTL),
        lambda: bad.picture_pdf("JBIG2Decode", b"\0" * 300, 60_000, 60_000),
        lambda: bad.picture_pdf("CCITTFaxDecode", b"\x55" * 900, 30_000, 30_000),
    ],
    ids=["good", "owner-password", "numbers", "wide", "huge", "xfa", "signed", "rtl", "jbig2", "fax"],
)  # fmt: skip
def test_what_is_odd_in_a_pdf_does_not_hide_its_words(
    make: Callable[[], bytes], pool: ChildPool, tmp_path: Path
) -> None:
    assert bad.WORD in " ".join(_laid(make(), pool, tmp_path).text.split())


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("a.pdf", lambda: bad.locked_pdf("hemmelig"), "encrypted"),
        ("a.pdf", bad.loop_pdf, "damaged"),
        ("a.pdf", lambda: bad.good_pdf()[:300], "damaged"),
        ("a.pdf", bytes, "empty"),
        ("a.docx", bad.locked_docx, "encrypted"),
        ("a.tiff", bad.tiff_bomb, "too_large"),
        ("a.png", bad.png_bomb, "too_large"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(
    name: str, make: Callable[[], bytes], code: str, pool: ChildPool, tmp_path: Path
) -> None:
    assert code in _codes(_laid(make(), pool, tmp_path, name))


@pytest.mark.parametrize("number", range(10))
def test_a_pdf_cut_anywhere_gives_its_page_or_a_sentence(
    number: int, pool: ChildPool, tmp_path: Path
) -> None:
    data = dict(bad.cut(bad.good_pdf()))[number]

    laid = _laid(data, pool, tmp_path)

    assert bad.WORD in laid.text or laid.problems


def test_a_page_made_to_take_all_memory_is_blank_in_the_view_and_is_not_released(
    tmp_path: Path,
) -> None:
    with ChildPool(size=1) as pool:
        laid = _laid(bad.form_bomb(), pool, tmp_path, limits=LITTLE)

    assert laid.pages[0].confidence == UNREAD
    assert laid.view is not None
    with drawing(laid.view) as drawer:
        assert drawer.drawn(1, 36).getextrema() == ((255, 255),) * 3
    with pytest.raises(InputProblem):
        rebuilt_file(laid, (), tmp_path / "out.pdf", Release())
    whole = Withheld(1, (), "§ 30, nr. 1", "", "page", "1", is_whole_page=True)
    assert rebuilt_file(laid, (whole,), tmp_path / "out.pdf", Release()).size


def test_a_strangers_file_that_takes_all_memory_is_not_clean() -> None:
    content = Content.from_bytes(bad.form_bomb())

    verdict = verify_apart(content, [bad.WORD], seconds=4.0, memory_bytes=900_000_000)

    assert "unreadable" in {leak.channel for leak in verdict.leaks}


def _taken_in(folder: Path, name: str, data: bytes) -> list[Incoming]:
    (folder / "case").mkdir()
    (folder / "scratch").mkdir()
    (folder / "case" / name).write_bytes(data)
    (folder / "case" / "zz.txt").write_text("Brev.", "utf-8")
    limits = replace(CASE_LIMITS, parts=400, unpacked_bytes=60_000_000)
    source = Source(name="case", path=folder / "case")
    return list(read_case([source], limits=limits, scratch=folder / "scratch"))


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("a.zip", lambda: bad.zip_bomb(70), "zip_bomb"),
        ("a.zip", lambda: bad.nested_zip(12), "too_deep"),
        ("a.zip", bad.locked_zip, "encrypted"),
        ("a.zip", bad.aes_zip, "encrypted"),
        ("a.eml", lambda: bad.nested_eml(30), "too_deep"),
    ],
)  # fmt: skip
def test_a_bad_container_is_told_and_the_next_file_is_taken_in(
    name: str, make: Callable[[], bytes], code: str, tmp_path: Path
) -> None:
    taken = _taken_in(tmp_path, name, make())

    assert code in {problem.code for one in taken for problem in one.problems}
    assert any(one.path.endswith("zz.txt") and one.content for one in taken)


def test_a_container_with_more_files_than_are_taken_in_says_so(tmp_path: Path) -> None:
    taken = _taken_in(tmp_path, "a.zip", bad.crowded_zip(900))

    assert len(taken) <= 402
    codes = {problem.code for one in taken for problem in one.problems}
    assert codes & {"not_all", "too_many_parts"}


def test_find_goes_on_behind_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(bad.loop_pdf())
    (tmp_path / "b.txt").write_text(bad.WORD, "utf-8")

    result = CliRunner().invoke(
        commands,
        ["find", str(tmp_path / "a.pdf"), str(tmp_path / "b.txt"), "--json", "--no-pictures"],
    )

    assert result.exit_code == 0, result.output
    first, second = json.loads(result.stdout)
    assert first["problems"][0]["sentence"]
    assert second["findings"]


@pytest.mark.parametrize("word", ["Order", "B"])
def test_words_of_the_format_do_not_stop_a_release(
    word: str, pool: ChildPool, tmp_path: Path
) -> None:
    data = bad.pdf_of(bad.shown(f"Hej {word} og farvel."))
    laid = _laid(data, pool, tmp_path)
    withheld = withheld_of(laid, find_words(laid.text, [word]), lambda _finding: "§ 30, nr. 1")
    wish = Wish(
        original=Content.from_bytes(data), laid=laid, withheld=withheld, words=(word,),
        release=Release(title="-", dpi=100),
    )  # fmt: skip

    outcome = release(wish, tmp_path / "out.pdf")

    assert outcome.verdict.is_clean, outcome.verdict.leaks
    assert verify(Content.from_path(tmp_path / "out.pdf"), [word], Check()).is_clean


def test_a_word_found_by_its_surname_alone_remains_with_the_surname(
    pool: ChildPool, tmp_path: Path
) -> None:
    """Two names with one surname, of which a mention alone is left: neither is a leak then."""
    data = bad.pdf_of(
        bad.shown("Her kom Bent Overlund ind.", at="60 700") + bad.shown("Her kom Grethe Overlund ind.", at="60 660")
        + bad.shown("Overlund kom.", at="60 620")
    )  # fmt: skip
    laid = _laid(data, pool, tmp_path)
    kept = [
        one
        for one in find_words(laid.text, ["Bent Overlund", "Grethe Overlund"])
        if " " in one.text
    ]
    withheld = withheld_of(laid, kept, lambda _finding: "§ 30, nr. 1")

    sought, remaining = words_to_seek(laid, withheld)

    assert not sought
    assert set(remaining) == {"Bent Overlund", "Grethe Overlund"}
