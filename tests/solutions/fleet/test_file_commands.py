"""The commands on files: what they answer, what they refuse, and that nothing else is needed."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from signatur.kernel.errors import InputProblem
from signatur.solutions.fleet.cli import commands

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

KINDS = {
    "petrol": {"type": 4, "fuel": 1, "make": "Toyota", "model": "Yaris", "wltp_fossil": 20.2, "omkostning_aar": 47_000},
    "electric": {
        "type": 3, "fuel": 3, "make": "Renault", "model": "Zoe", "wltp_el": 177, "range": 300, "sleep": 6,
        "omkostning_aar": 56_000, "capacity_decrease": 20,
    },
    "ebike": {"type": 2, "fuel": 10, "make": "Ecoride", "model": "Tripper", "range": 50, "omkostning_aar": 4_000},
}  # fmt: skip
ROWS = (
    ("1", "2025-01-06 08:00:00", "2025-01-06 09:00:00", "12.5", "1"),
    ("2", "2025-01-06 08:30:00", "2025-01-06 09:30:00", "3.2", "2"),
    ("3", "2025-01-06 09:04:00", "2025-01-06 10:00:00", "20", "1"),
    ("4", "2025-01-07 08:00:00", "2025-01-07 18:00:00", "260", "1"),
)


@pytest.fixture
def trips(tmp_path: Path) -> Path:
    file = tmp_path / "a.trips.csv"
    lines = ["id,start_time,end_time,distance_km,car_id", *(",".join(row) for row in ROWS)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    file = tmp_path / "a.fleet.json"
    vehicles = [
        {"id": 1, "kind": "petrol"},
        {"id": 2, "kind": "petrol"},
        {"id": 3, "kind": "electric"},
    ]
    document = {
        "vehicles": [one | KINDS[str(one["kind"])] for one in vehicles],
        "test_vehicles": [{"id": 1001, "kind": "ebike", **KINDS["ebike"]}],
        "current": [1, 2, 3],
    }
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(commands, [str(one) for one in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answer(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_a_simulation_says_what_is_driven_and_that_it_was_looked_over(
    trips: Path, fleet: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.csv"

    found = answer("simulate", "--trips", trips, "--fleet", fleet, "--keep", "1,3", "--plan", plan)

    assert {name: found[name] for name in ("trips", "driven", "undriven", "vehicles_used")} == {
        "trips": 4, "driven": 3, "undriven": 1, "vehicles_used": 2,
    }  # fmt: skip
    assert found["audit"] == {"overlaps": 0, "short_changeovers": 0, "over_range": 0}
    assert found["cost_dkk_year"] > 103_000
    assert found["peak_memory_mb"] > 10
    rows = list(csv.DictReader(plan.read_text(encoding="utf-8").splitlines()))
    assert [row["trip_id"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["vehicle_id"] for row in rows if row["trip_id"] == "4"] == ["1"]
    assert [row["reason"] for row in rows if not row["vehicle_id"]] == ["all_busy"]


def test_vehicles_of_one_kind_are_told_apart_in_the_plan(
    trips: Path, fleet: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.csv"

    found = answer("simulate", "--trips", trips, "--fleet", fleet, "--counts", '{"petrol": 3}', "--plan", plan)  # fmt: skip

    driven = {
        row["vehicle_id"] for row in csv.DictReader(plan.read_text(encoding="utf-8").splitlines())
    }
    assert found["undriven"] == 0
    assert len(driven) == found["vehicles_used"] == 3


def test_the_plans_are_the_same_each_time(trips: Path, fleet: Path, tmp_path: Path) -> None:
    for name in ("one.csv", "other.csv"):
        run("simulate", "--trips", trips, "--fleet", fleet, "--plan", tmp_path / name)

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()


def test_shifts_keep_a_vehicle_until_they_end(trips: Path, fleet: Path) -> None:
    shifts = answer("simulate", "--trips", trips, "--fleet", fleet, "--counts", '{"petrol": 1}', "--shifts", "07:00-15:00")  # fmt: skip

    # Trips 1 and 3 were one driver's: they stay together, and trip 2 is left.
    assert (shifts["driven"], shifts["undriven"]) == (3, 1)


def test_an_optimisation_has_a_bound_and_a_front(trips: Path, fleet: Path) -> None:
    found = answer(
        "optimise", "--trips", trips, "--fleet", fleet, "--service-level", 1.0, "--bikes"
    )

    assert found["best"]["counts"] == {"ebike": 2, "petrol": 1}
    assert found["best"]["undriven"] == 0
    assert found["lower_bound"] <= found["best"]["cost"]
    assert found["gap"] == pytest.approx(0, abs=1e-4)
    assert found["best"]["cost"] in {one["cost"] for one in found["front"]}


def test_without_bikes_none_is_proposed(trips: Path, fleet: Path) -> None:
    found = answer("optimise", "--trips", trips, "--fleet", fleet, "--no-front")

    assert "ebike" not in found["best"]["counts"]
    assert len(found["front"]) == 1


def test_what_ifs_are_worked_out_for_every_combination(trips: Path, fleet: Path) -> None:
    found = answer("sweep", "--trips", trips, "--fleet", fleet, "--growth", "0,0.5", "--service-levels", "1")  # fmt: skip

    rows = {(one["growth"], one["bikes"], one["electric_only"]): one for one in found["scenarios"]}
    assert len(rows) == 8
    assert rows[0.5, True, False]["trips"] == 6
    # The long trip is more than the electric car's winter reach.
    assert rows[0.0, True, True]["undriven"] == 1
    assert rows[0.0, True, False]["undriven"] == 0


def test_the_least_number_of_cars_has_its_moment(trips: Path) -> None:
    found = answer("minimum", "--trips", trips, "--changeover-min", 5)

    assert (found["minimum"], found["at"]) == (3, "2025-01-06 09:04:00")


def test_lines_that_cannot_be_read_are_told_and_counted(tmp_path: Path, fleet: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(
        "id,start_time,end_time,distance_km,car_id\n"
        "1,2025-01-06 08:00,2025-01-06 09:00,4,1\n2,not a time,2025-01-06 09:00,4,1\n",
        encoding="utf-8",
    )

    result = run("simulate", "--trips", file, "--fleet", fleet, "--json")

    found = json.loads(result.stdout)
    assert (found["trips"], found["bad_rows"]) == (1, 1)
    assert "line 3" in result.stderr or "linje 3" in result.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ("--keep", "1,99"),
        ("--counts", '{"tank": 1}'),
        ("--counts", "petrol"),
        ("--counts", '{"petrol": -1}'),
        ("--keep", "1", "--counts", '{"petrol": 1}'),
        ("--bike-hours", "morning"),
        ("--cold-months", "13"),
        ("--shifts", "7-8-9"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(
    trips: Path, fleet: Path, wrong: tuple[str, ...]
) -> None:
    with pytest.raises(InputProblem) as problem:
        run("simulate", "--trips", trips, "--fleet", fleet, *wrong)

    assert str(problem.value.shown)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, fleet: Path) -> None:
    with pytest.raises(InputProblem) as problem:
        run("minimum", "--trips", tmp_path / "nowhere.csv")

    assert "nowhere.csv" in str(problem.value.shown)
