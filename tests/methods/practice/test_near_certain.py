"""What no model would have foretold must not decide when the practice changed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from signatur.methods.practice import practice_change

START = date(2024, 1, 1)


def nearly_certain(seed: int) -> pl.DataFrame:
    """Return cases that their kind decides all but surely, anew from day 600 on; some are slips of the pen."""
    chance = np.random.default_rng(seed)
    rows, days = 1500, 1000
    day = np.arange(rows) * days // rows
    kind = chance.integers(0, 12, rows)
    outcome = kind.copy()
    outcome[(day >= 600) & (kind == 3)] = 4
    slips = np.flatnonzero((day > 250) & (day < 262))
    outcome[slips] = (outcome[slips] + 5) % 12
    return pl.DataFrame(
        {
            "dag": [START + timedelta(days=int(one)) for one in day],
            "sagstype": [f"type {one}" for one in kind],
            "alder": chance.integers(18, 90, rows),
            "udfald": [f"udfald {one}" for one in outcome],
        }
    )


@pytest.mark.parametrize("seed", [1, 3])
def test_where_the_inputs_all_but_decide_a_change_is_found_and_slips_do_not_move_its_date(
    seed: int,
) -> None:
    found = practice_change(nearly_certain(seed), label="udfald", time="dag")

    (point,) = found.change_points
    changed = START + timedelta(days=600)
    assert abs((point.date - changed).days) <= 14
    assert point.low <= changed <= point.high
