"""Where a case just pays: break-even, and the performance floor that follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.stewardship.business_case.model.changing import changed
from signatur.stewardship.business_case.model.inputs import Values, draw
from signatur.stewardship.business_case.model.totals import lines_npv, model_npv, npv
from signatur.stewardship.business_case.schema import (
    Case,
    Even,
    FloorPoint,
    ModelUse,
    PerformanceFloor,
    Scenario,
    Series,
    certain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_GRID = 60
_STEPS = 40
_CURVE_STEPS = 20
# The curve and the certain floor rest on as many draws at most, so that they come at once.
_CURVE_DRAWS = 2_000
_CURVE = tuple(n / 20 for n in range(1, 21))
_MOST_FACTOR = 10.0
_LEAST_PRECISION = 0.001


def crossing(
    worth: Callable[[float], float], low: float, high: float, *, steps: int = _STEPS
) -> float | None:
    """Return the least x from `low` to `high` with worth(x) >= 0, or None where there is none."""
    before = low
    for x in np.linspace(low, high, _GRID + 1):
        if worth(float(x)) >= 0:
            return _halved(worth, before, float(x), steps) if x > low else low
        before = float(x)
    return None


def _halved(worth: Callable[[float], float], below: float, above: float, steps: int) -> float:
    for _step in range(steps):
        middle = (below + above) / 2
        if worth(middle) >= 0:
            above = middle
        else:
            below = middle
    return above


def break_even(case: Case, payback_year: int | None) -> dict[str, Even]:
    """Return where the case turns, in each respect alone, with all else at its likely value."""

    def worth(scenario: Scenario) -> float:
        return float(npv(changed(case, scenario), Values())[0])

    found = {
        "volume": _volume(case, worth),
        "realised_share": _realised_share(case, worth),
        "costs": _costs(worth),
        "year": Even(None, payback_year, None),
    }
    if case.model is not None:
        reach = case.model.reach_name
        for name in ("precision", reach):
            planned = getattr(case.model, name).likely
            value = crossing(
                lambda x, name=name: _worth_at(case, {name: x}),  # type: ignore[misc]
                _least(case.model, name),
                1.0,
            )
            share = value / planned if value is not None and planned else None
            found[name] = Even(share, value, planned)
    return found


def _worth_at(case: Case, instead: dict[str, float]) -> float:
    return float(npv(with_model(case, **instead), Values())[0])


def with_model(case: Case, **instead: float) -> Case:
    """Return the case with a precision, recall or coverage that is certain."""
    assert case.model is not None, "only asked of cases with a model"
    put: dict[str, Any] = {key: certain(one) for key, one in instead.items()}
    return replace(case, model=replace(case.model, **put))


def _volume(case: Case, worth: Callable[[Scenario], float]) -> Even:
    share = crossing(lambda x: worth(Scenario(name="", volume=x)), 0.0, _MOST_FACTOR)
    planned = _one_of({_last(series) for series in _volumes(case)})
    value = share * planned if share is not None and planned is not None else None
    return Even(share, value, planned)


def _realised_share(case: Case, worth: Callable[[Scenario], float]) -> Even:
    planned = {_last(series) for series in _realised(case)}
    if not planned or min(planned) <= 0:
        return Even(None, None, None)
    most = 1 / min(planned)
    share = crossing(lambda x: worth(Scenario(name="", realised_share=x)), 0.0, most)
    single = _one_of(planned)
    value = share * single if share is not None and single is not None else None
    return Even(share, value, single)


def _costs(worth: Callable[[Scenario], float]) -> Even:
    if worth(Scenario(name="", costs=0.0)) < 0:
        return Even(None, None, None)
    share = crossing(lambda x: -worth(Scenario(name="", costs=x)) - 1e-9, 0.0, 20.0)
    return Even(share, None, None)


def _volumes(case: Case) -> Iterator[Series]:
    yield from (one.volume for one in case.gains)
    if case.model is not None:
        yield case.model.volume


def _realised(case: Case) -> Iterator[Series]:
    yield from (one.realised_share for one in case.gains)
    if case.model is not None:
        yield case.model.realised_share


def _last(series: Series) -> float:
    return series.values[-1].likely


def _one_of(values: set[float]) -> float | None:
    return next(iter(values)) if len(values) == 1 else None


def floor(case: Case) -> PerformanceFloor | None:
    """Return how good the model must be for the case to pay; None without a model.

    `precision` is the least, with the reach (recall or coverage) as planned, at which the net
    present value at the likely values is not below nought; `precision_certain` the least at which
    at least `probability` of the draws are not. The draws are the same for every trial, so that
    what differs is the model alone.
    """
    model = case.model
    if model is None:
        return None
    reach = model.reach_name
    planned_reach = getattr(model, reach).likely
    drawn = draw(case, min(case.draws, _CURVE_DRAWS))
    point, sure = _Worth(case, Values()), _Worth(case, drawn)
    curve = tuple(
        FloorPoint(
            at,
            _least_precision(point, reach, at, steps=_STEPS),
            _least_precision(sure, reach, at, steps=_CURVE_STEPS),
        )
        for at in sorted({*_CURVE, planned_reach} - {0.0})
    )
    return PerformanceFloor(
        reach_name=reach,
        planned_precision=model.precision.likely,
        planned_reach=planned_reach,
        precision=_least_precision(point, reach, planned_reach, steps=_STEPS),
        precision_certain=_least_precision(sure, reach, planned_reach, steps=_CURVE_STEPS),
        reach=_least_reach(point, reach, model.precision.likely),
        reach_certain=_least_reach(sure, reach, model.precision.likely),
        probability=case.probability,
        curve=curve,
    )


class _Worth:
    """The net present value as a function of the model alone, or what is nearly surely reached."""

    def __init__(self, case: Case, values: Values) -> None:
        self.case = case
        self._values = values
        self._rest = lines_npv(case, values)

    def at(self, **instead: float) -> float:
        named = {key: one for key, one in self._values.named.items() if key[6:] not in instead}
        values = Values(self._values.count, named)
        drawn = self._rest + model_npv(with_model(self.case, **instead), values)
        if self._values.count == 1:
            return float(drawn[0])
        # Not below nought in `probability` of the draws: the lower quantile is not.
        return float(np.quantile(drawn, 1 - self.case.probability, method="lower"))


def _least_precision(worth: _Worth, reach: str, at: float, *, steps: int) -> float | None:
    def of(precision: float) -> float:
        instead: dict[str, Any] = {"precision": precision, reach: at}
        return worth.at(**instead)

    assert worth.case.model is not None, "only asked of cases with a model"
    return _monotone(of, _lowest_possible(worth.case.model, at), 1.0, steps)


def _least_reach(worth: _Worth, reach: str, precision: float) -> float | None:
    def of(at: float) -> float:
        instead: dict[str, Any] = {"precision": precision, reach: at}
        return worth.at(**instead)

    return crossing(of, 0.0, 1.0, steps=_CURVE_STEPS)


def _monotone(worth: Callable[[float], float], low: float, high: float, steps: int) -> float | None:
    """Return the least x with worth(x) >= 0 of what only rises; asks far less often than a grid."""
    if worth(high) < 0:
        return None
    return low if worth(low) >= 0 else _halved(worth, low, high, steps)


def _least(model: ModelUse, name: str) -> float:
    return (
        _lowest_possible(model, getattr(model, model.reach_name).likely)
        if name == "precision"
        else 0.0
    )


def _lowest_possible(model: ModelUse, reach: float) -> float:
    """Return the precision at this recall when every case that is not sought is flagged too."""
    if model.prevalence is None or not reach:
        return _LEAST_PRECISION
    found = model.prevalence.likely * reach
    others = 1 - model.prevalence.likely
    return max(_LEAST_PRECISION, found / (found + others)) if found + others else 1.0
