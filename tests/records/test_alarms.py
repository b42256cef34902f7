"""Alarms: raised once, answered by a person, closed with their cause, told to more when late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem, NotAllowed, NotFound
from signatur.records.alarms import service as alarms
from signatur.records.alarms.schema import Alarm, Severity
from signatur.records.projects import service as projects
from tests.builders import World, a_project

if TYPE_CHECKING:
    from uuid import UUID


def _raise(world: World, subject: str = "") -> Alarm:
    project_id = _project(world)
    with world.runtime.work(world.system) as work:
        return alarms.raise_alarm(
            work, project_id, "gate_closed", "Porten til Drift er lukket.", subject=subject
        )


def _project(world: World) -> UUID:
    with world.runtime.reading(world.system) as work:
        found = projects.find(work, "mail_routing")
    return found.id if found else a_project(world).id


def _waiting(world: World, name: str) -> int:
    with world.runtime.reading(world.actor(name)) as work:
        return alarms.waiting(work)


def test_the_same_cause_raises_one_alarm_for_the_owner_of_the_project(world: World) -> None:
    first, again, other = _raise(world), _raise(world), _raise(world, "model")

    assert first.id == again.id != other.id
    assert first.owner_id == world.person_ids["Erik"]
    assert (_waiting(world, "Erik"), _waiting(world, "Dorte")) == (2, 0)


def test_an_answer_closes_it_and_the_cause_seen_again_raises_another(world: World) -> None:
    first = _raise(world)
    with world.runtime.work(world.actor("Erik")) as work:
        alarms.answer(work, first.id, "Hjemlen er fornyet.")

    assert _raise(world).id != first.id
    with world.runtime.reading(world.actor("Erik")) as work:
        (closed,) = alarms.alarms(work, is_open=False)
        assert (closed.answer, closed.closed_by) == ("Hjemlen er fornyet.", work.actor.id)
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(NotFound):
        alarms.answer(work, first.id, "igen")


def test_who_may_not_answer_cannot_and_an_empty_answer_is_none(world: World) -> None:
    alarm = _raise(world)

    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(NotAllowed):
        alarms.answer(work, alarm.id, "ok")
    with world.runtime.work(world.actor("Erik")) as work, pytest.raises(InputProblem):
        alarms.answer(work, alarm.id, "  ")


def test_an_alarm_ends_with_its_cause(world: World) -> None:
    alarm = _raise(world)
    with world.runtime.work(world.system) as work:
        alarms.cease(work, alarm.project_id, "gate_closed")
        alarms.cease(work, alarm.project_id, "gate_closed")

    assert _waiting(world, "Erik") == 0


def test_what_is_late_is_told_to_all_who_may_answer_once(world: World) -> None:
    alarm = _raise(world)
    world.clock.advance(timedelta(days=alarms.DAYS[Severity.SERIOUS] + 1))
    with world.runtime.work(world.system) as work:
        assert alarms.escalate_late(work) == 1
        assert alarms.escalate_late(work) == 0

    assert [_waiting(world, name) for name in ("Erik", "Dorte", "Anna")] == [1, 1, 0]
    with world.runtime.reading(world.actor("Erik")) as work:
        assert alarms.get(work, alarm.id).is_late(work.today)
