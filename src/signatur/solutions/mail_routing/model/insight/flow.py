"""How it flows: time to the right desk, what goes to and fro, what waits, what will be late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.statistics.danish_calendar import is_working_day
from signatur.solutions.mail_routing.model.insight.shares import Share, quantile, share
from signatur.solutions.mail_routing.model.insight.volume import is_decided, is_late

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.mail_routing.model.insight.facts import Facts

_PACE_DAYS = 28
AGES = (1, 3, 7, 14, 30)
"""Upper bounds in days of the age of what waits; older than the last is one more."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Minutes from receipt to the right desk."""

    how: str
    count: int
    median: float | None
    slow: float | None
    within_a_day: Share


@dataclass(frozen=True, slots=True)
class Risk:
    """What waits of one subject and what of it is late or will be."""

    department: str
    subject: str
    waiting: int
    late: int
    at_risk: int
    next_due: date | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits now."""

    waiting: int
    ages: tuple[int, ...]
    """How many are so old, by `AGES`, and older."""
    oldest_days: int
    pace: float
    """Decided on a working day, of the last four weeks."""
    days_of_work: float | None
    late: int
    at_risk: int
    risks: tuple[Risk, ...]


def speeds(facts: Facts) -> list[Speed]:
    """Return how long it took, for all and for each way of deciding."""
    decided = is_decided(facts)
    ways = {"": decided, **{how: facts.is_word("how", how) for how in ("automatic", "person")}}
    found = []
    for how, fits in ways.items():
        took = facts.minutes[fits]
        found.append(
            Speed(
                how,
                len(took),
                quantile(took, 0.5),
                quantile(took, 0.9),
                share(int((took <= 24 * 60).sum()), len(took)),
            )
        )
    return found


def rerouted(facts: Facts) -> Share:
    """Return how many of those decided were sent somewhere else than before."""
    decided = is_decided(facts)
    return share(int((decided & (facts.reroutes > 0)).sum()), int(decided.sum()))


def most_rerouted(facts: Facts, most: int = 10) -> list[tuple[str, str, int, Share]]:
    """Return department, subject, number of moves and share moved of what goes to and fro most."""
    base = len(facts.codes.words)
    places = facts.department.astype(np.int64) * base + facts.subject
    decided = is_decided(facts)
    moved = decided & (facts.reroutes > 0)
    found, counts = np.unique(places[moved], return_counts=True)
    order = np.argsort(-counts, kind="stable")[:most]
    words = facts.codes.words
    return [
        (
            words[int(found[n]) // base],
            words[int(found[n]) % base],
            int(facts.reroutes[moved & (places == found[n])].sum()),
            share(int(counts[n]), int((decided & (places == found[n])).sum())),
        )
        for n in order
    ]


def pace_of(facts: Facts, today: date) -> float:
    """Return how many were decided on a working day of the last four weeks."""
    since = today - timedelta(days=_PACE_DAYS)
    lately = (facts.decided_on >= since.toordinal()) & (facts.decided_on < today.toordinal())
    days = sum(is_working_day(since + timedelta(days=n)) for n in range(_PACE_DAYS))
    return float(lately.sum()) / max(1, days)


def backlog(facts: Facts, today: date) -> Backlog:
    """Return what waits, and what of it will be late when it is taken by deadline at today's pace."""
    waiting = facts.where(facts.is_word("state", "ready", "quarantined"))
    age = np.maximum(0, today.toordinal() - waiting.received_on)
    ages = np.bincount(np.digitize(age, AGES), minlength=len(AGES) + 1)
    pace = pace_of(facts, today)
    late = is_late(waiting, today)
    risky = _will_be_late(waiting, today, pace) & ~late
    return Backlog(
        waiting=len(waiting),
        ages=tuple(int(one) for one in ages),
        oldest_days=int(age.max()) if len(age) else 0,
        pace=pace,
        days_of_work=len(waiting) / pace if pace else None,
        late=int(late.sum()),
        at_risk=int(risky.sum()),
        risks=tuple(_risks(waiting, late, risky)),
    )


def _will_be_late(waiting: Facts, today: date, pace: float) -> NDArray[np.bool_]:
    """Say of each whether its turn comes after its deadline, when the most urgent goes first."""
    has_deadline = waiting.due_on >= 0
    if not len(waiting):
        return has_deadline
    order = np.argsort(
        np.where(has_deadline, waiting.due_on, np.iinfo(np.int32).max), kind="stable"
    )
    turn = np.empty(len(waiting), dtype=np.int64)
    turn[order] = np.arange(1, len(waiting) + 1)
    if pace <= 0:
        # Nothing has been decided of late, so there is no pace to reckon with.
        return np.zeros(len(waiting), dtype=bool)
    done_on = _working_days_after(today, int(np.ceil(len(waiting) / pace)))
    needed = np.minimum(np.ceil(turn / pace).astype(int) - 1, len(done_on) - 1)
    late: NDArray[np.bool_] = has_deadline & (done_on[needed] > waiting.due_on)
    return late


def _working_days_after(today: date, count: int) -> NDArray[np.int64]:
    """Return so many working days, today first if it is one; no further than two years."""
    found, day = [], today
    for _number in range(730):
        if is_working_day(day):
            found.append(day.toordinal())
        if len(found) >= max(1, count):
            break
        day += timedelta(days=1)
    return np.array(found or [today.toordinal()])


def _risks(waiting: Facts, late: NDArray[np.bool_], risky: NDArray[np.bool_]) -> list[Risk]:
    base = len(waiting.codes.words)
    places = waiting.department.astype(np.int64) * base + waiting.subject
    words = waiting.codes.words
    found = []
    for place in np.unique(places[late | risky]):
        own = places == place
        due = waiting.due_on[own & (waiting.due_on >= 0)]
        found.append(
            Risk(
                words[int(place) // base],
                words[int(place) % base],
                int(own.sum()),
                int((own & late).sum()),
                int((own & risky).sum()),
                date.fromordinal(int(due.min())) if len(due) else None,
            )
        )
    return sorted(found, key=lambda one: (-one.late - one.at_risk, one.subject))
