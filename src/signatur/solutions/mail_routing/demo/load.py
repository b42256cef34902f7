"""Loads the invented municipality: its setup, past post, a model, weeks of work with it, mail that waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import event

from signatur.kernel.permissions import Role
from signatur.records.registry import service as registry
from signatur.records.retention import service as retention
from signatur.records.retention.schema import RetentionRule
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.demo.enquiries import invent
from signatur.solutions.mail_routing.demo.enquiry import Mix
from signatur.solutions.mail_routing.demo.month import Month
from signatur.solutions.mail_routing.demo.municipality import departments, subjects
from signatur.solutions.mail_routing.demo.reading import read_arriving, read_past, reading_ahead
from signatur.solutions.mail_routing.demo.rule_sheet import past_rule_rows
from signatur.solutions.mail_routing.schema import (
    NOWHERE,
    UNKNOWN_LABEL,
    Department,
    Subject,
    Target,
)
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.settings import MailRoutingSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from signatur.kernel.part import Demo
    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry
    from signatur.solutions.mail_routing.demo.reading import Arrived

SEED = 2026
PAST = 4000
WAITING = 150
_HANDLED_WITHIN = timedelta(hours=5)
# A staff that seldom errs: with more wrong labels than one in twenty, no model could promise 95 %.
_MIX = Mix(label_noise=0.01)
# What waits came in within so many days.
_WAITED = timedelta(days=4)
# As many a day as what waits; and shorter than enquiries are kept, or the first tidying would erase the
# oldest under the visitor's eyes.
_HISTORY_DAYS = 120
_TROUBLED_SHARE = 0.08
# Enquiries of one transaction: few enough for a short one, many enough to be quick.
_STORED_AT_ONCE = 200
# Scans take seconds each.
_READ_AT_ONCE = 30
_CASES = {"folder": "sager"}


def load_demo(demo: Demo) -> None:
    """Load everything that is not there yet; begun and broken off, it goes on where it was."""
    with demo.runtime.reading(demo.actors[Role.SUPER_USER]) as work:
        if service.is_demo_loaded(work):
            return
        project = service.project_of(work)
    # Of all moments the one that stays the same when the loading is begun anew.
    opened = min(one.signed_at for one in project.evidence)
    until = opened + demo.age
    past_count, waiting_count = _scaled(PAST, demo.scale), _scaled(WAITING, demo.scale)
    past = list(invent(SEED, past_count, until - _WAITED, days=_HISTORY_DAYS, mix=_MIX))
    handled = [one for one in past if one.received_at + _HANDLED_WITHIN <= opened]
    worked, waiting = past[len(handled) :], _newest(waiting_count, until, past)
    then = replace(demo, runtime=demo.runtime.at(opened))
    _set_up(then, project.id)
    with demo.runtime.reading(demo.actors[Role.SUPER_USER]) as work:
        scans = partial(read_arriving, service.recogniser(work))
    with reading_ahead() as ahead:
        batches = ahead.start(handled, _STORED_AT_ONCE, read_past)
        decided = _each(worked, ahead.start(worked, _STORED_AT_ONCE, read_past))
        arriving = _each(waiting, ahead.start(waiting, _READ_AT_ONCE, scans))
        _load_past(then, project.id, batches, len(handled))
        _train(then, project.id)
        with then.runtime.work(demo.actors[Role.SUPER_USER]) as work:
            month = Month(demo, project.id, service.prepare(work, project.id), opened, until)
        demo.tell(f"  {len(worked)} enquiries are worked on")
        month.work_on(decided)
        demo.tell(f"  {len(waiting)} enquiries arrive")
        month.leave_waiting(arriving)
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        service.note_demo_loaded(work)


def _newest(number: int, until: datetime, past: Sequence[InventedEnquiry]) -> list[InventedEnquiry]:
    """Let enquiries come in within the last days, and beside them some that cannot be read."""
    midnight = datetime.combine(until.date(), time(), until.tzinfo) - timedelta(seconds=1)
    days = _WAITED.days
    fresh = invent(SEED + 1, number, midnight, days=days, mix=_MIX, after=past)
    count = max(2, round(_TROUBLED_SHARE * number))
    strays = invent(SEED + 2, 10 * count, midnight, days=days, mix=Mix(mishap=1.0))
    troubled = [one for one in strays if one.mishap is not None][:count]
    return sorted([*fresh, *troubled], key=lambda one: one.received_at)


def _scaled(number: int, scale: float) -> int:
    return max(1, round(number * scale))


def _set_up(demo: Demo, project_id: UUID) -> None:
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        for one in departments():
            service.save_department(work, project_id, Department(one.key, one.name, one.about))
        for each in subjects():
            subject = Subject(
                each.key, each.name, each.department_key, each.kle_code, each.deadline_days
            )
            service.save_subject(work, project_id, subject)
        if not service.rules(work, project_id):
            service.take_rules(work, project_id, past_rule_rows())
        if not service.routes(work, project_id):
            # One department has a case system; the others find theirs in the folder for outgoing mail.
            first = Target(next(iter(departments())).key)
            service.save_route(
                work, project_id, target=first, kind=RouteKind.CASE_FOLDER, settings=_CASES
            )
    with demo.runtime.work(demo.actors[Role.LEGAL]) as work:
        days = work.runtime.settings.of(MailRoutingSettings).keep_days
        rule = RetentionRule(project_id, service.KIND, days, "Opfundet til prøve.")
        retention.set_rule(work, rule)


def _load_past(
    demo: Demo, project_id: UUID, batches: Iterable[Sequence[Arrived]], total: int
) -> None:
    """Store past enquiries with where the staff sent them: the first day's training data."""
    done = 0
    for batch in batches:
        demo.tell(f"  past enquiries {done} of {total}")
        with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
            _store_past(work, project_id, batch)
        done += len(batch)


def _store_past(work: Work, project_id: UUID, batch: Sequence[Arrived]) -> None:
    targets = {each.key: Target(each.department_key, each.key) for each in subjects()}
    targets[UNKNOWN_LABEL] = NOWHERE
    kept: list[object] = []
    # The session forgets rows that nobody holds, and would ask for each of them anew.
    for moment in ("loaded_as_persistent", "pending_to_persistent"):
        event.listen(work.session, moment, lambda _session, row: kept.append(row))
    places = service.places_of(work, project_id)
    for one in batch:
        service.record_past(
            work,
            project_id,
            one.read,
            targets[one.label],
            decided_at=one.received_at + _HANDLED_WITHIN,
            received_at=one.received_at,
            places=places,
        )


def _train(demo: Demo, project_id: UUID) -> None:
    with demo.runtime.reading(demo.actors[Role.DATA_SCIENTIST]) as work:
        if registry.champion(work, project_id) is not None:
            return
        lesson = service.lesson_of(work, project_id)
    demo.tell(f"  training on {len(lesson.examples)} enquiries")
    # Twice the time for figures that mean nothing: the post is invented.
    learnt = service.learn(lesson, seed=SEED, is_measured=False)
    with demo.runtime.work(demo.actors[Role.DATA_SCIENTIST]) as work:
        version = service.register(work, lesson, learnt)
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        registry.promote(work, version.id)


def _each(
    invented: Sequence[InventedEnquiry], batches: Iterable[Sequence[Arrived]]
) -> Iterator[tuple[InventedEnquiry, Arrived]]:
    by_id = {one.id: one for one in invented}
    return ((by_id[one.invented_id], one) for batch in batches for one in batch)
