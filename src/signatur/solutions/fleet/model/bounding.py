"""The cheapest numbers of vehicles, and the proof: a master problem that learns from each stretch.

Benders' decomposition (Benders, 1962). What a stretch costs is a convex function of the numbers of
vehicles; each time it is solved it gives a plane below that function. The master finds the whole
numbers that are cheapest below all planes. Its value is a bound on every fleet; what the stretches
cost with its numbers shows how far the bound is from what can be had.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.solutions.fleet.model.assigning import NO_GROUP, chosen, prices_of_trips
from signatur.solutions.fleet.model.covering import Covering
from signatur.solutions.fleet.model.solver import a_solver, ask_for_whole
from signatur.solutions.fleet.model.stretches import stretches_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.case import Case

_MOST_ROUNDS = 200
_CLOSE = 2e-4
"""Share of the cost by which bound and cost may differ when the search ends."""
_WORTH = 1e-7
_MASTER_GAP = 5e-5


@dataclass(frozen=True, slots=True)
class Limit:
    """How many there may be of some groups together."""

    groups: tuple[int, ...]
    least: float
    most: float


@dataclass(frozen=True, slots=True, eq=False)
class Bounded:
    """Numbers of vehicles, and what is proven."""

    numbers: NDArray[np.int64]
    """Shape (G,): how many of each group."""
    bound_dkk: float
    """No numbers cost less, with the weights that were asked for."""
    wanted: NDArray[np.int32]
    """Shape (T,): the group that drives each trip in the stretches' answers."""


class Bounder:
    """The stretches of a case, built once and asked again and again with other prices."""

    def __init__(self, case: Case, filled: float = 1.0) -> None:
        """Build the stretches.

        Args:
            case: its groups need no members.
            filled: see `Covering`; below 1 nothing is proven.
        """
        self.case = case
        can = case.allowed.any(axis=1)
        rows, self.impossible = np.flatnonzero(can), np.flatnonzero(~can)
        self.never_driven_dkk = 0.0
        prices = prices_of_trips(case)
        self.priced: tuple[float, int] | None = None
        self.coverings = [Covering(case, one, prices, filled) for one in stretches_of(case, rows)]
        self.fixed = np.array([group.kind.fixed_dkk_year for group in case.groups])

    def solve(
        self,
        limits: Sequence[Limit],
        start: NDArray[np.float64],
        *,
        undriven: int = 0,
        weight: float = 0.0,
        tell: Callable[[float], None] = lambda _share: None,
    ) -> Bounded:
        """Return the cheapest numbers within limits.

        Args:
            limits: how many there may be; every group is in one of them.
            start: shape (G,), numbers to begin with.
            undriven: trips that may be left, those that nobody can drive included.
            weight: DKK for a tonne of CO2e, on top of what the rules count.
            tell: called with how far it is, 0 to 1.
        """
        allowed = max(0, undriven - len(self.impossible))
        if self.priced != (weight, undriven):
            prices = prices_of_trips(self.case, weight, undriven)
            for covering in self.coverings:
                covering.reprice(prices)
            self.priced = (weight, undriven)
            self.never_driven_dkk = float(prices[self.impossible, -1].sum())
        master = _Master(self.fixed, len(self.coverings), allowed, limits)
        numbers, spare = start, np.zeros(len(self.coverings))
        if allowed:
            spare[:] = allowed / len(self.coverings)
        guesses = np.full(len(self.coverings), -np.inf)
        best = np.inf
        for turn in range(_MOST_ROUNDS):
            cost = self._learn(master, numbers, spare, guesses)
            best = min(best, cost)
            numbers, spare, guesses, bound = master.solve()
            tell(min(0.95, (turn + 1) / 30))
            if best - bound <= _CLOSE * max(1.0, abs(best)):
                if master.is_whole:
                    break
                master.make_whole()
                best = np.inf
                numbers, spare, guesses, bound = master.solve()
        numbers = np.round(numbers)
        wanted = np.full(len(self.case.trips), NO_GROUP, dtype=np.int32)
        for covering, left in zip(self.coverings, spare, strict=True):
            answer = covering.solve(np.append(numbers, left))
            wanted[covering.stretch.own] = chosen(answer.shares)
        return Bounded(numbers.astype(np.int64), bound + self.never_driven_dkk, wanted)

    def _learn(
        self,
        master: _Master,
        numbers: NDArray[np.float64],
        spare: NDArray[np.float64],
        guesses: NDArray[np.float64],
    ) -> float:
        """Solve each stretch, give the master its plane where it tells something; return the cost."""
        cost = float(self.fixed @ numbers)
        for place, covering in enumerate(self.coverings):
            at = np.append(numbers, spare[place])
            answer = covering.solve(at)
            cost += answer.dkk
            if answer.dkk > guesses[place] + _WORTH * max(1.0, answer.dkk):
                master.learn(place, answer.dkk - float(answer.slope @ at), answer.slope)
        return cost


class _Master:
    """Numbers of vehicles, what may be undriven in each stretch, and a guess at each stretch's cost."""

    def __init__(
        self,
        fixed: NDArray[np.float64],
        stretches: int,
        undriven: int,
        limits: Sequence[Limit],
    ) -> None:
        budgets = stretches if undriven else 0
        self.groups, self.stretches, self.budgets = len(fixed), stretches, budgets
        self.is_whole = False
        self.solver = a_solver(mip_rel_gap=_MASTER_GAP)
        lower = np.zeros(self.groups + budgets + stretches)
        upper = np.full(len(lower), np.inf)
        upper[self.groups : self.groups + budgets] = undriven
        costs = np.concatenate([fixed, np.zeros(budgets), np.ones(stretches)])
        self.solver.addVars(len(costs), lower, upper)
        columns = np.arange(len(costs), dtype=np.int32)
        self.solver.changeColsCost(len(costs), columns, costs)
        for limit in limits:
            mine = np.array(limit.groups, dtype=np.int32)
            self.solver.addRow(limit.least, limit.most, len(mine), mine, np.ones(len(mine)))
        if budgets:
            mine = self.groups + np.arange(budgets, dtype=np.int32)
            self.solver.addRow(-np.inf, undriven, budgets, mine, np.ones(budgets))

    def learn(self, place: int, base: float, slope: NDArray[np.float64]) -> None:
        """Take in that a stretch costs at least `base + slope @ (numbers, undriven)`."""
        columns, values = list(range(self.groups)), list(-slope[: self.groups])
        if self.budgets:
            columns.append(self.groups + place)
            values.append(-slope[self.groups])
        columns.append(self.groups + self.budgets + place)
        values.append(1.0)
        self.solver.addRow(
            base,
            np.inf,
            len(columns),
            np.array(columns, dtype=np.int32),
            np.array(values),
        )

    def make_whole(self) -> None:
        """Ask for whole vehicles from now on."""
        ask_for_whole(self.solver, np.arange(self.groups, dtype=np.int32), whole=True)
        self.is_whole = True

    def solve(self) -> tuple[Any, Any, Any, float]:
        """Return numbers, undriven trips and guessed cost of each stretch, and the proven bound."""
        self.solver.run()
        info = self.solver.getInfo()
        bound = info.mip_dual_bound if self.is_whole else info.objective_function_value
        values = np.array(self.solver.getSolution().col_value)
        numbers, spare = values[: self.groups], np.zeros(self.stretches)
        if self.budgets:
            spare = np.maximum(0.0, values[self.groups : self.groups + self.budgets])
        return numbers, spare, values[self.groups + self.budgets :], float(bound)
