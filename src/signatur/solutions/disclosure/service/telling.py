"""What would tell whom or what withheld words are about, wherever it stands: in a title, in a letter."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from signatur.solutions.disclosure.schema.case import FindingState
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.spelling import even
from signatur.solutions.disclosure.tables import DocumentRow, FindingRow

if TYPE_CHECKING:
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


def telling_words(work: Work, case_id: UUID) -> frozenset[str]:
    """Return the names, numbers and addresses that are withheld in a case wherever they stand.

    Left out is what is given out elsewhere in the case, and what the requester wrote or is called: it tells
    them nothing.
    """
    case = case_row(work, case_id)
    query = (
        select(FindingRow.text, FindingRow.value, FindingRow.state, FindingRow.how, FindingRow.kind)
        .join(DocumentRow, DocumentRow.item_id == FindingRow.document_id)
        .where(
            FindingRow.case_id == case_id,
            FindingRow.state.in_((FindingState.WITHHELD, FindingState.KEPT)),
            FindingRow.is_appendix.is_(False),
            FindingRow.kind.not_in(TELLS_A_SORT),
            FindingRow.text != "",
            DocumentRow.is_covered.is_not(False),
        )
        .distinct()
    )
    rows = work.session.execute(query).all()
    given = {row.value for row in rows if row.state == FindingState.KEPT and row.value}
    said = even(f"{case.request} {case.requester.get('name', '')}")
    return frozenset(
        words
        for row in rows
        if row.state == FindingState.WITHHELD and row.value not in given
        if 2 < len(words := " ".join(row.text.split())) <= _LONGEST and even(words) not in said
    )


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
