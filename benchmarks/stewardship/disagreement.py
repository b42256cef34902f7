"""Does the corrected disagreement hold the truth as often as it says, where the raw figure does not?

Invented municipalities: a model that errs, caseworkers who err and yield to advice that they see, by
one rate or each by their own, many or few of them. The true shares are known: by arithmetic where
all caseworkers are alike, else as the mean over many more caseworkers than any one simulation has.
Counted is how often the stated 95 per cent interval holds them, over 500 simulations a design. Raw
is what a log of overrides tells: the share that differs where advice is shown, taken for how often
people differ in judgement.

    PYTHONPATH=. nice -n 15 python benchmarks/stewardship/disagreement.py
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.mail_routing.surroundings import machine
from signatur.methods.classification.statistics import wilson
from signatur.methods.statistics.disagreement import Case, measure_disagreement

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESULTS = Path(__file__).parent / "results" / "disagreement.json"
SIMULATIONS = 500
ANSWERS = 6
MANY = 200_000
NAMES = ("true_disagreement", "pull", "over_reliance", "under_reliance")


@dataclass(frozen=True, slots=True)
class Design:
    """One invented municipality. Shares are between 0 and 1."""

    name: str
    cases: int = 3000
    workers: int = 25
    blind: float = 0.15
    hidden: float = 0.10
    model_error: float = 0.12
    own_error: float = 0.10
    yields: float = 0.7
    spread: float = 0.0
    """How caseworkers differ: errors and yielding are drawn from beta distributions of this spread."""


DESIGNS = (
    Design("alike"),
    Design("alike_five_per_cent_blind", cases=6000, blind=0.05, hidden=0.0),
    Design("differ", spread=0.1),
    Design("differ_much", spread=0.2),
    Design("few_workers", workers=6, spread=0.1),
    Design("few_workers_alike", workers=6),
    Design("few_cases", cases=600, blind=0.25, hidden=0.15, spread=0.05),
    Design("no_pull", yields=0.0),
)


def _rates(
    chance: np.random.Generator, mean: float, spread: float, count: int
) -> NDArray[np.float64]:
    """Return a rate for each caseworker, with a mean and a share of the largest possible variance."""
    if spread == 0 or mean in (0, 1):
        return np.full(count, mean)
    strength = 1 / spread - 1
    return chance.beta(mean * strength, (1 - mean) * strength, count)


def simulate(
    design: Design, chance: np.random.Generator, cases: int, workers: int
) -> dict[str, Any]:
    """Return the columns of invented cases: worker, arm, truth, model, first and final answer."""
    errs = _rates(chance, design.own_error, design.spread, workers)
    gives_in = _rates(chance, design.yields, design.spread, workers)
    worker = chance.integers(0, workers, cases)
    truth = chance.integers(0, ANSWERS, cases)
    model = _answered(chance, truth, np.full(cases, design.model_error))
    own = _answered(chance, truth, errs[worker])
    place = chance.random(cases)
    arm = np.where(place < design.blind, 1, np.where(place < design.blind + design.hidden, 2, 0))
    yields = (own != model) & (chance.random(cases) < gives_in[worker])
    final = np.where(yields & (arm != 2), model, own)
    return {"worker": worker, "arm": arm, "truth": truth, "model": model, "own": own, "final": final,
            "would_yield": yields}  # fmt: skip


def _answered(
    chance: np.random.Generator, truth: NDArray[np.int64], error: NDArray[np.float64]
) -> NDArray[np.int64]:
    wrong = chance.random(len(truth)) < error
    return np.where(wrong, (truth + chance.integers(1, ANSWERS, len(truth))) % ANSWERS, truth)


def truths_of(design: Design) -> dict[str, float]:
    """Return the true shares, over very many cases of as many caseworkers."""
    chance = np.random.default_rng(99)
    found = simulate(design, chance, MANY * 10, MANY)
    own, model, truth, yields = (found[one] for one in ("own", "model", "truth", "would_yield"))
    differs = own != model
    tempted = (own == truth) & (model != truth)
    helped = (own != truth) & (model == truth)
    # Whoever does not yield keeps what they answered, so what is seen is what is left.
    return {
        "true_disagreement": float(differs.mean()),
        "pull": float(yields.sum() / differs.sum()),
        "over_reliance": float(yields[tempted].mean()),
        "under_reliance": float(1 - yields[helped].mean()),
    }


def cases_of(found: dict[str, Any]) -> list[Case]:
    arms = ("shown", "blind_first", "hidden")
    columns = zip(
        *(found[one].tolist() for one in ("arm", "worker", "model", "own", "final", "truth")),
        strict=True,
    )
    return [
        Case(
            arms[arm],
            f"w{worker}",
            str(model),
            str(own) if arm == 1 else "",
            str(final),
            str(truth),
        )
        for arm, worker, model, own, final, truth in columns
    ]


def measured(design: Design) -> dict[str, Any]:
    """Return how often intervals hold the truth in one design, how wide they are, and the bias."""
    truths = truths_of(design)
    held = dict.fromkeys((*NAMES, "raw"), 0)
    known = dict.fromkeys((*NAMES, "raw"), 0)
    values: dict[str, list[float]] = {name: [] for name in (*NAMES, "raw")}
    widths: dict[str, list[float]] = {name: [] for name in (*NAMES, "raw")}
    for number in range(SIMULATIONS):
        chance = np.random.default_rng([7, number])
        found = measure_disagreement(
            cases_of(simulate(design, chance, design.cases, design.workers)), seed=number
        )
        for name in (*NAMES, "raw"):
            one = getattr(found, "seen" if name == "raw" else name)
            if one.value is None:
                continue
            truth = truths["true_disagreement" if name == "raw" else name]
            known[name] += 1
            held[name] += one.low <= truth <= one.high
            values[name].append(one.value)
            widths[name].append(one.high - one.low)
    figures = {}
    for name in (*NAMES, "raw"):
        if not known[name]:
            continue
        share = wilson(held[name], known[name])
        figures[name] = {
            "truth": round(truths["true_disagreement" if name == "raw" else name], 4),
            "mean": round(float(np.mean(values[name])), 4),
            "holds": round(held[name] / known[name], 4),
            "holds_low": round(share.low, 4),
            "holds_high": round(share.high, 4),
            "median_width": round(float(np.median(widths[name])), 4),
            "simulations": known[name],
        }
    return {"design": asdict(design), "figures": figures}


def main() -> None:
    began = perf_counter()
    designs = []
    for design in DESIGNS:
        designs.append(measured(design))
        told = {name: one["holds"] for name, one in designs[-1]["figures"].items()}
        print(design.name, told, flush=True)
    result = {
        "simulations": SIMULATIONS,
        "least_wanted": 0.93,
        "designs": designs,
        "seconds": round(perf_counter() - began, 1),
        "machine": machine(),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
