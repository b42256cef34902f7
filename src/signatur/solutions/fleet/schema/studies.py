"""Studies: what is asked of a file of driving, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.schema.demands import Demand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from signatur.solutions.fleet.schema.results import Cost, Optimisation, Simulation
    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.vehicles import Kind, Vehicle


class Aim(StrEnum):
    """What a study is to find out."""

    SIMULATE = "simulate"
    """How the recorded driving goes with a fleet that somebody names."""
    OPTIMISE = "optimise"
    """Which fleet is the cheapest that does what is demanded."""


AIM_TITLES = {
    Aim.SIMULATE: _("Try a fleet"),
    Aim.OPTIMISE: _("Find the cheapest fleet"),
}


class StudyState(StrEnum):
    """Where a study stands."""

    WAITING = "waiting"
    """Its job has not finished."""
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with everything that the answer rests on, frozen as it was then."""

    aim: Aim
    rules: Rules
    kinds: Mapping[str, Kind]
    vehicles: tuple[Vehicle, ...]
    """The fleet that drives, or today's fleet, with which what is found is compared."""
    candidates: tuple[str, ...] = ()
    """Kinds that may be chosen."""
    demand: Demand = field(default_factory=Demand)
    trips_sha256: str = ""
    """The hash of the stored trips."""
    since: date | None = None
    until: date | None = None
    """Both days counted in; None: all that there is."""
    locations: tuple[str, ...] = ()
    """Only trips from here; none: all."""
    shifts: tuple[tuple[float, float], ...] = ()
    """From and to, in hours of the day: who has a vehicle keeps it until the shift is over."""
    what_ifs: bool = False
    """Whether to look for the cheapest fleet for more driving and without petrol and diesel too."""


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A study as lists show it."""

    id: UUID
    dataset_id: UUID
    number: int
    name: str
    aim: Aim
    state: StudyState
    created_by: UUID | None
    created_at: datetime
    finished_at: datetime | None
    cost: Cost | None
    """Of the fleet that drove, or of the best that was found."""
    undriven: int | None
    vehicles: int | None
    gap: float | None
    is_decided: bool


@dataclass(frozen=True, slots=True)
class StudyView:
    """A study with all that it found."""

    line: StudyLine
    dataset_name: str
    question: Question
    fleet: tuple[Vehicle, ...]
    """The vehicles that the plan speaks of, by position: those asked for, or the best fleet found."""
    simulation: Simulation | None
    """How `fleet` drove the trips; None while the study is not done."""
    optimisation: Optimisation | None
    today: Cost | None
    """What today's fleet costs under the same rules, for an optimisation."""
