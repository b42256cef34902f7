"""Gaps are filled as was tested, in operation as in training, and never without a flag."""

from __future__ import annotations

import json

import numpy as np
import polars as pl

from signatur.methods.tables import apply_imputing, as_recipe, fit_imputing, understand


def gappy() -> pl.DataFrame:
    chance = np.random.default_rng(0)
    x = chance.normal(size=500)
    kind = chance.choice(["a", "b"], 500)
    return pl.DataFrame(
        {
            "x": x,
            "near": np.where(
                chance.random(500) < 0.2, np.nan, 2 * x + 0.1 * chance.normal(size=500)
            ),
            "apart": np.where(chance.random(500) < 0.2, np.nan, np.where(kind == "a", 10.0, 50.0)),
            "noise": np.where(chance.random(500) < 0.2, np.nan, chance.normal(size=500)),
            "kind": kind,
            "hardly": [1.5 + n if n < 30 else None for n in range(500)],
        }
    )


def test_each_column_gets_the_simplest_way_that_comes_nearest() -> None:
    found = {one.column: one.method for one in fit_imputing(understand(gappy()))}

    assert found == {"near": "linear", "apart": "group", "noise": "median", "hardly": "flag_only"}


def test_the_recipe_travels_as_json_and_flags_what_it_filled() -> None:
    table = understand(gappy())
    recipe = json.loads(json.dumps(as_recipe(fit_imputing(table))))
    operation = understand(pl.DataFrame({"x": [1.0, 2.0], "near": [None, 5.0], "apart": [None, 10.0],
                                         "noise": [None, 0.0], "kind": ["b", "a"], "hardly": [None, 1.0]}))  # fmt: skip

    filled = apply_imputing(operation, recipe)

    assert abs(filled["near"][0] - 2.0) < 0.1
    assert filled["apart"].to_list() == [50.0, 10.0]
    assert filled["near_mangler"].to_list() == [True, False]
    assert filled["near"][1] == 5.0
