"""Reading an enquiry once more from its original, after what was in the way has been cured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.people import service as people
from signatur.solutions.mail_routing.service.erasing import TABLES
from signatur.solutions.mail_routing.service.listing import row_of
from signatur.solutions.mail_routing.service.receiving import understand

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.service.knowing import Prepared

READ_AGAIN = "mail_routing.read_again"
RESOLUTION = "read_again"
"""How something in quarantine was dealt with: it was read once more."""


def read_again(work: Work, item_id: UUID) -> UUID:
    """Start to read an enquiry once more; return the job.

    Raises NotFound, NotAllowed, Conflict when it has been decided.
    """
    row = row_of(work, item_id)
    work.require(items.RESOLVE_QUARANTINE, row.project_id)
    _need_open(work, item_id)
    person = str(work.actor.id) if work.actor.id else None
    return store.start(work, READ_AGAIN, {"item": str(item_id), "person": person})


def understand_again(
    work: Work, item_id: UUID, enquiry: Enquiry, prepared: Prepared, asked_by: UUID | None
) -> None:
    """Put what an enquiry says now in the place of what was read before.

    Raises NotFound, Conflict when it has been decided meanwhile.
    """
    _need_open(work, item_id)
    person = people.actor_of(work.session, asked_by) if asked_by else None
    resolving = work.acting_as(person) if person else work
    for one in items.troubles_of(work, item_id):
        if one.resolved_at is None:
            items.resolve(resolving, one.id, RESOLUTION)
    for table in TABLES:
        work.session.execute(delete(table).filter_by(item_id=item_id))
    work.session.expire_all()
    understand(work, items.get(work, item_id), enquiry, prepared)


def _need_open(work: Work, item_id: UUID) -> None:
    if items.get(work, item_id).state not in (ItemState.READY, ItemState.QUARANTINED):
        raise Conflict(
            log=f"item {item_id} is not open",
            shown=_("This enquiry has been dealt with meanwhile. Look at the history."),
        )
