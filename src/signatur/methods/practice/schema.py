"""What the search for a changed practice answers: dates, strengths, and cases that reflect the old one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

Moment = date | datetime | int | float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the table, and by how much the outcome differs there at equal inputs."""

    column: str
    value: str
    """A category, or a range of numbers written as text; "(missing)" where the cell is empty."""
    rows: int
    difference: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What the new practice gives instead of the old one to the same cases."""

    outcome: str
    """The outcome whose share moved most; the label's name where it is a number."""
    difference: Estimate
    """New minus old share (or mean) for the same cases."""
    changed: float | None
    """Share of the cases that the new practice would decide otherwise, whichever way; None for a number."""
    places: tuple[Place, ...]
    """Where the difference is greatest, the greatest first."""


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A moment from which the same inputs are met with another outcome.

    `date` is the first moment of the new practice, in the kind of the time column: a date, or a
    number where the column holds years or numbered periods. `low` and `high` bound it with 95 %.
    """

    date: Moment
    low: Moment
    high: Moment
    p_value: float
    effect: Effect


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in which one practice held; both ends belong to it."""

    start: Moment
    end: Moment
    rows: int
    outcomes: tuple[tuple[str, float], ...]
    """Share of each outcome (the mean where the label is a number)."""


@dataclass(frozen=True, slots=True)
class OldAgainstNew:
    """How well old cases are told from new ones, without and with sight of the outcome (AUC).

    Inputs that drift make old and new differ without the outcome too; only the gain speaks of practice.
    """

    inputs_alone: Estimate
    with_outcome: Estimate
    gain: Estimate


@dataclass(frozen=True, slots=True)
class Suspect:
    """An old case whose outcome agrees with the old practice and not with the new one."""

    row: int
    """Number of the row, from 0."""
    score: float
    """log P_old(outcome | inputs) − log P_new(outcome | inputs), from models that did not learn the case."""
    label: str
    expected_label: str
    """What the new practice most probably gives."""


@dataclass(frozen=True, slots=True)
class PracticeChange:
    """Whether the practice behind the outcomes changed, when, and which cases reflect the old one."""

    detected: bool
    p_value: float
    change_points: tuple[ChangePoint, ...] = ()
    periods: tuple[Period, ...] = ()
    metric: str = "auc"
    """`auc` (mean over outcomes where there are several), or `r2` where the label is a number."""
    recent_on_recent: Estimate | None = None
    recent_on_old: Estimate | None = None
    old_on_recent: Estimate | None = None
    old_against_new: OldAgainstNew | None = None
    suspect_rows: tuple[Suspect, ...] = ()
    rows_used: int = 0
    notes: tuple[str, ...] = ()
