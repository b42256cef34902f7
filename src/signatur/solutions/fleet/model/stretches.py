"""Cut the period where least is under way, so that each stretch can be solved for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.case import DAY_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.case import Case


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """About a day of trips."""

    own: NDArray[np.int64]
    """Trips that begin in it."""
    carried: NDArray[np.int64]
    """Trips that began before it and are still under way."""
    begins_s: int
    ends_s: int
    """When the last of them is over."""


def stretches_of(case: Case, rows: NDArray[np.int64]) -> list[Stretch]:
    """Cut once a day, at the start before which the fewest trips are still under way.

    A trip that is under way across a cut may be driven by another vehicle on the other side of it.
    That makes every stretch easier than it is, so what is proven of the stretches holds.

    Args:
        case: the trips.
        rows: shape (R,), the trips to look at, in their order.
    """
    if not len(rows):
        return []
    start = case.start_s[rows]
    back = np.max([until[rows] for until in case.until.values()], axis=0) + case.changeover_s
    crossing = np.arange(len(rows)) - np.searchsorted(np.sort(back), start, side="right")
    day = start // DAY_S
    firsts = np.flatnonzero(np.diff(day, prepend=day[0] - 1))
    cuts = [
        int(first + np.argmin(crossing[first:last]))
        for first, last in zip(firsts, [*firsts[1:], len(rows)], strict=True)
    ]
    cuts = sorted({0, *cuts[1:]})
    found = []
    under_way = np.empty(0, dtype=np.int64)
    for first, last in zip(cuts, [*cuts[1:], len(rows)], strict=True):
        carried = under_way[back[under_way] > start[first]]
        found.append(
            Stretch(
                own=rows[first:last],
                carried=rows[carried],
                begins_s=int(start[first]),
                ends_s=int(max(back[first:last].max(), back[carried].max(initial=0))),
            )
        )
        under_way = np.concatenate([carried, np.arange(first, last)])
    return found
