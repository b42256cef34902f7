"""An answer as tables: proposals, who drives, vehicles, reasons, assumptions and prices."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.i18n import show_number
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Cell, Column, Table, columns, number, share, word
from signatur.solutions.fleet.model.costs import year_factor
from signatur.solutions.fleet.model.explaining import WHY_TITLES, moment_words
from signatur.solutions.fleet.model.looking import (
    away_of,
    by_month,
    curve_of,
    daily_of,
    peak_of,
    period_of,
)
from signatur.solutions.fleet.schema.results import NOBODY, Why
from signatur.solutions.fleet.schema.vehicles import ENERGY_TITLES
from signatur.solutions.fleet.service.looking.times import month_named
from signatur.solutions.fleet.service.out.answer import shares_of
from signatur.solutions.fleet.service.out.telling import counts_in_words, proposals_of
from signatur.solutions.fleet.service.out.words import PRICE_WORDS, price_values, rule_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signatur.solutions.fleet.service.out.answer import Answer, KindShare


def front_table(answer: Answer) -> Table:
    """Return the proposals, the best one first."""
    title = str(_("Proposals"))
    return Table(
        key="forslag",
        title=title,
        columns=(
            Column(str(_("No.")), is_number=True),
            *columns(
                _("Fleet"),
                _("Vehicles"),
                _("DKK a year"),
                _("kg CO₂e a year"),
                _("Trips without a vehicle"),
                _("Proven lower bound, DKK"),
                _("Above the bound"),
                numbers=6,
            ),
        ),
        rows=tuple(
            (
                number(place),
                word(counts_in_words(one.counts, answer.view)),
                number(sum(one.counts.values())),
                number(one.cost.dkk_year),
                number(one.cost.co2e_kg_year),
                number(one.undriven),
                number(one.bound_dkk),
                share(one.gap, 2),
            )
            for place, one in enumerate(proposals_of(answer.view), 1)
        ),
        note=str(_("No. 1 is the answer. None of the others is beaten in everything at once.")),
    )


def shares_table(answer: Answer) -> Table:
    """Return how the driving falls on the kinds of vehicle; beside today's, where that is known."""
    found = shares_of(answer)
    return _beside_today(found) if answer.looked_for_another else _alone(found)


def _alone(found: Iterable[KindShare]) -> Table:
    return Table(
        key="fordeling",
        title=str(_("Who drives")),
        columns=columns(
            _("Kind of vehicle"),
            _("Vehicles"),
            _("Trips"),
            _("Km a year"),
            _("kg CO₂e a year"),
            numbers=4,
        ),
        rows=tuple(
            (
                word(_named(one)),
                number(one.vehicles),
                number(one.trips),
                number(one.km),
                number(one.co2e_kg),
            )
            for one in found
        ),
    )


def _beside_today(found: Iterable[KindShare]) -> Table:
    return Table(
        key="fordeling",
        title=str(_("Who drives, today and in the answer")),
        columns=columns(
            _("Kind of vehicle"),
            _("Vehicles today"),
            _("Vehicles, answer"),
            _("Trips today"),
            _("Trips, answer"),
            _("Km a year today"),
            _("Km a year, answer"),
            _("kg CO₂e a year today"),
            _("kg CO₂e a year, answer"),
            numbers=8,
        ),
        rows=tuple(
            (
                word(_named(one)),
                number(one.vehicles_today),
                number(one.vehicles),
                number(one.trips_today),
                number(one.trips),
                number(one.km_today),
                number(one.km),
                number(one.co2e_kg_today),
                number(one.co2e_kg),
            )
            for one in found
        ),
        note=str(
            _(
                "Today is the driving as it was recorded, also where another vehicle would have cost less."
            )
        ),
    )


def _named(one: KindShare) -> str:
    return one.title or str(_("Not known, or without a vehicle"))


def fleet_table(answer: Answer) -> Table:
    """Return each vehicle of the answer with what it drives in a year."""
    return Table(
        key="koeretoejer",
        title=str(_("Vehicles")),
        columns=columns(
            _("Vehicle"),
            _("Kind of vehicle"),
            _("Runs on"),
            _("Home"),
            _("Department"),
            _("Lease ends"),
            _("Trips"),
            _("Km"),
            _("Hours away"),
            _("Km a year"),
            _("Km a year of the lease"),
            _("Fixed DKK a year"),
            numbers=6,
        ),
        rows=tuple(_fleet_rows(answer)),
    )


def _fleet_rows(answer: Answer) -> Iterator[tuple[Cell, ...]]:
    plan, trips, size = answer.plan, answer.trips, len(answer.fleet)
    driven = plan.vehicle != NOBODY
    who = plan.vehicle[driven]
    counts = np.bincount(who, minlength=size)
    km = np.bincount(who, trips.distance_km[driven], size)
    hours = np.bincount(who, (plan.until_s - trips.start_s)[driven] / 3600, size)
    for place, (vehicle, label) in enumerate(zip(answer.fleet, answer.labels, strict=True)):
        kind = answer.kinds[vehicle.kind]
        yield (
            word(label),
            word(kind.title),
            word(ENERGY_TITLES[kind.energy]),
            word(", ".join(vehicle.homes)),
            word(vehicle.department),
            word(vehicle.lease_end.isoformat() if vehicle.lease_end else ""),
            number(int(counts[place])),
            number(float(km[place])),
            number(float(hours[place]), 1),
            number(float(km[place]) * year_factor(trips)),
            number(kind.lease_km_year),
            number(kind.fixed_dkk_year),
        )


def reasons_table(answer: Answer) -> Table:
    """Return why trips have no vehicle, and how many of each."""
    left = answer.plan.vehicle == NOBODY
    counts = Counter(answer.plan.why[left].tolist())
    total = sum(counts.values()) or 1
    return Table(
        key="grunde",
        title=str(_("Why trips have no vehicle")),
        columns=columns(_("Reason"), _("Trips"), _("Share"), numbers=2),
        rows=tuple(
            (word(WHY_TITLES[Why(reason)]), number(count), share(count / total))
            for reason, count in counts.most_common()
        ),
    )


def going_table(answer: Answer) -> Table:
    """Return the vehicles that can go and the sentences that say why."""
    return Table(
        key="kan-undvaeres",
        title=str(_("Vehicles that can go, and why")),
        columns=columns(_("Vehicle"), _("Why")),
        rows=tuple(
            (word(one.label), word(" ".join(str(reason) for reason in one.reasons)))
            for one in answer.going()
        ),
    )


def months_table(answer: Answer) -> Table:
    """Return how many vehicles were away at most in each month: how much the answer could move."""
    curve, period = curve_of(away_of(answer.trips)), period_of(answer.trips)
    title = str(_("Most vehicles away at once, month by month"))
    return Table(
        key="maaneder",
        title=title,
        columns=columns(_("Month"), _("Trips a day"), _("Most away at once"), numbers=2),
        rows=tuple(
            (word(month_named(one.key)), number(one.trips_a_day, 1), number(one.most))
            for one in by_month(daily_of(answer.trips, curve, period))
        ),
        note=_peak_note(answer),
    )


def _peak_note(answer: Answer) -> str:
    peak = peak_of(curve_of(away_of(answer.trips)))
    if not peak.moments:
        return ""
    return str(
        _("The most of all was first on %(moment)s.", moment=moment_words(peak.moments[0].start_s))
    )


def rules_table(answer: Answer) -> Table:
    """Return what the answer takes for granted, but for prices."""
    return Table(
        key="forudsaetninger",
        title=str(_("What is taken for granted")),
        columns=columns(_("What"), _("Set to")),
        rows=tuple((word(what), word(value)) for what, value in rule_rows(answer.view.question)),
        note=str(_("What is not mentioned was not in use.")),
    )


def prices_table(answer: Answer) -> Table:
    """Return the prices that the answer rests on, with the year and the source of each."""
    rows = []
    for name, value in price_values(answer.view.question):
        known = [one for one in answer.prices if one.name == name and one.value == value]
        newest = max(known, key=lambda one: one.from_year, default=None)
        rows.append(
            (
                word(PRICE_WORDS[name]),
                Cell(show_number(value), value, form="#,##0.###"),
                Cell(str(newest.from_year), newest.from_year) if newest else word("–"),
                word(newest.source if newest else _("Set in the calculation")),
            )
        )
    return Table(
        key="priser",
        title=str(_("Prices and emissions")),
        columns=(
            Column(str(_("What"))),
            Column(str(_("Value")), is_number=True),
            *columns(_("From the year"), _("Source")),
        ),
        rows=tuple(rows),
    )
