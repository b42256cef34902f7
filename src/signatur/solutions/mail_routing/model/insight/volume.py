"""How many come: by day, by kind, by weekday and hour, and how many are sent on without a click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.mail_routing.model.insight.shares import Share, quantile, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.mail_routing.model.insight.facts import Facts, Selection

# Shown of a subject or a department only with as many decided: fewer say something of persons.
LEAST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Group:
    """What was counted of one channel, department, subject, language or length."""

    key: str
    count: int
    automatic: Share
    right: Share
    """Of those with a suggestion that a person decided: the first suggestion was followed."""
    median_minutes: float | None
    slow_minutes: float | None
    """Minutes within which nine of ten were decided; None when too few."""
    late: int


@dataclass(frozen=True, slots=True)
class Period:
    """What was counted of a day, a week or a month that begins on a day."""

    first: date
    count: int
    decided: int
    automatic: Share


def groups(facts: Facts, column: str, today: date) -> list[Group]:
    """Return counts by the words of a column, the largest first."""
    values = getattr(facts, column)
    return _by(facts, values, [str(word) for word in facts.codes.words], today)


LENGTHS = ("short", "middle", "long")
_LENGTH_BOUNDS = (300, 1200)


def by_length(facts: Facts, today: date) -> list[Group]:
    """Return counts by the length of the text: up to 300 characters, up to 1200, longer."""
    return _by(facts, np.digitize(facts.length, _LENGTH_BOUNDS), list(LENGTHS), today)


def _by(facts: Facts, values: NDArray[np.int64], words: list[str], today: date) -> list[Group]:
    size = len(words)
    counts = np.bincount(values, minlength=size)
    decided, automatic = is_decided(facts), facts.is_word("how", "automatic")
    judged, right = is_judged(facts), is_right(facts)
    late = is_late(facts, today)
    sums = {
        name: np.bincount(values[fits], minlength=size)
        for name, fits in (
            ("decided", decided),
            ("automatic", automatic),
            ("judged", judged),
            ("right", judged & right),
            ("late", late),
        )
    }
    # The largest first; among equals by name, and what has none last.
    order = sorted(np.flatnonzero(counts), key=lambda n: (-counts[n], not words[n], words[n]))
    found = []
    for number in order:
        took = facts.minutes[decided & (values == number)]
        enough = len(took) >= LEAST_SHOWN
        found.append(
            Group(
                key=words[number],
                count=int(counts[number]),
                automatic=share(int(sums["automatic"][number]), int(sums["decided"][number])),
                right=share(int(sums["right"][number]), int(sums["judged"][number])),
                median_minutes=quantile(took, 0.5) if enough else None,
                late=int(sums["late"][number]),
                slow_minutes=quantile(took, 0.9) if enough else None,
            )
        )
    return found


def is_decided(facts: Facts) -> NDArray[np.bool_]:
    decided: NDArray[np.bool_] = facts.how != 0
    return decided


def is_judged(facts: Facts) -> NDArray[np.bool_]:
    """Say of each whether a person decided where something had been suggested."""
    by_person = facts.is_word("how", "person")
    judged: NDArray[np.bool_] = by_person & (facts.suggested_department != 0)
    return judged & ~facts.is_word("outcome", "divided")


def is_right(facts: Facts) -> NDArray[np.bool_]:
    """Say of each whether it went to the department and subject that came first in the suggestion."""
    same_place = facts.suggested_department == facts.department
    same: NDArray[np.bool_] = same_place & (facts.suggested_subject == facts.subject)
    return same & ~facts.is_word("outcome", "refused")


def is_late(facts: Facts, today: date) -> NDArray[np.bool_]:
    """Say of each whether its deadline has passed, or had passed when it was decided."""
    end = np.where(facts.decided_on >= 0, facts.decided_on, today.toordinal())
    late: NDArray[np.bool_] = (facts.due_on >= 0) & (end > facts.due_on)
    return late


def by_day(facts: Facts, since: date, days: int) -> NDArray[np.int64]:
    """Return how many came on each of some days."""
    offsets = facts.received_on - since.toordinal()
    inside = offsets[(offsets >= 0) & (offsets < days)]
    return np.bincount(inside, minlength=days)


def periods(facts: Facts, wanted: Selection) -> list[Period]:
    """Return counts by day, by week for more than ten weeks, by month for more than two years."""
    starts = _starts(wanted)
    edges = [one.toordinal() for one in starts]
    values = np.searchsorted(edges, facts.received_on, side="right") - 1
    size = len(starts)
    decided = np.bincount(values[is_decided(facts)], minlength=size)
    automatic = np.bincount(values[facts.is_word("how", "automatic")], minlength=size)
    counts = np.bincount(values, minlength=size)
    return [
        Period(first, int(counts[n]), int(decided[n]), share(int(automatic[n]), int(decided[n])))
        for n, first in enumerate(starts)
    ]


def _starts(wanted: Selection) -> list[date]:
    if wanted.days <= 70:
        return [wanted.since + timedelta(days=number) for number in range(wanted.days)]
    if wanted.days <= 730:
        monday = wanted.since - timedelta(days=wanted.since.weekday())
        return [
            monday + timedelta(days=7 * n) for n in range((wanted.until - monday).days // 7 + 1)
        ]
    first, found = wanted.since.replace(day=1), []
    while first <= wanted.until:
        found.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return found


def week_pattern(facts: Facts) -> NDArray[np.int64]:
    """Return how many came on each weekday (rows, Monday first) in each hour (columns)."""
    weekday = (facts.received_on - 1) % 7
    return np.bincount(weekday * 24 + facts.hour, minlength=168).reshape(7, 24)
