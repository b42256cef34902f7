"""Does the interval of a business case hold the truth as often as it says?

Invented cases, each with costs, a gain and a model under random distributions. One truth is drawn
for each, by scipy's own distributions and a net present value written out here, apart from the
program. Counted is how often it lies within the stated 95 per cent interval. A second run draws
truths whose inputs go together although the file says that they do not: what the interval is worth
when the assumption is wrong.

    PYTHONPATH=. nice -n 15 python benchmarks/stewardship/business_case.py
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from scipy import stats  # noqa: TID253 (what we are held against)

from benchmarks.mail_routing.surroundings import machine
from signatur.methods.classification.statistics import wilson
from signatur.stewardship.business_case.model import read_case
from signatur.stewardship.business_case.model.totals import drawn_totals

RESULTS = Path(__file__).parent / "results" / "business_case.json"
CASES = 1_000
DRAWS = 4_000
YEARS = 6
HALF = stats.norm.ppf(0.975)


def invented(chance: np.random.Generator, together: float) -> dict[str, Any]:
    """Return a case as plain values, and for each uncertain input its distribution."""
    shapes = ("pert", "triangular", "uniform", "normal")

    def uncertain(low: float, high: float, *, most: float = math.inf) -> dict[str, Any]:
        ends = sorted(chance.uniform(low, high, 3))
        return {
            "low": ends[0],
            "likely": ends[1],
            "high": min(ends[2], most),
            "distribution": str(chance.choice(shapes)),
        }

    return {
        "build": uncertain(200e3, 2e6),
        "run": uncertain(50e3, 400e3),
        "retrain": uncertain(20e3, 200e3),
        "volume": uncertain(2_000, 20_000),
        "minutes": uncertain(1, 15),
        "share": uncertain(0.2, 0.9),
        "cases": uncertain(2_000, 15_000),
        "prevalence": uncertain(0.05, 0.3),
        "recall": uncertain(0.3, 0.9),
        "precision": uncertain(0.5, 0.95),
        "worth": uncertain(200, 2_000),
        "alarm": uncertain(50, 500),
        "rate": float(chance.uniform(0.0, 0.06)),
        "together": together,
    }


def as_yaml(case: dict[str, Any], seed: int, stated: float) -> str:
    """Return the case as a file, which JSON is too."""
    used = "2027-2031"
    return json.dumps(
        {
            "title": "Invented",
            "first_year": 2026,
            "years": YEARS,
            "discount_rate": case["rate"],
            "seed": seed,
            "draws": DRAWS,
            "correlation": stated,
            "costs": [
                {"name": "a", "department": "A", "phase": "development", "years": 2026, "amount": case["build"]},
                {"name": "b", "department": "A", "phase": "operation", "years": used, "amount": case["run"]},
                {"name": "c", "department": "A", "phase": "retraining", "years": [2029], "amount": case["retrain"]},
            ],
            "gains": [
                {"name": "d", "department": "B", "kind": "time", "years": used, "volume": case["volume"],
                 "minutes": case["minutes"], "hourly_rate": 400, "realised_share": case["share"]},
            ],
            "model": {
                "years": used,
                "volume": case["cases"],
                "prevalence": case["prevalence"],
                "recall": case["recall"],
                "precision": case["precision"],
                "true_positive": {"value": case["worth"], "department": "C", "kind": "cashable"},
                "false_positive": {"cost": case["alarm"], "department": "B"},
            },
        }
    )  # fmt: skip


def peer(one: dict[str, Any], *, is_share: bool) -> Any:
    """Return scipy's own distribution of an input."""
    low, likely, width = one["low"], one["likely"], one["high"] - one["low"]
    match one["distribution"]:
        case "uniform":
            return stats.uniform(low, width)
        case "triangular":
            return stats.triang((likely - low) / width, low, width)
        case "pert":
            a = 1 + 4 * (likely - low) / width
            return stats.beta(a, 6 - a, low, width)
    sd = width / (2 * HALF)
    if not is_share:
        return stats.norm(likely, sd)
    return stats.truncnorm((0 - likely) / sd, (1 - likely) / sd, likely, sd)


COSTS = ("build", "run", "retrain", "alarm")
SHARES = ("share", "prevalence", "recall", "precision")


def truth(case: dict[str, Any], chance: np.random.Generator) -> float:
    """Draw what really happens once, and return its net present value."""
    common = {True: chance.standard_normal(), False: chance.standard_normal()}
    r = case["together"]
    got = {}
    for name, one in case.items():
        if isinstance(one, dict):
            z = math.sqrt(r) * common[name in COSTS] + math.sqrt(1 - r) * chance.standard_normal()
            got[name] = float(peer(one, is_share=name in SHARES).ppf(stats.norm.cdf(z)))
    found = got["cases"] * got["prevalence"] * got["recall"]
    alarms = found * (1 - got["precision"]) / got["precision"]
    alarms = min(alarms, got["cases"] * (1 - got["prevalence"]))
    yearly = (
        got["volume"] * got["minutes"] / 60 * 400 * got["share"]
        + found * got["worth"]
        - alarms * got["alarm"]
        - got["run"]
    )
    factor = 1 + case["rate"]
    discounted = sum(yearly / factor**t for t in range(1, YEARS))
    return discounted - got["build"] - got["retrain"] / factor**3


def coverage(name: str, really: float, stated: float) -> dict[str, Any]:
    """Return how often the truth lies in its interval, with the interval of that share."""
    chance = np.random.default_rng([20261128, len(name)])
    inside = below = above = 0
    for number in range(CASES):
        case = invented(chance, really)
        npv = drawn_totals(read_case(as_yaml(case, number, stated))).npv
        low, high = np.quantile(npv, [0.025, 0.975])
        happened = truth(case, chance)
        inside += low <= happened <= high
        below += happened < low
        above += happened > high
    held = wilson(int(inside), CASES)
    return {
        "run": name, "correlation": really, "stated_correlation": stated, "cases": CASES,
        "inside": int(inside), "below": int(below), "above": int(above),
        "share": int(inside) / CASES, "low": round(held.low, 4), "high": round(held.high, 4),
    }  # fmt: skip


def main() -> None:
    """Measure and write the result down."""
    began = perf_counter()
    runs = [
        coverage("independent", 0.0, 0.0),
        coverage("together, as stated", 0.4, 0.4),
        coverage("together, but not stated", 0.4, 0.0),
    ]
    told = {
        **machine("numpy", "scipy"),
        "level": 0.95,
        "draws": DRAWS,
        "seconds": round(perf_counter() - began, 1),
        "runs": runs,
    }
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for one in runs:
        print(one)


if __name__ == "__main__":
    main()
