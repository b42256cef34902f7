"""Arms: drawn by seed and item, first answers locked once, and agreement counted without content."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm, ArmPlan, NewDecision, NewSuggestion, Outcome
from signatur.records.items import service as items
from tests.builders import NOON, World, a_project, an_item

if TYPE_CHECKING:
    from signatur.records.decisions.schema import Suggestion
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world)


def _plan(world: World, project: Project, blind: float, hidden: float, by: str = "Erik") -> ArmPlan:
    with world.runtime.work(world.actor(by)) as work:
        return decisions.plan_arms(
            work, project.id, blind_share=blind, hidden_share=hidden, because="Måler enighed."
        )


def _offer(world: World, item: Item, arm: Arm) -> Suggestion:
    with world.runtime.work(world.system) as work:
        new = NewSuggestion(
            answer={"desk": "vej"}, reasons=(), confidence=0.9, model_version_id=None, basis={},
            input=b"{}", arm=arm,
        )  # fmt: skip
        return decisions.offer(work, items.get(work, item.id), new)


def _decide(world: World, item: Item, made: Suggestion, outcome: Outcome) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        new = NewDecision(outcome=outcome, answer={"desk": "vej"}, suggestion_id=made.id)
        decisions.decide(work, items.get(work, item.id), new)


def test_the_draw_gives_the_planned_shares_and_the_same_each_time(
    world: World, project: Project
) -> None:
    plan = _plan(world, project, 0.1, 0.2)
    ids = [uuid4() for _ in range(4000)]
    counts = Counter(plan.arm_of(one) for one in ids)

    assert counts[Arm.BLIND_FIRST] / 4000 == pytest.approx(0.1, abs=0.02)
    assert counts[Arm.HIDDEN] / 4000 == pytest.approx(0.2, abs=0.03)
    with world.runtime.reading(world.system) as work:
        assert [decisions.draw_arm(work, project.id, one) for one in ids[:50]] == [
            plan.arm_of(one) for one in ids[:50]
        ]


def test_without_a_plan_everything_is_shown_and_the_newest_plan_counts(
    world: World, project: Project
) -> None:
    item_id = uuid4()
    with world.runtime.reading(world.system) as work:
        assert decisions.draw_arm(work, project.id, item_id) is Arm.SHOWN
    _plan(world, project, 0.5, 0.0)
    second = _plan(world, project, 0.0, 0.0)
    with world.runtime.reading(world.system) as work:
        assert decisions.arm_plan(work, project.id) == second
        assert decisions.draw_arm(work, project.id, item_id) is Arm.SHOWN


@pytest.mark.parametrize(("blind", "hidden"), [(-0.1, 0.1), (0.4, 0.2), (1.0, 0.0)])
def test_impossible_shares_are_refused(
    world: World, project: Project, blind: float, hidden: float
) -> None:
    with pytest.raises(InputProblem):
        _plan(world, project, blind, hidden)


def test_a_caseworker_does_not_plan_arms(world: World, project: Project) -> None:
    with pytest.raises(NotAllowed):
        _plan(world, project, 0.1, 0.1, by="Anna")


def test_a_first_answer_is_locked_once_and_only_where_advice_comes_later(
    world: World, project: Project
) -> None:
    item = an_item(world, project.id)
    made = _offer(world, item, Arm.BLIND_FIRST)
    with world.runtime.work(world.actor("Anna")) as work:
        decisions.lock_first(work, made, {"desk": "park"}, agrees=False)
    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(Conflict):
        decisions.lock_first(work, made, {"desk": "vej"}, agrees=True)
    shown = _offer(world, an_item(world, project.id, b"b", "b"), Arm.SHOWN)
    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(Conflict):
        decisions.lock_first(work, shown, {"desk": "vej"}, agrees=True)
    with world.runtime.work(world.system) as work, pytest.raises(Conflict):
        decisions.lock_first(work, made, {}, agrees=True)


def test_what_is_observed_tells_first_and_last_agreement_by_arm(
    world: World, project: Project
) -> None:
    for number, (arm, first, outcome) in enumerate(
        [
            (Arm.SHOWN, None, Outcome.ACCEPTED),
            (Arm.BLIND_FIRST, False, Outcome.ACCEPTED),
            (Arm.BLIND_FIRST, None, Outcome.CHANGED),
            (Arm.HIDDEN, None, Outcome.ACCEPTED),
            (Arm.SHOWN, None, Outcome.UNDECIDED),
        ]
    ):
        item = an_item(world, project.id, b"%d" % number, str(number))
        made = _offer(world, item, arm)
        if first is not None:
            with world.runtime.work(world.actor("Anna")) as work:
                decisions.lock_first(work, made, {"desk": "park"}, agrees=first)
        _decide(world, item, made, outcome)

    with world.runtime.reading(world.system) as work:
        found = decisions.observed(work, project.id, NOON, NOON + timedelta(days=1))
    assert [(one.arm, one.agrees_at_first, one.agrees) for one in found] == [
        (Arm.SHOWN, None, True),
        (Arm.BLIND_FIRST, False, True),
        (Arm.BLIND_FIRST, False, False),
        (Arm.HIDDEN, True, True),
    ]


def test_erasure_takes_first_answers_too(world: World, project: Project) -> None:
    item = an_item(world, project.id)
    made = _offer(world, item, Arm.BLIND_FIRST)
    with world.runtime.work(world.actor("Anna")) as work:
        decisions.lock_first(work, made, {"desk": "park"}, agrees=False)
    with world.runtime.work(world.system) as work:
        decisions.erase_content(work, item.id)
        assert decisions.first_answer(work, made.id) is None
