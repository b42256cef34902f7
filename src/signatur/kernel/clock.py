"""The time, which comes in through the door so that the past can be rebuilt and tested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 (this is where the time comes in)


@dataclass(frozen=True, slots=True)
class StandingClock:
    """A clock that stands at one moment, for what is told as of then."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment
