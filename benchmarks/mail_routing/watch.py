"""How soon does the watch find a fall below the floor, and how seldom does it cry wolf?

Each run is an authority with so many mails a day of which four in five could go by themselves. A part
is drawn for control (5 %, half at a suspicion), people decide it the same day, and the bets of
`methods.statistics.sequential` decide as in `service.watching`. Precision stays as it is for a year, to
count false alarms, or falls on day 30 to count the days until the authorisation suspends itself.

    python benchmarks/mail_routing/watch.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.mail_routing.surroundings import machine
from signatur.installed import all_parts
from signatur.methods.classification.statistics import wilson
from signatur.methods.statistics.sequential import gains_at
from signatur.solutions.mail_routing.service.watching import CALM, RUN_IN, SUSPICION
from signatur.solutions.mail_routing.settings import MailRoutingSettings

HERE = Path(__file__).resolve().parent
FLOOR, COULD_GO, FALL_DAY, FOLLOWED = 0.95, 0.8, 30, 45
DAILY = (100, 200, 400)
STAYS = (0.985, 0.975, 0.965)
FALLS = (0.93, 0.92, 0.91, 0.90, 0.88, 0.85, 0.80, 0.70)
YEARS, RUNS = 200, 300
PARTS_OF_A_DAY = 8


def run(
    chance: np.random.Generator, daily: int, before: float, after: float, days: int
) -> tuple[int | None, int]:
    """Return on which day it suspended itself, and on how many days it was watched closer."""
    settings = MailRoutingSettings()
    gains = gains_at(FLOOR)
    summed, best = np.zeros(len(gains[0])), np.ones(len(gains[0]))
    count, is_closer, closer = 0, True, 0
    for day in range(days):
        precision = before if day < FALL_DAY else after
        was_closer = False
        for _ in range(PARTS_OF_A_DAY):
            share = settings.closer_control_share if is_closer else settings.control_share
            was_closer |= is_closer
            drawn = chance.binomial(round(daily * COULD_GO / PARTS_OF_A_DAY), share)
            for is_right in chance.random(drawn) < precision:
                gain = gains[0] if is_right else gains[1]
                summed, best = (summed + 1) * gain, np.maximum(best, 1.0) * gain
            count += drawn
            if summed.mean() >= settings.watch_patience:
                return day, closer
            limit = CALM if is_closer else SUSPICION
            is_closer = count < RUN_IN or bool(best.mean() >= limit)
        closer += was_closer
    return None, closer


def stays(chance: np.random.Generator, daily: int, precision: float) -> dict[str, Any]:
    runs = [run(chance, daily, precision, precision, 365) for _ in range(YEARS)]
    alarms = wilson(sum(day is not None for day, _closer in runs), len(runs))
    return {
        "daily": daily,
        "precision": precision,
        "years_with_a_false_alarm": _told(alarms),
        "share_of_days_watched_closer": round(float(np.mean([one for _day, one in runs])) / 365, 3),
    }


def falls(chance: np.random.Generator, daily: int, precision: float) -> dict[str, Any]:
    days = FALL_DAY + FOLLOWED
    runs = [run(chance, daily, 0.98, precision, days)[0] for _ in range(RUNS)]
    taken = np.array([FOLLOWED + 1 if day is None else day - FALL_DAY + 1 for day in runs])
    return {
        "daily": daily,
        "falls_to": precision,
        "found_within_a_week": _told(wilson(int((taken <= 7).sum()), len(taken))),
        "days_half": float(np.median(taken)),
        "days_nine_in_ten": float(np.quantile(taken, 0.9)),
    }


def _told(interval: Any) -> dict[str, float]:
    return {name: round(getattr(interval, name), 3) for name in ("value", "low", "high")}


def main() -> None:
    all_parts()
    chance = np.random.default_rng(2026)
    told = {
        "question": "How soon is a fall below the floor found, and how seldom is the alarm false?",
        "floor": FLOOR,
        "could_go": COULD_GO,
        "suspicion": SUSPICION,
        "calm": CALM,
        "patience": MailRoutingSettings().watch_patience,
        "stays": [stays(chance, 200, one) for one in STAYS],
        "falls": [falls(chance, daily, one) for daily in DAILY for one in FALLS],
        "machine": machine("numpy"),
    }
    path = HERE / "results" / "watch.json"
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
