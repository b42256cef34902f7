"""An answer in figures, sentences and tables: what the workbook and the report both say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.i18n import counted, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.methods.charts import Dot, front
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
from signatur.solutions.fleet.service.answering import proof
from signatur.solutions.fleet.service.looking.sheets import (
    Cell,
    Column,
    Figure,
    Table,
    columns,
    number,
    share,
    word,
)
from signatur.solutions.fleet.service.looking.times import month_named
from signatur.solutions.fleet.service.out.answer import shares_of
from signatur.solutions.fleet.service.out.words import PRICE_WORDS, price_values, rule_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text
    from signatur.solutions.fleet.schema.results import Cost, Proposal
    from signatur.solutions.fleet.schema.studies import StudyView
    from signatur.solutions.fleet.service.out.answer import Answer


def figures_of(answer: Answer) -> tuple[Figure, ...]:
    """Return the answer in four to six numbers."""
    cost, today = answer.simulation.cost, answer.view.today
    found = [
        Figure(
            title=str(_("Vehicles")),
            shown=show_number(len(answer.fleet)),
            value=len(answer.fleet),
            note=_beside(len(answer.today)) if answer.looked_for_another else "",
        ),
        Figure(
            title=str(_("DKK a year")),
            shown=show_number(cost.dkk_year, 0),
            value=round(cost.dkk_year),
            note=_beside(today.dkk_year) if today else "",
        ),
        Figure(
            title=str(_("kg CO₂e a year")),
            shown=show_number(cost.co2e_kg_year, 0),
            value=round(cost.co2e_kg_year),
            note=_beside(today.co2e_kg_year) if today else "",
        ),
        Figure(
            title=str(_("Trips without a vehicle")),
            shown=show_number(answer.plan.undriven),
            value=answer.plan.undriven,
            note=str(_("of %(trips)s", trips=show_number(len(answer.trips)))),
        ),
    ]
    if answer.view.optimisation is not None:
        best = answer.view.optimisation.best
        found += [
            Figure(
                title=str(_("No fleet can come below")),
                shown=show_number(best.bound_dkk, 0),
                value=round(best.bound_dkk),
                note=_bound_note(best),
            ),
            Figure(
                title=str(_("So near is this one")),
                shown=show_percent(best.gap, 2),
                value=round(best.gap, 6),
                form="0.00%",
                note=str(_("above what is proven to be impossible")),
            ),
        ]
    return tuple(found)


def _bound_note(best: Proposal) -> str:
    if best.co2e_dkk_tonne:
        weight = show_number(best.co2e_dkk_tonne, 0)
        return str(_("DKK a year with CO₂e at %(price)s DKK a tonne", price=weight))
    return str(_("DKK a year, under the same demands"))


def cost_parts(answer: Answer) -> tuple[tuple[str, float], ...]:
    """Return what the cost of a year is made of."""
    cost = answer.simulation.cost
    return (
        (str(_("Vehicles standing still: lease, tax, insurance")), cost.fixed_dkk),
        (str(_("Fuel and electricity")), cost.energy_dkk),
        (str(_("Employees' own cars")), cost.employee_dkk),
        (str(_("CO₂e as it is counted")), cost.co2e_dkk),
    )


def _beside(today: float) -> str:
    return str(_("today %(today)s", today=show_number(today, 0)))


def sentences_of(answer: Answer) -> tuple[str, ...]:
    """Return the answer in whole sentences, the proof with it."""
    told = [_fleet_sentence(answer)]
    cost, today = answer.simulation.cost, answer.view.today
    if today is not None:
        told.append(str(_against(today, cost)))
    if answer.view.optimisation is not None:
        told.append(str(proof(answer.view.optimisation.best)))
    told.append(audit_sentence(answer))
    return tuple(told)


def _against(today: Cost, cost: Cost) -> Text:
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


def _fleet_sentence(answer: Answer) -> str:
    fleet = counts_in_words(Counter(one.kind for one in answer.fleet), answer.view)
    driven = len(answer.trips) - answer.plan.undriven
    if not answer.plan.undriven:
        return str(
            counted(
                "%(fleet)s drive all of %(num)d trip.",
                "%(fleet)s drive all of %(num)d trips.",
                driven,
                fleet=fleet,
            )
        )
    return str(
        _(
            "%(fleet)s drive %(driven)s of %(trips)s trips.",
            fleet=fleet,
            driven=show_number(driven),
            trips=show_number(len(answer.trips)),
        )
    )


def audit_sentence(answer: Answer) -> str:
    """Say what an independent look at the plan found."""
    found = answer.simulation.audit
    if found.is_clean:
        return str(
            _(
                "The plan was looked over afterwards, independently of how it was made: no vehicle is in two places, none has too short a changeover, none drives further than its battery reaches."
            )
        )
    return str(
        _(
            "The plan was looked over afterwards and is not sound: %(overlaps)s overlaps, %(short)s changeovers that are too short, %(range)s trips beyond the battery.",
            overlaps=show_number(found.overlaps),
            short=show_number(found.short_changeovers),
            range=show_number(found.over_range),
        )
    )


def counts_in_words(counts: Mapping[str, int], view: StudyView) -> str:
    """Return a fleet in words, such as `13 Renault Zoe, 24 Elcykel`."""
    kinds = view.question.kinds
    told = [
        f"{show_number(many)} {kinds[key].title if key in kinds else key}"
        for key, many in counts.items()
        if many
    ]
    return ", ".join(told) or str(_("No vehicle"))


def proposals_of(view: StudyView) -> tuple[Proposal, ...]:
    """Return the best proposal and then the others, in the order in which pages number them."""
    optimisation = view.optimisation
    if optimisation is None:
        return ()
    others = [one for one in optimisation.front if one.counts != optimisation.best.counts]
    return (optimisation.best, *others)


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


def front_picture(view: StudyView) -> str:
    """Return cost against CO₂e; the larger, the more trips without a vehicle. Today is a square."""
    dots = [
        Dot(
            str(place),
            one.cost.dkk_year,
            one.cost.co2e_kg_year,
            float(one.undriven),
            counts_in_words(one.counts, view),
            is_chosen=place == 1,
        )
        for place, one in enumerate(proposals_of(view), 1)
    ]
    today = view.today
    if today is not None:
        name = str(_("Today"))
        dots.append(Dot("", today.dkk_year, today.co2e_kg_year, hint=name, is_today=True))
    if not dots:
        return ""
    return front(
        str(_("Cost and CO₂e of the proposals")),
        dots,
        lambda value: show_number(round(value)),
        lambda value: show_number(round(value)),
        along=str(_("DKK a year")),
        up=str(_("kg CO₂e a year")),
    )


def shares_table(answer: Answer) -> Table:
    """Return how the driving falls on the kinds of vehicle; beside today's, where that is known."""
    found = shares_of(answer)
    names = [one.title or str(_("Not known, or without a vehicle")) for one in found]
    if not answer.looked_for_another:
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
                    word(name),
                    number(one.vehicles),
                    number(one.trips),
                    number(one.km),
                    number(one.co2e_kg),
                )
                for name, one in zip(names, found, strict=True)
            ),
        )
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
                word(name),
                number(one.vehicles_today),
                number(one.vehicles),
                number(one.trips_today),
                number(one.trips),
                number(one.km_today),
                number(one.km),
                number(one.co2e_kg_today),
                number(one.co2e_kg),
            )
            for name, one in zip(names, found, strict=True)
        ),
        note=str(
            _(
                "Today is the driving as it was recorded, also where another vehicle would have cost less."
            )
        ),
    )


def fleet_table(answer: Answer) -> Table:
    """Return each vehicle of the answer with what it drives in a year."""
    plan, trips = answer.plan, answer.trips
    driven = plan.vehicle != NOBODY
    size = len(answer.fleet)
    counts = np.bincount(plan.vehicle[driven], minlength=size)
    km = np.bincount(plan.vehicle[driven], trips.distance_km[driven], size)
    away = (plan.until_s - trips.start_s)[driven] / 3600
    hours = np.bincount(plan.vehicle[driven], away, size)
    a_year = 365 / trips.days
    rows = []
    for place, (vehicle, label) in enumerate(zip(answer.fleet, answer.labels, strict=True)):
        kind = answer.kinds[vehicle.kind]
        lease = vehicle.lease_end.isoformat() if vehicle.lease_end else ""
        rows.append(
            (
                word(label),
                word(kind.title),
                word(ENERGY_TITLES[kind.energy]),
                word(", ".join(vehicle.homes)),
                word(vehicle.department),
                word(lease),
                number(int(counts[place])),
                number(float(km[place])),
                number(float(hours[place]), 1),
                number(float(km[place]) * a_year),
                number(kind.lease_km_year),
                number(kind.fixed_dkk_year),
            )
        )
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
        rows=tuple(rows),
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
