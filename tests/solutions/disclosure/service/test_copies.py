"""Quoted mail: whoever decides a mention in one copy has decided it in all, and takes it back in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import FindingState, ReviewArm
from signatur.solutions.disclosure.tables import CaseRow, DocumentRow, FindingRow
from tests.solutions.disclosure.situations import a_case, documents_in, findings_of

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World

MAIL = "Kære sag.\nMette Opfundsen bor her.\nHilsen Mette Opfundsen"
ANSWER = "Tak for din mail.\n" + MAIL
OPEN, WITHHELD, KEPT = FindingState.PROPOSED, FindingState.WITHHELD, FindingState.KEPT


@pytest.fixture
def thread(world: World) -> tuple[UUID, UUID, UUID]:
    """A mail, and an answer that quotes it."""
    case_id = a_case(world)
    mail, answer = documents_in(world, case_id, [MAIL], [ANSWER])
    with world.runtime.work(world.actor("Anna")) as work:
        for document_id, start in ((mail, 0), (answer, len(ANSWER) - len(MAIL))):
            row = work.session.get_one(DocumentRow, document_id)
            row.units = [["mail-1", start, start + len(MAIL)]]
        work.session.execute(update(FindingRow).values(unit="mail-1"))
    return case_id, mail, answer


def states(world: World, document_id: UUID) -> list[FindingState]:
    return [one.state for one in findings_of(world, document_id)]


def test_a_decision_holds_for_the_same_mention_in_every_copy(
    world: World, thread: tuple[UUID, UUID, UUID]
) -> None:
    case_id, mail, answer = thread
    second = findings_of(world, mail)[1]

    with world.runtime.work(world.actor("Anna")) as work:
        event = service.decide(work, case_id, [(second.id, second.version)], WITHHELD)
    assert (states(world, mail), states(world, answer)) == ([OPEN, WITHHELD], [OPEN, WITHHELD])
    assert (event.findings, event.document_id) == (2, mail)

    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, case_id)
    assert (states(world, mail), states(world, answer)) == ([OPEN, OPEN], [OPEN, OPEN])


def test_a_copy_that_was_decided_otherwise_stays_as_it_is(
    world: World, thread: tuple[UUID, UUID, UUID]
) -> None:
    case_id, mail, answer = thread
    with world.runtime.work(world.actor("Bo")) as work:
        work.session.execute(
            update(FindingRow).filter_by(document_id=answer).values(state=KEPT, how="single")
        )
    first = findings_of(world, mail)[0]
    with world.runtime.work(world.actor("Anna")) as work:
        service.decide(work, case_id, [(first.id, first.version)], WITHHELD)

    assert (states(world, mail), states(world, answer)) == ([WITHHELD, OPEN], [KEPT, KEPT])


def test_without_help_each_copy_is_decided_by_itself(
    world: World, thread: tuple[UUID, UUID, UUID]
) -> None:
    case_id, mail, _answer = thread
    first = findings_of(world, mail)[0]
    with world.runtime.work(world.actor("Anna")) as work:
        work.session.execute(update(CaseRow).values(arm=ReviewArm.UNAIDED))
        event = service.decide(work, case_id, [(first.id, first.version)], WITHHELD)

    assert event.findings == 1
