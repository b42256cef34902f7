"""What people said and answered holds when a case is linked again, whatever happened in between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import event, select

from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.parties import Doubt, DoubtReason, Role, Treatment
from signatur.solutions.disclosure.tables import CaseRow, DocumentRow, FindingRow, StatementRow
from tests.solutions.disclosure.situations import PRIVATE, a_case, documents_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.schema.case import DoubtLine
    from tests.builders import World

LETTER = ["Kære Mette Opfundsen\nDin sag, cpr 010203-1234, er modtaget."]
NOTE = ["Notat. Mette Opfundsen ringede i dag om sagen."]


def link(world: World, case_id: UUID, doubts: Sequence[Doubt] | None = None) -> None:
    """Link a case anew, with the doubts that are given in place of those that it raises."""
    with world.runtime.work(world.actor("Anna")) as work:
        work.session.get_one(CaseRow, case_id).linked_for = ""
        given = service.case_input(work, case_id)
        assert given is not None
        found = service.link_case(given)
        service.keep_links(
            work, case_id, given, found if doubts is None else replace(found, doubts=tuple(doubts))
        )


def a_doubt(document_id: UUID, start: int, end: int, *, is_whole: bool = False) -> Doubt:
    return Doubt(str(document_id), start, end, is_whole, 0.6, (DoubtReason.NO_PARTY,))


def doubts_of(world: World, case_id: UUID) -> list[DoubtLine]:
    with world.runtime.reading(world.actor("Anna")) as work:
        return service.doubts(work, case_id)


def test_a_doubt_keeps_its_id_and_its_answer_when_the_case_is_linked_again(world: World) -> None:
    case_id = a_case(world)
    (letter, note) = documents_in(world, case_id, LETTER, NOTE)
    raised = [a_doubt(letter, 0, len(LETTER[0]), is_whole=True), a_doubt(note, 0, 20)]
    link(world, case_id, raised)
    before = {one.document_id: one for one in doubts_of(world, case_id)}
    with world.runtime.work(world.actor("Bo")) as work:
        service.answer_doubt(work, before[note].id, False, "Hører til en anden sag.")

    link(world, case_id, raised)
    again = {one.document_id: one for one in doubts_of(world, case_id)}
    link(world, case_id, [])
    left = doubts_of(world, case_id)

    assert {one.id for one in again.values()} == {one.id for one in before.values()}
    assert (again[letter].belongs, again[note].belongs) == (None, False)
    assert [(one.id, one.belongs, one.note) for one in left] == [
        (before[note].id, False, "Hører til en anden sag.")
    ]
