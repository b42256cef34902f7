"""Measure how practice change is found: false alarms, changes found with their date, ranking against cleanlab.

Run from the root with the packages of the `bench` extra:
`python benchmarks/stewardship/practice.py` writes `results/practice.json`; `--only size` and the like
runs one part and leaves the others as they stand.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.mail_routing.surroundings import machine
from benchmarks.stewardship.practice_tables import CALM, CHANGED, Planted, calm, changed, day, real

RESULT = Path(__file__).parent / "results" / "practice.json"
_MONTH_DAYS = 31
_REAL = ("breast_cancer", "diabetes", "digits")


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
        return list(pool.imap_unordered(_one, jobs, chunksize=1))


def _calm(processes: int) -> dict[str, Any]:
    """Count false alarms in 200 tables without a change."""
    sizes = (300, 300, 800, 800, 300, 2000, 800, 300, 800, 2000, 300, 800, 300)
    jobs = [(f"calm {kind}", sizes[seed], seed) for kind in CALM for seed in range(13)]
    jobs += [(f"calm real {name}", 0, seed) for name in _REAL for seed in range(6)]
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
    plan = [(f"changed {kind}", rows) for kind in CHANGED for rows in (600, 1500)]
    jobs = [(*one, seed) for seed in range(6) for one in plan]
    jobs += [
        (f"changed real {name}", 0, seed)
        for seed in range(7)
        for name in _REAL
        if seed < 4 or name != "digits"
    ]
    runs = _run(jobs, processes)
    points = [one for run in runs for one in run["points"]]
    found = [one for one in points if one["off_days"] is not None]
    return {
        "runs": len(runs),
        "changes_planted": len(points),
        "runs_with_a_change_found": _share(sum(one["detected"] for one in runs), len(runs)),
        "changes_found_within_one_month": _share(sum(one["near"] for one in points), len(points)),
        "of_those_found_within_one_month": _share(sum(one["near"] for one in found), len(found)),
        "of_those_found_inside_the_interval": _share(sum(one["inside"] for one in found), len(found)),
        "changes_found_too_many": sum(one["too_many"] for one in runs),
        "ranking": _ranking(runs),
        "by_kind": {f"{kind} {rows}": _kind(runs, kind, rows) for kind, rows in sorted({(one["kind"], one["rows"]) for one in runs})},
    }  # fmt: skip


def _kind(runs: list[dict[str, Any]], kind: str, rows: int) -> dict[str, Any]:
    mine = [one for one in runs if (one["kind"], one["rows"]) == (kind, rows)]
    points = [one for run in mine for one in run["points"]]
    off = [one["off_days"] for one in points if one["off_days"] is not None]
    return {
        "runs": len(mine),
        "detected": sum(one["detected"] for one in mine),
        "changes": len(points),
        "within_one_month": sum(one["near"] for one in points),
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
    for truth in planted.days:
        off = [abs((one.date - truth).days) for one in found.change_points]
        inside = any(one.low <= truth <= one.high for one in found.change_points)
        nearest = min(off, default=None)
        near = nearest is not None and nearest <= _MONTH_DAYS
        points.append({"off_days": nearest, "near": near, "inside": inside})
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

    from signatur.methods.practice.table import read_table, sample_of

    table = read_table(planted.columns, "outcome", "date")
    sampled = sample_of(table, len(table), seed)
    inputs = sampled.design.tree
    if with_time:
        inputs = np.column_stack([inputs, sampled.time])
    _names, label = np.unique(table.label.to_numpy(), return_inverse=True)
    model = HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=15, random_state=seed)
    shares = cross_val_predict(model, inputs, label, cv=5, method="predict_proba")
    quality = get_label_quality_scores(label, shares)
    if not np.any(planted.outdated):
        return 0.0
    return float(average_precision_score(planted.outdated, -quality))


def _size() -> dict[str, Any]:
    """Analyse a million rows of 50 columns in a process of its own and tell time and memory."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_million)


def _million() -> dict[str, Any]:
    import polars as pl

    from signatur.methods.practice import practice_change

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
    del columns, numbers, codes
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, cpu = time.perf_counter(), time.process_time()
    found = practice_change(frame, label="outcome", time="date")
    return {
        "rows": rows,
        "columns": frame.width,
        "seconds": round(time.perf_counter() - began, 1),
        "processor_seconds": round(time.process_time() - cpu, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "peak_mb_before": round(before),
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
