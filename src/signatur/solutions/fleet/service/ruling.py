"""The rules by which a project calculates, put together from its own rules, prices and places."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.model.prices import ORIGINAL_RULES, SIGNATUR_RULES
from signatur.solutions.fleet.service.places import places, shared_groups
from signatur.solutions.fleet.service.prices import prices_in
from signatur.solutions.fleet.service.rights import CHANGE_SETUP, tell
from signatur.solutions.fleet.service.writing import plain, rules_from
from signatur.solutions.fleet.tables import RulesRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.vehicles import Kind
    from signatur.solutions.fleet.service.places import Place


def own_rules(work: Work, project_id: UUID) -> Rules:
    """Return the project's rules as they were set; prices and places are those of `rules_now`."""
    row = work.session.get(RulesRow, project_id)
    if row is None or row.authority_id != work.authority_id:
        return SIGNATUR_RULES
    # Rules that came later have their default.
    return rules_from({**plain(SIGNATUR_RULES), **row.document})


def rules_now(work: Work, project_id: UUID, *, year: int | None = None) -> Rules:
    """Return the rules of a project with the prices of a year (this one) and its places."""
    rules = own_rules(work, project_id)
    found = places(work, project_id)
    known = {one.name: one.chargers for one in found if one.chargers is not None}
    return replace(
        rules,
        prices=replace(
            prices_in(work, project_id, year or work.today.year),
            employee_limit_km=rules.prices.employee_limit_km,
            co2e_dkk_tonne=rules.prices.co2e_dkk_tonne,
        ),
        # A vehicle that lives nowhere in particular may charge at any place.
        chargers=sum(known.values()) if known else rules.chargers,
        chargers_at=known,
        shared_locations=shared_groups(found) or rules.shared_locations,
    )


def original_rules() -> Rules:
    """Return the rules of FleetOptimiser, for a comparison with its figures."""
    return ORIGINAL_RULES


def kinds_as_charged(
    kinds: Mapping[str, Kind], found: list[Place], rules: Rules
) -> dict[str, Kind]:
    """Return kinds with the hours that they take to charge at the weakest charger, where known."""
    powers = [one.charger_kw for one in found if one.charger_kw]
    if not powers:
        return dict(kinds)
    power = min(powers)
    return {key: _charged(kind, power, rules) for key, kind in kinds.items()}


def _charged(kind: Kind, power_kw: float, rules: Rules) -> Kind:
    if kind.charge_hours is not None or not kind.range_km or kind.is_bike:
        return kind
    hours = kind.range_km * kind.use_per_km / power_kw
    return replace(kind, charge_hours=round(min(hours, 100.0), 2) or rules.charge_hours)


def save_rules(work: Work, project_id: UUID, rules: Rules) -> None:
    """Set the rules of a project. Raises NotAllowed, InputProblem for values that cannot be."""
    work.require(CHANGE_SETUP, project_id)
    check_rules(rules)
    document: dict[str, Any] = plain(rules)
    row = work.session.get(RulesRow, project_id)
    if row is None:
        row = RulesRow(project_id=project_id, authority_id=work.authority_id)
        work.session.add(row)
    row.document = document
    row.changed_by, row.changed_at = work.actor.id, work.now
    work.session.flush()
    tell(work, project_id, "fleet.rules_saved")


def check_rules(rules: Rules) -> None:
    """Raise InputProblem for rules by which nothing can be calculated."""
    bikes = rules.bikes
    limits = (
        (rules.changeover_min, 0, 600, _("Changeover lies between 0 and 600 minutes.")),
        (rules.booking_min, 0, 600, _("Steps of booking lie between 0 and 600 minutes.")),
        (rules.charge_hours, 0.1, 100, _("Charging takes between 0.1 and 100 hours.")),
        (rules.rest_hours, 0, 23, _("Hours of rest lie between 0 and 23.")),
        (
            rules.prices.co2e_dkk_tonne,
            0,
            100_000,
            _("CO₂e costs between 0 and 100,000 DKK a tonne."),
        ),
        (bikes.most_km, 0, 100, _("A trip by bike is between 0 and 100 km.")),
        (bikes.ebike_most_km, 0, 100, _("A trip by bike is between 0 and 100 km.")),
        (bikes.speed_kmh, 3, 60, _("A bike goes between 3 and 60 km an hour.")),
        (bikes.ebike_speed_kmh, 3, 60, _("A bike goes between 3 and 60 km an hour.")),
        (bikes.car_speed_kmh, 5, 130, _("A car goes between 5 and 130 km an hour.")),
        (bikes.most_extra_minutes, 0, 600, _("Extra time lies between 0 and 600 minutes.")),
        (bikes.day_km, 0, 300, _("A day by bike is between 0 and 300 km.")),
        (bikes.ebike_day_km, 0, 300, _("A day by bike is between 0 and 300 km.")),
    )
    for value, least, most, shown in limits:
        if not least <= value <= most:
            raise InputProblem(log="rule out of range", shown=shown)
    if any(not 0 <= begin < end <= 24 for begin, end in bikes.hours):
        raise InputProblem(
            log="bike hours", shown=_("Hours for bikes begin before they end, between 0 and 24.")
        )
