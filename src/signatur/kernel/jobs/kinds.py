"""What jobs there are and when some of them start by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.kernel.i18n import Text
    from signatur.kernel.jobs.run import JobRun


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """One kind of job. It must bear being started again after it died half-way."""

    name: str
    title: Text
    run: Callable[[JobRun], None]
    max_attempts: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Starts a job once a day, at or after a time of day (UTC)."""

    job: str
    hour: int
    minute: int = 0
