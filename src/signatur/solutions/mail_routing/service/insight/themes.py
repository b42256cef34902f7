"""New themes of the last week, from texts that the reader may see; nothing of them is stored."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from signatur.methods.statistics.novelty import new_themes
from signatur.solutions.mail_routing.service.facts import snapshot_of
from signatur.solutions.mail_routing.service.listing import READ, Line, line, visible
from signatur.solutions.mail_routing.tables import EnquiryRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work

_RECENT_DAYS, _PAST_DAYS = 7, 365
_MOST_RECENT, _MOST_PAST = 1500, 3000
_CHARACTERS = 1500
_KEPT_SECONDS = 600
_MOST_KEPT = 16
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class NewTheme:
    """Enquiries of the last week that are like each other and unlike all before."""

    words: tuple[str, ...]
    count: int
    newness: float
    examples: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """What is new, and what that rests on."""

    at: datetime
    themes: tuple[NewTheme, ...]
    recent: int
    past: int


_kept: dict[Any, tuple[float, Themes]] = {}
_lock = threading.Lock()


def themes_of(work: Work, project_id: UUID) -> Themes:
    """Return the new themes of the last week among what the actor may see, at most minutes old."""
    key = (
        project_id,
        work.today,
        work.actor.limit(READ, project_id, "department"),
        snapshot_count(work, project_id),
    )
    with _lock:
        found = _kept.get(key)
        if found is not None and time.monotonic() - found[0] < _KEPT_SECONDS:
            return found[1]
        told = _found(work, project_id)
        while len(_kept) >= _MOST_KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = time.monotonic(), told
        return told


def snapshot_count(work: Work, project_id: UUID) -> int:
    """Return how many facts there are by the hundred, so that words of erased mail do not stay."""
    return len(snapshot_of(work, project_id).facts) // 100


def _found(work: Work, project_id: UUID) -> Themes:
    since = work.now - timedelta(days=_RECENT_DAYS)
    recent = _texts(work, project_id, since, work.now, _MOST_RECENT)
    past = _texts(work, project_id, since - timedelta(days=_PAST_DAYS), since, _MOST_PAST)
    themes = new_themes([text for _id, text in past], [text for _id, text in recent])
    wanted = [recent[n][0] for one in themes for n in one.members[:_EXAMPLES]]
    rows = work.session.scalars(
        select(EnquiryRow).where(
            EnquiryRow.authority_id == work.authority_id, EnquiryRow.item_id.in_(wanted)
        )
    )
    lines = {row.item_id: line(row) for row in rows}
    return Themes(
        at=work.now,
        themes=tuple(
            NewTheme(
                one.words,
                len(one.members),
                one.newness,
                tuple(lines[recent[n][0]] for n in one.members[:_EXAMPLES]),
            )
            for one in themes
        ),
        recent=len(recent),
        past=len(past),
    )


def _texts(
    work: Work, project_id: UUID, since: datetime, until: datetime, most: int
) -> list[tuple[UUID, str]]:
    """Return the newest texts of a stretch of time, each once however often it was sent."""
    query = (
        select(EnquiryRow.item_id, EnquiryRow.document["model_text"].as_string())
        .where(
            *visible(work, project_id),
            EnquiryRow.received_at >= since,
            EnquiryRow.received_at < until,
            EnquiryRow.teaches.is_(True),
        )
        .order_by(EnquiryRow.received_at.desc(), EnquiryRow.number.desc())
        .limit(most)
    )
    return [(item_id, (text or "")[:_CHARACTERS]) for item_id, text in work.session.execute(query)]
