"""A result as plain values for JSON, under the names of the command-line contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import Text
from signatur.stewardship.business_case.model.inputs import inputs
from signatur.stewardship.business_case.schema import Phase, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.stewardship.business_case.schema import (
        Case,
        Department,
        Even,
        FloorPoint,
        Interval,
        LinkYear,
        PerformanceFloor,
        Result,
        Swing,
        YearFlow,
    )

CONVENTIONS = (
    "Amounts are differences from doing nothing, in prices of price_year.",
    "The first year is year 0 and is not discounted; year t is divided by (1 + discount_rate)^t.",
    "npv.value is at the likely inputs; low and high hold the middle `interval` of the draws.",
    "payback_year is the first year from which the discounted sum never lies below nought again.",
    "by_department, by_phase and by_kind are present values.",
)


def as_json(case: Case, result: Result) -> dict[str, Any]:
    """Return all of a result; amounts with two decimals, shares with six."""
    return {
        "title": case.title,
        "currency": case.currency,
        "npv": {
            **_interval(result.npv),
            "mean": _money(result.npv_mean),
            "probability_positive": round(result.probability_positive, 6),
        },
        "npv_cashable": _interval(result.npv_cashable),
        "payback_year": result.payback_year,
        "payback": {
            "year": result.payback_year,
            "low": result.payback_low,
            "high": result.payback_high,
            "undiscounted": result.payback_undiscounted,
        },
        "by_department": [_department(one) for one in result.by_department],
        **_sums(result),
        "cash_flow": [_year(one) for one in result.cash_flow],
        "break_even": {name: _even(one) for name, one in result.break_even.items()},
        "performance_floor": _floor(result.floor),
        "tornado": [_swing(one) for one in result.tornado],
        "scenarios": [
            {"name": one.name, "npv": _interval(one.npv), "payback_year": one.payback_year}
            for one in result.scenarios
        ],
        "next_link": [_link(one) for one in result.links],
        "answers": [
            {key: value if key == "year" else _money(value) for key, value in one.items()}
            for one in result.answers
        ],
        "assumptions": assumptions(case),
        "warnings": [
            {"code": one.code, "message": str(one.said), "text": one.said.to_json()}
            for one in result.warnings
        ],
    }


def _sums(result: Result) -> dict[str, Any]:
    phases = [one for one in Phase if one in result.by_phase]
    return {
        "by_phase": [
            {"phase": one.value, "present_value": _money(result.by_phase[one])} for one in phases
        ],
        "by_kind": [
            {"kind": kind.value, "present_value": _money(value)}
            for kind, value in result.by_kind.items()
        ],
    }


def _year(one: YearFlow) -> dict[str, Any]:
    return {
        "year": one.year,
        "costs": _money(one.costs),
        "gains": _money(one.gains),
        "net": _money(one.net),
        "discount_factor": one.discount_factor,
        "present_value": _money(one.present),
        "accumulated": _money(one.accumulated),
        "accumulated_low": _money(one.low),
        "accumulated_high": _money(one.high),
    }


def _even(one: Even) -> dict[str, Any]:
    return {
        "value": _share(one.value),
        "planned": _share(one.planned),
        "share_of_planned": _share(one.share),
    }


def _swing(one: Swing) -> dict[str, Any]:
    return {
        "input": one.name,
        "low_input": one.low_input,
        "high_input": one.high_input,
        "npv_at_low": _money(one.at_low),
        "npv_at_high": _money(one.at_high),
        "swing": _money(one.swing),
        "basis": "stated" if one.is_stated else "±10 %",
    }


def _link(one: LinkYear) -> dict[str, Any]:
    return {
        "name": one.name,
        "year": one.year,
        "arriving": _money(one.arriving),
        "taken": _money(one.taken),
        "waiting": _money(one.waiting),
        "weeks_waiting": _money(one.weeks_waiting),
    }


def warnings_of(told: Mapping[str, Any]) -> list[str]:
    """Return the warnings of a result that was kept, in the language of whoever reads them now."""
    return [str(Text.from_json(one["text"])) for one in told["warnings"]]


def assumptions(case: Case) -> dict[str, Any]:
    """Return what the result rests on: the conventions, and each input with its distribution."""
    return {
        "conventions": list(CONVENTIONS),
        "first_year": case.first_year,
        "last_year": case.calendar[-1],
        "price_year": case.price_year,
        "inflation": case.inflation,
        "discount_rate": case.discount_rate,
        "seed": case.seed,
        "draws": case.draws,
        "interval": case.interval,
        "correlation": {"costs": case.cost_correlation, "gains": case.gain_correlation},
        "inputs": [
            {
                "input": one.name,
                "likely": one.one.likely,
                **(
                    {}
                    if one.one.shape is Shape.CERTAIN
                    else {"low": one.one.low, "high": one.one.high}
                ),
                "distribution": one.one.shape.value,
            }
            for one in inputs(case)
        ],
        "notes": case.notes,
    }


def _department(one: Department) -> dict[str, Any]:
    return {
        "department": one.department,
        "pays": _money(one.pays.value),
        "gains": _money(one.gains.value),
        "net": _money(one.net.value),
        "net_low": _money(one.net.low),
        "net_high": _money(one.net.high),
        "pays_by_phase": {phase.value: _money(v) for phase, v in one.by_phase.items()},
        "gains_by_kind": {kind.value: _money(v) for kind, v in one.by_kind.items()},
    }


def _floor(floor: PerformanceFloor | None) -> dict[str, Any]:
    if floor is None:
        return {"metric": None, "value": None, "certain": None, "curve": []}
    return {
        "metric": "precision",
        "value": _share(floor.precision),
        "certain": _share(floor.precision_certain),
        "probability": floor.probability,
        "at": {floor.reach_name: _share(floor.planned_reach)},
        "planned": _share(floor.planned_precision),
        floor.reach_name: {
            "value": _share(floor.reach),
            "certain": _share(floor.reach_certain),
            "planned": _share(floor.planned_reach),
            "at": {"precision": _share(floor.planned_precision)},
        },
        "curve": [_point(floor.reach_name, one) for one in floor.curve],
    }


def _point(reach: str, one: FloorPoint) -> dict[str, Any]:
    return {
        reach: _share(one.reach),
        "precision": _share(one.precision),
        "precision_certain": _share(one.precision_certain),
    }


def _interval(one: Interval) -> dict[str, float]:
    return {"value": _money(one.value), "low": _money(one.low), "high": _money(one.high)}


def _money(value: float) -> float:
    return round(value, 2) + 0.0


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
