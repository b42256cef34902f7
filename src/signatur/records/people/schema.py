"""The values of people and authorities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.permissions import DataLimit, Role


@dataclass(frozen=True, slots=True)
class Authority:
    """A municipality or region; everything that is stored belongs to one."""

    id: UUID
    name: str
    cvr_number: str


@dataclass(frozen=True, slots=True)
class GrantedRole:
    """A role as it was given: in one project or all, limited to some data or not."""

    id: UUID
    role: Role
    project_id: UUID | None
    limit: DataLimit


@dataclass(frozen=True, slots=True)
class Key:
    """A key for the API, of which the secret is known only to whoever uses it."""

    id: UUID
    name: str
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or a system) with an account."""

    id: UUID
    authority_id: UUID
    login: str
    name: str
    is_active: bool
    is_system: bool
    language: str
    created_at: datetime
    signed_in_at: datetime | None
    grants: tuple[GrantedRole, ...]
