"""Pictures of an analysis from its plain values; each stands beside a table with the same numbers."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.methods.charts import Band, lines, rows
from signatur.stewardship.data_analysis.model import words

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 20


def relevance(told: Mapping[str, Any]) -> str:
    """Return what each column settles of the outcome."""
    found = told["relevance"][:_MOST]
    if not found:
        return ""
    return rows(
        str(_("What each column says of the outcome")),
        [one["column"] for one in found],
        [one["information"] for one in found],
        lambda share: show_percent(share, 1),
    )


def volume(told: Mapping[str, Any]) -> str:
    """Return the learning curve, measured (whole) and forecast (dashed), with the target."""
    found = told["volume"]
    points = [(one, False) for one in found["curve"]] + [(one, True) for one in found["forecast"]]
    if any((one["low"] or 0) < 0 for one, _expected in points):
        points = [pair for pair in points if (pair[0]["low"] or 0) >= 0]
    if not points:
        return ""
    is_share = found["metric"] not in {"log_loss", "brier", "mae", "rmse"}
    target = found["target"]
    floor = (target["value"], str(_("target"))) if target else None
    return lines(
        str(words.METRIC_TITLES[found["metric"]]),
        [show_number(one["rows"], 0) for one, _expected in points],
        [
            Band(
                one["value"],
                one["low"],
                min(one["high"], 1.0) if is_share else one["high"],
                is_expected=expected,
            )
            for one, expected in points
        ],
        lambda value: show_number(value, 2),
        top=1.0 if is_share else None,
        floor=floor,
        height=260,
    )


def outcomes(told: Mapping[str, Any]) -> str:
    """Return how many cases ended how."""
    found = told["representativeness"]["outcomes"][:_MOST]
    return rows(
        str(_("Outcomes")),
        [one["outcome"] for one in found],
        [one["share"] for one in found],
        lambda share: show_percent(share, 1),
    )


def over_time(told: Mapping[str, Any]) -> str:
    """Return the outcome over time, with the changes that were found and the dates of law."""
    steps = told["over_time"]
    if len(steps) < 2 or any((one["low"] or 0) < 0 for one in steps):
        return ""
    change = told["practice_change"]
    starts = [one["start"] for one in steps]
    marks = [
        (_place(starts, str(one["date"])), str(one["date"])) for one in change["change_points"]
    ]
    marks += [
        (_place(starts, one["date"]), str(_("law %(day)s", day=one["date"])))
        for one in change["law_dates"]
    ]
    is_share = told["representativeness"]["rare_outcome"] is not None
    return lines(
        str(_("The outcome over time")),
        [one[:7] for one in starts],
        [Band(one["value"], one["low"], one["high"]) for one in steps],
        show_percent if is_share else (lambda value: show_number(value, 2)),
        top=1.0 if is_share else None,
        marks=marks,
    )


def _place(starts: list[str], moment: str) -> float:
    """Return where a moment lies among the periods, counted in periods."""
    try:
        numbers = [float(one) for one in starts]
        return bisect_right(numbers, float(moment)) - 1.0
    except ValueError:
        return bisect_right(starts, moment) - 1.0
