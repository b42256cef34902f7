"""Rules, kinds, vehicles, demands and results as JSON values and back, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.results import Audit, Cost, Optimisation, Proposal
from signatur.solutions.fleet.schema.rules import BikeRules, Prices, Rules
from signatur.solutions.fleet.schema.studies import Aim, Question
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Kind, Vehicle


def plain(value: Any) -> Any:  # noqa: PLR0911 (one for each kind of value)
    """Return a value of the schema as JSON values; sets are put in order."""
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Mapping():
            return {str(plain(key)): plain(one) for key, one in value.items()}
        case set() | frozenset():
            return sorted((plain(one) for one in value), key=str)
        case list() | tuple():
            return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value


def rules_from(stored: Mapping[str, Any]) -> Rules:
    """Return rules from their JSON values."""
    return Rules(
        **_known(Rules, stored)
        | {
            "prices": prices_from(stored["prices"]),
            "bikes": bike_rules_from(stored["bikes"]),
            "cold_months": frozenset(stored["cold_months"]),
            "chargers_at": dict(stored.get("chargers_at", {})),
            "shared_locations": tuple(frozenset(one) for one in stored["shared_locations"]),
        }
    )


def prices_from(stored: Mapping[str, Any]) -> Prices:
    """Return prices from their JSON values."""
    return Prices(
        **_known(Prices, stored)
        | {
            name: {Energy(key): one for key, one in stored[name].items()}
            for name in ("energy_dkk", "energy_co2e_kg")
        }
    )


def bike_rules_from(stored: Mapping[str, Any]) -> BikeRules:
    """Return the rules for bikes from their JSON values."""
    return BikeRules(
        **_known(BikeRules, stored)
        | {
            "hours": tuple((begin, end) for begin, end in stored["hours"]),
            "closed_months": frozenset(stored["closed_months"]),
            "closed_days": frozenset(date.fromisoformat(one) for one in stored["closed_days"]),
            "no_load": frozenset(stored["no_load"]),
        }
    )


def kind_from(stored: Mapping[str, Any]) -> Kind:
    """Return a kind of vehicle from its JSON values."""
    return Kind(
        **_known(Kind, stored) | {"body": Body(stored["body"]), "energy": Energy(stored["energy"])}
    )


def vehicle_from(stored: Mapping[str, Any]) -> Vehicle:
    """Return a vehicle from its JSON values."""
    end = stored["lease_end"]
    return Vehicle(
        **_known(Vehicle, stored)
        | {
            "homes": tuple(stored["homes"]),
            "lease_end": date.fromisoformat(end) if end else None,
        }
    )


def demand_from(stored: Mapping[str, Any]) -> Demand:
    """Return a demand from its JSON values."""
    return Demand(**_known(Demand, stored) | {"places": tuple(stored.get("places", ()))})


def question_from(stored: Mapping[str, Any]) -> Question:
    """Return what was asked from its JSON values."""
    since, until = stored["since"], stored["until"]
    return Question(
        aim=Aim(stored["aim"]),
        rules=rules_from(stored["rules"]),
        kinds={key: kind_from(one) for key, one in stored["kinds"].items()},
        vehicles=tuple(vehicle_from(one) for one in stored["vehicles"]),
        candidates=tuple(stored["candidates"]),
        demand=demand_from(stored["demand"]),
        trips_sha256=stored["trips_sha256"],
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        locations=tuple(stored["locations"]),
        shifts=tuple((begin, end) for begin, end in stored.get("shifts", ())),
        what_ifs=stored.get("what_ifs", False),
    )


def cost_from(stored: Mapping[str, Any]) -> Cost:
    """Return a cost from its JSON values."""
    return Cost(**_known(Cost, stored))


def audit_from(stored: Mapping[str, Any]) -> Audit:
    """Return what looking a plan over found from its JSON values."""
    return Audit(**_known(Audit, stored))


def proposal_from(stored: Mapping[str, Any]) -> Proposal:
    """Return a proposal from its JSON values."""
    # What came later has its default.
    told: dict[str, Any] = {"by_place": {}, "co2e_dkk_tonne": 0.0, **_known(Proposal, stored)}
    return Proposal(**told | {"cost": cost_from(stored["cost"])})


def optimisation_from(stored: Mapping[str, Any]) -> Optimisation:
    """Return an optimisation from its JSON values."""
    return Optimisation(
        best=proposal_from(stored["best"]),
        front=tuple(proposal_from(one) for one in stored["front"]),
    )


def _known(kind: type, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a dataclass knows; a field that came later has its default."""
    names = {one.name for one in fields(kind)}
    return {name: one for name, one in stored.items() if name in names}
