"""What goes by itself, and all that keeps it from doing so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef, Search
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Outcome
from signatur.records.effects import service as effects
from signatur.records.items.schema import ItemState
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.jobs.taking_in import Intake
from signatur.solutions.mail_routing.schema import WorklistFilter
from signatur.solutions.mail_routing.settings import MailRoutingSettings
from tests.solutions.mail_routing.automatic.authorised import (
    ALWAYS,
    SURE,
    arrive,
    authorise,
    automate,
)
from tests.solutions.mail_routing.situations import TO_HOLE, a_mail, read, receive, settle

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from tests.builders import World


@pytest.fixture(autouse=True)
def _past_its_run_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signatur.solutions.mail_routing.service.drawing._share", lambda _w, _a: 0)


def test_a_sure_enquiry_goes_by_itself_and_can_be_undone(world: World, project: Project) -> None:
    authorisation = authorise(world, project.id)
    item = arrive(world, project.id)

    decision = automate(world, item.id)

    assert decision is not None
    assert (decision.person_id, decision.authorisation_id) == (None, authorisation.id)
    assert decision.outcome is Outcome.ACCEPTED
    with world.runtime.reading(world.system) as work:
        seen = service.view(work, item.id)
        assert (seen.line.state, seen.line.subject_key) == (ItemState.DECIDED, "hul")
        assert len(effects.effects_of(work, item.id)) == 1
        told = audit.search(work, Search(about=ObjectRef("item", item.id)), limit=50)
        assert "authorisation" in {one.actor_kind for one in told}
    with world.runtime.work(world.actor("Bo")) as work:
        service.undo(work, decision.id)
    assert automate(world, item.id) is None, "what a person took back is a person's"


def test_only_decisions_of_people_are_learnt_from(world: World, project: Project) -> None:
    authorise(world, project.id)
    automate(world, arrive(world, project.id, 1).id)
    settle(
        world, receive(world, project.id, a_mail("Et pas til Rom.", Message_ID="<2@x>")).id, TO_HOLE
    )

    with world.runtime.reading(world.system) as work:
        assert service.count_lessons(work, project.id) == 1


def test_without_an_authorisation_nothing_goes(world: World, project: Project) -> None:
    assert automate(world, arrive(world, project.id).id) is None


@pytest.mark.parametrize(
    "text",
    [
        "Der er et hul i vejen, og jeg har navne- og adressebeskyttelse.",
        "Der er et hul i vejen. Jeg er bekymret for nabobarnet.",
        "Der er et hul i vejen. Han slår sine børn.",
        "Der er et hul i vejen. Dette er en underretning.",
    ],
)
def test_what_a_person_must_see_never_goes(world: World, project: Project, text: str) -> None:
    authorise(world, project.id)
    assert automate(world, arrive(world, project.id, text=text).id) is None


@pytest.mark.parametrize(
    "limits",
    [
        {"scope": {"pas"}},
        {"floor": 0.98},
        {"valid_to": timedelta(minutes=1)},
    ],
)
def test_what_an_authorisation_does_not_cover_waits(
    world: World, project: Project, limits: dict[str, object]
) -> None:
    if isinstance(lasts := limits.get("valid_to"), timedelta):
        limits = {"valid_to": world.clock.now() + lasts}
    authorise(world, project.id, **limits)
    world.clock.advance(timedelta(hours=1))

    assert automate(world, arrive(world, project.id).id) is None


def test_a_department_may_be_authorised_as_a_whole(world: World, project: Project) -> None:
    authorise(world, project.id, scope={"department:vej"})
    assert automate(world, arrive(world, project.id).id) is not None


def test_a_cap_holds_until_midnight_where_the_authority_is(world: World, project: Project) -> None:
    authorise(world, project.id, daily_cap=1)
    first, second = (arrive(world, project.id, number) for number in (1, 2))

    assert automate(world, first.id) is not None
    assert automate(world, second.id) is None
    # 23:30 UTC is past midnight in Denmark.
    world.clock.advance(timedelta(hours=11, minutes=30))
    assert automate(world, second.id) is not None


def test_what_somebody_suspended_or_shut_stops_at_once(world: World, project: Project) -> None:
    authorisation = authorise(world, project.id)
    items = [arrive(world, project.id, number) for number in range(2)]
    with world.runtime.work(world.actor("Dorte")) as work:
        decisions.suspend(work, authorisation.id, "Prøve.")
    assert automate(world, items[0].id) is None

    authorise(world, project.id)
    with world.runtime.work(world.actor("Dorte")) as work:
        evidence = projects.get(work, project.id).evidence
        basis = next(one for one in evidence if one.kind is EvidenceKind.LEGAL_BASIS_OPERATION)
        projects.withdraw(work, project.id, basis.id, "Bortfaldet.")
    assert automate(world, items[1].id) is None


def test_an_operator_can_switch_everything_off(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorise(world, project.id)
    item = arrive(world, project.id)
    settings = world.runtime.settings.of(MailRoutingSettings)
    monkeypatch.setitem(settings.__dict__, "automation", False)
    assert automate(world, item.id) is None


def test_nothing_that_somebody_asked_for_help_with_goes(world: World, project: Project) -> None:
    item = arrive(world, project.id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.ask_for_help(work, item.id)
    authorise(world, project.id)
    assert automate(world, item.id) is None


def test_what_waited_unseen_goes_when_it_is_authorised(world: World, project: Project) -> None:
    unseen, seen = (arrive(world, project.id, number) for number in (1, 2))
    with world.runtime.work(world.actor("Anna")) as work:
        service.show(work, seen.id)
    authorise(world, project.id)

    with world.runtime.work(world.system) as work:
        decided = sum(service.waiting_for_automation(work, project.id))

    assert decided == 1
    with world.runtime.reading(world.system) as work:
        assert service.view(work, unseen.id).line.state is ItemState.DECIDED
        assert service.view(work, seen.id).line.state is ItemState.READY


def test_a_waiting_control_becomes_blind(world: World, project: Project) -> None:
    item = arrive(world, project.id)
    authorise(world, project.id, control_share=ALWAYS)

    with world.runtime.work(world.system) as work:
        assert sum(service.waiting_for_automation(work, project.id)) == 0
        assert service.view(work, item.id).routing is None
        listed = service.worklist(work, project.id, WorklistFilter()).lines
    assert [(one.department_key, one.lane.value) for one in listed] == [("", "read")]


def test_the_control_draw_is_the_same_for_anyone(world: World, project: Project) -> None:
    authorisation = authorise(world, project.id, control_share=0.05)
    ids = [arrive(world, project.id, number).id for number in range(3)]
    drawn = [authorisation.draws_control(one, 0.5) for one in ids]
    usual = [authorisation.draws_control(one) for one in ids]

    assert drawn == [authorisation.draws_control(one, 0.5) for one in ids]
    assert all(more or not less for more, less in zip(drawn, usual, strict=True))


def test_mail_that_arrives_goes_by_itself_as_it_is_taken_in(world: World, project: Project) -> None:
    authorise(world, project.id)
    with world.runtime.work(world.system) as work:
        prepared = service.prepare(work, project.id)
    knowledge = replace(prepared.knowledge, router=SURE)
    intake = Intake(world.runtime, world.system, project.id, replace(prepared, knowledge=knowledge))

    taken = intake.take([read(a_mail(f"Et hul i vejen, nummer {one}.")) for one in range(2)])

    with world.runtime.reading(world.system) as work:
        states = [service.view(work, one.item.id).line.state for one in taken if one.item]
    assert states == [ItemState.DECIDED] * 2
