"""Effects: nothing leaves the house but by a decision, through the gate, once in effect."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict
from signatur.kernel.outbox import Delivery, DeliveryState, deliver_due
from signatur.records.audit import service as audit
from signatur.records.effects import service as effects
from signatur.records.items import service as items
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Project, Stage
from signatur.records.projects.service import GateClosed
from tests.builders import World, a_project, an_item, sign
from tests.records.test_decisions import decide

if TYPE_CHECKING:
    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision
    from signatur.records.effects.schema import Effect
    from signatur.records.items.schema import Item
    from tests.stand_ins import Letters


@pytest.fixture
def decision(world: World, item: Item) -> Decision:
    return decide(world, item)


@pytest.fixture(autouse=True)
def gate(letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the invented channel ask the gate, as every channel does."""

    def is_allowed(work: Work, delivery: Delivery) -> bool:
        return effects.may_leave(work, delivery)

    monkeypatch.setattr(letters.channel, "is_allowed", is_allowed)


def order(world: World, decision: Decision) -> Effect:
    with world.runtime.work(world.actor("Anna")) as work:
        return effects.order(work, decision, "post_box", {"department": "road"})


def state(world: World, item: Item) -> DeliveryState:
    with world.runtime.reading(world.system) as work:
        (effect,) = effects.effects_of(work, item.id)
    return effect.delivery.state


def close_the_gate(world: World, project: Project) -> None:
    (basis,) = [one for one in project.evidence if one.kind is EvidenceKind.LEGAL_BASIS_OPERATION]
    with world.runtime.work(world.actor("Dorte")) as work:
        projects.withdraw(work, project.id, basis.id, "Loven er ændret.")


def test_an_effect_leaves_after_the_time_to_regret(
    world: World, item: Item, decision: Decision, letters: Letters
) -> None:
    order(world, decision)
    early = deliver_due(world.runtime)
    world.clock.advance(effects.REGRET)
    deliver_due(world.runtime)

    assert early == 0
    assert [(one.key, one.payload) for one in letters.channel.delivered] == [
        (
            f"post_box:{decision.id}",
            {
                "department": "road",
                "item": str(item.id),
                "project": str(item.project_id),
            },
        )
    ]
    assert state(world, item) is DeliveryState.DELIVERED


def test_before_operation_nothing_is_ordered(world: World) -> None:
    item = an_item(world, a_project(world, "similar_cases", Stage.TRIAL).id)
    decision = decide(world, item)

    with pytest.raises(GateClosed):
        order(world, decision)


def test_a_gate_that_closes_meanwhile_holds_what_was_ordered(
    world: World, item: Item, decision: Decision, project: Project, letters: Letters
) -> None:
    effect = order(world, decision)
    close_the_gate(world, project)
    world.clock.advance(effects.REGRET)
    deliver_due(world.runtime)
    held = state(world, item)
    with pytest.raises(GateClosed), world.runtime.work(world.actor("Anna")) as work:
        effects.release(work, effect)
    sign(world, project.id, EvidenceKind.LEGAL_BASIS_OPERATION)
    with world.runtime.work(world.actor("Anna")) as work:
        effects.release(work, effect)
    deliver_due(world.runtime)

    assert held is DeliveryState.HELD
    assert state(world, item) is DeliveryState.DELIVERED
    with world.runtime.reading(world.system) as work:
        told = [one.action for one in audit.trail(work, items.ref(item.id))]
    assert told[-2:] == ["effects.ordered", "effects.released"]


def test_an_effect_is_withdrawn_while_it_has_not_left(
    world: World, item: Item, decision: Decision, letters: Letters
) -> None:
    order(world, decision)
    for _twice in range(2):
        with world.runtime.work(world.actor("Anna")) as work:
            effects.withdraw_all_of(work, decision.id)
    world.clock.advance(timedelta(hours=1))
    deliver_due(world.runtime)

    assert (state(world, item), letters.channel.delivered) == (DeliveryState.WITHDRAWN, [])


def test_what_has_left_is_not_withdrawn(world: World, decision: Decision) -> None:
    order(world, decision)
    world.clock.advance(effects.REGRET)
    deliver_due(world.runtime)

    with pytest.raises(Conflict), world.runtime.work(world.actor("Anna")) as work:
        effects.withdraw_all_of(work, decision.id)


def test_a_delivery_that_no_decision_ordered_may_not_leave(
    world: World, decision: Decision
) -> None:
    effect = order(world, decision)
    stray = Delivery(
        id=decision.id,
        authority_id=world.authority_id,
        channel="post_box",
        key="stray",
        payload={},
        state=DeliveryState.WAITING,
        attempts=1,
        created_at=world.clock.now(),
        delivered_at=None,
        problem=None,
    )

    with world.runtime.reading(world.system) as work:
        assert not effects.may_leave(work, stray)
        assert effects.may_leave(work, effect.delivery)
