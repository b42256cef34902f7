"""Bad files: each is told in a sentence, none hangs or breaks the commands, and the others go on."""

import email.message
import gzip
import json
import lzma
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from signatur.kernel.errors import InputProblem
from signatur.methods.documents import Content, Limits, ProblemCode
from signatur.methods.documents.laid_out import (
    LIMITS,
    UNREAD,
    Box,
    LaidOut,
    boxes_of,
    drawing,
    lay_out,
)
from signatur.methods.documents.laid_out.blanking import with_blanks
from signatur.methods.documents.laid_out.schema import LaidPage
from signatur.methods.documents.laid_out.views import view_of
from signatur.methods.documents.pool import ChildPool
from signatur.methods.documents.schema import Problem
from signatur.solutions.disclosure.cli import commands
from signatur.solutions.disclosure.cli.problems import lines_of
from signatur.solutions.disclosure.intake import (
    CASE_LIMITS,
    Incoming,
    Source,
    read_case,
)
from signatur.solutions.disclosure.model.checking import Check, verify
from signatur.solutions.disclosure.model.checking.apart import seconds_for, verify_apart
from signatur.solutions.disclosure.model.finding import find_words
from signatur.solutions.disclosure.model.releasing import Wish, release, words_to_seek
from signatur.solutions.disclosure.model.removing import (
    Release,
    find_in_bar_codes,
    rebuilt_file,
    withheld_of,
)
from signatur.solutions.disclosure.schema.release import Withheld
from signatur.solutions.disclosure.service.troubles import trouble_of
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
        lambda: bad.picture_pdf("CCITTFaxDecode", b"\x55" * 900, 30_000, 30_000), bad.outline_loop_pdf,
        bad.form_loop_pdf, bad.noise_font_pdf,
    ],
    ids=["good", "owner-password", "numbers", "wide", "huge", "xfa", "signed", "rtl", "jbig2", "fax",
         "outline-loop", "form-loop", "noise-font"],
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
        ("a.pdf", bad.type3_pdf, "garbled_text"),
        ("a.pdf", bad.broken_font_pdf, "garbled_text"),
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


def test_pages_that_only_one_library_finds_are_blank_in_the_view(tmp_path: Path) -> None:
    unread = [LaidPage(number, 0, 0, 200.0, 300.0, confidence=UNREAD) for number in (1, 2)]

    view = with_blanks(Content.from_bytes(bad.good_pdf()), unread, tmp_path)

    with drawing(view) as drawer:
        assert [drawer.drawn(number, 72).getextrema() for number in (1, 2)] == [
            ((255, 255),) * 3
        ] * 2


def test_a_strangers_file_that_takes_all_memory_is_not_clean() -> None:
    content = Content.from_bytes(bad.form_bomb())

    verdict = verify_apart(content, [bad.WORD], seconds=4.0, memory_bytes=900_000_000)

    assert "unreadable" in {leak.channel for leak in verdict.leaks}


def test_a_stream_that_unpacks_to_more_than_a_page_needs_is_not_clean_and_no_engine_reads_it() -> (
    None
):
    verdict = verify(Content.from_bytes(bad.object_stream_bomb()), ["Nogen Anden"], Check())

    assert [leak.channel for leak in verdict.leaks] == ["unreadable"]
    assert {engine.name for engine in verdict.engines} == {"pikepdf"}


def test_a_check_has_more_time_the_more_pages_there_are_but_not_without_end() -> None:
    assert seconds_for(1) < 15 * 60
    assert seconds_for(1_000) > 1_000 * 20
    assert seconds_for(10**9) == 24 * 3600


def test_a_reader_that_is_killed_costs_a_page_and_no_other(tmp_path: Path) -> None:
    """As the system does it when memory runs out."""
    laid: list[LaidOut] = []
    others = _readers()
    with ChildPool(size=1) as pool:
        _laid(bad.good_pdf(), pool, tmp_path)
        (reader,) = _readers() - others
        reading = threading.Thread(
            target=lambda: laid.append(_laid(bad.many_pages_pdf(1_500), pool, tmp_path))
        )
        reading.start()
        while not _begun(tmp_path):
            time.sleep(0.01)
        os.kill(reader, signal.SIGKILL)
        reading.join()

    assert _codes(laid[0]) == {"reader_failed"}
    assert laid[0].page_count == 1_500
    assert laid[0].text.count(bad.WORD) == 1_499


def test_a_page_far_wider_than_pictures_may_be_is_released(pool: ChildPool, tmp_path: Path) -> None:
    data = bad.wide_page_pdf()
    laid = _laid(data, pool, tmp_path)
    assert not list(find_in_bar_codes(laid, [bad.WORD]))
    wish = Wish(
        original=Content.from_bytes(data),
        laid=laid,
        withheld=(),
        words=(),
        release=Release(title="-"),
    )

    assert release(wish, tmp_path / "out.pdf").released


def test_what_of_a_long_text_is_not_read_is_told(tmp_path: Path) -> None:
    content = Content.from_bytes(b"Brev.\n\n" * 1_000)
    limits = replace(FAIR, text_characters=3_000)

    view = view_of(content, media_type="text/plain", name="a.txt", limits=limits, scratch=tmp_path)

    assert [problem.code.value for problem in view.problems] == ["too_large"]


def test_a_workbook_made_to_take_all_memory_costs_itself_and_not_the_next_file(
    tmp_path: Path,
) -> None:
    little = replace(LITTLE, child_memory_bytes=450_000_000)
    with ChildPool(size=1) as pool:
        laid = _laid(bad.big_workbook(40_000), pool, tmp_path, "a.xlsx", little)
        after = _laid(f"{bad.WORD} skrev.".encode(), pool, tmp_path, "b.txt")

    assert _codes(laid) & {"too_large", "reader_failed"}
    assert not laid.pages
    assert bad.WORD in after.text


def test_what_a_file_attaches_is_there_when_its_view_was_made_apart(
    pool: ChildPool, tmp_path: Path
) -> None:
    laid = _laid(bad.eml(2), pool, tmp_path, "a.eml")

    told = [(part.name, part.content and part.content.read().strip()) for part in laid.parts]
    assert told == [("0.txt", b"Brev 0"), ("1.txt", b"Brev 1")]


def _begun(folder: Path) -> bool:
    """Whether some pages of the second document are laid out."""
    return any(path.stat().st_size > 2_000 for path in folder.glob("laid-out-*/pages/pages.jsonl"))


def _readers() -> set[int]:
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"documents.child" in (path / "cmdline").read_bytes():
                found.add(int(path.name))
    return found


def test_a_name_that_runs_over_the_edge_of_the_page_is_found_by_what_is_seen_of_it(
    pool: ChildPool, tmp_path: Path
) -> None:
    whole = bad.pdf_of(bad.shown(f"Hun hedder {bad.WORD}", at="10 100"), box=b"[0 0 300 200]")
    end = _boxes(_laid(whole, pool, tmp_path))[-1].right
    cut = bad.pdf_of(
        bad.shown(f"Hun hedder {bad.WORD}", at="10 100"), box=b"[0 0 %d 200]" % (end - 5)
    )

    laid = _laid(cut, pool, tmp_path)

    assert [box.right for box in _boxes(laid)] == pytest.approx([end - 7], abs=3)


def _boxes(laid: LaidOut) -> tuple[Box, ...]:
    (found,) = find_words(laid.text, [bad.WORD])
    ((_page, boxes),) = boxes_of(laid, found.start, found.end)
    return boxes


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
        ("a.zip", bad.quine_zip, "too_deep"),
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


def test_the_first_parts_of_a_mail_with_thousands_are_taken_in_and_that_there_are_more_is_told(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.eml").write_bytes(bad.eml(3_000))
    source = Source(name="a.eml", path=tmp_path / "a.eml")

    mail, *parts = read_case([source], limits=CASE_LIMITS, scratch=tmp_path)

    assert {problem.code for problem in mail.problems} == {"too_many_parts"}
    assert 1_900 < len(parts) < 2_001
    assert parts[0].content is not None
    assert parts[0].content.read() == b"Brev 0"


def test_whatever_a_reader_states_has_words_of_its_own() -> None:
    without = {code for code in ProblemCode if trouble_of(code) is trouble_of("no such code")}

    assert without == set()


def _invoked(*words: object) -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words])


def test_what_is_met_twice_in_one_file_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "a.pdf").write_bytes(b"%PDF-1.7\nitu er noget")
    (tmp_path / "case" / "b.docx").write_bytes(b"")

    told = json.loads(_invoked("find", tmp_path / "case", "--json").stdout)

    codes = [[problem["code"] for problem in one["problems"]] for one in told]
    assert codes == [["damaged"], ["empty"]]


def test_the_same_of_many_pages_is_one_sentence_with_the_pages() -> None:
    problems = [Problem(ProblemCode.DAMAGED, "", f"page {number}") for number in range(1, 16)]

    told = lines_of([*problems, Problem(ProblemCode.EMPTY), problems[0]])

    assert len(told) == 2
    assert told[0].count("12") == 1
    assert "13" not in told[0]
    assert told[0].endswith("+3)")


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [
        ("a.docx", bad.locked_docx, "locked"),
        ("a.pdf", lambda: bad.locked_pdf("hemmelig"), "locked"),
        ("a.zip", bad.locked_zip, "locked"),
        ("a.zip", lambda: bad.crowded_zip(5_100), "5100 parts"),
        ("a.zip", lambda: bad.zipped({"b.docx": bad.locked_docx()}), "part 1 locked"),
        ("a.txt.xz", lambda: lzma.compress(bad.WORD.encode()), "packed"),
        ("a.tar", bad.packed_tar, "packed"),
        ("a.txt.gz", lambda: gzip.compress(bad.WORD.encode())[:-9], "cut off"),
        ("a.png", lambda: bad.picture("PNG")[:200], "damaged"),
    ],
)
def test_a_file_that_cannot_be_looked_through_is_not_called_clean(
    name: str, make: Callable[[], bytes], why: str
) -> None:
    verdict = verify(Content.from_bytes(make()), ["Nogen Anden"], Check(name=name))

    told = [leak.where for leak in verdict.leaks if leak.channel == "unreadable"]
    assert any(why in where for where in told), told


def test_what_is_packed_into_a_mail_of_a_folder_of_mails_is_looked_into() -> None:
    mail = email.message.EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Sag", "a@example.org", "b@example.org"
    mail["Date"] = "Mon, 4 May 2026 10:00:00 +0200"
    mail.set_content("Se bilaget.")
    packed = bad.zipped({"brev.txt": f"{bad.WORD} skrev.".encode() * 9})
    mail.add_attachment(packed, "application", "zip", filename="a.zip")
    folder = (b"From a@example.org Mon May  4 10:00:00 2026\n" + bytes(mail) + b"\n") * 2

    verdict = verify(Content.from_bytes(folder), [bad.WORD], Check(name="a.mbox"))

    assert [leak.where for leak in verdict.leaks] == [
        "mail 2 part 3 part 1", "mail 3 part 3 part 1",
    ]  # fmt: skip


def test_redact_says_what_of_the_document_could_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signatur.solutions.disclosure.cli.removing._recogniser", lambda: None)
    (tmp_path / "a.png").write_bytes(bad.picture("PNG"))
    (tmp_path / "words.txt").write_text(bad.WORD, "utf-8")
    words = ("--withhold", tmp_path / "words.txt", "--out", tmp_path / "out.pdf")

    result = _invoked("redact", tmp_path / "a.png", *words)

    assert str(trouble_of("unreadable_scan").title) in result.stderr, (
        result.stderr,
        result.exception,
    )
    assert (tmp_path / "out.pdf").exists()


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


def test_a_bomb_is_told_as_one_and_not_as_a_file_of_unknown_kind(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(bad.zip_bomb(70))

    result = CliRunner().invoke(commands, ["find", str(tmp_path / "a.zip"), "--json"])

    (told,) = json.loads(result.stdout)
    assert [problem["code"] for problem in told["problems"]] == ["zip_bomb"]


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
