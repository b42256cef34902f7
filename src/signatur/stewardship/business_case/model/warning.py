"""What whoever decides on a case should know: above all the costs that are commonly forgotten.

The evaluation of the 40 projects (2024) left open who pays for a model in operation, and what
becomes of false alarms that push work on to a scarcer resource; most cases stopped at development.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.stewardship.business_case.model.inputs import uncertain_inputs
from signatur.stewardship.business_case.schema import (
    Answer,
    Case,
    Department,
    GainKind,
    Phase,
    Result,
    Warned,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.kernel.i18n import Text

_FORGOTTEN: dict[Phase, tuple[str, Text]] = {
    Phase.DEVELOPMENT: ("no_development", _("No cost of development or purchase is stated.")),
    Phase.INTEGRATION: (
        "no_integration",
        _("No cost of integration with other systems is stated."),
    ),
    Phase.LEGAL: ("no_legal", _("No cost of legal work and data protection is stated.")),
    Phase.TRAINING: ("no_training", _("No cost of training the staff is stated.")),
    Phase.OPERATION: (
        "no_operation",
        _("No cost of operation is stated: who pays when the model is in use?"),
    ),
    Phase.MONITORING: (
        "no_monitoring",
        _("No cost of monitoring is stated: somebody must see when the model gets worse."),
    ),
    Phase.RETRAINING: (
        "no_retraining",
        _("No cost of retraining is stated: practice and data change, and the model with them."),
    ),
    Phase.PHASE_OUT: (
        "no_phase_out",
        _("No cost of phase-out is stated: data must be handed over and systems closed."),
    ),
}


def warnings(case: Case, result: Result) -> tuple[Warned, ...]:
    """Return all that should be told about a case and what follows from it."""
    return (
        *(Warned("reading", one) for one in case.remarks),
        *_forgotten(case),
        *_of_time(case),
        *_of_gains(case, result),
        *_of_model(case, result),
        *_of_chance(case, result),
        *_of_departments(result.by_department),
        *_of_links(case, result),
    )


def _forgotten(case: Case) -> Iterator[Warned]:
    stated = {one.phase for one in case.costs}
    for phase, (code, said) in _FORGOTTEN.items():
        if phase not in stated:
            yield Warned(code, said)


def _of_time(case: Case) -> Iterator[Warned]:
    used = {year for one in case.gains for year in one.years}
    used |= set(case.model.years) if case.model else set()
    for phase, code in ((Phase.OPERATION, "operation_ends"), (Phase.MONITORING, "monitoring_ends")):
        paid = {year for one in case.costs if one.phase is phase for year in one.years}
        without = sorted(used - paid)
        if paid and without:
            yield Warned(
                code,
                _(
                    "There are gains in %(year)d, but no cost of this kind: %(phase)s.",
                    year=without[0],
                    phase=_phase(phase),
                ),
            )
    built = [year for one in case.costs if one.phase is Phase.DEVELOPMENT for year in one.years]
    if built and used and min(used) < min(built):
        yield Warned("gains_before_development", _("Gains begin before development does."))
    full_at_once = [one.name for one in case.gains if one.realised_share.values[0].likely >= 1]
    if full_at_once:
        yield Warned(
            "no_ramp_up",
            _(
                "“%(name)s” is realised in full from its first year. Habits change slowly.",
                name=full_at_once[0],
            ),
        )


def _phase(phase: Phase) -> Text:
    from signatur.stewardship.business_case.schema import PHASE_TITLES

    return PHASE_TITLES[phase]


def _of_gains(case: Case, result: Result) -> Iterator[Warned]:
    if not case.gains and not any(
        one.answer is Answer.RIGHT for one in (case.model.consequences if case.model else ())
    ):
        yield Warned("no_gains", _("No gains are stated."))
    if result.npv.value >= 0 > result.npv_cashable.value and any(
        result.by_kind.get(kind) for kind in (GainKind.TIME, GainKind.QUALITY)
    ):
        yield Warned(
            "not_cashable",
            _(
                "The case pays only when released time and quality are counted as money. Decide what the time is used for."
            ),
        )


def _of_model(case: Case, result: Result) -> Iterator[Warned]:
    model = case.model
    if model is None:
        yield Warned(
            "no_model",
            _(
                "The case does not say how often the model is right, so no performance floor follows."
            ),
        )
        return
    stated = {one.answer for one in model.consequences}
    if Answer.FALSE_ALARM not in stated:
        yield Warned(
            "no_cost_false_positive", _("No cost of wrong answers (false alarms) is stated.")
        )
    if model.coverage is None and Answer.MISSED not in stated:
        yield Warned("no_cost_false_negative", _("No cost of what the model misses is stated."))
    if model.today is None:
        yield Warned(
            "no_baseline",
            _(
                "How well it is done today is not stated; the model's errors are charged as if people made none."
            ),
        )
    if not case.next_links and model.coverage is None:
        yield Warned(
            "no_next_link",
            _(
                "It is not stated who gets the cases that the model flags, and whether they have room for them."
            ),
        )
    yield from _of_floor(case, result)


def _of_floor(case: Case, result: Result) -> Iterator[Warned]:
    floor, model = result.floor, case.model
    if floor is None or model is None:
        return
    if floor.precision is None:
        yield Warned(
            "never_pays", _("The case does not pay at any precision, with all else as stated.")
        )
    elif floor.planned_precision < floor.precision:
        yield Warned(
            "below_floor",
            _("The precision that is planned lies below the floor that the case needs."),
        )
    elif floor.precision_certain is None or floor.planned_precision < floor.precision_certain:
        yield Warned(
            "floor_not_certain",
            _(
                "The precision that is planned is not enough for the case to pay with the certainty that is asked for."
            ),
        )
    if model.recall is not None and model.prevalence is not None:
        alarms = (
            model.prevalence.likely
            * model.recall.likely
            * (1 / max(model.precision.likely, 1e-9) - 1)
        )
        if alarms > 1 - model.prevalence.likely + 1e-12:
            yield Warned(
                "impossible_precision",
                _(
                    "A precision this low is impossible at this recall: there are not so many cases to be wrong about."
                ),
            )


def _of_chance(case: Case, result: Result) -> Iterator[Warned]:
    found = uncertain_inputs(case)
    if len(found) > 1 and not case.cost_correlation and not case.gain_correlation:
        yield Warned(
            "no_correlation",
            _(
                "The uncertain numbers are taken to vary each by itself. Overruns mostly come together, and then the interval is too narrow; state a correlation."
            ),
        )
    if not found:
        yield Warned(
            "nothing_uncertain",
            _(
                "No input is uncertain, so the interval is a point. State low and high where you guess."
            ),
        )
    elif result.npv.low < 0 <= result.npv.value:
        yield Warned(
            "may_lose",
            _("The case pays at the likely values, but its interval reaches below nought."),
        )
    if result.npv.value < 0:
        yield Warned("does_not_pay", _("The case does not pay within its years."))


def _of_departments(departments: tuple[Department, ...]) -> Iterator[Warned]:
    for one in departments:
        if one.pays.value > 0 and one.net.value < 0:
            yield Warned(
                "pays_without_gain",
                _(
                    "%(name)s pays more than it gains. Agree on who carries it.",
                    name=one.department,
                ),
            )


def _of_links(case: Case, result: Result) -> Iterator[Warned]:
    for link in case.next_links:
        waiting = [one for one in result.links if one.name == link.name and one.waiting > 0.5]
        if waiting:
            yield Warned(
                "next_link_full",
                _(
                    "%(name)s cannot take all cases: %(cases)d wait at the end of %(year)d.",
                    name=link.name,
                    cases=round(waiting[-1].waiting),
                    year=waiting[-1].year,
                ),
            )
