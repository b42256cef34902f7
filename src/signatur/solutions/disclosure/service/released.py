"""What was made to be given out and what was given out, as others see it: lists, archive, report, log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.case import (
    Access,
    Disclosed,
    LeakLine,
    Release,
    ReleasedDocument,
    ReleaseState,
)
from signatur.solutions.disclosure.service.keeping import opened
from signatur.solutions.disclosure.service.rights import READ, RELEASE, project_of, tell
from signatur.solutions.disclosure.service.rows import case_row, release_row
from signatur.solutions.disclosure.tables import CaseRow, DisclosedRow, ReleaseRow

if TYPE_CHECKING:
    from typing import BinaryIO

    from signatur.kernel.work import Work


def releases(work: Work, case_id: UUID) -> list[Release]:
    """Return the releases of a case, newest first. Raises NotFound."""
    case_row(work, case_id)
    query = select(ReleaseRow).filter_by(case_id=case_id, authority_id=work.authority_id)
    return [
        read_release(row) for row in work.session.scalars(query.order_by(ReleaseRow.number.desc()))
    ]


def release(work: Work, release_id: UUID) -> Release:
    """Return one release. Raises NotFound."""
    return read_release(release_row(work, release_id))


def open_bundle(work: Work, release_id: UUID) -> BinaryIO:
    """Open the archive of what is given out, and tell the audit. Raises NotFound, NotAllowed.

    Before the decision it is for those who may decide. It is opened in a unit of work that writes, so that
    no copy is fetched without a trace.
    """
    row = release_row(work, release_id)
    is_out = row.state == ReleaseState.RELEASED
    work.require(READ if is_out else RELEASE, case_row(work, row.case_id).project_id)
    if not row.bundle_sha256 or row.state not in (ReleaseState.RELEASED, ReleaseState.READY):
        raise NotFound(log="no bundle", shown=_("There is nothing to fetch yet."))
    tell(work, release_id, "disclosure.bundle_opened")
    return opened(work, row.bundle_sha256)


def open_report(work: Work, release_id: UUID) -> bytes:
    """Return the signed report of a release as JSON. Raises NotFound."""
    row = release_row(work, release_id)
    if row.report is None:
        raise NotFound(log="no report", shown=_("There is no report yet."))
    return json.dumps(row.report, ensure_ascii=False, indent=1, sort_keys=True).encode()


def disclosed(work: Work, case_id: UUID) -> list[Disclosed]:
    """Return who got what of a case, in the order of time. Raises NotFound."""
    case_row(work, case_id)
    query = select(DisclosedRow).filter_by(case_id=case_id, authority_id=work.authority_id)
    ordered = query.order_by(DisclosedRow.at, DisclosedRow.number)
    return [_disclosed(row) for row in work.session.scalars(ordered)]


def disclosed_in_project(work: Work, limit: int = 200) -> list[Disclosed]:
    """Return who got what in all cases, newest first."""
    query = (
        select(DisclosedRow)
        .join(CaseRow, CaseRow.item_id == DisclosedRow.case_id)
        .where(
            DisclosedRow.authority_id == work.authority_id,
            CaseRow.project_id == project_of(work).id,
        )
        .order_by(DisclosedRow.at.desc(), DisclosedRow.number)
        .limit(limit)
    )
    return [_disclosed(row) for row in work.session.scalars(query)]


def _disclosed(row: DisclosedRow) -> Disclosed:
    return Disclosed(
        release_id=row.release_id, document_id=row.document_id, number=row.number,
        access=Access(row.access), grounds=tuple(row.grounds), sha256=row.sha256,
        recipient=row.recipient, at=row.at, by=row.by,
    )  # fmt: skip


def document_to(line: ReleasedDocument) -> dict[str, Any]:
    """Return a released document as it is stored."""
    return {
        "document": str(line.document_id), "number": line.number, "access": line.access.value,
        "grounds": list(line.grounds), "sha256": line.sha256, "pages": line.pages,
        "size": line.size, "withheld": line.withheld,
    }  # fmt: skip


def document_from(stored: dict[str, Any]) -> ReleasedDocument:
    """Return a released document as it was stored."""
    return ReleasedDocument(
        document_id=UUID(stored["document"]), number=stored["number"],
        access=Access(stored["access"]), grounds=tuple(stored["grounds"]), sha256=stored["sha256"],
        pages=stored["pages"], size=stored["size"], withheld=stored["withheld"],
    )  # fmt: skip


def read_release(row: ReleaseRow) -> Release:
    """Return a release as others see it."""
    leaks = tuple(
        LeakLine(
            document_id=UUID(one["document"]),
            page=one["page"],
            channel=one["channel"],
            where=one["where"],
        )
        for one in row.leaks
    )
    return Release(
        id=row.item_id, case_id=row.case_id, number=row.number, state=ReleaseState(row.state),
        documents=tuple(document_from(one) for one in row.documents), leaks=leaks,
        job_id=row.job_id, bundle_sha256=row.bundle_sha256,
        report_sha256=str((row.report or {}).get("sha256", "")), prepared_by=row.prepared_by,
        prepared_at=row.prepared_at, decided_by=row.decided_by, decided_at=row.decided_at,
        recipient=row.recipient, is_partial=row.is_partial, not_done=_not_done(row),
    )  # fmt: skip


def _not_done(row: ReleaseRow) -> tuple[str, ...]:
    """Return what the check of at least one document could not look at."""
    return tuple(sorted({code for one in row.documents for code in one.get("not_done", ())}))
