"""What the commands of the fleet answer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.scenarios import Outcome
    from signatur.solutions.fleet.schema.results import Optimisation, Plan, Proposal, Simulation
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Fleet, Vehicle

_YES, _NO = _("yes"), _("no")
NO_FLEET = _("No fleet can be found: there is no kind to choose, or more kept than allowed.")


@dataclass(frozen=True, slots=True)
class Watch:
    """Measures a calculation, without the reading before it."""

    clock: float = field(default_factory=time.perf_counter)
    cpu: float = field(default_factory=time.process_time)

    def told(self) -> dict[str, float | None]:
        """Return seconds and seconds of CPU since it was started, and the most memory in MB."""
        return {
            "seconds": round(time.perf_counter() - self.clock, 4),
            "cpu_seconds": round(time.process_time() - self.cpu, 4),
            "peak_memory_mb": _peak_memory_mb(),
        }


def simulation_json(found: Simulation, trips: int, where: NDArray[Any] | None) -> dict[str, Any]:
    """Return a simulation as JSON.

    Args:
        found: what was driven.
        trips: how many were recorded.
        where: for each recorded trip the one it was joined into; None where none were.
    """
    left = found.plan.vehicle < 0 if where is None else found.plan.vehicle[where] < 0
    undriven = int(left.sum())
    return {
        "trips": trips,
        "driven": trips - undriven,
        "undriven": undriven,
        "cost_dkk_year": round(found.cost.dkk_year, 2),
        "co2e_kg_year": round(found.cost.co2e_kg_year, 3),
        "vehicles_used": found.vehicles_used,
        "audit": {
            "overlaps": found.audit.overlaps,
            "short_changeovers": found.audit.short_changeovers,
            "over_range": found.audit.over_range,
        },
        "undriven_reasons": _reasons(found.plan),
    }


def tell_simulation(answer: Mapping[str, Any]) -> None:
    """Say what a simulation found."""
    say(
        _(
            "%(driven)d of %(trips)d trips are driven.",
            driven=answer["driven"],
            trips=answer["trips"],
        )
    )
    say(_("It costs %(dkk)s DKK a year.", dkk=f"{answer['cost_dkk_year']:,.0f}"))
    say(_("It emits %(kg)s kg CO2e a year.", kg=f"{answer['co2e_kg_year']:,.0f}"))


def optimisation_json(found: Optimisation) -> dict[str, Any]:
    """Return an optimisation as JSON; the bound counts CO2e with the weight that was asked for."""
    return {
        "best": _proposal(found.best),
        "lower_bound": round(found.best.bound_dkk, 2),
        "gap": round(found.best.gap, 6),
        "front": [_proposal(one) for one in found.front],
    }


def tell_optimisation(found: Optimisation, fleet: Fleet) -> None:
    """Say which fleet was found, and what is proven of it."""
    best = found.best
    say(", ".join(f"{count} {fleet.kinds[kind].title}" for kind, count in best.counts.items()))
    say(_("It costs %(dkk)s DKK a year.", dkk=f"{best.cost.dkk_year:,.0f}"))
    say(
        _(
            "No fleet can cost less than %(bound)s DKK; this one is within %(gap)s %%.",
            bound=f"{best.bound_dkk:,.0f}",
            gap=f"{best.gap * 100:.2f}",
        )
    )


def outcome_json(one: Outcome) -> dict[str, Any]:
    """Return what a scenario comes to as JSON; without a fleet, only the scenario."""
    scenario = one.scenario
    told: dict[str, Any] = {
        "growth": scenario.growth,
        "service_level": scenario.service_level,
        "bikes": scenario.bikes,
        "electric_only": scenario.electric_only,
        "trips": one.trips,
    }
    if one.proposal is not None:
        told |= _proposal(one.proposal)
    if one.robustness is not None:
        told |= {
            "driven_share": round(one.robustness.driven_share, 5),
            "short_weeks": round(one.robustness.short_weeks, 4),
        }
    return told


def tell_outcomes(found: Sequence[Outcome], fleet: Fleet) -> None:
    """Say what each scenario comes to."""
    for one in found:
        scenario = one.scenario
        say(
            _(
                "Growth %(growth)s %%, %(level)s %% driven, bikes: %(bikes)s, electric only: "
                "%(electric)s",
                growth=f"{scenario.growth * 100:.0f}",
                level=f"{scenario.service_level * 100:.1f}",
                bikes=_YES if scenario.bikes else _NO,
                electric=_YES if scenario.electric_only else _NO,
            )
        )
        if one.proposal is None:
            say(NO_FLEET)
            continue
        counts = one.proposal.counts.items()
        say("  " + ", ".join(f"{count} {fleet.kinds[kind].title}" for kind, count in counts))
        say(_("It costs %(dkk)s DKK a year.", dkk=f"{one.proposal.cost.dkk_year:,.0f}"))


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "counts": dict(one.counts),
        "cost": round(one.cost.dkk_year, 2),
        "co2e": round(one.cost.co2e_kg_year, 3),
        "undriven": one.undriven,
        "weight_co2": round(one.co2e_dkk_tonne, 2),
        "lower_bound": round(one.bound_dkk, 2),
        "gap": round(one.gap, 6),
    }


def _reasons(plan: Plan) -> dict[str, int]:
    """Return how many trips were left for each reason."""
    from signatur.solutions.fleet.schema.results import Why

    counts = {why.name.lower(): int((plan.why == why).sum()) for why in Why if why}
    return {name: count for name, count in counts.items() if count}


def write_plan(
    file: Path, trips: Trips, plan: Plan, vehicles: Sequence[Vehicle], where: Any
) -> None:
    """Write a row for each recorded trip: who drives it, or why nobody does. Raises InputProblem."""
    import csv

    from signatur.solutions.fleet.schema.results import Why
    from signatur.solutions.fleet.schema.trips import moment_of

    try:
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(["trip_id", "vehicle_id", "kind", "back", "reason"])
            for row in range(len(trips)):
                at = row if where is None else int(where[row])
                number = int(plan.vehicle[at])
                if number < 0:
                    writer.writerow(
                        [trips.ids[row], "", "", "", Why(int(plan.why[at])).name.lower()]
                    )
                    continue
                vehicle = vehicles[number]
                back = moment_of(int(plan.until_s[at])).isoformat(sep=" ")
                writer.writerow([trips.ids[row], vehicle.id, vehicle.kind, back, ""])
    except OSError as error:
        raise InputProblem(
            log=f"plan: {error.strerror}",
            shown=_("The file %(name)s cannot be written.", name=str(file)),
        ) from error


def _peak_memory_mb() -> float | None:
    """Return the most memory that this process has had; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
