"""The values of retention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Days that items of one kind are kept after they were received, and why so many."""

    project_id: UUID
    item_kind: str
    days: int
    because: str
