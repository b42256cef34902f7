"""Background work: going on with what was stored and never understood, whatever killed its process."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.kernel.permissions import system_of
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.people import service as people
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.intake import EnquiryReader
from signatur.solutions.mail_routing.jobs.taking_in import Intake

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.jobs.run import JobRun
    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item

_NAME = "mail_routing.understand_left"
# What was stored so short a time ago is likely to be understood by whoever stored it.
_GRACE = timedelta(hours=1)
_AT_ONCE = 50


def understand_left(run: JobRun) -> None:
    """Understand, in every authority, what was left behind."""
    with run.runtime.database.reading() as session:
        authorities = people.authorities(session)
    for one in authorities:
        for outcome, count in understand_left_of(run.runtime, one.id).items():
            run.result[outcome] = run.result.get(outcome, 0) + count


def understand_left_of(runtime: Runtime, authority_id: UUID) -> dict[str, int]:
    """Understand what was left behind in one authority; return what became of it."""
    actor = system_of(authority_id)
    try:
        with runtime.reading(actor) as work:
            project_id = service.project_of(work).id
            left = _left(work, project_id)
    except NotFound:
        return {}
    if not left:
        return {}
    with runtime.work(actor) as work:
        prepared = service.prepare(work, project_id)
        recogniser = service.recogniser(work)
    intake = Intake(runtime, actor, project_id, prepared)
    with (
        tempfile.TemporaryDirectory(prefix="signatur-") as folder,
        EnquiryReader(recogniser=recogniser) as reader,
    ):
        while left:
            before = {one.id for one in left}
            for one in left:
                path = Path(folder) / "original"
                with (
                    intake.reading() as work,
                    items.open_original(work, one.id) as source,
                    path.open("wb") as target,
                ):
                    shutil.copyfileobj(source, target)
                intake.understand_left([(one, next(reader.read_path(path)))])
            with runtime.reading(actor) as work:
                left = [one for one in _left(work, project_id) if one.id not in before]
    return dict(intake.counts)


def _left(work: Work, project_id: UUID) -> list[Item]:
    stored_before = work.now - _GRACE
    return items.in_state(
        work, project_id, ItemState.RECEIVED, stored_before=stored_before, limit=_AT_ONCE
    )


UNDERSTAND_LEFT = JobKind(
    name=_NAME,
    title=_("Reading what was left behind"),
    run=understand_left,
    result_titles={"new": _("New"), "quarantined": _("In quarantine")},
)
NIGHTLY_LEFT = Schedule(job=_NAME, hour=3, minute=10)
