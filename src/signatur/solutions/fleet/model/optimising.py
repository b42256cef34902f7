"""Which vehicles, how many: the cheapest fleet that meets a demand, with a proof of how good it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, inf
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.assigning import NO_GROUP, leaving
from signatur.solutions.fleet.model.bounding import Bounded, Bounder, Limit
from signatur.solutions.fleet.model.case import Group, case_of
from signatur.solutions.fleet.model.costs import cost_of
from signatur.solutions.fleet.model.dispatching import dispatch
from signatur.solutions.fleet.model.minimum import minimum
from signatur.solutions.fleet.schema.results import NOBODY, Cost, Optimisation, Proposal
from signatur.solutions.fleet.schema.vehicles import Fleet, Vehicle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.schema.demands import Demand
    from signatur.solutions.fleet.schema.results import Plan
    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Kind

_ROUNDING = 1e-9
_REPAIRS = 60
_HELPFUL = 3
_TRIALS = 1_500_000
"""Trips driven on paper while looking for something better near a fleet."""
_CLOSE_ENOUGH = 2e-3
"""Share above the bound that is not worth looking further for."""
_FAR = 1e-2
"""Share above the bound from which on numbers are also looked for that leave room for lumps."""
_FILLED = 0.85
_MANY = 20_000
"""Trips above which less is looked at beside the best fleet."""
_FRONT = 9
"""Most weights of CO2e for which a fleet is looked for."""
_HEAVY = 200_000.0
"""DKK a tonne: so much that emission decides."""
_LEVELS = (0.999, 0.995, 0.99, 0.98)


class NoFleet(ValueError):
    """No kinds to choose from, or limits that contradict each other; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A fleet that was driven on paper."""

    numbers: tuple[int, ...]
    plan: Plan
    cost: Cost
    weight: float = 0.0
    bound: float = 0.0
    """Of cost plus weighted emission."""

    def worth(self, weight: float) -> float:
        return self.cost.dkk_year + self.cost.co2e_kg_year / 1000 * weight


def optimise(
    trips: Trips,
    fleet: Fleet,
    rules: Rules,
    demand: Demand,
    *,
    tell: Callable[[float], None] = lambda _share: None,
) -> Optimisation:
    """Look for the cheapest fleet, prove a bound, and show what else could be chosen.

    Args:
        trips: what is to be driven.
        fleet: its candidates are chosen from.
        rules: prices, bikes, charging.
        demand: service level, weight of CO2e, kinds to keep.
        tell: called with how far it is, 0 to 1; may raise to stop.

    Raises:
        NoFleet: nothing to choose from, or more kept than allowed.
    """
    search = _Search(trips, fleet, rules, demand)
    best = search.cheapest(demand.co2e_dkk_tonne, lambda share: tell(share * 0.3))
    if demand.most_co2e_kg is not None:
        best = search.within(demand.most_co2e_kg, best)
    elif demand.most_dkk is not None:
        best = search.affordable(demand.most_dkk, best)
    found = [best]
    if demand.front:
        found += search.front(best, lambda share: tell(0.3 + share * 0.6))
    proposals = [search.proposal(one) for one in found]
    tell(1.0)
    return Optimisation(
        best=search.proposal(search.better(best, found)), front=_undominated(proposals)
    )


class _Search:
    """Everything that the search for one demand works on."""

    def __init__(self, trips: Trips, fleet: Fleet, rules: Rules, demand: Demand) -> None:
        self.trips, self.kinds, self.rules, self.demand = trips, fleet.kinds, rules, demand
        groups = tuple(_groups(fleet, demand))
        if not groups:
            raise NoFleet("no_kinds")
        self.case = case_of(trips, groups, rules)
        self.limits = tuple(_limits(groups, demand, len(trips)))
        self.impossible = int(np.count_nonzero(~self.case.allowed.any(axis=1)))
        self.undriven = self._allowed(demand.service_level)
        self.bounder = Bounder(self.case)
        self.last: NDArray[np.float64] | None = None
        self.weight = 0.0
        self.packer: Bounder | None = None
        self.is_small = len(trips) <= _MANY

    def _allowed(self, level: float) -> int:
        """Return how many trips may be left; those that nobody can drive always may."""
        return max(self.impossible, floor((1 - level) * len(self.trips) + _ROUNDING))

    def cheapest(self, weight: float, tell: Callable[[float], None]) -> _Found:
        """Return the fleet that is cheapest with a weight of CO2e, driven on paper."""
        self.weight = weight
        start = self._start() if self.last is None else self.last
        left = self.undriven
        bounded = self.bounder.solve(self.limits, start, undriven=left, weight=weight, tell=tell)
        self.last = bounded.numbers.astype(float)
        found = self._driven(bounded, weight)
        if found.worth(weight) <= bounded.bound_dkk * (1 + _FAR) or not self.is_small:
            return found
        # Trips come in lumps: what the days' programs fill to the brim cannot be packed so.
        if self.packer is None:
            self.packer = Bounder(self.case, _FILLED)
        packed = self.packer.solve(self.limits, self.last, undriven=left, weight=weight)
        other = self._driven(replace(packed, bound_dkk=bounded.bound_dkk), weight)
        return min(found, other, key=lambda one: (_over(one, self.undriven), one.worth(weight)))

    def _start(self) -> NDArray[np.float64]:
        """Begin with as many of the kind that can most as cars are needed at the peak."""
        can = self.case.allowed.sum(axis=0)
        start = np.zeros(len(can))
        start[int(np.argmax(can))] = minimum(self.trips, self.rules.changeover_min).cars
        return start

    def _driven(self, bounded: Bounded, weight: float) -> _Found:
        """Drive it on paper; add vehicles while too many trips are left, take away who is not needed."""
        found = self._drive(tuple(int(one) for one in bounded.numbers), bounded.wanted)
        for _turn in range(_REPAIRS):
            if found.plan.undriven <= self.undriven:
                break
            more = self._drive_all(self._helpful(found), bounded.wanted)
            if not more:
                break
            found = min(more, key=lambda one: (_over(one, self.undriven), one.worth(weight)))
        found = self._trimmed(found, bounded, weight)
        bound = min(bounded.bound_dkk, found.worth(weight))
        return replace(found, weight=weight, bound=bound)

    def better(self, best: _Found, found: Sequence[_Found]) -> _Found:
        """Return what was found for another weight, if it happens to be better for the one asked for."""
        goal = inf if self.demand.most_co2e_kg is None else self.demand.most_co2e_kg
        budget = inf if self.demand.most_dkk is None else self.demand.most_dkk
        fit = [
            one
            for one in found
            if one.plan.undriven <= self.undriven
            and one.cost.co2e_kg_year <= goal
            and one.cost.dkk_year <= budget
        ]
        chosen = min(fit, key=lambda one: one.worth(best.weight), default=best)
        return replace(chosen, weight=best.weight, bound=min(best.bound, chosen.worth(best.weight)))

    def _helpful(self, found: _Found) -> list[tuple[int, ...]]:
        """Return the fleets with one vehicle more of the kinds that could take most for their cost."""
        left = found.plan.vehicle == NOBODY
        could = self.case.allowed[left].sum(axis=0)
        fixed = np.array([group.kind.fixed_dkk_year for group in self.case.groups])
        order = np.argsort(-could / np.maximum(1.0, fixed), kind="stable")
        fleets = [_with(found.numbers, int(at), 1) for at in order if could[at]]
        return [one for one in fleets if self._fits(one)][:_HELPFUL]

    def _near(self, numbers: tuple[int, ...], fewer: Iterable[int]) -> list[tuple[int, ...]]:
        """Return the fleets within the limits that have one vehicle more, and one less of `fewer`."""
        begins = [numbers, *(_with(numbers, at, -1) for at in fewer if numbers[at])]
        found = [_with(one, to, 1) for one in begins for to in range(len(numbers))]
        found += begins[1:]
        return [one for one in dict.fromkeys(found) if one != numbers and self._fits(one)]

    def _fits(self, numbers: tuple[int, ...]) -> bool:
        return all(
            limit.least <= sum(numbers[at] for at in limit.groups) <= limit.most
            for limit in self.limits
        )

    def _drive_all(
        self, fleets: Iterable[tuple[int, ...]], wanted: NDArray[np.int32]
    ) -> list[_Found]:
        return [self._drive(one, wanted) for one in fleets]

    def _trimmed(self, found: _Found, bounded: Bounded, weight: float) -> _Found:
        """Take vehicles away, or change one for another, as long as that is cheaper and serves."""
        trials = _TRIALS // max(1, len(self.trips))
        while trials > 0 and found.worth(weight) > bounded.bound_dkk * (1 + _CLOSE_ENOUGH):
            near = self._near(found.numbers, fewer=range(len(found.numbers)))
            near = [one for one in near if sum(one) <= sum(found.numbers)]
            trials -= len(near)
            tried = self._drive_all(near, bounded.wanted)
            good = [one for one in tried if one.plan.undriven <= self.undriven]
            better = min(good, key=lambda one: one.worth(weight), default=found)
            if better.worth(weight) >= found.worth(weight) - 1:
                return found
            found = better
        return found

    def _drive(self, numbers: tuple[int, ...], wanted: NDArray[np.int32]) -> _Found:
        vehicles, groups = _vehicles(self.case.groups, numbers)
        case = replace(self.case, groups=groups)
        plans = [dispatch(case, wanted)]
        if np.any(wanted == NO_GROUP):
            plans.append(dispatch(case, leaving(wanted)))
        tried = [
            _Found(numbers, plan, cost_of(self.trips, plan, vehicles, self.kinds, self.rules))
            for plan in plans
        ]
        return min(tried, key=lambda one: (_over(one, self.undriven), one.worth(self.weight)))

    def within(self, most_kg: float, best: _Found) -> _Found:
        """Return the cheapest fleet found that emits no more than so much.

        Its bound is that of the best weight (Lagrange): cost + weight x (emission - goal).
        """
        if best.cost.co2e_kg_year <= most_kg:
            return best
        low, high = self.demand.co2e_dkk_tonne, _HEAVY
        answer = self.cheapest(high, lambda _share: None)
        bound = best.bound - best.weight * most_kg / 1000
        for _turn in range(12):
            if answer.cost.co2e_kg_year > most_kg and high == _HEAVY:
                break
            weight = (low + high) / 2 if low else high / 8
            found = self.cheapest(weight, lambda _share: None)
            bound = max(bound, found.bound - weight * most_kg / 1000)
            if found.cost.co2e_kg_year <= most_kg:
                high = weight
                if found.cost.dkk_year < answer.cost.dkk_year:
                    answer = found
            else:
                low = weight
            if high - low < 50:
                break
        return replace(answer, weight=0.0, bound=min(bound, answer.cost.dkk_year))

    def affordable(self, most_dkk: float, best: _Found) -> _Found:
        """Return the fleet found that emits least and costs no more than so much; else the cheapest.

        It is the best for a weight of CO2e, and the bound is that weight's.
        """
        if best.cost.dkk_year > most_dkk:
            return best
        low, high = self.demand.co2e_dkk_tonne, _HEAVY
        for _turn in range(10):
            weight = (max(low, 50.0) * high) ** 0.5
            found = self.cheapest(weight, lambda _share: None)
            if found.cost.dkk_year > most_dkk:
                high = weight
                continue
            low = weight
            if found.cost.co2e_kg_year < best.cost.co2e_kg_year:
                best = found
        return best

    def front(self, best: _Found, tell: Callable[[float], None]) -> list[_Found]:
        """Return fleets between the cheapest and the one that emits least, and with trips left."""
        cheap = best if not self.demand.co2e_dkk_tonne else self.cheapest(0.0, lambda _s: None)
        clean = self.cheapest(_HEAVY, lambda _share: None)
        found, spans = [cheap, clean], [(cheap, clean)]
        most = _FRONT if self.is_small else _FRONT // 2
        while spans and len(found) < most:
            left, right = spans.pop(0)
            saved = (left.cost.co2e_kg_year - right.cost.co2e_kg_year) / 1000
            dearer = right.cost.dkk_year - left.cost.dkk_year
            if saved <= 1e-6 or dearer <= 1:
                continue
            weight = dearer / saved
            between = self.cheapest(weight, lambda _share: None)
            found.append(between)
            tell(len(found) / most)
            if between.worth(weight) < min(left.worth(weight), right.worth(weight)) - 1:
                spans += [(left, between), (between, right)]
        return [one for one in found if one is not best] + self._left_trips()

    def _left_trips(self) -> list[_Found]:
        """Return the cheapest fleets that leave a few trips, for whoever can live with that."""
        found, asked = [], self.undriven
        for level in _LEVELS if self.is_small else _LEVELS[-1:]:
            self.undriven = self._allowed(level)
            if self.undriven > asked:
                found.append(self.cheapest(self.demand.co2e_dkk_tonne, lambda _share: None))
        self.undriven = asked
        return found

    def proposal(self, found: _Found) -> Proposal:
        """Return what was found as others see it."""
        counts: dict[str, int] = {}
        for group, number in zip(self.case.groups, found.numbers, strict=True):
            counts[group.kind.key] = counts.get(group.kind.key, 0) + number
        by_place: dict[str, dict[str, int]] = {}
        for group, number in zip(self.case.groups, found.numbers, strict=True):
            for place in group.homes:
                if number:
                    by_place.setdefault(place, {})[group.kind.key] = number
        return Proposal(
            by_place=by_place,
            counts={key: count for key, count in counts.items() if count},
            cost=found.cost,
            undriven=found.plan.undriven,
            co2e_dkk_tonne=found.weight,
            bound_dkk=found.bound,
        )


def _groups(fleet: Fleet, demand: Demand) -> Iterable[Group]:
    for key in sorted(set(fleet.candidates)):
        kind: Kind = fleet.kinds[key]
        if kind.is_bike and not demand.bikes:
            continue
        for place in demand.places or ("",):
            yield Group(kind, frozenset({place} if place else ()), "")


def _limits(groups: Sequence[Group], demand: Demand, trips: int) -> Iterable[Limit]:
    """Yield how many there may be of each kind, wherever they live: no more than trips. Raises NoFleet."""
    for key in dict.fromkeys(group.kind.key for group in groups):
        mine = tuple(at for at, group in enumerate(groups) if group.kind.key == key)
        least = demand.keep.get(key, 0)
        limit = Limit(mine, least, demand.most.get(key, max(trips, least)))
        if limit.least > limit.most:
            raise NoFleet("more_kept_than_allowed")
        yield limit


def _with(numbers: tuple[int, ...], at: int, more: int) -> tuple[int, ...]:
    changed = list(numbers)
    changed[at] += more
    return tuple(changed)


def _over(found: _Found, allowed: int) -> int:
    return max(0, found.plan.undriven - allowed)


def _vehicles(
    groups: Sequence[Group], numbers: Sequence[int]
) -> tuple[list[Vehicle], tuple[Group, ...]]:
    """Return so many vehicles of each group, and the groups with them as members."""
    vehicles: list[Vehicle] = []
    filled = []
    for group, number in zip(groups, numbers, strict=True):
        members = tuple(range(len(vehicles), len(vehicles) + number))
        homes = tuple(sorted(group.homes))
        vehicles += [
            Vehicle(id=f"{group.kind.key}-{at}", kind=group.kind.key, homes=homes)
            for at in range(1, number + 1)
        ]
        filled.append(replace(group, members=members))
    return vehicles, tuple(filled)


def _undominated(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Return the proposals that no other beats or equals in everything, cheapest first."""

    def figures(one: Proposal) -> tuple[float, float, int]:
        return one.cost.dkk_year, one.cost.co2e_kg_year, one.undriven

    def is_beaten(one: Proposal, other: Proposal) -> bool:
        if (one.counts, one.undriven) == (other.counts, other.undriven):
            return True
        pairs = zip(figures(other), figures(one), strict=True)
        return all(a <= b + _ROUNDING for a, b in pairs)

    kept: list[Proposal] = []
    for one in sorted(proposals, key=figures):
        if not any(is_beaten(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)
