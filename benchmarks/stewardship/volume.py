"""Does a forecast learning curve hold what four times the data really gives?

From a real data set n rows are drawn; the curve is measured on them alone and forecast at 4n. The truth
is what one model trained on 4n rows (the n and three times as many fresh ones) scores on all other rows.
Counted is how often it lies within the stated 95 per cent interval, and how wide the interval is. The
factor that widens the interval was set on other draws (seeds from 5000) than those that are counted here.

    PYTHONPATH=. nice -n 15 python benchmarks/stewardship/volume.py
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl  # noqa: TID253 (a benchmark may load what it needs)
from threadpoolctl import threadpool_limits

from benchmarks.mail_routing.surroundings import machine
from signatur.methods.classification.statistics import wilson
from signatur.methods.tables.design import design_of
from signatur.methods.tables.learner import learner_for
from signatur.methods.tables.outcomes import outcomes_of
from signatur.methods.tables.reading import understand
from signatur.methods.tables.volume import METRICS, forecast_of, learning_curve
from signatur.methods.tables.volume.metrics import scores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

RESULTS = Path(__file__).parent / "results" / "volume.json"
DATA = Path(__file__).parents[3] / "shared" / "data" / "text"
MEASURES = {True: ("accuracy", "auc", "macro_f1", "log_loss"), False: ("r2", "mae")}


@dataclass(frozen=True, slots=True)
class Source:
    """A real data set: where from, its columns, and how many rows a draw holds."""

    name: str
    licence: str
    frame: pl.DataFrame
    label: str
    draw: int
    draws: int


def sources(*, more: bool) -> Iterator[Source]:
    """Return the data sets of scikit-learn and those of short texts."""
    from sklearn import datasets

    sizes = {"breast_cancer": 100, "digits": 200, "diabetes": 75, "wine": 30}
    for name, size in sizes.items():
        given = getattr(datasets, f"load_{name}")()
        names = [str(one) for one in getattr(given, "feature_names", range(given.data.shape[1]))]
        columns = {one: given.data[:, n] for n, one in enumerate(names)}
        target = given.target if name == "diabetes" else [str(one) for one in given.target]
        yield Source(
            name, "BSD-3 (scikit-learn)", pl.DataFrame({**columns, "y": target}), "y", size, 30
        )
    texts = (("massive_da", "scenario", 500), ("clinc150", "label", 1500))
    for name, label, size in texts[: 2 if more else 1]:
        lines = (DATA / name / "train.jsonl").read_text("utf-8").splitlines()
        rows = [json.loads(one) for one in lines]
        frame = pl.DataFrame(
            {"text": [one["text"] for one in rows], "y": [one[label] for one in rows]}
        )
        licence = (
            "CC BY 4.0 (Amazon MASSIVE)" if name == "massive_da" else "CC BY 3.0 (clinc/oos-eval)"
        )
        yield Source(
            f"{name}: {label}", licence, frame, "y", size, 10 if name == "clinc150" else 20
        )
    if more:
        yield from _several_matters()


def _several_matters() -> Iterator[Source]:
    texts, asks = [], []
    for file in sorted((DATA / "nlupp" / "data").rglob("fold*.json")):
        for one in json.loads(file.read_text("utf-8")):
            texts.append(one["text"])
            asks.append("ja" if len(one.get("intents", [])) > 2 else "nej")
    frame = pl.DataFrame({"text": texts, "y": asks}).unique(maintain_order=True)
    yield Source("nlupp: more than two matters", "CC BY 4.0 (PolyAI)", frame, "y", 250, 20)


def one_draw(source: Source, seed: int) -> dict[str, Any]:
    """Return for each measure the forecast at four times the rows, and what came true."""
    chance = np.random.default_rng(seed)
    table = understand(source.frame)
    outcomes = outcomes_of(table[source.label])
    order = chance.permutation(len(outcomes.values))
    n = source.draw
    design = design_of(table, np.sort(order[:n]), [source.label])
    values, classes = _renumbered(outcomes.values[np.sort(order[:n])], outcomes.classes)
    curve = learning_curve(design, values, classes, seed=seed)
    if curve is None:
        return {}
    whole = design_of(table, order, [source.label])
    every, names = _renumbered(outcomes.values[order], outcomes.classes)
    answer = learner_for(whole, every, len(names), seed)
    later = np.arange(4 * n, len(order))
    truth = scores(every[later], answer(np.arange(4 * n), later), names)
    told = {}
    for measure in MEASURES[bool(classes)]:
        forecast = forecast_of(curve, METRICS[measure], [4 * n], seed=seed)
        if forecast is not None and np.isfinite(truth[measure]):
            point = forecast.points[0]
            told[measure] = {
                "truth": truth[measure], "value": point.value, "low": point.low, "high": point.high,
                "now": forecast.curve[-1].value,
            }  # fmt: skip
    return told


def _renumbered(
    values: NDArray[np.float64], classes: tuple[str, ...]
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    if not classes:
        return values, ()
    present, number = np.unique(values, return_inverse=True)
    return number.astype(np.float64), tuple(classes[int(one)] for one in present)


def summed(draws: list[dict[str, Any]], measure: str) -> dict[str, Any] | None:
    """Return how often the truth lay within, how wide the intervals were, and how far off the middle."""
    known = [one[measure] for one in draws if measure in one]
    if not known:
        return None
    within = [one["low"] <= one["truth"] <= one["high"] for one in known]
    share = wilson(sum(within), len(within))
    return {
        "draws": len(known),
        "within": round(sum(within) / len(within), 4),
        "within_low": round(share.low, 4),
        "within_high": round(share.high, 4),
        "mean_width": round(float(np.mean([one["high"] - one["low"] for one in known])), 4),
        "mean_truth": round(float(np.mean([one["truth"] for one in known])), 4),
        "mean_now": round(float(np.mean([one["now"] for one in known])), 4),
        "mean_error": round(float(np.mean([abs(one["value"] - one["truth"]) for one in known])), 4),
        # What is the error of saying that nothing changes?
        "error_of_no_change": round(
            float(np.mean([abs(one["now"] - one["truth"]) for one in known])), 4
        ),
    }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="Of the draws; less to try.")
    parser.add_argument(
        "--more", action="store_true", help="Also the two slow sets, clinc150 and nlupp."
    )
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS)
    wish = parser.parse_args()
    began = perf_counter()
    result: dict[str, Any] = {
        "question": "How often does the 95 % interval at four times the data hold what came true?",
        "data": {},
        **machine("scikit-learn", "numpy", "polars"),
    }
    everything: list[dict[str, Any]] = []
    with threadpool_limits(1), ProcessPoolExecutor(wish.processes) as pool:
        for source in sources(more=wish.more):
            count = max(2, round(source.draws * wish.share))
            seeds = range(wish.first_seed, wish.first_seed + count)
            draws = list(pool.map(partial(one_draw, source), seeds))
            measures = MEASURES["r2" not in draws[0]]
            result["data"][source.name] = {
                "licence": source.licence,
                "rows": source.frame.height,
                "n": source.draw,
                "tested_on": source.frame.height - 4 * source.draw,
                **{one: summed(draws, one) for one in measures},
            }
            everything += draws
            print(
                source.name,
                json.dumps(result["data"][source.name]),
                round(perf_counter() - began),
                flush=True,
            )
    first = [{"all": one["r2" if "r2" in one else "accuracy"]} for one in everything if one]
    every = [{"all": figure} for one in everything for figure in one.values()]
    result["first_measure"] = summed(first, "all")
    result["all_measures"] = summed(every, "all")
    result["seconds"] = round(perf_counter() - began, 1)
    print(json.dumps({key: result[key] for key in ("first_measure", "all_measures", "seconds")}))
    wish.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
