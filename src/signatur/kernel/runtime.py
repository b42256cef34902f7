"""A running installation: its settings, database, blobs, clock and installed parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from signatur.kernel.blobs import BlobStore, FileBlobs
from signatur.kernel.clock import Clock, StandingClock, SystemClock
from signatur.kernel.db import Database, driver_url, embedded_url
from signatur.kernel.jobs.carrier import Carrier
from signatur.kernel.work import open_reading, open_work

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from signatur.kernel.identity import Identity
    from signatur.kernel.part import Part
    from signatur.kernel.permissions import Actor
    from signatur.kernel.settings import KernelSettings, Settings
    from signatur.kernel.work import Work


@dataclass(frozen=True, eq=False)
class Runtime:
    """Everything that is the same for all work of one process."""

    settings: Settings
    database: Database
    blobs: BlobStore
    clock: Clock
    identity: Identity
    parts: tuple[Part, ...]
    carrier: Carrier
    """What carries job ids to the job processes."""

    def work(self, actor: Actor) -> AbstractContextManager[Work]:
        """Open a transaction for someone; committed at the end."""
        return open_work(self, actor)

    def reading(self, actor: Actor) -> AbstractContextManager[Work]:
        """Open a transaction that only reads."""
        return open_reading(self, actor)

    def with_blobs(self, blobs: BlobStore) -> Runtime:
        """Return the same installation with another way to its blobs."""
        return replace(self, blobs=blobs)

    def at(self, moment: datetime) -> Runtime:
        """Return the same installation as of another moment, so that a past can be rebuilt in its order."""
        return replace(self, clock=StandingClock(moment))

    def close(self) -> None:
        """Close what was opened; a runtime may be used again afterwards."""
        self.carrier.close()
        self.database.close()

    def part(self, name: str) -> Part:
        """Return an installed part. Raises KeyError."""
        return {part.name: part for part in self.parts}[name]


def database_url(settings: KernelSettings) -> str:
    """Return the address of the database that the settings name."""
    if settings.database_url:
        return driver_url(settings.database_url)
    return embedded_url(settings.data_folder)


def build_runtime(
    settings: Settings,
    parts: tuple[Part, ...],
    identity: Identity,
    clock: Clock | None = None,
) -> Runtime:
    """Build a running installation from its settings; nothing is opened until it is used."""
    kernel = settings.kernel
    clock = clock or SystemClock()
    return Runtime(
        settings=settings,
        database=Database(database_url(kernel)),
        blobs=FileBlobs(kernel.data_folder / "blobs", clock),
        clock=clock,
        identity=identity,
        parts=parts,
        carrier=Carrier(kernel),
    )
