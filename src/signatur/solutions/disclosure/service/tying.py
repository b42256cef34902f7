"""Keeping what linking a case gave: persons, who is meant where, doubts; what reviewers said stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, insert, or_, select, update

from signatur.solutions.disclosure.schema.case import (
    CaseState,
    DocumentState,
    FindingOrigin,
    FindingState,
)
from signatur.solutions.disclosure.schema.finding import Check, Finding, FindingKind
from signatur.solutions.disclosure.schema.parties import MentionKind
from signatur.solutions.disclosure.service.cases import set_state
from signatur.solutions.disclosure.service.documents import laid_of
from signatur.solutions.disclosure.service.likeness import keep_likeness
from signatur.solutions.disclosure.service.openness import kept_by_rule, state_at_first
from signatur.solutions.disclosure.service.reading import appendix_of, place_of_finding, unit_at
from signatur.solutions.disclosure.service.remembering import apply_remembered
from signatur.solutions.disclosure.service.rights import tell
from signatur.solutions.disclosure.service.rows import case_row, document_row
from signatur.solutions.disclosure.service.spelling import plain_value
from signatur.solutions.disclosure.service.stating import person_to
from signatur.solutions.disclosure.tables import (
    CasePersonRow,
    DocumentRow,
    DoubtRow,
    FindingRow,
    PageRow,
    StatementRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.kernel.work import Work
    from signatur.methods.documents.laid_out import LaidOut
    from signatur.solutions.disclosure.schema.parties import Doubt, Linked, Mention
    from signatur.solutions.disclosure.service.linking import CaseInput, CaseLinks

_CHUNK = 500
_MENTION_KINDS = {
    MentionKind.NAME: FindingKind.PERSON, MentionKind.CPR: FindingKind.CPR,
    MentionKind.BIRTH_DATE: FindingKind.BIRTH_DATE, MentionKind.PHONE: FindingKind.PHONE,
    MentionKind.EMAIL: FindingKind.EMAIL, MentionKind.ADDRESS: FindingKind.ADDRESS,
    MentionKind.INITIALS: FindingKind.PERSON, MentionKind.ROLE_WORD: FindingKind.ROLE_WORD,
    MentionKind.ORGANISATION: FindingKind.ORGANISATION, MentionKind.CVR: FindingKind.CVR,
}  # fmt: skip


def keep_links(work: Work, case_id: UUID, given: CaseInput, found: CaseLinks) -> None:
    """Keep who is meant where; decisions, statements and answers of reviewers stay."""
    case = case_row(work, case_id)
    _keep_persons(work, case_id, found.linked)
    _keep_mentions(work, case_id, found.linked)
    _keep_doubts(work, case_id, found.doubts)
    keep_likeness(work, case_id, found.duplicates, found.units)
    apply_remembered(work, case_id)
    case.linked_for = given.key
    if case.state == CaseState.READING and _is_read(work, case_id):
        set_state(work, case, CaseState.REVIEW)
    work.session.flush()
    tell(
        work, case_id, "disclosure.people_linked", persons=len(found.linked.persons),
        doubts=len(found.doubts),
    )  # fmt: skip


def _is_read(work: Work, case_id: UUID) -> bool:
    waiting = (DocumentState.WAITING, DocumentState.READING)
    query = select(DocumentRow.item_id).where(
        DocumentRow.case_id == case_id, DocumentRow.state.in_(waiting)
    )
    return work.session.scalar(query.limit(1)) is None


def _keep_persons(work: Work, case_id: UUID, linked: Linked) -> None:
    rows = {
        one.key: one
        for one in work.session.scalars(select(CasePersonRow).filter_by(case_id=case_id))
    }
    for person in linked.persons:
        row = rows.pop(person.key, None)
        if row is None:
            row = CasePersonRow(
                case_id=case_id, key=person.key, authority_id=work.authority_id, role=person.role,
                document={}, treatment="", ground="", decided_by=None, decided_at=None,
            )  # fmt: skip
            work.session.add(row)
        row.role, row.document = person.role, person_to(person)
    # Whoever is out of the case for now keeps key and decision: somebody may have spoken of that key.
    spoken_of = _spoken_of(work, case_id)
    for row in rows.values():
        if row.decided_by is None and row.key not in spoken_of:
            work.session.delete(row)
    work.session.flush()


def _spoken_of(work: Work, case_id: UUID) -> set[str]:
    """Return the keys in what reviewers stated, also in what they took back and may state again."""
    said = work.session.scalars(select(StatementRow.statement).filter_by(case_id=case_id))
    return {
        key
        for one in said
        for key in (one["first"], one["second"], one["of"])
        if isinstance(key, str)
    }


def _keep_mentions(work: Work, case_id: UUID, linked: Linked) -> None:
    """Tie findings to persons; names that were not found but are known are added as findings."""
    work.session.execute(
        delete(FindingRow).where(
            FindingRow.case_id == case_id,
            FindingRow.origin == FindingOrigin.LINKED,
            or_(FindingRow.state == FindingState.PROPOSED, kept_by_rule()),
        )
    )
    spots = _Spots(work, case_id)
    changed: dict[str, list[UUID]] = {}
    added: dict[str, list[Mention]] = {}
    for mention in linked.mentions:
        rows = spots.taken(mention)
        for row in rows:
            if row.person != mention.person:
                changed.setdefault(mention.person, []).append(row.id)
        is_named = bool(mention.person or mention.candidates)
        if not rows and is_named and not spots.hold(mention):
            added.setdefault(mention.document, []).append(mention)
    changed.setdefault("", []).extend(row.id for row in spots.left() if row.person)
    for person, ids in changed.items():
        for start in range(0, len(ids), _CHUNK):
            some = FindingRow.id.in_(ids[start : start + _CHUNK])
            work.session.execute(update(FindingRow).where(some).values(person=person))
    for document, mentions in added.items():
        _add_mentions(work, case_id, UUID(document), mentions)


class _Spots:
    """The findings of a case by where they stand; each is taken by one mention."""

    def __init__(self, work: Work, case_id: UUID) -> None:
        query = select(
            FindingRow.id, FindingRow.document_id, FindingRow.start, FindingRow.end,
            FindingRow.person, FindingRow.kind,
        ).filter_by(case_id=case_id)  # fmt: skip
        self._by_spot: dict[tuple[str, int, int], list[Any]] = {}
        self._by_document: dict[str, list[Any]] = {}
        self._ends: dict[tuple[str, int], list[int]] = {}
        for row in work.session.execute(query):
            document = str(row.document_id)
            self._by_document.setdefault(document, []).append(row)
            self._by_spot.setdefault((document, row.start, row.end), []).append(row)
            if row.kind == FindingKind.PERSON:
                self._ends.setdefault((document, row.start), []).append(row.end)

    def taken(self, mention: Mention) -> list[Any]:
        """Return the findings that are a mention."""
        rows = self._by_spot.pop((mention.document, mention.start, mention.end), [])
        if rows or mention.kind is not MentionKind.NAME:
            return rows
        # A finding may go on behind the name, over the end of its line.
        ends = self._ends.get((mention.document, mention.start), ())
        return [
            row
            for end in ends
            if end > mention.end
            for row in self._by_spot.pop((mention.document, mention.start, end), [])
        ]

    def hold(self, mention: Mention) -> bool:
        """Say whether a mention lies within a finding of its kind that means nobody else."""
        return _is_within(mention, self._by_document.get(mention.document, ()))

    def left(self) -> list[Any]:
        """Return the findings that no mention took."""
        return [row for rows in self._by_spot.values() for row in rows]


def _is_within(mention: Mention, rows: Sequence[Any]) -> bool:
    """Say whether a mention lies within a finding of its kind that means nobody else."""
    kind = _MENTION_KINDS[mention.kind]
    return any(
        row.start <= mention.start and mention.end <= row.end and row.kind == kind
        and row.person in ("", mention.person)
        for row in rows
    )  # fmt: skip


def _add_mentions(
    work: Work, case_id: UUID, document_id: UUID, mentions: Sequence[Mention]
) -> None:
    laid = laid_of(work, document_id)
    proposed = _proposed_by_kind(work, case_id)
    units = document_row(work, document_id).units
    rows = [
        {
            **_linked_row(work, case_id, document_id, laid, one, proposed),
            "unit": unit_at(units, one.start),
        }
        for one in mentions
    ]
    for start in range(0, len(rows), _CHUNK):
        work.session.execute(insert(FindingRow), rows[start : start + _CHUNK])


def _proposed_by_kind(work: Work, case_id: UUID) -> dict[str, str]:
    from signatur.solutions.disclosure.model.law import propose_ground
    from signatur.solutions.disclosure.schema.law import Regime
    from signatur.solutions.disclosure.service.setup import law_of

    case = case_row(work, case_id)
    law, _key_of_law = law_of(work, case.project_id)
    regime = Regime(case.regime) if case.regime else Regime.PUBLIC
    kinds = set(_MENTION_KINDS.values())
    return {one.value: propose_ground(one, regime, work.today, law) for one in kinds}


def _linked_row(
    work: Work, case_id: UUID, document_id: UUID, laid: LaidOut, one: Mention,
    proposed: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    kind = _MENTION_KINDS[one.kind]
    finding = Finding(kind, one.start, one.end, one.text, one.confidence)
    page, boxes = place_of_finding(laid, finding)
    ground, is_appendix = proposed.get(kind.value, ""), page in appendix_of(laid)
    state, how = state_at_first(kind, one.confidence, ground, is_appendix=is_appendix)
    return {
        "id": work.new_id(), "case_id": case_id, "document_id": document_id,
        "authority_id": work.authority_id, "kind": kind.value, "start": one.start, "end": one.end,
        "page": page, "is_appendix": is_appendix, "boxes": boxes, "text": one.text, "value": plain_value(one.text),
        "confidence": float(one.confidence), "check": Check.UNKNOWN.value,
        "evidence": list(one.evidence), "proposed": ground,
        "person": one.person, "origin": FindingOrigin.LINKED, "state": state,
        "ground": "", "how": how, "decided_by": None,
        "decided_at": None, "version": 1,
    }  # fmt: skip


def _keep_doubts(work: Work, case_id: UUID, doubts: Sequence[Doubt]) -> None:
    rows = {
        (str(one.document_id), one.start, one.end): one
        for one in work.session.scalars(select(DoubtRow).filter_by(case_id=case_id))
    }
    elsewhere = {
        name for (name, _start, _end), one in rows.items() if one.is_whole and one.belongs is False
    }
    for doubt in doubts:
        # Of what does not belong as a whole, no paragraph is asked for.
        if doubt.document in elsewhere and not doubt.is_whole:
            continue
        document_id = UUID(doubt.document)
        page = _page_at(work, document_id, doubt.start)
        # What is never given out cannot come into wrong hands.
        if page is not None and page.is_appendix:
            continue
        row = rows.pop((doubt.document, doubt.start, doubt.end), None)
        if row is None:
            row = DoubtRow(
                id=work.new_id(), case_id=case_id, document_id=document_id,
                authority_id=work.authority_id, start=doubt.start, end=doubt.end,
                page=page.number if page is not None else 1,
                is_whole=doubt.is_whole, score=0.0, reasons=[], belongs=None, answered_by=None,
                answered_at=None, note="",
            )  # fmt: skip
            work.session.add(row)
        row.is_whole, row.score = doubt.is_whole, float(doubt.score)
        row.reasons = [one.value for one in doubt.reasons]
    work.session.flush()
    # Asked of the database: somebody may have answered since the rows were read.
    work.session.execute(
        delete(DoubtRow).where(
            DoubtRow.id.in_([row.id for row in rows.values()]), DoubtRow.belongs.is_(None)
        )
    )


def _page_at(work: Work, document_id: UUID, start: int) -> PageRow | None:
    query = select(PageRow).where(PageRow.document_id == document_id, PageRow.start <= start)
    return work.session.scalars(query.order_by(PageRow.number.desc()).limit(1)).first()
