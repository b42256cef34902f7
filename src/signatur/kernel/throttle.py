"""Slows down guessing: after some failures in a row, each further one doubles the wait."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base, add_unless_there
from signatur.kernel.errors import TooMany
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN_AFTER = timedelta(hours=24)


class ThrottleRow(Base):
    """Failures in a row of one account or one address, under a hash."""

    __tablename__ = "kernel_throttle"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    wait_until: Mapped[datetime]


class MustWait(TooMany):
    """Too many failures in a row."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            log="throttled",
            shown=_("Too many failed attempts. Try again in %(seconds)d seconds.", seconds=seconds),
        )


def check(session: Session, key: str, now: datetime) -> None:
    """Raise MustWait while the key has to wait."""
    row = session.get(ThrottleRow, _hash(key))
    if row is not None and now < row.wait_until:
        raise MustWait(int((row.wait_until - now).total_seconds()) + 1)


def failed(session: Session, key: str, now: datetime, allowed: int) -> None:
    """Count a failure; from the `allowed`-th in a row on, the key has to wait."""
    row = _locked_row(session, key, now)
    if now - row.last_at > _FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.last_at = now
    beyond = row.failures - allowed
    if beyond >= 0:
        row.wait_until = now + min(_LONGEST_WAIT, _FIRST_WAIT * (1 << min(beyond, 10)))
    session.flush()


def _locked_row(session: Session, key: str, now: datetime) -> ThrottleRow:
    """Return the row of a key, made if need be, which nobody else changes until the commit."""
    if session.get(ThrottleRow, _hash(key)) is None:
        fresh = ThrottleRow(key_hash=_hash(key), failures=0, last_at=now, wait_until=now)
        add_unless_there(session, fresh)
    return session.get_one(ThrottleRow, _hash(key), with_for_update=True, populate_existing=True)


def succeeded(session: Session, key: str) -> None:
    """Forget the failures of a key."""
    session.execute(delete(ThrottleRow).where(ThrottleRow.key_hash == _hash(key)))


def remove_old(session: Session, now: datetime) -> None:
    """Delete failures that count no more."""
    session.execute(delete(ThrottleRow).where(ThrottleRow.last_at < now - _FORGOTTEN_AFTER))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
