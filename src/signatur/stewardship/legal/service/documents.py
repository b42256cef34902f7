"""Living documents: drafted by one, examined answer by answer by another, signed or refused as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.legal.schema import (
    DOCUMENT_TITLES,
    Document,
    DocumentKind,
    DocumentState,
    Mark,
    Risk,
)
from signatur.stewardship.legal.service.reading import (
    current,
    documents,
    get,
    newest,
    of_row,
    row_of,
    sections_of,
    unfinished,
)
from signatur.stewardship.legal.service.rights import (
    DRAFT,
    SIGN,
    other_than,
    person,
    reason,
    take_back,
    tell,
)
from signatur.stewardship.legal.tables import AnswerRow, DocumentRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work

__all__ = [
    "accept_rest",
    "begin",
    "current",
    "documents",
    "examine",
    "get",
    "newest",
    "refuse",
    "sections_of",
    "set_risks",
    "sign",
    "unfinished",
    "withdraw",
    "write",
]

_FIGURES = ("severity", "likelihood", "severity_after", "likelihood_after")


def begin(work: Work, project_id: UUID, kind: DocumentKind) -> Document:
    """Begin a new version of a document, with what the one before said and what was made of it.

    So only what is changed is examined anew. A fundamental rights assessment begins with what the impact assessment says of the same. Raises
    NotFound, NotAllowed, Conflict while a draft is open.
    """
    projects.get(work, project_id)
    work.require(DRAFT, project_id)
    before = newest(work, project_id, kind)
    if before is not None and before.state is DocumentState.DRAFT:
        raise Conflict(log="a draft is open", shown=_("A draft of it is open already."))
    highest = work.session.scalar(
        select(func.max(DocumentRow.version)).filter_by(project_id=project_id, kind=kind)
    )
    row = DocumentRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        kind=kind,
        version=(highest or 0) + 1,
        state=DocumentState.DRAFT,
        author_id=person(work),
        begun_at=work.now,
        risks=[],
        review_on=None,
        decided_by=None,
        decided_at=None,
        because="",
        evidence_id=None,
    )
    work.session.add(row)
    work.session.flush()
    if before is not None:
        _take_over(work, row, before)
    else:
        for key, words in _begun_with(work, project_id, kind).items():
            _put(work, row, key, words)
    work.session.flush()
    tell(work, project_id, "legal.document_begun", kind=_title(kind), version=row.version)
    return of_row(work, row)


def write(work: Work, document_id: UUID, answers: Mapping[str, str]) -> Document:
    """Write fields of a draft; what was changed must be examined again.

    Raises NotFound, NotAllowed, Conflict when it is no draft, InputProblem for an unknown field.
    """
    row = _draft(work, document_id)
    work.require(DRAFT, row.project_id)
    known = {
        field.key for section in sections_of(DocumentKind(row.kind)) for field in section.fields
    }
    for key, words in answers.items():
        if key not in known:
            raise InputProblem(log=f"no field {key}", shown=_("This field does not exist."))
        _put(work, row, key, words.strip())
    return of_row(work, row)


def set_risks(work: Work, document_id: UUID, risks: Sequence[Risk]) -> Document:
    """Set the risks of a draft, each with figures from 1 to 4. Raises as `write`."""
    row = _draft(work, document_id)
    work.require(DRAFT, row.project_id)
    for one in risks:
        figures = [getattr(one, name) for name in _FIGURES]
        if not one.what.strip() or not all(1 <= figure <= 4 for figure in figures):
            raise InputProblem(
                log="bad risk",
                shown=_("Describe each risk, and give each figure from 1 (least) to 4 (most)."),
            )
    row.risks = [_risk_row(one) for one in risks]
    work.session.flush()
    return of_row(work, row)


def examine(work: Work, document_id: UUID, key: str, mark: Mark, comment: str = "") -> Document:
    """Say what an answer is worth: somebody else than whoever wrote it.

    Raises NotFound, NotAllowed, Conflict, InputProblem for a fault without a comment.
    """
    row = _draft(work, document_id)
    work.require(SIGN, row.project_id)
    answer = work.session.get(AnswerRow, (document_id, key))
    if answer is None or not answer.words:
        raise NotFound(log=f"no answer {key}", shown=_("Nothing is written here yet."))
    other_than(work, answer.written_by)
    if mark is Mark.TO_FIX and not comment.strip():
        raise InputProblem(log="no comment", shown=_("Write what must be mended."))
    answer.mark, answer.comment = mark, comment.strip()
    answer.examined_by, answer.examined_at = person(work), work.now
    work.session.flush()
    return of_row(work, row)


def accept_rest(work: Work, document_id: UUID, section_key: str) -> int:
    """Say that what another wrote in a section, and nobody has examined, is acceptable.

    Returns how many answers that were. Raises NotFound, NotAllowed, Conflict when there is none.
    """
    row = _draft(work, document_id)
    work.require(SIGN, row.project_id)
    document, who = of_row(work, row), person(work)
    section = next((one for one in sections_of(document.kind) if one.key == section_key), None)
    if section is None:
        raise NotFound(log="no section", shown=_("This field does not exist."))
    left = [
        answer.key
        for answer in (document.answers.get(field.key) for field in section.fields)
        if answer is not None and answer.words and answer.mark is None and answer.written_by != who
    ]
    if not left:
        raise Conflict(
            log="nothing to examine", shown=_("There is nothing left here that you may examine.")
        )
    for key in left:
        examine(work, document_id, key, Mark.ACCEPTABLE)
    return len(left)


def sign(
    work: Work, document_id: UUID, because: str, *, review_on: date, consulted: str = ""
) -> Document:
    """Sign a draft as a whole; an impact assessment opens the gate until it is to be reviewed.

    `consulted` says where Datatilsynet's answer is, which must be heard first where a high risk stays
    (GDPR article 36). Raises NotFound, NotAllowed, Conflict when its author signs, an answer is
    missing, unexamined or to be mended, no risk is described or one stays high without
    consultation, InputProblem when it is to be reviewed in the past.
    """
    row = _draft(work, document_id)
    work.require(SIGN, row.project_id)
    other_than(work, row.author_id)
    document = of_row(work, row)
    left = unfinished(document)
    if left:
        raise Conflict(
            log=f"{len(left)} fields unfinished",
            shown=_("It cannot be signed yet. Not finished: %(field)s.", field=left[0].title),
        )
    _check_risks(document, consulted)
    if consulted.strip():
        because = str(
            _(
                "%(because)s Datatilsynet was consulted: %(where)s.",
                because=reason(because),
                where=consulted.strip(),
            )
        )
    if review_on <= work.today:
        raise InputProblem(
            log="review in the past", shown=_("Choose a day to come for the next review.")
        )
    kind = DocumentKind(row.kind)
    for earlier in documents(work, row.project_id, kind):
        if earlier.state is DocumentState.SIGNED:
            withdraw(work, earlier.id, str(_("A newer version took its place.")))
    if kind is DocumentKind.DPIA:
        evidence = projects.sign(
            work,
            row.project_id,
            EvidenceKind.IMPACT_ASSESSMENT,
            statement=reason(because),
            reference=f"legal:{row.id}",
            valid_from=work.today,
            valid_to=review_on,
        )
        row.evidence_id = evidence.id
    row.review_on = review_on
    _decide(work, row, DocumentState.SIGNED, because, "legal.document_signed")
    return of_row(work, row)


def refuse(work: Work, document_id: UUID, because: str) -> Document:
    """Refuse a draft as a whole, with the reason. Raises as `sign`."""
    row = _draft(work, document_id)
    work.require(SIGN, row.project_id)
    other_than(work, row.author_id)
    _decide(work, row, DocumentState.REFUSED, because, "legal.document_refused")
    return of_row(work, row)


def withdraw(work: Work, document_id: UUID, because: str) -> Document:
    """Withdraw a signed document; the gate that needs it closes. Raises as `sign`."""
    row = row_of(work, document_id)
    work.require(SIGN, row.project_id)
    if row.state != DocumentState.SIGNED:
        raise Conflict(log="not signed", shown=_("Only what is signed can be withdrawn."))
    take_back(work, row.project_id, row.evidence_id, because)
    _decide(work, row, DocumentState.WITHDRAWN, because, "legal.document_withdrawn")
    return of_row(work, row)


def _check_risks(document: Document, consulted: str) -> None:
    """Raise Conflict unless the risks of an impact assessment are described and borne."""
    if document.kind is not DocumentKind.DPIA:
        return
    if not document.risks:
        raise Conflict(
            log="no risks",
            shown=_("Describe the risks for people first (GDPR article 35(7)(c))."),
        )
    high = next((one for one in document.risks if one.stays_high), None)
    if high is not None and not consulted.strip():
        raise Conflict(
            log="high risk stays",
            shown=_(
                "A high risk stays after the measures: %(risk)s. Datatilsynet must be consulted "
                "first (GDPR article 36); write where the answer is.",
                risk=high.what,
            ),
        )


def _take_over(work: Work, row: DocumentRow, before: Document) -> None:
    for known in work.session.scalars(select(AnswerRow).filter_by(document_id=before.id)):
        told = {one.key: getattr(known, one.key) for one in AnswerRow.__table__.columns}
        work.session.add(AnswerRow(**told | {"document_id": row.id}))
    row.risks = [_risk_row(one) for one in before.risks]


def _begun_with(work: Work, project_id: UUID, kind: DocumentKind) -> dict[str, str]:
    if kind is not DocumentKind.FRIA:
        return {}
    dpia = newest(work, project_id, DocumentKind.DPIA)
    if dpia is None:
        return {}
    return {
        field.key: dpia.answers[field.reuses].words
        for section in sections_of(kind)
        for field in section.fields
        if field.reuses in dpia.answers
    }


def _put(work: Work, row: DocumentRow, key: str, words: str) -> None:
    answer = work.session.get(AnswerRow, (row.id, key))
    if answer is not None and answer.words == words:
        return
    if answer is None:
        answer = AnswerRow(document_id=row.id, key=key, authority_id=work.authority_id)
        work.session.add(answer)
    answer.words, answer.written_by, answer.written_at = words, person(work), work.now
    answer.mark, answer.comment, answer.examined_by, answer.examined_at = "", "", None, None
    work.session.flush()


def _decide(work: Work, row: DocumentRow, state: DocumentState, because: str, action: str) -> None:
    row.state, row.because = state, reason(because)
    row.decided_by, row.decided_at = person(work), work.now
    work.session.flush()
    tell(
        work, row.project_id, action, kind=_title(DocumentKind(row.kind)), version=row.version,
        because=row.because,
    )  # fmt: skip


def _title(kind: DocumentKind) -> str:
    from signatur.kernel.i18n import reading_in

    with reading_in("da"):
        return str(DOCUMENT_TITLES[kind])


def _draft(work: Work, document_id: UUID) -> DocumentRow:
    row = row_of(work, document_id)
    if row.state != DocumentState.DRAFT:
        raise Conflict(
            log="no draft", shown=_("This version is decided. Begin a new one to change it.")
        )
    return row


def _risk_row(one: Risk) -> dict[str, object]:
    figures = {name: getattr(one, name) for name in _FIGURES}
    return {"key": one.key, "what": one.what.strip(), "measures": one.measures.strip(), **figures}
