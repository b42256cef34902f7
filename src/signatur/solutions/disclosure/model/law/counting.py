"""Figures of requests for reports, and the line of a public log of what was given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.deadlines import deadline, working_days_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from signatur.kernel.i18n import Text
    from signatur.solutions.disclosure.schema.deadlines import DeadlineKind
    from signatur.solutions.disclosure.schema.law import Regime


class Outcome(StrEnum):
    """How a request ended."""

    FULL = "full"
    PARTIAL = "partial"
    REFUSED = "refused"
    NOTHING_FOUND = "nothing_found"
    WITHDRAWN = "withdrawn"


OUTCOME_TITLES: Mapping[Outcome, Text] = {
    Outcome.FULL: _("Given in full"),
    Outcome.PARTIAL: _("Given in part"),
    Outcome.REFUSED: _("Refused"),
    Outcome.NOTHING_FOUND: _("Nothing was found"),
    Outcome.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is counted of one request; nobody is named."""

    regime: Regime
    kind: DeadlineKind
    received: date
    answered: date | None
    """None: it is still open."""
    outcome: Outcome | None
    documents: int = 0
    pages: int = 0
    pages_withheld: int = 0
    """Pages on which something is withheld."""
    grounds: tuple[str, ...] = ()
    told_why_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Figures of many requests. Days are working days from receipt to answer."""

    requests: int
    open: int
    overdue: int
    by_regime: Mapping[Regime, int]
    by_outcome: Mapping[Outcome, int]
    by_ground: Mapping[str, int]
    """Requests in which a ground was used."""
    in_time: int
    late: int
    late_without_notice: int
    median_days: float | None
    longest_days: int | None
    documents: int
    pages: int
    pages_withheld: int


def days_used(request: Answered) -> int | None:
    """Return the working days from receipt to answer; None while it is open."""
    if request.answered is None:
        return None
    return working_days_between(request.received, request.answered)


def is_late(request: Answered, today: date) -> bool:
    """Say whether a request was answered, or still waits, after its deadline."""
    due = deadline(request.received, request.kind).due
    return (request.answered or today) > due


def count(requests: Iterable[Answered], today: date) -> Counted:
    """Return the figures of requests as they stand today."""
    told = list(requests)
    done = [one for one in told if one.answered is not None]
    late = [one for one in done if is_late(one, today)]
    days = sorted(used for one in done if (used := days_used(one)) is not None)
    return Counted(
        requests=len(told),
        open=len(told) - len(done),
        overdue=sum(one.answered is None and is_late(one, today) for one in told),
        by_regime=Counter(one.regime for one in told),
        by_outcome=Counter(one.outcome for one in done if one.outcome is not None),
        by_ground=Counter(key for one in told for key in set(one.grounds)),
        in_time=len(done) - len(late),
        late=len(late),
        late_without_notice=sum(not one.told_why_late for one in late),
        median_days=_median(days),
        longest_days=days[-1] if days else None,
        documents=sum(one.documents for one in told),
        pages=sum(one.pages for one in told),
        pages_withheld=sum(one.pages_withheld for one in told),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of the public log: what was asked for in neutral words, and how it ended. No requester."""

    number: str
    received: date
    answered: date | None
    subject: str
    """Neutral words that a person wrote for the public; never the request itself."""
    regime: Regime
    outcome: Outcome | None
    days: int | None
    documents: int


def log_line(number: str, subject: str, request: Answered) -> LogLine:
    """Return the line of a request. `subject` is written for the public; it is not taken from the request."""
    return LogLine(
        number=number, received=request.received, answered=request.answered, subject=subject.strip(),
        regime=request.regime, outcome=request.outcome, days=days_used(request),
        documents=request.documents,
    )  # fmt: skip


def _median(values: list[int]) -> float | None:
    if not values:
        return None
    middle = len(values) // 2
    if len(values) % 2:
        return float(values[middle])
    return (values[middle - 1] + values[middle]) / 2
