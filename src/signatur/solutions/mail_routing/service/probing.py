"""Sentences without person data by which a model is known to answer as when it was registered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import SignaturError
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from signatur.methods.classification import Router, Verdict

# Beside the names of the authority's own subjects; nobody wrote these.
_SENTENCES = (
    "Hej, jeg har et spørgsmål til min sag. Hvem kan jeg tale med?",
    "Vi vil gerne søge om tilladelse. Hvad skal vi sende, og hvor lang tid tager det?",
    "Jeg har fået et brev fra jer, som jeg ikke forstår. Hvad betyder det, og hvad skal jeg gøre?",
    "Kan I bekræfte, at I har modtaget min ansøgning?",
    "Thank you for your letter. Could you please explain it to me in English?",
    "Køb billige ure nu! Tilbuddet gælder kun i dag.",
)
_DIGITS = 6
# Machines differ in the last digits of a sum.
_TOLERANCE = 1e-5


class ModelDiffers(SignaturError):
    """A model answers its probe set in another way than when it was registered."""

    def __init__(self, version_id: UUID) -> None:
        super().__init__(
            log=f"model version {version_id} does not answer its probe set as registered",
            shown=_(
                "The model does not answer as it did when it was registered, so it is not used. "
                "Train a new one."
            ),
        )


def probe_of(router: Router, names: Iterable[str]) -> bytes:
    """Return a probe set: sentences, and what a model answers to them now."""
    texts = [*names, *_SENTENCES]
    told = {"texts": texts, "answers": _answers(router, texts)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def check_probe(router: Router, probe: bytes, version_id: UUID) -> None:
    """Raise ModelDiffers unless a model answers its probe set as it did."""
    stored = json.loads(probe)
    answers = _answers(router, stored["texts"])
    pairs = zip(stored["answers"], answers, strict=True)
    if not all(_is_same(before, now) for before, now in pairs):
        raise ModelDiffers(version_id)


def _answers(router: Router, texts: Sequence[str]) -> list[dict[str, Any]]:
    return [_answer(verdict) for verdict in router.suggest(texts)]


def _answer(verdict: Verdict) -> dict[str, Any]:
    return {
        "labels": list(verdict.labels),
        "probabilities": [round(one, _DIGITS) for one in verdict.probabilities],
        "known": round(verdict.known, _DIGITS),
    }


def _is_same(stored: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    numbers = zip(
        [*stored["probabilities"], stored["known"]],
        [*answer["probabilities"], answer["known"]],
        strict=False,
    )
    return stored["labels"] == answer["labels"] and all(
        abs(one - other) <= _TOLERANCE for one, other in numbers
    )
