"""Enquiries that are answered before the advice is seen, or without it ever being seen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm, Decision, FirstAnswer, Outcome
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Lane, Portion, Target, Traits, WorklistFilter
from tests.builders import NOON
from tests.solutions.mail_routing.arms import arrive, plan_for_all
from tests.solutions.mail_routing.automatic.authorised import authorise, automate
from tests.solutions.mail_routing.situations import TO_HOLE, TO_PASSPORT, TO_SNOW, settle

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.decisions.schema import Observed
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from signatur.solutions.mail_routing.service import EnquiryView
    from tests.builders import World


@pytest.fixture
def blind(world: World, project: Project) -> Item:
    plan_for_all(world, project.id, Arm.BLIND_FIRST)
    return arrive(world, project.id)


@pytest.fixture
def hidden(world: World, project: Project) -> Item:
    plan_for_all(world, project.id, Arm.HIDDEN)
    return arrive(world, project.id)


def answer(
    world: World, item_id: UUID, target: Target, note: str = "", by: str = "Anna"
) -> Decision | FirstAnswer:
    with world.runtime.work(world.actor(by)) as work:
        return service.answer(work, item_id, target, note)


def seen(world: World, item_id: UUID, by: str = "Anna") -> EnquiryView:
    with world.runtime.reading(world.actor(by)) as work:
        return service.view(work, item_id)


def observed(world: World, project: Project) -> list[Observed]:
    with world.runtime.reading(world.system) as work:
        return decisions.observed(
            work, project.id, NOON - timedelta(days=9), NOON + timedelta(days=9)
        )


@pytest.mark.parametrize("arm", [Arm.BLIND_FIRST, Arm.HIDDEN])
def test_nothing_tells_of_the_advice_beforehand(world: World, project: Project, arm: Arm) -> None:
    plan_for_all(world, project.id, arm)
    item = arrive(world, project.id)

    view = seen(world, item.id)
    assert (view.suggestion, view.routing, view.similar, view.near) == (None, None, (), ())
    line = view.line
    assert (line.lane, line.confidence, line.department_key, line.subject_key, line.due_on) == (
        Lane.READ, None, "", "", None,
    )  # fmt: skip
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.suggestions_of(work, item.id) == []
        told = service.history_of(work, item.id)
        for wanted in (
            WorklistFilter(department="vej"),
            WorklistFilter(lane="ready"),
            WorklistFilter(traits=Traits(suggested="vej/hul")),
        ):
            assert service.worklist(work, project.id, wanted).lines == ()
    assert "hul" not in str([one for one in told["events"] if one["what"] == "suggestion"])
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.suggested_portions(work, item.id)[0] == (None, "")


def test_an_answer_that_is_the_advice_decides_at_once(
    world: World, project: Project, blind: Item
) -> None:
    decision = answer(world, blind.id, TO_HOLE)

    assert isinstance(decision, Decision)
    assert decision.outcome is Outcome.ACCEPTED
    (one,) = observed(world, project)
    assert (one.arm, one.agrees_at_first, one.agrees, one.is_aside) == (
        Arm.BLIND_FIRST, True, True, False,
    )  # fmt: skip


def test_an_answer_that_differs_is_locked_and_the_advice_is_seen_beside_it(
    world: World, project: Project, blind: Item
) -> None:
    first = answer(world, blind.id, TO_SNOW)

    assert isinstance(first, FirstAnswer)
    view = seen(world, blind.id)
    assert (view.decision, view.line.state) == (None, "ready")
    assert view.routing is not None
    assert view.routing.alternatives[0].target == TO_HOLE
    assert view.first == first
    assert observed(world, project) == []


def test_it_is_kept_without_a_reason_and_changed_only_with_one(
    world: World, project: Project, blind: Item
) -> None:
    answer(world, blind.id, TO_SNOW)
    for other in (TO_HOLE, TO_PASSPORT):
        with pytest.raises(InputProblem, match="changed without a reason"):
            answer(world, blind.id, other)

    decision = answer(world, blind.id, TO_HOLE, "Det er asfalten, ikke sneen.")

    assert isinstance(decision, Decision)
    (one,) = observed(world, project)
    assert (one.agrees_at_first, one.agrees) == (False, True)

    other = arrive(world, project.id, 2)
    answer(world, other.id, TO_SNOW)
    kept = answer(world, other.id, TO_SNOW)
    assert isinstance(kept, Decision)
    assert kept.outcome is Outcome.CHOSEN


def test_what_belongs_nowhere_is_locked_too(world: World, project: Project, blind: Item) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.send_nowhere(work, blind.id)
    (one,) = observed(world, project)
    assert (one.agrees_at_first, one.agrees) == (False, False)


def test_undone_it_may_be_decided_anew_and_the_first_answer_stays(
    world: World, project: Project, blind: Item
) -> None:
    answer(world, blind.id, TO_SNOW)
    decision = answer(world, blind.id, TO_SNOW)
    assert isinstance(decision, Decision)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, decision.id)

    answer(world, blind.id, TO_HOLE, "Jeg så forkert.")

    (one,) = observed(world, project)
    assert (one.agrees_at_first, one.agrees) == (False, True)


def test_not_knowing_leaves_it_blind_and_dividing_it_asks_no_first_answer(
    world: World, project: Project, blind: Item
) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.ask_for_help(work, blind.id)
    assert seen(world, blind.id, "Bo").routing is None
    with world.runtime.work(world.actor("Bo")) as work:
        service.divide(work, blind.id, [Portion(TO_HOLE, "Hul."), Portion(TO_SNOW, "Sne.")])
    assert all(one.is_aside or one.arm is Arm.SHOWN for one in observed(world, project))


def test_hidden_advice_stays_hidden_when_decided_and_when_undone(
    world: World, project: Project, hidden: Item
) -> None:
    decision = answer(world, hidden.id, TO_SNOW)

    assert isinstance(decision, Decision)
    view = seen(world, hidden.id)
    assert (view.routing, view.is_hidden) == (None, True)
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.outcome_told(work, hidden.id, decision.outcome) is None
        told = service.history_of(work, hidden.id)
        otherwise = WorklistFilter(state="decided", traits=Traits(is_otherwise=True))
        assert service.worklist(work, project.id, otherwise).lines == ()
    assert "hul" not in str(told)
    assert [one["outcome"] for one in told["events"] if one["what"] == "decision"] == [None]
    (one,) = observed(world, project)
    assert (one.arm, one.agrees_at_first, one.agrees) == (Arm.HIDDEN, False, False)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, decision.id)
    assert seen(world, hidden.id).line.department_key == ""


@pytest.mark.parametrize("arm", [Arm.BLIND_FIRST, Arm.HIDDEN])
def test_it_does_not_go_by_itself_and_is_not_compared_with_what_does(
    world: World, project: Project, arm: Arm
) -> None:
    plan_for_all(world, project.id, arm)
    authorise(world, project.id)
    item = arrive(world, project.id)

    assert automate(world, item.id) is None
    settle(world, item.id, TO_HOLE)

    (one,) = observed(world, project)
    # It may be drawn for control too, which is blind in any case.
    assert one.arm in (arm, Arm.BLIND_FIRST)
    assert one.is_aside


def test_an_enquiry_keeps_its_arm_when_the_plan_changes(
    world: World, project: Project, hidden: Item
) -> None:
    with world.runtime.work(world.actor("Erik")) as work:
        decisions.plan_arms(
            work, project.id, blind_share=0.0, hidden_share=0.0, because="Vi har målt nok."
        )
    with world.runtime.work(world.system) as work:
        prepared = service.prepare(work, project.id)
        row = service.row_of(work, hidden.id)
        made = service.suggest(work, row, service.enquiry_from_json(row.document), prepared)
    assert made.arm in (Arm.HIDDEN, Arm.SHOWN)
    with world.runtime.reading(world.actor("Anna")) as work:
        shown = decisions.latest_suggestion(work, hidden.id)
    assert shown is not None
    # Without a model there is nothing left to advise, and so nothing to hide.
    assert (shown.arm is Arm.HIDDEN) == bool(shown.answer["alternatives"])
