"""Rows that could not be used: where they stand, why, and what would mend them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text


class Reason(StrEnum):
    """Why a row could not be used, or should be looked at."""

    NO_TIME = "no_time"
    UNREADABLE_TIME = "unreadable_time"
    END_BEFORE_START = "end_before_start"
    NO_DISTANCE = "no_distance"
    UNREADABLE_DISTANCE = "unreadable_distance"
    NEGATIVE_DISTANCE = "negative_distance"
    TOO_LONG = "too_long"
    TOO_FAST = "too_fast"
    DUPLICATE_TRIP = "duplicate_trip"
    DUPLICATE_ID = "duplicate_id"
    OVERLAP = "overlap"
    NO_TRIP = "no_trip"
    NO_VEHICLE = "no_vehicle"
    NO_PLACE = "no_place"
    UNREADABLE_PLACE = "unreadable_place"
    NO_NAME = "no_name"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_FUEL = "unknown_fuel"
    UNREADABLE_FIGURE = "unreadable_figure"
    MISSING_FIGURE = "missing_figure"


REASON_TITLES: Mapping[Reason, Text] = {
    Reason.NO_TIME: _("The time is missing."),
    Reason.UNREADABLE_TIME: _("The time cannot be read."),
    Reason.END_BEFORE_START: _("The trip ends before it begins."),
    Reason.NO_DISTANCE: _("The distance is missing."),
    Reason.UNREADABLE_DISTANCE: _("The distance is no number."),
    Reason.NEGATIVE_DISTANCE: _("The distance is below zero."),
    Reason.TOO_LONG: _("The trip lasts longer than a trip may."),
    Reason.TOO_FAST: _("The trip is faster than a car can drive."),
    Reason.DUPLICATE_TRIP: _("The same trip stands further up."),
    Reason.DUPLICATE_ID: _("Another trip has the same id."),
    Reason.OVERLAP: _("The vehicle is on another trip at the same time."),
    Reason.NO_TRIP: _("There is no trip with this id."),
    Reason.NO_VEHICLE: _("The vehicle is missing."),
    Reason.NO_PLACE: _("The latitude or longitude is missing."),
    Reason.UNREADABLE_PLACE: _("The latitude and longitude are no place on earth."),
    Reason.NO_NAME: _("The name is missing."),
    Reason.UNKNOWN_TYPE: _("The type of vehicle is not known."),
    Reason.UNKNOWN_FUEL: _("The fuel is not known."),
    Reason.UNREADABLE_FIGURE: _("A figure cannot be read or is below zero."),
    Reason.MISSING_FIGURE: _("A figure that is needed is missing."),
}
REASON_MENDS: Mapping[Reason, Text] = {
    Reason.NO_TIME: _("Fill in when the trip began and ended."),
    Reason.UNREADABLE_TIME: _("Write the time as 2025-01-31 13:45 or 31-01-2025 13:45."),
    Reason.END_BEFORE_START: _("Check the date of both times, and whether they are swapped."),
    Reason.NO_DISTANCE: _("Fill in the km that were driven."),
    Reason.UNREADABLE_DISTANCE: _("Write the distance as a number, such as 12,5."),
    Reason.NEGATIVE_DISTANCE: _("Write the distance as a number of zero or more."),
    Reason.TOO_LONG: _("Check the dates, or divide the trip where the vehicle came home."),
    Reason.TOO_FAST: _("Check the times and whether the distance is in metres or km."),
    Reason.DUPLICATE_TRIP: _("Leave it out, or change what is wrong in it."),
    Reason.DUPLICATE_ID: _("Give it an id of its own."),
    Reason.OVERLAP: _("Check times and vehicle. The trip is used as it stands."),
    Reason.NO_TRIP: _("Give the segment the id of a trip, or leave it out."),
    Reason.NO_VEHICLE: _("Fill in which vehicle it was."),
    Reason.NO_PLACE: _("Fill in latitude and longitude in degrees."),
    Reason.UNREADABLE_PLACE: _("Write degrees such as 56,15 and 10,2, and check the order."),
    Reason.NO_NAME: _("Fill in the name."),
    Reason.UNKNOWN_TYPE: _("Write bike, e-bike, electric car or fossil car."),
    Reason.UNKNOWN_FUEL: _("Write petrol, diesel, HVO or electricity."),
    Reason.UNREADABLE_FIGURE: _("Write a number of zero or more."),
    Reason.MISSING_FIGURE: _("Fill in the figure."),
}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not used, or one that was used and should be looked at."""

    line: int
    """As in the file; the heading of a plain file is line 1."""
    reason: Reason
    cells: Mapping[str, str] = field(default_factory=dict)
    """By column; never a driver's name, and nothing of columns that are not used."""
    column: str = ""
    """The column to look at first, if it is one."""
    other_line: int | None = None
    """The row that it repeats or meets."""

    @property
    def title(self) -> Text:
        return REASON_TITLES[self.reason]

    @property
    def mend(self) -> Text:
        return REASON_MENDS[self.reason]
