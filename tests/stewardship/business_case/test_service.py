"""A case is drafted by one and signed by another; the floor follows; reality is held against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed, NotFound
from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.alarms import service as alarms
from signatur.records.floors import service as floors
from signatur.records.floors.schema import Metric
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.business_case import service
from tests.builders import World, a_project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project
    from signatur.stewardship.business_case.schema import Month, Version

CASE = """
title: Sorting
first_year: 2026
years: 4
discount_rate: 0 %
draws: 500
costs:
  - {name: Build, department: IT, phase: development, years: 2026, amount: 30000}
model:
  years: all
  volume: 12000
  coverage: 50 %
  precision: 96 %
  true_positive: {value: 10, department: Post, kind: time}
  false_positive: {cost: 100, department: Post}
gains:
  - {name: Time, department: Post, kind: time, years: all, volume: 12000, minutes: 2, hourly_rate: 300}
"""


@pytest.fixture
def project(world: World) -> Project:
    return a_project(world)


def drafted(world: World, project: Project, source: str = CASE, by: str = "Erik") -> Version:
    with world.runtime.work(world.actor(by)) as work:
        return service.draft(work, project.id, source, "Første bud")


def signed(world: World, project: Project, source: str = CASE) -> Version:
    version = drafted(world, project, source)
    with world.runtime.work(world.actor("Dorte")) as work:
        return service.sign(work, version.id)


def test_a_second_person_signs_and_a_later_version_takes_its_place(
    world: World, project: Project
) -> None:
    first = drafted(world, project)
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(Conflict):
        service.sign(work, first.id)
    with world.runtime.work(world.actor("Dorte")) as work:
        assert service.sign(work, first.id).is_in_force
    with world.runtime.work(world.actor("Dorte")) as work, pytest.raises(Conflict):
        service.sign(work, first.id)

    second = signed(world, project, CASE.replace("30000", "40000"))

    with world.runtime.reading(world.system) as work:
        found = service.in_force(work, project.id)
        assert found is not None
        assert (found.id, found.number) == (second.id, 2)
        assert [one.is_in_force for one in service.versions(work, project.id)] == [True, False]


def test_who_may_not_draft_cannot_and_a_wrong_file_is_not_kept(
    world: World, project: Project
) -> None:
    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(NotAllowed):
        service.draft(work, project.id, CASE)
    with pytest.raises(InputProblem), world.runtime.work(world.actor("Erik")) as work:
        service.draft(work, project.id, CASE.replace("coverage", "coverige"))
    with world.runtime.reading(world.system) as work:
        assert service.versions(work, project.id) == []


def test_the_floor_that_follows_is_signed_by_a_second_person_and_becomes_evidence(
    world: World, project: Project
) -> None:
    version = signed(world, project)
    with world.runtime.work(world.actor("Erik")) as work:
        floor = service.draft_floor(work, version.id, "Al indgående post", is_certain=False)
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(Conflict):
        floors.sign(work, floor.id, valid_to=None)
    with world.runtime.work(world.actor("Dorte")) as work:
        floors.sign(work, floor.id, valid_to=None)

    # Four years of 12,000 x 2/60 x 300 = 120,000 pay the 30,000 long before; of 6,000 answered a
    # year q x 10 - (1 - q) x 100 = 110 q - 100. 480,000 - 30,000 + 24,000 (110 q - 100) = 0
    # at q = (100 - 450,000/24,000) / 110 = (100 - 18.75) / 110 = 0.738636...
    assert floor.terms.floor == pytest.approx(0.7387)
    assert floor.terms.metric is Metric.AUTOMATIC_PRECISION
    assert floor.terms.cost_false_positive == 100
    assert "version 1" in floor.terms.reasoning.lower()
    with world.runtime.reading(world.system) as work:
        found = projects.get(work, project.id)
        newest = [one for one in found.evidence if one.kind is EvidenceKind.PERFORMANCE_FLOOR][-1]
        assert newest.reference == f"floor:{floor.id}"
        assert newest.signed_by == world.person_ids["Dorte"]


def test_no_floor_follows_from_a_draft_nor_from_a_case_that_never_pays(
    world: World, project: Project
) -> None:
    draft = drafted(world, project)
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(Conflict):
        service.draft_floor(work, draft.id, "Alt", is_certain=False)

    hopeless = signed(world, project, CASE.replace("amount: 30000", "amount: 3000000"))
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(Conflict):
        service.draft_floor(work, hopeless.id, "Alt", is_certain=False)


def test_a_version_of_another_authority_is_not_there(world: World, project: Project) -> None:
    version = drafted(world, project)
    with world.runtime.reading(world.system) as work:
        other = replace(work.actor, authority_id=work.new_id())
        with pytest.raises(NotFound):
            service.version(work.acting_as(other), version.id)


# --- planned against realised ----------------------------------------------------------------------


def measuring(world: World, minutes: float, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Let the project's solution say that so many minutes were saved; return what it is asked."""
    asked: list[Any] = []

    def measured(work: Work, project_id: UUID, since: date, until: date) -> Mapping[str, float]:
        asked.append((project_id, since, until))
        return {"minutes_saved": minutes, "cases": 900.0}

    (solution,) = (one for one in world.runtime.parts if one.name == "mail_routing")
    monkeypatch.setitem(solution.__dict__, "measured", measured)
    return asked


def measure(world: World, project: Project, month: date) -> Month | None:
    with world.runtime.work(world.actor("Erik")) as work:
        return service.measure(work, project.id, month)


def behind(world: World) -> list[str]:
    with world.runtime.reading(world.system) as work:
        return [one.code for one in alarms.alarms(work)]


def test_a_month_is_held_against_a_twelfth_of_its_year(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(world, project)
    asked = measuring(world, 1_500.0, monkeypatch)

    found = measure(world, project, date(2026, 2, 1))

    assert asked == [(project.id, date(2026, 2, 1), date(2026, 2, 28))]
    assert found is not None
    # 12,000 x 2 / 12 = 2,000 minutes and 1,000 cases a month; a year's gains are 120,000 of time
    # and 5,760 x 10 of right answers = 177,600 / 12 = 14,800.
    assert found.planned["minutes_saved"] == pytest.approx(2_000)
    assert found.planned["cases"] == pytest.approx(1_000)
    assert found.planned["gain"] == pytest.approx(14_800)
    assert (found.measure, found.ratio) == ("minutes_saved", pytest.approx(0.75))
    assert found.realised["gain"] == pytest.approx(11_100)


def test_two_months_behind_in_a_row_raise_an_alarm_that_ends_by_itself(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(world, project)
    measuring(world, 1_000.0, monkeypatch)

    measure(world, project, date(2025, 12, 1))
    measure(world, project, date(2026, 1, 1))
    assert behind(world) == []
    measuring(world, 1_200.0, monkeypatch)
    measure(world, project, date(2026, 2, 1))
    assert behind(world) == ["business_case.behind"]
    with world.runtime.reading(world.system) as work:
        (alarm,) = alarms.alarms(work)
    assert "februar 2026" in alarm.said
    # Of 2,000 minutes 1,200 in the last month, not the 1,000 of the one before.
    assert "60\u00a0%" in alarm.said

    measuring(world, 1_900.0, monkeypatch)
    measure(world, project, date(2026, 2, 1))
    assert behind(world) == []


def test_two_months_behind_that_do_not_follow_each_other_raise_none(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(world, project, CASE.replace("first_year: 2026", "first_year: 2025"))
    measuring(world, 100.0, monkeypatch)

    measure(world, project, date(2025, 12, 1))
    measure(world, project, date(2026, 2, 1))

    assert behind(world) == []


def test_a_month_that_is_not_over_is_not_measured_and_each_only_once_by_itself(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(world, project)
    measuring(world, 2_000.0, monkeypatch)

    with pytest.raises(Conflict):
        measure(world, project, date(2026, 3, 1))
    with world.runtime.work(world.system) as work:
        assert service.measure_all(work) == 1
    with world.runtime.work(world.system) as work:
        assert service.measure_all(work) == 0


def test_the_nightly_job_measures_every_authority_and_says_how_many(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(world, project)
    measuring(world, 2_000.0, monkeypatch)

    with world.runtime.work(world.system) as work:
        job_id = store.start(work, service.MEASURE)
    run_waiting_jobs(world.runtime)

    with world.runtime.reading(world.system) as work:
        assert store.get(work, job_id).result == {"measured": 1}
        assert [one.month for one in service.months(work, project.id)] == [date(2026, 2, 1)]


def test_a_person_says_why_it_came_out_so(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed(world, project)
    measuring(world, 900.0, monkeypatch)
    found = measure(world, project, date(2026, 2, 1))
    assert found is not None

    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(NotAllowed):
        service.explain(work, found.id, "Fordi")
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(InputProblem):
        service.explain(work, found.id, " ")
    with world.runtime.work(world.actor("Erik")) as work:
        told = service.explain(work, found.id, "To kom senere i gang.")

    assert (told.reason, told.reason_by) == ("To kom senere i gang.", world.person_ids["Erik"])
    assert measure(world, project, date(2026, 2, 1)) is not None
    with world.runtime.reading(world.system) as work:
        (kept,) = service.months(work, project.id)
        assert kept.reason == "To kom senere i gang."
