"""The audit holds what happened, shows every tampering, and can forget persons."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from signatur.records.audit import service as audit
from signatur.records.audit.schema import BreakReason, ObjectRef
from signatur.records.audit.tables import AuditDetailRow, AuditEntryRow, AuditHeadRow
from signatur.records.decisions import cli
from tests.commands import run
from tests.databases import without_its_guards

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.builders import World

ABOUT = ObjectRef("thing", uuid4())


def wrote_three(world: World) -> None:
    for number in range(3):
        with world.runtime.work(world.actor("Anna")) as work:
            audit.write(work, "test.happened", ABOUT, number=number)


def verify(world: World) -> list[tuple[int, str]]:
    with world.runtime.database.reading() as session:
        found = audit.verify(session, world.authority_id)
    return [(broken.number, broken.reason) for broken in found.breaks]


def test_an_untouched_chain_holds(world: World) -> None:
    wrote_three(world)

    assert verify(world) == []


def test_entries_are_read_back_with_actor_and_details(world: World) -> None:
    wrote_three(world)

    with world.runtime.reading(world.system) as work:
        trail = audit.trail(work, ABOUT)

    assert [(e.actor_name, e.action, e.details) for e in trail] == [
        ("Anna Prøve", "test.happened", {"number": number}) for number in range(3)
    ]


def test_an_entry_is_not_written_when_the_change_is_rolled_back(world: World) -> None:
    class Trouble(Exception):
        pass

    with pytest.raises(Trouble), world.runtime.work(world.actor("Anna")) as work:
        audit.write(work, "test.happened", ABOUT)
        raise Trouble

    with world.runtime.reading(world.system) as work:
        assert audit.trail(work, ABOUT) == []


CHANGES = [
    "UPDATE audit_entry SET action = 'x'",
    "DELETE FROM audit_entry",
    "UPDATE audit_detail SET salt = 'x'",
]
# The ways around that only one of the engines knows.
CHANGES_BY_ENGINE = {
    "sqlite": ["INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry"],
    "postgresql": ["TRUNCATE audit_entry CASCADE", "TRUNCATE audit_detail"],
}


def test_the_database_itself_refuses_to_change_an_entry(world: World) -> None:
    wrote_three(world)
    database = world.runtime.database
    for change in CHANGES + CHANGES_BY_ENGINE[database.engine.dialect.name]:
        with pytest.raises(DatabaseError, match="never changed"), database.writing() as session:
            session.execute(text(change))

    assert verify(world) == []


def test_a_changed_detail_is_found(world: World) -> None:
    wrote_three(world)
    with world.runtime.database.writing() as session:
        without_its_guards(session)
        session.execute(update(AuditDetailRow).values(details={"number": 7}))

    assert {reason for _number, reason in verify(world)} == {
        "its details were changed after they were written"
    }


def cut_the_last(session: Session) -> None:
    without_its_guards(session)
    session.execute(text("DELETE FROM audit_detail"))
    last = "(SELECT max(number) FROM audit_entry)"
    session.execute(text(f"DELETE FROM audit_entry WHERE number = {last}"))


def test_a_cut_end_is_found(world: World) -> None:
    wrote_three(world)
    with world.runtime.database.writing() as session:
        cut_the_last(session)

    assert [reason for _number, reason in verify(world)] == [BreakReason.END_MOVED]


def test_a_cut_end_whose_head_was_moved_too_is_found_by_its_anchor(world: World) -> None:
    wrote_three(world)
    with world.runtime.work(world.system) as work:
        audit.anchor(work)
    with world.runtime.database.writing() as session:
        cut_the_last(session)
        end = session.scalars(select(AuditEntryRow).order_by(AuditEntryRow.number.desc())).first()
        assert end is not None
        session.execute(update(AuditHeadRow).values(number=end.number, hash=end.hash))
    file = audit.anchor_file(world.runtime.settings.kernel, world.authority_id)
    with world.runtime.database.reading() as session:
        found = audit.verify(session, world.authority_id, audit.read_anchors(file))

    assert verify(world) == []
    assert [broken.reason for broken in found.breaks] == [BreakReason.ANCHORED_MISSING]


@pytest.mark.parametrize("removed", ["head", "entries and head"])
def test_a_chain_that_was_removed_is_still_asked_for(world: World, removed: str) -> None:
    with world.runtime.work(world.system) as work:
        audit.anchor(work)
    with world.runtime.database.writing() as session:
        without_its_guards(session)
        session.execute(text("DELETE FROM audit_head"))
        if removed == "entries and head":
            session.execute(text("DELETE FROM audit_detail"))
            session.execute(text("DELETE FROM audit_entry"))
    told = run(world, cli.commands, "verify", "--json")

    assert told.exit_code == 1
    assert not json.loads(told.stdout)["holds"]


def test_entries_in_another_order_are_found(world: World) -> None:
    wrote_three(world)
    with world.runtime.database.writing() as session:
        without_its_guards(session)
        for old, new in ((1, -1), (2, 1), (-1, 2)):
            session.execute(text(f"UPDATE audit_entry SET number = {new} WHERE number = {old}"))

    found = verify(world)

    assert {number for number, _reason in found} == {1, 2, 3}
    assert (1, BreakReason.CHANGED) in found
    assert (2, BreakReason.CHANGED) in found


def test_writers_at_the_same_time_make_one_chain(world: World) -> None:
    def write(number: int) -> None:
        for _time in range(5):
            with world.runtime.work(world.system) as work:
                audit.write(work, "test.happened", ABOUT, number=number)

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))

    with world.runtime.reading(world.system) as work:
        trail = audit.trail(work, ABOUT)
    numbers = [entry.number for entry in trail]
    assert numbers == list(range(numbers[0], numbers[0] + 40))
    assert verify(world) == []


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE audit_entry SET action = 'forged' WHERE number = 2", [(2, BreakReason.CHANGED)]),
        (
            "UPDATE audit_entry SET previous_hash = hash WHERE number = 2",
            [(2, BreakReason.NOT_FOLLOWING), (2, BreakReason.CHANGED)],
        ),
        (
            "DELETE FROM audit_entry WHERE number = 2",
            [(3, BreakReason.GAP), (3, BreakReason.NOT_FOLLOWING)],
        ),
    ],
)
def test_tampering_by_the_owner_of_the_database_is_found(
    world: World, tampering: str, found: list[tuple[int, str]]
) -> None:
    with world.runtime.database.writing() as session:
        without_its_guards(session)
        session.execute(text("DELETE FROM audit_detail"))
        session.execute(text(tampering))

    assert verify(world) == found


def test_forgetting_removes_details_and_leaves_a_chain_that_holds(world: World) -> None:
    wrote_three(world)
    with world.runtime.work(world.system) as work:
        audit.forget(work, ABOUT)

    with world.runtime.reading(world.system) as work:
        trail = audit.trail(work, ABOUT)

    assert [(entry.actor_name, entry.details) for entry in trail] == [("", None)] * 3
    assert verify(world) == []


def test_an_anchor_shows_a_chain_that_was_written_anew(world: World) -> None:
    wrote_three(world)
    with world.runtime.work(world.system) as work:
        audit.anchor(work)
    file = audit.anchor_file(world.runtime.settings.kernel, world.authority_id)
    number, anchored = next(iter(audit.read_anchors(file).items()))

    with world.runtime.database.reading() as session:
        good = audit.verify(session, world.authority_id, {number: anchored})
        bad = audit.verify(session, world.authority_id, {number: "f" * 64})
        short = audit.verify(session, world.authority_id, {number + 1: anchored})

    assert good.holds
    assert [broken.reason for broken in bad.breaks] == ["is not what was anchored outside"]
    assert [broken.reason for broken in short.breaks] == [
        "entries that were anchored outside are missing"
    ]
