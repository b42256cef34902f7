"""The values of business cases: what a file says, and what follows from it.

Amounts are in the currency of the case, for a whole year unless said otherwise. Shares lie between
0 and 1. An input that is not certain is an `Uncertain`; a row of them over years a `Series`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text


class Phase(StrEnum):
    """When in the life of a model a cost falls."""

    DEVELOPMENT = "development"
    INTEGRATION = "integration"
    LEGAL = "legal"
    TRAINING = "training"
    OPERATION = "operation"
    MONITORING = "monitoring"
    RETRAINING = "retraining"
    PHASE_OUT = "phase_out"
    ERRORS = "errors"
    NEXT_LINK = "next_link"


PHASE_TITLES: Mapping[Phase, Text] = {
    Phase.DEVELOPMENT: _("Development"),
    Phase.INTEGRATION: _("Integration"),
    Phase.LEGAL: _("Law and data protection"),
    Phase.TRAINING: _("Training of staff"),
    Phase.OPERATION: _("Operation"),
    Phase.MONITORING: _("Monitoring"),
    Phase.RETRAINING: _("Retraining"),
    Phase.PHASE_OUT: _("Phase-out"),
    Phase.ERRORS: _("The model's errors"),
    Phase.NEXT_LINK: _("Work pushed on to others"),
}
# What a file may write; the last two are computed from `model` and `next_link`.
PHASES_WRITTEN = tuple(list(Phase)[:8])


class GainKind(StrEnum):
    """What kind of gain: money saved, time for something else, or better quality."""

    CASHABLE = "cashable"
    TIME = "time"
    QUALITY = "quality"


GAIN_TITLES: Mapping[GainKind, Text] = {
    GainKind.CASHABLE: _("Money that is saved"),
    GainKind.TIME: _("Time released"),
    GainKind.QUALITY: _("Quality with a value"),
}


class Shape(StrEnum):
    """How an uncertain input is distributed."""

    CERTAIN = "certain"
    PERT = "pert"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A number that is known, or known to lie somewhere.

    `low` and `high` are the least and the most, for NORMAL the ends of the central 95 per cent.
    `likely` is what the point estimate uses: the mode, for UNIFORM the middle.
    """

    likely: float
    low: float = 0.0
    high: float = 0.0
    shape: Shape = Shape.CERTAIN
    least: float = float("-inf")
    most: float = float("inf")
    """No draw of a NORMAL lies outside these."""


def certain(value: float) -> Uncertain:
    """Return a number that is known."""
    return Uncertain(value, value, value)


@dataclass(frozen=True, slots=True)
class Series:
    """One number for all years, or one for each of a line's years; the last holds on."""

    values: tuple[Uncertain, ...]

    def index(self, position: int) -> int:
        return min(position, len(self.values) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """What is paid: `amount` x `quantity` in each of `years`, by one department."""

    name: str
    department: str
    phase: Phase
    years: tuple[int, ...]
    amount: Series
    quantity: Series
    growth: float = 0.0
    """Real growth a year, counted from the first year of the case."""
    price_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GainLine:
    """What is gained: `volume` x `unit_value` x `realised_share` in each of `years`."""

    name: str
    department: str
    kind: GainKind
    years: tuple[int, ...]
    volume: Series
    unit_value: Series
    """Where the file says minutes and an hourly rate, the rate; `minutes` holds the minutes."""
    minutes: Series | None
    realised_share: Series
    growth: float = 0.0
    price_year: int | None = None


class Answer(StrEnum):
    """What may become of a case that the model looked at, which has a value or a cost."""

    RIGHT = "true_positive"
    FALSE_ALARM = "false_positive"
    MISSED = "false_negative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What each case with this answer is worth (a gain) or costs, and for which department."""

    answer: Answer
    department: str
    amount: Series
    kind: GainKind = GainKind.QUALITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """How well it is done without the model; the gains and errors are those beyond this."""

    precision: float = 1.0
    recall: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """A stream of cases that the model answers.

    With `recall` and `prevalence` it looks for the few among the many; with `coverage` it answers a
    share of all cases itself, and leaves the others as they are.
    """

    years: tuple[int, ...]
    volume: Series
    realised_share: Series
    precision: Uncertain
    recall: Uncertain | None = None
    prevalence: Uncertain | None = None
    coverage: Uncertain | None = None
    today: Today | None = None
    consequences: tuple[Consequence, ...] = ()
    growth: float = 0.0

    @property
    def reach_name(self) -> str:
        return "coverage" if self.coverage is not None else "recall"


class Passed(StrEnum):
    """Which of the model's cases are pushed on."""

    FLAGGED = "flagged"
    RIGHT = "true_positives"
    FALSE_ALARMS = "false_positives"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLink:
    """Somebody scarcer who gets the cases that the model pushes on."""

    name: str
    department: str
    cases: Passed | None
    """None: a number of its own, `volume` a year."""
    volume: Series | None
    share: Uncertain
    cost: Series
    years: tuple[int, ...]
    capacity: Series | None = None
    """Extra cases a year that can be taken; None: as many as come."""
    cost_of_waiting: Series | None = None
    """For each case that waits at the end of a year."""
    limits_value: bool = True
    """Found cases that nobody has time for give no value until they are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A change of the case: factors, or values put in place of its own; None: as it is."""

    name: str
    costs: float = 1.0
    gains: float = 1.0
    volume: float = 1.0
    realised_share: float = 1.0
    delay: int = 0
    """Years by which all gains, and the model's use, come later."""
    precision: float | None = None
    recall: float | None = None
    coverage: float | None = None
    discount_rate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A whole business case, compared with doing nothing."""

    title: str
    first_year: int
    years: int
    currency: str = "DKK"
    price_year: int = 0
    inflation: float = 0.0
    discount_rate: float = 0.035
    seed: int = 1
    draws: int = 10_000
    interval: float = 0.95
    probability: float = 0.8
    cost_correlation: float = 0.0
    gain_correlation: float = 0.0
    costs: tuple[CostLine, ...] = ()
    gains: tuple[GainLine, ...] = ()
    model: ModelUse | None = None
    next_links: tuple[NextLink, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    notes: str = ""
    remarks: tuple[Text, ...] = ()
    """What the reader of the file had to guess, told among the warnings."""

    @property
    def calendar(self) -> tuple[int, ...]:
        return tuple(range(self.first_year, self.first_year + self.years))


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the ends of its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Department:
    """What one department pays and gains, in present value."""

    department: str
    pays: Interval
    gains: Interval
    net: Interval
    by_phase: Mapping[Phase, float]
    by_kind: Mapping[GainKind, float]


@dataclass(frozen=True, slots=True)
class YearFlow:
    """One year's money, at the prices of the price year; `present` values are discounted."""

    year: int
    costs: float
    gains: float
    net: float
    discount_factor: float
    present: float
    accumulated: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Swing:
    """How far one input moves the net present value from its low to its high end."""

    name: str
    low_input: float
    high_input: float
    at_low: float
    at_high: float
    is_stated: bool
    """Its uncertainty stands in the file; otherwise it was moved by ten per cent."""

    @property
    def swing(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Even:
    """Where the net present value turns from loss to gain in one respect; None: nowhere."""

    share: float | None
    """As a share of what is planned, where that can be said."""
    value: float | None
    planned: float | None


@dataclass(frozen=True, slots=True)
class FloorPoint:
    """A point of the curve on which the case just pays; None: at no precision."""

    reach: float
    precision: float | None
    precision_certain: float | None


@dataclass(frozen=True, slots=True)
class PerformanceFloor:
    """How good the model must be at least for the case to pay."""

    reach_name: str
    planned_precision: float
    planned_reach: float
    precision: float | None
    precision_certain: float | None
    reach: float | None
    reach_certain: float | None
    probability: float
    curve: tuple[FloorPoint, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that whoever decides on the case should know."""

    code: str
    said: Text


@dataclass(frozen=True, slots=True)
class LinkYear:
    """One year of a scarcer resource: what comes, what is taken, what waits at its end."""

    name: str
    year: int
    arriving: float
    taken: float
    waiting: float
    weeks_waiting: float


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What becomes of the case under other assumptions."""

    name: str
    npv: Interval
    payback_year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All that follows from a case."""

    npv: Interval
    npv_mean: float
    probability_positive: float
    npv_cashable: Interval
    payback_year: int | None
    payback_low: int | None
    payback_high: int | None
    payback_undiscounted: int | None
    by_department: tuple[Department, ...]
    by_phase: Mapping[Phase, float]
    by_kind: Mapping[GainKind, float]
    cash_flow: tuple[YearFlow, ...]
    break_even: Mapping[str, Even]
    floor: PerformanceFloor | None
    tornado: tuple[Swing, ...]
    scenarios: tuple[ScenarioResult, ...]
    links: tuple[LinkYear, ...]
    answers: Sequence[Mapping[str, float]] = field(default_factory=tuple)
    """How the model's cases fall out in each year, at the likely values."""
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a project's case, drafted by one person and signed by another."""

    id: UUID
    project_id: UUID
    number: int
    source: str
    """The file as it was written."""
    case: Case
    told: Mapping[str, Any]
    """The result when it was drafted, as `telling.as_json` gives it."""
    note: str
    drafted_by: UUID
    drafted_at: datetime
    signed_by: UUID | None
    signed_at: datetime | None
    replaced_at: datetime | None
    floor_id: UUID | None

    @property
    def is_in_force(self) -> bool:
        return self.signed_at is not None and self.replaced_at is None


@dataclass(frozen=True, slots=True)
class Month:
    """One month: what the case in force planned of it, and what really happened."""

    id: UUID
    month: date
    version_number: int
    planned: Mapping[str, float]
    realised: Mapping[str, float]
    ratio: float | None
    """Realised as a share of planned, by the measure that comes nearest to the gain."""
    measure: str
    reason: str
    reason_by: UUID | None
    reason_at: datetime | None


MEASURE_TITLES: Mapping[str, Text] = {
    "minutes_saved": _("Minutes saved"),
    "automatic": _("Went by itself"),
    "assisted": _("Advice followed"),
    "cases": _("Cases"),
    "precision": _("Precision"),
    "gain": _("Gain"),
}
