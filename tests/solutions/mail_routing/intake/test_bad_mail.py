"""Every file of the bad-mail corpus gives what it holds, states what it lacks, and is kept."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from signatur.solutions.mail_routing.schema import Completeness, enquiry_as_line, enquiry_from_json
from tests.corpus.enquiries import BAD_MAIL, BadMail
from tests.solutions.mail_routing.intake.measuring import MOST_MEGABYTES, read_and_measure

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.solutions.mail_routing.intake import EnquiryReader, ReadEnquiry
    from signatur.solutions.mail_routing.schema import Enquiry


def _text_of(enquiry: Enquiry) -> str:
    files = (f"{each.name}\n{each.text}" for each in enquiry.attachments)
    return "\n".join((enquiry.subject, enquiry.body.whole, *files))


@pytest.fixture(scope="module", params=BAD_MAIL, ids=lambda bad: bad.name)
def case(
    request: pytest.FixtureRequest, reader: EnquiryReader, tmp_path_factory: pytest.TempPathFactory
) -> tuple[BadMail, list[ReadEnquiry]]:
    bad: BadMail = request.param
    path: Path = tmp_path_factory.mktemp("bad") / bad.name
    path.write_bytes(bad.data)
    read = []
    for each in reader.read_path(path):
        assert hashlib.sha256(each.original.read()).hexdigest() == each.enquiry.source.sha256
        read.append(each)
    return bad, read


def test_the_corpus_holds_more_than_sixty_different_files() -> None:
    assert len({hashlib.sha256(bad.data).hexdigest() for bad in BAD_MAIL}) > 60
    assert len({bad.name for bad in BAD_MAIL}) == len(BAD_MAIL)


def test_bad_mail_gives_what_can_be_read(case: tuple[BadMail, list[ReadEnquiry]]) -> None:
    bad, read = case

    everything = "\n".join(_text_of(each.enquiry) for each in read)

    assert len(read) == bad.enquiries
    assert [piece for piece in bad.holds if piece not in everything] == []


def test_bad_mail_states_its_problems(case: tuple[BadMail, list[ReadEnquiry]]) -> None:
    bad, read = case

    stated = {problem.code for each in read for problem in each.enquiry.problems}
    kinds = {each.enquiry.completeness for each in read}

    assert bad.problems <= stated <= bad.problems | bad.may_say
    assert (kinds == {Completeness.NOTHING}) is bad.is_lost


def test_what_is_read_of_bad_mail_can_be_written_and_read_again(
    case: tuple[BadMail, list[ReadEnquiry]],
) -> None:
    _, read = case

    for each in read:
        line = enquiry_as_line(each.enquiry)
        assert "\n" not in line
        assert "\\u0000" not in line
        assert enquiry_from_json(json.loads(line)) == each.enquiry


def test_the_command_reads_the_whole_corpus_in_bounded_memory(tmp_path: Path) -> None:
    folder = tmp_path / "indbakke"
    folder.mkdir()
    for bad in BAD_MAIL:
        (folder / bad.name).write_bytes(bad.data)

    measured = read_and_measure(folder)

    codes = {line["problem"]["code"] for line in measured.lines if line["problem"]}
    assert measured.returncode == 1
    assert len(measured.lines) == sum(bad.enquiries for bad in BAD_MAIL)
    assert codes >= {"damaged", "empty", "encrypted", "garbled_text", "too_large", "zip_bomb"}
    assert measured.peak_megabytes < MOST_MEGABYTES
