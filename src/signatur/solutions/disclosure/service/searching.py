"""Searching a case by word, person or number: any spelling finds any spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.solutions.disclosure.schema.case import FindingState, Hit
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.spelling import digits_sought, even, plain_value
from signatur.solutions.disclosure.tables import DocumentRow, FindingRow, PageRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from signatur.kernel.work import Work

_AROUND = 60
_SHORTEST = 2


def search(work: Work, case_id: UUID, words: str, limit: int = 200) -> list[Hit]:
    """Return where words or a number stand in a case, in the order of the list. Raises NotFound.

    Words are compared in one case and without accents; a number of at least four digits is found however
    it is grouped, and so are findings whose value it is.
    """
    case_row(work, case_id)
    sought = " ".join(words.split())[:200]
    digits = digits_sought(sought)
    if digits:
        return list(_numbers(work, case_id, digits, limit))
    if len(sought) < _SHORTEST:
        return []
    return list(_words(work, case_id, even(sought), limit))


def _words(work: Work, case_id: UUID, sought: str, limit: int) -> Iterator[Hit]:
    left = limit
    pattern = f"%{_escaped(sought)}%"
    query = (
        select(
            PageRow.document_id, PageRow.number, PageRow.start, PageRow.folded, DocumentRow.number
        )
        .join(DocumentRow, DocumentRow.item_id == PageRow.document_id)
        .where(PageRow.case_id == case_id, PageRow.folded.like(pattern, escape="\\"))
        .order_by(DocumentRow.number, DocumentRow.item_id, PageRow.number)
        .limit(limit)
    )
    for document_id, page, start, folded, number in work.session.execute(query):
        place = folded.find(sought)
        while place >= 0 and left > 0:
            end = place + len(sought)
            yield Hit(
                document_id, number, page, start + place, start + end,
                folded[max(0, place - _AROUND) : place], folded[place:end],
                folded[end : end + _AROUND],
            )  # fmt: skip
            left -= 1
            place = folded.find(sought, end)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _numbers(work: Work, case_id: UUID, digits: str, limit: int) -> Iterator[Hit]:
    """Yield findings of that value first, then other places on pages whose digits hold the number."""
    found: set[tuple[UUID, int]] = set()
    count = 0
    query = (
        select(FindingRow, DocumentRow.number)
        .join(DocumentRow, DocumentRow.item_id == FindingRow.document_id)
        .where(
            FindingRow.case_id == case_id,
            FindingRow.value == plain_value(digits),
            FindingRow.state != FindingState.REMOVED,
        )
        .order_by(DocumentRow.number, FindingRow.start)
        .limit(limit)
    )
    for row, number in work.session.execute(query):
        found.add((row.document_id, row.page))
        count += 1
        yield Hit(row.document_id, number, row.page, row.start, row.end, "", row.text, "")
    pages = (
        select(
            PageRow.document_id, PageRow.number, PageRow.start, PageRow.folded, DocumentRow.number
        )
        .join(DocumentRow, DocumentRow.item_id == PageRow.document_id)
        .where(PageRow.case_id == case_id, PageRow.digits.like(f"%{digits}%"))
        .order_by(DocumentRow.number, PageRow.number)
        .limit(limit)
    )
    for document_id, page, start, folded, number in work.session.execute(pages):
        if (document_id, page) in found or count >= limit:
            continue
        place = _place_of(folded, digits)
        if place is not None:
            count += 1
            first, last = place
            yield Hit(
                document_id, number, page, start + first, start + last,
                folded[max(0, first - _AROUND) : first], folded[first:last],
                folded[last : last + _AROUND],
            )  # fmt: skip


def _place_of(text: str, digits: str) -> tuple[int, int] | None:
    import re

    found = re.search(r"[\s\-./()\u00ad\u2010-\u2014\u2212]{0,3}".join(digits), text)
    return found.span() if found is not None else None
