"""What came of the months of a simulated year, counted, and as it is written to the results."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.classification.statistics import wilson
from signatur.methods.statistics.sequential import confidence_sequence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass
class Month:
    """What came of one month."""

    arrived: int = 0
    would_be: int = 0
    """Sure enough, covered and unrestrained, whether or not an authorisation was in force."""
    automatic: int = 0
    right: int = 0
    strict: int = 0
    by: Counter[str] = field(default_factory=Counter)
    controls: int = 0
    agreed: int = 0
    controls_right: int = 0
    """Agreed, or found right by a second look; until then a disagreement is wrong."""
    agreed_wrongly: int = 0
    """Person and system took the same wrong place, which no second look finds."""
    looks: Counter[str] = field(default_factory=Counter)
    restrained: int = 0
    closer_days: set[date] = field(default_factory=set)
    suspended: list[str] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)
    days: dict[date, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def told(self, number: int) -> dict[str, Any]:
        return {
            "month": number,
            "arrived": self.arrived,
            "automatic_share": round(self.automatic / max(self.arrived, 1), 4),
            "sure_enough_share": round(self.would_be / max(self.arrived, 1), 4),
            "true_precision": _interval(self.right, self.automatic),
            "strict_precision": _interval(self.strict, self.automatic),
            "controls": self.controls,
            "raw_control_precision": _interval(self.agreed, self.controls),
            "control_precision": _interval(self.controls_right, self.controls),
            "second_looks": dict(self.looks),
            "agreed_wrongly": self.agreed_wrongly,
            "must_be_seen": self.restrained,
            "days_watched_closer": len(self.closer_days),
            "suspended": self.suspended,
            "subjects_paused": self.paused,
            "worst_week": _worst_week(self.days),
            "by": dict(self.by),
        }


def _interval(count: int, total: int) -> dict[str, float] | None:
    if not total:
        return None
    found = wilson(count, total)
    return {
        "value": round(found.value, 4),
        "low": round(found.low, 4),
        "high": round(found.high, 4),
    }


def _worst_week(days: dict[date, list[int]]) -> float | None:
    every = sorted(days)
    shares = [
        sum(days[day][1] for day in every[at : at + 7]) / total
        for at in range(max(1, len(every) - 6))
        if (total := sum(days[day][0] for day in every[at : at + 7]))
    ]
    return round(min(shares), 4) if shares else None


def _sequence(right: int, total: int) -> dict[str, float]:
    bounds = confidence_sequence(right, total)
    return {
        "value": round(bounds.value, 4),
        "low": round(bounds.low, 4),
        "high": round(bounds.high, 4),
    }


def summary(months: Sequence[Month], promise: float) -> dict[str, Any]:
    arrived, automatic = (
        sum(getattr(one, name) for one in months) for name in ("arrived", "automatic")
    )
    right = sum(one.right for one in months)
    controls, agreed, settled, wrongly = (
        sum(getattr(one, name) for one in months)
        for name in ("controls", "agreed", "controls_right", "agreed_wrongly")
    )
    lowest = min((one.right / one.automatic for one in months if one.automatic), default=np.nan)
    return {
        "arrived": arrived,
        "automatic_share": round(automatic / arrived, 4),
        "true_precision": _interval(right, automatic),
        "lowest_month": round(float(lowest), 4),
        "months_below_promise": sum(one.right < promise * one.automatic for one in months),
        "controls": controls,
        "raw_control_precision": _sequence(agreed, controls),
        "control_precision": _sequence(settled, controls),
        "second_looks": dict(sum((one.looks for one in months), Counter())),
        "agreed_wrongly": wrongly,
        "days_watched_closer": sum(len(one.closer_days) for one in months),
        "suspensions": sum(len(one.suspended) for one in months),
    }
