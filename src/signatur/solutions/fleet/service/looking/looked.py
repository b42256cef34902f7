"""What a reader asked to look at, and what all pages of the look share: counted once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.model import SIGNATUR_RULES
from signatur.solutions.fleet.model.looking import (
    Away,
    Chosen,
    Curve,
    Period,
    WorkingHours,
    WorkTime,
    away_of,
    choose,
    curve_of,
    period_of,
    working_time,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
SEASON_TITLES = {
    "winter": _("Dec.–Feb."),
    "spring": _("March–May"),
    "summer": _("June–Aug."),
    "autumn": _("Sept.–Nov."),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the trips themselves do not say."""

    labels: Mapping[str, str] = field(default_factory=dict)
    """What people call each vehicle, by its id in the trips; all vehicles that there are."""
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Latitude and longitude by location, where they are known."""
    rules: Rules = SIGNATUR_RULES


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """The trips that were chosen, with what follows from them."""

    chosen: Chosen
    hours: WorkingHours
    trips: Trips
    period: Period
    time: WorkTime
    away: Away
    curve: Curve
    around: Surroundings

    def label(self, vehicle: str) -> str:
        return self.around.labels.get(vehicle) or vehicle


def look(trips: Trips, chosen: Chosen, hours: WorkingHours, around: Surroundings) -> Looked:
    """Choose trips and sweep over them."""
    found = choose(trips, chosen)
    # The period is that of all trips, so that a vehicle that drove in May alone stood still before.
    period = period_of(trips, chosen)
    away = away_of(found)
    return Looked(
        chosen=chosen,
        hours=hours,
        trips=found,
        period=period,
        time=working_time(period, hours),
        away=away,
        curve=curve_of(away),
        around=around,
    )
