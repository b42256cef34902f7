"""Commands: simulate, optimise and count from files of trips and vehicles."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import AsJson, print_json, say
from signatur.solutions.fleet.cli.answers import (
    NO_FLEET,
    Watch,
    optimisation_json,
    outcome_json,
    simulation_json,
    tell_optimisation,
    tell_outcomes,
    tell_simulation,
    write_plan,
)
from signatur.solutions.fleet.cli.asked import (
    RuleSet,
    fleet_of,
    months_of,
    numbers_of,
    rules_of,
    shares_of,
    trips_of,
    vehicles_of,
    windows_of,
)

TripsFile = Annotated[Path, typer.Option("--trips", help="Trips as CSV or XLSX.", dir_okay=False)]
FleetFile = Annotated[Path, typer.Option("--fleet", help="Vehicles as JSON.", dir_okay=False)]
SegmentsFile = Annotated[
    Path | None,
    typer.Option("--segments", help="Drives within the trips, as CSV or XLSX.", dir_okay=False),
]
Changeover = Annotated[
    float, typer.Option(help="Least minutes between two trips of a vehicle.", min=0)
]


class Way(StrEnum):
    """How trips are put on vehicles."""

    AUTO = "auto"
    RULE = "rule"
    BEST = "best"


By = Annotated[
    RuleSet,
    typer.Option(
        "--rules", help="Rules for costs and bikes: ours, or those of FleetOptimiser, to compare."
    ),
]
BikeKm = Annotated[float | None, typer.Option(help="Longest trip by bike or e-bike, in km.", min=0)]
BikeHours = Annotated[
    str | None, typer.Option(help="When bikes are ridden, as 07:00-15:30; several with a comma.")
]
Chargers = Annotated[
    int | None, typer.Option(help="Vehicles that can charge at once; none given: all.", min=1)
]
ColdMonths = Annotated[
    str | None, typer.Option(help="Months in which batteries reach less far, as 11,12,1,2,3.")
]
Shifts = Annotated[
    str | None,
    typer.Option(help="Shifts for which a vehicle is kept, as 07:00-15:00,15:00-23:00."),
]

Keep = Annotated[
    str | None, typer.Option(help="Ids of the vehicles to use, as 1,2,5; none given: all.")
]
Counts = Annotated[str | None, typer.Option(help='Vehicles of each kind, as {"ebike": 4}.')]
Assigned = Annotated[Way, typer.Option(help="As a booking desk does, or with hindsight.")]
Rest = Annotated[float, typer.Option(help="Hours of a day a vehicle stands still.", min=0, max=24)]
Booking = Annotated[float, typer.Option(help="Vehicles are booked in steps of minutes.", min=0)]
LimitKm = Annotated[bool, typer.Option(help="Keep to the km of the leases.")]
PlanFile = Annotated[
    Path | None, typer.Option(help="Write who drives what to this CSV.", dir_okay=False)
]
Level = Annotated[float, typer.Option(help="Share of the trips to be driven.", min=0, max=1)]
Weight = Annotated[float, typer.Option(help="DKK that a tonne of CO2e counts for.", min=0)]
Bikes = Annotated[bool, typer.Option(help="Whether bikes may be chosen.")]
Least = Annotated[str | None, typer.Option(help='Least of each kind, as {"el_a": 2}.')]
Most = Annotated[str | None, typer.Option(help='Most of each kind, as {"bike": 5}.')]
Budget = Annotated[
    float | None, typer.Option(help="Most DKK a year; then the cleanest fleet.", min=0)
]
MaxCo2e = Annotated[float | None, typer.Option(help="Most kg CO2e a year.", min=0)]
Growth = Annotated[
    str, typer.Option(help="More driving, as shares: 0,0.1 is as now and a tenth more.")
]
Levels = Annotated[str, typer.Option(help="Shares of the trips to be driven, as 1,0.99.")]
Scheduler = Annotated[
    str,
    typer.Option(
        help="Address of a Dask scheduler, or `local` for all cores.",
        envvar="SIGNATUR_DASK_SCHEDULER",
        show_envvar=True,
    ),
]
Front = Annotated[bool, typer.Option(help="Also look for other fleets to choose from.")]


def simulate(  # noqa: PLR0913, PLR0917 (the options of a command)
    trips: TripsFile,
    fleet: FleetFile,
    segments: SegmentsFile = None,
    keep: Keep = None,
    counts: Counts = None,
    changeover_min: Changeover = 5.0,
    rules: By = RuleSet.SIGNATUR,
    assign: Assigned = Way.AUTO,
    bike_km: BikeKm = None,
    bike_hours: BikeHours = None,
    chargers: Chargers = None,
    cold_months: ColdMonths = None,
    rest_hours: Rest = 0.0,
    booking_min: Booking = 0.0,
    limit_km: LimitKm = False,
    shifts: Shifts = None,
    plan: PlanFile = None,
    as_json: AsJson = False,
) -> None:
    """Drive recorded trips again on paper: who drives what, what it costs, what is left."""
    from signatur.solutions.fleet.model import Assign
    from signatur.solutions.fleet.model import simulate as drive
    from signatur.solutions.fleet.model.shifts import by_shift

    there = fleet_of(fleet)
    vehicles = vehicles_of(there, keep, counts)
    recorded, bad_rows = trips_of(trips, segments)
    taken = replace(
        rules_of(rules, changeover_min, bike_km, bike_hours),
        chargers=chargers,
        cold_months=months_of(cold_months),
        rest_hours=rest_hours,
        booking_min=booking_min,
        limit_lease_km=limit_km,
    )
    driven, where = recorded, None
    if shifts:
        driven, where = by_shift(recorded, windows_of(shifts, "--shifts"))
    watch = Watch()
    found = drive(driven, vehicles, there.kinds, taken, assign=Assign(assign))
    spent = watch.told()
    if plan:
        write_plan(plan, recorded, found.plan, vehicles, where)
    answer = simulation_json(found, len(recorded), where) | {
        "vehicles": len(vehicles),
        "rules": str(rules),
        "bad_rows": bad_rows,
        **spent,
    }
    if as_json:
        print_json(answer)
    else:
        tell_simulation(answer)


def optimise(  # noqa: PLR0913, PLR0917 (the options of a command)
    trips: TripsFile,
    fleet: FleetFile,
    segments: SegmentsFile = None,
    service_level: Level = 1.0,
    weight_co2: Weight = 0.0,
    bikes: Bikes = False,
    keep: Least = None,
    most: Most = None,
    max_co2e: MaxCo2e = None,
    budget: Budget = None,
    changeover_min: Changeover = 5.0,
    rules: By = RuleSet.SIGNATUR,
    bike_km: BikeKm = None,
    bike_hours: BikeHours = None,
    front: Front = True,
    as_json: AsJson = False,
) -> None:
    """Find the cheapest fleet for a service level, and prove how good it is."""
    from signatur.solutions.fleet.model import NoFleet
    from signatur.solutions.fleet.model import optimise as look
    from signatur.solutions.fleet.schema.demands import Demand

    there = fleet_of(fleet)
    recorded, bad_rows = trips_of(trips, segments)
    demand = Demand(
        service_level=service_level,
        co2e_dkk_tonne=weight_co2,
        bikes=bikes,
        keep=numbers_of(there, keep, "--keep"),
        most=numbers_of(there, most, "--most"),
        most_co2e_kg=max_co2e,
        most_dkk=budget,
        front=front,
    )
    watch = Watch()
    try:
        found = look(recorded, there, rules_of(rules, changeover_min, bike_km, bike_hours), demand)
    except NoFleet as problem:
        raise InputProblem(log=f"no fleet: {problem.reason}", shown=NO_FLEET) from problem
    answer = optimisation_json(found) | {
        "trips": len(recorded),
        "rules": str(rules),
        "bad_rows": bad_rows,
        **watch.told(),
    }
    if as_json:
        print_json(answer)
    else:
        tell_optimisation(found, there)


def sweep(  # noqa: PLR0913, PLR0917 (the options of a command)
    trips: TripsFile,
    fleet: FleetFile,
    segments: SegmentsFile = None,
    growth: Growth = "0,0.1,0.2",
    service_levels: Levels = "1,0.99",
    weight_co2: Weight = 0.0,
    changeover_min: Changeover = 5.0,
    rules: By = RuleSet.SIGNATUR,
    scheduler: Scheduler = "",
    as_json: AsJson = False,
) -> None:
    """Work out what-ifs: growth, service levels, with and without bikes, electric only."""
    from signatur.kernel.computing import each
    from signatur.solutions.fleet.model.scenarios import Task, outcome, scenarios
    from signatur.solutions.fleet.schema.demands import Demand

    there = fleet_of(fleet)
    recorded, bad_rows = trips_of(trips, segments)
    taken = rules_of(rules, changeover_min, None, None)
    asked = scenarios(
        shares_of(growth, "--growth", least=-0.9, most=10),
        shares_of(service_levels, "--service-levels", least=0, most=1),
        bikes=(True, False),
        electric_only=(False, True),
    )
    tasks = [Task(recorded, there, taken, Demand(co2e_dkk_tonne=weight_co2), one) for one in asked]
    watch = Watch()
    found = each(outcome, tasks, scheduler=scheduler)
    answer = {
        "trips": len(recorded),
        "scenarios": [outcome_json(one) for one in found],
        "rules": str(rules),
        "bad_rows": bad_rows,
        **watch.told(),
    }
    if as_json:
        print_json(answer)
    else:
        tell_outcomes(found, there)


def minimum(trips: TripsFile, changeover_min: Changeover = 5.0, as_json: AsJson = False) -> None:
    """Count the least number of interchangeable cars, and name the moment that proves it."""
    from signatur.solutions.fleet.model import minimum as count
    from signatur.solutions.fleet.schema.trips import moment_of

    recorded, bad_rows = trips_of(trips, None)
    found = count(recorded, changeover_min)
    at = None if found.at_s is None else moment_of(found.at_s).isoformat(sep=" ")
    if as_json:
        print_json({"minimum": found.cars, "at": at, "trips": len(recorded), "bad_rows": bad_rows})
    else:
        say(_("%(cars)d cars are needed at %(at)s.", cars=found.cars, at=at or "–"))


def add_to(commands: typer.Typer) -> None:
    """Add the commands to the group of the solution."""
    for command in (simulate, optimise, sweep, minimum):
        commands.command()(command)
