"""Gates: what no longer holds stops by itself, its owner is told, and the all-clear comes by itself."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.jobs import store
from signatur.records.alarms import service as alarms
from signatur.records.decisions import service as decisions
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.stewardship.gates import service
from signatur.stewardship.gates.cli import commands
from signatur.stewardship.gates.schema import WARNING, outlook
from tests.builders import NOON, World, a_project, sign
from tests.commands import run
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.records.alarms.schema import Alarm
    from signatur.records.projects.schema import Project

BASIS = EvidenceKind.LEGAL_BASIS_OPERATION


@pytest.fixture
def project(world: World) -> Project:
    """A project in operation with a standing authorisation in force."""
    found = a_project(world)
    with world.runtime.work(world.actor("Erik")) as work:
        decisions.authorise(
            work, found.id, scope={"road"}, floor=0.95, valid_to=NOON + timedelta(days=900),
            control_share=0.05, daily_cap=100,
        )  # fmt: skip
    return found


def _withdraw(world: World, project: Project, kind: EvidenceKind) -> None:
    with world.runtime.work(world.actor("Dorte")) as work:
        for one in projects.get(work, project.id).evidence:
            if one.kind is kind and one.withdrawn_at is None:
                projects.withdraw(work, project.id, one.id, "Loven er ændret.")


def _look(world: World) -> int:
    with world.runtime.work(world.system) as work:
        return service.look_at_all(work)


def _alarms(world: World) -> list[Alarm]:
    with world.runtime.reading(world.system) as work:
        return alarms.alarms(work)


def _in_force(world: World, project: Project) -> int:
    with world.runtime.reading(world.system) as work:
        return len(decisions.in_force(work, project.id))


def test_while_everything_holds_nothing_happens(world: World, project: Project) -> None:
    assert _look(world) == 0

    assert _alarms(world) == []
    assert _in_force(world, project) == 1


def test_a_withdrawn_basis_suspends_authorisations_and_tells_the_owner(
    world: World, project: Project
) -> None:
    _withdraw(world, project, BASIS)

    assert (_look(world), _look(world)) == (1, 1)

    (alarm,) = _alarms(world)
    assert (alarm.code, alarm.owner_id) == (service.CLOSED, world.person_ids["Erik"])
    assert "Drift" in alarm.said
    assert "Trukket tilbage" in alarm.said
    assert _in_force(world, project) == 0
    with world.runtime.reading(world.system) as work:
        (given,) = decisions.authorisations(work, project.id)
    assert given.suspended_because.startswith("Porten til drift er lukket")


def test_a_basis_for_retraining_that_lapses_warns_but_stops_nothing_else(
    world: World, project: Project
) -> None:
    _withdraw(world, project, EvidenceKind.LEGAL_BASIS_RETRAINING)
    end = world.clock.now().date() + timedelta(days=30)
    sign(world, project.id, EvidenceKind.LEGAL_BASIS_RETRAINING, valid_to=end)
    _look(world)
    warned = [(one.code, one.subject) for one in _alarms(world)]

    world.clock.advance(timedelta(days=31))
    closed = _look(world)

    assert warned == [(service.LAPSING, EvidenceKind.LEGAL_BASIS_RETRAINING)]
    assert closed == 0
    assert _in_force(world, project) == 1
    with a_browser(world, "Gert") as gert:
        page = gert.get("/styring/porte").text
    assert "everything holds" in page
    assert "asked for only when the model learns anew" in page
    assert f'<a href="/styring/retsgrundlag/{project.id}">Legal basis for retraining</a>' in page


def test_a_basis_that_lapses_warns_first_and_then_closes(world: World, project: Project) -> None:
    _withdraw(world, project, BASIS)
    end = date(2026, 12, 31)
    sign(world, project.id, BASIS, valid_to=end)
    _look(world)
    assert _alarms(world) == []

    world.clock.moment = NOON.replace(year=2026, month=12, day=1)
    _look(world)
    assert [one.code for one in _alarms(world)] == [service.LAPSING]

    world.clock.moment = NOON.replace(year=2027, month=1, day=1)
    assert _look(world) == 1
    assert [one.code for one in _alarms(world)] == [service.CLOSED]
    assert _in_force(world, project) == 0


def test_the_all_clear_closes_the_alarm_but_gives_no_authorisation_anew(
    world: World, project: Project
) -> None:
    _withdraw(world, project, BASIS)
    _look(world)
    sign(world, project.id, BASIS)

    assert _look(world) == 0
    assert _alarms(world) == []
    assert _in_force(world, project) == 0


def test_evidence_that_another_follows_at_once_is_not_told_to_lapse(
    world: World, project: Project
) -> None:
    today = NOON.date()
    _withdraw(world, project, BASIS)
    with world.runtime.work(world.actor("Dorte")) as work:
        for start, end in ((today, today + WARNING), (today + WARNING, None)):
            projects.sign(
                work, project.id, BASIS, statement="Hjemmel.", valid_from=start, valid_to=end
            )
        assert outlook(projects.get(work, project.id), today).lapsing == ()


def test_an_idea_and_a_retired_project_are_left_alone(world: World) -> None:
    project = a_project(world, stage=Stage.IDEA)
    assert _look(world) == 0
    with world.runtime.work(world.actor("Erik")) as work:
        projects.retire(work, project.id, "Ikke mere.")
    assert _look(world) == 0


def test_a_round_starts_one_look_a_minute(world: World) -> None:
    service.go_round(world.runtime)
    service.go_round(world.runtime)

    with world.runtime.database.reading() as session:
        found = store.newest(session, 10)
    assert [one.kind for one in found] == [service.LOOK]


# --- commands -----------------------------------------------------------------------------------


def test_show_tells_the_stage_the_gates_and_what_is_missing(world: World) -> None:
    a_project(world, stage=Stage.TRIAL)
    told = json.loads(run(world, commands, "show", "mail-routing", "--json").stdout)

    assert (told["stage"], told["next_stage"]) == ("trial", "operation")
    assert told["missing_for_next"] == [
        "legal_basis_operation",
        "impact_assessment",
        "trial_evaluated",
    ]
    assert told["may"] == {
        "learn": True,
        "suggest": True,
        "decide": True,
        "affect": False,
        "automate": False,
    }


def test_advance_stops_at_a_closed_gate_and_says_what_is_missing(world: World) -> None:
    project = a_project(world, stage=Stage.TRIAL)
    closed = run(world, commands, "advance", "mail_routing", "--as", "erik", "--json")
    assert closed.exit_code == 1
    assert "legal_basis_operation" in json.loads(closed.stdout)["missing"]

    for kind in json.loads(closed.stdout)["missing"]:
        sign(world, project.id, EvidenceKind(kind))
    told = json.loads(
        run(world, commands, "advance", str(project.id), "--as", "erik", "--json").stdout
    )
    assert (told["stage"], told["missing"]) == ("operation", [])
