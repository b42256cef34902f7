"""From a case to all that follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.stewardship.business_case.model.chance import quantile
from signatur.stewardship.business_case.model.changing import changed
from signatur.stewardship.business_case.model.even import break_even, floor
from signatur.stewardship.business_case.model.flows import answers_by_year, taken_by_year
from signatur.stewardship.business_case.model.inputs import (
    Values,
    inputs,
    uncertain_inputs,
)
from signatur.stewardship.business_case.model.totals import (
    Totals,
    drawn_totals,
    npv,
    payback,
    totals,
)
from signatur.stewardship.business_case.model.warning import warnings
from signatur.stewardship.business_case.schema import (
    Case,
    Department,
    GainKind,
    Interval,
    LinkYear,
    Phase,
    Result,
    ScenarioResult,
    Shape,
    Swing,
    Uncertain,
    YearFlow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SWING = 0.10
_MOST_SWINGS = 20
_SCENARIO_DRAWS = 4_000
_WEEKS = 52


def compute(case: Case) -> Result:
    """Return net present value with its interval, and all else that a decision rests on.

    The value of every figure is at the likely inputs; its interval holds the middle `interval` of
    the draws. The same case gives the same result.
    """
    point, drawn = totals(case, Values()), drawn_totals(case)
    accumulated = point.accumulated
    years = payback(case, accumulated)
    late = payback(case, drawn.accumulated)
    result = Result(
        npv=_interval(case, point.npv, drawn.npv),
        npv_mean=float(drawn.npv.mean()),
        probability_positive=float((drawn.npv >= 0).mean()),
        npv_cashable=_interval(case, _cashable(point), _cashable(drawn)),
        payback_year=years[0],
        payback_low=_year_at(case, late, (1 - case.interval) / 2),
        payback_high=_year_at(case, late, (1 + case.interval) / 2),
        payback_undiscounted=payback(case, np.cumsum(point.gains - point.costs, axis=0))[0],
        by_department=_departments(case, point, drawn),
        by_phase={one: float(point.by_phase(one)[0]) for one in Phase if _has_phase(point, one)},
        by_kind={one: float(point.by_kind(one)[0]) for one in GainKind if _has_kind(point, one)},
        cash_flow=_years(case, point, drawn),
        break_even=break_even(case, years[0]),
        floor=floor(case),
        tornado=_tornado(case),
        scenarios=tuple(_scenario(changed(case, one), one.name) for one in case.scenarios),
        links=_links(case),
        answers=_answers(case),
    )
    return replace(result, warnings=warnings(case, result))


def _interval(case: Case, point: Floats, drawn: Floats) -> Interval:
    ends = np.quantile(drawn, [(1 - case.interval) / 2, (1 + case.interval) / 2])
    return Interval(float(point[0]), float(ends[0]), float(ends[1]))


def _cashable(found: Totals) -> Floats:
    return found.npv - found.by_kind(GainKind.TIME) - found.by_kind(GainKind.QUALITY)


def _year_at(case: Case, years: list[int | None], share: float) -> int | None:
    never = case.first_year + case.years
    ordered = sorted(never if year is None else year for year in years)
    found = ordered[min(len(ordered) - 1, int(share * len(ordered)))]
    return None if found == never else found


def _has_phase(found: Totals, phase: Phase) -> bool:
    return any(one is phase for _name, one in found.pays)


def _has_kind(found: Totals, kind: GainKind) -> bool:
    return any(one is kind for _name, one in found.gets)


def _departments(case: Case, point: Totals, drawn: Totals) -> tuple[Department, ...]:
    found = []
    for name in point.departments():
        pays, gets = point.pays_of(name), point.gets_of(name)
        drawn_pays, drawn_gets = drawn.pays_of(name), drawn.gets_of(name)
        found.append(
            Department(
                name,
                _interval(case, pays, drawn_pays),
                _interval(case, gets, drawn_gets),
                _interval(case, gets - pays, drawn_gets - drawn_pays),
                {one: float(v[0]) for (who, one), v in point.pays.items() if who == name},
                {one: float(v[0]) for (who, one), v in point.gets.items() if who == name},
            )
        )
    return tuple(found)


def _years(case: Case, point: Totals, drawn: Totals) -> tuple[YearFlow, ...]:
    net, accumulated = point.gains - point.costs, point.accumulated
    ends = np.quantile(
        drawn.accumulated, [(1 - case.interval) / 2, (1 + case.interval) / 2], axis=1
    )
    return tuple(
        YearFlow(
            year=year,
            costs=float(point.costs[t, 0]),
            gains=float(point.gains[t, 0]),
            net=float(net[t, 0]),
            discount_factor=float(point.factors[t]),
            present=float(net[t, 0] * point.factors[t]),
            accumulated=float(accumulated[t, 0]),
            low=float(ends[0, t]),
            high=float(ends[1, t]),
        )
        for t, year in enumerate(case.calendar)
    )


def _tornado(case: Case) -> tuple[Swing, ...]:
    """Move each uncertain input alone between the ends of its own 95 per cent.

    Where nothing is uncertain, each input is moved by ten per cent instead.
    """
    stated = uncertain_inputs(case)
    moved = stated or [one for one in inputs(case) if one.one.likely]
    found = []
    for one in moved:
        low, high = _ends(one.one)
        at_low, at_high = (
            float(npv(case, Values(named={one.key: np.array([end])}))[0]) for end in (low, high)
        )
        found.append(Swing(one.name, low, high, at_low, at_high, bool(stated)))
    return tuple(sorted(found, key=lambda one: -one.swing)[:_MOST_SWINGS])


def _ends(one: Uncertain) -> tuple[float, float]:
    if one.shape is Shape.CERTAIN:
        ends = one.likely * (1 - _SWING), one.likely * (1 + _SWING)
        return max(one.least, ends[0]), min(one.most, ends[1])
    low, high = quantile(one, [0.025, 0.975])
    return float(low), float(high)


def _scenario(case: Case, name: str) -> ScenarioResult:
    point = totals(case, Values())
    drawn = drawn_totals(case, min(case.draws, _SCENARIO_DRAWS))
    return ScenarioResult(
        name, _interval(case, point.npv, drawn.npv), payback(case, point.accumulated)[0]
    )


def _links(case: Case) -> tuple[LinkYear, ...]:
    values = Values()
    answers = answers_by_year(case, values)
    found = []
    for number, link in enumerate(case.next_links):
        for year, one in taken_by_year(number, link, answers, values).items():
            arriving, taken, waiting = (
                float(np.asarray(v).reshape(-1)[0]) for v in (one.arriving, one.taken, one.waiting)
            )
            # Who comes last waits until the queue before is worked off.
            weeks = _WEEKS * waiting / taken if taken else 0.0
            found.append(LinkYear(link.name, year, arriving, taken, waiting, weeks))
    return tuple(found)


def _answers(case: Case) -> tuple[Mapping[str, float], ...]:
    found: list[dict[str, Any]] = []
    for year, one in answers_by_year(case, Values()).items():
        numbers = {
            "used": one.used,
            "right": one.right,
            "wrong": one.wrong,
            "missed": one.missed,
            "right_today": one.right_today,
            "wrong_today": one.wrong_today,
            "missed_today": one.missed_today,
        }
        found.append({"year": year, **{key: float(value) for key, value in numbers.items()}})
    return tuple(found)
