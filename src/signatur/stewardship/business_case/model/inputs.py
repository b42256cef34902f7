"""The inputs of a case by name, and one set of values for them: the likely ones, or drawn ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.stewardship.business_case.model.chance import quantile, shares
from signatur.stewardship.business_case.schema import Case, Series, Shape, Uncertain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Input:
    """One number that the case rests on."""

    key: str
    name: str
    """What a reader calls it, such as `Drift: amount`."""
    one: Uncertain
    is_cost: bool


@dataclass(frozen=True, slots=True)
class Values:
    """A value for each input, as arrays of `count` draws; what is not named has its likely value."""

    count: int = 1
    named: Mapping[str, Any] = field(default_factory=dict)

    def of(self, key: str, one: Uncertain) -> Any:
        return self.named.get(key, one.likely)

    def at(self, key: str, series: Series, position: int) -> Any:
        """Return the value of a row at a position among its line's years."""
        index = series.index(position)
        return self.of(f"{key}.{index}", series.values[index])

    def zero(self) -> Any:
        return np.zeros(self.count)


def inputs(case: Case) -> list[Input]:
    """Return all inputs of a case, in the order of the file."""
    return [*_of_costs(case), *_of_gains(case), *_of_model(case), *_of_links(case)]


def uncertain_inputs(case: Case) -> list[Input]:
    """Return the inputs that are not certain."""
    return [one for one in inputs(case) if one.one.shape is not Shape.CERTAIN]


def draw(case: Case, count: int, chunk: int = 0) -> Values:
    """Draw all uncertain inputs `count` times; the same seed and chunk give the same values."""
    chance = np.random.default_rng([case.seed, chunk])
    found = uncertain_inputs(case)
    drawn: dict[str, Any] = {}
    for is_cost, correlation in ((True, case.cost_correlation), (False, case.gain_correlation)):
        group = [one for one in found if one.is_cost is is_cost]
        rows = shares(len(group), count, correlation, chance)
        drawn |= {one.key: quantile(one.one, row) for one, row in zip(group, rows, strict=True)}
    return Values(count, drawn)


def _of_costs(case: Case) -> Iterator[Input]:
    for number, line in enumerate(case.costs):
        yield from _row(f"cost.{number}.amount", line.name, "amount", line.amount, is_cost=True)
        yield from _row(
            f"cost.{number}.quantity", line.name, "quantity", line.quantity, is_cost=True
        )


def _of_gains(case: Case) -> Iterator[Input]:
    for number, line in enumerate(case.gains):
        key = f"gain.{number}"
        value = "hourly_rate" if line.minutes is not None else "unit_value"
        yield from _row(f"{key}.volume", line.name, "volume", line.volume)
        yield from _row(f"{key}.unit_value", line.name, value, line.unit_value)
        if line.minutes is not None:
            yield from _row(f"{key}.minutes", line.name, "minutes", line.minutes)
        yield from _row(f"{key}.realised_share", line.name, "realised_share", line.realised_share)


def _of_model(case: Case) -> Iterator[Input]:
    model = case.model
    if model is None:
        return
    yield from _row("model.volume", "model", "volume", model.volume)
    yield from _row("model.realised_share", "model", "realised_share", model.realised_share)
    for name in ("precision", "recall", "prevalence", "coverage"):
        one = getattr(model, name)
        if one is not None:
            yield Input(f"model.{name}", f"model: {name}", one, is_cost=False)
    for number, what in enumerate(model.consequences):
        is_cost = what.answer.value != "true_positive"
        name = f"{what.answer.value} ({what.department})"
        yield from _row(
            f"model.{number}.amount",
            name,
            "cost" if is_cost else "value",
            what.amount,
            is_cost=is_cost,
        )


def _of_links(case: Case) -> Iterator[Input]:
    for number, link in enumerate(case.next_links):
        key = f"link.{number}"
        yield Input(f"{key}.share", f"{link.name}: share", link.share, is_cost=True)
        rows = {
            "volume": link.volume,
            "cost": link.cost,
            "capacity": link.capacity,
            "cost_of_waiting": link.cost_of_waiting,
        }
        for name, series in rows.items():
            if series is not None:
                yield from _row(f"{key}.{name}", link.name, name, series, is_cost=True)


def _row(
    key: str, name: str, what: str, series: Series, *, is_cost: bool = False
) -> Iterator[Input]:
    for number, one in enumerate(series.values):
        ending = f" ({number + 1})" if len(series.values) > 1 else ""
        yield Input(f"{key}.{number}", f"{name}: {what}{ending}", one, is_cost)
