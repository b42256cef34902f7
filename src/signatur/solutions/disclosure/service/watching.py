"""Deadlines that come near: an alarm before a day passes, closed when the case is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.records.alarms import service as alarms
from signatur.records.alarms.schema import Severity
from signatur.records.projects import service as projects
from signatur.solutions.disclosure.schema.case import CaseState
from signatur.solutions.disclosure.schema.deadlines import Due
from signatur.solutions.disclosure.service.deadlines import set_due, standing_of
from signatur.solutions.disclosure.service.rights import NAME
from signatur.solutions.disclosure.tables import CaseRow

if TYPE_CHECKING:
    from signatur.kernel.work import Work

_CODE = "disclosure.deadline"
_NEAR = 2
_ANSWERED = (CaseState.RELEASED, CaseState.CLOSED, CaseState.WITHDRAWN)


def watch_deadlines(work: Work) -> int:
    """Raise an alarm for each case that must be answered within two working days, or should have been.

    Alarms of cases that are answered or wait for the requester are closed. Returns how many are raised.
    """
    project = projects.find(work, NAME)
    if project is None:
        return 0
    raised = 0
    query = select(CaseRow).filter_by(authority_id=work.authority_id, project_id=project.id)
    for row in work.session.scalars(query).all():
        # While it stands still, each day moves the day on which it is due.
        set_due(work, row)
        subject = str(row.item_id)
        stands = standing_of(work, row.item_id) if row.state not in _ANSWERED else None
        if (
            stands is None
            or stands.act is Due.WAITING
            or not _is_near(stands.act, stands.days_left)
        ):
            alarms.cease(work, project.id, _CODE, subject)
            continue
        said = _SAID.get(stands.act, _SAID[Due.DECISION]) % row.number
        severity = Severity.SERIOUS if stands.is_overdue else Severity.NOTICE
        alarms.raise_alarm(
            work, project.id, _CODE, said, subject=subject, severity=severity,
            path=f"/aktindsigt/sag/{row.item_id}", owner_id=row.handler_id,
        )  # fmt: skip
        raised += 1
    return raised


def _is_near(act: Due, days_left: int) -> bool:
    return days_left <= _NEAR or act in (Due.TIME_LETTER, Due.OVERDUE, Due.DECISION)


# Told in Danish and without personal data, as alarms are.
_SAID = {
    Due.TIME_LETTER: "Aktindsigt nr. %s: fortæl ansøgeren, hvorfor svaret tager længere tid.",
    Due.OVERDUE: "Aktindsigt nr. %s: fristen er overskredet.",
    Due.DECISION: "Aktindsigt nr. %s: fristen er nær.",
}
