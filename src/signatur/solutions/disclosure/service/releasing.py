"""Giving documents out: asked for, rebuilt and checked by a job, decided by a person, written in the log."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import NewDecision, Outcome
from signatur.records.effects import service as effects
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.retention import service as retention
from signatur.solutions.disclosure.schema.case import (
    Access,
    CaseState,
    Disclosed,
    FindingState,
    LeakLine,
    Release,
    ReleasedDocument,
    ReleaseState,
)
from signatur.solutions.disclosure.service.cases import set_state
from signatur.solutions.disclosure.service.documents import documents
from signatur.solutions.disclosure.service.handing_over import CHANNEL
from signatur.solutions.disclosure.service.keeping import opened
from signatur.solutions.disclosure.service.openness import kept_by_rule
from signatur.solutions.disclosure.service.progress import hindrances
from signatur.solutions.disclosure.service.rights import (
    READ,
    RELEASE,
    RELEASE_KIND,
    REVIEW,
    flush_numbered,
    need_reason,
    person_of,
    project_of,
    tell,
    tidy,
)
from signatur.solutions.disclosure.service.rows import case_row, release_row
from signatur.solutions.disclosure.service.steps import last_number
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import (
    CaseRow,
    DisclosedRow,
    DocumentRow,
    FindingRow,
    ReleaseRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from signatur.kernel.work import Work

RELEASE_JOB = "disclosure.release"


def prepare_release(
    work: Work,
    case_id: UUID,
    document_ids: Sequence[UUID] | None = None,
    *,
    recognise: bool = True,
) -> UUID:
    """Let a job rebuild and check documents of a case: all that the request covers, or some at once.

    `recognise`: pictures of the result are read too; without it the report says that they were not.
    Raises NotFound, NotAllowed, Conflict that says what must be done first.
    """
    case = case_row(work, case_id)
    work.require(REVIEW, case.project_id)
    person_of(work)
    covered = [one for one in documents(work, case_id) if one.is_to_review]
    chosen = set(document_ids) if document_ids is not None else {one.id for one in covered}
    wanted = [one for one in covered if one.id in chosen]
    if len(wanted) != len(chosen):
        raise InputProblem(
            log="not to be released",
            shown=_("A chosen document is not read, not covered by the request or set aside."),
        )
    standing = hindrances(work, case_id, frozenset(chosen) if document_ids is not None else None)
    if standing:
        raise Conflict(log=f"release blocked: {standing[0].code}", shown=standing[0].said)
    row = _row(work, case, [one.id for one in wanted], is_partial=len(wanted) < len(covered))
    payload = {"release": str(row.item_id), "recognise": recognise}
    row.job_id = jobs.start(work, RELEASE_JOB, payload, key=f"{RELEASE_JOB}:{row.item_id}")
    if case.state in (CaseState.REVIEW, CaseState.SECOND_READER):
        set_state(work, case, CaseState.READY)
    work.session.flush()
    tell(work, case_id, "disclosure.release_asked", documents=len(wanted))
    return row.item_id


def _row(work: Work, case: CaseRow, wanted: list[UUID], *, is_partial: bool) -> ReleaseRow:
    highest = work.session.scalar(
        select(func.max(ReleaseRow.number)).filter_by(case_id=case.item_id)
    )
    number = (highest or 0) + 1
    order = json.dumps({"number": number, "documents": len(wanted)}).encode()
    received = items.receive(
        work, case.project_id, kind=RELEASE_KIND,
        source_key=f"{items.get(work, case.item_id).source_key}/release:{number}",
        original=io.BytesIO(order), parent_id=case.item_id,
    )  # fmt: skip
    retention.apply_to(work, received.item)
    row = ReleaseRow(
        item_id=received.item.id, case_id=case.item_id, authority_id=work.authority_id,
        number=number, state=ReleaseState.PREPARING, wanted=[str(one) for one in wanted],
        reviewed=last_number(work, case.item_id), documents=[], leaks=[], job_id=None,
        bundle_sha256="", report=None, is_partial=is_partial, prepared_by=work.actor.id,
        prepared_at=work.now, decision_id=None, decided_by=None, decided_at=None, recipient="",
    )  # fmt: skip
    work.session.add(row)
    flush_numbered(work)
    return row


def give_out(work: Work, release_id: UUID, recipient: str, note: str = "") -> Release:
    """Decide, in the name of the acting person, that a release is given out; it is logged and handed over.

    Raises NotFound, NotAllowed, InputProblem without a recipient, Conflict when it is not ready, the review
    went on since, or the same person made it ready where four eyes are asked for; GateClosed.
    """
    row = release_row(work, release_id)
    case = case_row(work, row.case_id)
    work.require(RELEASE, case.project_id)
    person_id = person_of(work)
    to = tidy(recipient)
    if not to:
        raise InputProblem(log="no recipient", shown=_("Write who gets the documents."))
    _check_ready(work, row, person_id)
    lines = [document_from(one) for one in row.documents]
    decision = decisions.decide(
        work,
        items.get(work, release_id),
        NewDecision(
            outcome=Outcome.CHANGED, suggestion_id=None, note=note,
            answer={
                "documents": [[one.number, one.access.value, list(one.grounds)] for one in lines],
                "bundle": row.bundle_sha256,
            },
        ),
    )  # fmt: skip
    _decide_documents(work, lines)
    _log(work, row, lines, to)
    row.state, row.recipient, row.decision_id = ReleaseState.RELEASED, to, decision.id
    row.decided_by, row.decided_at = person_id, work.now
    effects.order(work, decision, CHANNEL, {"release": str(release_id)})
    items.move_to(work, release_id, ItemState.DECIDED)
    set_state(work, case, CaseState.RELEASED)
    work.session.flush()
    tell(work, release_id, "disclosure.given_out", documents=len(lines))
    return read_release(row)


def _check_ready(work: Work, row: ReleaseRow, person_id: UUID) -> None:
    if row.state != ReleaseState.READY:
        raise Conflict(log=f"release is {row.state}", shown=_("This release is not ready."))
    if row.reviewed != last_number(work, row.case_id):
        raise Conflict(
            log="reviewed since",
            shown=_("The review went on after this was made. Make the release anew."),
        )
    if work.runtime.settings.of(DisclosureSettings).four_eyes and row.prepared_by == person_id:
        raise Conflict(
            log="four eyes",
            shown=_("A colleague must decide: you made the release ready yourself."),
        )


def _decide_documents(work: Work, lines: Sequence[ReleasedDocument]) -> None:
    """Write down, for each document that waits, what was settled of what was suggested for it."""
    for line in lines:
        row = work.session.get_one(DocumentRow, line.document_id)
        item = items.get(work, line.document_id)
        if row.suggestion_id is None or decisions.current(work, item.id) is not None:
            continue
        by_state = (
            select(FindingRow.state, func.count())
            .where(FindingRow.document_id == item.id)
            .group_by(FindingRow.state)
        )
        counts = dict(work.session.execute(by_state).all())
        answer = {
            "access": line.access.value, "grounds": list(line.grounds),
            "withheld": counts.get(FindingState.WITHHELD, 0),
            "kept": counts.get(FindingState.KEPT, 0),
        }  # fmt: skip
        outcome = Outcome.ACCEPTED if _is_as_suggested(work, row) else Outcome.CHANGED
        new = NewDecision(outcome=outcome, answer=answer, suggestion_id=row.suggestion_id)
        decisions.decide(work, item, new)
        items.move_to(work, item.id, ItemState.DECIDED)


def _is_as_suggested(work: Work, row: DocumentRow) -> bool:
    """Say whether just what was proposed, by the proposed ground, is withheld, and nothing else."""
    differs = select(FindingRow.id).where(
        FindingRow.document_id == row.item_id,
        FindingRow.state != FindingState.REMOVED,
        ~kept_by_rule(),
        ((FindingRow.proposed != "") & (FindingRow.ground != FindingRow.proposed))
        | ((FindingRow.proposed == "") & (FindingRow.state == FindingState.WITHHELD)),
    )
    return not row.access and work.session.scalar(differs.limit(1)) is None


def _log(work: Work, row: ReleaseRow, lines: Sequence[ReleasedDocument], to: str) -> None:
    for line in lines:
        work.session.add(
            DisclosedRow(
                release_id=row.item_id, document_id=line.document_id, case_id=row.case_id,
                authority_id=work.authority_id, number=line.number, access=line.access,
                grounds=list(line.grounds), sha256=line.sha256, recipient=to, at=work.now,
                by=work.actor.id,
            )
        )  # fmt: skip


def cancel_release(work: Work, release_id: UUID, because: str) -> None:
    """Give a release up that was not given out. Raises NotFound, NotAllowed, InputProblem, Conflict."""
    row = release_row(work, release_id)
    work.require(REVIEW, case_row(work, row.case_id).project_id)
    reason = need_reason(because)
    if row.state == ReleaseState.RELEASED:
        raise Conflict(log="released", shown=_("This has been given out and cannot be taken back."))
    row.state = ReleaseState.CANCELLED
    items.move_to(work, release_id, ItemState.SET_ASIDE)
    tell(work, release_id, "disclosure.release_cancelled", because=reason)


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
        recipient=row.recipient, is_partial=row.is_partial,
    )  # fmt: skip


__all__ = [
    "RELEASE_JOB", "cancel_release", "disclosed", "disclosed_in_project",
    "document_from", "document_to", "give_out", "open_bundle", "open_report", "prepare_release",
    "read_release", "release", "releases",
]  # fmt: skip
