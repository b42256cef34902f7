"""How cheaply given numbers of vehicles can drive one stretch: a linear program.

A trip is given to groups, not to vehicles: vehicles of a group are interchangeable, so at every moment
a group may have as many trips as vehicles. Those demands form an interval matrix, which is why the
program all but always has a whole solution by itself (Fulkerson and Gross, 1965). Batteries are known
to it only by what a group can drive in all; whatever it says is possible, less may be. So its cost is
a bound from below, and its shadow prices say what one vehicle more would save.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.solutions.fleet.model.case import DAY_S
from signatur.solutions.fleet.model.solver import a_solver, ask_for_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.case import Case
    from signatur.solutions.fleet.model.stretches import Stretch

# What a trip without any way to drive it is taken to cost: more than any vehicle in a year.
OVERFLOW_DKK = 2_000_000.0
_NODES = 60
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a stretch costs with given numbers."""

    dkk: float
    slope: NDArray[np.float64]
    """Shape (G + 1,): DKK for one vehicle more of each group, and for one undriven trip more."""
    shares: NDArray[np.float64]
    """Shape (own trips, G): which group drives which trip."""


class Covering:
    """The program of one stretch; numbers and prices change, its shape stays."""

    def __init__(
        self, case: Case, stretch: Stretch, prices: NDArray[np.float64], filled: float = 1.0
    ) -> None:
        """Build it.

        Args:
            case: the trips.
            stretch: which of them.
            prices: shape (T, G + 1), DKK a year by group, and undriven.
            filled: how much of a bike's day or a battery trips can fill, for they come in lumps;
                below 1 the answer is no bound any more.
        """
        self.stretch = stretch
        self.groups = len(case.groups)
        rows = _Rows(case, stretch, filled)
        self.at, self.of = rows.at, rows.of
        self.solver = a_solver(mip_max_nodes=_NODES)
        self.solver.passModel(rows.program(self._costs(prices)))

    def reprice(self, prices: NDArray[np.float64]) -> None:
        """Use other prices from now on."""
        costs = self._costs(prices)
        self.solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def solve(self, numbers: NDArray[np.float64]) -> Answer:
        """Return the cheapest way for numbers of shape (G + 1,): vehicles, and undriven trips."""
        fixed = np.arange(self.groups + 1, dtype=np.int32)
        self.solver.changeColsBounds(len(fixed), fixed, numbers, numbers)
        self.solver.run()
        solution = self.solver.getSolution()
        return Answer(
            dkk=float(self.solver.getInfo().objective_function_value),
            slope=np.array(solution.col_dual[: self.groups + 1]),
            shares=self._shares(solution.col_value),
        )

    def whole(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return shares of 0 and 1, as `solve` does where it finds them; else by branching."""
        shares = self.solve(numbers).shares
        if np.all(np.abs(shares - np.round(shares)) < _WHOLE):
            return shares
        columns = np.arange(self.groups + 1, len(self.of) + self.groups + 1, dtype=np.int32)
        ask_for_whole(self.solver, columns, whole=True)
        self.solver.run()
        shares = self._shares(self.solver.getSolution().col_value)
        ask_for_whole(self.solver, columns, whole=False)
        return shares

    def _costs(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what each column costs: numbers nothing here, shares by trip and group."""
        own = len(self.stretch.own)
        costs = np.zeros(len(self.of))
        overflow = self.of == self.groups + 1
        mine = (self.at < own) & ~overflow
        costs[mine] = prices[self.stretch.own[self.at[mine]], self.of[mine]]
        costs[overflow] = OVERFLOW_DKK
        return np.concatenate([np.zeros(self.groups + 1), costs])

    def _shares(self, values: Any) -> NDArray[np.float64]:
        own = len(self.stretch.own)
        shares = np.zeros((own, self.groups))
        mine = (self.at < own) & (self.of < self.groups)
        taken = np.asarray(values)[self.groups + 1 :]
        shares[self.at[mine], self.of[mine]] = taken[mine]
        return shares


class _Rows:
    """The rows of the program. Columns: numbers of vehicles, undriven trips, then shares.

    A share is of trip `at` (own trips, then carried) and of group `of`; `of` is G for undriven within
    what is allowed, G + 1 for overflow.
    """

    def __init__(self, case: Case, stretch: Stretch, filled: float) -> None:
        self.case, self.stretch, self.filled = case, stretch, filled
        self.groups = len(case.groups)
        self.trips = np.concatenate([stretch.own, stretch.carried])
        own = len(stretch.own)
        at, of = [], []
        for group in range(self.groups):
            may = np.flatnonzero(case.allowed[self.trips, group])
            at.append(may)
            of.append(np.full(len(may), group))
        for code, count in ((self.groups, own), (self.groups + 1, len(self.trips))):
            at.append(np.arange(count))
            of.append(np.full(count, code))
        self.at, self.of = np.concatenate(at), np.concatenate(of)
        self.entries: list[tuple[Any, Any, Any]] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def program(self, costs: NDArray[np.float64]) -> Any:
        import highspy
        from scipy.sparse import csc_matrix

        first = self.groups + 1
        self._rows(self.at, first + np.arange(len(self.at)), 1.0, len(self.trips), 1.0, 1.0)
        undriven = np.flatnonzero(self.of == self.groups)
        self._at_most(first + undriven, np.ones(len(undriven)), self.groups, 1.0)
        for group in range(self.groups):
            columns = np.flatnonzero(self.of == group)
            if len(columns):
                self._moments(group, columns)
                self._reach(group, columns)
        row, column, value = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        shape = (len(self.lower), len(costs))
        matrix = csc_matrix((value, (row, column)), shape=shape)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = shape[1], shape[0]
        program.col_cost_ = costs
        program.col_lower_ = np.zeros(shape[1])
        program.col_upper_ = np.full(shape[1], highspy.kHighsInf)
        program.row_lower_, program.row_upper_ = np.array(self.lower), np.array(self.upper)
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = matrix.indptr
        program.a_matrix_.index_ = matrix.indices
        program.a_matrix_.value_ = matrix.data
        return program

    def _rows(
        self, row: Any, column: Any, value: float, count: int, lower: float, upper: float
    ) -> None:
        self.entries.append((len(self.lower) + row, column, np.full(len(row), value)))
        self.lower += [lower] * count
        self.upper += [upper] * count

    def _at_most(self, columns: Any, weights: Any, number: int, each: float) -> None:
        """Let the weighted columns be no more than `each` for one of the numbers."""
        row = np.full(len(columns) + 1, len(self.lower))
        self.entries.append((row, np.append(columns, number), np.append(weights, -each)))
        self.lower.append(-np.inf)
        self.upper.append(0.0)

    def _moments(self, group: int, columns: NDArray[np.int64]) -> None:
        """At each moment before a vehicle comes back after others left: no more trips than vehicles."""
        case, trips = self.case, self.trips[self.at[columns]]
        leaves = np.maximum(case.start_s[trips], self.stretch.begins_s)
        back = case.until[case.groups[group].kind.body][trips] + case.changeover_s
        back = np.maximum(back, leaves)
        who, is_leaving = _events(leaves, back)
        peak = np.cumsum(np.concatenate([[False], is_leaving[1:] & ~is_leaving[:-1]]))
        begins, ends = np.empty(len(trips), dtype=int), np.empty(len(trips), dtype=int)
        begins[who[is_leaving]] = peak[is_leaving]
        ends[who[~is_leaving]] = peak[~is_leaving]
        first = self.groups + 1
        for number in range(int(peak[-1]) + 1):
            away = np.flatnonzero((begins <= number) & (number <= ends))
            self._at_most(first + columns[away], np.ones(len(away)), group, 1.0)

    def _reach(self, group: int, columns: NDArray[np.int64]) -> None:
        """In a day no more km than the bikes ride; in the stretch no more than batteries hold."""
        case = self.case
        mine = columns[self.at[columns] < len(self.stretch.own)]
        trips = self.trips[self.at[mine]]
        km = case.trips.distance_km[trips]
        first = self.groups + 1
        most, reach = case.day_km(group), case.reach_km(group)
        if most is not None:
            days = case.start_s[trips] // DAY_S
            for day in np.unique(days):
                at = days == day
                self._at_most(first + mine[at], km[at], group, most * self.filled)
        elif reach is not None and len(trips):
            kind = case.groups[group].kind
            hours = (self.stretch.ends_s - self.stretch.begins_s) / 3600
            charges = 1 + hours / (kind.charge_hours or case.rules.charge_hours)
            most = float(reach[trips].max()) * charges * self.filled
            self._at_most(first + mine, km, group, most)


def _events(leaves: Any, back: Any) -> tuple[Any, Any]:
    """Return whose each moment is, in order, and whether somebody leaves; returns come first."""
    count = len(leaves)
    moment = np.concatenate([leaves, back])
    who = np.concatenate([np.arange(count), np.arange(count)])
    is_leaving = np.arange(2 * count) < count
    # A trip without length leaves before it comes back, so that it is seen.
    late = is_leaving | np.concatenate([back <= leaves, back <= leaves])
    order = np.lexsort((~is_leaving & late, late, moment))
    return who[order], is_leaving[order]
