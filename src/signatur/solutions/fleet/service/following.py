"""What a decided fleet really brought: later driving held against the driving of the study."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import counted, show_number
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Table, columns, number, word
from signatur.solutions.fleet.model.following import (
    MEASURE_TITLES,
    Driving,
    Measure,
    Realised,
    follow,
)
from signatur.solutions.fleet.service.answering import chosen_trips
from signatur.solutions.fleet.service.asking import question_of
from signatur.solutions.fleet.service.datasets import datasets, trips_of
from signatur.solutions.fleet.service.deciding import decision_of, proposals_of
from signatur.solutions.fleet.service.rights import READ, project_of
from signatur.solutions.fleet.service.studying import study
from signatur.solutions.fleet.service.vehicles import kinds, vehicles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision
    from signatur.solutions.fleet.schema.datasets import Dataset
    from signatur.solutions.fleet.schema.results import Cost

_DECIMALS = {"dkk_km": 2, "vehicles_used": 1}


@dataclass(frozen=True, slots=True)
class Followed:
    """A decision with what came of it."""

    realised: Realised
    promised: Mapping[str, float]
    """By measure, the change that the study promised; empty where another fleet was decided."""


def decided_on(work: Work, study_id: UUID) -> date:
    """Return the day on which a study's fleet was decided. Raises NotFound, Conflict."""
    return _decision(work, study_id).at.date()


def later_driving(work: Work, study_id: UUID) -> Sequence[Dataset]:
    """Return the files with driving after the decision, newest first. Raises NotFound, Conflict."""
    day = decided_on(work, study_id)
    found = datasets(work, project_of(work).id)
    return [one for one in found if one.is_ready and one.last_on and one.last_on > day]


def follow_up(work: Work, study_id: UUID, later_id: UUID) -> Followed:
    """Hold the driving after the decision against that of the study.

    Vehicles after are those that the authority has now; prices are those of the study, so that only
    the driving and the fleet differ. Raises NotAllowed, NotFound, Conflict while nothing is decided,
    InputProblem for too few weeks.
    """
    project = project_of(work)
    work.require(READ, project.id)
    decision = _decision(work, study_id)
    question, trips = question_of(work, study_id)
    before = chosen_trips(question, trips)
    # The same places as then, and the days from the decision on.
    now = replace(question, since=decision.at.date(), until=None)
    realised = follow(
        Driving(before, question.vehicles),
        Driving(chosen_trips(now, trips_of(work, later_id)), vehicles(work, project.id)),
        {**kinds(work, project.id), **question.kinds},
        question.rules,
    )
    return Followed(realised, _promised(work, study_id, decision))


def _decision(work: Work, study_id: UUID) -> Decision:
    decision = decision_of(work, study_id)
    if decision is None or "counts" not in decision.answer:
        raise Conflict(
            log="nothing decided",
            shown=_("Nothing is decided here yet. Decide for a fleet first, then follow it up."),
        )
    return decision


def _promised(work: Work, study_id: UUID, decision: Decision) -> Mapping[str, float]:
    view = study(work, study_id, has_plan=False)
    counts = dict(decision.answer["counts"])
    known = [one for one in proposals_of(work, study_id) if dict(one.counts) == counts]
    promised: dict[str, float] = {
        "vehicles": float(sum(counts.values()) - len(view.question.vehicles))
    }
    if known and view.today is not None:
        promised |= _difference(view.today, known[0].cost)
    return promised


def _difference(today: Cost, then: Cost) -> dict[str, float]:
    return {
        "dkk_year": then.dkk_year - today.dkk_year,
        "co2e_kg_year": then.co2e_kg_year - today.co2e_kg_year,
    }


def followed_table(followed: Followed) -> Table:
    """Return before, after and the change of each measure, with its interval and what was promised."""
    return Table(
        key="opfoelgning",
        title=str(_("Before and after the decision")),
        columns=columns(
            _("Measure"),
            _("Before"),
            _("After"),
            _("Difference"),
            _("Between (95 %)"),
            _("Promised difference"),
            _("More than chance"),
            numbers=6,
        ),
        rows=tuple(
            (
                word(MEASURE_TITLES[one.name]),
                *(
                    number(value, _DECIMALS.get(one.name, 0))
                    for value in (one.before, one.after, one.change)
                ),
                word(_between(one)),
                number(followed.promised.get(one.name)),
                word(_("yes") if one.is_sure else _("no")),
            )
            for one in followed.realised.measures
        ),
        note=str(
            _(
                "Weeks are drawn anew many times to see how far the change can be by chance. Seasons are not in the interval: compare the same time of the year."
            )
        ),
    )


def weeks_sentence(realised: Realised) -> str:
    """Say how many weeks stand on each side."""
    return str(
        counted(
            "%(before)s whole weeks before and %(num)d whole week after the decision.",
            "%(before)s whole weeks before and %(num)d whole weeks after the decision.",
            realised.weeks_after,
            before=show_number(realised.weeks_before),
        )
    )


def _between(one: Measure) -> str:
    decimals = _DECIMALS.get(one.name, 0)
    return str(
        _(
            "%(low)s to %(high)s",
            low=show_number(one.low, decimals),
            high=show_number(one.high, decimals),
        )
    )
