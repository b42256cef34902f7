"""Measure the fleet: plans against the original's on the same trips, search and proof, speed and growth.

Run from the root: `PYTHONPATH=. python benchmarks/fleet/run.py --data FOLDER` writes `results/*.json` and
`results/growth.svg`; `--only speed` and the like runs one part.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.fleet.driving import driving
from benchmarks.mail_routing.surroundings import machine
from signatur.solutions.fleet.intake.fleet_file import read_fleet
from signatur.solutions.fleet.intake.segments import read_segments
from signatur.solutions.fleet.intake.trips import read_trips
from signatur.solutions.fleet.model import (
    ORIGINAL_RULES,
    SIGNATUR_RULES,
    Assign,
    minimum,
    optimise,
    simulate,
)
from signatur.solutions.fleet.model.costs import cost_of
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.results import Plan
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Fleet, Kind, Vehicle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.solutions.fleet.schema.results import Proposal, Simulation
    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips

RESULTS = Path(__file__).parent / "results"
# Measured from the original's published source on the same files; CPU seconds, DKK and tonnes a year.
_SAVED = {
    ("t500", "greedy"): (17_301, 5.395),
    ("t500", "MIP, with 34 changeovers under 5 minutes"): (21_038, 6.387),
    ("t5000", "greedy"): (45_444, 13.507),
}
_THEIR_SECONDS = {5_000: 5.3, 20_000: 27.5, 50_000: 102.8}
_TRIED = (
    ({"el_a": 22, "ebike": 6}, "the original's cheapest of five proposals", 1_321_603, 2_683),
    ({"el_a": 13, "ebike": 24}, "tried by hand", 882_117, 2_376),
)
_SIZES = (
    (5_000, 89, 30),
    (20_000, 178, 60),
    (50_000, 268, 100),
    (200_000, 365, 400),
    (1_000_000, 365, 2_000),
)

_KINDS = {
    one.key: one
    for one in (
        Kind("fossil_a", "Toyota Yaris", Body.CAR, Energy.PETROL, 47_000, 1 / 20.2),
        Kind("fossil_b", "Skoda Octavia", Body.CAR, Energy.DIESEL, 52_000, 1 / 19.8),
        Kind("el_a", "Renault Zoe", Body.CAR, Energy.ELECTRICITY, 56_000, 0.177, 300, 0.2, 6),
        Kind("el_b", "VW ID3", Body.CAR, Energy.ELECTRICITY, 61_000, 0.160, 400, 0.2, 6),
        Kind("ebike", "Ecoride Tripper", Body.EBIKE, Energy.NONE, 4_000, 0, 50),
        Kind("bike", "Principia City", Body.BIKE, Energy.NONE, 2_000, 0, 20),
    )
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=Path("../shared/data/fleet"))
    asked.add_argument("--only", choices=("compared", "search", "speed", "year"))
    wish = asked.parse_args()
    parts = {
        "compared": lambda: _compared(wish.data),
        "search": lambda: _search(wish.data),
        "speed": _speed,
        "year": _year,
    }
    RESULTS.mkdir(exist_ok=True)
    for name, part in parts.items():
        if wish.only in {None, name}:
            found = part() | {"machine": machine("numpy", "highspy")}
            file = RESULTS / f"{name}.json"
            file.write_text(
                json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
            )
            print(name, "done", flush=True)


# --- the same trips ------------------------------------------------------------------------------


def _read(data: Path, name: str) -> tuple[Trips, Fleet]:
    trips = read_trips((data / f"{name}.trips.csv").read_bytes())
    assert not trips.bad, "the shared trips are all readable"
    driven = read_segments((data / f"{name}.segments.csv").read_bytes(), trips.trips)
    return driven.trips, read_fleet((data / f"{name}.fleet.json").read_bytes())


def _recorded(trips: Trips, fleet: Fleet) -> Plan:
    """Return the plan that was really driven."""
    place = {vehicle.id: number for number, vehicle in enumerate(fleet.vehicles)}
    drove = np.array([place[trips.vehicle.word(row)] for row in range(len(trips))], dtype=np.int32)
    return Plan(drove, np.zeros(len(trips), dtype=np.int8), trips.end_s, trips.end_s)


def _compared(data: Path) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for name in ("t500", "t5000"):
        trips, fleet = _read(data, name)
        now = cost_of(trips, _recorded(trips, fleet), fleet.vehicles, fleet.kinds, ORIGINAL_RULES)
        for (of, how), (dkk, tonnes) in _SAVED.items():
            if of == name:
                rows.append(
                    {
                        "set": name,
                        "who": "FleetOptimiser",
                        "how": how,
                        "saved_dkk": dkk,
                        "saved_t": tonnes,
                    }
                )
        ways: dict[str, tuple[Rules, Assign]] = {
            "as a booking desk": (ORIGINAL_RULES, Assign.RULE),
            "best plan": (ORIGINAL_RULES, Assign.BEST),
            "best plan, emission weighted as in its MIP": (_heavier(ORIGINAL_RULES), Assign.BEST),
            "the same without changeovers, as its MIP": (
                _heavier(ORIGINAL_RULES).with_changeover(0), Assign.BEST,
            ),
        }  # fmt: skip
        for how, (rules, assign) in ways.items():
            cpu = time.process_time()
            found = simulate(trips, fleet.vehicles, fleet.kinds, rules, assign=assign)
            cpu = time.process_time() - cpu
            cost = cost_of(trips, found.plan, fleet.vehicles, fleet.kinds, ORIGINAL_RULES)
            rows.append(
                {
                    "set": name,
                    "who": "Signatur",
                    "how": how,
                    "saved_dkk": round(now.dkk_year - cost.dkk_year),
                    "saved_t": round((now.co2e_kg_year - cost.co2e_kg_year) / 1000, 3),
                    "undriven": found.plan.undriven,
                    "audit_clean": found.audit.is_clean,
                    "cpu_seconds": round(cpu, 3),
                }
            )
    return {
        "question": "Fleet: what putting the same trips on the same vehicles saves in a year, by the original's cost rules",
        "plans": rows,
    }


def _heavier(rules: Rules) -> Rules:
    return replace(rules, prices=replace(rules.prices, co2e_dkk_tonne=5_000.0))


def _search(data: Path) -> dict[str, Any]:
    trips, fleet = _read(data, "t5000")
    tried = []
    for counts, who, dkk, kg in _TRIED:
        for rules in (ORIGINAL_RULES, SIGNATUR_RULES):
            found = simulate(trips, _vehicles(counts), fleet.kinds, rules)
            tried.append(
                {"fleet": who, "rules": rules.name, "counts": str(counts), **_figures(found)}
                | ({"reference_dkk": dkk, "reference_kg": kg} if rules is ORIGINAL_RULES else {})
            )
    own_speed = replace(ORIGINAL_RULES.bikes, keeps_car_times=False)
    asked = {
        "original": (ORIGINAL_RULES, Demand()),
        "original_bikes_at_their_own_speed": (replace(ORIGINAL_RULES, bikes=own_speed), Demand(front=False)),
        "original_no_more_co2e_than_by_hand": (ORIGINAL_RULES, Demand(front=False, most_co2e_kg=2_376)),
        "signatur": (SIGNATUR_RULES, Demand()),
    }  # fmt: skip
    searches = {}
    for name, (rules, demand) in asked.items():
        cpu = time.process_time()
        found = optimise(trips, fleet, rules, demand)
        cpu = time.process_time() - cpu
        searches[name] = {
            "cpu_seconds": round(cpu, 2),
            "best": _proposal(found.best),
            "front": [_proposal(one) for one in found.front],
        }
    return {
        "question": "Fleet: the cheapest fleet for 5,000 trips, with bikes, everything driven, and the proof",
        "original_cpu_seconds": 198.7,
        "tried": tried,
        **searches,
    }


def _vehicles(counts: Mapping[str, int]) -> list[Vehicle]:
    return [
        Vehicle(f"{kind}-{at}", kind)
        for kind, count in counts.items()
        for at in range(1, count + 1)
    ]


def _figures(found: Simulation) -> dict[str, Any]:
    return {
        "dkk_year": round(found.cost.dkk_year),
        "co2e_kg_year": round(found.cost.co2e_kg_year),
        "undriven": found.plan.undriven,
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "counts": str(dict(one.counts)),
        "dkk_year": round(one.cost.dkk_year),
        "co2e_kg_year": round(one.cost.co2e_kg_year),
        "undriven": one.undriven,
        "weight_co2_dkk_tonne": round(one.co2e_dkk_tonne),
        "bound_dkk": round(one.bound_dkk),
        "gap": round(one.gap, 5),
    }


# --- speed ---------------------------------------------------------------------------------------


def _speed() -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for count, days, cars in _SIZES:
        trips = driving(count, days, cars)
        vehicles = _vehicles(
            {
                "fossil_a": cars * 4 // 10,
                "fossil_b": cars * 2 // 10,
                "el_a": cars * 2 // 10,
                "el_b": cars * 2 // 10,
            }
        )
        cpu = time.process_time()
        found = simulate(trips, vehicles, _KINDS, ORIGINAL_RULES, assign=Assign.RULE)
        cpu = time.process_time() - cpu
        rows.append(
            {
                "trips": count,
                "vehicles": len(vehicles),
                "least_cars": minimum(trips, 5).cars,
                "cpu_seconds": round(cpu, 3),
                "original_cpu_seconds": _THEIR_SECONDS.get(count, ""),
                "microseconds_for_n_log_n": round(cpu / (count * math.log2(count)) * 1e6, 3),
                "undriven": found.plan.undriven,
                "audit_clean": found.audit.is_clean,
                "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
        print(rows[-1], flush=True)
    _draw(rows)
    return {
        "question": "Fleet: how long a simulation takes, audit included, and how that grows",
        "simulations": rows,
    }


def _draw(rows: list[dict[str, Any]]) -> None:
    """Draw CPU seconds against trips, both logarithmic, beside n log n through the first size."""
    import altair as alt
    import polars as pl

    base = rows[0]["cpu_seconds"] / (rows[0]["trips"] * math.log2(rows[0]["trips"]))
    points = [
        {"trips": row["trips"], "seconds": row["cpu_seconds"], "what": "measured"} for row in rows
    ]
    points += [
        {
            "trips": row["trips"],
            "seconds": base * row["trips"] * math.log2(row["trips"]),
            "what": "n log n",
        }
        for row in rows
    ]
    chart = (
        alt.Chart(pl.DataFrame(points))
        .mark_line(point=True)
        .encode(
            x=alt.X("trips", scale=alt.Scale(type="log"), title="Trips"),
            y=alt.Y("seconds", scale=alt.Scale(type="log"), title="CPU seconds"),
            color=alt.Color("what", title=None),
            strokeDash="what",
        )
        .properties(width=480, height=320, title="Simulation of a fleet")
    )
    chart.save(RESULTS / "growth.svg")


def _year() -> dict[str, Any]:
    trips = driving(100_000, 365, 300)
    choice = Fleet(_KINDS, (), tuple(_KINDS))
    rows = []
    for rules in (ORIGINAL_RULES, SIGNATUR_RULES):
        cpu, clock = time.process_time(), time.perf_counter()
        found = optimise(trips, choice, rules, Demand())
        rows.append(
            {
                "rules": rules.name,
                "cpu_seconds": round(time.process_time() - cpu, 1),
                "seconds": round(time.perf_counter() - clock, 1),
                "fleets_on_the_front": len(found.front),
                **_proposal(found.best),
                "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
        print(rows[-1], flush=True)
    return {
        "question": "Fleet: a year of 100,000 trips optimised, whole front included",
        "searches": rows,
    }


if __name__ == "__main__":
    main()
