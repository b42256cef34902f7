"""What people said and answered holds when a case is linked again, whatever happened in between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select, update

from signatur.kernel.errors import NotFound
from signatur.kernel.jobs.run import run_job, worker_name
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.intake import Copy, Unit
from signatur.solutions.disclosure.jobs import reading
from signatur.solutions.disclosure.schema.parties import Doubt, DoubtReason, Role, Treatment
from signatur.solutions.disclosure.tables import CaseRow, DocumentRow, DoubtRow, FindingRow
from tests.solutions.disclosure.situations import PRIVATE, a_case, documents_in, findings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.solutions.disclosure.schema.case import DoubtLine, PersonLine
    from signatur.solutions.disclosure.service.linking import CaseInput, CaseLinks
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
    return Doubt(str(document_id), start, end, is_whole, 0.6, (DoubtReason.NO_PARTY,), ())


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


def test_an_answer_that_comes_while_the_case_is_linked_is_not_lost(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, LETTER)
    link(world, case_id, [a_doubt(letter, 0, 20)])

    def answer(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("DELETE FROM disclosure_doubt"):
            connection.execute(update(DoubtRow).values(belongs=False))

    engine = world.runtime.database.engine
    event.listen(engine, "before_cursor_execute", answer)
    try:
        link(world, case_id, [])
    finally:
        event.remove(engine, "before_cursor_execute", answer)

    assert [one.belongs for one in doubts_of(world, case_id)] == [False]


def test_of_a_document_that_does_not_belong_no_paragraph_is_asked_for(world: World) -> None:
    case_id = a_case(world)
    letter, note = documents_in(world, case_id, LETTER, NOTE)
    link(world, case_id, [a_doubt(one, 0, 40, is_whole=True) for one in (letter, note)])
    with world.runtime.work(world.actor("Anna")) as work:
        for one in service.doubts(work, case_id):
            service.answer_doubt(work, one.id, one.document_id == note)

    link(world, case_id, [a_doubt(one, 0, 20) for one in (letter, note)])

    still_open = [one for one in doubts_of(world, case_id) if one.belongs is None]
    assert [one.document_id for one in still_open] == [note]


def people(world: World, case_id: UUID) -> dict[str, PersonLine]:
    with world.runtime.reading(world.actor("Anna")) as work:
        return {one.names[0]: one for one in service.people(work, case_id)}


def named_in(world: World, document_id: UUID, name: str) -> None:
    """Let a finding in a document be another name, as if the recogniser had found that one."""
    with world.runtime.work(world.actor("Anna")) as work:
        laid = service.laid_of(work, document_id)
        start = laid.text.index(name)
        row = work.session.scalars(select(FindingRow).filter_by(document_id=document_id)).first()
        assert row is not None
        row.start, row.end, row.text, row.value = start, start + len(name), name, name.casefold()


def two_persons(world: World) -> tuple[UUID, UUID, UUID]:
    case_id = a_case(world)
    letter, note = documents_in(
        world, case_id, LETTER, ["Notat. Mette Opfundsen kom. Ulla Digtesen gik."]
    )
    named_in(world, note, "Ulla Digtesen")
    link(world, case_id)
    return case_id, letter, note


def aside(world: World, case_id: UUID, document_id: UUID) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.set_aside(work, document_id, "Er i en anden sag.")
    link(world, case_id)


def back(world: World, case_id: UUID, document_id: UUID) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.bring_back(work, document_id)
    link(world, case_id)


def test_what_was_said_of_a_person_waits_while_the_document_is_set_aside(world: World) -> None:
    case_id, _letter, note = two_persons(world)
    key = people(world, case_id)["Ulla Digtesen"].key
    with world.runtime.work(world.actor("Anna")) as work:
        service.state_role(work, case_id, key, Role.EMPLOYEE)
        service.decide_person(work, case_id, key, Treatment.WITHHOLD, PRIVATE)

    aside(world, case_id, note)
    (other,) = documents_in(world, case_id, ["Mette Opfundsen og Viggo Sagnsen kom."])
    named_in(world, other, "Viggo Sagnsen")
    link(world, case_id)
    new = people(world, case_id)["Viggo Sagnsen"]
    back(world, case_id, note)
    again = people(world, case_id)["Ulla Digtesen"]

    assert (new.key, new.role) != (key, Role.EMPLOYEE)
    assert new.role is not Role.EMPLOYEE
    assert (again.key, again.role, again.treatment) == (key, Role.EMPLOYEE, "withhold")


def test_persons_who_were_joined_are_one_also_for_what_comes_later(world: World) -> None:
    case_id, _letter, note = two_persons(world)
    before = people(world, case_id)
    first, second = before["Mette Opfundsen"].key, before["Ulla Digtesen"].key
    with world.runtime.work(world.actor("Anna")) as work:
        service.decide_person(work, case_id, second, Treatment.WITHHOLD, PRIVATE)
        service.merge(work, case_id, first, second)
    link(world, case_id)
    joined = people(world, case_id)

    aside(world, case_id, note)
    (other,) = documents_in(world, case_id, ["Viggo Sagnsen kom. Mette Opfundsen gik."])
    named_in(world, other, "Viggo Sagnsen")
    link(world, case_id)
    stranger = people(world, case_id)["Viggo Sagnsen"]
    back(world, case_id, note)
    again = people(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        with pytest.raises(NotFound):
            service.state_role(work, case_id, second, Role.CHILD)
        service.undo(work, case_id)
    link(world, case_id)
    parted = people(world, case_id)

    assert {one.key for one in joined.values()} == {first}
    assert stranger.key not in (first, second)
    assert {one.key for one in again.values()} == {first, stranger.key}
    assert parted["Mette Opfundsen"].key == first
    assert (parted["Ulla Digtesen"].key, parted["Ulla Digtesen"].treatment) == (second, "withhold")


def test_another_role_holds_after_one_was_taken_back(world: World) -> None:
    case_id, _letter, _note = two_persons(world)
    key = people(world, case_id)["Ulla Digtesen"].key
    with world.runtime.work(world.actor("Anna")) as work:
        service.state_role(work, case_id, key, Role.EMPLOYEE)
    link(world, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, case_id)
        service.state_role(work, case_id, key, Role.CHILD)

    with world.runtime.reading(world.actor("Anna")) as work:
        given = service.case_input(work, case_id)

    assert given is not None, "another statement holds than the one that was linked"
    assert [one.role for one in given.statements] == [Role.CHILD]


def test_what_is_said_while_the_case_is_linked_is_linked_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, _letter, _note = two_persons(world)
    key = people(world, case_id)["Ulla Digtesen"].key
    real, said = service.link_case, []

    def link_case(given: CaseInput) -> CaseLinks:
        if not said:
            said.append(key)
            with world.runtime.work(world.actor("Anna")) as work:
                service.state_role(work, case_id, key, Role.EMPLOYEE)
        return real(given)

    monkeypatch.setattr(reading.service, "link_case", link_case)
    with world.runtime.work(world.actor("Anna")) as work:
        work.session.get_one(CaseRow, case_id).linked_for = ""
        job_id = service.start_linking(work, case_id)
    run_job(world.runtime, job_id, worker_name())

    assert said
    assert people(world, case_id)["Ulla Digtesen"].role is Role.EMPLOYEE


def test_taking_back_and_bringing_back_link_the_case_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, _letter, note = two_persons(world)
    key = people(world, case_id)["Ulla Digtesen"].key
    with world.runtime.work(world.actor("Anna")) as work:
        service.state_role(work, case_id, key, Role.EMPLOYEE)
    aside(world, case_id, note)
    started: list[UUID] = []
    for module in (service.undoing, service.changing):
        monkeypatch.setattr(module, "start_linking", lambda _work, one: started.append(one))

    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, case_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.bring_back(work, note)

    assert started == [case_id, case_id]


def test_a_name_that_goes_on_over_the_end_of_its_line_is_tied_to_its_person(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, ["Mette Opfundsen\nTlf. mangler."])
    with world.runtime.work(world.actor("Anna")) as work:
        work.session.execute(
            update(FindingRow).values(end=FindingRow.end + 4, text="Mette Opfundsen\nTlf")
        )

    link(world, case_id)

    key = people(world, case_id)["Mette Opfundsen"].key
    (found,) = findings_of(world, letter)
    with world.runtime.work(world.actor("Anna")) as work:
        service.split(work, found.id)
    link(world, case_id)
    assert found.person == key
    assert [one.person for one in findings_of(world, letter)] != [key]


def test_quoted_mail_is_told_of_each_finding_in_few_statements_and_forgotten_with_its_copies(
    world: World,
) -> None:
    case_id = a_case(world)
    text = "Mette Opfundsen skrev.\n" * 40
    ids = documents_in(world, case_id, [text], [text])
    line = len("Mette Opfundsen skrev.\n")
    units = tuple(
        Unit(
            f"u{at}", tuple(Copy(str(one), at * line, (at + 1) * line, is_own=False) for one in ids)
        )
        for at in range(40)
    )
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE disclosure_finding"):
            statements.append(statement)

    def keep(units: tuple[Unit, ...]) -> list[str]:
        with world.runtime.work(world.actor("Anna")) as work:
            work.session.get_one(CaseRow, case_id).linked_for = ""
            given = service.case_input(work, case_id)
            assert given is not None
            service.keep_links(work, case_id, given, replace(service.link_case(given), units=units))
        return [one.unit for one in findings_of(world, ids[1])]

    event.listen(world.runtime.database.engine, "before_cursor_execute", note)
    try:
        told = keep(units)
    finally:
        event.remove(world.runtime.database.engine, "before_cursor_execute", note)
    forgotten = keep(())

    assert sorted(told) == sorted(f"u{at}" for at in range(40))
    assert len(statements) < 10
    assert set(forgotten) == {""}
    with world.runtime.reading(world.actor("Anna")) as work:
        assert work.session.scalars(select(DocumentRow.units)).all() == [[], []]
