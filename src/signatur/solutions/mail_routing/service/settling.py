"""What becomes of an enquiry that nobody could read once a person has dealt with that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.records.items import service as items
from signatur.records.items.schema import ItemState, Resolution
from signatur.solutions.mail_routing.service.facts import note_fact
from signatur.solutions.mail_routing.service.listing import locked_row_of

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work


def trouble_settled(work: Work, item_id: UUID) -> None:
    """Let an enquiry wait for a place when a person has read it, or set it aside.

    One that was read in part goes its own way, and nothing changes for it.
    """
    if items.get(work, item_id).state is not ItemState.QUARANTINED:
        return
    resolutions = {one.resolution for one in items.troubles_of(work, item_id)}
    # What the sender was asked to send again arrives as an enquiry of its own.
    is_read = Resolution.READ_BY_HAND in resolutions
    state = ItemState.READY if is_read else ItemState.SET_ASIDE
    locked_row_of(work, item_id).state = state
    items.move_to(work, item_id, state)
    note_fact(work, item_id)
