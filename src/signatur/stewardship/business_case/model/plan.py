"""What a case plans of one month, and how far what really happened comes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.stewardship.business_case.model.flows import answers_by_year
from signatur.stewardship.business_case.model.inputs import Values
from signatur.stewardship.business_case.model.totals import totals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.stewardship.business_case.schema import Case, Series

_MONTHS = 12
# What comes nearest to the gain goes first.
_NEAREST = ("minutes_saved", "automatic", "cases")


def planned(case: Case, year: int) -> dict[str, float]:
    """Return what is planned of each month of a year, a twelfth of it; empty where nothing is.

    `gain` is in money of the price year, not discounted; `precision` is a share.
    """
    if year not in case.calendar:
        return {}
    found: dict[str, float] = {}
    gains = float(totals(case, Values()).gains[year - case.first_year, 0])
    minutes = _minutes(case, year)
    if minutes:
        found["minutes_saved"] = minutes / _MONTHS
    answers = answers_by_year(case, Values()).get(year)
    if answers is not None and case.model is not None:
        found["cases"] = _at(case.model.volume, case.model.years, year) / _MONTHS
        found["precision"] = case.model.precision.likely
        if case.model.coverage is not None:
            found["automatic"] = float(answers.right + answers.wrong) / _MONTHS
    else:
        volumes = [_at(one.volume, one.years, year) for one in case.gains if year in one.years]
        if volumes:
            found["cases"] = max(volumes) / _MONTHS
    if not found and not gains:
        return {}
    return {**found, "gain": gains / _MONTHS}


def _minutes(case: Case, year: int) -> float:
    return sum(
        _at(one.volume, one.years, year)
        * _at(one.minutes, one.years, year)
        * _at(one.realised_share, one.years, year)
        for one in case.gains
        if one.minutes is not None and year in one.years
    )


def _at(series: Series, years: tuple[int, ...], year: int) -> float:
    return series.values[series.index(years.index(year))].likely


def compared(
    plan: Mapping[str, float], realised: Mapping[str, float]
) -> tuple[str, float | None, float | None]:
    """Return by what a month is measured, realised as a share of planned, and the realised gain.

    The gain is what was planned times that share, since a case says what all of it is worth.
    """
    for name in _NEAREST:
        if plan.get(name) and name in realised:
            ratio = realised[name] / plan[name]
            return name, ratio, plan.get("gain", 0.0) * ratio
    return "", None, None
