"""Facts follow each change of an enquiry, in the same transaction, and can be written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select

from signatur.records.items import service as items
from signatur.records.items.schema import DEADLINE
from signatur.records.retention import service as retention
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Traits, WorklistFilter
from signatur.solutions.mail_routing.service import facts
from signatur.solutions.mail_routing.service.facts.snapshot import snapshot_of
from signatur.solutions.mail_routing.tables import FactRow
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_SCHOOL,
    TO_SNOW,
    a_mail,
    a_rule,
    receive,
    settle,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.projects.schema import Project
    from tests.builders import World


@pytest.fixture
def item_id(world: World, project: Project) -> UUID:
    """An enquiry that a rule knows."""
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("hul", TO_HOLE))
    return receive(world, project.id).id


def fact(world: World, item_id: UUID) -> dict[str, Any] | None:
    with world.runtime.reading(world.system) as work:
        row = work.session.scalar(select(FactRow).filter_by(item_id=item_id))
        if row is None:
            return None
        return {column.name: getattr(row, column.name) for column in FactRow.__table__.columns}


def told(world: World, item_id: UUID, *names: str) -> tuple[Any, ...]:
    found = fact(world, item_id)
    assert found is not None
    return tuple(found[name] for name in names)


def test_what_was_suggested_is_known_while_it_waits(world: World, item_id: UUID) -> None:
    assert told(world, item_id, "state", "suggested_subject", "department", "how") == (
        "ready",
        "hul",
        "vej",
        "",
    )


def test_a_decision_and_what_follows_it_are_known(world: World, item_id: UUID) -> None:
    first = settle(world, item_id, TO_SCHOOL)
    assert told(world, item_id, "state", "department", "how", "outcome", "reroutes") == (
        "decided",
        "skole",
        "person",
        "changed",
        0,
    )

    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, first.id)
    assert told(world, item_id, "state", "department", "how", "minutes") == (
        "ready",
        "vej",
        "",
        None,
    )

    settle(world, item_id, TO_HOLE)
    assert told(world, item_id, "outcome", "department", "reroutes") == ("accepted", "vej", 1)


def test_the_same_place_again_is_no_move(world: World, item_id: UUID) -> None:
    first = settle(world, item_id, TO_SNOW)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, first.id)
    settle(world, item_id, TO_SNOW)

    assert told(world, item_id, "reroutes") == (0,)


def test_a_change_that_is_not_stored_leaves_no_fact(world: World, item_id: UUID) -> None:
    before = fact(world, item_id)

    with (
        pytest.raises(RuntimeError, match="halfway"),
        world.runtime.work(world.actor("Anna")) as work,
    ):
        service.send_to(work, item_id, TO_SCHOOL)
        raise RuntimeError("halfway")

    assert fact(world, item_id) == before


def test_erasing_an_enquiry_erases_its_fact(world: World, project: Project, item_id: UUID) -> None:
    with world.runtime.reading(world.system) as work:
        assert len(snapshot_of(work, project.id).facts) == 1
    with world.runtime.work(world.system) as work:
        retention.erase_item(work, items.get(work, item_id), DEADLINE)

    assert fact(world, item_id) is None


def test_facts_written_anew_are_those_that_were_kept(
    world: World, project: Project, item_id: UUID
) -> None:
    settle(world, item_id, TO_SCHOOL)
    before = fact(world, item_id)
    with world.runtime.work(world.system) as work:
        work.session.execute(delete(FactRow))
    with world.runtime.reading(world.system) as work:
        assert facts.lacks_facts(work, project.id)

    with world.runtime.work(world.system) as work:
        last = facts.rebuild(work, project.id)
    with world.runtime.work(world.system) as work:
        assert last is not None
        assert facts.rebuild(work, project.id, last) is None
        assert not facts.lacks_facts(work, project.id)

    assert fact(world, item_id) == before


def test_what_this_process_stores_is_counted_at_once(
    world: World, project: Project, item_id: UUID
) -> None:
    with world.runtime.reading(world.system) as work:
        shot = snapshot_of(work, project.id)
        assert shot.facts.is_word("state", "ready").sum() == 1
    settle(world, item_id, TO_SCHOOL)
    receive(world, project.id, a_mail("Noget andet", Message_ID="<b@example.dk>"))

    with world.runtime.reading(world.system) as work:
        later = snapshot_of(work, project.id)
    assert len(later.facts) == 2
    assert later.facts.is_word("state", "decided").sum() == 1
    assert len(shot.facts) == 1, "a snapshot never changes"


@pytest.mark.parametrize(
    ("traits", "fits"),
    [
        (Traits(how="person"), True),
        (Traits(how="automatic"), False),
        (Traits(suggested="vej/hul", is_otherwise=True), True),
        (Traits(suggested="vej/sne"), False),
        (Traits(is_moved=True), False),
        (Traits(weekday=1), True),
        (Traits(weekday=2), False),
        (Traits(is_late=True), False),
    ],
)
def test_the_mail_behind_a_figure_is_found(
    world: World, project: Project, item_id: UUID, traits: Traits, *, fits: bool
) -> None:
    settle(world, item_id, TO_SCHOOL)
    weekday = told(world, item_id, "received_on")[0].weekday()
    if traits.weekday is not None:
        traits = Traits(weekday=weekday if traits.weekday == 1 else (weekday + 1) % 7)

    with world.runtime.reading(world.system) as work:
        found = service.worklist(work, project.id, WorklistFilter(state="all", traits=traits))
    assert [one.item_id for one in found.lines] == ([item_id] if fits else [])
