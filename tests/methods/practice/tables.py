"""Small tables of made-up case work, with or without a change of practice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

START = date(2020, 1, 1)
CUT = date(2021, 7, 1)
BACK = date(2022, 4, 1)
_DAYS = 1095


def a_table(
    *,
    rows: int = 900,
    changed: bool = True,
    drift: float = 0.5,
    seed: int = 0,
    went: bool = False,
) -> dict[str, Any]:
    """Return cases over three years; from `CUT` on, less is granted, and least to the second group.

    With `went`, only until `BACK`.
    """
    rng = np.random.default_rng(seed)
    when = np.sort(rng.integers(0, _DAYS, rows))
    days = [START + timedelta(days=int(one)) for one in when]
    need, means = rng.normal(size=(2, rows))
    need = need + drift * (when / _DAYS - 0.5)
    group = rng.choice(["A", "B"], rows)
    merit = 1.5 * need - means
    is_new = np.array([one >= CUT and not (went and one >= BACK) for one in days])
    luck = rng.logistic(size=rows) * 0.5
    stricter = merit - 0.4 - 2.2 * (group == "B")
    granted = np.where(is_new & changed, stricter, merit) > luck
    return {
        "number": np.arange(rows),
        "need": need,
        "means": [None if rng.random() < 0.03 else float(one) for one in means],
        "group": group,
        "date": days,
        "outcome": np.where(granted, "bevilget", "afslag"),
        "today": np.where((merit if went else stricter) > luck, "bevilget", "afslag"),
    }


def without(table: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the table less some columns."""
    return {name: one for name, one in table.items() if name not in names}
