"""The enquiries behind a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, extract, func, or_, select

from signatur.solutions.mail_routing.tables import FactRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Traits


def items_with(work: Work, project_id: UUID, traits: Traits) -> Select[Any]:
    """Return the query for the items that have some traits."""
    query = select(FactRow.item_id).where(
        FactRow.authority_id == work.authority_id, FactRow.project_id == project_id
    )
    if traits.how:
        query = query.where(FactRow.how == traits.how)
    if traits.suggested:
        department, _slash, subject = traits.suggested.partition("/")
        query = query.where(
            # Of what waits nothing is told: it may be for somebody to decide unseen.
            FactRow.how != "",
            FactRow.suggested_department == department,
            FactRow.suggested_subject == subject,
        )
    if traits.is_otherwise:
        query = query.where(
            FactRow.how == "person",
            FactRow.suggested_department != "",
            FactRow.outcome != "divided",
            or_(
                FactRow.outcome == "refused",
                FactRow.suggested_department != FactRow.department,
                FactRow.suggested_subject != FactRow.subject,
            ),
        )
    if traits.is_moved:
        query = query.where(FactRow.reroutes > 0)
    if traits.is_late:
        ended = func.coalesce(FactRow.decided_on, work.today)
        query = query.where(and_(FactRow.due_on.is_not(None), ended > FactRow.due_on))
    if traits.is_blind:
        query = query.where(FactRow.is_blind.is_(True))
    if traits.weekday is not None:
        # Both engines count from Sunday.
        query = query.where(extract("dow", FactRow.received_on) == (traits.weekday + 1) % 7)
    if traits.hour is not None:
        query = query.where(FactRow.hour == traits.hour)
    return query
