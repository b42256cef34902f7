"""What was decided in a project as a table for analysis: facts only, no text and nobody's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from signatur.kernel.i18n import text as _
from signatur.records.projects import service as projects
from signatur.solutions.mail_routing.tables import FactRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work

_MOST = 1_000_000
HISTORY_TITLES: Mapping[str, Text] = {
    "received_at": _("day of receipt"),
    "weekday": _("day of the week"),
    "hour": _("hour of the day"),
    "channel": _("channel"),
    "language": _("language"),
    "length": _("length of the text"),
    "has_deadline": _("has a deadline"),
    "department": _("department"),
    "decided_how": _("how it was decided"),
    "outcome_of_suggestion": _("what became of the suggestion"),
    "subject": _("subject"),
}


def history(work: Work, project_id: UUID) -> Mapping[str, Sequence[Any]]:
    """Return the newest decisions as columns of one length; the subject is what was decided.

    Raises NotFound, NotAllowed.
    """
    projects.get(work, project_id)
    work.require(projects.READ, project_id)
    found = (
        select(
            FactRow.received_on, FactRow.hour, FactRow.channel, FactRow.language, FactRow.length,
            FactRow.due_on, FactRow.department, FactRow.subject, FactRow.how, FactRow.outcome,
        )
        .filter_by(authority_id=work.authority_id, project_id=project_id)
        .where(FactRow.decided_on.is_not(None), FactRow.department != "")
        .order_by(FactRow.received_on.desc(), FactRow.item_id.desc())
        .limit(_MOST)
    )  # fmt: skip
    rows = list(reversed(work.session.execute(found).all()))
    return {
        "received_at": [row.received_on.isoformat() for row in rows],
        "weekday": [str(row.received_on.isoweekday()) for row in rows],
        "hour": [row.hour for row in rows],
        "channel": [row.channel for row in rows],
        "language": [row.language for row in rows],
        "length": [row.length for row in rows],
        "has_deadline": ["ja" if row.due_on else "nej" for row in rows],
        "department": [row.department for row in rows],
        "decided_how": [row.how for row in rows],
        "outcome_of_suggestion": [row.outcome for row in rows],
        "subject": [row.subject for row in rows],
    }
