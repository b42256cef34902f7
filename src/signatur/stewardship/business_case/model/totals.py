"""Adding cash flows up: by year, department, phase and kind of gain, discounted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.stewardship.business_case.model.flows import (
    discount_factors,
    line_flows,
    model_flows,
)
from signatur.stewardship.business_case.model.inputs import Values, draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from signatur.stewardship.business_case.schema import Case, GainKind, Phase

    Floats = NDArray[np.float64]

# Drawn and added up at a time, so that a large case does not fill memory.
_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all flows. Present values, except where a year is named; one number a draw."""

    costs: Floats
    gains: Floats
    """years x draws, not discounted."""
    pays: dict[tuple[str, Phase], Floats]
    gets: dict[tuple[str, GainKind], Floats]
    factors: Floats

    @property
    def npv(self) -> Floats:
        total: Floats = self.factors @ (self.gains - self.costs)
        return total

    @property
    def accumulated(self) -> Floats:
        """Discounted and added up from the first year, years x draws."""
        total: Floats = np.cumsum((self.gains - self.costs) * self.factors[:, None], axis=0)
        return total

    def departments(self) -> list[str]:
        return list(dict.fromkeys(name for name, _what in chain(self.pays, self.gets)))

    def pays_of(self, department: str) -> Floats:
        return _sum(self, (v for (name, _p), v in self.pays.items() if name == department))

    def gets_of(self, department: str) -> Floats:
        return _sum(self, (v for (name, _k), v in self.gets.items() if name == department))

    def by_phase(self, phase: Phase) -> Floats:
        return _sum(self, (v for (_n, one), v in self.pays.items() if one is phase))

    def by_kind(self, kind: GainKind) -> Floats:
        return _sum(self, (v for (_n, one), v in self.gets.items() if one is kind))


def _sum(totals: Totals, parts: Any) -> Floats:
    return sum(parts, np.zeros(totals.costs.shape[1]))


def totals(case: Case, values: Values) -> Totals:
    """Add up all flows of a case for one set of values."""
    factors = np.array(discount_factors(case))
    costs, gains = (np.zeros((case.years, values.count)) for _one in range(2))
    pays: dict[tuple[str, Phase], Floats] = {}
    gets: dict[tuple[str, GainKind], Floats] = {}
    for flow in chain(line_flows(case, values), model_flows(case, values)):
        t = flow.year - case.first_year
        present = flow.amount * factors[t] + values.zero()
        if flow.phase is not None:
            costs[t] += flow.amount
            key = flow.department, flow.phase
            pays[key] = pays.get(key, 0) + present
        elif flow.kind is not None:
            gains[t] += flow.amount
            got = flow.department, flow.kind
            gets[got] = gets.get(got, 0) + present
    return Totals(costs, gains, pays, gets, factors)


def drawn_totals(case: Case, count: int | None = None) -> Totals:
    """Add up all flows for many draws of the uncertain inputs, in the seed's order."""
    left = count or case.draws
    parts: list[Totals] = []
    while left > 0:
        size = min(left, _CHUNK)
        parts.append(totals(case, draw(case, size, len(parts))))
        left -= size
    first = parts[0]
    return Totals(
        _joined(parts, lambda one: one.costs),
        _joined(parts, lambda one: one.gains),
        {key: _joined(parts, lambda one, key=key: one.pays[key]) for key in first.pays},
        {key: _joined(parts, lambda one, key=key: one.gets[key]) for key in first.gets},
        first.factors,
    )


def _joined(parts: Sequence[Totals], of: Callable[..., Floats]) -> Floats:
    return np.concatenate([of(one) for one in parts], axis=-1)


def npv(case: Case, values: Values) -> Floats:
    """Return the net present value alone, one number a draw."""
    return lines_npv(case, values) + model_npv(case, values)


def lines_npv(case: Case, values: Values) -> Floats:
    """Return the part that does not depend on how well the model answers."""
    factors = discount_factors(case)
    parts = (one.net * factors[one.year - case.first_year] for one in line_flows(case, values))
    return _summed(parts, values)


def model_npv(case: Case, values: Values) -> Floats:
    """Return the part that follows from the model's answers and where they are pushed on."""
    factors = discount_factors(case)
    parts = (one.net * factors[one.year - case.first_year] for one in model_flows(case, values))
    return _summed(parts, values)


def _summed(parts: Iterable[Any], values: Values) -> Floats:
    total: Floats = sum(parts, values.zero())
    return total


def payback(case: Case, accumulated: Floats) -> list[int | None]:
    """Return, for each draw, the first year from which the sum so far never lies below nought again."""
    is_below = accumulated < -1e-9
    last_below = case.years - 1 - np.argmax(is_below[::-1], axis=0)
    first = np.where(is_below.any(axis=0), last_below + 1, 0)
    return [case.first_year + int(t) if t < case.years else None for t in first]
