"""Sessions that live on the server; the browser holds a random key of which only a hash is stored."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, or_
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from signatur.kernel.settings import KernelSettings

# Being seen is written down at most this often, so that reading pages does not write each time.
_SEEN_EVERY = timedelta(minutes=2)


class SessionRow(Base):
    """One browser that somebody signed in with."""

    __tablename__ = "kernel_session"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    csrf: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that is alive."""

    key_hash: str
    authority_id: UUID
    person_id: UUID
    csrf: str
    needs_touch: bool
    """It is time to write down that the session was seen."""


def hash_key(key: str) -> str:
    """Return what is stored of a secret key with at least 128 random bits."""
    return hashlib.sha256(key.encode()).hexdigest()


def begin(
    session: Session, person_id: UUID, authority_id: UUID, now: datetime, settings: KernelSettings
) -> str:
    """Open a session and return the key for the browser's cookie."""
    key = secrets.token_urlsafe(32)
    session.add(
        SessionRow(
            key_hash=hash_key(key),
            authority_id=authority_id,
            person_id=person_id,
            csrf=secrets.token_urlsafe(32),
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=settings.session_hours),
        )
    )
    session.flush()
    return key


def find(session: Session, key: str, now: datetime, settings: KernelSettings) -> SignedIn | None:
    """Return the living session of a key."""
    row = session.get(SessionRow, hash_key(key))
    idle = timedelta(minutes=settings.session_idle_minutes)
    if row is None or row.expires_at <= now or row.seen_at + idle <= now:
        return None
    needs_touch = now - row.seen_at > _SEEN_EVERY
    return SignedIn(row.key_hash, row.authority_id, row.person_id, row.csrf, needs_touch)


def touch(session: Session, key_hash: str, now: datetime) -> None:
    """Write down that a session was seen."""
    row = session.get(SessionRow, key_hash)
    if row is not None:
        row.seen_at = now


def end(session: Session, key_hash: str) -> None:
    """Sign out of one browser."""
    session.execute(delete(SessionRow).where(SessionRow.key_hash == key_hash))


def end_all_of(session: Session, person_id: UUID) -> None:
    """Sign a person out everywhere, such as after a new password."""
    session.execute(delete(SessionRow).where(SessionRow.person_id == person_id))


def remove_dead(session: Session, now: datetime, settings: KernelSettings) -> None:
    """Delete sessions that have ended."""
    idle = timedelta(minutes=settings.session_idle_minutes)
    session.execute(
        delete(SessionRow).where(
            or_(SessionRow.expires_at <= now, SessionRow.seen_at <= now - idle)
        )
    )
