"""With hindsight: which group should drive each trip so that fewest are left and it costs least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.costs import employee_dkk, employee_emission, year_factor
from signatur.solutions.fleet.model.covering import Covering
from signatur.solutions.fleet.model.dispatching import LEFT
from signatur.solutions.fleet.model.stretches import stretches_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.case import Case

NO_GROUP = -1


def prices_of_trips(
    case: Case, co2e_dkk_tonne: float = 0.0, most_left: int | None = None
) -> NDArray[np.float64]:
    """Return what each trip costs in a year by each group, and undriven: shape (T, G + 1), DKK.

    The more is left, the less a km costs by the state's rates. Undriven is priced as if the longest
    trips were left, so many as may be, which is the least that a km of what is left can cost.

    Args:
        case: the trips.
        co2e_dkk_tonne: weight of CO2e, on top of what the rules count.
        most_left: how many trips may be left; None: all.
    """
    rules = case.rules
    weight = co2e_dkk_tonne / 1000
    per_km = [rate.dkk + rate.co2e_kg * weight for rate in case.rates]
    km_year = case.trips.distance_km * year_factor(case.trips)
    undriven = 0.0
    if rules.employee_cars:
        own = employee_emission(rules)
        longest = np.sort(km_year)[::-1][:most_left].sum()
        allowance = employee_dkk(float(longest), rules) / longest if longest else 0.0
        undriven = allowance + own.dkk + own.co2e_kg * weight
    prices: NDArray[np.float64] = km_year[:, None] * np.array([*per_km, undriven])
    return prices


def best_groups(case: Case) -> NDArray[np.int32]:
    """Return for each trip the group that should drive it, or `NO_GROUP`: shape (T,).

    The groups' members are the vehicles that there are. Fewest undriven trips come first, cost
    second.
    """
    wanted = np.full(len(case.trips), NO_GROUP, dtype=np.int32)
    numbers = np.array([len(group.members) for group in case.groups] + [0], dtype=float)
    prices = prices_of_trips(case)
    rows = np.flatnonzero(case.allowed.any(axis=1))
    for stretch in stretches_of(case, rows):
        shares = Covering(case, stretch, prices).whole(numbers)
        wanted[stretch.own] = chosen(shares)
    return wanted


def leaving(wanted: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the same groups, where trips without one are left instead of tried."""
    left: NDArray[np.int32] = np.where(wanted == NO_GROUP, LEFT, wanted).astype(np.int32)
    return left


def chosen(shares: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return the group with the largest share of each trip, or `NO_GROUP` where most is undriven."""
    best = shares.argmax(axis=1)
    has = shares.max(axis=1) > 0.5 * np.maximum(1e-9, 1 - shares.sum(axis=1) + shares.max(axis=1))
    groups: NDArray[np.int32] = np.where(has, best, NO_GROUP).astype(np.int32)
    return groups
