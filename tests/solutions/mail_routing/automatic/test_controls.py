"""Controls: a person chooses without having seen the answer, and the true error is counted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Lane, Target, WorklistFilter
from signatur.solutions.mail_routing.service import watching
from tests.solutions.mail_routing.automatic.authorised import (
    ALWAYS,
    arrive,
    authorise,
    automate,
)
from tests.solutions.mail_routing.situations import TO_HOLE, TO_PASSPORT, TO_SNOW, settle

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.decisions.schema import Authorisation
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from tests.builders import World


@pytest.fixture
def authorisation(world: World, project: Project) -> Authorisation:
    return authorise(world, project.id, control_share=ALWAYS)


@pytest.fixture
def control(world: World, project: Project, authorisation: Authorisation) -> Item:
    assert authorisation.control_share == ALWAYS
    return arrive(world, project.id)


def outcomes(world: World, project_id: UUID) -> list[bool]:
    with world.runtime.reading(world.system) as work:
        return [one.is_right for one in service.control_outcomes(work, project_id)]


def test_a_control_shows_nothing_of_the_answer_until_it_is_decided(
    world: World, project: Project, control: Item
) -> None:
    assert automate(world, control.id) is None
    with world.runtime.work(world.actor("Anna")) as work:
        seen = service.show(work, control.id)
        assert (seen.suggestion, seen.routing, seen.similar, seen.near) == (None, None, (), ())
        assert (seen.line.lane, seen.line.confidence, seen.line.department_key) == (
            Lane.READ,
            None,
            "",
        )
        assert service.suggestions_of(work, control.id) == []
        found = service.worklist(work, project.id, WorklistFilter(subject="hul"))
        assert found.lines == ()

    settle(world, control.id, TO_SNOW)

    with world.runtime.work(world.actor("Anna")) as work:
        seen = service.show(work, control.id)
    assert seen.was_blind
    assert seen.routing is not None
    assert seen.routing.alternatives[0].target == TO_HOLE


def test_the_arm_is_written_down_with_the_suggestion(world: World, control: Item) -> None:
    with world.runtime.reading(world.system) as work:
        made = decisions.latest_suggestion(work, control.id)
    assert made is not None
    assert made.arm is Arm.BLIND_FIRST


@pytest.mark.parametrize(
    ("chosen", "is_right"),
    [(TO_HOLE, True), (Target("vej"), True), (TO_SNOW, False), (TO_PASSPORT, False)],
)
def test_what_was_chosen_is_compared_with_what_was_suggested(
    world: World, project: Project, control: Item, chosen: Target, *, is_right: bool
) -> None:
    settle(world, control.id, chosen)
    assert outcomes(world, project.id) == [is_right]


def test_the_first_choice_counts_also_when_it_is_undone(
    world: World, project: Project, control: Item
) -> None:
    decision = settle(world, control.id, TO_SNOW)
    with world.runtime.work(world.actor("Anna")) as work:
        service.undo(work, decision.id)
    settle(world, control.id, TO_HOLE)

    assert outcomes(world, project.id) == [False]


def test_what_belongs_nowhere_or_in_several_places_was_wrong(
    world: World, project: Project, control: Item
) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.send_nowhere(work, control.id)
    assert outcomes(world, project.id) == [False]


def test_not_knowing_leaves_a_control_blind_for_others(world: World, control: Item) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        service.ask_for_help(work, control.id)
        assert service.show(work, control.id).routing is None


def test_an_authorisation_suspends_itself_when_its_controls_go_wrong(
    world: World, project: Project, authorisation: Authorisation
) -> None:
    for number in range(8):
        settle(world, arrive(world, project.id, number).id, TO_SNOW)

    with world.runtime.reading(world.system) as work:
        after = decisions.authorisation(work, authorisation.id)
        assert after.suspended_at is not None
        assert not decisions.in_force(work, project.id)
    later = arrive(world, project.id, 99)
    with world.runtime.reading(world.system) as work:
        assert service.view(work, later.id).routing is not None, "people see suggestions again"


def test_the_watch_is_closer_at_first_and_when_two_controls_were_wrong(
    world: World, project: Project, authorisation: Authorisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "RUN_IN", 2)
    for number in range(3):
        settle(world, arrive(world, project.id, number).id, TO_HOLE)
    assert not closer(world, authorisation)

    settle(world, arrive(world, project.id, 3).id, TO_SNOW)
    assert not closer(world, authorisation), (
        "one disagreement is first looked at by a second person"
    )
    settle(world, arrive(world, project.id, 4).id, TO_SNOW)
    assert closer(world, authorisation)


def test_a_disagreement_that_nobody_looks_at_is_not_waited_for_forever(
    world: World, project: Project, authorisation: Authorisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "RUN_IN", 2)
    for number in range(3):
        settle(world, arrive(world, project.id, number).id, TO_HOLE)
    settle(world, arrive(world, project.id, 3).id, TO_SNOW)

    world.clock.advance(timedelta(days=4))
    with world.runtime.work(world.system) as work:
        watching.look(work, authorisation.id)

    assert closer(world, authorisation)


def closer(world: World, authorisation: Authorisation) -> str:
    with world.runtime.reading(world.system) as work:
        return watching.watch_of(work, authorisation).closer_because


def test_erasure_leaves_only_whether_it_was_right(
    world: World, project: Project, control: Item
) -> None:
    settle(world, control.id, TO_SNOW)
    with world.runtime.work(world.system) as work:
        service.erase(work, control.id)
        (outcome,) = service.control_outcomes(work, project.id)
    assert not outcome.is_right
    assert (outcome.suggested, outcome.decided) == (Target(""), None)
