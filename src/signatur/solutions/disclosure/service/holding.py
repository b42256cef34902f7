"""What a release rests on: whether it still holds, what of the answer it leaves, who else makes one."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.case import DocumentState, FindingState, ReleaseState
from signatur.solutions.disclosure.service.hindering import hindrances
from signatur.solutions.disclosure.service.steps import last_number
from signatur.solutions.disclosure.service.telling import decision_letter
from signatur.solutions.disclosure.tables import (
    DisclosedRow,
    DocumentRow,
    FindingRow,
    ReleaseRow,
    UploadRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from signatur.kernel.work import Work

_ASIDE = (DocumentState.SET_ASIDE, DocumentState.REPLACED)


def marks_of(work: Work, case_id: UUID, document_id: UUID | None = None) -> Mapping[UUID, str]:
    """Return, for the documents of a case, a hash of all that decides how each is given out and listed."""
    documents = select(DocumentRow).filter_by(case_id=case_id, authority_id=work.authority_id)
    findings = (
        select(FindingRow.document_id, FindingRow.id, FindingRow.ground)
        .filter_by(case_id=case_id, authority_id=work.authority_id, state=FindingState.WITHHELD)
        .order_by(FindingRow.id)
    )
    if document_id is not None:
        documents = documents.filter_by(item_id=document_id)
        findings = findings.filter_by(document_id=document_id)
    withheld: defaultdict[UUID, list[list[str]]] = defaultdict(list)
    for of, finding_id, ground in work.session.execute(findings):
        withheld[of].append([str(finding_id), ground])
    return {
        row.item_id: _mark(row, withheld[row.item_id]) for row in work.session.scalars(documents)
    }


def _mark(row: DocumentRow, withheld: list[list[str]]) -> str:
    told = [
        row.state, row.laid_sha256, row.number, row.title, str(row.day), row.category,
        row.is_covered is not False, row.access, row.ground, withheld,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def part_of(work: Work, case_id: UUID, chosen: Collection[UUID]) -> frozenset[UUID] | None:
    """Return the documents of a part of the answer; None where nothing is left once they are given out.

    The last part is the answer: all must then be done, also what a part alone does not ask for.
    """
    covered = select(DocumentRow.item_id).where(
        DocumentRow.case_id == case_id,
        DocumentRow.authority_id == work.authority_id,
        DocumentRow.state.not_in(_ASIDE),
        DocumentRow.is_covered.is_not(False),
    )
    left = {*work.session.scalars(covered)} - given_out(work, case_id) - {*chosen}
    is_waiting = select(UploadRow.item_id).filter_by(case_id=case_id, is_unpacked=False)
    if left or work.session.scalar(is_waiting.limit(1)) is not None:
        return frozenset(chosen)
    return None


def given_out(work: Work, case_id: UUID) -> set[UUID]:
    """Return the documents of a case that were given out before."""
    query = select(DisclosedRow.document_id).filter_by(
        case_id=case_id, authority_id=work.authority_id
    )
    return {*work.session.scalars(query)}


def check_alone(work: Work, case_id: UUID) -> None:
    """Raise Conflict while another release of a case is being made."""
    query = select(ReleaseRow.item_id).filter_by(
        case_id=case_id, authority_id=work.authority_id, state=ReleaseState.PREPARING
    )
    if work.session.scalar(query.limit(1)) is not None:
        raise Conflict(
            log="another release is being made",
            shown=_("A release of this case is being made already. Wait for it, or give it up."),
        )


def check_holds(work: Work, row: ReleaseRow) -> None:
    """Raise Conflict where a release that was made is not what would be made now."""
    lines: dict[UUID, Any] = {UUID(one["document"]): one for one in row.documents}
    now = marks_of(work, row.case_id)
    part = part_of(work, row.case_id, lines)
    is_same = (
        row.reviewed == last_number(work, row.case_id)
        and all(one.get("rests_on") == now.get(key) for key, one in lines.items())
        and row.is_partial == (part is not None)
        and _letter_made_with(row) == _letter_now(work, row.case_id)
    )
    if not is_same:
        raise Conflict(
            log="changed since it was made",
            shown=_("The review went on after this was made. Make the release anew."),
        )
    standing = hindrances(work, row.case_id, part)
    if standing:
        raise Conflict(log=f"release blocked: {standing[0].code}", shown=standing[0].said)


def _letter_made_with(row: ReleaseRow) -> str:
    body = (row.report or {}).get("report", {})
    return str(body.get("letter", ""))


def _letter_now(work: Work, case_id: UUID) -> str:
    letter = decision_letter(work, case_id)
    return letter.pdf_sha256 if letter is not None else ""
