"""Learning from what people have settled, and registering what was learnt."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from signatur import __version__
from signatur.kernel.jobs import store
from signatur.methods.classification import Example, evaluate, fit
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Outcome
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act
from signatur.records.registry import service as registry
from signatur.records.registry.schema import COMPARISON, NewModel
from signatur.solutions.mail_routing.model import label_of
from signatur.solutions.mail_routing.schema import NOWHERE
from signatur.solutions.mail_routing.service import setup
from signatur.solutions.mail_routing.service.answers import target_from_json
from signatur.solutions.mail_routing.service.knowing import embedder_of
from signatur.solutions.mail_routing.service.probing import probe_of
from signatur.solutions.mail_routing.service.second_look import labels_after
from signatur.solutions.mail_routing.service.succession import succession_of
from signatur.solutions.mail_routing.tables import EnquiryRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.jobs.store import Job
    from signatur.kernel.work import Work
    from signatur.methods.classification import Embedder, Evaluation, Router
    from signatur.records.decisions.schema import Label
    from signatur.records.registry.schema import ModelVersion

TRAIN = "mail_routing.train"

# Of what people settled, the newest share is what a model is measured on.
MEASURED_SHARE = 0.2
# With fewer rows a figure says nothing.
_LEAST_MEASURED = 50
# Rows that one query asks for.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a model may learn from: texts and labels that people settled, by item."""

    project_id: UUID
    examples: tuple[Example, ...]
    """Oldest first."""
    names: tuple[str, ...]
    """Names of the authority's subjects, for the probe set."""
    embedder: Embedder | None = None


@dataclass(frozen=True, slots=True)
class Learnt:
    """A model that was learnt from a lesson, with how a model from its older part did on the newer."""

    router: Router
    seed: int
    measured: Evaluation | None
    """None where there is too little to measure on."""
    older: Router | None = None
    """The model from the older part, of the same recipe, on which it was measured."""


def start_training(work: Work, project_id: UUID, *, seed: int = 0) -> UUID:
    """Start to train in the background; return the job, of one under way if there is one.

    Raises NotAllowed, GateClosed where the project may not learn, or not any more.
    """
    work.require(registry.TRAIN, project_id)
    projects.require(work, project_id, Act.LEARN)
    under_way = training_under_way(work, project_id)
    if under_way is not None:
        return under_way.id
    person = str(work.actor.id) if work.actor.id else None
    payload = {"project": str(project_id), "person": person, "seed": seed}
    return store.start(work, TRAIN, payload)


def training_under_way(work: Work, project_id: UUID) -> Job | None:
    """Return the job that trains now or waits to, if there is one."""
    for job in store.recent(work, kind=TRAIN, limit=20):
        if job.is_open and job.payload["project"] == str(project_id):
            return job
    return None


def count_lessons(work: Work, project_id: UUID) -> int:
    """Return how much people have settled that a model may learn from."""
    return len(decisions.labels(work, project_id))


def lesson_of(work: Work, project_id: UUID) -> Lesson:
    """Return what people have settled and not undone; nothing else is ever learnt from."""
    return Lesson(
        project_id=project_id,
        examples=tuple(_examples(work, project_id, decisions.labels(work, project_id))),
        names=tuple(one.name for one in setup.subjects(work, project_id)),
        embedder=embedder_of(work),
    )


def _examples(work: Work, project_id: UUID, labels: Sequence[Label]) -> Iterator[Example]:
    today = succession_of(work, project_id)
    own = {one.item_id: (today.label_of(_label(one), one.at), one.at) for one in labels}
    looked_at = labels_after(work, project_id, own)
    for start in range(0, len(labels), _BATCH):
        some = labels[start : start + _BATCH]
        texts = _texts(work, [one.item_id for one in some])
        for one in some:
            text, label = texts.get(one.item_id), own[one.item_id][0]
            label = looked_at.get(one.item_id, label)
            if text and label:
                yield Example(text, label, str(one.item_id))


def _texts(work: Work, item_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Return what models see of enquiries, of those that may teach anything."""
    query = select(EnquiryRow.item_id, EnquiryRow.document["model_text"].as_string()).where(
        EnquiryRow.authority_id == work.authority_id,
        EnquiryRow.item_id.in_(item_ids),
        EnquiryRow.teaches.is_(True),
    )
    return {item_id: text.strip() for item_id, text in work.session.execute(query) if text}


def _label(settled: Label) -> str:
    is_refused = settled.outcome is Outcome.REFUSED
    return label_of(NOWHERE if is_refused else target_from_json(settled.answer))


def learn(
    lesson: Lesson,
    *,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
    is_measured: bool = True,
) -> Learnt:
    """Learn where enquiries go. Raises InputProblem when there is too little to learn from.

    Measuring learns a second model from the older enquiries alone; without it, the figures are
    those of the cross fitting.
    """
    router = fit(lesson.examples, seed=seed, progress=progress, embedder=lesson.embedder)
    measured, older = _measured(lesson, seed) if is_measured else (None, None)
    return Learnt(router, seed, measured, older)


def _measured(lesson: Lesson, seed: int) -> tuple[Evaluation | None, Router | None]:
    """Learn from the older part and measure on the newer, as it would have gone.

    People decide on what is to come after what has been, so that is what a figure must be about.
    """
    count = int(len(lesson.examples) * MEASURED_SHARE)
    older, newer = lesson.examples[:-count], lesson.examples[-count:]
    if count < _LEAST_MEASURED or len({one.label for one in older}) < 3:
        return None, None
    router = fit(older, seed=seed, embedder=lesson.embedder)
    return evaluate(router, newer), router


def register(
    work: Work,
    lesson: Lesson,
    learnt: Learnt,
    *,
    trained_by: UUID | None = None,
    comparison: Mapping[str, Any] | None = None,
) -> ModelVersion:
    """Register a model as a candidate, which a person may put into use.

    `comparison`: how it did beside the model in use, as JSON values; see `comparing`.
    """
    if trained_by is not None:
        # Whoever started the training trained it: another must put it into use.
        trainer = people.actor_of(work.session, trained_by)
        work = work.acting_as(trainer) if trainer is not None else work
    return registry.register(
        work,
        lesson.project_id,
        NewModel(
            method=_rung(learnt.router.card)["model"],
            model=learnt.router.to_bytes(),
            snapshot=_snapshot(lesson),
            snapshot_rows=len(lesson.examples),
            code_version=__version__,
            seed=learnt.seed,
            metrics=_metrics(learnt) | ({COMPARISON: comparison} if comparison else {}),
            card=_card(learnt),
            probe=probe_of(learnt.router, lesson.names),
        ),
    )


def _snapshot(lesson: Lesson) -> bytes:
    lines = (json.dumps({"item": one.key, "label": one.label}) for one in lesson.examples)
    return "".join(f"{line}\n" for line in lines).encode()


def _card(learnt: Learnt) -> dict[str, Any]:
    """Return what a person should know of it, with whose figures the figures are."""
    card = dict(learnt.router.card)
    return card | {"evaluation": "same recipe, older part"} if learnt.older is not None else card


def _metrics(learnt: Learnt) -> dict[str, Any]:
    """Return the measures as the registry shows them; what was not measured is left out."""
    card = learnt.router.card
    told: Mapping[str, Any]
    if learnt.measured is not None:
        told = asdict(learnt.measured)
    else:
        told = {
            "n": card["rows"],
            "n_unknown": card["unknown_rows"],
            "accuracy": _rung(card)["accuracy"],
        }
    measured = {name: _plain(value) for name, value in told.items() if value is not None}
    return {**measured, "ladder": card["ladder"]}


def _rung(card: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the highest rung of the ladder that cleared its margin: the method in use."""
    taken: list[Mapping[str, Any]] = [one for one in card["ladder"] if one["taken"]]
    return taken[-1]


def _plain(value: Any) -> Any:
    return [dict(one) for one in value] if isinstance(value, tuple) else value
