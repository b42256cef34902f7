"""Looking at what is learnt from: labels that are probably wrong, leaks, and what would teach most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from signatur.kernel.jobs import store
from signatur.methods.classification import doubts, most_teaching
from signatur.methods.classification.leaks import leaked
from signatur.records.items.schema import ItemState
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing.model import target_of
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.service.hints import HintSource, note_hint
from signatur.solutions.mail_routing.service.learning import MEASURED_SHARE
from signatur.solutions.mail_routing.service.listing import line, may_see
from signatur.solutions.mail_routing.service.setup import subject_with
from signatur.solutions.mail_routing.tables import EnquiryRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signatur.kernel.jobs.store import Job
    from signatur.kernel.work import Work
    from signatur.methods.classification import Doubt
    from signatur.solutions.mail_routing.service.learning import Lesson
    from signatur.solutions.mail_routing.service.listing import Line

EXAMINE = "mail_routing.examine"
# Doubts that are put before people at a time: more than these nobody looks at.
_MOST_DOUBTS = 40
# A smaller margin is as often the model's fault as the label's.
_LEAST_MARGIN = 0.3
# Waiting enquiries among which those that teach most are looked for, the least sure first.
_MOST_WAITING = 400
_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in what there is to learn from."""

    rows: int
    doubts: tuple[Doubt, ...]
    measured: int
    """Rows on which a model is measured: the newest."""
    leaked: int
    """Of these, nearly the same as one that it learns from."""


def start_examining(work: Work, project_id: UUID) -> UUID:
    """Start to look for wrong labels and leaks in the background; return the job. Raises NotAllowed."""
    work.require(registry.TRAIN, project_id)
    return store.start(work, EXAMINE, {"project": str(project_id)})


def last_examined(work: Work, project_id: UUID) -> Job | None:
    """Return the newest job that looked, or looks now."""
    for job in store.recent(work, kind=EXAMINE, limit=20):
        if job.payload["project"] == str(project_id):
            return job
    return None


def examine(
    lesson: Lesson, *, seed: int = 0, progress: Callable[[int, int], None] | None = None
) -> Examined:
    """Look for wrong labels and leaks; pure computing, which takes as long as a training."""
    count = int(len(lesson.examples) * MEASURED_SHARE)
    split = len(lesson.examples) - count
    older, newer = lesson.examples[:split], lesson.examples[split:]
    found = doubts(lesson.examples, seed=seed, most=_MOST_DOUBTS, progress=progress)
    return Examined(
        rows=len(lesson.examples),
        doubts=tuple(one for one in found if one.margin >= _LEAST_MARGIN),
        measured=len(newer),
        leaked=len(leaked([one.text for one in older], [one.text for one in newer])),
    )


def note_doubts(work: Work, project_id: UUID, found: Sequence[Doubt]) -> int:
    """Put doubted labels before people, who confirm or dismiss them; return how many are new."""
    noted = 0
    for one in found:
        target = target_of(one.likely)
        if target.subject_key:
            subject = subject_with(work, project_id, target.subject_key)
            if subject is None or not subject.is_active:
                continue
            target = Target(subject.department_key, subject.key)
        noted += note_hint(work, UUID(one.key), HintSource.DOUBT, target, "") is not None
    return noted


def teaching_most(work: Work, project_id: UUID, count: int = 10) -> list[Line]:
    """Return the waiting enquiries that would teach most: unsure, and unlike each other."""
    query = (
        select(EnquiryRow)
        .where(
            EnquiryRow.authority_id == work.authority_id,
            EnquiryRow.project_id == project_id,
            EnquiryRow.state == ItemState.READY,
            EnquiryRow.teaches.is_(True),
        )
        .order_by(EnquiryRow.confidence.asc().nulls_first(), EnquiryRow.number)
        .limit(_MOST_WAITING)
    )
    rows = [
        row
        for row in work.session.scalars(query)
        if may_see(work, row) and row.document["model_text"].strip()
    ]
    unsure = [_unsure(row.confidence) for row in rows]
    texts = [row.document["model_text"][:_TEXT] for row in rows]
    return [line(rows[at]) for at in most_teaching(texts, unsure, count)]


def _unsure(confidence: float | None) -> float:
    """Return how unsure a suggestion is; where none is shown, it is like an even chance."""
    return 0.5 if confidence is None else 1 - confidence
