"""What would tell whom or what withheld words are about, wherever it stands: in a title, in a letter."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from signatur.solutions.disclosure.schema.case import DocumentState, FindingOrigin, FindingState
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.spelling import even
from signatur.solutions.disclosure.tables import DocumentRow, FindingRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work

DECISIONS: Final = (
    "decision_full",
    "decision_partial",
    "decision_refusal",
    "partial_now",
    "article_15",
)
# What a title may say although it is withheld in the text: of what sort a matter is, not whose.
TELLS_A_SORT: Final = frozenset(
    {
        FindingKind.HEALTH, FindingKind.UNION, FindingKind.RELIGION, FindingKind.POLITICS,
        FindingKind.ETHNICITY, FindingKind.SEXUALITY, FindingKind.CRIME, FindingKind.SOCIAL,
        FindingKind.ECONOMY, FindingKind.BUSINESS, FindingKind.INTERNAL, FindingKind.AREA,
        FindingKind.PAGE, FindingKind.ROLE_WORD, FindingKind.AGE,
    }
)  # fmt: skip
_LONGEST: Final = 200
"""Signs; a longer mark is a passage, which no title repeats word for word."""


def decision_letter(work: Work, case_id: UUID) -> LetterRow | None:
    """Return the newest letter that decides on access; it goes with a release."""
    query = select(LetterRow).where(
        LetterRow.case_id == case_id,
        LetterRow.authority_id == work.authority_id,
        LetterRow.kind.in_(DECISIONS),
    )
    return work.session.scalar(query.order_by(LetterRow.id.desc()).limit(1))


def telling_words(work: Work, case_id: UUID) -> frozenset[str]:
    """Return the names, numbers and addresses that are withheld in a case wherever they stand.

    In a document that is withheld whole all of them are. Left out is what is given out elsewhere in the
    case, and what the requester wrote or is called: it tells them nothing.
    """
    case = case_row(work, case_id)
    told = (
        FindingRow.case_id == case_id,
        FindingRow.authority_id == work.authority_id,
        FindingRow.is_appendix.is_(False),
        FindingRow.kind.not_in(TELLS_A_SORT),
        FindingRow.text != "",
        DocumentRow.is_covered.is_not(False),
    )
    is_whole = (DocumentRow.access != "") & (FindingRow.state != FindingState.REMOVED)
    withheld = (
        select(FindingRow.text, FindingRow.value)
        .join(DocumentRow, DocumentRow.item_id == FindingRow.document_id)
        .where(*told, (FindingRow.state == FindingState.WITHHELD) | is_whole)
        .distinct()
    )
    given = {*work.session.scalars(_given(told))}
    said = even(f"{case.request} {case.requester.get('name', '')}")
    return frozenset(
        words
        for text, value in work.session.execute(withheld)
        if not value or value not in given
        if 2 < len(words := " ".join(text.split())) <= _LONGEST and not _is_said(even(words), said)
    )


def _given(told: Sequence[Any]) -> Any:
    """Return the query for values that a reader of what is given out sees."""
    page = aliased(FindingRow)
    is_under_page = exists().where(
        page.document_id == FindingRow.document_id, page.page == FindingRow.page,
        page.origin == FindingOrigin.WHOLE_PAGE, page.state == FindingState.WITHHELD,
    )  # fmt: skip
    return (
        select(FindingRow.value)
        .join(DocumentRow, DocumentRow.item_id == FindingRow.document_id)
        .where(
            *told,
            FindingRow.state == FindingState.KEPT,
            DocumentRow.state == DocumentState.READ,
            DocumentRow.access == "",
            ~is_under_page,
        )
        .distinct()
    )


def _is_said(words: str, said: str) -> bool:
    """Say whether words stand in a text as words of their own, not as a part of longer ones."""
    return re.search(rf"(?<!\w){re.escape(words)}s?(?!\w)", said) is not None


def places_in_word_file(docx: bytes, words: frozenset[str]) -> tuple[int, ...]:
    """Return the paragraphs of a Word file that hold one of the words, counted from 1."""
    from docx import Document

    from signatur.solutions.disclosure.model.letters import betrayals
    from signatur.solutions.disclosure.schema.letters import Letter, LetterKind, Paragraph

    file = Document(io.BytesIO(docx))
    texts = [one.text for one in file.paragraphs]
    texts += [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    parts = tuple(Paragraph(one) for one in texts)
    return tuple(one + 1 for one in betrayals(Letter(LetterKind.RECEIPT, "", parts), words))
