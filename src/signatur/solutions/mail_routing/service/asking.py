"""What a registered model answers to texts, for a test set that is to be evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.service import setup
from signatur.solutions.mail_routing.service.knowing import read_router
from signatur.solutions.mail_routing.settings import MailRoutingSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.registry.schema import ModelVersion

_DIGITS = 4


def answers_of(
    work: Work, project_id: UUID, version: ModelVersion, texts: Sequence[str]
) -> Mapping[str, list[str]]:
    """Return three columns: the subject of each text, the same where it is sure, and how sure it is.

    It is the model alone: rules, threads and what must go to a person are not asked. An empty text has
    no answer. Raises ModelChanged, and InputProblem when it needs an embedding model that is not set.
    """
    names = {one.key: one.name for one in setup.subjects(work, project_id)}
    promise = work.runtime.settings.of(MailRoutingSettings).target_precision
    asked = [number for number, text in enumerate(texts) if text]
    verdicts = read_router(work, version).suggest([texts[number] for number in asked])
    answers, sure, confidence = (len(texts) * [""] for _column in range(3))
    for number, verdict in zip(asked, verdicts, strict=True):
        label = verdict.labels[0]
        answers[number] = names.get(label, label)
        confidence[number] = f"{verdict.probabilities[0]:.{_DIGITS}f}"
        if promise in verdict.clears:
            sure[number] = answers[number]
    return {"model_answer": answers, "sure_answer": sure, "confidence": confidence}
