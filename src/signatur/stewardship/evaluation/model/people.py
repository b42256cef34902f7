"""How people did on the same cases, or before, and whether the model is no worse."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.evaluation.comparing import (
    NonInferiority,
    cases_to_compare,
    no_worse,
    no_worse_of_counted,
    no_worse_on_same,
)
from signatur.methods.evaluation.people import agreement, mean_share
from signatur.methods.evaluation.shares import share
from signatur.records.floors.schema import Metric
from signatur.stewardship.evaluation.model.reading import NO_ANSWER, Cases

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.records.floors.schema import Terms

_LEAST_ERROR = 0.005


def compared(
    found: Cases,
    counted: NDArray[np.bool_],
    right: NDArray[np.bool_],
    terms: Terms,
    *,
    alpha: float,
    seed: int,
) -> dict[str, Any]:
    """Return people's own share on the same cases with its interval, agreement, and the comparison.

    Without people's answers in the file it is the baseline of the floor, measured on other cases.
    `no_worse` is None where there is no margin, or nothing to compare with.
    """
    if found.people:
        return _on_same(found, counted, right, terms, alpha, seed)
    return _baseline(int((right & counted).sum()), int(counted.sum()), terms, alpha)


def _on_same(
    found: Cases,
    counted: NDArray[np.bool_],
    right: NDArray[np.bool_],
    terms: Terms,
    alpha: float,
    seed: int,
) -> dict[str, Any]:
    answers = list(found.people.values())
    known = np.all([one != NO_ANSWER for one in answers], axis=0)
    rights, theirs = [], []
    for one in answers:
        if terms.metric is Metric.PRECISION:
            theirs.append(known & (one == found.positive))
            rights.append(one == found.truth)
        else:
            theirs.append(known & counted)
            is_right = (one == found.positive) == (found.truth == found.positive)
            rights.append(is_right if terms.metric is Metric.SPECIFICITY else one == found.truth)
    together = np.any(theirs, axis=0)
    tested: NonInferiority | None = None
    if terms.metric is Metric.PRECISION:
        hits = sum(int((a & b).sum()) for a, b in zip(rights, theirs, strict=True))
        own = share(hits, sum(int(one.sum()) for one in theirs), terms.confidence, inflation=len(answers))  # fmt: skip
        if terms.margin > 0 and together.any() and (known & counted).any():
            tested = no_worse_of_counted(
                right[known], counted[known],
                [(a[known], b[known]) for a, b in zip(rights, theirs, strict=True)],
                terms.margin, alpha=alpha, seed=seed,
            )  # fmt: skip
    elif together.any():
        here = [one[together] for one in rights]
        own = mean_share(here, confidence=terms.confidence)
        if terms.margin > 0:
            tested = no_worse_on_same(right[together], here, terms.margin, alpha)
    else:
        own = share(0, 0)
    return {
        "source": "same_cases",
        "people": len(answers),
        "cases": int(known.sum()),
        "counted": int(together.sum()),
        "right": own.value,
        "low": own.low,
        "high": own.high,
        "agreement": _agreement(answers, known, terms, seed),
        "no_worse": asdict(tested) if tested else None,
        "cases_needed": _needed(1 - own.value, terms, alpha),
    }


def _agreement(
    answers: list[NDArray[np.int64]], known: NDArray[np.bool_], terms: Terms, seed: int
) -> dict[str, Any] | None:
    if len(answers) < 2 or not known.any():
        return None
    found = agreement(answers[0][known], answers[1][known], confidence=terms.confidence, seed=seed)
    return {name: asdict(getattr(found, name)) for name in ("share", "kappa", "least_error")}


def _baseline(right: int, cases: int, terms: Terms, alpha: float) -> dict[str, Any]:
    told: dict[str, Any] = {
        "source": "none", "people": 0, "cases": 0, "counted": 0, "right": None, "low": None,
        "high": None, "agreement": None, "no_worse": None, "cases_needed": None,
    }  # fmt: skip
    if terms.human_baseline is None:
        return told
    told |= {"source": "baseline", "right": terms.human_baseline, "cases": terms.human_cases}
    if terms.human_cases > 0:
        hits = round(terms.human_baseline * terms.human_cases)
        own = share(hits, terms.human_cases, terms.confidence)
        told |= {"counted": terms.human_cases, "low": own.low, "high": own.high}
        if terms.margin > 0 and cases:
            tested = no_worse(right, cases, hits, terms.human_cases, terms.margin, alpha)
            told["no_worse"] = asdict(tested)
    return told | {"cases_needed": _needed(1 - terms.human_baseline, terms, alpha)}


def _needed(error: float, terms: Terms, alpha: float) -> int | None:
    """Return how many cases each side would need; an error of nearly none is taken as half a point."""
    if terms.margin <= 0 or terms.margin >= 1 or error >= 1:
        return None
    return cases_to_compare(max(error, _LEAST_ERROR), terms.margin, alpha)
