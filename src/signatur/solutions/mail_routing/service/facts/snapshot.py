"""The facts of a project in this process's memory, kept up with the database.

A hundred thousand facts are a few megabytes as columns, and counting them takes milliseconds on
either database. A snapshot never changes; a newer one takes its place. What this process writes is
seen at once, what others write within seconds.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from sqlalchemy import func, select, type_coerce
from sqlalchemy.types import NullType

from signatur.solutions.mail_routing.model.insight import Codes, Facts, facts_of, fitting
from signatur.solutions.mail_routing.model.insight.facts import COLUMNS
from signatur.solutions.mail_routing.tables import EnquiryRow, FactRow

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime
    from uuid import UUID

    from numpy.typing import NDArray

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.model.insight import Selection

T = TypeVar("T")

_LOOK_EVERY_SECONDS = 5.0
# A transaction is dated by its start; one that took longer than this is seen by the count of rows.
_OVERLAP = timedelta(minutes=5)
_MOST_PROJECTS = 8
_MOST_ANSWERS = 256
_RAW = ("item_id", "changed_at", *COLUMNS)


@dataclass(eq=False)
class Snapshot:
    """The facts of one project as they stood at a moment, and what was already counted of them."""

    at: datetime
    facts: Facts
    positions: dict[Any, int]
    """By id as the driver has it."""
    tail: frozenset[tuple[Any, Any]]
    is_whole: bool = True
    """False: enquiries from before there were facts are not counted yet."""
    answers: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)

    def position_of(self, item_id: UUID) -> int | None:
        """Return where an enquiry stands among the facts."""
        found = self.positions.get(item_id)
        return self.positions.get(item_id.hex) if found is None else found

    def where(self, wanted: Selection) -> NDArray[np.int64]:
        """Return the positions of what fits, whenever it was received."""
        return np.flatnonzero(fitting(self.facts, wanted, all_time=True))

    def answer(self, key: Hashable, count: Callable[[], T]) -> T:
        """Return what was counted under a key, counting it the first time."""
        found: T | None = self.answers.get(key)
        if found is None:
            found = count()
            self.answers[key] = found
            while len(self.answers) > _MOST_ANSWERS:
                self.answers.popitem(last=False)
        return found


@dataclass(eq=False)
class _Place:
    lock: threading.Lock = field(default_factory=threading.Lock)
    snapshot: Snapshot | None = None
    looked_at: float = 0.0
    is_stale: bool = False


_places: dict[UUID, _Place] = {}
_places_lock = threading.Lock()


def snapshot_of(work: Work, project_id: UUID) -> Snapshot:
    """Return the facts of a project, at most seconds old."""
    place = _place_of(project_id)
    known = place.snapshot
    is_fresh = time.monotonic() - place.looked_at < _LOOK_EVERY_SECONDS and not place.is_stale
    if known is not None and is_fresh:
        return known
    # Whoever comes while another looks takes what there is.
    if not place.lock.acquire(blocking=known is None or place.is_stale):
        assert known is not None, "only then it does not wait"
        return known
    try:
        is_fresh = time.monotonic() - place.looked_at < _LOOK_EVERY_SECONDS and not place.is_stale
        if place.snapshot is None or not is_fresh:
            place.is_stale = False
            place.snapshot = _renewed(work, project_id, place.snapshot)
            place.looked_at = time.monotonic()
        return place.snapshot
    finally:
        place.lock.release()


def languages_within(work: Work, project_id: UUID, allowed: frozenset[str] | None) -> list[str]:
    """Return the codes of the languages in which enquiries came to some departments (None: to all)."""
    shot = snapshot_of(work, project_id)

    def find() -> list[str]:
        facts = shot.facts
        if allowed is not None:
            facts = facts.where(facts.is_word("department", *sorted(allowed)))
        return sorted(facts.codes.words[number] for number in np.unique(facts.language))

    return shot.answer(("languages", allowed), find)


def mark_stale(project_id: UUID) -> None:
    """Have the next look see what this process has just stored."""
    place = _places.get(project_id)
    if place is not None:
        place.is_stale = True


def _place_of(project_id: UUID) -> _Place:
    place = _places.get(project_id)
    if place is None:
        with _places_lock:
            while len(_places) >= _MOST_PROJECTS:
                del _places[next(iter(_places))]
            place = _places.setdefault(project_id, _Place())
    return place


def _renewed(work: Work, project_id: UUID, known: Snapshot | None) -> Snapshot:
    if known is None or not len(known.facts):
        return _loaded(work, project_id)
    # What is stored after a look is dated after it, but for the time that its transaction took.
    rows = _rows(work, project_id, since=known.at - _OVERLAP)
    tail = frozenset((row[0], row[1]) for row in rows)
    count = _count(work, project_id)
    if tail <= known.tail and count == len(known.facts):
        known.at, known.tail = work.now, tail
        return known
    positions = dict(known.positions)
    for row in rows:
        positions.setdefault(row[0], len(positions))
    if len(positions) != count:
        return _loaded(work, project_id)
    new = facts_of([row[2:] for row in rows], known.facts.codes)
    facts = known.facts.merged([positions[row[0]] for row in rows], new)
    return Snapshot(work.now, facts, positions, tail, known.is_whole)


def _loaded(work: Work, project_id: UUID) -> Snapshot:
    # First what changed lately: what changes between the two is then seen by the next look.
    recent = _rows(work, project_id, since=work.now - _OVERLAP)
    rows = _rows(work, project_id)
    tail = frozenset((row[0], row[1]) for row in recent)
    facts = facts_of([row[2:] for row in rows], Codes())
    positions = {row[0]: number for number, row in enumerate(rows)}
    is_whole = len(rows) >= _count(work, project_id, EnquiryRow)
    return Snapshot(work.now, facts, positions, tail, is_whole)


def _rows(work: Work, project_id: UUID, since: datetime | None = None) -> list[Any]:
    """Return id, moment of the last change, and the columns of facts, as the driver has them.

    Making ids and days of a hundred thousand rows would take most of the time of loading them.
    """
    columns = [type_coerce(getattr(FactRow, name), NullType()) for name in _RAW]
    query = select(*columns).where(
        FactRow.authority_id == work.authority_id, FactRow.project_id == project_id
    )
    if since is not None:
        query = query.where(FactRow.changed_at >= since)
    return list(work.session.execute(query).all())


def _count(work: Work, project_id: UUID, table: type[FactRow | EnquiryRow] = FactRow) -> int:
    query = select(func.count()).select_from(table).where(table.project_id == project_id)
    return work.session.scalar(query) or 0
