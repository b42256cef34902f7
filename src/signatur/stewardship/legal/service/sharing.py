"""What of the law the next authority may read, with what it must redo marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.kernel.part import SharedDocument, SharedField
from signatur.stewardship.legal.model import by_key
from signatur.stewardship.legal.schema import (
    DOCUMENT_TITLES,
    PHASE_TITLES,
    BasisState,
    DocumentKind,
)
from signatur.stewardship.legal.service import assessing, bases, documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from signatur.kernel.work import Work

# Fields whose answer another authority may mostly take over.
_TAKEN_OVER = frozenset({"why_ai", "m_explained", "m_protected", "s_measures"})


def shares(work: Work, project_id: UUID) -> Iterator[SharedDocument]:
    """Return bases, answers and documents in Danish, and nobody's name."""
    with reading_in("da"):
        yield from _bases(work, project_id)
        yield from _answers(work, project_id)
        for kind in DocumentKind:
            yield from _document(work, project_id, kind)


def _bases(work: Work, project_id: UUID) -> Iterator[SharedDocument]:
    signed = [one for one in bases.bases(work, project_id) if one.state is BasisState.SIGNED]
    if not signed:
        return
    why = str(_("The basis must fit your own task and your own data."))
    yield SharedDocument(
        "bases",
        str(_("Legal bases")),
        tuple(
            SharedField(
                one.terms.phase, str(PHASE_TITLES[one.terms.phase]),
                f"{one.terms.article}; {one.terms.supplementary}. {one.terms.reasoning}",
                must_redo=True, why=why,
            )
            for one in signed
        ),
    )  # fmt: skip


def _answers(work: Work, project_id: UUID) -> Iterator[SharedDocument]:
    found = assessing.newest(work, project_id)
    if found is None:
        return
    why = str(_("You are another authority, and may have another role."))
    yield SharedDocument(
        "classification",
        str(_("Questions of law")),
        tuple(
            SharedField(key, str(by_key(key).text), value, must_redo=True, why=why)
            for key, value in found.answers.items()
        ),
    )


def _document(work: Work, project_id: UUID, kind: DocumentKind) -> Iterator[SharedDocument]:
    found = documents.current(work, project_id, kind)
    if found is None:
        return
    why = str(_("The risks are those of your use."))
    yield SharedDocument(
        kind,
        str(DOCUMENT_TITLES[kind]),
        tuple(
            SharedField(
                field.key, field.title, found.answers[field.key].words,
                must_redo=field.key not in _TAKEN_OVER,
                why="" if field.key in _TAKEN_OVER else why,
            )
            for section in documents.sections_of(kind)
            for field in section.fields
            if field.key in found.answers
        ),
    )  # fmt: skip
