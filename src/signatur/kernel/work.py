"""One unit of work: one transaction, by one actor, at one moment. Every service asks for it first."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from signatur.kernel.ids import new_id
from signatur.kernel.log import get_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from signatur.kernel.permissions import Actor, Permission
    from signatur.kernel.runtime import Runtime

log = get_log(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """What a service needs from outside: the session, who acts, the moment, the installation."""

    session: Session
    runtime: Runtime
    actor: Actor
    now: datetime
    writes: bool = True
    """What is done is stored at the end; False: nothing may be changed."""
    _before_commit: list[Callable[[], None]] = field(default_factory=list)
    _after_commit: list[Callable[[], None]] = field(default_factory=list)

    @property
    def authority_id(self) -> UUID:
        """The authority within which this work is done; a programming error where there is none."""
        authority_id = self.actor.authority_id
        assert authority_id is not None, "this work belongs to no authority"
        return authority_id

    @property
    def today(self) -> date:
        """The date where the authority is; what is valid until a day is valid until its midnight."""
        zone = ZoneInfo(self.runtime.settings.kernel.time_zone)
        return self.now.astimezone(zone).date()

    def acting_as(self, actor: Actor) -> Work:
        """Return the same unit of work in somebody's name, such as whoever just signed in."""
        return replace(self, actor=actor)

    def new_id(self) -> UUID:
        return new_id(self.now)

    def require(self, permission: Permission, project_id: UUID | None = None) -> None:
        """Raise NotAllowed unless the actor has the permission."""
        self.actor.require(permission, project_id)

    def before_commit(self, act: Callable[[], None]) -> None:
        """Do something as the last thing inside the transaction."""
        assert self.writes, "this unit of work only reads"
        self._before_commit.append(act)

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do something once the transaction is safely stored, and not at all if it is not.

        It must be something that is made up for when it fails or the process dies before it: the
        transaction stands. A failure is logged and not raised.
        """
        assert self.writes, "this unit of work only reads"
        self._after_commit.append(act)


@contextmanager
def open_work(runtime: Runtime, actor: Actor) -> Iterator[Work]:
    """Open a writing unit of work; it is committed at the end unless an exception leaves it."""
    with runtime.database.writing() as session:
        work = Work(session, runtime, actor, runtime.clock.now())
        yield work
        for act in work._before_commit:  # noqa: SLF001 (the edge and the unit of work belong together)
            act()
    for act in work._after_commit:  # noqa: SLF001
        try:
            act()
        except Exception as problem:  # noqa: BLE001 (the transaction stands, whatever this was)
            log.failure("work.after_commit_failed", problem)


@contextmanager
def open_reading(runtime: Runtime, actor: Actor) -> Iterator[Work]:
    """Open a unit of work that sees one state of the database and changes nothing."""
    with runtime.database.reading() as session:
        yield Work(session, runtime, actor, runtime.clock.now(), writes=False)
