"""How long and how much memory does the whole report of a million rows with fifty columns take?

An invented table in a file as a Danish system writes it (semicolons, 320 MB), with a change of practice.
The command runs as anybody would run it, writing page, PDF and JSON. Seconds of the processors are told
beside those of the clock, since the machine may have other work.

    PYTHONPATH=. nice -n 15 python benchmarks/stewardship/data_analysis.py
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl  # noqa: TID253 (a benchmark may load what it needs)

from benchmarks.mail_routing.surroundings import machine

RESULTS = Path(__file__).parent / "results" / "data_analysis.json"
DAYS, CHANGED_ON = 1460, 800


def invented(rows: int) -> pl.DataFrame:
    """Return fifty columns: identifiers, dates, numbers, counts, categories, a caseworker, an outcome."""
    chance = np.random.default_rng(0)
    day = np.sort(chance.integers(0, DAYS, rows))
    columns: dict[str, Any] = {
        "sagsnr": np.arange(rows) + 100_000,
        "dato": pl.Series(np.datetime64("2020-01-01") + day).cast(pl.String),
    }
    pull = np.zeros(rows)
    for number in range(20):
        columns[f"tal{number}"] = values = np.round(chance.normal(size=rows) * 10, 3)
        if number < 6:
            pull += values * 0.05 * (1 if number % 2 else -1)
    for number in range(10):
        columns[f"antal{number}"] = chance.poisson(3, rows)
    words = pl.Series([f"værdi {one}" for one in range(200)])
    for number in range(14):
        level = chance.integers(0, (3, 5, 10, 40, 200)[number % 5], rows)
        columns[f"kat{number}"] = words.gather(level)
        if number < 3:
            pull += (level % 3 - 1) * 0.4
    columns["sagsbehandler"] = pl.Series([f"SB{one}" for one in range(300)]).gather(
        chance.integers(0, 300, rows)
    )
    columns["afdeling"] = pl.Series(["Nord", "Syd", "Øst", "Vest"]).gather(
        chance.integers(0, 4, rows)
    )
    columns["alder"] = chance.integers(0, 100, rows)
    pull = np.where(day > CHANGED_ON, -pull * 0.2 + 0.7, pull)
    share = 1 / (1 + np.exp(-pull * 1.5 - 1))
    columns["svar"] = np.where(chance.random(rows) < share, "ja", "nej")
    gaps = pl.Series(chance.random(rows) < 0.1)
    return pl.DataFrame(columns).with_columns(
        pl.when(gaps).then(None).otherwise("tal3").alias("tal3")
    )


def measured(file: Path, out: Path) -> dict[str, Any]:
    """Run the command and return what it took and what it found."""
    began, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = subprocess.run(
        [sys.executable, "-m", "signatur", "data-analysis", "report", str(file), "--label", "svar",
         "--time", "dato", "--group", "alder", "--group", "afdeling", "--target", "auc=0.8",
         "--out", str(out), "--json"],
        capture_output=True, check=True,
    )  # fmt: skip
    seconds = perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(answer.stdout)
    change = told["practice_change"]
    return {
        "seconds": round(seconds, 1),
        "processor_seconds": round(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1
        ),
        "peak_gigabytes": round(after.ru_maxrss * 1024 / 1e9, 2),
        "load_on_the_machine": round(os.getloadavg()[0], 1),
        "rows": told["rows"],
        "columns": len(told["columns"]),
        "file_megabytes": round(file.stat().st_size / 1e6),
        "report_kilobytes": {one.name: round(one.stat().st_size / 1e3) for one in out.iterdir()},
        "change_true": str(np.datetime64("2020-01-01") + CHANGED_ON + 1),
        "change_found": [[one["date"], one["low"], one["high"]] for one in change["change_points"]],
        "steps": [line.strip() for line in answer.stderr.decode().splitlines() if " 0%" in line],
    }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stor.csv"
        invented(wish.rows).write_csv(file, separator=";")
        result = {
            "question": "Is a million rows x 50 columns analysed within 3 minutes and 4 GB on 2 cores?",
            **measured(file, Path(folder) / "ud"),
            **machine("polars", "scikit-learn", "numpy"),
        }
    print(json.dumps(result, ensure_ascii=False, indent=1))
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
