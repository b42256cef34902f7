"""Working out what a study asks: pure calculation on frozen input, the same each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import Text, counted, reading_in, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.model import NoFleet, minimum, optimise, simulate
from signatur.solutions.fleet.model.explaining import Change, farewells, peak_reasons
from signatur.solutions.fleet.schema.results import NOBODY, Why
from signatur.solutions.fleet.schema.studies import Aim
from signatur.solutions.fleet.schema.trips import seconds_of
from signatur.solutions.fleet.schema.vehicles import Fleet, Vehicle
from signatur.solutions.fleet.service.writing import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from signatur.solutions.fleet.schema.results import Optimisation, Plan, Proposal, Simulation
    from signatur.solutions.fleet.schema.studies import Question
    from signatur.solutions.fleet.schema.trips import Trips

# In which reasons are written down; numbers inside of a sentence are of one language.
LANGUAGE = "da"
_MOST_FAREWELLS = 30
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
) -> Answered:
    """Work out what is asked of some trips. Raises InputProblem where nothing can be found."""
    chosen = chosen_trips(question, trips)
    if not len(chosen):
        raise InputProblem(
            log="no trips", shown=_("There are no trips in this period and at these places.")
        )
    with reading_in(LANGUAGE):
        if question.aim is Aim.SIMULATE:
            return _simulated(question, chosen, tell)
        return _optimised(question, chosen, tell)


def chosen_trips(question: Question, trips: Trips) -> Trips:
    """Return the trips that a question is about, by period and place."""
    mask = np.ones(len(trips), dtype=bool)
    if question.since is not None:
        mask &= trips.start_s >= seconds_of_day(question.since)
    if question.until is not None:
        mask &= trips.start_s < seconds_of_day(question.until) + 86_400
    if question.locations:
        words = trips.location.words
        codes = [words.index(one) for one in question.locations if one in words]
        mask &= np.isin(trips.location.codes, codes)
    return trips if mask.all() else trips.take(mask)


def seconds_of_day(day: Any) -> int:
    """Return the midnight at which a day begins, as trips count time."""
    from datetime import datetime, time

    return seconds_of(datetime.combine(day, time()))


def _simulated(question: Question, trips: Trips, tell: Callable[[float, Text], None]) -> Answered:
    tell(0.1, _("Puts every trip on a vehicle"))
    found = simulate(trips, question.vehicles, question.kinds, question.rules)
    tell(0.9, _("Looks the plan over"))
    result = figures(question, trips, question.vehicles, found)
    return Answered(result, found.plan, {})


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
    today = None
    if question.vehicles:
        today = simulate(trips, question.vehicles, question.kinds, question.rules)
    tell(0.96, _("Writes down why"))
    result = figures(question, trips, vehicles, driven)
    result |= {
        "optimisation": plain(found),
        "today": plain(today.cost) if today else None,
        "today_undriven": today.plan.undriven if today else None,
    }
    reasons = _reasons(question, trips, vehicles, driven, found, today)
    return Answered(
        result,
        driven.plan,
        answer={"counts": dict(sorted(found.best.counts.items()))},
        reasons=reasons,
        confidence=round(min(1.0, max(0.0, 1.0 - found.best.gap)), 6),
    )


def vehicles_of(question: Question, proposal: Proposal) -> tuple[Vehicle, ...]:
    """Return the vehicles of a proposal; of those that the authority has, their own names.

    With several places, those that nobody has are spread over them by nobody: they may begin anywhere.
    """
    own: dict[str, list[Vehicle]] = {}
    for vehicle in question.vehicles:
        own.setdefault(vehicle.kind, []).append(vehicle)
    found: list[Vehicle] = []
    for kind, count in sorted(proposal.counts.items()):
        title = question.kinds[kind].title
        for number in range(1, count + 1):
            known = own.get(kind, [])[number - 1 : number]
            name = known[0].name if known else f"{title} {number}"
            found.append(Vehicle(id=f"{kind}-{number}", kind=kind, name=name))
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
    if today is not None:
        reasons.append(_against_today(best, today, len(vehicles) - len(question.vehicles)))
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


def _against_today(best: Proposal, today: Simulation, more: int) -> Text:
    saved = today.cost.dkk_year - best.cost.dkk_year
    co2e = today.cost.co2e_kg_year - best.cost.co2e_kg_year
    if more < 0:
        return counted(
            "Against today's fleet that is %(num)d vehicle fewer, %(dkk)s DKK and %(co2e)s kg CO₂e less a year.",
            "Against today's fleet that is %(num)d vehicles fewer, %(dkk)s DKK and %(co2e)s kg CO₂e less a year.",
            -more,
            dkk=show_number(round(saved), 0),
            co2e=show_number(round(co2e), 0),
        )
    return _(
        "Against today's fleet that is %(dkk)s DKK and %(co2e)s kg CO₂e less a year.",
        dkk=show_number(round(saved), 0),
        co2e=show_number(round(co2e), 0),
    )


def reasons_as_json(reasons: tuple[Text, ...]) -> list[Mapping[str, Any]]:
    """Return reasons as they are written down with a suggestion."""
    return [{"sentence": one.to_json()} for one in reasons]
