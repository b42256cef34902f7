"""The values of effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.outbox import Delivery

from signatur.kernel.i18n import text as _
from signatur.kernel.outbox import DeliveryState

EFFECT_TITLES: Mapping[DeliveryState, Text] = {
    DeliveryState.WAITING: _("Leaves shortly"),
    DeliveryState.HELD: _("Held back"),
    DeliveryState.UNDER_WAY: _("On its way"),
    DeliveryState.DELIVERED: _("Delivered"),
    DeliveryState.FAILED: _("Could not be delivered"),
    DeliveryState.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that a decision makes happen outside."""

    id: UUID
    project_id: UUID
    item_id: UUID
    decision_id: UUID
    delivery: Delivery
    ordered_at: datetime
