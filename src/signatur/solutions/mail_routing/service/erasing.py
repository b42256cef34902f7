"""Removing everything that mail routing holds of an enquiry's content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, text, update

from signatur.solutions.mail_routing.tables import (
    BandRow,
    ControlRow,
    EnquiryRow,
    FactRow,
    HintRow,
    PlacementRow,
    ReceiptRow,
    ReferenceRow,
    RuleHitRow,
    WouldBeRow,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

_WILL_TIDY = "mail_routing_will_tidy"
TABLES = (BandRow, ReferenceRow, RuleHitRow, FactRow, EnquiryRow)
"""What is held of one enquiry."""


def erase(work: Work, item_id: UUID) -> None:
    """Delete the rows of an enquiry; what is left of it is the fact, in the audit."""
    for table in TABLES:
        work.session.execute(
            delete(table).filter_by(item_id=item_id, authority_id=work.authority_id)
        )
    _forget_what_was_learnt(work, item_id)
    _forget_what_receivers_said(work, item_id)
    placed = delete(PlacementRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    work.session.execute(placed)
    if work.runtime.database.is_embedded and not work.session.info.get(_WILL_TIDY):
        work.session.info[_WILL_TIDY] = True
        work.before_commit(lambda: _forget_words(work))


def _forget_what_was_learnt(work: Work, item_id: UUID) -> None:
    """Delete what was noted beside an enquiry; of a control stays whether it was right."""
    for table in (WouldBeRow, HintRow):
        work.session.execute(
            delete(table).filter_by(item_id=item_id, authority_id=work.authority_id)
        )
    emptied = dict.fromkeys(
        ("department_key", "subject_key", "decided_department", "decided_subject"), ""
    )
    of_item = update(ControlRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    work.session.execute(of_item.values(emptied))


def _forget_what_receivers_said(work: Work, item_id: UUID) -> None:
    """Empty the words of receipts; that they came, and with which code, stays."""
    of_item = update(ReceiptRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    work.session.execute(of_item.values(text=""))


def _forget_words(work: Work) -> None:
    """Write the search index anew: it keeps the words of what was deleted until it is merged."""
    work.session.execute(
        text("INSERT INTO mail_routing_search(mail_routing_search) VALUES ('optimize')")
    )
