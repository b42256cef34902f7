"""Two caseworkers at the same enquiry at the same moment: one is told, and nothing is doubled."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, SignaturError
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Outcome
from signatur.records.effects import service as effects
from signatur.records.items import service as items
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Portion
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    TO_PASSPORT,
    TO_SCHOOL,
    TO_SNOW,
    receive,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision
    from signatur.records.projects.schema import Project
    from tests.builders import World

DEEDS: dict[str, Callable[[Work, UUID], object]] = {
    "send": lambda work, item_id: service.send_to(work, item_id, TO_HOLE),
    "send elsewhere": lambda work, item_id: service.send_to(work, item_id, TO_SCHOOL),
    "refuse": service.send_nowhere,
    "divide": lambda work, item_id: service.divide(
        work, item_id, [Portion(TO_SNOW, "Der er sne."), Portion(TO_PASSPORT, "Og mit pas.")]
    ),
}


def at_once(world: World, item_id: UUID, *names: str) -> list[object]:
    """Let Anna and Bo act in two threads; both have opened their transaction before either acts."""
    both_ready = threading.Barrier(2, timeout=20)
    outcomes: dict[str, object] = {}

    def act(person: str, deed: str) -> None:
        actor = world.actor(person)
        both_ready.wait()
        try:
            with world.runtime.work(actor) as work:
                outcomes[person] = DEEDS[deed](work, item_id)
        except SignaturError as problem:
            outcomes[person] = problem

    threads = [
        threading.Thread(target=act, args=pair) for pair in zip(("Anna", "Bo"), names, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return list(outcomes.values())


@pytest.mark.parametrize(
    "names",
    [("send", "send"), ("send", "send elsewhere"), ("send", "refuse"), ("divide", "divide")],
    ids=" and ".join,
)
def test_of_two_who_decide_at_once_one_is_told_and_nothing_is_doubled(
    world: World, project: Project, names: tuple[str, str]
) -> None:
    item = receive(world, project.id)

    outcomes = at_once(world, item.id, *names)

    (refused,) = [one for one in outcomes if isinstance(one, SignaturError)]
    assert isinstance(refused, Conflict)
    with world.runtime.reading(world.system) as work:
        made = decisions.decisions(work, item.id)
        children = items.children_of(work, item.id)
        left = [effect for one in (item.id, *children) for effect in effects.effects_of(work, one)]
    assert len(made) == 1
    is_divided = made[0].outcome is Outcome.DIVIDED
    assert len(children) == (2 if is_divided else 0)
    assert len(left) == (2 if is_divided else 0 if made[0].outcome is Outcome.REFUSED else 1)


def test_of_two_who_undo_at_once_one_is_told(world: World, project: Project) -> None:
    item = receive(world, project.id)
    decision = settle(world, item.id, TO_HOLE)
    both_ready = threading.Barrier(2, timeout=20)
    outcomes: list[object] = []

    def undo(person: str, what: Decision) -> None:
        actor = world.actor(person)
        both_ready.wait()
        try:
            with world.runtime.work(actor) as work:
                outcomes.append(service.undo(work, what.id))
        except SignaturError as problem:
            outcomes.append(type(problem))

    threads = [threading.Thread(target=undo, args=(name, decision)) for name in ("Anna", "Bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(map(str, outcomes)) == sorted([str(item.id), str(Conflict)])
