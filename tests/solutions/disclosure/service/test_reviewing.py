"""Deciding findings: by many at once, on all mentions, with own boxes; and everything can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.methods.documents.laid_out import Box
from signatur.records.audit import service as audit
from signatur.records.audit.schema import Search
from signatur.records.items import service as items
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import Action, FindingState, How
from signatur.solutions.disclosure.schema.finding import FindingKind
from tests.solutions.disclosure.situations import (
    PRIVATE,
    a_case,
    documents_in,
    findings_of,
)

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World

LETTER = ["Mette Opfundsen, cpr 010203-1234, bor her.\nHilsen Mette Opfundsen"]
NOTE = ["Notat om Mette Opfundsen.", "Side to."]


def states(world: World, document_id: UUID) -> list[FindingState]:
    return [one.state for one in findings_of(world, document_id)]


def withhold(world: World, who: str, case_id: UUID, document_id: UUID) -> None:
    """Let somebody withhold the first finding of a document."""
    first = findings_of(world, document_id)[0]
    with world.runtime.work(world.actor(who)) as work:
        service.decide(work, case_id, [(first.id, first.version)], FindingState.WITHHELD)


def test_a_decision_names_who_made_it_how_and_by_which_ground(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)

    withhold(world, "Anna", case_id, letter)

    first = findings_of(world, letter)[0]
    assert (first.state, first.ground, first.how) == (FindingState.WITHHELD, PRIVATE, How.SINGLE)
    assert first.decided_by == world.person_ids["Anna"]


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_unseen(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    seen = findings_of(world, letter)[0]
    withhold(world, "Bo", case_id, letter)

    with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
        service.decide(work, case_id, [(seen.id, seen.version)], FindingState.KEPT)
    assert findings_of(world, letter)[0].decided_by == world.person_ids["Bo"]


def test_a_ground_that_is_not_in_force_here_is_refused(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    first = findings_of(world, letter)[0]

    with pytest.raises(InputProblem), world.runtime.work(world.actor("Anna")) as work:
        chosen = [(first.id, first.version)]
        service.decide(work, case_id, chosen, FindingState.WITHHELD, "findes-ikke")
    assert states(world, letter)[0] is FindingState.PROPOSED


def test_one_decision_holds_for_all_mentions_in_all_documents(world: World) -> None:
    case_id = a_case(world)
    letter, note = documents_in(world, case_id, LETTER, NOTE)
    name = next(one for one in findings_of(world, letter) if one.kind is FindingKind.PERSON)

    with world.runtime.work(world.actor("Anna")) as work:
        assert service.count_mentions(work, name.id) == (3, 2)
        service.decide_all_mentions(work, name.id, FindingState.WITHHELD)

    assert states(world, note) == [FindingState.WITHHELD]
    assert states(world, letter).count(FindingState.WITHHELD) == 2


def test_what_is_remembered_decides_what_comes_later_and_can_be_forgotten(world: World) -> None:
    first_case = a_case(world)
    (letter,) = documents_in(world, first_case, LETTER)
    name = findings_of(world, letter)[0]
    with world.runtime.work(world.actor("Anna")) as work:
        service.decide_all_mentions(work, name.id, FindingState.KEPT, remember="authority")
        (kept,) = service.remembered(work)
    other = a_case(world, "En anden sag")
    (note,) = documents_in(world, other, NOTE)
    with world.runtime.work(world.actor("Anna")) as work:
        given = service.case_input(work, other)
        assert given is not None
        service.keep_links(work, other, given, service.link_case(given))

    decided = findings_of(world, note)[0]
    assert (decided.state, decided.how) == (FindingState.KEPT, How.REMEMBERED)
    assert decided.decided_by == world.person_ids["Anna"]
    with world.runtime.reading(world.actor("Gert")) as work:
        about = Search(about=items.ref(other), action="disclosure.remembered_applied")
        (told,) = audit.search(work, about, limit=5)
    assert told.details["by"] == str(world.person_ids["Anna"])
    assert told.details["since"] == kept.since.isoformat()
    with world.runtime.work(world.actor("Anna")) as work:
        service.forget(work, kept.id)
        assert service.remembered(work) == []


def test_a_step_is_undone_and_done_again(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    before = states(world, letter)
    withhold(world, "Anna", case_id, letter)
    after = states(world, letter)

    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, case_id)
    undone = states(world, letter)
    with world.runtime.work(world.actor("Anna")) as work:
        service.redo(work, case_id)

    assert (undone, states(world, letter)) == (before, after)
    with world.runtime.reading(world.actor("Anna")) as work:
        told = [one.action for one in service.events(work, case_id)]
    assert told == [Action.REDO, Action.UNDO, Action.WITHHOLD]


def test_steps_are_undone_one_after_the_other_until_none_is_left(world: World) -> None:
    case_id = a_case(world)
    letter, note = documents_in(world, case_id, LETTER, NOTE)
    withhold(world, "Anna", case_id, letter)
    withhold(world, "Anna", case_id, note)

    with world.runtime.work(world.actor("Anna")) as work:
        assert service.undo(work, case_id) is not None
        assert service.undo(work, case_id) is not None
        assert service.undo(work, case_id) is None

    assert FindingState.WITHHELD not in states(world, letter) + states(world, note)


def test_after_another_step_nothing_is_done_again(world: World) -> None:
    case_id = a_case(world)
    letter, note = documents_in(world, case_id, LETTER, NOTE)
    withhold(world, "Anna", case_id, letter)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, case_id)
    withhold(world, "Anna", case_id, note)

    with world.runtime.work(world.actor("Anna")) as work:
        assert service.redo(work, case_id) is None


def test_nobody_undoes_what_a_colleague_decided_since(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    withhold(world, "Anna", case_id, letter)
    first = findings_of(world, letter)[0]
    with world.runtime.work(world.actor("Bo")) as work:
        service.decide(work, case_id, [(first.id, first.version)], FindingState.KEPT)

    with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, case_id)
    assert findings_of(world, letter)[0].state is FindingState.KEPT


def test_own_boxes_words_and_whole_pages_are_findings_that_can_be_undone(world: World) -> None:
    case_id = a_case(world)
    (note,) = documents_in(world, case_id, NOTE)

    with world.runtime.work(world.actor("Anna")) as work:
        service.draw(work, note, 1, [Box(10, 10, 90, 30)], PRIVATE)
        service.mark(work, note, [(0, 5)], PRIVATE)
        service.withhold_page(work, note, 2, PRIVATE)
    made = {one.kind for one in findings_of(world, note) if one.state is FindingState.WITHHELD}
    with world.runtime.work(world.actor("Anna")) as work:
        for _step in range(3):
            service.undo(work, case_id)

    assert made == {FindingKind.AREA, FindingKind.WORD, FindingKind.PAGE}
    assert states(world, note) == [FindingState.PROPOSED]


def test_a_box_outside_of_the_page_is_refused(world: World) -> None:
    case_id = a_case(world)
    (note,) = documents_in(world, case_id, NOTE)

    with pytest.raises(InputProblem), world.runtime.work(world.actor("Anna")) as work:
        service.draw(work, note, 1, [Box(700, 10, 900, 30)], PRIVATE)


def test_whoever_may_only_read_decides_nothing(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)

    with pytest.raises(NotAllowed):
        withhold(world, "Gert", case_id, letter)


def test_others_on_the_same_document_are_seen(world: World) -> None:
    case_id = a_case(world)
    (note,) = documents_in(world, case_id, NOTE)

    with world.runtime.work(world.actor("Bo")) as work:
        service.come(work, note, 2)
    with world.runtime.work(world.actor("Anna")) as work:
        (other,) = service.come(work, note, 1)

    assert (other.person_id, other.page) == (world.person_ids["Bo"], 2)
