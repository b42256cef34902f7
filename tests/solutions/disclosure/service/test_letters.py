"""Letters of a case: written from what is known, kept in versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.model.law import packaged_grounds
from signatur.solutions.disclosure.schema.case import CaseChange, Requester, SetupKind
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.service.document_list import labels_named
from signatur.solutions.disclosure.service.telling import places_in_word_file, telling_words
from tests.solutions.disclosure.situations import (
    a_case,
    decide_all,
    documents_in,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
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


def answers(work: Work, case_id: UUID, kind: str, words: str) -> dict[str, str]:
    return {name: words for name, _title, _old in service.letter_questions(work, case_id, kind)}


def test_a_decision_that_says_what_is_withheld_is_stopped_with_its_place(world: World) -> None:
    case_id = a_case(world)
    documents_in(world, case_id, ["Mette Opfundsen, cpr 010203-1234."])
    decide_all(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        betraying = answers(work, case_id, "decision_partial", "Af hensyn til Mette Opfundsen.")
        with pytest.raises(InputProblem, match="part") as stopped:
            service.write_letter(work, case_id, "decision_partial", betraying)
        words = answers(work, case_id, "decision_partial", "Af hensyn til en borger.")
        written = service.write_letter(work, case_id, "decision_partial", words)
        _name, docx = service.open_letter(work, written.id)
        telling = telling_words(work, case_id)

    assert stopped.value.log.startswith("letter betrays in part")
    assert telling == {"Mette Opfundsen", "010203-1234"}
    assert places_in_word_file(docx, telling) == ()
    assert places_in_word_file(docx, frozenset({"en borger"})) != ()


def test_what_is_given_out_elsewhere_or_known_to_the_requester_betrays_nobody(
    world: World,
) -> None:
    case_id = a_case(world)
    documents_in(world, case_id, ["Mette Opfundsen."])
    decide_all(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        assert telling_words(work, case_id) == {"Mette Opfundsen"}
        version = service.case(work, case_id).version
        change = CaseChange(requester=Requester("Mette Opfundsen"))
        service.change_case(work, case_id, change, version)

        assert telling_words(work, case_id) == set()


def test_a_ground_whose_name_would_tell_a_secret_is_named_by_its_neutral_one() -> None:
    law = packaged_grounds()
    telling = next(one for one in law.grounds if one.neutral and Regime.PUBLIC in one.applies_to)
    label = law.of(telling.neutral[0])

    assert label is not None
    assert labels_named([telling.key], Regime.PUBLIC, law) == [label.label]


def test_bodies_that_the_lawyer_edited_stand_in_letters_and_lists(world: World) -> None:
    case_id = a_case(world)
    packaged = service.packaged_setup(SetupKind.BODIES)
    with world.runtime.work(world.actor("Anna")) as work:
        key = service.case(work, case_id).body
        name = dict(service.bodies(work))[key]
    with world.runtime.work(world.actor("Dorte")) as work:
        edited = packaged.replace(name, "Klagenævnet i Havby")
        service.save_setup(work, SetupKind.BODIES, edited, "Nyt navn.")
    documents_in(world, case_id, ["Mette Opfundsen."])
    decide_all(world, case_id)

    with world.runtime.work(world.actor("Anna")) as work:
        assert dict(service.bodies(work))[key] == "Klagenævnet i Havby"
        told = answers(work, case_id, "decision_partial", "Af hensyn til en borger.")
        letter = service.write_letter(work, case_id, "decision_partial", told)
        _name, docx = service.open_letter(work, letter.id)
    assert places_in_word_file(docx, frozenset({"Klagenævnet i Havby"})) != ()
