"""What no model would have foretold must not decide when the practice changed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from signatur.methods.practice import practice_change

START = date(2024, 1, 1)


def nearly_certain(seed: int) -> pl.DataFrame:
    """Return cases that their kind decides all but surely, anew from day 600 on; some are slips of the pen."""
    chance = np.random.default_rng(seed)
    rows, days = 700, 1000
    day = np.arange(rows) * days // rows
    kind = chance.integers(0, 6, rows)
    outcome = kind.copy()
    outcome[(day >= 600) & (kind == 3)] = 4
    slips = np.flatnonzero((day > 250) & (day < 262))
    outcome[slips] = (outcome[slips] + 2) % 6
    return pl.DataFrame(
        {
            "dag": [START + timedelta(days=int(one)) for one in day],
            "sagstype": [f"type {one}" for one in kind],
            "alder": chance.integers(18, 90, rows),
            "udfald": [f"udfald {one}" for one in outcome],
        }
    )


def test_where_the_inputs_all_but_decide_a_change_is_found_and_slips_do_not_move_its_date() -> None:
    found = practice_change(nearly_certain(seed=2), label="udfald", time="dag")

    (point,) = found.change_points
    changed = START + timedelta(days=600)
    assert abs((point.date - changed).days) <= 14
    assert point.low <= changed <= point.high
