"""The command that makes round trips of positions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer
from typer.testing import CliRunner

from signatur.solutions.fleet.cli.round_trips import add_to
from signatur.solutions.fleet.intake.segments import read_segments
from signatur.solutions.fleet.intake.trips import read_trips
from tests.solutions.fleet.model.round_trips.journeys import TOWN_HALL, Simulator

if TYPE_CHECKING:
    from pathlib import Path

commands = typer.Typer()
commands.callback()(lambda: None)
add_to(commands)


def files_of(simulator: Simulator, folder: Path) -> tuple[Path, Path]:
    positions, homes = folder / "positions.csv", folder / "homes.csv"
    rows = [
        f"{vehicle},{time},{lat:.6f},{lon:.6f}" for vehicle, time, lat, lon, _ in simulator.rows
    ]
    positions.write_text("\n".join(["vehicle,time,lat,lon", *rows, "bil,x,56,10", ""]))
    homes.write_text(f"name,lat,lon\nRådhus,{TOWN_HALL.lat},{TOWN_HALL.lon}\n")
    return positions, homes


def test_positions_become_trips_and_segments_that_the_other_commands_read(tmp_path: Path) -> None:
    simulator = Simulator(1, every_s=60)
    simulator.days("bil", TOWN_HALL, 2)
    positions, homes = files_of(simulator, tmp_path)
    out, segments = tmp_path / "trips.csv", tmp_path / "segments.csv"

    ran = CliRunner().invoke(
        commands,
        ["round-trips", str(positions), "--homes", str(homes), "--out", str(out),
         "--segments", str(segments), "--json"],
    )  # fmt: skip

    told = json.loads(ran.stdout)
    assert ran.exit_code == 0
    assert told["positions"] == len(simulator.rows) + 1
    assert (told["bad_rows"], told["vehicles"]) == (1, 1)
    assert told["bad"][0]["line"] == len(simulator.rows) + 2
    assert told["bad"][0]["reason"] == "unreadable_time"
    assert told["round_trips"] == told["complete"] == len(simulator.driven)
    assert told["precision"] == 1.0
    assert told["suggested_spots"] == []
    trips = read_trips(out.read_bytes())
    assert len(trips.trips) == len(simulator.driven)
    assert trips.bad == ()
    assert out.read_text().splitlines()[0].endswith(",car_id,location,kind")
    assert read_segments(segments.read_bytes(), trips.trips).without == 0
