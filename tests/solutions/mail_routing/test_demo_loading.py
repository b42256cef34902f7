"""The demo fills an installation so that every part of mail routing can be tried."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from signatur.demonstration import AGE, load_demo
from signatur.kernel.outbox import DeliveryState
from signatur.kernel.permissions import SYSTEM, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import Search
from signatur.records.decisions import service as decisions
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.demo import load
from signatur.solutions.mail_routing.demo.enquiry import Mix
from signatur.solutions.mail_routing.schema import WorklistFilter
from signatur.solutions.mail_routing.schema.outgoing import OutgoingFilter
from signatur.solutions.mail_routing.tables import FactRow, ReceiptRow
from tests.builders import FixedClock, a_runtime

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime
    from signatur.solutions.mail_routing.service import OutgoingLine
    from tests.databases import Template

SCALE = 0.05


@pytest.fixture
def runtime(template: Template, tmp_path: Path) -> Iterator[Runtime]:
    """An empty installation without recognition of scans, which only takes time here."""
    with template.copy(tmp_path) as url:
        runtime = a_runtime(tmp_path, url, FixedClock(), SIGNATUR_MAIL_ROUTING_RECOGNITION="false")
        yield runtime
        runtime.close()


class BrokenOff(Exception):
    """Somebody pressed Ctrl-C."""


def test_a_demo_that_was_broken_off_goes_on_where_it_was_and_doubles_nothing(
    runtime: Runtime,
) -> None:
    def break_off(told: str) -> None:
        if "arrive" in told:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        load_demo(runtime, scale=SCALE, tell=break_off)

    told: list[str] = []
    actors = load_demo(runtime, scale=SCALE, tell=told.append)
    load_demo(runtime, scale=SCALE, tell=told.append)

    assert len([one for one in told if "arrive" in one]) == 1
    with runtime.reading(actors[Role.SUPER_USER]) as work:
        project = service.project_of(work)
        states = {
            state: service.count(work, project.id, WorklistFilter(state=state))
            for state in ("decided", "ready", "quarantined")
        }
        (version,) = registry.versions(work, project.id)
        found = service.everything(work, project.id, WorklistFilter(), 100)
    # Of four months the last four weeks were worked on with what was learnt from those before.
    assert sum(states.values()) == 210
    # Of the last days people have decided nothing; what is sure may have gone by itself.
    assert 200 <= states["decided"] < 205
    assert 130 < version.snapshot_rows < 170
    # What waits is fresh.
    assert min(one.received_at for one in found) > runtime.clock.now() - timedelta(days=5)


def test_a_municipality_has_worked_some_weeks_and_the_chain_holds(runtime: Runtime) -> None:
    actors = load_demo(runtime, scale=SCALE, tell=lambda _told: None)

    opened, now = runtime.clock.now() - AGE, runtime.clock.now()
    with runtime.reading(actors[Role.PROJECT_OWNER]) as work:
        project = service.project_of(work)
        (given,) = decisions.authorisations(work, project.id)
        entries = audit.search(work, Search(), 10_000)
        checked = audit.verify(work.session, work.authority_id)
        worked = work.session.scalars(select(FactRow).filter_by(how="person")).all()
    assert given.is_in_force(now)
    assert opened < given.valid_from < now
    assert checked.holds
    moments = [entry.at for entry in reversed(entries)]
    assert moments == sorted(moments)
    assert opened <= moments[0] < moments[-1] <= now
    suggested = [one for one in worked if one.suggested_by]
    assert len(suggested) > 30
    # People choose what they know, whatever was suggested.
    assert any(one.outcome == "accepted" for one in suggested)
    assert any(one.outcome != "accepted" for one in suggested)
    assert {one.state for one in what_left(runtime, actors)} == {DeliveryState.DELIVERED}
    with runtime.reading(actors[Role.SUPER_USER]) as work:
        assert 20 <= len(service.departments(work, project.id)) <= 30
        assert 75 <= len(service.subjects(work, project.id)) <= 110
        rules = service.rules(work, project.id)
    assert any(rule.is_simulated for rule in rules)
    assert any(rule.removed_because for rule in rules)


def what_left(runtime: Runtime, actors: Mapping[Role, Actor]) -> Sequence[OutgoingLine]:
    with runtime.reading(actors[Role.SUPER_USER]) as work:
        project_id = service.project_of(work).id
        return service.outgoing(work, project_id, OutgoingFilter()).lines


def test_what_was_sent_to_a_wrong_department_comes_back_and_finds_its_place(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_MIX", Mix(label_noise=0.5))

    load_demo(runtime, scale=SCALE, tell=lambda _told: None)

    with runtime.reading(SYSTEM) as work:
        moved = work.session.scalars(select(FactRow).where(FactRow.reroutes > 0)).all()
        receipts = work.session.scalars(select(ReceiptRow)).all()
    assert len(moved) >= 3
    assert len(receipts) >= len(moved)
    assert {one.code for one in receipts} == {"AFVIST"}
