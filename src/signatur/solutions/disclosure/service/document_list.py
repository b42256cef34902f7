"""The list of documents (aktliste) that goes with an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import reading_in
from signatur.solutions.disclosure.model.law import neutral_ground
from signatur.solutions.disclosure.schema.case import DocumentState
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.schema.letters import DocumentList, ListedDocument
from signatur.solutions.disclosure.schema.titles import CATEGORY_TITLES
from signatur.solutions.disclosure.service.documents import documents
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.setup import law_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.law import Grounds

# The list is part of a Danish decision; it is not translated.
_NOT_COVERED = "(ikke omfattet af anmodningen)"
_NOT_LISTED = frozenset({DocumentState.SET_ASIDE, DocumentState.REPLACED})


def document_list(work: Work, case_id: UUID, only: Collection[UUID] | None = None) -> DocumentList:
    """Return the list of documents (aktliste) as it stands, with the labels of grounds. Raises NotFound.

    `only`: of a part of the answer; the titles of others were not looked at yet. A document that was
    replaced or set aside is not listed, and of one that the request does not cover the title is left out:
    it may be about somebody else. A ground whose very name would tell a secret is named by its neutral one.
    """
    case = case_row(work, case_id)
    law, _key = law_of(work, case.project_id)
    regime = Regime(case.regime) if case.regime else Regime.PUBLIC
    found = [
        one
        for one in documents(work, case_id)
        if one.state not in _NOT_LISTED and (only is None or one.id in only)
    ]
    numbers = {one.id: str(one.number) for one in found}
    rows = []
    for one in found:
        covered = one.is_covered is not False
        labels = labels_named(one.grounds, regime, law) if covered else []
        rows.append(
            ListedDocument(
                number=str(one.number), title=one.title if covered else _NOT_COVERED,
                dated=one.day, category=_category(one.category),
                attachment_of=numbers.get(one.parent_id, "") if one.parent_id else "",
                is_covered=covered, access=one.access if covered else None,
                grounds=tuple(labels), pages=one.pages,
            )
        )  # fmt: skip
    return DocumentList(
        authority=authority_name(work), case_number=case.case_number or str(case.number),
        day=work.today, rows=tuple(rows),
    )  # fmt: skip


def _category(code: str) -> str:
    with reading_in("da"):
        return str(CATEGORY_TITLES.get(code, code))


def labels_named(keys: Sequence[str], regime: Regime, law: Grounds) -> list[str]:
    """Return the labels of grounds, each once, with neutral ones where the law data say so."""
    named = []
    for one in law.used(keys):
        try:
            named.append(law.of(neutral_ground(one.key, regime, law)) or one)
        except KeyError:
            named.append(one)
    return list(dict.fromkeys(one.label for one in named))


def authority_name(work: Work) -> str:
    """Return what the acting authority is called."""
    from signatur.records.people import service as people

    return next(
        (one.name for one in people.authorities(work.session) if one.id == work.authority_id), ""
    )
