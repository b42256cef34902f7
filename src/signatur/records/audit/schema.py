"""The values of the audit, and the hash that chains them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

# Raised when the hashed fields change, so that old entries are still checked by their own rule.
SCHEMA_VERSION = 1
FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """Points to the thing that an entry is about."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The hashed fields of an entry; none of them is person data about a citizen."""

    schema_version: int
    authority_id: UUID
    number: int
    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    action: str
    object_kind: str
    object_id: UUID
    details_hash: str
    previous_hash: str

    def hash(self) -> str:
        """Return the SHA-256 of the fields in canonical JSON, in hexadecimal."""
        return hashlib.sha256(canonical(asdict(self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An entry as it is read. `details` is None when it was erased."""

    number: int
    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    actor_name: str
    action: str
    object: ObjectRef
    details: Mapping[str, Any] | None
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of checking a whole chain."""

    authority_id: UUID
    entries: int
    erased_details: int
    head: str
    breaks: tuple[Break, ...]

    @property
    def holds(self) -> bool:
        return not self.breaks


def canonical(value: Any) -> str:
    """Return JSON that is the same for the same value."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def hash_details(salt: str, details: Mapping[str, Any]) -> str:
    """Return the salted hash that stands for the details in the chain."""
    return hashlib.sha256((salt + canonical(details)).encode()).hexdigest()
