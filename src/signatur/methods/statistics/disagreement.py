"""How far people disagree with a model, corrected for the pull that its advice has on them.

Where advice is shown from the start, people who would have answered otherwise partly yield to it; so
the share of answers that differ from the advice says little of how often they differ in judgement.
Cases are therefore drawn by chance into three arms: *shown* (advice from the start), *blind-first*
(an own answer is locked, then the advice is seen, and the answer may be changed) and *hidden* (the
advice is never seen). With D the share that differs from the model's answer,

    pull = 1 - D(shown) / D(own answers in blind-first and hidden)

(automation bias: Skitka, Mosier and Burdick 1999; Goddard, Roudsari and Wyatt 2012; the
judge-advisor paradigm: Sniezek and Buckley 1995). Where the truth becomes known, over-reliance is
the share of right own answers that were given up for wrong advice, and under-reliance the share of
wrong own answers that were kept against right advice; both need the locked first answer.

Intervals take whole caseworkers as drawn: a bootstrap over caseworkers (Cameron, Gelbach and
Miller 2008) gives the standard error, never below that of the cases alone; shares then get the
interval of a share of so many cases as carry the same uncertainty (Korn and Graubard 1998), the pull
one on the scale of the ratio's logarithm, both with as many degrees of freedom as there are
caseworkers less one. No figure is given for any single person.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

SHOWN: Final = "shown"
BLIND_FIRST: Final = "blind_first"
HIDDEN: Final = "hidden"
ARMS: Final = (SHOWN, BLIND_FIRST, HIDDEN)

_RESAMPLES: Final = 1000
_CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it went. Empty: not known, or not given."""

    arm: str
    worker: str
    model_answer: str
    first_answer: str
    final_answer: str
    truth: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its 95 % interval, and of how many cases; `value` is None where there are none."""

    value: float | None
    low: float
    high: float
    cases: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How people and model differ; every figure of a whole group."""

    seen: Measured
    """Answers that differ from the advice where it is shown: what a log of overrides tells."""
    blind: Measured
    """Locked first answers of the blind-first arm that differ from advice not yet seen."""
    true_disagreement: Measured
    """Own answers without advice that differ from the model's: blind-first and hidden together."""
    pull: Measured
    """Share of disagreement that is given up because the advice is seen."""
    switched: Measured
    """First answers that differed and were changed to the advice once it was seen."""
    over_reliance: Measured
    under_reliance: Measured
    final_error: Measured
    model_error: Measured
    own_error: Measured
    """Of answers given without advice."""
    final_error_by_arm: dict[str, Measured]
    workers: int
    cases: dict[str, int]


def _ended_in(arm: str) -> Callable[[Case], bool]:
    return lambda one: one.arm == arm and bool(one.truth and one.final_answer)


def _is_wrong_at_last(one: Case) -> bool:
    return one.final_answer != one.truth


# What is counted of each case: name -> (of which cases, which of them count).
_COUNTED: Final[dict[str, tuple[Callable[[Case], bool], Callable[[Case], bool]]]] = {
    "seen": (
        lambda one: one.arm == SHOWN and bool(one.final_answer and one.model_answer),
        lambda one: one.final_answer != one.model_answer,
    ),
    "blind": (
        lambda one: one.arm == BLIND_FIRST and bool(one.first_answer and one.model_answer),
        lambda one: one.first_answer != one.model_answer,
    ),
    "true": (
        lambda one: bool(own_answer(one) and one.model_answer),
        lambda one: own_answer(one) != one.model_answer,
    ),
    "switched": (
        lambda one: (
            one.arm == BLIND_FIRST
            and bool(one.first_answer and one.final_answer and one.model_answer)
            and one.first_answer != one.model_answer
        ),
        lambda one: one.final_answer == one.model_answer,
    ),
    "over": (
        lambda one: (
            _is_judged(one) and one.first_answer == one.truth and one.model_answer != one.truth
        ),
        lambda one: one.final_answer != one.truth,
    ),
    "under": (
        lambda one: (
            _is_judged(one) and one.first_answer != one.truth and one.model_answer == one.truth
        ),
        lambda one: one.final_answer != one.truth,
    ),
    "final_error": (
        lambda one: bool(one.truth and one.final_answer),
        lambda one: one.final_answer != one.truth,
    ),
    "model_error": (
        lambda one: bool(one.truth and one.model_answer),
        lambda one: one.model_answer != one.truth,
    ),
    "own_error": (
        lambda one: bool(one.truth and own_answer(one)),
        lambda one: own_answer(one) != one.truth,
    ),
    **{f"final_error_{arm}": (_ended_in(arm), _is_wrong_at_last) for arm in ARMS},
}


def own_answer(case: Case) -> str:
    """Return what was answered without advice; empty where there is no such answer."""
    if case.arm == BLIND_FIRST:
        return case.first_answer
    return (case.first_answer or case.final_answer) if case.arm == HIDDEN else ""


def _is_judged(case: Case) -> bool:
    known = case.first_answer and case.final_answer and case.model_answer and case.truth
    return case.arm == BLIND_FIRST and bool(known)


def measure_disagreement(cases: Iterable[Case], *, seed: int = 0) -> Disagreement:
    """Return how people and model differ. The same cases and seed give the same figures.

    Cases of unknown arms are left out. Cases without a worker count as one worker each.
    """
    known = [one for one in cases if one.arm in ARMS]
    counts = _counts(known)
    chance = np.random.default_rng(seed)
    drawn = _drawn_workers(chance, counts.workers)
    shares = {name: _share(counts, name, drawn) for name in _COUNTED}
    return Disagreement(
        seen=shares["seen"],
        blind=shares["blind"],
        true_disagreement=shares["true"],
        pull=_pull(counts, drawn),
        switched=shares["switched"],
        over_reliance=shares["over"],
        under_reliance=shares["under"],
        final_error=shares["final_error"],
        model_error=shares["model_error"],
        own_error=shares["own_error"],
        final_error_by_arm={arm: shares[f"final_error_{arm}"] for arm in ARMS},
        workers=counts.workers,
        cases={arm: sum(one.arm == arm for one in known) for arm in ARMS},
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many cases each worker has of each kind, and how many of them count: (workers,) each."""

    total: dict[str, NDArray[np.float64]]
    hits: dict[str, NDArray[np.float64]]
    workers: int


def _counts(cases: Sequence[Case]) -> _Counts:
    rows: dict[str, int] = {}
    total: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    hits: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for number, case in enumerate(cases):
        row = rows.setdefault(case.worker or f"\0{number}", len(rows))
        for name, (is_of, counts) in _COUNTED.items():
            if is_of(case):
                total[name][row] += 1
                hits[name][row] += counts(case)
    return _Counts(
        {name: _column(total[name], len(rows)) for name in _COUNTED},
        {name: _column(hits[name], len(rows)) for name in _COUNTED},
        len(rows),
    )


def _column(found: dict[int, int], rows: int) -> NDArray[np.float64]:
    column = np.zeros(rows)
    for row, value in found.items():
        column[row] = value
    return column


def _drawn_workers(chance: np.random.Generator, workers: int) -> NDArray[np.float64]:
    """Return how often each worker is drawn in each resample, shape (resamples, workers)."""
    if workers < 2:
        return np.ones((_RESAMPLES, workers))
    return chance.multinomial(workers, np.full(workers, 1 / workers), _RESAMPLES).astype(float)


def _share(counts: _Counts, name: str, drawn: NDArray[np.float64]) -> Measured:
    """Return a share with the interval of as many cases as carry its uncertainty."""
    total, hits = counts.total[name], counts.hits[name]
    cases, hit = int(total.sum()), int(hits.sum())
    if not cases:
        return Measured(None, 0.0, 1.0, 0)
    share = hit / cases
    clusters = int((total > 0).sum())
    # Half a case on either side keeps a share of nothing or all from looking certain.
    smooth = (hit + 0.5) / (cases + 1)
    alone = smooth * (1 - smooth) / cases
    resampled = _ratio(drawn @ hits, drawn @ total)
    between = float(np.var(resampled)) * _few(clusters)
    effective = cases * min(1.0, alone / between) if between > 0 else float(cases)
    if between > alone:
        effective *= (_normal_quantile() / _quantile(clusters - 1)) ** 2
    low, high = _exact(share, max(effective, 1.0))
    return Measured(share, low, high, cases)


def _pull(counts: _Counts, drawn: NDArray[np.float64]) -> Measured:
    """Return 1 - D(shown) / D(own), with an interval on the scale of the ratio's logarithm."""
    sums = {name: (counts.hits[name].sum(), counts.total[name].sum()) for name in ("seen", "true")}
    (seen, shown), (differing, own) = sums["seen"], sums["true"]
    cases = int(min(shown, own))
    if not cases or not differing:
        return Measured(None, -np.inf, 1.0, cases)
    value = 1 - (seen / shown) / (differing / own)
    centre = float(_log_share(seen, shown) - _log_share(differing, own))
    # What the cases alone leave open, as if each were a draw of its own.
    alone = sum(1 / (hits + 0.5) - 1 / (total + 1) for hits, total in sums.values())
    resampled = [_log_share(drawn @ counts.hits[name], drawn @ counts.total[name]) for name in sums]
    clusters = int(((counts.total["seen"] > 0) | (counts.total["true"] > 0)).sum())
    between = float(np.var(resampled[0] - resampled[1])) * _few(clusters)
    quantile = _quantile(clusters - 1) if between > alone else _normal_quantile()
    half = quantile * float(np.sqrt(max(between, alone)))
    low, high = 1 - float(np.exp(centre + half)), 1 - float(np.exp(centre - half))
    return Measured(float(value), min(low, value), max(high, value), cases)


def _log_share(hits: Any, total: Any) -> Any:
    """Return the logarithm of shares; half a case keeps those of none finite."""
    return np.log((hits + 0.5) / (total + 1))


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    return above[below > 0] / below[below > 0]


def _few(clusters: int) -> float:
    """Return what a bootstrap's variance lacks where few are drawn from; of one it says nothing."""
    return clusters / (clusters - 1) if clusters > 1 else 0.0


def _normal_quantile() -> float:
    from scipy.stats import norm

    return float(norm.ppf(0.5 + _CONFIDENCE / 2))


def _quantile(degrees: int) -> float:
    from scipy.stats import t

    return float(t.ppf(0.5 + _CONFIDENCE / 2, max(degrees, 1)))


def _exact(share: float, cases: float) -> tuple[float, float]:
    """Return the Clopper-Pearson interval (1934) of a share of so many cases, whole or not."""
    from scipy.stats import beta

    tail, hit = (1 - _CONFIDENCE) / 2, share * cases
    low = float(beta.ppf(tail, hit, cases - hit + 1)) if share > 0 else 0.0
    high = float(beta.ppf(1 - tail, hit + 1, cases - hit)) if share < 1 else 1.0
    return low, high


def cases_needed(share: float, other: float, *, power: float = 0.8) -> int:
    """Return how many cases each arm needs to tell two shares apart (two-sided test at 5 %).

    The usual formula without continuity correction (Fleiss, Levin and Paik 2003, 4.14).
    Raises ValueError for shares that are alike or no shares.
    """
    if not (0 <= share <= 1 and 0 <= other <= 1) or share == other:
        raise ValueError("two different shares between 0 and 1 are needed")
    from scipy.stats import norm

    pooled = (share + other) / 2
    spread = norm.ppf(0.5 + _CONFIDENCE / 2) * np.sqrt(2 * pooled * (1 - pooled)) + norm.ppf(
        power
    ) * np.sqrt(share * (1 - share) + other * (1 - other))
    return int(np.ceil((spread / (share - other)) ** 2))
