"""The values of items and of the quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


class ItemState(StrEnum):
    """Where an item stands."""

    RECEIVED = "received"
    """Stored; not understood yet."""
    READY = "ready"
    """Understood; waits for a decision."""
    DECIDED = "decided"
    QUARANTINED = "quarantined"
    """Not understood; waits for a person who can act."""
    SET_ASIDE = "set_aside"
    """Taken out of the work by a person, with a reason."""
    ERASED = "erased"


STATE_TITLES: Mapping[ItemState, Text] = {
    ItemState.RECEIVED: _("Received"),
    ItemState.READY: _("Waiting"),
    ItemState.DECIDED: _("Decided"),
    ItemState.QUARANTINED: _("In quarantine"),
    ItemState.SET_ASIDE: _("Set aside"),
    ItemState.ERASED: _("Erased"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """The thing a solution works on; its content lies with the solution and in the blob store."""

    id: UUID
    project_id: UUID
    kind: str
    source_key: str
    """What makes it one and the same when it arrives again, such as message id and hash."""
    sha256: str
    """Hash of the original bytes."""
    size: int
    state: ItemState
    parent_id: UUID | None
    received_at: datetime
    stored_at: datetime
    erase_after: datetime | None


@dataclass(frozen=True, slots=True)
class Received:
    """What came of receiving something: the item, and whether it was already known."""

    item: Item
    is_new: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an item, or a part of it, could not be read."""

    code: str
    where: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Something in quarantine."""

    id: UUID
    item: Item
    trouble: Trouble
    at: datetime
    resolved_at: datetime | None
    resolution: str
