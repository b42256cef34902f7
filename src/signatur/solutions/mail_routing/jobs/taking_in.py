"""Taking enquiries in, many at a time: all are stored first, then all are understood.

Two transactions for many enquiries are several times as fast as two for each. Where one of them
cannot be stored or understood, its fellows are taken one by one, so that it stops no other.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import event

from signatur.kernel.blob_batches import work_with_batch
from signatur.kernel.errors import SignaturError
from signatur.kernel.log import get_log
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Completeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from uuid import UUID

    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item, Received
    from signatur.solutions.mail_routing.intake import ReadEnquiry
    from signatur.solutions.mail_routing.service import Prepared

log = get_log(__name__)

AT_ONCE = 64
# Enquiries of a batch are held in memory.
_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one enquiry: `new`, `known`, `quarantined`, or `failed` when it is not stored."""

    outcome: str
    item: Item | None = None


def _nothing(_work: Work, _taken: Sequence[Received | None]) -> None:
    """Nothing is to be stored beside the enquiries."""


@dataclass
class Intake:
    """Takes enquiries in for one project, and counts what became of them."""

    runtime: Runtime
    actor: Actor
    project_id: UUID
    prepared: Prepared
    counts: Counter[str] = field(default_factory=Counter)

    def take(
        self,
        reads: Sequence[ReadEnquiry],
        note: Callable[[Work, Sequence[Received | None]], None] = _nothing,
    ) -> list[Taken]:
        """Store enquiries and understand them.

        `note` writes down in the same transaction what goes with the storing, such as how far a
        mailbox was read; it hears None for what could not be stored. Raises what `note` raises, and
        what keeps the database from being written at all.
        """
        stored = self._store(reads, note)
        fresh: dict[UUID, tuple[Item, ReadEnquiry]] = {}
        for received, read in zip(stored, reads, strict=True):
            if received is not None and service.is_to_understand(received):
                fresh.setdefault(received.item.id, (received.item, read))
        outcomes = self._understand(list(fresh.values()))
        taken = [self._told(received, outcomes) for received in stored]
        self.counts.update(one.outcome for one in taken)
        if self.prepared.model_fault is not None:
            self.counts["without_model"] += sum(one.outcome == "new" for one in taken)
        return taken

    def understand_left(self, left: Sequence[tuple[Item, ReadEnquiry]]) -> None:
        """Understand what an earlier process had stored when it died."""
        self.counts.update(self._understand(left).values())

    @staticmethod
    def _told(received: Received | None, outcomes: dict[UUID, str]) -> Taken:
        if received is None:
            return Taken("failed")
        # What came twice in the same batch is new once.
        return Taken(outcomes.pop(received.item.id, "known"), received.item)

    # --- storing ---------------------------------------------------------------------------------

    def _store(
        self,
        reads: Sequence[ReadEnquiry],
        note: Callable[[Work, Sequence[Received | None]], None],
    ) -> list[Received | None]:
        try:
            with self._work() as work:
                received: list[Received | None] = [
                    service.receive(work, self.project_id, read) for read in reads
                ]
                note(work, received)
        except SignaturError:
            raise
        except Exception as problem:  # noqa: BLE001 (it is told as not stored, and stops no other)
            if len(reads) > 1:
                return self._store_one_by_one(reads, note, problem)
            log.failure("mail_routing.not_stored", problem)
            with self._work() as work:
                note(work, [None])
            return [None]
        return received

    def _store_one_by_one(
        self,
        reads: Sequence[ReadEnquiry],
        note: Callable[[Work, Sequence[Received | None]], None],
        cause: Exception,
    ) -> list[Received | None]:
        log.failure("mail_routing.stored_one_by_one", cause)
        received: list[Received | None] = []
        for read in reads:
            try:
                with self._work() as work:
                    received.append(service.receive(work, self.project_id, read))
            except Exception as problem:  # noqa: BLE001 (it is told as not stored, and stops no other)
                log.failure("mail_routing.not_stored", problem)
                received.append(None)
        with self._work() as work:
            note(work, received)
        return received

    # --- understanding ---------------------------------------------------------------------------

    def _understand(self, fresh: Sequence[tuple[Item, ReadEnquiry]]) -> dict[UUID, str]:
        if not fresh:
            return {}
        try:
            with self._work() as work:
                return {item.id: self._understand_one(work, item, read) for item, read in fresh}
        except Exception as problem:  # noqa: BLE001 (whatever it is, the enquiries must stay visible)
            if len(fresh) > 1:
                log.failure("mail_routing.understood_one_by_one", problem)
            return {item.id: self._understand_alone(item, read) for item, read in fresh}

    def _understand_one(self, work: Work, item: Item, read: ReadEnquiry) -> str:
        """Understand an enquiry unless another process did meanwhile; say what became of it."""
        if not service.still_to_understand(work, item.id):
            return "known"
        service.understand(work, item, read.enquiry, self.prepared)
        # What is sure may go by itself, in the same transaction: nobody sees it waiting meanwhile.
        service.proceed(work, item.id, self.prepared)
        is_lost = read.enquiry.completeness is Completeness.NOTHING
        return "quarantined" if is_lost else "new"

    def _understand_alone(self, item: Item, read: ReadEnquiry) -> str:
        try:
            with self._work() as work:
                return self._understand_one(work, item, read)
        except Exception as problem:  # noqa: BLE001 (whatever it is, the enquiry must stay visible)
            log.failure("mail_routing.not_understood", problem, item=item.id)
        with self._work() as work:
            if not service.still_to_understand(work, item.id):
                return "known"
            service.give_up(work, item, read.enquiry)
        return "quarantined"

    def work(self) -> AbstractContextManager[Work]:
        """Open a short transaction, for what is written down beside the enquiries."""
        return self.runtime.work(self.actor)

    def reading(self) -> AbstractContextManager[Work]:
        return self.runtime.reading(self.actor)

    @contextmanager
    def _work(self) -> Iterator[Work]:
        kept: list[object] = []
        with work_with_batch(self.runtime, self.actor) as work:
            # The session forgets rows that nobody holds, and would ask for each of them anew.
            for moment in ("loaded_as_persistent", "pending_to_persistent"):
                event.listen(work.session, moment, lambda _session, row: kept.append(row))
            yield work


@dataclass
class Batches:
    """Gathers enquiries until there are enough of them to be taken in at once."""

    intake: Intake
    at_once: int = AT_ONCE
    _waiting: list[ReadEnquiry] = field(default_factory=list)
    _bytes: int = 0

    def add(self, read: ReadEnquiry) -> None:
        """Add an enquiry; take all in when there are enough, or when its bytes may soon be gone."""
        self._waiting.append(read)
        self._bytes += read.original.size
        is_in_file = read.original.data is None
        if is_in_file or len(self._waiting) >= self.at_once or self._bytes >= _MOST_BYTES:
            self.take()

    def take(self) -> None:
        """Take in what waits."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if waiting:
            self.intake.take(waiting)
