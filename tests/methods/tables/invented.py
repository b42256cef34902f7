"""Invented tables with planted faults, so that what should be found is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

TODAY = date(2026, 11, 28)


def decisions(rows: int = 2000, seed: int = 0, *, changed: bool = True) -> pl.DataFrame:
    """Return decisions on applications; the practice turns at two thirds of the time."""
    chance = np.random.default_rng(seed)
    day = np.sort(chance.integers(0, 1200, rows))
    age = chance.integers(18, 90, rows)
    income = np.round(chance.lognormal(12.5, 0.5, rows), 2)
    children = chance.poisson(1.2, rows)
    pull = 0.05 * (age - 50) + 0.6 * children - 0.7
    if changed:
        pull = np.where(day >= 800, -pull, pull)
    granted = chance.random(rows) < 1 / (1 + np.exp(-2 * pull))
    return pl.DataFrame(
        {
            "sagsnr": [f"S{100000 + n}" for n in range(rows)],
            "modtaget": [date(2022, 1, 1) + timedelta(days=int(one)) for one in day],
            "alder": age,
            "indkomst": income,
            "antal_boern": children,
            "koen": chance.choice(["M", "K"], rows),
            "udfald": np.where(granted, "Ja", "Nej"),
        }
    )
