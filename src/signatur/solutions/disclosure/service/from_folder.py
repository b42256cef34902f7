"""A watched folder: one sub-folder for each request, which is a new case or adds to the one it names."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.alarms import service as alarms
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.solutions.disclosure.schema.case import CaseState, NewCase
from signatur.solutions.disclosure.service.cases import new_case
from signatur.solutions.disclosure.service.rights import HAND_IN, NAME, project_of, tidy, tidy_text
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import CaseRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work

LOOK_JOB = "disclosure.look"
_CODE: Final = "disclosure.inbound"
# A case by its number here; any other name is a case number of the authority's own system.
_NUMBER: Final = re.compile(r"(?:nr\.?\s*|#)(\d{1,9})", re.IGNORECASE)
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class FolderCase:
    """The case that a sub-folder means."""

    id: UUID
    is_new: bool
    has_request: bool
    """Its request is the one that the sub-folder holds."""


def inbound_folder(runtime: Runtime, authority_id: UUID) -> Path | None:
    """Return the folder that is watched for an authority; None: none is.

    Where several authorities share an installation, each has a folder of its own, named by its id.
    """
    base = runtime.settings.of(DisclosureSettings).inbound_folder
    if base is None:
        return None
    with runtime.database.reading() as session:
        is_only_one = len(people.authorities(session)) == 1
    return base if is_only_one else base / str(authority_id)


def inbound_days(runtime: Runtime) -> int:
    """Return for how many days files that were taken in lie in the watched folder."""
    return runtime.settings.of(DisclosureSettings).inbound_days


def look_round(runtime: Runtime, has_work: Callable[[Path], bool]) -> None:
    """Start a look at every watched folder in which something waits, unless one is under way."""
    settings = runtime.settings.of(DisclosureSettings)
    if settings.inbound_folder is None:
        return
    for actor in people.every_authority(runtime):
        assert actor.authority_id is not None, "it acts within one"
        folder = inbound_folder(runtime, actor.authority_id)
        if folder is None or not has_work(folder):
            continue
        with runtime.work(actor) as work:
            if projects.find(work, NAME) is not None:
                key = f"{LOOK_JOB}:{actor.authority_id}"
                jobs.start_again(work, LOOK_JOB, key=key, every=settings.look_seconds)


def case_of_folder(work: Work, name: str, request: str) -> FolderCase:
    """Return the open case that the name of a sub-folder means; where it means none, enter a new one.

    `nr. 12` is case 12 here; any other name is the case number in the authority's own system, and of a new
    case its title too. Raises InputProblem where it cannot be told which case is meant.
    """
    project = project_of(work)
    work.require(HAND_IN, project.id)
    called = tidy(name, _LONGEST)
    query = select(CaseRow).filter_by(authority_id=work.authority_id, project_id=project.id)
    by_number = _NUMBER.fullmatch(called)
    if by_number is not None:
        query = query.where(CaseRow.number == int(by_number[1]))
    else:
        query = query.where(CaseRow.case_number == called)
    found = [row for row in work.session.scalars(query) if CaseState(row.state).is_open]
    if len(found) > 1 or (by_number is not None and not found):
        raise InputProblem(
            log="unclear which case a folder means",
            shown=_("No open case, or more than one, has the number that the folder is named by."),
        )
    if found:
        return FolderCase(found[0].item_id, False, found[0].request == tidy_text(request))
    new = NewCase(title=tidy(name), request=request, case_number=called)
    return FolderCase(new_case(work, new), True, True)


def tell_of_folder(work: Work, name: str, *, is_unclear: bool) -> None:
    """Raise an alarm for a sub-folder that is not clear, or of which files could not be taken in."""
    said = (
        "En undermappe i den overvågede mappe for aktindsigt passer til ingen eller flere åbne sager."
        if is_unclear
        else "Filer i den overvågede mappe for aktindsigt blev ikke modtaget. De ligger i `failed`."
    )
    subject = hashlib.sha256(name.encode(errors="replace")).hexdigest()[:12]
    alarms.raise_alarm(work, project_of(work).id, _CODE, said, subject=subject, path="/aktindsigt")
