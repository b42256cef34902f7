"""What somebody wants counted, and the answers, within what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import EVERYONE, Permission
from signatur.methods.statistics.forecasting import forecast
from signatur.solutions.mail_routing.model.insight import Selection, flow, quality, selected, volume
from signatur.solutions.mail_routing.model.insight.value import Assumption, value_of
from signatur.solutions.mail_routing.service.facts import languages_within, snapshot_of
from signatur.solutions.mail_routing.service.insight.control import true_error

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    import numpy as np
    from numpy.typing import NDArray

    from signatur.kernel.work import Work
    from signatur.methods.statistics.forecasting import Forecast
    from signatur.solutions.mail_routing.model.insight import Facts
    from signatur.solutions.mail_routing.model.insight.flow import Backlog, Speed
    from signatur.solutions.mail_routing.model.insight.quality import Confused, Reached, Threshold
    from signatur.solutions.mail_routing.model.insight.shares import Share
    from signatur.solutions.mail_routing.model.insight.value import Value
    from signatur.solutions.mail_routing.model.insight.volume import Group, Period
    from signatur.solutions.mail_routing.service.insight.control import TrueError

READ_INSIGHT = Permission(
    "mail_routing.read_insight", _("see the figures of mail routing"), EVERYONE
)
_MOST_DAYS = 366 * 3
FORECAST_DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question: period and filters, as somebody put it."""

    since: date
    until: date
    channel: str = ""
    department: str = ""
    subject: str = ""
    language: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The first page: how much, how well, how fast, what waits."""

    at: datetime
    count: int
    before: int
    """How many came in the period of the same length before."""
    automatic: Share
    right: Share
    error: TrueError
    speeds: tuple[Speed, ...]
    rerouted: Share
    backlog: Backlog
    periods: tuple[Period, ...]
    channels: tuple[Group, ...]
    departments: tuple[Group, ...]
    subjects: tuple[Group, ...]
    pattern: NDArray[np.int64]
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How right the suggestions are."""

    at: datetime
    error: TrueError
    right: Share
    automatic: Share
    periods: tuple[Period, ...]
    confused: tuple[Confused, ...]
    thresholds: tuple[Threshold, ...]
    reached: tuple[Reached, ...]
    languages: tuple[Group, ...]
    lengths: tuple[Group, ...]
    channels: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How it flows."""

    at: datetime
    speeds: tuple[Speed, ...]
    departments: tuple[Group, ...]
    rerouted: Share
    most_rerouted: tuple[tuple[str, str, int, Share], ...]
    backlog: Backlog


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is to come."""

    at: datetime
    past_first: date
    past: tuple[int, ...]
    forecast: Forecast | None


def usual_period(today: date) -> tuple[date, date]:
    """Return the period that is shown when nobody asked for another: the last 28 days."""
    return today - timedelta(days=27), today


def month_of(first: date) -> tuple[date, date]:
    """Return the first and last day of a month."""
    first = first.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def overview(
    work: Work, project_id: UUID, asked: Asked, assumed: Assumption | None = None
) -> Overview:
    """Return the overview of a period. Raises NotAllowed, InputProblem for an impossible period."""
    wanted = _selection(work, project_id, asked)
    assumed = assumed or Assumption()
    shot = snapshot_of(work, project_id)
    error = shot.answer(("error", wanted), lambda: true_error(work, project_id, wanted, shot))

    def count() -> Overview:
        facts = selected(shot.facts, wanted)
        everything = selected(shot.facts, wanted, all_time=True)
        return Overview(
            at=shot.at,
            count=len(facts),
            before=_count_before(everything, wanted),
            automatic=quality.automatic_overall(facts),
            right=quality.right_overall(facts),
            error=error,
            speeds=tuple(flow.speeds(facts)),
            rerouted=flow.rerouted(facts),
            backlog=flow.backlog(everything, work.today),
            periods=tuple(volume.periods(facts, wanted)),
            channels=tuple(volume.groups(facts, "channel", work.today)),
            departments=tuple(volume.groups(facts, "department", work.today)),
            subjects=tuple(volume.groups(facts, "subject", work.today)),
            pattern=volume.week_pattern(facts),
            value=value_of(facts, error.share, assumed),
        )

    return shot.answer(("overview", wanted, work.today, assumed, error), count)


def how_right(work: Work, project_id: UUID, asked: Asked) -> Quality:
    """Return how right the suggestions of a period are. Raises NotAllowed, InputProblem."""
    wanted = _selection(work, project_id, asked)
    shot = snapshot_of(work, project_id)
    error = shot.answer(("error", wanted), lambda: true_error(work, project_id, wanted, shot))

    def count() -> Quality:
        facts = selected(shot.facts, wanted)
        return Quality(
            at=shot.at,
            error=error,
            right=quality.right_overall(facts),
            automatic=quality.automatic_overall(facts),
            periods=tuple(volume.periods(facts, wanted)),
            confused=tuple(quality.confusion(facts)),
            thresholds=tuple(quality.thresholds(facts)),
            reached=tuple(quality.reached(facts)),
            languages=tuple(volume.groups(facts, "language", work.today)),
            lengths=tuple(volume.by_length(facts, work.today)),
            channels=tuple(volume.groups(facts, "channel", work.today)),
        )

    return shot.answer(("quality", wanted, work.today, error), count)


def how_it_flows(work: Work, project_id: UUID, asked: Asked) -> Flow:
    """Return how a period's mail flows, and what waits now. Raises NotAllowed, InputProblem."""
    wanted = _selection(work, project_id, asked)
    shot = snapshot_of(work, project_id)

    def count() -> Flow:
        facts = selected(shot.facts, wanted)
        return Flow(
            at=shot.at,
            speeds=tuple(flow.speeds(facts)),
            departments=tuple(volume.groups(facts, "department", work.today)),
            rerouted=flow.rerouted(facts),
            most_rerouted=tuple(flow.most_rerouted(facts)),
            backlog=flow.backlog(selected(shot.facts, wanted, all_time=True), work.today),
        )

    return shot.answer(("flow", wanted, work.today), count)


def outlook(work: Work, project_id: UUID, asked: Asked) -> Outlook:
    """Return how many are expected in the next four weeks. Raises NotAllowed, InputProblem."""
    wanted = _selection(work, project_id, asked)
    shot = snapshot_of(work, project_id)

    def count() -> Outlook:
        facts = selected(shot.facts, wanted, all_time=True)
        until = work.today
        first = until - timedelta(days=_MOST_DAYS)
        known = facts.received_on[facts.received_on >= first.toordinal()]
        if len(known):
            first = date.fromordinal(int(known.min()))
        days = (until - first).days
        counts = tuple(int(one) for one in volume.by_day(facts, first, days)) if days > 0 else ()
        told = forecast(first, counts, FORECAST_DAYS, timedelta(days=1))
        shown = counts[-56:]
        return Outlook(
            at=shot.at,
            past_first=until - timedelta(days=len(shown)),
            past=shown,
            forecast=told,
        )

    return shot.answer(("outlook", wanted, work.today), count)


def what_if(work: Work, project_id: UUID, asked: Asked, least: float) -> Threshold:
    """Return what one least confidence would have meant. Raises NotAllowed, InputProblem."""
    wanted = _selection(work, project_id, asked)
    shot = snapshot_of(work, project_id)
    return shot.answer(
        ("threshold", wanted, least),
        lambda: quality.thresholds(selected(shot.facts, wanted), (least,))[0],
    )


def is_whole(work: Work, project_id: UUID) -> bool:
    """Say whether all enquiries are counted; those from before there were facts come overnight."""
    return snapshot_of(work, project_id).is_whole


def languages_seen(work: Work, project_id: UUID) -> list[str]:
    """Return the codes of the languages in which enquiries came that the actor may count."""
    return languages_within(
        work, project_id, work.actor.limit(READ_INSIGHT, project_id, "department")
    )


def _count_before(everything: Facts, wanted: Selection) -> int:
    first = wanted.since - timedelta(days=wanted.days)
    return int(volume.by_day(everything, first, wanted.days).sum())


def _selection(work: Work, project_id: UUID, asked: Asked) -> Selection:
    work.require(READ_INSIGHT, project_id)
    if asked.until < asked.since or (asked.until - asked.since).days > _MOST_DAYS:
        raise InputProblem(
            log="impossible period",
            shown=_("Choose a period that ends after it begins, and of at most three years."),
        )
    return Selection(
        since=asked.since,
        until=asked.until,
        channel=asked.channel,
        department=asked.department,
        subject=asked.subject,
        language=asked.language,
        how=asked.how,
        allowed=work.actor.limit(READ_INSIGHT, project_id, "department"),
    )
