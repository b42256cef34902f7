"""Living documents as they stand: what they ask for, their versions, and what is unfinished."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.records.projects import service as projects
from signatur.stewardship.legal.schema import (
    Answer,
    Document,
    DocumentKind,
    DocumentState,
    Field,
    Mark,
    Risk,
    Section,
)
from signatur.stewardship.legal.service.rights import withdrawn_elsewhere
from signatur.stewardship.legal.tables import AnswerRow, DocumentRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

_FOLDER = Path(__file__).resolve().parent.parent / "documents"


@cache
def sections_of(kind: DocumentKind) -> tuple[Section, ...]:
    """Return what a document asks for, in order."""
    import yaml

    told = yaml.safe_load((_FOLDER / f"{kind}.yaml").read_text(encoding="utf-8"))
    return tuple(
        Section(one["key"], one["title"], tuple(Field(**field) for field in one["fields"]))
        for one in told["sections"]
    )


def unfinished(document: Document) -> list[Field]:
    """Return the fields that stand in the way of a signature: empty, unexamined or to be mended."""
    return [
        field
        for section in sections_of(document.kind)
        for field in section.fields
        if not _is_finished(document.answers.get(field.key))
    ]


def documents(work: Work, project_id: UUID, kind: DocumentKind) -> list[Document]:
    """Return all versions of a document, newest first. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = select(DocumentRow).filter_by(
        authority_id=work.authority_id, project_id=project_id, kind=kind
    )
    gone = withdrawn_elsewhere(work, project_id)
    found = []
    for row in work.session.scalars(query.order_by(DocumentRow.version.desc())):
        shown = of_row(work, row)
        evidence = gone.get(row.evidence_id) if row.evidence_id else None
        if evidence is not None and shown.state is DocumentState.SIGNED:
            shown = replace(
                shown, state=DocumentState.WITHDRAWN, because=evidence.withdrawn_because
            )
        found.append(shown)
    return found


def newest(work: Work, project_id: UUID, kind: DocumentKind) -> Document | None:
    """Return the newest version of a document, if there is one. Raises NotAllowed."""
    return next(iter(documents(work, project_id, kind)), None)


def get(work: Work, document_id: UUID) -> Document:
    """Return one version of a document. Raises NotFound, NotAllowed."""
    row = row_of(work, document_id)
    work.require(projects.READ, row.project_id)
    return of_row(work, row)


def current(work: Work, project_id: UUID, kind: DocumentKind) -> Document | None:
    """Return the version that is signed, else the newest. Raises NotAllowed."""
    found = documents(work, project_id, kind)
    signed = (one for one in found if one.state is DocumentState.SIGNED)
    return next(signed, found[0] if found else None)


def _is_finished(answer: Answer | None) -> bool:
    return (
        answer is not None
        and bool(answer.words)
        and answer.mark in (Mark.ACCEPTABLE, Mark.IMPROVABLE)
    )


def of_row(work: Work, row: DocumentRow) -> Document:
    answers = work.session.scalars(select(AnswerRow).filter_by(document_id=row.id))
    return Document(
        id=row.id,
        project_id=row.project_id,
        kind=DocumentKind(row.kind),
        version=row.version,
        state=DocumentState(row.state),
        author_id=row.author_id,
        begun_at=row.begun_at,
        answers={one.key: _answer(one) for one in answers},
        risks=tuple(Risk(**one) for one in row.risks),
        review_on=row.review_on,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        because=row.because,
    )


def _answer(row: AnswerRow) -> Answer:
    return Answer(
        key=row.key,
        words=row.words,
        written_by=row.written_by,
        written_at=row.written_at,
        mark=Mark(row.mark) if row.mark else None,
        comment=row.comment,
        examined_by=row.examined_by,
    )


def row_of(work: Work, document_id: UUID) -> DocumentRow:
    row = work.session.get(DocumentRow, document_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no document {document_id}", shown=_("This document does not exist."))
    return row
