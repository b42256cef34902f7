"""Giving standing authorisations with open eyes: what one would have meant, and how each stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.methods.classification.statistics import wilson
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import CONFIRMED
from signatur.records.projects import service as projects
from signatur.solutions.mail_routing.model import agrees, label_of, restraint
from signatur.solutions.mail_routing.schema import Lane, Target, enquiry_from_json
from signatur.solutions.mail_routing.service.answers import routing_of, target_from_json
from signatur.solutions.mail_routing.service.drawing import scope_key_of
from signatur.solutions.mail_routing.service.leaving import leaving
from signatur.solutions.mail_routing.service.outgoing.routes import routes
from signatur.solutions.mail_routing.service.setup import NAME, departments, subjects
from signatur.solutions.mail_routing.service.watching import suspended_itself
from signatur.solutions.mail_routing.settings import MailRoutingSettings
from signatur.solutions.mail_routing.tables import EnquiryRow, FactRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.classification import Interval
    from signatur.records.decisions.schema import Authorisation, Course
    from signatur.solutions.mail_routing.service.leaving import Leaving

AUTOMATE_WAITING = "mail_routing.automate_waiting"
MONTH = timedelta(days=30)
# Enquiries of the last month that are looked at one by one.
_MOST = 3000
# Controls until more is drawn, and from then on until the evidence suffices; see `benchmarks`.
_TO_SUSPECT, _TO_PROVE = 20, 200
_NEVER = 2100
# An authorisation that suspended itself is told of for so long.
_TOLD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would have gone by itself last month under an authorisation."""

    arrived: int
    covered: int
    """Would have gone by itself, or to a person as a control."""
    restrained: int
    """Sure enough and within the scope, but a person must see them."""
    judged: int
    """Of those covered, decided by people meanwhile."""
    precision: Interval
    """Share of these that people sent where it would have gone."""
    daily: float
    """What would go in a day."""
    leaving: Leaving
    """By which routes it would leave, by today's routes."""


def authorise(
    work: Work,
    project_id: UUID,
    *,
    scope: AbstractSet[str],
    floor: float,
    valid_to: datetime,
    control_share: float | None = None,
    daily_cap: int,
) -> Authorisation:
    """Give a standing authorisation; what waits unseen is decided under it in the background.

    Raises NotAllowed, GateClosed, InputProblem for an unknown key, or for a floor that is higher
    than what the lane promises, under which nothing would ever go.
    """
    settings = work.runtime.settings.of(MailRoutingSettings)
    unknown = scope - set(scope_keys(work, project_id))
    if unknown:
        raise InputProblem(
            log=f"{len(unknown)} unknown keys in scope",
            shown=_("There is no open subject or department %(key)s.", key=min(unknown)),
        )
    if floor > settings.target_precision:
        raise InputProblem(
            log="floor above promise",
            shown=_(
                "Choose a floor of at most %(most)s percent: the model is set to promise that, and "
                "nothing would go by itself under a higher one.",
                most=round(100 * settings.target_precision),
            ),
        )
    given = decisions.authorise(
        work,
        project_id,
        scope=scope,
        floor=floor,
        valid_to=valid_to,
        control_share=settings.control_share if control_share is None else control_share,
        daily_cap=daily_cap,
    )
    store.start(work, AUTOMATE_WAITING, {"project": str(project_id)})
    return given


def scope_keys(work: Work, project_id: UUID) -> list[str]:
    """Return what an authorisation may name: open subjects, and departments as `department:key`."""
    return [
        *(one.key for one in subjects(work, project_id) if one.is_active),
        *(label_of(Target(one.key)) for one in departments(work, project_id) if one.is_active),
    ]


def end_of(work: Work, day: date) -> datetime:
    """Return the moment at which an authorisation that is valid to a day ends: its midnight.

    Raises InputProblem for a day that nobody can mean.
    """
    if day.year >= _NEVER:
        raise InputProblem(
            log="end too far away",
            shown=_("Choose a last day before the year %(year)d.", year=_NEVER),
        )
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    return datetime.combine(day + timedelta(days=1), time(), zone)


def suspend(work: Work, authorisation_id: UUID | None, because: str) -> list[UUID]:
    """Stop one standing authorisation, or all of the project; return those that were stopped.

    Raises NotFound, NotAllowed, InputProblem without a reason.
    """
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why you stop it."))
    project = projects.find(work, NAME)
    if project is None:
        raise NotFound(log="no project", shown=_("Mail routing is not set up here."))
    work.require(decisions.SUSPEND, project.id)
    if authorisation_id is not None:
        chosen = [decisions.authorisation(work, authorisation_id)]
    else:
        chosen = decisions.authorisations(work, project.id)
    stopped = [one.id for one in chosen if one.suspended_at is None and one.valid_to > work.now]
    for one in stopped:
        decisions.suspend(work, one, because.strip())
    return stopped


def preview(
    work: Work, project_id: UUID, scope: AbstractSet[str], floor: float, daily_cap: int
) -> Preview:
    """Say what would have gone by itself last month, judged by what people decided of it.

    Only what got a suggestion counts: what was imported or came before the first model did not.
    """
    arrived = work.session.scalar(_of_last_month(work, project_id, func.count())) or 0
    rows = work.session.execute(
        _of_last_month(
            work, project_id, EnquiryRow.item_id, EnquiryRow.document, EnquiryRow.received_at
        )
        .order_by(EnquiryRow.number.desc())
        .limit(_MOST)
    ).all()
    promised = floor <= work.runtime.settings.of(MailRoutingSettings).target_precision
    became = decisions.courses(work, [row.item_id for row in rows])
    asked = covered = restrained = judged = right = 0
    since = work.now
    places: Counter[Target] = Counter()
    for item_id, document, received_at in rows:
        course = became[item_id]
        if course.answer is None:
            continue
        asked += 1
        since = min(since, received_at)
        target = _would_go_to(course, scope) if promised else None
        if target is None:
            continue
        routing = routing_of(course.answer, course.confidence)
        if restraint(enquiry_from_json(document), routing) is not None:
            restrained += 1
            continue
        covered += 1
        places[target] += 1
        if answer := _settled_by_people(course):
            judged += 1
            right += "department" in answer and agrees(target, target_from_json(answer))
    share = arrived / len(rows) if rows else 0.0
    days = max((work.now - since) / timedelta(days=1), 1.0)
    daily = covered * share / days
    return Preview(
        arrived=round(asked * share),
        covered=round(covered * share),
        restrained=round(restrained * share),
        judged=judged,
        precision=wilson(right, judged),
        daily=min(daily, float(daily_cap)),
        leaving=leaving(routes(work, project_id), places, share),
    )


def _would_go_to(course: Course, scope: AbstractSet[str]) -> Target | None:
    """Return where an enquiry would have gone within a scope; None: to a person."""
    if course.answer is None:
        return None
    routing = routing_of(course.answer, course.confidence)
    target = routing.alternatives[0].target if routing.alternatives else None
    is_covered = routing.lane is Lane.READY and target and scope_key_of(scope, target)
    return target if is_covered else None


def _settled_by_people(course: Course) -> Mapping[str, Any] | None:
    """Return what a person decided last and did not undo; None: nothing."""
    settled = [
        one.answer
        for one in course.steps
        if one.outcome in CONFIRMED and not one.is_undone and not one.is_automatic
    ]
    return settled[-1] if settled else None


def automation_is_on(work: Work) -> bool:
    """Say whether an operator lets anything go by itself in this installation."""
    return work.runtime.settings.of(MailRoutingSettings).automation


def promise(work: Work) -> float:
    """Return the precision that the lane 'ready' promises."""
    return work.runtime.settings.of(MailRoutingSettings).target_precision


def usual_control_share(work: Work) -> float:
    """Return the control share of a new authorisation, unless another is stated."""
    return work.runtime.settings.of(MailRoutingSettings).control_share


def days_to_find_a_fall(daily: float, share: float) -> int | None:
    """Return after about how many days a fall to five points below the floor is found.

    By what the simulations show (`benchmarks/mail_routing/watch.py`): suspicion takes about 20
    controls at the usual share, evidence about 200 more at the closer one. None: over a month.
    """
    if daily <= 0 or share <= 0:
        return None
    days = _TO_SUSPECT / (daily * share) + _TO_PROVE / (daily * max(share, 0.5))
    return max(1, round(days)) if days <= MONTH.days else None


def automatic_by_day(work: Work, since: date) -> list[tuple[date, int, int]]:
    """Return for each day how much was received and how much of it went by itself."""
    project = projects.find(work, NAME)
    if project is None:
        return []
    is_automatic = case((FactRow.how == "automatic", 1), else_=0)
    query = (
        select(FactRow.received_on, func.count(), func.sum(is_automatic))
        .where(
            FactRow.authority_id == work.authority_id,
            FactRow.project_id == project.id,
            FactRow.received_on >= since,
        )
        .group_by(FactRow.received_on)
    )
    found = {day: (count, int(own)) for day, count, own in work.session.execute(query)}
    days = [since + timedelta(days=number) for number in range((work.today - since).days + 1)]
    return [(day, *found.get(day, (0, 0))) for day in days]


def count_suspended(work: Work) -> int:
    """Return how many authorisations suspended themselves lately, which their owner must know."""
    project = projects.find(work, NAME)
    if project is None:
        return 0
    given = decisions.authorisations(work, project.id)
    if any(one.is_in_force(work.now) for one in given):
        return 0
    return sum(
        one.suspended_at is not None
        and work.now - one.suspended_at < _TOLD
        and suspended_itself(work, one)
        for one in given
    )


def _of_last_month(work: Work, project_id: UUID, *columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(EnquiryRow)
        .where(
            EnquiryRow.authority_id == work.authority_id,
            EnquiryRow.project_id == project_id,
            EnquiryRow.received_at >= work.now - MONTH,
        )
    )
