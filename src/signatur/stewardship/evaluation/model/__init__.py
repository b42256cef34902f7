"""From a test set and a floor to what is to be known before a model is used: a pure function."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from signatur.methods.evaluation.groups import Counted, judge
from signatur.methods.evaluation.ladder import Rung, climb
from signatur.methods.evaluation.scores import reliability, thresholds
from signatur.methods.evaluation.shares import share
from signatur.records.floors.schema import Metric
from signatur.stewardship.evaluation.model.people import compared
from signatur.stewardship.evaluation.model.reading import NO_ANSWER, Cases, cases, guess

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from signatur.records.floors.schema import Terms
    from signatur.stewardship.evaluation.schema import Columns

__all__ = ["LEAST_GAIN", "assess", "cases", "guess"]

LEAST_GAIN: Final = 0.01
"""What a step up the ladder must gain for sure, as a share of the cases; set for all, beforehand."""
BASE_RATE: Final = "base rate"
_LEAST_SCORES: Final = 20


def assess(
    table: Mapping[str, Sequence[str]],
    columns: Columns,
    terms: Terms,
    *,
    least_gain: float = LEAST_GAIN,
    seed: int = 0,
) -> dict[str, Any]:
    """Return whether a floor is kept, and everything that bears on it, as JSON values.

    The floor is kept when the lower end of the metric's two-sided interval reaches it and, where the
    terms have a margin, the model is shown to be no worse than people by more than that. Raises
    InputProblem for columns that are not there or cannot be compared.
    """
    found = cases(table, columns, terms.metric)
    alpha = 1 - terms.confidence
    own = measured(found, found.last, terms)
    counted, right = int(own.counted.sum()), int((own.right & own.counted).sum())
    value = share(right, counted, terms.confidence)
    people = compared(found, own.counted, own.right, terms, alpha=alpha, seed=seed)
    reasons = [] if value.low >= terms.floor else ["below_floor"]
    if people["no_worse"] is not None and not people["no_worse"]["holds"]:
        reasons.append("not_shown_no_worse")
    if terms.margin > 0 and people["no_worse"] is None:
        reasons.append("people_missing")
    return {
        "rows": found.rows,
        "usable_rows": len(found.truth),
        "columns": asdict(columns),
        "labels": len(found.labels),
        "positive": None if found.positive is None else found.labels[found.positive],
        "metric": str(terms.metric),
        "confidence": terms.confidence,
        "model": list(found.models)[-1],
        "value": value.value,
        "low": value.low,
        "high": value.high,
        "cases": counted,
        "answered": float((found.last != NO_ANSWER).mean()),
        "floor": terms.floor,
        "margin": terms.margin,
        "least_group": terms.least_group,
        "reaches_floor": value.low >= terms.floor,
        "people": people,
        "reasons": reasons,
        "is_kept": not reasons,
        "ladder": _ladder(found, terms, least_gain, seed),
        "groups": _groups(found, own, terms),
        "calibration": _calibration(found, terms, seed),
        "thresholds": _thresholds(found, terms),
        "cost_per_case": float(own.cost.mean()),
        "costs": [terms.cost_false_positive, terms.cost_false_negative],
        "notes": [dict(one) for one in found.notes],
        "seed": seed,
    }


def measured(found: Cases, answers: NDArray[np.int64], terms: Terms, name: str = "") -> Rung:
    """Return which cases the metric counts, which are right by it, and what the answers cost.

    A case without an answer is left to a person: it costs nothing, and is wrong unless the metric is
    of what goes by itself.
    """
    truth, positive = found.truth, found.positive
    right, everything = answers == truth, np.ones(len(truth), bool)
    match terms.metric:
        case Metric.PRECISION:
            counted = answers == positive
        case Metric.RECALL:
            counted = truth == positive
        case Metric.SPECIFICITY:
            counted, right = truth != positive, answers != positive
        case Metric.AUTOMATIC_PRECISION:
            counted = answers != NO_ANSWER
        case _:
            counted = everything
    wrong = (answers != truth) & (answers != NO_ANSWER)
    if positive is None:
        return Rung(name, counted, right, wrong * terms.cost_false_positive)
    alarm, missed = wrong & (answers == positive), wrong & (truth == positive)
    cost = alarm * terms.cost_false_positive + missed * terms.cost_false_negative
    return Rung(name, counted, right, cost)


def _ladder(found: Cases, terms: Terms, least_gain: float, seed: int) -> dict[str, Any] | None:
    rungs = [measured(found, answers, terms, name) for name, answers in found.models.items()]
    # To say always the same finds all there is or none, so that it is no rung where that is asked.
    if terms.metric not in (Metric.RECALL, Metric.SPECIFICITY):
        always = [
            measured(found, np.full_like(found.truth, label), terms, BASE_RATE)
            for label in _frequent(found)
        ]
        rungs.insert(0, max(always, key=lambda one: float((one.right & one.counted).mean())))
    if len(rungs) < 2:
        return None
    is_paid = bool(terms.cost_false_positive or terms.cost_false_negative)
    climbed = climb(rungs, least_gain=least_gain, is_paid=is_paid, seed=seed)
    return {**asdict(climbed), "least_gain": least_gain, "is_paid": is_paid}


def _frequent(found: Cases) -> list[int]:
    if found.positive is not None:
        return [found.positive]
    return [int(np.bincount(found.truth, minlength=len(found.labels)).argmax())]


@dataclass(frozen=True, slots=True)
class _Group:
    column: str
    kind: str
    is_member: NDArray[np.bool_]


def _groups(found: Cases, own: Rung, terms: Terms) -> list[dict[str, Any]]:
    """Return the metric of each group against all others; small groups are told of, not judged."""
    every = [
        _Group(name, kind, words == kind)
        for name, words in found.groups.items()
        for kind in sorted({one for one in words.tolist() if one})
    ]
    judged = judge(
        [_counted(one.is_member, found.groups[one.column] != "", own) for one in every],
        floor=terms.floor, least=terms.least_group, confidence=terms.confidence,
    )  # fmt: skip
    return [
        {
            "group": one.column,
            "kind": one.kind,
            "rows": int(one.is_member.sum()),
            "cases": int((one.is_member & own.counted).sum()),
            "value": result.share.value,
            "low": result.share.low,
            "high": result.share.high,
            "apart": asdict(result.apart),
            "is_judged": result.is_judged,
            "p_value": result.p_value,
            "differs": result.differs,
            "below_floor": result.below_floor,
            **_rates(found, one.is_member, terms.confidence),
        }
        for one, result in zip(every, judged, strict=True)
    ]


def _counted(member: NDArray[np.bool_], has_group: NDArray[np.bool_], own: Rung) -> Counted:
    others = has_group & ~member
    hit = own.right & own.counted
    return Counted(
        int((hit & member).sum()), int((own.counted & member).sum()),
        int((hit & others).sum()), int((own.counted & others).sum()),
    )  # fmt: skip


def _rates(found: Cases, member: NDArray[np.bool_], confidence: float) -> dict[str, Any]:
    """Return how often a group is answered positively, and the two kinds of error; told, not judged."""
    if found.positive is None:
        return {}
    said, is_so = found.last == found.positive, found.truth == found.positive

    def of(hits: NDArray[np.bool_], among: NDArray[np.bool_]) -> dict[str, Any]:
        total = int((among & member).sum())
        return {**asdict(share(int((hits & among & member).sum()), total, confidence)), "cases": total}  # fmt: skip

    return {
        "answered_positive": of(said, np.ones(len(said), bool)),
        "false_positive": of(said, ~is_so),
        "false_negative": of(~said, is_so),
    }


def _calibration(found: Cases, terms: Terms, seed: int) -> dict[str, Any] | None:
    scored = _scored(found)
    if scored is None:
        return None
    told = reliability(*scored, confidence=terms.confidence, seed=seed)
    return {
        **asdict(told.error),
        "by_chance": told.by_chance,
        "is_off": told.is_off,
        "curve": [{"said": one.said, "cases": one.cases, **asdict(one.came)} for one in told.curve],
    }


def _thresholds(found: Cases, terms: Terms) -> dict[str, Any] | None:
    """Return what acting from each score on costs; the best is a hint, as the same cases chose it."""
    scored = _scored(found)
    if scored is None:
        return None
    false_negative = terms.cost_false_negative if found.is_score_of_positive else 0.0
    curve = thresholds(
        *scored, terms.cost_false_positive, false_negative, confidence=terms.confidence
    )
    best = min(curve, key=lambda one: one.cost.value)
    is_chosen = found.is_score_of_positive and bool(terms.cost_false_positive or false_negative)
    return {
        "of": "positive" if found.is_score_of_positive else "answer",
        "best": best.threshold if is_chosen else None,
        "curve": [asdict(one) for one in curve],
    }


def _scored(found: Cases) -> tuple[NDArray[np.float64], NDArray[np.bool_]] | None:
    """Return scores and whether what they speak of came; None where there are too few."""
    if found.score is None:
        return None
    came = (
        found.truth == found.positive if found.is_score_of_positive else found.last == found.truth
    )
    has_answer = found.last != NO_ANSWER
    if int(has_answer.sum()) < _LEAST_SCORES:
        return None
    return found.score[has_answer], came[has_answer]
