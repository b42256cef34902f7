"""The audit holds what happened, shows every tampering, and can forget persons."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DatabaseError

from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.audit.tables import AuditDetailRow, AuditHeadRow

if TYPE_CHECKING:
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


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"]
)
def test_the_database_itself_refuses_to_change_an_entry(world: World, change: str) -> None:
    with pytest.raises(DatabaseError, match="never changed"), world.runtime.database.writing() as s:
        s.execute(text(change))


def test_a_changed_detail_is_found(world: World) -> None:
    wrote_three(world)
    with world.runtime.database.writing() as session:
        session.execute(update(AuditDetailRow).values(details={"number": 7}))

    assert {reason for _number, reason in verify(world)} == {
        "its details were changed after they were written"
    }


def test_a_cut_end_is_found(world: World) -> None:
    wrote_three(world)
    with world.runtime.database.writing() as session:
        session.execute(update(AuditHeadRow).values(number=AuditHeadRow.number + 1))

    assert [reason for _number, reason in verify(world)] == [
        "the end of the chain is not where it was left"
    ]


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
