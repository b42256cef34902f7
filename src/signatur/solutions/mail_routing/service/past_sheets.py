"""Years of enquiries from a sheet: looked at first, then stored with where each of them ended.

Whoever starts the import vouches for where the enquiries ended; so they teach like any decision.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from signatur.kernel import blob_uses
from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.methods.documents import Content
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act
from signatur.solutions.mail_routing.intake import IncomingEnquiry
from signatur.solutions.mail_routing.intake.incoming import IncomingParty, as_bytes
from signatur.solutions.mail_routing.intake.past_sheet import (
    MEANING_TITLES,
    BadRow,
    Columns,
    Meaning,
    PastRow,
    guess_columns,
    headings_of,
    lacking,
    rows_of,
)
from signatur.solutions.mail_routing.schema import NOWHERE, UNKNOWN_LABEL, Target
from signatur.solutions.mail_routing.service.history import record_past
from signatur.solutions.mail_routing.service.setup import CHANGE_SETUP
from signatur.solutions.mail_routing.tables import ImportColumnRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from signatur.kernel.blobs import BlobRef
    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.intake import EnquiryReader, ReadEnquiry
    from signatur.solutions.mail_routing.model import Knowledge

IMPORT_HISTORY = "mail_routing.import_history"
PAST_PHRASES = {
    "mail_routing.history_imported": _("%(count)s past enquiries were imported"),
}
_SHOWN = 100
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class PastEnquiry:
    """A row that can be taken, with where it ended."""

    row: PastRow
    target: Target


@dataclass
class PastPreview:
    """What a sheet holds and what would be taken of it."""

    headings: list[str]
    columns: Columns
    lacking: list[Meaning]
    rows: int = 0
    good: int = 0
    bad: int = 0
    problems: list[BadRow] = field(default_factory=list)
    """The first of the bad rows."""
    first: datetime | None = None
    last: datetime | None = None
    by_department: Counter[str] = field(default_factory=Counter)
    examples: list[PastEnquiry] = field(default_factory=list)


def preview_past(
    work: Work, project_id: UUID, path: Path, places: Knowledge, columns: Columns | None = None
) -> PastPreview:
    """Look into a sheet without storing anything. Raises InputProblem when it is none."""
    headings = headings_of(path)
    chosen = guess_columns(headings, _remembered(work, project_id)) if columns is None else columns
    told = PastPreview(headings, chosen, lacking(chosen))
    if told.lacking:
        return told
    zone = work.runtime.settings.kernel.time_zone
    for one in past_enquiries(path, chosen, places, zone):
        told.rows += 1
        if isinstance(one, BadRow):
            told.bad += 1
            if len(told.problems) < _SHOWN:
                told.problems.append(one)
            continue
        told.good += 1
        at = one.row.received_at
        told.first, told.last = min(told.first or at, at), max(told.last or at, at)
        told.by_department[one.target.department_key] += 1
        if len(told.examples) < _EXAMPLES:
            told.examples.append(one)
    return told


def past_enquiries(
    path: Path, columns: Columns, places: Knowledge, zone: str
) -> Iterator[PastEnquiry | BadRow]:
    """Yield each row with where it ended, or the reason why it cannot be used."""
    names = _Names.of(places)
    for row in rows_of(path, columns, zone):
        if isinstance(row, BadRow):
            yield row
            continue
        found = names.find(row)
        yield PastEnquiry(row, found) if isinstance(found, Target) else BadRow(row.line, found)


@dataclass(frozen=True)
class _Names:
    """Finds where a row ended, by key or name of subject or department."""

    places: Knowledge
    subjects: Mapping[str, str]
    departments: Mapping[str, str]

    @classmethod
    def of(cls, places: Knowledge) -> _Names:
        def named(all_of: Mapping[str, Any]) -> dict[str, str]:
            by_name = {_fold(one.name): key for key, one in all_of.items()}
            return by_name | {_fold(key): key for key in all_of}

        return cls(places, named(places.subjects), named(places.departments))

    def find(self, row: PastRow) -> Target | Text:
        if UNKNOWN_LABEL in (row.subject, row.department):
            return NOWHERE
        target = None
        if row.subject:
            key = self.subjects.get(_fold(row.subject))
            target = Target("", key) if key else None
            if target is None and not row.department:
                return _("There is no subject %(name)s.", name=row.subject[:100])
        if target is None:
            department = self.departments.get(_fold(row.department))
            if department is None:
                return _("There is no department %(name)s.", name=row.department[:100])
            target = Target(department)
        return self.places.place(target) or _("The place where it ended is closed.")


def _fold(words: str) -> str:
    return " ".join(words.casefold().split())


# --- remembering what columns mean ---------------------------------------------------------------


def remember_columns(
    work: Work, project_id: UUID, headings: Sequence[str], columns: Columns
) -> None:
    """Remember what the headings of a sheet mean, for the next one."""
    meanings = {at: meaning for meaning, at in columns.items()}
    for at, heading in enumerate(headings):
        name = heading.strip().casefold()[:200]
        if not name:
            continue
        work.session.execute(delete(ImportColumnRow).filter_by(project_id=project_id, heading=name))
        work.session.add(
            ImportColumnRow(
                project_id=project_id,
                heading=name,
                authority_id=work.authority_id,
                meaning=str(meanings.get(at, "")),
            )
        )
        work.session.flush()


def _remembered(work: Work, project_id: UUID) -> dict[str, str]:
    rows = work.session.execute(
        select(ImportColumnRow.heading, ImportColumnRow.meaning).filter_by(
            authority_id=work.authority_id, project_id=project_id
        )
    )
    return {row.heading: row.meaning for row in rows}


# --- importing -----------------------------------------------------------------------------------


def require_import(work: Work, project_id: UUID) -> None:
    """Raise NotAllowed or GateClosed unless the acting person may vouch for past enquiries here."""
    work.require(CHANGE_SETUP, project_id)
    projects.require(work, project_id, Act.LEARN)


def start_import(
    work: Work,
    project_id: UUID,
    blob: BlobRef,
    columns: Columns,
    headings: Sequence[str],
    rows: int,
) -> UUID:
    """Start to import a stored sheet as the acting person vouches; return the job.

    Raises NotAllowed, GateClosed, InputProblem where a column is lacking.
    """
    require_import(work, project_id)
    if lacking(columns):
        raise lacks(columns)
    remember_columns(work, project_id, headings, columns)
    payload = {
        "project": str(project_id),
        "person": str(work.actor.id),
        "sha256": blob.sha256,
        "columns": {str(meaning): at for meaning, at in columns.items()},
        "rows": rows,
    }
    job_id = store.start(work, IMPORT_HISTORY, payload)
    blob_uses.use(work, job_id, blob)
    return job_id


def lacks(columns: Columns) -> InputProblem:
    """Return the problem that a needed column is lacking."""
    names = ", ".join(str(MEANING_TITLES[one]) for one in lacking(columns))
    return InputProblem(
        log="columns lacking", shown=_("Say which column holds this: %(names)s.", names=names)
    )


def columns_from_json(stored: Mapping[str, int]) -> Columns:
    """Return columns as a job's payload holds them."""
    return {Meaning(meaning): at for meaning, at in stored.items()}


def read_past_row(reader: EnquiryReader, past: PastEnquiry) -> ReadEnquiry:
    """Read a row as an enquiry; the same row gives the same bytes, so twice is once."""
    row = past.row
    enquiry = IncomingEnquiry(
        subject=row.subject_line,
        body=row.text,
        sender=IncomingParty(name=row.sender) if row.sender else None,
        received_at=row.received_at,
        message_id=f"history:{row.id}" if row.id else "",
    )
    content = Content.from_bytes(as_bytes(enquiry))
    return next(reader.read_content(content, f"{row.line}.json"))


def record_batch(
    work: Work,
    project_id: UUID,
    batch: Sequence[tuple[PastEnquiry, ReadEnquiry]],
    places: Knowledge,
) -> int:
    """Store past enquiries with where they ended, as the acting person vouches; say how many are new."""
    new = 0
    for past, read in batch:
        at = past.row.received_at
        new += record_past(work, project_id, read, past.target, at, at, places)
    return new


def note_imported(work: Work, project_id: UUID, count: int) -> None:
    """Tell the audit how many past enquiries were imported."""
    if count:
        about = ObjectRef("project", project_id)
        audit.write(work, "mail_routing.history_imported", about, count=count)
