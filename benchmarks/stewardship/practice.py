"""Measure how practice change is found: false alarms, changes found with their date, ranking against cleanlab.

Run from the root with the packages of the `bench` extra:
`python benchmarks/stewardship/practice.py` writes `results/practice.json`; `--only size` and the like
runs one part and leaves the others as they stand.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.mail_routing.surroundings import machine
from benchmarks.stewardship.practice_tables import CALM, CHANGED, Planted, calm, changed, day, real

RESULT = Path(__file__).parent / "results" / "practice.json"
_MONTH_DAYS, _QUARTER_DAYS = 31, 92
# Rows of the simulated tables, with how many there are of each kind.
_SIZES = {600: 6, 1500: 6, 5000: 2}
# Real tables, with how many runs of each are made without a change and with one.
_REAL = {"breast_cancer": (5, 7), "diabetes": (5, 7), "digits": (4, 4), "massive_da": (4, 7)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", choices=("calm", "changed", "size"))
    asked.add_argument("--processes", type=int, default=2)
    wish = asked.parse_args()
    parts = {"calm": _calm, "changed": _changed, "size": lambda _processes: _size()}
    for name, part in parts.items():
        if wish.only in {None, name}:
            measured = part(wish.processes)
            found = json.loads(RESULT.read_text()) if RESULT.exists() else {}
            found[name] = measured
            found["machine"] = machine("numpy", "scikit-learn", "polars")
            RESULT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


def _run(jobs: list[tuple[str, int, int]], processes: int) -> list[dict[str, Any]]:
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        found = []
        for one in pool.imap_unordered(_one, jobs, chunksize=1):
            found.append(one)
            points = [point["off_days"] for point in one.get("points", ())]
            print(
                len(found), len(jobs), one["kind"], one["rows"], one["seed"], one["detected"], round(one["p_value"], 3),
                points, round(one["seconds"], 1), flush=True,
            )  # fmt: skip
        return found


def _calm(processes: int) -> dict[str, Any]:
    """Count false alarms in 200 tables without a change."""
    sizes = (300, 300, 800, 800, 300, 2000, 800, 300, 800, 2000, 300, 800, 300)
    jobs = [(f"calm {kind}", sizes[seed], seed) for kind in CALM for seed in range(13)]
    jobs += [
        (f"calm real {name}", 0, seed) for name, runs in _REAL.items() for seed in range(runs[0])
    ]
    runs = _run(jobs, processes)
    alarms = [one for one in runs if one["detected"]]
    return {
        "runs": len(runs),
        "false_alarms": _share(len(alarms), len(runs)),
        "by_kind": {kind: _count(runs, kind) for kind in sorted({one["kind"] for one in runs})},
        "alarms": [
            {name: one[name] for name in ("kind", "rows", "seed", "p_value")} for one in alarms
        ],
    }


def _changed(processes: int) -> dict[str, Any]:
    """Count changes found, with their dates, and compare the ranking of outdated cases with cleanlab's."""
    jobs = [
        (f"changed {kind}", rows, seed)
        for rows, seeds in _SIZES.items()
        for kind in CHANGED
        for seed in range(seeds)
    ]
    jobs += [
        (f"changed real {name}", 0, seed) for name, runs in _REAL.items() for seed in range(runs[1])
    ]
    runs = _run(jobs, processes)
    return {
        "runs": len(runs),
        "runs_with_a_change_found": _share(sum(one["detected"] for one in runs), len(runs)),
        "changes_found_too_many": sum(one["too_many"] for one in runs),
        "dates": _dates(runs),
        "dates_by_rows": {
            str(rows): _dates([one for one in runs if one["rows"] == rows and "real" not in one["kind"]])
            for rows in _SIZES
        } | {"real tables": _dates([one for one in runs if "real" in one["kind"]])},
        "ranking": _ranking(runs),
        "ranking_where_a_change_was_found": _ranking([one for one in runs if one["detected"]]),
        "by_kind": {f"{kind} {rows}": _kind(runs, kind, rows) for kind, rows in sorted({(one["kind"], one["rows"]) for one in runs})},
    }  # fmt: skip


def _dates(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Tell how near the dates are: a change counts as found where a date stands nearest to it."""
    points = [one for run in runs for one in run["points"]]
    found = [one for one in points if one["off_days"] is not None]
    knowing = [one["knowing_off_days"] for one in points if one["knowing_off_days"] is not None]
    return {
        "changes_planted": len(points),
        "found": len(found),
        "of_found_within_one_month": _share(_near(found, _MONTH_DAYS), len(found)),
        "of_found_within_one_quarter": _share(_near(found, _QUARTER_DAYS), len(found)),
        "of_found_inside_the_interval": _share(sum(one["inside"] for one in found), len(found)),
        "within_one_month_by_one_who_knows_both_practices": _share(
            sum(one <= _MONTH_DAYS for one in knowing), len(knowing)
        ),
    }


def _near(points: list[dict[str, Any]], days: int) -> int:
    return sum(one["off_days"] <= days for one in points)


def _kind(runs: list[dict[str, Any]], kind: str, rows: int) -> dict[str, Any]:
    mine = [one for one in runs if (one["kind"], one["rows"]) == (kind, rows)]
    points = [one for run in mine for one in run["points"]]
    off = [one["off_days"] for one in points if one["off_days"] is not None]
    return {
        "runs": len(mine),
        "detected": sum(one["detected"] for one in mine),
        "changes": len(points),
        "within_one_month": _near(
            [one for one in points if one["off_days"] is not None], _MONTH_DAYS
        ),
        "median_days_off": float(np.median(off)) if off else None,
        **_ranking(mine),
        "seconds": round(float(np.mean([one["seconds"] for one in mine])), 1),
    }


def _ranking(runs: list[dict[str, Any]]) -> dict[str, Any]:
    known = [one for one in runs if one["outdated"] > 0]
    ours, theirs = (np.array([one[name] for one in known]) for name in ("ours", "cleanlab"))
    better = ours - theirs
    half = 1.96 * better.std(ddof=1) / np.sqrt(len(better))
    return {
        "auprc": round(float(ours.mean()), 3),
        "auprc_cleanlab": round(float(theirs.mean()), 3),
        "auprc_chance": round(float(np.mean([one["outdated"] for one in known])), 3),
        "gain": [
            round(float(one), 3)
            for one in (better.mean(), better.mean() - half, better.mean() + half)
        ],
        "runs_better_than_cleanlab": int((better > 0).sum()),
    }


def _one(job: tuple[str, int, int]) -> dict[str, Any]:
    from signatur.methods.practice import practice_change

    kind, rows, seed = job
    planted = _made(kind, rows, np.random.default_rng([seed, rows, zlib.crc32(kind.encode())]))
    began = time.perf_counter()
    found = practice_change(planted.columns, label="outcome", time="date", seed=seed)
    seconds = time.perf_counter() - began
    rows = len(planted.columns["date"])
    out = {"kind": kind, "rows": rows, "seed": seed, "detected": found.detected}
    out |= {"p_value": found.p_value, "seconds": seconds}
    if planted.days:
        out |= _against_truth(planted, found, seed)
    return out


def _made(kind: str, rows: int, rng: Any) -> Planted:
    what, _, name = kind.partition(" ")
    if name.startswith("real "):
        return real(name[5:], rng, plant=what == "changed")
    return calm(name, rows, rng) if what == "calm" else changed(name, rows, rng)


def _against_truth(planted: Planted, found: Any, seed: int) -> dict[str, Any]:
    from sklearn.metrics import average_precision_score

    points = []
    for number, truth in enumerate(planted.days):
        # Each date that was found stands for the planted one nearest to it.
        mine = [
            one
            for one in found.change_points
            if truth == min(planted.days, key=lambda day, one=one: abs((one.date - day).days))
        ]
        knowing = planted.days_of_knowing
        points.append(
            {
                "off_days": min((abs((one.date - truth).days) for one in mine), default=None),
                "inside": any(one.low <= truth <= one.high for one in mine),
                "knowing_off_days": abs((knowing[number] - truth).days) if knowing else None,
            }
        )
    score = np.full(len(planted.outdated), -1.0)
    for one in found.suspect_rows:
        score[one.row] = one.score
    outdated = np.asarray(planted.outdated)
    return {
        "points": points,
        "too_many": max(len(found.change_points) - len(planted.days), 0),
        "outdated": float(outdated.mean()),
        "ours": float(average_precision_score(outdated, score)) if outdated.any() else 0.0,
        "cleanlab": max(_cleanlab(planted, seed, with_time=one) for one in (False, True)),
    }


def _cleanlab(planted: Planted, seed: int, *, with_time: bool) -> float:
    """Return what cleanlab's label quality reaches, with the better of inputs alone and inputs with time."""
    from cleanlab.rank import get_label_quality_scores
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import average_precision_score
    from sklearn.model_selection import cross_val_predict
    from threadpoolctl import threadpool_limits

    from signatur.methods.practice.table import read_table, sample_of

    table = read_table(planted.columns, "outcome", "date")
    sampled = sample_of(table, len(table), seed)
    inputs = sampled.design.tree
    if with_time:
        inputs = np.column_stack([inputs, sampled.time])
    _names, label = np.unique(table.label.to_numpy(), return_inverse=True)
    model = HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=15, random_state=seed)
    with threadpool_limits(1):
        shares = cross_val_predict(model, inputs, label, cv=5, method="predict_proba")
    quality = get_label_quality_scores(label, shares)
    if not np.any(planted.outdated):
        return 0.0
    return float(average_precision_score(planted.outdated, -quality))


def _size() -> dict[str, Any]:
    """Read a file of a million rows and 50 columns and analyse it, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "million.csv"
        for part in (_write_million, _million):
            with context.Pool(1) as pool:
                found = pool.apply(part, (file,))
    return dict(found)


def _write_million(file: Path) -> dict[str, Any]:
    import polars as pl

    rng, rows = np.random.default_rng(0), 1_000_000
    numbers = rng.normal(size=(rows, 35)).astype(np.float32)
    codes = rng.integers(0, 8, (rows, 12))
    when = np.sort(rng.random(rows))
    merit = numbers[:, 0] - numbers[:, 1] + 0.5 * (codes[:, 0] == 2) - 0.7 * (when > 0.6)
    columns: dict[str, Any] = {f"x{i}": numbers[:, i] for i in range(35)}
    columns |= {f"c{i}": np.array([f"kat{k}" for k in range(8)])[codes[:, i]] for i in range(12)}
    columns["number"] = np.arange(rows)
    frame = pl.DataFrame(columns).with_columns(
        date=pl.Series([day(one) for one in np.linspace(0, 1, 2000)]).gather(
            (when * 1999).astype(int)
        ),
        outcome=pl.Series(np.where(merit > rng.logistic(size=rows), "ja", "nej")),
    )
    frame.write_csv(file)
    return {}


def _million(file: Path) -> dict[str, Any]:
    import polars as pl

    from signatur.methods.practice import practice_change

    began, cpu = time.perf_counter(), time.process_time()
    frame = pl.read_csv(file, try_parse_dates=True)
    read, heard = time.perf_counter(), [time.perf_counter()]
    found = practice_change(
        frame,
        label="outcome",
        time="date",
        progress=lambda _share: heard.append(time.perf_counter()),
    )
    ended = time.perf_counter()
    return {
        "rows": frame.height,
        "columns": frame.width,
        "file_mb": round(file.stat().st_size / 1e6),
        "seconds": round(ended - began, 1),
        "seconds_of_reading": round(read - began, 1),
        "processor_seconds": round(time.process_time() - cpu, 1),
        "load_on_the_machine": round(os.getloadavg()[0], 1),
        "longest_without_progress_s": round(float(np.diff([*heard, ended]).max()), 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "rows_fitted": found.rows_used,
        "detected": found.detected,
        "days_off": abs((found.change_points[0].date - day(0.6)).days) if found.detected else None,
        "suspects": len(found.suspect_rows),
    }


def _share(count: int, total: int) -> dict[str, Any]:
    """Return a share with Wilson's 95 % interval."""
    if total == 0:
        return {"count": 0, "of": 0}
    z, share = 1.96, count / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * np.sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    interval = {"low": round(middle - half, 4), "high": round(middle + half, 4)}
    return {"count": count, "of": total, "share": round(share, 4), **interval}


def _count(runs: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    mine = [one for one in runs if one["kind"] == kind]
    return {"runs": len(mine), "alarms": sum(one["detected"] for one in mine)}


if __name__ == "__main__":
    main()
