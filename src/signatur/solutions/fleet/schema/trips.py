"""Trips as columns: years of them fit in memory and are read in one pass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

UNKNOWN = -1
"""A code for what is not known: which vehicle drove, where a trip began."""


@dataclass(frozen=True, slots=True)
class Names:
    """A column of few different words: a code for each row, and what the codes mean."""

    codes: NDArray[np.int32]
    """Shape (trips,); `UNKNOWN` where nothing was given."""
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Sequence[str | None]) -> Names:
        """Give each word a code, in the order of the words; nothing and the empty word are unknown."""
        words = tuple(sorted({value for value in values if value}))
        code = {word: number for number, word in enumerate(words)}
        codes = [code[value] if value else UNKNOWN for value in values]
        return cls(np.array(codes, dtype=np.int32), words)

    @classmethod
    def nothing(cls, rows: int) -> Names:
        """Return a column in which nothing is known."""
        return cls(np.full(rows, UNKNOWN, dtype=np.int32))

    def word(self, row: int) -> str:
        """Return the word of a row, empty where it is unknown."""
        code = int(self.codes[row])
        return self.words[code] if code != UNKNOWN else ""

    def take(self, rows: NDArray[Any]) -> Names:
        """Return the same words for some of the rows."""
        return Names(self.codes[rows], self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Trips:
    """Round trips, in the order of start, end and id; each begins and ends where its vehicle lives.

    Times are seconds since 1970-01-01 00:00 on the wall clock of the place: a file says when people
    drove, not in which time zone.
    """

    ids: NDArray[np.str_]
    """Shape (trips,)."""
    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    distance_km: NDArray[np.float64]
    driving_s: NDArray[np.float64]
    """Time under way without stops, from the segments; NaN where there are none."""
    vehicle: Names
    """Who drove it: the name or number of the recorded vehicle."""
    location: Names
    """The home at which it began and ended."""
    department: Names
    load: Names
    """What had to be carried: a word of the authority's own (`aids`, `passengers`)."""

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: NDArray[Any]) -> Trips:
        """Return some of the trips, by position or by a mask."""
        return replace(
            self,
            ids=self.ids[rows],
            start_s=self.start_s[rows],
            end_s=self.end_s[rows],
            distance_km=self.distance_km[rows],
            driving_s=self.driving_s[rows],
            vehicle=self.vehicle.take(rows),
            location=self.location.take(rows),
            department=self.department.take(rows),
            load=self.load.take(rows),
        )

    @property
    def days(self) -> float:
        """From the first start to the last end, in days; at least one."""
        if not len(self):
            return 1.0
        return max(1.0, float(self.end_s.max() - self.start_s.min()) / 86_400)


def seconds_of(moment: datetime) -> int:
    """Return a moment of the wall clock as seconds since 1970."""
    from calendar import timegm

    return timegm(moment.timetuple())


def moment_of(seconds: int) -> datetime:
    """Return seconds since 1970 as a moment of the wall clock, without a time zone."""
    from datetime import datetime, timedelta

    return datetime(1970, 1, 1) + timedelta(seconds=int(seconds))  # noqa: DTZ001 (a wall clock)


def trips_of(  # noqa: PLR0913 (the columns of a table)
    *,
    ids: Sequence[str],
    start_s: Sequence[int] | NDArray[np.int64],
    end_s: Sequence[int] | NDArray[np.int64],
    distance_km: Sequence[float] | NDArray[np.float64],
    driving_s: Sequence[float] | NDArray[np.float64] | None = None,
    vehicle: Sequence[str | None] | None = None,
    location: Sequence[str | None] | None = None,
    department: Sequence[str | None] | None = None,
    load: Sequence[str | None] | None = None,
) -> Trips:
    """Return trips in their order, whatever the order of the columns that are given.

    Trips of equal times are ordered by id, so that the order of a file never changes a result.
    """
    rows = len(ids)
    names = np.asarray(ids, dtype=np.str_) if rows else np.empty(0, dtype="<U1")
    starts, ends = np.asarray(start_s, dtype=np.int64), np.asarray(end_s, dtype=np.int64)
    given = np.full(rows, np.nan) if driving_s is None else np.asarray(driving_s, dtype=np.float64)

    def column(values: Sequence[str | None] | None) -> Names:
        return Names.nothing(rows) if values is None else Names.of(values)

    trips = Trips(
        ids=names,
        start_s=starts,
        end_s=ends,
        distance_km=np.asarray(distance_km, dtype=np.float64),
        driving_s=given,
        vehicle=column(vehicle),
        location=column(location),
        department=column(department),
        load=column(load),
    )
    return trips.take(np.lexsort((names, ends, starts)))
