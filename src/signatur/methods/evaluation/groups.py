"""Does a model do alike for all groups? With intervals, judged together, and not for a handful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signatur.methods.evaluation.shares import Share, difference, share

if TYPE_CHECKING:
    from collections.abc import Sequence

# Going through all tables of so many cases tells nothing that the score does not.
_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Counted:
    """How many cases of a group count, and are right; and the same of everybody else."""

    right: int
    cases: int
    other_right: int
    other_cases: int


@dataclass(frozen=True, slots=True)
class Judged:
    """How a model does for a group."""

    share: Share
    apart: Share
    """The group's share less that of all others."""
    is_judged: bool
    """The group has cases enough."""
    p_value: float | None
    """Of differing from all others, adjusted for how many groups are judged (Holm 1979); None where
    the group or all others are too few."""
    differs: bool
    below_floor: bool
    """All of the interval lies below the floor."""


def judge(
    groups: Sequence[Counted], *, floor: float, least: int, confidence: float = 0.95
) -> list[Judged]:
    """Judge all groups of one test set together, whichever column they come from."""
    least = max(1, least)
    judged = [at for at, one in enumerate(groups) if min(one.cases, one.other_cases) >= least]
    # Of two groups that are each other's rest there is one question, not two.
    tables = {at: _table(groups[at]) for at in judged}
    asked = list(dict.fromkeys(tables.values()))
    answers = dict(zip(asked, adjusted([_fisher(one) for one in asked]), strict=True))
    p_values = {at: answers[table] for at, table in tables.items()}
    found = []
    for at, one in enumerate(groups):
        own = share(one.right, one.cases, confidence)
        apart = difference(one.right, one.cases, one.other_right, one.other_cases, confidence)
        p_value = p_values.get(at)
        found.append(
            Judged(
                own,
                apart,
                is_judged=one.cases >= least,
                p_value=p_value,
                differs=p_value is not None and p_value < 1 - confidence,
                below_floor=one.cases >= least and own.high < floor,
            )
        )
    return found


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return p-values that hold for all of them together (Holm 1979), in the order given."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    found, highest = [1.0] * len(p_values), 0.0
    for place, at in enumerate(order):
        highest = max(highest, min(1.0, p_values[at] * (len(p_values) - place)))
        found[at] = highest
    return found


def _table(one: Counted) -> tuple[tuple[int, int], ...]:
    """Return right and wrong of both, the same whichever of them is called the group."""
    own = one.right, one.cases - one.right
    return tuple(sorted((own, (one.other_right, one.other_cases - one.other_right))))


def _fisher(table: Any) -> float:
    """Return the p-value of no difference (Fisher 1935)."""
    from scipy.stats import chi2_contingency, fisher_exact

    if not all(sum(column) for column in zip(*table, strict=True)):
        return 1.0
    if sum(map(sum, table)) > _MANY:
        return float(chi2_contingency(table, correction=False)[1])
    return float(fisher_exact(table)[1])
