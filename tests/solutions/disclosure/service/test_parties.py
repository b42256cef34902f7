"""Who is who: linked over the whole case, corrected by reviewers, and decided for as persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.documents.laid_out import Origin
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import FindingState, NewCase
from signatur.solutions.disclosure.schema.parties import Role, Treatment
from tests.solutions.disclosure.situations import PRIVATE, a_case, documents_in, findings_of

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World

LETTER = [
    "Kære Mette Opfundsen\nDin sag, cpr 010203-1234, er modtaget.\nMette Opfundsen har skrevet."
]
NOTE = ["Notat. Mette Opfundsen ringede i dag om sagen."]


def linked(world: World) -> tuple[UUID, list[UUID]]:
    case_id = a_case(world)
    ids = documents_in(world, case_id, LETTER, NOTE)
    link(world, case_id)
    return case_id, ids


def link(world: World, case_id: UUID) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        given = service.case_input(work, case_id)
        assert given is not None, "something has changed"
        service.keep_links(work, case_id, given, service.link_case(given))


def key_of(world: World, case_id: UUID) -> str:
    with world.runtime.reading(world.actor("Anna")) as work:
        return service.people(work, case_id)[0].key


def test_all_mentions_of_a_person_are_tied_to_one_key(world: World) -> None:
    case_id, (_letter, note) = linked(world)

    with world.runtime.reading(world.actor("Anna")) as work:
        first = service.people(work, case_id)[0]
        found = service.mentions(work, case_id, first.key)
    assert first.documents == 2
    assert first.mentions >= 3
    assert note in {one.document_id for one in found}


def test_a_name_that_a_scan_misread_is_withheld_with_the_person(world: World) -> None:
    case_id = a_case(world)
    documents_in(world, case_id, LETTER, NOTE)
    misread = ["Notat. Mette Opfundscn ringede i dag."]
    (scan,) = documents_in(world, case_id, misread, origin=Origin.RECOGNISED)
    link(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.decide_person(
            work, case_id, key_of(world, case_id), Treatment.WITHHOLD, PRIVATE, remember=""
        )

    (found,) = findings_of(world, scan)
    assert (found.text, found.state) == ("Mette Opfundscn", FindingState.WITHHELD)
    assert "rough" in found.evidence


def test_nothing_is_linked_again_until_something_changes(world: World) -> None:
    case_id, _ids = linked(world)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.case_input(work, case_id) is None


def test_a_stated_role_holds_when_the_case_is_linked_again_and_can_be_undone(
    world: World,
) -> None:
    case_id, _ids = linked(world)
    key = key_of(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.state_role(work, case_id, key, Role.EMPLOYEE)
    link(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        assert service.people(work, case_id)[0].role is Role.EMPLOYEE
        service.undo(work, case_id)
    link(world, case_id)
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.people(work, case_id)[0].role is not Role.EMPLOYEE


def test_a_decision_on_a_person_holds_for_every_mention_and_is_undone_as_one(world: World) -> None:
    case_id, (letter, note) = linked(world)
    key = key_of(world, case_id)

    with world.runtime.work(world.actor("Anna")) as work:
        service.decide_person(work, case_id, key, Treatment.WITHHOLD, PRIVATE)
    decided = [one.state for one in findings_of(world, note) if one.person == key]
    with world.runtime.work(world.actor("Anna")) as work:
        assert service.people(work, case_id)[0].treatment == "withhold"
        service.undo(work, case_id)
        assert service.people(work, case_id)[0].treatment == ""
    assert set(decided) == {FindingState.WITHHELD}
    assert {one.state for one in findings_of(world, letter)} == {FindingState.PROPOSED}


def test_a_mention_can_be_taken_from_a_person(world: World) -> None:
    _case_id, (_letter, note) = linked(world)
    mention = next(one for one in findings_of(world, note) if one.person)

    with world.runtime.work(world.actor("Anna")) as work:
        service.split(work, mention.id)
    assert next(one for one in findings_of(world, note) if one.id == mention.id).person == ""


def test_linking_one_case_leaves_the_persons_of_another(world: World) -> None:
    first, _ids = linked(world)
    with world.runtime.reading(world.actor("Anna")) as work:
        before = service.people(work, first)
    with world.runtime.work(world.actor("Anna")) as work:
        second = service.new_case(work, NewCase(title="En anden sag", request="Alt."))
    documents_in(world, second, NOTE)

    link(world, second)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.people(work, first) == before
