"""Several processes at once: nothing is decided twice, and a cap holds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict
from signatur.kernel.permissions import Role
from signatur.records.decisions import service as decisions
from signatur.records.people import service as people
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema.second_look import Said
from signatur.solutions.mail_routing.service import second_look
from tests.solutions.mail_routing.automatic.authorised import arrive, authorise

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.permissions import Actor
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from tests.builders import World


@pytest.fixture(autouse=True)
def _past_its_run_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signatur.solutions.mail_routing.service.drawing._share", lambda _w, _a: 0)


def automate_at_once(world: World, item_ids: list[UUID]) -> None:
    """Let a thread for each id open its transaction before any of them acts."""
    ready = threading.Barrier(len(item_ids), timeout=30)

    def act(item_id: UUID) -> None:
        ready.wait()
        with world.runtime.work(world.system) as work:
            service.automate(work, item_id)

    threads = [threading.Thread(target=act, args=(item_id,)) for item_id in item_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def count_decided(world: World, authorisation_id: UUID) -> int:
    with world.runtime.reading(world.system) as work:
        return decisions.decided_today(work, authorisation_id)


def test_the_same_enquiry_is_decided_once(world: World, project: Project) -> None:
    given = authorise(world, project.id)
    item = arrive(world, project.id)
    automate_at_once(world, [item.id] * 3)
    assert count_decided(world, given.id) == 1


def test_a_cap_holds_when_several_decide_at_once(world: World, project: Project) -> None:
    given = authorise(world, project.id, daily_cap=1)
    items = [arrive(world, project.id, number).id for number in range(3)]
    automate_at_once(world, items)
    assert count_decided(world, given.id) == 1


def test_a_disagreement_is_settled_once(world: World, disputed: Item) -> None:
    with world.runtime.work(world.system) as work:
        more = people.add_person(work, login="Vita", name="Vita Prøve")
        people.give_role(work, more.id, Role.CASEWORKER)
    with world.runtime.database.reading() as session:
        vita = people.actor_of(session, more.id)
    assert vita is not None
    ready, refused = threading.Barrier(2, timeout=30), []

    def settle(actor: Actor) -> None:
        ready.wait()
        try:
            with world.runtime.work(actor) as work:
                second_look.settle(work, disputed.id, Said.BOTH)
        except Conflict:
            refused.append(actor)

    threads = [threading.Thread(target=settle, args=(one,)) for one in (world.actor("Bo"), vita)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(refused) == 1
    with world.runtime.reading(world.system) as work:
        (outcome,) = service.control_outcomes(work, disputed.project_id)
    assert outcome.is_right
