"""Giving documents out: asked for, rebuilt and checked by a job, decided by a person, written in the log."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import NewDecision, Outcome
from signatur.records.effects import service as effects
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.retention import service as retention
from signatur.solutions.disclosure.schema.case import (
    CaseState,
    FindingState,
    Release,
    ReleasedDocument,
    ReleaseState,
)
from signatur.solutions.disclosure.service.cases import set_state
from signatur.solutions.disclosure.service.documents import documents
from signatur.solutions.disclosure.service.handing_over import CHANNEL
from signatur.solutions.disclosure.service.hindering import hindrances
from signatur.solutions.disclosure.service.holding import check_alone, check_holds, part_of
from signatur.solutions.disclosure.service.openness import kept_by_rule
from signatur.solutions.disclosure.service.released import document_from, read_release
from signatur.solutions.disclosure.service.rights import (
    RELEASE,
    RELEASE_KIND,
    REVIEW,
    flush_numbered,
    need_reason,
    person_of,
    tell,
    tidy,
)
from signatur.solutions.disclosure.service.rows import case_row, check_open, release_row
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
    from collections.abc import Mapping, Sequence
    from uuid import UUID

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
    case = case_row(work, case_id, is_to_change=True)
    work.require(REVIEW, case.project_id)
    person_of(work)
    check_open(case)
    check_alone(work, case_id)
    covered = [one for one in documents(work, case_id) if one.is_to_review]
    chosen = set(document_ids) if document_ids is not None else {one.id for one in covered}
    wanted = [one for one in covered if one.id in chosen]
    if len(wanted) != len(chosen):
        raise InputProblem(
            log="not to be released",
            shown=_("A chosen document is not read, not covered by the request or set aside."),
        )
    if document_ids is not None and not wanted:
        raise InputProblem(log="nothing chosen", shown=_("Tick the documents first."))
    part = part_of(work, case_id, chosen) if document_ids is not None else None
    standing = hindrances(work, case_id, part)
    if standing:
        raise Conflict(log=f"release blocked: {standing[0].code}", shown=standing[0].said)
    row = _row(work, case, [one.id for one in wanted], is_partial=part is not None)
    payload = {"release": str(row.item_id), "recognise": recognise}
    row.job_id = jobs.start(work, RELEASE_JOB, payload, key=f"{RELEASE_JOB}:{row.item_id}")
    if part is None and case.state in (CaseState.REVIEW, CaseState.SECOND_READER):
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

    A part of the answer leaves the case as it is: the rest still waits, and its deadline runs.
    Raises NotFound, NotAllowed, InputProblem without a recipient, Conflict when it is not ready, anything
    that it rests on was changed since, or the same person made it ready where four eyes are asked for;
    GateClosed.
    """
    row = release_row(work, release_id, is_to_change=True)
    case = case_row(work, row.case_id, is_to_change=True)
    work.require(RELEASE, case.project_id)
    person_id = person_of(work)
    to = tidy(recipient)
    if not to:
        raise InputProblem(log="no recipient", shown=_("Write who gets the documents."))
    check_open(case)
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
    _decide_documents(work, row.case_id, lines)
    _log(work, row, lines, to)
    row.state, row.recipient, row.decision_id = ReleaseState.RELEASED, to, decision.id
    row.decided_by, row.decided_at = person_id, work.now
    effects.order(work, decision, CHANNEL, {"release": str(release_id)})
    items.move_to(work, release_id, ItemState.DECIDED)
    if not row.is_partial:
        set_state(work, case, CaseState.RELEASED)
    work.session.flush()
    tell(work, release_id, "disclosure.given_out", documents=len(lines))
    return read_release(row)


def _check_ready(work: Work, row: ReleaseRow, person_id: UUID) -> None:
    if row.state != ReleaseState.READY:
        raise Conflict(log=f"release is {row.state}", shown=_("This release is not ready."))
    check_holds(work, row)
    if work.runtime.settings.of(DisclosureSettings).four_eyes and row.prepared_by == person_id:
        raise Conflict(
            log="four eyes",
            shown=_("A colleague must decide: you made the release ready yourself."),
        )


def _decide_documents(work: Work, case_id: UUID, lines: Sequence[ReleasedDocument]) -> None:
    """Write down, for each document that waits, what was settled of what was suggested for it."""
    query = select(DocumentRow).where(
        DocumentRow.case_id == case_id, DocumentRow.suggestion_id.is_not(None)
    )
    rows = {row.item_id: row for row in work.session.scalars(query)}
    counts = _settled(work, case_id)
    differing = _differing(work, case_id)
    for line in lines:
        row = rows.get(line.document_id)
        if row is None or decisions.current(work, line.document_id) is not None:
            continue
        answer = {
            "access": line.access.value, "grounds": list(line.grounds),
            "withheld": counts.get((row.item_id, FindingState.WITHHELD), 0),
            "kept": counts.get((row.item_id, FindingState.KEPT), 0),
        }  # fmt: skip
        is_as_suggested = not row.access and row.item_id not in differing
        outcome = Outcome.ACCEPTED if is_as_suggested else Outcome.CHANGED
        new = NewDecision(outcome=outcome, answer=answer, suggestion_id=row.suggestion_id)
        decisions.decide(work, items.get(work, row.item_id), new)
        items.move_to(work, row.item_id, ItemState.DECIDED)


def _settled(work: Work, case_id: UUID) -> Mapping[tuple[UUID, str], int]:
    """Return how many findings of each document came to which state."""
    query = (
        select(FindingRow.document_id, FindingRow.state, func.count())
        .where(FindingRow.case_id == case_id)
        .group_by(FindingRow.document_id, FindingRow.state)
    )
    return {(one, state): count for one, state, count in work.session.execute(query)}


def _differing(work: Work, case_id: UUID) -> set[UUID]:
    """Return the documents in which not just what was proposed, by the proposed ground, is withheld."""
    query = select(FindingRow.document_id).where(
        FindingRow.case_id == case_id,
        FindingRow.state != FindingState.REMOVED,
        ~kept_by_rule(),
        ((FindingRow.proposed != "") & (FindingRow.ground != FindingRow.proposed))
        | ((FindingRow.proposed == "") & (FindingRow.state == FindingState.WITHHELD)),
    )
    return {*work.session.scalars(query.distinct())}


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
    row = release_row(work, release_id, is_to_change=True)
    work.require(REVIEW, case_row(work, row.case_id).project_id)
    reason = need_reason(because)
    if row.state == ReleaseState.RELEASED:
        raise Conflict(log="released", shown=_("This has been given out and cannot be taken back."))
    if row.state == ReleaseState.CANCELLED:
        return
    row.state = ReleaseState.CANCELLED
    work.session.flush()
    items.move_to(work, release_id, ItemState.SET_ASIDE)
    tell(work, release_id, "disclosure.release_cancelled", because=reason)
