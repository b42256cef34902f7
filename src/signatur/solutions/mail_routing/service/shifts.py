"""Whether the mail of late is unlike that of the weeks before it: a reason to look closer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select

from signatur.kernel.i18n import text as _
from signatur.methods.statistics.shifts import means_apart, shares_apart
from signatur.solutions.mail_routing.schema import Lane
from signatur.solutions.mail_routing.tables import ControlRow, EnquiryRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work

LATELY = timedelta(days=3)
BEFORE = timedelta(days=28)
APART = 4.0
"""Standard errors from which on a shift is one: by chance, one look in fifteen thousand."""
# With fewer the figures mean nothing.
_LEAST = 50


@dataclass(frozen=True, slots=True)
class Mail:
    """What the mail of some days looked like."""

    count: int
    ready: int
    """Sure enough to go."""
    unread: int
    """Must be read: unlike what is known, or several matters."""
    sureness: float
    """Mean confidence of what the model suggested."""
    spread: float
    suggested: int


def shift_of(work: Work, project_id: UUID) -> Text | None:
    """Say in what the mail of the last days is unlike that of four weeks before; None: in nothing."""
    start = work.now - LATELY
    now = mail_between(work, project_id, start, work.now)
    before = mail_between(work, project_id, start - BEFORE, start)
    if min(now.count, before.count) < _LEAST:
        return None
    if shares_apart(before.unread, before.count, now.unread, now.count) >= APART:
        return _("More mail than usual is unlike what is known.")
    if shares_apart(now.ready, now.count, before.ready, before.count) >= APART:
        return _("Less mail than usual is sure enough to go by itself.")
    apart = means_apart(
        (now.sureness, now.spread, now.suggested),
        (before.sureness, before.spread, before.suggested),
    )
    return _("The model is less sure than usual.") if apart >= APART else None


def mail_between(work: Work, project_id: UUID, since: datetime, until: datetime) -> Mail:
    """Return what the mail of some days looked like."""

    def times(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    sure, is_control = EnquiryRow.confidence, ControlRow.item_id.is_not(None)
    query = select(
        func.count(),
        # The row of a control tells nothing of its answer; but it would have been ready.
        times(or_(EnquiryRow.lane == Lane.READY, is_control)),
        times(and_(EnquiryRow.lane == Lane.READ, ~is_control)),
        func.coalesce(func.avg(sure), 0.0),
        func.coalesce(func.avg(sure * sure), 0.0),
        func.count(sure),
    )
    query = query.outerjoin(ControlRow, ControlRow.item_id == EnquiryRow.item_id).where(
        EnquiryRow.authority_id == work.authority_id,
        EnquiryRow.project_id == project_id,
        EnquiryRow.received_at >= since,
        EnquiryRow.received_at < until,
    )
    count, ready, unread, mean, square, suggested = work.session.execute(query).one()
    spread = max(float(square) - float(mean) ** 2, 0.0) ** 0.5
    return Mail(count, int(ready), int(unread), float(mean), spread, suggested)
