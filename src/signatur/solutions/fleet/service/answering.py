"""Working out what a study asks: pure calculation on frozen input, the same each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.kernel.computing import each
from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import Text, reading_in, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.model import Assign, NoFleet, minimum, optimise, simulate
from signatur.solutions.fleet.model.explaining import Change, farewells, peak_reasons
from signatur.solutions.fleet.model.robustness import robustness
from signatur.solutions.fleet.model.scenarios import Task, outcome, scenarios
from signatur.solutions.fleet.model.shifts import by_shift
from signatur.solutions.fleet.schema.results import NOBODY, Why
from signatur.solutions.fleet.schema.studies import Aim
from signatur.solutions.fleet.schema.trips import seconds_of
from signatur.solutions.fleet.schema.vehicles import Fleet, Vehicle
from signatur.solutions.fleet.service.writing import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from signatur.solutions.fleet.model.robustness import Robustness
    from signatur.solutions.fleet.schema.results import (
        Cost,
        Optimisation,
        Plan,
        Proposal,
        Simulation,
    )
    from signatur.solutions.fleet.schema.studies import Question
    from signatur.solutions.fleet.schema.trips import Trips

# In which reasons are written down; numbers inside of a sentence are of one language.
LANGUAGE = "da"
_MOST_FAREWELLS = 30
GROWTHS = (0.0, 0.1, 0.25)
GROWTH = 0.1
"""How much more driving a fleet is tried with, to see whether it has room."""
# Weeks that could have been: so often the whole period, as long as that is not too many trips.
_ROUNDS, _MOST_DRIVEN = 20, 500_000
_MOST_WITH_HINDSIGHT = 20_000
_NO_FLEET = {
    "no_kinds": _(
        "There is no kind of vehicle to choose from. Say under Vehicles which may be bought."
    ),
    "more_kept_than_allowed": _(
        "More vehicles are to be kept than are allowed. Change one of the two."
    ),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a question."""

    result: dict[str, Any]
    """JSON values for the page; see `simulated` and `optimised`."""
    plan: Plan
    answer: dict[str, Any]
    """What is suggested; empty for a simulation."""
    reasons: tuple[Text, ...] = ()
    confidence: float = 0.0


def answer(
    question: Question,
    trips: Trips,
    tell: Callable[[float, Text], None] = lambda _share, _step: None,
    scheduler: str = "",
) -> Answered:
    """Work out what is asked of some trips. Raises InputProblem where nothing can be found.

    `scheduler`: of a Dask cluster on which what-ifs are worked out; empty: here.
    """
    chosen = chosen_trips(question, trips)
    if not len(chosen):
        raise InputProblem(
            log="no trips", shown=_("There are no trips in this period and at these places.")
        )
    with reading_in(LANGUAGE):
        if question.aim is Aim.SIMULATE:
            return _simulated(question, chosen, tell)
        found = _optimised(question, chosen, tell)
        if question.what_ifs:
            found.result["what_ifs"] = what_ifs(question, chosen, tell, scheduler)
        return found


def chosen_trips(question: Question, trips: Trips) -> Trips:
    """Return the trips that a question is about, by period and place; those of a shift as one."""
    mask = np.ones(len(trips), dtype=bool)
    if question.since is not None:
        mask &= trips.start_s >= seconds_of_day(question.since)
    if question.until is not None:
        mask &= trips.start_s < seconds_of_day(question.until) + 86_400
    if question.locations:
        words = trips.location.words
        codes = [words.index(one) for one in question.locations if one in words]
        mask &= np.isin(trips.location.codes, codes)
    chosen = trips if mask.all() else trips.take(mask)
    return by_shift(chosen, question.shifts)[0] if question.shifts else chosen


def seconds_of_day(day: Any) -> int:
    """Return the midnight at which a day begins, as trips count time."""
    from datetime import datetime, time

    return seconds_of(datetime.combine(day, time()))


def _simulated(question: Question, trips: Trips, tell: Callable[[float, Text], None]) -> Answered:
    tell(0.1, _("Puts every trip on a vehicle"))
    found = simulate(trips, question.vehicles, question.kinds, question.rules)
    result = figures(question, trips, question.vehicles, found)
    tell(0.6, _("Drives weeks that could have been"))
    result["robustness"] = plain(_strong(question, trips, question.vehicles))
    tell(0.8, _("Drives weeks that could have been"))
    result["robustness_growth"] = plain(_strong(question, trips, question.vehicles, growth=GROWTH))
    return Answered(result, found.plan, {})


def _strong(
    question: Question, trips: Trips, vehicles: tuple[Vehicle, ...], growth: float = 0.0
) -> Robustness:
    """Drive weeks that could have been with a fleet, also with more driving."""
    most = _ROUNDS // 2 if growth else _ROUNDS
    rounds = min(most, max(1, _MOST_DRIVEN // len(trips)))
    return robustness(trips, vehicles, question.kinds, question.rules, growth=growth, rounds=rounds)


def figures(
    question: Question, trips: Trips, vehicles: tuple[Vehicle, ...], found: Simulation
) -> dict[str, Any]:
    """Return what a simulation found, as JSON values."""
    plan = found.plan
    left = plan.vehicle == NOBODY
    least = minimum(trips, question.rules.changeover_min)
    counted_why = Counter(Why(code).name for code in plan.why[left].tolist())
    return {
        "trips": len(trips),
        "days": trips.days,
        "undriven": found.plan.undriven,
        "undriven_km": float(trips.distance_km[left].sum()),
        "km": float(trips.distance_km.sum()),
        "why": dict(sorted(counted_why.items())),
        "cost": plain(found.cost),
        "audit": plain(found.audit),
        "vehicles_used": found.vehicles_used,
        "vehicles": len(vehicles),
        "counts": dict(sorted(Counter(one.kind for one in vehicles).items())),
        "kinds": _by_kind(trips, vehicles, plan),
        "minimum": {"cars": least.cars, "at_s": least.at_s},
    }


def _by_kind(
    trips: Trips, vehicles: tuple[Vehicle, ...], plan: Plan
) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    driven = plan.vehicle != NOBODY
    count = np.bincount(plan.vehicle[driven], minlength=len(vehicles))
    km = np.bincount(
        plan.vehicle[driven], weights=trips.distance_km[driven], minlength=len(vehicles)
    )
    for at, vehicle in enumerate(vehicles):
        of_kind = found.setdefault(vehicle.kind, {"vehicles": 0, "trips": 0, "km": 0.0})
        of_kind["vehicles"] += 1
        of_kind["trips"] += int(count[at])
        of_kind["km"] += float(km[at])
    return dict(sorted(found.items()))


def _optimised(question: Question, trips: Trips, tell: Callable[[float, Text], None]) -> Answered:
    looking = _("Looks for the cheapest fleet")
    fleet = Fleet(question.kinds, question.vehicles, question.candidates)
    try:
        found = optimise(
            trips, fleet, question.rules, question.demand,
            tell=lambda share, *_step: tell(0.05 + 0.8 * share, looking),
        )  # fmt: skip
    except NoFleet as problem:
        shown = _NO_FLEET.get(problem.reason, _NO_FLEET["no_kinds"])
        raise InputProblem(log=f"no fleet: {problem.reason}", shown=shown) from problem
    tell(0.88, _("Drives the best fleet on paper"))
    vehicles = vehicles_of(question, found.best)
    driven = simulate(trips, vehicles, question.kinds, question.rules)
    if driven.plan.undriven > found.best.undriven and len(trips) <= _MOST_WITH_HINDSIGHT:
        # Taken as they come, more trips are left than with hindsight, which the proposal counts on.
        driven = simulate(trips, vehicles, question.kinds, question.rules, assign=Assign.BEST)
    today = None
    if question.vehicles:
        today = simulate(trips, question.vehicles, question.kinds, question.rules)
    tell(0.92, _("Drives weeks that could have been"))
    strong = _strong(question, trips, vehicles)
    more = _strong(question, trips, vehicles, growth=GROWTH)
    tell(0.97, _("Writes down why"))
    result = figures(question, trips, vehicles, driven)
    result |= {
        "robustness": plain(strong),
        "robustness_growth": plain(more),
        "optimisation": plain(found),
        "today": plain(today.cost) if today else None,
        "today_undriven": today.plan.undriven if today else None,
    }
    reasons = _reasons(question, trips, vehicles, driven, found, today)
    reasons = (reasons[0], in_other_weeks(strong), *reasons[1:])
    return Answered(
        result,
        driven.plan,
        answer={"counts": dict(sorted(found.best.counts.items()))},
        reasons=reasons,
        confidence=round(strong.driven_share, 6),
    )


def what_ifs(
    question: Question, trips: Trips, tell: Callable[[float, Text], None], scheduler: str
) -> list[dict[str, Any]]:
    """Return the cheapest fleet for more driving, and without petrol and diesel, as JSON values."""
    demand = question.demand
    fleet = Fleet(question.kinds, question.vehicles, question.candidates)
    asked = scenarios(GROWTHS, (demand.service_level,), (demand.bikes,), (False, True))
    tasks = [Task(trips, fleet, question.rules, demand, one) for one in asked]
    found = each(
        outcome, tasks, scheduler=scheduler,
        tell=lambda share: tell(0.9 + 0.09 * share, _("Works out what-ifs")),
    )  # fmt: skip
    return [plain(one) for one in found]


def vehicles_of(question: Question, proposal: Proposal) -> tuple[Vehicle, ...]:
    """Return the vehicles of a proposal; of those that the authority has, their own names.

    Where vehicles are placed, each lives at its place; otherwise they may begin anywhere.
    """
    own: dict[str, list[str]] = {}
    for vehicle in question.vehicles:
        own.setdefault(vehicle.kind, []).append(vehicle.name)
    placed = proposal.by_place or {"": proposal.counts}
    numbers: Counter[str] = Counter()
    found: list[Vehicle] = []
    for place, counts in sorted(placed.items()):
        for kind, count in sorted(counts.items()):
            for _one in range(count):
                numbers[kind] += 1
                number = numbers[kind]
                known = own.get(kind, [])[number - 1 : number]
                name = known[0] if known else f"{question.kinds[kind].title} {number}"
                homes = (place,) if place else ()
                found.append(Vehicle(id=f"{kind}-{number}", kind=kind, name=name, homes=homes))
    return tuple(found)


def _reasons(
    question: Question,
    trips: Trips,
    vehicles: tuple[Vehicle, ...],
    driven: Simulation,
    found: Optimisation,
    today: Simulation | None,
) -> tuple[Text, ...]:
    best = found.best
    reasons = [proof(best)]
    budget = question.demand.most_dkk
    if budget is not None and best.cost.dkk_year > budget:
        reasons.append(over_budget(best, budget))
    if today is not None:
        reasons.append(against(today.cost, best.cost))
    reasons += peak_reasons(trips, len(vehicles))
    if question.vehicles:
        change = Change(question.kinds, question.vehicles, vehicles, driven.plan)
        for one in farewells(trips, change)[:_MOST_FAREWELLS]:
            reasons += one.reasons
    return tuple(reasons)


def proof(best: Proposal) -> Text:
    """Say how good a proposal is, and what proves it."""
    if best.co2e_dkk_tonne:
        return _(
            "With CO₂e counted at %(price)s DKK a tonne, no fleet that meets the demands can come to less than "
            "%(bound)s DKK a year; this one comes to %(cost)s DKK, which is within %(gap)s.",
            price=show_number(round(best.co2e_dkk_tonne), 0),
            bound=show_number(round(best.bound_dkk), 0),
            cost=show_number(round(best.weighted_dkk), 0),
            gap=show_percent(max(best.gap, 0.0), 2),
        )
    return _(
        "No fleet that meets the demands can cost less than %(bound)s DKK a year; this one costs "
        "%(cost)s DKK, which is within %(gap)s.",
        bound=show_number(round(best.bound_dkk), 0),
        cost=show_number(round(best.cost.dkk_year), 0),
        gap=show_percent(max(best.gap, 0.0), 2),
    )


def over_budget(best: Proposal, budget: float) -> Text:
    """Say that no fleet was found that costs no more than the budget."""
    return _(
        "No fleet was found within the budget of %(budget)s DKK a year; the cheapest found costs %(cost)s DKK.",
        budget=show_number(round(budget), 0),
        cost=show_number(round(best.cost.dkk_year), 0),
    )


def in_other_weeks(strong: Robustness) -> Text:
    """Say how the fleet does in weeks that were not recorded."""
    return _(
        "In %(weeks)s weeks put together anew from the same driving, it drove %(share)s of the trips; in "
        "%(short)s of the weeks somebody lacked a vehicle at least once.",
        weeks=show_number(strong.weeks, 0),
        share=show_percent(strong.driven_share, 2),
        short=show_percent(strong.short_weeks, 0),
    )


def against(today: Cost, cost: Cost) -> Text:
    """Say what a fleet costs and emits beside today's."""
    less, kg = today.dkk_year - cost.dkk_year, today.co2e_kg_year - cost.co2e_kg_year
    told = {
        "cost": show_number(cost.dkk_year, 0),
        "dkk": show_number(abs(less), 0),
        "share": show_percent(abs(less) / today.dkk_year if today.dkk_year else 0.0, 1),
        "kg": show_number(abs(kg), 0),
    }
    if less >= 0 and kg >= 0:
        return _(
            "It costs %(cost)s DKK a year, %(dkk)s DKK (%(share)s) less than today's fleet under the same rules, and emits %(kg)s kg CO₂e less.",
            **told,
        )
    if less >= 0:
        return _(
            "It costs %(cost)s DKK a year, %(dkk)s DKK (%(share)s) less than today's fleet under the same rules, but emits %(kg)s kg CO₂e more.",
            **told,
        )
    if kg >= 0:
        return _(
            "It costs %(cost)s DKK a year, %(dkk)s DKK (%(share)s) more than today's fleet under the same rules, and emits %(kg)s kg CO₂e less.",
            **told,
        )
    return _(
        "It costs %(cost)s DKK a year, %(dkk)s DKK (%(share)s) more than today's fleet under the same rules, and emits %(kg)s kg CO₂e more.",
        **told,
    )


def reasons_as_json(reasons: tuple[Text, ...]) -> list[Mapping[str, Any]]:
    """Return reasons as they are written down with a suggestion."""
    return [{"sentence": one.to_json()} for one in reasons]
