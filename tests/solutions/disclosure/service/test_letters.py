"""Letters of a case: written from what is known, kept in versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.solutions.disclosure import service
from tests.solutions.disclosure.situations import a_case

if TYPE_CHECKING:
    from tests.builders import World


def test_a_letter_is_a_word_file_and_a_pdf_and_each_time_a_new_version(world: World) -> None:
    case_id = a_case(world)
    with world.runtime.work(world.actor("Anna")) as work:
        asked = {name: "Se sagen." for name, _title, _old in
                 service.letter_questions(work, case_id, "receipt")}  # fmt: skip
        first = service.write_letter(work, case_id, "receipt", asked)
        second = service.write_letter(work, case_id, "receipt", asked)
        name, docx = service.open_letter(work, first.id)
        _name, pdf = service.open_letter(work, first.id, "pdf")
        service.note_sent(work, second.id)
        found = service.letters(work, case_id)

    assert [one.version for one in found] == [2, 1]
    assert name == "receipt-1.docx"
    assert (docx[:2], pdf[:4]) == (b"PK", b"%PDF")
    assert found[0].sent_at is not None


def test_a_letter_that_is_not_one_is_refused(world: World) -> None:
    case_id = a_case(world)
    with pytest.raises(InputProblem), world.runtime.work(world.actor("Anna")) as work:
        service.write_letter(work, case_id, "love_letter")
