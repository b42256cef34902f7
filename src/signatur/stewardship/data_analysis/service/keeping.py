"""Analyses that are kept with a project: the file, what is asked of it, what was found, who signed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import select

from signatur.kernel import blob_uses
from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.data_analysis.schema import Kept, Question
from signatur.stewardship.data_analysis.service.rights import EXAMINE, person
from signatur.stewardship.data_analysis.settings import DataAnalysisSettings
from signatur.stewardship.data_analysis.tables import AnalysisRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work

EXAMINATION = "data_analysis.examine"
# So many cases of the ranking are kept for the ledger; nobody reads more.
_MOST_SUSPECTS = 5_000


def receive(work: Work, project_id: UUID, name: str, content: BinaryIO) -> Kept:
    """Keep a file for analysis; what is asked of it comes after. Raises NotFound, NotAllowed."""
    projects.get(work, project_id)
    work.require(EXAMINE, project_id)
    blob = work.runtime.blobs.put(work.authority_id, content)
    if blob.size == 0:
        raise InputProblem(log="empty upload", shown=_("Choose a file first."))
    settings = work.runtime.settings.of(DataAnalysisSettings)
    row = AnalysisRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        name=name.strip()[:200] or "–",
        sha256=blob.sha256,
        size=blob.size,
        started_by=person(work),
        started_at=work.now,
        erase_after=work.today + timedelta(days=settings.keep_file_days),
        statement="",
    )
    work.session.add(row)
    work.session.flush()
    blob_uses.use(work, row.id, blob)
    tell(work, row, "data_analysis.received", size=blob.size)
    return kept_of(row)


def ask(work: Work, analysis_id: UUID, question: Question) -> UUID:
    """Start the examination as a job and return its id. Raises NotFound, NotAllowed, Conflict."""
    row = row_of(work, analysis_id)
    work.require(EXAMINE, row.project_id)
    if row.erased_at is not None:
        raise Conflict(log="file erased", shown=_("The file is erased. Hand it in again."))
    if row.told is not None:
        raise Conflict(
            log="finished", shown=_("This analysis is finished. Hand the file in again.")
        )
    row.question = question.to_json()
    row.job_id = jobs.start(work, EXAMINATION, {"analysis": str(row.id)})
    work.session.flush()
    tell(work, row, "data_analysis.started")
    return row.job_id


def stop(work: Work, analysis_id: UUID) -> None:
    """Ask a running examination to stop; nothing of it is kept. Raises NotFound, NotAllowed."""
    row = row_of(work, analysis_id)
    work.require(EXAMINE, row.project_id)
    if row.job_id is not None and row.told is None:
        jobs.cancel(work, row.job_id)


def finish(work: Work, analysis_id: UUID, told: Mapping[str, Any]) -> None:
    """Keep what was found; the longest lists are cut to what people read."""
    row = row_of(work, analysis_id)
    change = dict(told["practice_change"])
    change["suspects_in_all"] = len(change["suspect_rows"])
    change["suspect_rows"] = change["suspect_rows"][:_MOST_SUSPECTS]
    row.told = {**told, "practice_change": change}
    row.finished_at = work.now
    work.session.flush()
    tell(work, row, "data_analysis.finished", rows=told["rows"], usable=told["usable_rows"])


def content_of(work: Work, analysis_id: UUID) -> BinaryIO:
    """Open the file of an analysis. Raises NotFound, NotAllowed, Conflict when it is erased."""
    row = row_of(work, analysis_id)
    if row.erased_at is not None:
        raise Conflict(log="file erased", shown=_("The file is erased. Hand it in again."))
    return work.runtime.blobs.open(work.authority_id, row.sha256)


def sign(work: Work, analysis_id: UUID, statement: str) -> Kept:
    """Sign the data as examined: evidence for the gate, by another person than whoever started it.

    Raises NotFound, NotAllowed, InputProblem without a statement, Conflict when it is not finished,
    signed already, or started by the same person.
    """
    row = row_of(work, analysis_id)
    if row.told is None:
        raise Conflict(log="not finished", shown=_("The analysis is not finished yet."))
    if row.signed_at is not None:
        raise Conflict(log="signed", shown=_("The data is signed as examined already."))
    if row.started_by == person(work):
        raise Conflict(
            log="four eyes",
            shown=_("Somebody else than whoever started the analysis must sign it."),
        )
    projects.sign(
        work,
        row.project_id,
        EvidenceKind.DATA_EXAMINED,
        statement=statement,
        reference=f"data_analysis:{row.id}",
        valid_from=work.today,
        valid_to=None,
    )
    row.signed_by, row.signed_at, row.statement = person(work), work.now, statement.strip()
    work.session.flush()
    tell(work, row, "data_analysis.signed")
    return kept_of(row)


def erase(work: Work, analysis_id: UUID) -> None:
    """Erase the file now; the figures stay. Raises NotFound, NotAllowed."""
    row = row_of(work, analysis_id)
    work.require(EXAMINE, row.project_id)
    _erase(work, row)


def erase_due(work: Work) -> int:
    """Erase every file of the authority whose time is up; return how many."""
    query = select(AnalysisRow).filter_by(authority_id=work.authority_id, erased_at=None)
    due = [row for row in work.session.scalars(query) if row.erase_after <= work.today]
    for row in due:
        _erase(work, row)
    return len(due)


def _erase(work: Work, row: AnalysisRow) -> None:
    if row.erased_at is not None:
        return
    blob_uses.release_all(work, row.id)
    row.erased_at = work.now
    work.session.flush()
    tell(work, row, "data_analysis.erased")


def analyses(work: Work, project_id: UUID) -> list[Kept]:
    """Return all analyses of a project, newest first. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = select(AnalysisRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return [kept_of(row) for row in work.session.scalars(query.order_by(AnalysisRow.id.desc()))]


def analysis(work: Work, analysis_id: UUID) -> Kept:
    """Return one analysis. Raises NotFound, NotAllowed."""
    row = row_of(work, analysis_id)
    work.require(projects.READ, row.project_id)
    return kept_of(row)


def row_of(work: Work, analysis_id: UUID) -> AnalysisRow:
    row = work.session.get(AnalysisRow, analysis_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no analysis {analysis_id}", shown=_("This analysis does not exist."))
    return row


def tell(work: Work, row: AnalysisRow, action: str, **details: object) -> None:
    audit.write(work, action, ObjectRef("project", row.project_id), analysis=row.id, **details)


def question_of(stored: Mapping[str, Any]) -> Question:
    target = stored["target"]
    return Question(
        label=stored["label"],
        time=stored["time"],
        groups=tuple(stored["groups"]),
        target=(target[0], target[1]) if target else None,
        law_dates=tuple(date.fromisoformat(one) for one in stored["law_dates"]),
    )


def kept_of(row: AnalysisRow) -> Kept:
    return Kept(
        id=row.id,
        project_id=row.project_id,
        name=row.name,
        size=row.size,
        question=question_of(row.question) if row.question else None,
        told=row.told,
        effect=row.effect,
        job_id=row.job_id,
        started_by=row.started_by,
        started_at=row.started_at,
        finished_at=row.finished_at,
        erase_after=row.erase_after,
        erased_at=row.erased_at,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        statement=row.statement,
    )
