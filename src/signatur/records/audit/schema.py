"""The values of the audit, and the hash that chains them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _

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
        return hashlib.sha256(canonical(self.fields()).encode()).hexdigest()

    def fields(self) -> dict[str, Any]:
        """Return the fields by name, not copied: each is a value that cannot change."""
        return {name: getattr(self, name) for name in self.__slots__}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for in the audit; everything may be left open."""

    about: ObjectRef | None = None
    action: str | None = None
    actor_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before_number: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An entry as a reader sees it, in the reader's language."""

    number: int
    at: datetime
    who: str
    phrase: str
    more: str
    """A note or a reason that somebody wrote; empty where there is none."""
    thing: str
    path: str
    """Address of the thing's page; empty where it has none."""


class BreakReason(StrEnum):
    """What is wrong with an entry, in words that complete `entry 7 ...`."""

    GAP = "entries before this one are missing"
    NOT_FOLLOWING = "does not follow from the entry before"
    CHANGED = "was changed after it was written"
    DETAILS_CHANGED = "its details were changed after they were written"
    NOT_ANCHORED = "is not what was anchored outside"
    ANCHORED_MISSING = "entries that were anchored outside are missing"
    END_MOVED = "the end of the chain is not where it was left"


BREAK_TITLES: Mapping[BreakReason, Text] = {
    BreakReason.GAP: _("Entries before this one are missing."),
    BreakReason.NOT_FOLLOWING: _("The entry does not follow from the one before it."),
    BreakReason.CHANGED: _("The entry was changed after it was written."),
    BreakReason.DETAILS_CHANGED: _(
        "The details of the entry were changed after they were written."
    ),
    BreakReason.NOT_ANCHORED: _("The entry is not the one that was anchored outside the database."),
    BreakReason.ANCHORED_MISSING: _(
        "Entries that were anchored outside the database are missing after this one."
    ),
    BreakReason.END_MOVED: _("The chain does not end where it was left."),
}


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    number: int
    reason: BreakReason


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
