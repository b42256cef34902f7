"""What is seen of a project, whom it is told to, and how a broken promise closes the gate."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import NotAllowed
from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.alarms import service as alarms
from signatur.records.alarms.schema import Severity
from signatur.records.decisions import service as decisions
from signatur.records.effects import service as effects
from signatur.records.floors import service as floors
from signatur.records.floors.schema import Metric, Terms
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act, EvidenceKind, Stage, judge
from signatur.solutions.mail_routing import service as mail_routing
from signatur.stewardship.gates import service as gates
from signatur.stewardship.monitoring import service
from signatur.stewardship.monitoring.cli import commands
from signatur.stewardship.monitoring.model import shifts_in
from tests.builders import NOON, World, a_project, sign
from tests.commands import run
from tests.solutions.mail_routing.automatic.authorised import (
    ALWAYS,
    arrive,
    authorise,
    automate,
)
from tests.solutions.mail_routing.situations import TO_HOLE, TO_SNOW, set_up, settle
from tests.stand_ins import a_browser
from tests.stewardship.monitoring.answers import answer_many

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.records.projects.schema import Project
    from signatur.stewardship.monitoring.schema import Look

TRIAL = EvidenceKind.TRIAL_EVALUATED


@pytest.fixture
def project(world: World) -> Project:
    found = a_project(world)
    set_up(world, found.id)
    return found


def look(world: World, project: Project) -> Look:
    with world.runtime.work(world.system) as work:
        return service.look_at(work, project.id)


def codes(world: World) -> dict[str, Severity]:
    with world.runtime.reading(world.system) as work:
        return {one.code: one.severity for one in alarms.alarms(work)}


def promise(world: World, project: Project, floor: float) -> None:
    terms = Terms(
        metric=Metric.AUTOMATIC_PRECISION, population="Det, der går af sig selv.", floor=floor
    )
    with world.runtime.work(world.actor("Carl")) as work:
        drafted = floors.draft(work, project.id, terms)
    with world.runtime.work(world.actor("Erik")) as work:
        floors.sign(work, drafted.id, valid_to=None)


def allowed(world: World, project: Project, act: Act) -> bool:
    with world.runtime.reading(world.system) as work:
        return judge(projects.get(work, project.id), act, work.today).is_allowed


def test_the_pull_of_advice_is_seen_and_told(world: World, project: Project) -> None:
    answer_many(world, project.id, 900)

    found = look(world, project)

    assert found.disagreement is not None
    own, seen, pull = (found.disagreement[one] for one in ("true_disagreement", "seen", "pull"))
    assert own.low is not None and own.high is not None  # noqa: PT018 (for the type checker)
    assert own.low < 0.3 < own.high
    assert seen.high is not None
    assert seen.high < 0.2
    assert pull.low is not None
    assert pull.low > 0.4
    assert codes(world) == {service.PULLED: Severity.NOTICE}
    assert found.calibration
    assert found.right_unknown is not None

    with world.runtime.reading(world.system) as work:
        kept = service.latest(work, project.id)
    assert kept is not None
    assert kept.look == found


def test_a_second_look_the_same_day_takes_the_place_of_the_first(
    world: World, project: Project
) -> None:
    look(world, project)
    look(world, project)
    world.clock.advance(timedelta(days=1))
    look(world, project)
    with world.runtime.reading(world.system) as work:
        assert len(service.looks(work, project.id)) == 2


def test_of_few_caseworkers_no_figure_is_made(world: World, project: Project) -> None:
    answer_many(world, project.id, 240, workers=4)

    found = look(world, project)

    assert (found.disagreement, found.right_unknown, found.calibration) == (None, None, ())
    with a_browser(world, "Erik") as erik:
        page = erik.get(f"/styring/overvaagning/{project.id}").text
    assert "Fewer than 5 caseworkers have answered." in page


def test_a_shift_is_found_in_the_column_that_shifted() -> None:
    today = NOON.date()
    days = [today - timedelta(days=number % 120) for number in range(2400)]
    recent = [day >= today - timedelta(days=30) for day in days]
    history = {
        "received_at": [day.isoformat() for day in days],
        "decided_how": ["automatic" if now else "person" for now in recent],
        "channel": [
            "mail" if number % (2 if now else 10) else "post" for number, now in enumerate(recent)
        ],
        "length": [number * 37 % 101 for number in range(2400)],
    }
    found = shifts_in(history, today, 30)
    assert found is not None
    assert [one.name for one in found.columns if one.has_shifted] == ["channel"]
    assert shifts_in({**history, "received_at": [None] * 2400}, today, 30) is None


def test_a_breached_floor_closes_the_gate_until_a_new_trial_is_signed(
    world: World, project: Project
) -> None:
    promise(world, project, 0.9)
    # The authorisation asks for little, so that it is not stopped by its own controls.
    given = authorise(world, project.id, control_share=ALWAYS, floor=0.5)
    for number in range(40):
        item = arrive(world, project.id, number)
        settle(world, item.id, TO_HOLE if number % 4 else TO_SNOW)
    with world.runtime.reading(world.system) as work:
        assert [one.id for one in decisions.in_force(work, project.id)] == [given.id]

    found = look(world, project)

    assert found.performance is not None
    assert found.performance.value == pytest.approx(0.75)
    assert found.is_breached
    assert codes(world)[service.BREACHED] is Severity.SERIOUS
    with world.runtime.reading(world.system) as work:
        (trial,) = [one for one in projects.get(work, project.id).evidence if one.kind is TRIAL]
        assert (trial.withdrawn_by, trial.withdrawn_at) == (None, NOON)

    with world.runtime.work(world.system) as work:
        gates.look_at_all(work)
        assert decisions.in_force(work, project.id) == []

    # Whoever clicks: it is decided, and nothing leaves.
    later = arrive(world, project.id, 100)
    assert automate(world, later.id) is None
    with world.runtime.reading(world.actor("Anna")) as work:
        assert mail_routing.view(work, later.id).routing is not None, "suggestions go on"
    for person, number in (("Anna", 101), ("Bo", 102)):
        item = arrive(world, project.id, number)
        settle(world, item.id, TO_HOLE, by=person)
        with world.runtime.reading(world.system) as work:
            assert effects.effects_of(work, item.id) == []
    assert not allowed(world, project, Act.AFFECT)
    assert allowed(world, project, Act.DECIDE)

    # A new trial, signed by a person, opens it; yesterday's controls do not close it again.
    sign(world, project.id, TRIAL)
    assert allowed(world, project, Act.AUTOMATE)
    assert not look(world, project).is_breached
    world.clock.advance(timedelta(days=1))
    look(world, project)
    assert allowed(world, project, Act.AUTOMATE)
    authorise(world, project.id)
    with world.runtime.reading(world.system) as work:
        assert len(decisions.in_force(work, project.id)) == 1


def test_a_floor_within_chance_closes_nothing(world: World, project: Project) -> None:
    promise(world, project, 0.9)
    authorise(world, project.id, control_share=ALWAYS, floor=0.5)
    for number in range(10):
        item = arrive(world, project.id, number)
        settle(world, item.id, TO_SNOW if number == 0 else TO_HOLE)

    assert not look(world, project).is_breached
    assert service.BREACHED not in codes(world)
    assert allowed(world, project, Act.AFFECT)


def test_only_the_installation_lapses_evidence(world: World, project: Project) -> None:
    with pytest.raises(NotAllowed), world.runtime.work(world.actor("Erik")) as work:
        projects.lapse(work, project.id, TRIAL, "Jeg vil.")


def test_only_projects_on_trial_or_in_operation_are_looked_at(world: World) -> None:
    a_project(world, stage=Stage.DEVELOPMENT)
    with world.runtime.work(world.system) as work:
        assert service.look_at_all(work) == 0


def test_counts_for_pooling_tell_of_no_person_and_are_read_by_the_command(
    world: World, project: Project, tmp_path: Path
) -> None:
    answer_many(world, project.id, 300)
    path = f"/styring/overvaagning/{project.id}/tal"
    with a_browser(world, "Erik") as erik:
        content = erik.post(path, {}).content
    with a_browser(world, "Anna") as anna:
        assert anna.post(path, {}).status_code == 403
    assert b"medarbejder" not in content
    assert str(project.id).encode() not in content

    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file in files:
        file.write_bytes(content)
    told = json.loads(run(world, commands, "disagreement", *map(str, files), "--json").stdout)
    assert told["cases"] == {"shown": 200, "blind_first": 200, "hidden": 200}
    assert told["workers"] == 12, "w1 of one authority is not w1 of another"
    with world.runtime.work(world.system) as work:
        own = service.look_at(work, project.id).disagreement
    assert own is not None
    assert told["seen"]["value"] == own["seen"].value
    assert told["true_disagreement"]["value"] == own["true_disagreement"].value


def test_few_people_are_one_in_the_counts(world: World, project: Project) -> None:
    answer_many(world, project.id, 30, workers=3)
    with world.runtime.work(world.actor("Erik")) as work:
        assert {one.worker for one in service.counts(work, project.id)} == {"w1"}


def test_the_pages_show_the_plan_and_the_figures_and_give_them_as_files(
    world: World, project: Project
) -> None:
    answer_many(world, project.id, 600)
    path = f"/styring/overvaagning/{project.id}"
    with a_browser(world, "Erik") as erik:
        assert "Nothing has been looked at yet" in erik.get(path).text
        erik.post(f"{path}/se", {})
        page = erik.get(path).text
        assert "Answer it" in page, "the pull is told"
        assert "<svg" in page
        assert all(person not in page for person in ("medarbejder", "Anna Prøve"))
        answer = erik.post(f"{path}/arme", {"blind": "5,5", "hidden": "2", "because": "Vi måler."})
        assert answer.status_code == 303
        assert "5.5" in erik.get(path).text
        assert (
            erik.post(f"{path}/arme", {"blind": "60", "hidden": "2", "because": "x"}).status_code
            == 422
        )
        assert erik.get(f"{path}?fil=csv").content.count(b"\n") > 5
        assert erik.get(f"{path}?fil=xlsx").status_code == 200
        assert project.name in erik.get("/styring/overvaagning").text
    with world.runtime.reading(world.system) as work:
        plan = decisions.arm_plan(work, project.id)
    assert plan is not None
    assert plan.blind_share == pytest.approx(0.055)


def test_the_nightly_job_looks_at_projects_in_operation(world: World, project: Project) -> None:
    with world.runtime.work(world.system) as work:
        job_id = store.start(work, service.LOOK_JOB)
    run_waiting_jobs(world.runtime)

    with world.runtime.reading(world.system) as work:
        assert store.get(work, job_id).result == {"looked": 1}
        assert service.latest(work, project.id) is not None
