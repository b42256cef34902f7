"""What counts as a home visit, a stop, a jump and a trip; all of it can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class TripKind(IntEnum):
    """How a trip began and ended."""

    COMPLETE = 0
    """Left a home and came back to it."""
    OTHER_HOME = 1
    """Left a home and came to another."""
    UNFINISHED = 2
    """Left a home; the positions end before it was back."""
    BEGAN_ELSEWHERE = 3
    """The positions begin away from home."""
    NEVER_HOME = 4
    """The vehicle was never at a home that is known."""
    SPLIT = 5
    """Part of a trip that was longer than it may be, cut at long stops away."""

    @property
    def word(self) -> str:
        """Return the word that files use."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class TripRules:
    """Distances in metres, times in seconds unless the name says otherwise."""

    most_kmh: float = 220.0
    """Faster than this between two positions is a jump of the signal."""
    jump_slack_m: float = 300.0
    """A jump is at least so far: noise makes short distances look fast."""
    most_in_jump: int = 10
    """A group of more positions than this is not taken for a jump."""
    leave_factor: float = 1.5
    """A vehicle has left when it is so many radiuses away; it has arrived within one."""
    least_leave_m: float = 100.0
    """And at least so far beyond the radius, so that drift does not look like leaving."""
    least_trip_m: float = 500.0
    """Who never gets further from the parking spot has not been on a trip."""
    least_away_min: float = 4.0
    """Nor who was seen away once or twice, for less than this."""
    still_s: int = 120
    still_m: float = 100.0
    """A vehicle stands still when it is so near where it was so long ago."""
    measure_s: int = 10
    """Distance is measured from one position to the first that is so much later."""
    unseen_odometer_km: float = 1.0
    """The odometer grew so much at home between two positions: a trip that was not seen."""
    least_stop_min: float = 5.0
    """A shorter stop does not part a trip into segments."""
    gap_min: float = 10.0
    """Longer than this without a position while moving is missing signal; the line is straight there."""
    most_hours: float | None = None
    """Longer trips are cut at long stops away. None: they are kept, however many days they last."""
    split_stop_hours: float = 4.0
    """Stops at which a trip that is too long is cut."""
    trace_kmh: float = 20.0
    """Where a tracker was silent between home and the first position away, and on the way back: the
    speed with which the time of leaving and of coming is traced. Slow, so that nobody else gets a
    vehicle that may have been away."""
