"""The values of monitoring: what was seen of a project on a day."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from signatur.kernel.i18n import Text

LEAST_WORKERS: Final = 5
"""With fewer caseworkers a figure would tell of persons, and none is given."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure with its 95 % interval; None: not known."""

    value: float | None
    low: float | None
    high: float | None
    cases: int = 0

    @classmethod
    def of(cls, value: float | None, low: float, high: float, cases: int) -> Self:
        """Return a figure that can be stored: what is not finite is not known."""
        if value is None:
            return cls(None, None, None, cases)
        ends = [round(one, 6) if math.isfinite(one) else None for one in (low, high)]
        return cls(round(value, 6), ends[0], ends[1], cases)


@dataclass(frozen=True, slots=True)
class Shift:
    """How one column differs from the time before."""

    name: str
    index: float | None
    """Population stability index; None: the column was empty before or is now."""
    p_value: float
    missing_before: float
    missing_now: float
    new_share: float
    new_values: tuple[str, ...]
    has_shifted: bool


@dataclass(frozen=True, slots=True)
class Shifts:
    """How the cases of lately differ from those before."""

    rows_before: int
    rows_now: int
    told_apart: Figure
    """How well old and new cases can be told apart; 0.5 is not at all."""
    columns: tuple[Shift, ...]
    has_shifted: bool


@dataclass(frozen=True, slots=True)
class CalibrationMonth:
    """How far stated confidence lay from how often people agreed, in one month."""

    month: str
    error: Figure
    is_unseen: bool
    """Only answers given without advice; else all, which the advice pulls towards itself."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that was seen of a project on a day."""

    workers: int
    arms: Mapping[str, int]
    disagreement: Mapping[str, Figure] | None
    """Name -> figure; None with too few caseworkers."""
    needed: int | None
    """Cases with and as many without advice that tell the two shares apart, where known."""
    shifts: Shifts | None
    right_unknown: Figure | None
    """Estimated share right while the truth is missing."""
    calibration: tuple[CalibrationMonth, ...]
    performance: Figure | None
    """Measured precision of what goes by itself."""
    floor: float | None
    is_floor_measured: bool
    """Whether the signed floor is of a kind that is measured in operation."""

    @property
    def is_breached(self) -> bool:
        """Whether even the upper end of what was measured lies below the signed floor."""
        high = self.performance.high if self.performance else None
        return (
            self.is_floor_measured
            and self.floor is not None
            and (high is not None and high < self.floor)
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        shifts, unknown, performance = (
            told[name] for name in ("shifts", "right_unknown", "performance")
        )
        return cls(
            workers=told["workers"],
            arms=told["arms"],
            disagreement=None
            if told["disagreement"] is None
            else {name: Figure(**one) for name, one in told["disagreement"].items()},
            needed=told["needed"],
            shifts=None if shifts is None else _shifts(shifts),
            right_unknown=None if unknown is None else Figure(**unknown),
            calibration=tuple(
                CalibrationMonth(one["month"], Figure(**one["error"]), one["is_unseen"])
                for one in told["calibration"]
            ),
            performance=None if performance is None else Figure(**performance),
            floor=told["floor"],
            is_floor_measured=told["is_floor_measured"],
        )


def _shifts(told: Mapping[str, Any]) -> Shifts:
    columns = tuple(
        Shift(**{**one, "new_values": tuple(one["new_values"])}) for one in told["columns"]
    )
    return Shifts(
        told["rows_before"],
        told["rows_now"],
        Figure(**told["told_apart"]),
        columns,
        told["has_shifted"],
    )


@dataclass(frozen=True, slots=True)
class KeptLook:
    """A look that was written down."""

    day: date
    at: datetime
    look: Look


FIGURE_TITLES: Mapping[str, Text] = {
    "seen": _("Differ where advice is shown"),
    "blind": _("Differ before advice is seen"),
    "true_disagreement": _("Differ without advice"),
    "switched": _("Changed to the advice once it was seen"),
    "pull": _("Given up for the advice"),
}
