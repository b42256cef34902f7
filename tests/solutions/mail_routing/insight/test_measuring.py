"""What the business case is told of mail routing is what its insight counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.model.insight.shares import share
from signatur.solutions.mail_routing.service import insight
from signatur.solutions.mail_routing.service.insight import asking
from signatur.solutions.mail_routing.service.insight.control import TrueError
from signatur.solutions.mail_routing.solution import SOLUTION
from tests.solutions.mail_routing.situations import TO_HOLE, a_rule, receive, settle

if TYPE_CHECKING:
    from signatur.records.projects.schema import Project
    from tests.builders import World


def test_what_is_measured_is_what_the_insight_shows(world: World, project: Project) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("hul", TO_HOLE))
    settle(world, receive(world, project.id).id, TO_HOLE)
    assert SOLUTION.measured is not None

    with world.runtime.reading(world.system) as work:
        since, until = insight.usual_period(work.today)
        found = SOLUTION.measured(work, project.id, since, until)
        seen = insight.overview(work, project.id, insight.Asked(since=since, until=until))

    assert found["cases"] == 1
    assert found["minutes_saved"] == seen.value.total
    assert found["automatic"] == 0
    # Nothing has gone by itself, so nobody knows how right it is.
    assert ("precision" in found) is (seen.error.share.value is not None)


def test_the_ends_of_the_precision_are_those_of_the_error_turned_round(
    world: World, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = share(1, 10)
    monkeypatch.setattr(asking, "true_error", lambda *_given: TrueError(known, is_control=True))
    assert SOLUTION.measured is not None
    with world.runtime.reading(world.system) as work:
        found = SOLUTION.measured(work, project.id, *insight.usual_period(work.today))

    assert found["precision"] == pytest.approx(0.9)
    assert found["precision_low"] < found["precision"] < found["precision_high"]
