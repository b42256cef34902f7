"""How right the suggestions are: confusion, other thresholds, alike for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.mail_routing.model.insight.shares import Share, share
from signatur.solutions.mail_routing.model.insight.volume import is_decided, is_judged, is_right

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.mail_routing.model.insight.facts import Facts
    from signatur.solutions.mail_routing.model.insight.volume import Group

THRESHOLDS = (0.50, 0.60, 0.70, 0.80, 0.85, 0.90, 0.95, 0.98, 0.99)
TARGETS = (0.90, 0.95, 0.98)
_LEAST_JUDGED = 20


@dataclass(frozen=True, slots=True)
class Confused:
    """Two places of which one was suggested and the other was right."""

    suggested: tuple[str, str]
    decided: tuple[str, str]
    count: int
    of_suggested: int
    """How often that place was suggested and a person decided."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What another least confidence would have meant."""

    least: float
    passed: Share
    """Of all with a suggestion of the model: those at least so sure."""
    precision: Share
    """Of these, where a person decided: the suggestion was followed."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The lowest confidence at which a precision would have been reached, seen afterwards."""

    target: float
    least: float | None
    passed: Share
    precision: Share


def confusion(facts: Facts, most: int = 20) -> list[Confused]:
    """Return the pairs that were most often confused, the worst first."""
    judged = is_judged(facts) & ~facts.is_word("outcome", "refused")
    some = facts.where(judged)
    if not len(some):
        return []
    base = len(facts.codes.words)
    said = some.suggested_department.astype(np.int64) * base + some.suggested_subject
    went = some.department.astype(np.int64) * base + some.subject
    wrong = said != went
    pairs, counts = np.unique(
        np.stack([said[wrong], went[wrong]], axis=1), axis=0, return_counts=True
    )
    order = np.argsort(-counts, kind="stable")[:most]
    words = facts.codes.words

    def place(number: int) -> tuple[str, str]:
        return words[number // base], words[number % base]

    return [
        Confused(
            place(int(pairs[n][0])),
            place(int(pairs[n][1])),
            int(counts[n]),
            int((said == pairs[n][0]).sum()),
        )
        for n in order
    ]


def thresholds(facts: Facts, levels: Sequence[float] = THRESHOLDS) -> list[Threshold]:
    """Return what each least confidence would have meant."""
    some = facts.where(~np.isnan(facts.confidence) & (facts.suggested_department != 0))
    judged, right = is_judged(some), is_right(some)
    return [
        Threshold(
            level,
            share(int((sure := some.confidence >= level).sum()), len(some)),
            share(int((sure & judged & right).sum()), int((sure & judged).sum())),
        )
        for level in levels
    ]


def reached(facts: Facts, targets: Sequence[float] = TARGETS) -> list[Reached]:
    """Return the lowest confidence at which each precision would have been reached.

    Seen afterwards, from the very decisions that it is judged by: a promise is set otherwise.
    """
    some = facts.where(~np.isnan(facts.confidence) & (facts.suggested_department != 0))
    judged = is_judged(some)
    order = np.argsort(-some.confidence[judged], kind="stable")
    sure, right = some.confidence[judged][order], is_right(some)[judged][order]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    # Equals stand or fall together.
    last = np.append(sure[1:] != sure[:-1], True) if len(sure) else np.empty(0, dtype=bool)
    found = []
    for target in targets:
        enough = np.arange(1, len(right) + 1) >= _LEAST_JUDGED
        fitting = np.flatnonzero((precision >= target) & last & enough)
        if not len(fitting):
            found.append(Reached(target, None, share(0, len(some)), share(0, 0)))
            continue
        end = int(fitting[-1])
        least = float(sure[end])
        found.append(
            Reached(
                target,
                least,
                share(int((some.confidence >= least).sum()), len(some)),
                share(int(right[: end + 1].sum()), end + 1),
            )
        )
    return found


def blind_error(facts: Facts) -> Share:
    """Return how often a person who did not see a sure suggestion decided otherwise."""
    blind = (facts.is_blind == 1) & is_judged(facts) & facts.is_word("lane", "ready")
    return share(int((blind & ~is_right(facts)).sum()), int(blind.sum()))


def lags(overall: Share, of_group: Share) -> bool:
    """Say whether a group is served worse beyond chance: its interval lies below the overall share."""
    if overall.value is None or of_group.high is None:
        return False
    return of_group.high < overall.value


def right_overall(facts: Facts) -> Share:
    """Return how often the first suggestion was followed where a person decided."""
    judged = is_judged(facts)
    return share(int((judged & is_right(facts)).sum()), int(judged.sum()))


def automatic_overall(facts: Facts) -> Share:
    """Return the share of what was decided that no person had to click."""
    decided = is_decided(facts)
    return share(int(facts.is_word("how", "automatic").sum()), int(decided.sum()))


def behind(overall: Share, found: Sequence[Group]) -> list[str]:
    """Return the groups that are served worse than all together, beyond chance."""
    return [one.key for one in found if lags(overall, one.right)]
