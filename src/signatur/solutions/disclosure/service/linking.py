"""Linking a whole case: who is meant where, which documents repeat others, what may not belong in it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.methods.documents.laid_out import Origin
from signatur.solutions.disclosure.intake import CaseText
from signatur.solutions.disclosure.schema.case import (
    DocumentState,
    FindingOrigin,
)
from signatur.solutions.disclosure.schema.finding import Check, Finding, FindingKind
from signatur.solutions.disclosure.schema.parties import (
    Authority,
    DocumentMentions,
    Doubt,
    Person,
    Request,
    Statement,
)
from signatur.solutions.disclosure.service.documents import laid_of
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.stating import person_from, statement_from
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import (
    CasePersonRow,
    CaseRow,
    DocumentRow,
    FindingRow,
    StatementRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.documents.laid_out import LaidOut
    from signatur.solutions.disclosure.intake import Duplicate, Unit
    from signatur.solutions.disclosure.schema.parties import Linked


@dataclass(frozen=True, slots=True)
class CaseInput:
    """What linking a case needs; pure values, so that it is worked out outside of any transaction."""

    key: str
    texts: tuple[CaseText, ...]
    documents: tuple[DocumentMentions, ...]
    known: tuple[Person, ...]
    statements: tuple[Statement, ...]
    authority: Authority
    request: Request


@dataclass(frozen=True, slots=True)
class CaseLinks:
    """What linking a case gave."""

    linked: Linked
    doubts: tuple[Doubt, ...]
    duplicates: tuple[Duplicate, ...]
    units: tuple[Unit, ...]


def case_input(work: Work, case_id: UUID) -> CaseInput | None:
    """Return what a case is linked from; None when nothing has changed since it was linked."""
    case = case_row(work, case_id)
    request = _request(case)
    key = _key(work, case_id, request)
    if case.linked_for == key:
        return None
    query = select(DocumentRow).filter_by(case_id=case_id, state=DocumentState.READ)
    rows = work.session.scalars(query.order_by(DocumentRow.number)).all()
    found = _findings(work, case_id)
    texts, documents = [], []
    for row in rows:
        laid = laid_of(work, row.item_id)
        text = laid.text
        name = str(row.item_id)
        is_message = row.category == "mail"
        texts.append(CaseText(name, text, row.title, row.sha256, is_message, row.number))
        documents.append(
            DocumentMentions(
                name, text, tuple(found.get(row.item_id, ())), row.title, row.day, _recognised(laid)
            )
        )
    return CaseInput(
        key, tuple(texts), tuple(documents), _known(work, case_id), _statements(work, case_id),
        _authority(work, case), request,
    )  # fmt: skip


def link_case(given: CaseInput) -> CaseLinks:
    """Link a case; pure."""
    from signatur.solutions.disclosure.intake import duplicates_among, units_among
    from signatur.solutions.disclosure.model.linking import does_it_belong, link

    linked = link(
        given.documents, given.known, statements=given.statements, authority=given.authority,
        request=given.request,
    )  # fmt: skip
    doubts = does_it_belong(given.documents, linked, authority=given.authority)
    return CaseLinks(linked, doubts, duplicates_among(given.texts), units_among(given.texts))


def _recognised(laid: LaidOut) -> tuple[tuple[int, int], ...]:
    return tuple((one.start, one.end) for one in laid.stretches if one.origin is Origin.RECOGNISED)


def _key(work: Work, case_id: UUID, request: Request) -> str:
    documents = work.session.execute(
        select(func.count(), func.max(DocumentRow.read_at)).filter_by(
            case_id=case_id, state=DocumentState.READ
        )
    ).one()
    # Which statements hold, not how many: one may be taken back and another made meanwhile.
    stated = select(StatementRow.id).filter_by(case_id=case_id, is_withdrawn=False)
    ids = "".join(sorted(map(str, work.session.scalars(stated))))
    newest = documents[1].isoformat() if documents[1] else ""
    asked = "\0".join((*request.names, *sorted(request.emails), request.words))
    told = sha256(f"{ids}\0{asked}".encode()).hexdigest()
    return f"{documents[0]}:{newest}:{told}"


def _findings(work: Work, case_id: UUID) -> Mapping[UUID, list[Finding]]:
    row = FindingRow
    query = (
        select(
            row.document_id, row.kind, row.start, row.end, row.text, row.confidence, row.evidence,
            row.check, row.value,
        )
        .where(row.case_id == case_id, row.origin == FindingOrigin.FOUND)
        .order_by(row.document_id, row.start)
    )  # fmt: skip
    found: dict[UUID, list[Finding]] = {}
    for one in work.session.execute(query):
        found.setdefault(one.document_id, []).append(
            Finding(
                FindingKind(one.kind), one.start, one.end, one.text, one.confidence,
                tuple(one.evidence), Check(one.check), value=one.value,
            )
        )  # fmt: skip
    return found


def _known(work: Work, case_id: UUID) -> tuple[Person, ...]:
    rows = work.session.scalars(select(CasePersonRow).filter_by(case_id=case_id))
    return tuple(person_from(one.document) for one in sorted(rows, key=lambda one: one.key))


def _statements(work: Work, case_id: UUID) -> tuple[Statement, ...]:
    query = select(StatementRow).filter_by(case_id=case_id, is_withdrawn=False)
    rows = work.session.scalars(query.order_by(StatementRow.id))
    return tuple(statement_from(one.statement) for one in rows)


def _request(case: CaseRow) -> Request:
    requester = case.requester
    names = (requester.get("name", ""), requester.get("represents", ""))
    contact = requester.get("contact", "").casefold()
    return Request(
        names=tuple(filter(None, names)),
        emails=frozenset({contact} if "@" in contact else ()),
        words=f"{case.title}\n{case.request}",
    )


def _authority(work: Work, case: CaseRow) -> Authority:
    domains = work.runtime.settings.of(DisclosureSettings).domains
    numbers = (case.case_number,) if case.case_number else ()
    kept = tuple(one.strip() for one in domains.split(",") if one.strip())
    return Authority(domains=kept, case_numbers=numbers)
