"""Enquiries that were distributed before Signatur: what there is to learn from on the first day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import NewDecision, Outcome
from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing.schema import NOWHERE
from signatur.solutions.mail_routing.service.answers import target_as_json
from signatur.solutions.mail_routing.service.receiving import receive, remember, write_row
from signatur.solutions.mail_routing.service.setup import check_target

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.intake import ReadEnquiry
    from signatur.solutions.mail_routing.model import Knowledge
    from signatur.solutions.mail_routing.schema import Target


def record_past(
    work: Work,
    project_id: UUID,
    read: ReadEnquiry,
    target: Target,
    decided_at: datetime,
    received_at: datetime | None = None,
    places: Knowledge | None = None,
) -> bool:
    """Store an enquiry with where it ended, as the acting person vouches; twice is once.

    Says whether it was new.

    `places`, from `places_of`, spares looking up the same departments for each of many enquiries.
    Raises InputProblem for an unknown target.
    """
    received = receive(work, project_id, read, received_at)
    if received.item.state is not ItemState.RECEIVED:
        return False
    row = write_row(work, received.item, read.enquiry, ItemState.DECIDED)
    remember(work, row, read.enquiry)
    is_nowhere = target == NOWHERE
    if not is_nowhere:
        open_place = places.place(target) if places else None
        target = open_place or check_target(work, project_id, target)
        row.department_key, row.subject_key = target.department_key, target.subject_key
    ended = NewDecision(
        outcome=Outcome.REFUSED if is_nowhere else Outcome.CHANGED,
        answer={} if is_nowhere else target_as_json(target),
        suggestion_id=None,
        at=decided_at,
    )
    decisions.decide(work, received.item, ended)
    return True
