"""From answers and tables to figures of groups. Pure: no clock, no database."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from signatur.methods.statistics.disagreement import Case, cases_needed, measure_disagreement
from signatur.stewardship.monitoring.schema import (
    LEAST_WORKERS,
    CalibrationMonth,
    Figure,
    Shift,
    Shifts,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from signatur.records.decisions.schema import Observed

_ADVICE, _OTHER = "advice", "other"
_SHOWN_FIGURES = ("seen", "blind", "true_disagreement", "switched", "pull")
# Fewer cases than this give no figure of calibration, and none of a shift.
_LEAST_CASES = 50
_RESAMPLES = 200
# What solutions tell of how a case was decided; it is no part of what the model meets, and shifts as
# soon as something goes by itself.
_OF_PEOPLE = frozenset({"decided_how", "outcome_of_suggestion"})


def workers_in(answers: Sequence[Observed]) -> int:
    return len({one.person_id for one in answers})


def cases_from(answers: Sequence[Observed], names: Mapping[Any, str]) -> list[Case]:
    """Return answers as cases of disagreement, without what was answered.

    Answers that arms cannot be compared by are left out. `names` says what each person is called.
    """
    return [
        Case(
            arm=one.arm.value,
            worker=names[one.person_id],
            model_answer=_ADVICE,
            first_answer="" if one.agrees_at_first is None else _said(agrees=one.agrees_at_first),
            final_answer=_said(agrees=one.agrees),
        )
        for one in answers
        if not one.is_aside
    ]


def _said(*, agrees: bool) -> str:
    return _ADVICE if agrees else _OTHER


def pseudonyms(answers: Sequence[Observed], chance: random.Random) -> dict[Any, str]:
    """Return w1, w2 … in an order that tells nothing; too few to stay unknown are one together."""
    persons = sorted({one.person_id for one in answers})
    if len(persons) < LEAST_WORKERS:
        return dict.fromkeys(persons, "w1")
    chance.shuffle(persons)
    return {one: f"w{number}" for number, one in enumerate(persons, start=1)}


def disagreement_in(
    answers: Sequence[Observed], *, seed: int = 0
) -> tuple[dict[str, Figure] | None, int | None]:
    """Return the figures of disagreement, and how many cases an arm needs to tell two shares apart.

    No figures with fewer caseworkers than `LEAST_WORKERS`.
    """
    comparable = [one for one in answers if not one.is_aside]
    if workers_in(comparable) < LEAST_WORKERS:
        return None, None
    names = {one.person_id: str(one.person_id) for one in comparable}
    found = measure_disagreement(cases_from(comparable, names), seed=seed)
    figures = {}
    for name in _SHOWN_FIGURES:
        one = getattr(found, name)
        figures[name] = Figure.of(one.value, one.low, one.high, one.cases)
    own, seen = found.true_disagreement.value, found.seen.value
    differ = own is not None and seen is not None and own != seen
    return figures, cases_needed(
        own, seen
    ) if differ and own is not None and seen is not None else None


def calibration_in(answers: Sequence[Observed], *, seed: int = 0) -> tuple[CalibrationMonth, ...]:
    """Return by month how far confidence lay from agreement; months of few cases are left out."""
    by_month: dict[str, list[Observed]] = defaultdict(list)
    for one in answers:
        if one.confidence is not None:
            by_month[f"{one.at:%Y-%m}"].append(one)
    found = []
    for month, of_month in sorted(by_month.items()):
        unseen = [one for one in of_month if one.agrees_at_first is not None]
        is_unseen = len(unseen) >= _LEAST_CASES
        used = unseen if is_unseen else of_month
        if len(used) < _LEAST_CASES or workers_in(used) < LEAST_WORKERS:
            continue
        agreed = [one.agrees_at_first if is_unseen else one.agrees for one in used]
        error = _calibration_error([one.confidence or 0.0 for one in used], agreed, seed)
        found.append(CalibrationMonth(month, error, is_unseen))
    return tuple(found)


def _calibration_error(confidence: Sequence[float], agreed: Sequence[Any], seed: int) -> Figure:
    import numpy as np

    from signatur.methods.classification.statistics import calibration_error

    sure, right = np.asarray(confidence, float), np.asarray(agreed, bool)
    chance = np.random.default_rng(seed)
    value = calibration_error(sure, right)
    drawn = []
    for _number in range(_RESAMPLES):
        at = chance.integers(0, len(sure), len(sure))
        drawn.append(calibration_error(sure[at], right[at]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure.of(value, min(value, float(low)), max(value, float(high)), len(sure))


def right_while_unknown(
    known: Sequence[Observed], now: Sequence[Observed], *, seed: int = 0
) -> Figure | None:
    """Estimate how often the model is right now from how sure it is, as long as nobody knows.

    `known` are answers from before; those given without advice stand in for the truth.
    """
    from signatur.methods.statistics.drift import accuracy_without_truth

    told = [
        (one.confidence, one.agrees_at_first)
        for one in known
        if one.confidence is not None and one.agrees_at_first is not None
    ]
    if workers_in(known) < LEAST_WORKERS:
        return None
    found = accuracy_without_truth(
        [sure for sure, _agrees in told],
        [agrees for _sure, agrees in told],
        [one.confidence for one in now if one.confidence is not None],
        seed=seed,
    )
    return None if found is None else Figure.of(found.value, found.low, found.high, len(told))


def shifts_in(
    history: Mapping[str, Sequence[Any]], today: date, recent_days: int, *, seed: int = 0
) -> Shifts | None:
    """Return how the cases of the last days differ from those before; None with too few of either.

    The first column of days says when a case was; columns of days are not compared themselves.
    """
    from signatur.methods.statistics.drift import drift_between

    times = [name for name, values in history.items() if _is_time(values)]
    if not times:
        return None
    days = [_day(one) for one in history[times[0]]]
    first = today - timedelta(days=recent_days)
    old = [at for at, day in enumerate(days) if day is not None and day < first]
    new = [at for at, day in enumerate(days) if day is not None and day >= first]
    if min(len(old), len(new)) < _LEAST_CASES:
        return None
    aside = _OF_PEOPLE.union(times)
    rest = {name: values for name, values in history.items() if name not in aside}
    if not rest:
        return None
    found = drift_between(
        {name: [values[at] for at in old] for name, values in rest.items()},
        {name: [values[at] for at in new] for name, values in rest.items()},
        seed=seed,
    )
    columns = tuple(
        Shift(
            one.name, round(one.index, 6) if math.isfinite(one.index) else None,
            one.p_value, one.missing_before, one.missing_now, one.new_share, one.new_values,
            one.has_shifted,
        )
        for one in found.columns
    )  # fmt: skip
    apart = Figure.of(found.auc, found.auc_low, found.auc_high, found.rows_now)
    return Shifts(found.rows_before, found.rows_now, apart, columns, found.has_shifted)


def _is_time(values: Sequence[Any]) -> bool:
    known = [one for one in values if one is not None and one != ""][:200]
    return bool(known) and all(_day(one) is not None for one in known)


def _day(value: Any) -> date | None:
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case str() if len(value) >= 10 and value[4:5] == "-":
            try:
                return date.fromisoformat(value[:10])
            except ValueError:
                return None
    return None
