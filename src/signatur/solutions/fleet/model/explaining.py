"""Say in plain words why a vehicle can go: how it was used, who takes its trips, what the peak was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.i18n import (
    Text,
    counted,
    current_language,
    show_date,
    show_number,
    show_percent,
)
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.model.looking import (
    WorkingHours,
    away_of,
    curve_of,
    peak_of,
    period_of,
    use_of_vehicles,
    working_time,
)
from signatur.solutions.fleet.schema.results import NOBODY, Why
from signatur.solutions.fleet.schema.trips import moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.looking import VehicleUse
    from signatur.solutions.fleet.schema.results import Plan
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Kind, Vehicle

WHY_TITLES = {
    Why.DRIVEN: _("Driven"),
    Why.NO_VEHICLE: _("No vehicle belongs to its place, department or load"),
    Why.ALL_BUSY: _("All that could were away"),
    Why.BEYOND_RANGE: _("Longer than a battery reaches"),
    Why.NOT_CHARGED: _("No battery was charged enough"),
    Why.LEASE_KM: _("The km of the lease were used up"),
    Why.RESTING: _("The vehicle had to stand still that day"),
}


@dataclass(frozen=True, slots=True)
class Farewell:
    """A vehicle that can go, and why: whole sentences."""

    vehicle: Vehicle
    label: str
    trips: int
    left: int
    """Trips of it that no other vehicle drives."""
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The fleet of today, the one that is proposed, and the plan by which that one drives."""

    kinds: Mapping[str, Kind]
    before: Sequence[Vehicle]
    after: Sequence[Vehicle]
    plan: Plan
    """Its positions are those of `after`."""


def who_can_go(
    before: Sequence[Vehicle], after: Sequence[Vehicle], hours: Mapping[str, float]
) -> tuple[Vehicle, ...]:
    """Return the vehicles that are too many: of each kind the least used; `hours` by vehicle's id."""
    keeps = Counter(vehicle.kind for vehicle in after)
    by_use = sorted(before, key=lambda one: (-hours.get(one.id, 0.0), one.id))
    going = []
    for vehicle in by_use:
        if keeps[vehicle.kind] > 0:
            keeps[vehicle.kind] -= 1
        else:
            going.append(vehicle)
    return tuple(reversed(going))


def farewells(
    trips: Trips, change: Change, hours: WorkingHours | None = None
) -> tuple[Farewell, ...]:
    """Return each vehicle that can go with its reasons, the least used first."""
    hours = hours or WorkingHours()
    away, period = away_of(trips), period_of(trips)
    time = working_time(period, hours)
    used = {one.name: one for one in use_of_vehicles(trips, away, period, time)}
    known = {vehicle.id: used.get(recorded_as(trips, vehicle)) for vehicle in change.before}
    hours_away = {key: one.hours for key, one in known.items() if one is not None}
    going = who_can_go(change.before, change.after, hours_away)
    return tuple(_farewell(trips, change, vehicle, known[vehicle.id]) for vehicle in going)


def peak_reasons(trips: Trips, after: int) -> tuple[Text, ...]:
    """Say how many were ever away at once, how often, and what that means for `after` vehicles."""
    peak = peak_of(curve_of(away_of(trips)))
    if not peak.moments:
        return (_("Nobody drove in the period."),)
    first = peak.moments[0]
    moment = moment_words(first.start_s)
    minutes = show_number(max(1, round(peak.minutes)))
    if peak.days == 1:
        said = counted(
            "The most that was ever away at once is %(num)d vehicle, on one single day: %(moment)s, %(minutes)s min. in all.",
            "The most that were ever away at once are %(num)d vehicles, on one single day: %(moment)s, %(minutes)s min. in all.",
            peak.vehicles,
            moment=moment,
            minutes=minutes,
        )
    else:
        said = counted(
            "The most that was ever away at once is %(num)d vehicle, on %(days)s days and %(minutes)s min. in all; first on %(moment)s.",
            "The most that were ever away at once are %(num)d vehicles, on %(days)s days and %(minutes)s min. in all; first on %(moment)s.",
            peak.vehicles,
            moment=moment,
            days=show_number(peak.days),
            minutes=minutes,
        )
    return said, _enough(trips, peak.vehicles, after)


def moment_words(seconds: int) -> Text:
    """Return a moment of the wall clock in words, such as `14. marts 2025 kl. 10.05`."""
    moment = moment_of(seconds)
    sign = "." if current_language() == "da" else ":"
    return _(
        "%(date)s at %(time)s",
        date=show_date(moment.date()),
        time=f"{moment.hour}{sign}{moment.minute:02d}",
    )


def recorded_as(trips: Trips, vehicle: Vehicle) -> str:
    """Return by which word the trips know a vehicle: its id or its name; empty where by none."""
    return next((one for one in (vehicle.id, vehicle.name) if one in trips.vehicle.words), "")


def label_of(vehicle: Vehicle, kinds: Mapping[str, Kind]) -> str:
    """Return what people call a vehicle: its own name, or its make with its number."""
    if vehicle.name:
        return vehicle.name
    kind = kinds.get(vehicle.kind)
    return f"{kind.title} {vehicle.id}" if kind is not None else vehicle.id


def _enough(trips: Trips, most: int, after: int) -> Text:
    if most <= after:
        return counted(
            "With %(num)d vehicle left there is one for everybody, even then.",
            "With %(num)d vehicles left there is one for everybody, even then.",
            after,
        )
    over = peak_of(curve_of(away_of(trips)), after + 1)
    return counted(
        "More than %(after)s were away on %(num)d day, %(minutes)s min. in all. Then somebody must wait, ride or drive another way.",
        "More than %(after)s were away on %(num)d days, %(minutes)s min. in all. Then somebody must wait, ride or drive another way.",
        over.days,
        after=show_number(after),
        minutes=show_number(max(1, round(over.minutes))),
    )


def _farewell(trips: Trips, change: Change, vehicle: Vehicle, use: VehicleUse | None) -> Farewell:
    label = label_of(vehicle, change.kinds)
    own = _trips_of(trips, vehicle)
    if use is None:
        never = _("%(vehicle)s did not drive at all in the period.", vehicle=label)
        return Farewell(vehicle, label, 0, 0, (never,))
    plan = change.plan
    left = own[plan.vehicle[own] == NOBODY]
    how_used = counted(
        "%(vehicle)s was away for %(hours)s hours on %(num)d day of the period. That is %(share)s of the working time.",
        "%(vehicle)s was away for %(hours)s hours on %(num)d days of the period. That is %(share)s of the working time.",
        use.days,
        vehicle=label,
        hours=show_number(use.hours, 0),
        share=show_percent(use.share),
    )
    reasons = (how_used, _takers(own, left, change), *_not_taken(left, plan))
    return Farewell(vehicle, label, len(own), len(left), reasons)


def _takers(own: NDArray[np.int64], left: NDArray[np.int64], change: Change) -> Text:
    drivers = change.plan.vehicle[own]
    kinds = Counter(change.after[driver].kind for driver in drivers[drivers != NOBODY])
    who = ", ".join(
        f"{change.kinds[kind].title} ({show_number(count)})" for kind, count in kinds.most_common()
    )
    if not len(left):
        return counted(
            "Its %(num)d trip can be driven by another: %(who)s.",
            "All of its %(num)d trips can be driven by others: %(who)s.",
            len(own),
            who=who,
        )
    return counted(
        "Of its %(num)d trip %(driven)s can be driven by others: %(who)s.",
        "Of its %(num)d trips %(driven)s can be driven by others: %(who)s.",
        len(own),
        driven=show_number(len(own) - len(left)),
        who=who or "–",
    )


def _not_taken(left: NDArray[np.int64], plan: Plan) -> tuple[Text, ...]:
    """Say why trips stay without a vehicle, a sentence for each reason."""
    return tuple(
        counted(
            "%(num)d trip would be without a vehicle: %(why)s.",
            "%(num)d trips would be without a vehicle: %(why)s.",
            count,
            why=WHY_TITLES[Why(reason)],
        )
        for reason, count in Counter(plan.why[left].tolist()).most_common()
    )


def _trips_of(trips: Trips, vehicle: Vehicle) -> NDArray[np.int64]:
    word = recorded_as(trips, vehicle)
    if not word:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(trips.vehicle.codes == trips.vehicle.words.index(word))
