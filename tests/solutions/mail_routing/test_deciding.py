"""What a caseworker can do with an enquiry: each act is one decision, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel import outbox
from signatur.kernel.errors import Conflict, InputProblem, NotAllowed, NotFound
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Outcome
from signatur.records.effects import service as effects
from signatur.records.items.schema import ItemState
from signatur.records.projects.schema import Stage
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import NOWHERE, Portion, Target, WorklistFilter
from tests.builders import World, a_project
from tests.solutions.mail_routing.situations import (
    DEPARTMENTS,
    PASSPORT,
    TO_HOLE,
    TO_PASSPORT,
    TO_SCHOOL,
    TO_SNOW,
    FixedRouter,
    a_verdict,
    receive,
    set_up,
    settle,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.decisions.schema import Decision
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project

THREE = FixedRouter({"hul": a_verdict("hul", "sne", "pas")})


@pytest.fixture
def item(world: World, project: Project) -> Item:
    """An enquiry for which three places are suggested."""
    return receive(world, project.id, router=THREE)


def state_of(world: World, item_id: UUID) -> tuple[ItemState, str, str]:
    with world.runtime.reading(world.system) as work:
        line = service.view(work, item_id).line
    return line.state, line.department_key, line.subject_key


def undo(world: World, decision: Decision, by: str = "Anna") -> UUID:
    with world.runtime.work(world.actor(by)) as work:
        return service.undo(work, decision.id)


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        (TO_HOLE, Outcome.ACCEPTED),
        (TO_SNOW, Outcome.CHOSEN),
        (TO_SCHOOL, Outcome.CHANGED),
        (Target("", "skolestart"), Outcome.CHANGED),
    ],
)
def test_a_decision_says_how_it_relates_to_what_was_suggested(
    world: World, item: Item, target: Target, outcome: Outcome
) -> None:
    decision = settle(world, item.id, target)

    assert (decision.outcome, decision.answer["subject"]) == (outcome, target.subject_key)
    assert decision.suggestion_id is not None
    state, department, subject = state_of(world, item.id)
    assert (state, subject) == (ItemState.DECIDED, target.subject_key)
    assert department == decision.answer["department"] != ""


def test_an_enquiry_may_go_to_a_department_without_a_subject(world: World, item: Item) -> None:
    settle(world, item.id, Target("skole"))

    assert state_of(world, item.id) == (ItemState.DECIDED, "skole", "")


def test_what_is_not_ours_goes_nowhere(world: World, item: Item) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        decision = service.send_nowhere(work, item.id, "Skattestyrelsens")

    assert (decision.outcome, decision.note) == (Outcome.REFUSED, "Skattestyrelsens")
    assert state_of(world, item.id) == (ItemState.DECIDED, "", "")


def test_accepting_that_it_belongs_nowhere_is_refusing_it(world: World, item: Item) -> None:
    assert settle(world, item.id, NOWHERE).outcome is Outcome.REFUSED


def test_whoever_does_not_know_leaves_it_waiting_for_someone_else(
    world: World, project: Project, item: Item
) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.ask_for_help(work, item.id)

    with world.runtime.reading(world.actor("Bo")) as work:
        (line,) = service.worklist(work, project.id, WorklistFilter(needs_help=True)).lines
    assert (line.item_id, line.state) == (item.id, ItemState.READY)
    assert settle(world, item.id, TO_HOLE, by="Bo").outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    "target", [Target("", "ukendt"), Target("ukendt"), Target("")], ids=["subject", "dep", "none"]
)
def test_an_unknown_place_is_refused(world: World, item: Item, target: Target) -> None:
    with pytest.raises(InputProblem):
        settle(world, item.id, target)

    assert state_of(world, item.id)[0] is ItemState.READY


@pytest.mark.parametrize("closed", ["subject", "department"])
def test_a_closed_place_is_refused(world: World, project: Project, item: Item, closed: str) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        if closed == "subject":
            service.save_subject(work, project.id, replace(PASSPORT, is_active=False))
        else:
            service.save_department(work, project.id, replace(DEPARTMENTS[2], is_active=False))

    with pytest.raises(InputProblem):
        settle(world, item.id, TO_PASSPORT)


def test_what_is_decided_is_not_decided_again(world: World, item: Item) -> None:
    settle(world, item.id, TO_HOLE)

    with pytest.raises(Conflict):
        settle(world, item.id, TO_SNOW, by="Bo")


@pytest.mark.parametrize("name", ["Carl", "Dorte", "Erik", "Fie", "Gert"])
def test_only_caseworkers_and_super_users_decide(world: World, item: Item, name: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        settle(world, item.id, TO_HOLE, by=name)


# --- undoing -----------------------------------------------------------------------------------


def test_an_undone_decision_lets_the_enquiry_wait_with_its_suggestion(
    world: World, item: Item
) -> None:
    decision = settle(world, item.id, TO_SCHOOL)

    assert undo(world, decision) == item.id
    assert state_of(world, item.id) == (ItemState.READY, "vej", "hul")


def test_a_colleague_s_decision_is_undone_by_a_super_user_only(world: World, item: Item) -> None:
    decision = settle(world, item.id, TO_SCHOOL, by="Bo")
    with pytest.raises(NotAllowed):
        undo(world, decision, by="Anna")

    undo(world, decision, by="Bo")
    assert state_of(world, item.id)[0] is ItemState.READY


def test_what_was_undone_cannot_be_undone_again(world: World, item: Item) -> None:
    decision = settle(world, item.id, TO_SCHOOL)
    undo(world, decision)

    with pytest.raises(Conflict):
        undo(world, decision)


def test_what_has_left_the_house_cannot_be_undone(world: World, item: Item) -> None:
    decision = settle(world, item.id, TO_SCHOOL)
    world.clock.advance(timedelta(minutes=1))
    outbox.deliver_due(world.runtime)

    with pytest.raises(Conflict):
        undo(world, decision)
    (folder,) = service.outbound_folder(world.runtime).glob("*/skole/*")
    assert sorted(path.name for path in folder.iterdir()) == ["decision.json", "original.eml"]


def test_an_undone_decision_takes_back_what_was_about_to_leave(world: World, item: Item) -> None:
    undo(world, settle(world, item.id, TO_SCHOOL))
    world.clock.advance(timedelta(minutes=1))

    assert outbox.deliver_due(world.runtime) == 0


def test_in_a_trial_a_decision_is_recorded_and_nothing_leaves(world: World) -> None:
    project = a_project(world, stage=Stage.TRIAL)
    set_up(world, project.id)
    item = receive(world, project.id, router=THREE)

    settle(world, item.id, TO_HOLE)

    with world.runtime.reading(world.system) as work:
        assert effects.effects_of(work, item.id) == []


# --- dividing ----------------------------------------------------------------------------------

PORTIONS = (Portion(TO_HOLE, "Der er et hul i vejen."), Portion(TO_PASSPORT, "Mit pas er udløbet."))


def divide(world: World, item: Item, *portions: Portion) -> Decision:
    with world.runtime.work(world.actor("Anna")) as work:
        return service.divide(work, item.id, portions)


def test_a_divided_enquiry_becomes_enquiries_of_its_own(world: World, item: Item) -> None:
    decision = divide(world, item, *PORTIONS)

    assert decision.outcome is Outcome.DIVIDED
    with world.runtime.reading(world.actor("Anna")) as work:
        seen = service.view(work, item.id)
        texts = [service.view(work, one.item_id).enquiry.body.text for one in seen.portions]
    assert [(one.state, one.subject_key) for one in seen.portions] == [
        (ItemState.DECIDED, "hul"),
        (ItemState.DECIDED, "pas"),
    ]
    assert texts == [one.text for one in PORTIONS]


def test_a_matter_that_is_not_ours_is_a_portion_too(world: World, item: Item) -> None:
    divide(world, item, PORTIONS[0], Portion(NOWHERE, "Og min skat er forkert."))

    with world.runtime.reading(world.actor("Anna")) as work:
        second = service.view(work, item.id).portions[1]
        settled = decisions.current(work, second.item_id)
    assert settled is not None
    assert settled.outcome is Outcome.REFUSED


@pytest.mark.parametrize("count", [0, 1, 7])
def test_an_enquiry_is_divided_into_two_to_six_matters(
    world: World, item: Item, count: int
) -> None:
    with pytest.raises(InputProblem):
        divide(world, item, *[PORTIONS[0]] * count)


def test_undoing_a_division_puts_the_enquiry_together_again(world: World, item: Item) -> None:
    decision = divide(world, item, *PORTIONS)

    undo(world, decision)

    with world.runtime.reading(world.actor("Anna")) as work:
        seen = service.view(work, item.id)
    assert (seen.line.state, seen.portions) == (ItemState.READY, ())
    assert divide(world, item, *PORTIONS).outcome is Outcome.DIVIDED


def test_matters_of_a_divided_portion_are_put_together_with_it(world: World, item: Item) -> None:
    outer = divide(world, item, *PORTIONS)
    with world.runtime.reading(world.actor("Anna")) as work:
        child = service.view(work, item.id).portions[0]
        of_child = decisions.current(work, child.item_id)
    assert of_child is not None
    undo(world, of_child)
    with world.runtime.work(world.actor("Anna")) as work:
        service.divide(work, child.item_id, PORTIONS)
        grandchildren = service.view(work, child.item_id).portions

    undo(world, outer)

    assert {state_of(world, one.item_id)[0] for one in grandchildren} == {ItemState.SET_ASIDE}


def test_without_a_model_the_form_for_dividing_has_empty_lines(world: World, item: Item) -> None:
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.suggested_portions(work, item.id) == [(None, "")] * 3
