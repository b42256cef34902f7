"""What jobs there are and when some of them start by themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from signatur.kernel.i18n import Text
    from signatur.kernel.jobs.run import JobRun


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """One kind of job. It must bear being started again after it died half-way."""

    name: str
    title: Text
    run: Callable[[JobRun], None]
    max_attempts: int = 3
    result_titles: Mapping[str, Text] = field(default_factory=dict)
    """What the numbers in a job's result are called; a result without a title is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Starts a job once a day, at or after a time of day (UTC)."""

    job: str
    hour: int
    minute: int = 0
