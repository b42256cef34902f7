"""The catalogue holds the evaluation's figures, and own projects are seen with what matters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from signatur.installed import solutions
from signatur.stewardship.portfolio import service
from signatur.stewardship.portfolio.cli import commands
from signatur.stewardship.portfolio.schema import (
    FIGURE_TITLES,
    PHASE_TITLES,
    REASON_TITLES,
    SECTOR_TITLES,
    SOLUTION_TITLES,
    Status,
    chosen,
)
from tests.builders import a_project
from tests.commands import run

if TYPE_CHECKING:
    from tests.builders import World

KNOWN = service.catalogue()


def test_the_forty_add_up_to_what_the_evaluation_counted() -> None:
    counts = service.counts(KNOWN.projects, "status")

    assert [one.number for one in KNOWN.projects] == list(range(1, 41))
    assert counts[Status.OPERATION] == 6
    assert counts[Status.ONGOING] == 18
    assert counts[Status.ENDED] + counts[Status.CONTINUED] == 16
    assert sum(one.own_regime for one in KNOWN.projects) == 3


def test_everything_in_the_catalogue_has_a_name_that_people_read() -> None:
    for one in KNOWN.projects:
        assert one.sector in SECTOR_TITLES
        assert one.solution in SOLUTION_TITLES
        assert not one.phase or one.phase in PHASE_TITLES
        assert not one.reason or one.reason in REASON_TITLES
        assert (one.status is Status.CONTINUED) == (one.continued_as is not None)
        assert one.continued_as is None or KNOWN.get(one.continued_as) is not None
    shown = {name: told for name, told in KNOWN.figures.items() if name in FIGURE_TITLES}
    assert {name for told in shown.values() for name in told} <= set(FIGURE_TITLES)
    assert {one.name for one in solutions()} <= set(SOLUTION_TITLES)


def test_filters_narrow_together() -> None:
    found = chosen(KNOWN.projects, words="rødovre visitation", sector="health")

    assert [one.number for one in found] == [29]
    assert chosen(KNOWN.projects, status="operation", solution="mail_routing")[0].number == 15
    assert chosen(KNOWN.projects, words="findes ikke") == []


def test_sectors_by_status_hold_every_project_once() -> None:
    crossed = service.by_sector_and_status(KNOWN.projects)

    assert sum(sum(line.values()) for line in crossed.values()) == 40


def test_own_projects_are_told_with_stage_and_gate(world: World) -> None:
    project = a_project(world)
    told = json.loads(run(world, commands, "show", "--json").stdout)

    assert told == [
        {
            "id": str(project.id), "name": "Postfordeling", "solution": "mail_routing",
            "stage": "operation", "may_affect": True, "missing_evidence": 0, "floor": None,
            "model": None, "decided_30_days": 0, "automatic_30_days": 0, "alarms": 0,
            "late_alarms": 0,
        }
    ]  # fmt: skip


def test_the_catalogue_is_told_by_a_command(world: World) -> None:
    told = run(world, commands, "catalogue", "--status", "operation", "--json")

    assert {one["number"] for one in json.loads(told.stdout)} == {7, 15, 16, 21, 30, 33}
