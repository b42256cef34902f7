"""An answer in figures, sentences and one picture: what the workbook and the report both say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from signatur.kernel.i18n import counted, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Figure
from signatur.methods.charts import Dot, front
from signatur.solutions.fleet.service.answering import against, proof

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.solutions.fleet.schema.results import Proposal
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
        told.append(str(against(today, cost)))
    if answer.view.optimisation is not None:
        told.append(str(proof(answer.view.optimisation.best)))
    told.append(audit_sentence(answer))
    return tuple(told)


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
