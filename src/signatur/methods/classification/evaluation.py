"""How good a router is on rows that it has not learnt from, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.classification.schema import (
    TARGETS,
    UNKNOWN,
    AtTarget,
    Evaluation,
    Interval,
)
from signatur.methods.classification.statistics import (
    auroc,
    calibration_error,
    macro_f1,
    resampled,
    wilson,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from signatur.methods.classification.router import Router
    from signatur.methods.classification.schema import Example, Verdict

_TOP = 3


def evaluate(router: Router, examples: Sequence[Example]) -> Evaluation:
    """Measure a router. Raises InputProblem when there is no row.

    Accuracy, F1, top 3 and calibration are over rows with a known label, the targets over all rows.
    """
    return measure(router.suggest([one.text for one in examples]), examples)


def measure(verdicts: Sequence[Verdict], examples: Sequence[Example]) -> Evaluation:
    """Measure verdicts against what people said."""
    if not examples:
        raise InputProblem(log="no rows", shown=_("There are no rows to evaluate on."))
    is_known = np.array([one.label != UNKNOWN for one in examples])
    is_right = np.array(
        [one.labels[0] == each.label for one, each in zip(verdicts, examples, strict=True)]
    )
    in_top = np.array(
        [each.label in one.labels[:_TOP] for one, each in zip(verdicts, examples, strict=True)]
    )
    confidence = np.array([one.confidence for one in verdicts])
    known = np.array([one.known for one in verdicts])
    count = int(is_known.sum())
    return Evaluation(
        n=len(examples),
        n_unknown=len(examples) - count,
        accuracy=wilson(int(is_right[is_known].sum()), count),
        macro_f1=_macro_f1(verdicts, examples),
        top3_accuracy=wilson(int(in_top[is_known].sum()), count),
        ece=calibration_error(confidence[is_known], is_right[is_known]),
        targets=tuple(_at(target, verdicts, is_right) for target in TARGETS),
        unknown_auroc=_auroc(known, is_known),
    )


def _macro_f1(verdicts: Sequence[Verdict], examples: Sequence[Example]) -> Interval:
    pairs = [
        (each.label, one.labels[0])
        for one, each in zip(verdicts, examples, strict=True)
        if each.label != UNKNOWN
    ]
    if not pairs:
        return Interval(0.0, 0.0, 1.0)
    labels, numbers = np.unique(np.array(pairs).ravel(), return_inverse=True)
    truth, said = numbers.reshape(-1, 2).T
    return resampled(lambda at: macro_f1(truth[at], said[at], len(labels)), len(pairs))


def _at(target: float, verdicts: Sequence[Verdict], is_right: NDArray[np.bool_]) -> AtTarget:
    shared_out = np.array([target in one.clears for one in verdicts])
    count = int(shared_out.sum())
    return AtTarget(
        target, wilson(count, len(verdicts)), wilson(int(is_right[shared_out].sum()), count)
    )


def _auroc(known: NDArray[np.float64], is_known: NDArray[np.bool_]) -> Interval | None:
    if is_known.all() or not is_known.any():
        return None

    def measured(at: NDArray[np.int64]) -> float:
        chosen, seen = is_known[at], known[at]
        if chosen.all() or not chosen.any():
            return 0.5
        return auroc(seen[chosen], seen[~chosen])

    return resampled(measured, len(known))
