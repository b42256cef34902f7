"""A job process of its own for tests: `python -m tests.kernel.job_process`, killed as they please.

Its one kind of job says in the data folder how often it was begun and ended, and takes steps until
it may end; so does its one way out of the house. Its clock runs four times as fast, so that a lease is
soon over, and may be ahead by the minutes that are given.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from signatur.app import people
from signatur.installed import all_parts
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import process
from signatur.kernel.jobs.kinds import JobKind
from signatur.kernel.runtime import build_runtime
from signatur.kernel.settings import load_settings
from tests.stand_ins import Letters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from signatur.kernel.jobs.run import JobRun
    from signatur.kernel.outbox import Delivery
    from signatur.kernel.part import Part
    from signatur.kernel.work import Work

SPEED = 4


class QuickClock:
    """A clock for the impatient."""

    def __init__(self, ahead: timedelta) -> None:
        self._begun = datetime.now(UTC)  # noqa: TID251 (this is a clock)
        self._ahead = ahead

    def now(self) -> datetime:
        passed: timedelta = datetime.now(UTC) - self._begun  # noqa: TID251
        return self._begun + self._ahead + SPEED * passed


def take_steps(run: JobRun) -> None:
    """Begin, take steps until the file `may-end` is there, and end."""
    folder = run.runtime.settings.kernel.data_folder
    _count(folder / "begun")
    while not (folder / "may-end").exists():
        run.progress(1, 2, _("Taking steps"))
        time.sleep(0.02)
    _count(folder / "ended")


class SlowBox:
    """A way out that notes the key of what it sends, and takes until it may end."""

    name = "slow_box"

    def is_allowed(self, work: Work, delivery: Delivery) -> bool:  # noqa: ARG002 (called so)
        return True

    def deliver(self, work: Work, delivery: Delivery) -> Mapping[str, Any]:
        folder = work.runtime.settings.kernel.data_folder
        with (folder / "sent").open("a", encoding="utf-8") as lines:
            lines.write(f"{delivery.key} {delivery.may_be_repeat}\n")
        while not (folder / "may-end").exists():
            time.sleep(0.02)
        return {}


def _count(file: Path) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write("x")


def parts() -> tuple[Part, ...]:
    kind = JobKind(name="letters.steps", title=_("Taking steps"), run=take_steps)
    return (*all_parts(), replace(Letters(jobs=(kind,)).part(), channels=(SlowBox(),)))


def main() -> None:
    ahead = timedelta(minutes=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    process._SWEEP_EVERY_TICKS = 1
    settings = load_settings(os.environ, [one for part in parts() for one in part.settings])  # noqa: TID251
    process.work_on_jobs(build_runtime(settings, parts(), people, QuickClock(ahead)))


if __name__ == "__main__":
    main()
