"""A candidate beside the model in use, on enquiries that neither had learnt from.

The model in use is never changed, so that its data tells what it has seen: what it learnt from, and what
is nearly the same, does not count. At training the candidate is stood for by a model of the same recipe
that learnt from the older enquiries alone, as the registered one has learnt from everything; later the
registered bytes themselves can be compared, on what was decided after both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import defer

from signatur.kernel.errors import Conflict, SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.kernel.jobs.store import JobState
from signatur.kernel.log import get_log
from signatur.kernel.part import ModelJudgement
from signatur.methods.classification import fit
from signatur.methods.classification.comparing import Verdict
from signatur.methods.classification.held_back import hold_back
from signatur.records.registry import service as registry
from signatur.records.registry.schema import COMPARISON, ModelState
from signatur.solutions.mail_routing.model.comparison import (
    Basis,
    Comparison,
    Contest,
    compare_routers,
)
from signatur.solutions.mail_routing.service.knowing import knowledge_of, router_of
from signatur.solutions.mail_routing.service.learning import MEASURED_SHARE, lesson_of
from signatur.solutions.mail_routing.service.listing import READ, line, visible
from signatur.solutions.mail_routing.tables import EnquiryRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from signatur.kernel.i18n import Text
    from signatur.kernel.jobs.store import Job
    from signatur.kernel.work import Work
    from signatur.methods.classification import Router
    from signatur.records.registry.schema import ModelVersion
    from signatur.solutions.mail_routing.model import Knowledge
    from signatur.solutions.mail_routing.model.comparison import Differing
    from signatur.solutions.mail_routing.service.learning import Learnt, Lesson
    from signatur.solutions.mail_routing.service.listing import Line

COMPARE = "mail_routing.compare"

log = get_log(__name__)

VERDICT_SENTENCES: Mapping[Verdict, Text] = {
    Verdict.BETTER: _("The new one is better."),
    Verdict.WORSE: _("The new one is worse."),
    Verdict.MIXED: _("The new one is right more often, but sure enough less often."),
    Verdict.UNCLEAR: _("The difference may be chance."),
    Verdict.TOO_FEW: _("Too little is new to both models to compare them on."),
}
WORSE_SOMEWHERE: Text = _("The new one is worse in some departments.")
_STORED = TypeAdapter(Comparison)


@dataclass(frozen=True, slots=True)
class Champion:
    """The model in use, as what a candidate is compared with."""

    version: ModelVersion
    router: Router
    seen: frozenset[str]
    """Ids of the items that it learnt from."""
    knowledge: Knowledge


def champion_to_beat(work: Work, project_id: UUID) -> Champion | None:
    """Return the model in use; None when there is none, or none that can be used."""
    version = registry.champion(work, project_id)
    if version is None:
        return None
    try:
        router = router_of(work, version)
        seen = _seen_by(work, version)
    except SignaturError as fault:
        log.failure("mail_routing.champion_not_compared", fault, version=version.id)
        return None
    return Champion(version, router, seen, replace(knowledge_of(work, project_id), router=None))


def compare_at_training(champion: Champion, lesson: Lesson, learnt: Learnt) -> Comparison:
    """Compare what was just learnt with the model in use; pure computing.

    A second model of the same recipe is asked in its place, since it has learnt from everything. It
    learns from all but what is held back: the newest fifth, as far as the model in use has not seen it.
    """
    split = hold_back(lesson.examples, champion.seen, share=MEASURED_SHARE)

    def held_back_router() -> Router:
        if learnt.older is not None and not split.seen:
            # Learnt from just this to be measured.
            return learnt.older
        return fit(split.learnt, seed=learnt.seed, embedder=lesson.embedder)

    contest = _contest(champion, Basis.SAME_RECIPE, learnt.seed)
    return compare_routers(replace(contest, new=held_back_router), split, champion.knowledge)


def compare_now(work: Work, project_id: UUID, version_id: UUID) -> Callable[[], Comparison]:
    """Fetch what compares a registered model itself with the one in use, on what came after both.

    What is returned computes for a while and needs no database. Raises NotFound, NotAllowed, Conflict
    when it is the one in use or none can be compared with.
    """
    version = registry.get(work, version_id)
    work.require(registry.READ, version.project_id)
    champion = champion_to_beat(work, project_id)
    if champion is None or version.state is ModelState.CHAMPION:
        raise Conflict(
            log="nothing to compare with",
            shown=_("There is no other model in use that this one could be compared with."),
        )
    router = router_of(work, version)
    seen = champion.seen | _seen_by(work, version)
    examples = lesson_of(work, project_id).examples
    contest = replace(_contest(champion, Basis.VERY_MODEL, version.seed), new=lambda: router)

    def compare() -> Comparison:
        found = compare_routers(contest, hold_back(examples, seen), champion.knowledge)
        return replace(found, learnt_from=version.snapshot_rows)

    return compare


def _contest(champion: Champion, basis: Basis, seed: int) -> Contest:
    return Contest(
        old=champion.router,
        new=lambda: champion.router,
        champion_id=str(champion.version.id),
        champion_number=champion.version.number,
        basis=basis,
        seed=seed,
    )


def _seen_by(work: Work, version: ModelVersion) -> frozenset[str]:
    """Return ids of the items that a version learnt from; one from elsewhere has seen none of ours."""
    lines = registry.read_snapshot(work, version).splitlines()
    return frozenset(json.loads(line)["item"] for line in lines)


# --- stored, and what follows from it ------------------------------------------------------------


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON values, as it is stored with a version."""
    document: dict[str, Any] = _STORED.dump_python(comparison, mode="json")
    return document


def stored_comparison(version: ModelVersion) -> Comparison | None:
    """Return the comparison that was stored when a version was trained, if one was made."""
    stored = version.metrics.get(COMPARISON)
    return _STORED.validate_python(stored) if stored else None


def start_comparing(work: Work, project_id: UUID, version_id: UUID) -> UUID:
    """Start to compare a registered model itself with the one in use; return the job.

    Raises NotFound, NotAllowed.
    """
    version = registry.get(work, version_id)
    work.require(registry.TRAIN, version.project_id)
    under_way = last_compared(work, version_id)
    if under_way is not None and under_way.is_open:
        return under_way.id
    return store.start(work, COMPARE, {"project": str(project_id), "version": str(version_id)})


def last_compared(work: Work, version_id: UUID) -> Job | None:
    """Return the newest job that compared a registered model itself, or does now."""
    for job in store.recent(work, kind=COMPARE, limit=50):
        if job.payload["version"] == str(version_id):
            return job
    return None


def comparisons(work: Work, version: ModelVersion) -> list[Comparison]:
    """Return what is known of a version beside another, what weighs most first.

    The model itself on what came after weighs more than its recipe at training, but for too few rows.
    """
    job = last_compared(work, version.id)
    found = [stored_comparison(version)]
    if job is not None and job.state is JobState.DONE and job.result:
        found.insert(0, _STORED.validate_python(job.result["found"]))
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: one.verdict is Verdict.TOO_FEW)


def is_current(work: Work, comparison: Comparison, project_id: UUID) -> bool:
    """Say whether a comparison is with the model that is in use today."""
    champion = registry.champion(work, project_id)
    return champion is not None and str(champion.id) == comparison.champion_id


def judge_model(work: Work, version_id: UUID) -> ModelJudgement | None:
    """Say how a version did beside the model in use; None where it was not compared with that.

    A reason is asked for when any comparison with it says that the version is worse.
    """
    version = registry.get(work, version_id)
    known = [one for one in comparisons(work, version) if is_current(work, one, version.project_id)]
    if not known:
        return None
    return ModelJudgement(
        said=sentence_of(known[0]),
        needs_reason=any(one.needs_reason for one in known),
        path=f"/postfordeling/traening/sammenlign/{version_id}",
    )


def sentence_of(comparison: Comparison) -> Text:
    """Return the verdict in a sentence; a fall in single departments is not hidden by the whole."""
    if comparison.worse_in and comparison.verdict is not Verdict.WORSE:
        return WORSE_SOMEWHERE
    return VERDICT_SENTENCES[comparison.verdict]


@dataclass(frozen=True, slots=True)
class Shown:
    """An enquiry on which just one was right, for whoever may see it."""

    line: Line
    differing: Differing


def differing_seen(work: Work, project_id: UUID, comparison: Comparison) -> tuple[list[Shown], int]:
    """Return the differing enquiries that the actor may see, and how many others there are.

    Those others belong to departments that the actor does not see, or are erased.
    """
    kept = comparison.differing
    if not work.actor.may(READ, project_id):
        return [], len(kept)
    query = (
        select(EnquiryRow)
        .where(*visible(work, project_id), EnquiryRow.item_id.in_([UUID(one.item) for one in kept]))
        .options(defer(EnquiryRow.document), defer(EnquiryRow.search_text))
    )
    rows = {str(row.item_id): line(row) for row in work.session.scalars(query)}
    shown = [Shown(rows[one.item], one) for one in kept if one.item in rows]
    return shown, len(kept) - len(shown)
