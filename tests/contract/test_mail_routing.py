"""What the demo of mail routing shows: weeks of work behind, and fresh mail that waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.demonstration import AGE
from signatur.kernel.outbox import DeliveryState
from signatur.kernel.permissions import Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import Search
from signatur.records.decisions import service as decisions
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import WorklistFilter
from signatur.solutions.mail_routing.schema.outgoing import OutgoingFilter
from signatur.solutions.mail_routing.tables import FactRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.mail_routing.service import OutgoingLine
    from tests.contract.loaded import Loaded


def test_people_decided_the_past_and_what_is_fresh_waits(loaded: Loaded) -> None:
    with loaded.runtime.reading(loaded.actors[Role.SUPER_USER]) as work:
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
    assert min(one.received_at for one in found) > loaded.clock.now() - timedelta(days=5)


def test_a_municipality_has_worked_some_weeks_and_the_chain_holds(loaded: Loaded) -> None:
    runtime, actors = loaded.runtime, loaded.actors
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
    assert {one.state for one in what_left(loaded)} == {DeliveryState.DELIVERED}
    with runtime.reading(actors[Role.SUPER_USER]) as work:
        assert 20 <= len(service.departments(work, project.id)) <= 30
        assert 75 <= len(service.subjects(work, project.id)) <= 110
        rules = service.rules(work, project.id)
    assert any(rule.is_simulated for rule in rules)
    assert any(rule.removed_because for rule in rules)


def what_left(loaded: Loaded) -> Sequence[OutgoingLine]:
    with loaded.runtime.reading(loaded.actors[Role.SUPER_USER]) as work:
        project_id = service.project_of(work).id
        return service.outgoing(work, project_id, OutgoingFilter()).lines
