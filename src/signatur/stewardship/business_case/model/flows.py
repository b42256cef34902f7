"""Cash flows of a case for one set of values: who pays or gains how much, for what, in which year.

All amounts are differences from doing nothing, in prices of the price year, before discounting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.stewardship.business_case.schema import (
    Answer,
    Case,
    GainKind,
    ModelUse,
    NextLink,
    Passed,
    Phase,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from signatur.stewardship.business_case.model.inputs import Values


@dataclass(frozen=True, slots=True)
class Flow:
    """One line in one year. Exactly one of phase (a cost) and kind (a gain) is set."""

    name: str
    department: str
    phase: Phase | None
    kind: GainKind | None
    year: int
    amount: Any
    """At or above nought unless the file says otherwise; one number a draw."""

    @property
    def net(self) -> Any:
        return self.amount if self.phase is None else -self.amount


@dataclass(frozen=True, slots=True)
class Answers:
    """How the model's cases fall out in one year, and how they would have without it."""

    used: Any
    right: Any
    wrong: Any
    missed: Any
    right_today: Any
    wrong_today: Any
    missed_today: Any

    def more(self, answer: Answer) -> Any:
        """Return how many more there are than today."""
        match answer:
            case Answer.RIGHT:
                return self.right - self.right_today
            case Answer.FALSE_ALARM:
                return self.wrong - self.wrong_today
            case Answer.MISSED:
                return self.missed - self.missed_today

    def passed(self, which: Passed) -> Any:
        """Return how many more are pushed on than today; never below nought."""
        right, wrong = self.more(Answer.RIGHT), self.more(Answer.FALSE_ALARM)
        more = {Passed.FLAGGED: right + wrong, Passed.RIGHT: right, Passed.FALSE_ALARMS: wrong}
        return np.maximum(0.0, more[which])


@dataclass(frozen=True, slots=True)
class Taken:
    """What a scarcer resource does with its cases in one year."""

    arriving: Any
    taken: Any
    waiting: Any


def discount_factors(case: Case) -> list[float]:
    """Return (1 + rate)^-t for the end of each year; the first year is year 0."""
    return [(1 + case.discount_rate) ** -t for t in range(case.years)]


def line_flows(case: Case, values: Values) -> Iterator[Flow]:
    """Yield what does not depend on how well the model answers."""
    for number, cost in enumerate(case.costs):
        key = f"cost.{number}"
        for position, year in enumerate(cost.years):
            amount = (
                values.at(f"{key}.amount", cost.amount, position)
                * values.at(f"{key}.quantity", cost.quantity, position)
                * price_factor(case, cost.price_year, cost.growth, year)
            )
            yield Flow(cost.name, cost.department, cost.phase, None, year, amount)
    for number, gain in enumerate(case.gains):
        key = f"gain.{number}"
        for position, year in enumerate(gain.years):
            amount = (
                values.at(f"{key}.volume", gain.volume, position)
                * values.at(f"{key}.unit_value", gain.unit_value, position)
                * values.at(f"{key}.realised_share", gain.realised_share, position)
                * price_factor(case, gain.price_year, gain.growth, year)
            )
            if gain.minutes is not None:
                amount = amount * values.at(f"{key}.minutes", gain.minutes, position) / 60
            yield Flow(gain.name, gain.department, None, gain.kind, year, amount)


def price_factor(case: Case, price_year: int | None, growth: float, year: int) -> float:
    """Return what turns a line's stated amount into a year's, in prices of the case."""
    apart = case.price_year - price_year if price_year else 0
    return float((1 + case.inflation) ** apart * (1 + growth) ** (year - case.first_year))


def model_flows(case: Case, values: Values) -> Iterator[Flow]:
    """Yield what follows from the model's answers: their worth, their errors, the next link."""
    answers = answers_by_year(case, values)
    links = [
        taken_by_year(number, link, answers, values) for number, link in enumerate(case.next_links)
    ]
    if case.model is not None:
        yield from _consequences(case, case.model, values, answers, links)
    for number, (link, by_year) in enumerate(zip(case.next_links, links, strict=True)):
        key = f"link.{number}"
        for position, year in enumerate(link.years):
            one = by_year[year]
            cost = one.taken * values.at(f"{key}.cost", link.cost, position)
            if link.cost_of_waiting is not None:
                waits = values.at(f"{key}.cost_of_waiting", link.cost_of_waiting, position)
                cost = cost + one.waiting * waits
            yield Flow(link.name, link.department, Phase.NEXT_LINK, None, year, cost)


def _consequences(
    case: Case,
    model: ModelUse,
    values: Values,
    answers: Mapping[int, Answers],
    links: Sequence[Mapping[int, Taken]],
) -> Iterator[Flow]:
    limiting = [
        by_year
        for link, by_year in zip(case.next_links, links, strict=True)
        if link.limits_value and link.cases is not None and link.capacity is not None
    ]
    for number, what in enumerate(model.consequences):
        for position, year in enumerate(model.years):
            amount = (
                answers[year].more(what.answer)
                * values.at(f"model.{number}.amount", what.amount, position)
                * price_factor(case, None, model.growth, year)
            )
            name = what.answer.value
            if what.answer is Answer.RIGHT:
                for by_year in limiting:
                    amount = amount * _share_taken(by_year.get(year))
                yield Flow(name, what.department, None, what.kind, year, amount)
                continue
            yield Flow(name, what.department, Phase.ERRORS, None, year, np.maximum(0.0, amount))
            if model.today is not None:
                fewer = np.maximum(0.0, -amount)
                yield Flow(f"fewer {name}", what.department, None, what.kind, year, fewer)


def _share_taken(one: Taken | None) -> Any:
    """Return the share of this year's cases that is taken; above 1 when a queue is worked off."""
    if one is None:
        return 1.0
    arriving = np.asarray(one.arriving, dtype=float)
    return np.where(arriving > 0, one.taken / np.where(arriving > 0, arriving, 1.0), 1.0)


def answers_by_year(case: Case, values: Values) -> dict[int, Answers]:
    """Return how the model's cases fall out in each year of its use; empty without a model."""
    model = case.model
    if model is None:
        return {}
    return {year: _answers(model, values, position) for position, year in enumerate(model.years)}


def _answers(model: ModelUse, values: Values, position: int) -> Answers:
    used = values.at("model.volume", model.volume, position) * values.at(
        "model.realised_share", model.realised_share, position
    )
    precision = np.maximum(values.of("model.precision", model.precision), 1e-9)
    if model.coverage is not None:
        answered = used * values.of("model.coverage", model.coverage)
        wrong_today = answered * (1 - model.today.precision) if model.today else 0.0
        right = answered * precision
        return Answers(used, right, answered - right, 0.0, 0.0, wrong_today, 0.0)
    assert model.recall is not None, "the reader gives recall and prevalence, or coverage"
    assert model.prevalence is not None, "as above"
    sought = used * values.of("model.prevalence", model.prevalence)
    others = used - sought
    right = sought * values.of("model.recall", model.recall)
    # There cannot be more false alarms than cases that are not sought.
    wrong = np.minimum(right * (1 - precision) / precision, others)
    if model.today is None:
        return Answers(used, right, wrong, sought - right, 0.0, 0.0, 0.0)
    right_today = sought * model.today.recall
    wrong_today = np.minimum(
        right_today * (1 - model.today.precision) / model.today.precision, others
    )
    return Answers(
        used, right, wrong, sought - right, right_today, wrong_today, sought - right_today
    )


def taken_by_year(
    number: int, link: NextLink, answers: Mapping[int, Answers], values: Values
) -> dict[int, Taken]:
    """Return year by year what comes to a link, what it takes, and what waits at the year's end."""
    key, waiting, found = f"link.{number}", values.zero(), {}
    share = values.of(f"{key}.share", link.share)
    for position, year in enumerate(link.years):
        arriving: Any = 0.0
        if link.volume is not None:
            arriving = values.at(f"{key}.volume", link.volume, position)
        elif link.cases is not None and year in answers:
            arriving = answers[year].passed(link.cases)
        arriving = arriving * share + values.zero()
        there = waiting + arriving
        taken = there
        if link.capacity is not None:
            taken = np.minimum(there, values.at(f"{key}.capacity", link.capacity, position))
        waiting = there - taken
        found[year] = Taken(arriving, taken, waiting)
    return found
