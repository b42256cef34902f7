"""A case under other assumptions: factors on what it rests on, other values in place of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from signatur.stewardship.business_case.schema import (
    Answer,
    Case,
    ModelUse,
    Scenario,
    Series,
    Uncertain,
    certain,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def changed(case: Case, scenario: Scenario) -> Case:
    """Return the case as a scenario has it."""
    s = scenario
    return replace(
        case,
        discount_rate=case.discount_rate if s.discount_rate is None else s.discount_rate,
        costs=tuple(replace(one, amount=_scaled(one.amount, s.costs)) for one in case.costs),
        gains=tuple(
            replace(
                one,
                years=_later(one.years, s.delay, case),
                volume=_scaled(one.volume, s.volume),
                unit_value=_scaled(one.unit_value, s.gains),
                realised_share=_scaled(one.realised_share, s.realised_share),
            )
            for one in case.gains
        ),
        model=_model(case, case.model, s) if case.model else None,
        next_links=tuple(
            replace(
                one,
                years=_later(one.years, s.delay, case),
                volume=_scaled(one.volume, s.volume) if one.volume else None,
                cost=_scaled(one.cost, s.costs),
            )
            for one in case.next_links
        ),
    )


def _model(case: Case, model: ModelUse, s: Scenario) -> ModelUse:
    instead: dict[str, Any] = {}
    for name in ("precision", "recall", "coverage"):
        value = getattr(s, name)
        if value is not None and getattr(model, name) is not None:
            instead[name] = certain(value)
    return replace(
        model,
        years=_later(model.years, s.delay, case),
        volume=_scaled(model.volume, s.volume),
        realised_share=_scaled(model.realised_share, s.realised_share),
        consequences=tuple(
            replace(
                one,
                amount=_scaled(one.amount, s.gains if one.answer is Answer.RIGHT else s.costs),
            )
            for one in model.consequences
        ),
        **instead,
    )


def _later(years: Sequence[int], delay: int, case: Case) -> tuple[int, ...]:
    return tuple(year + delay for year in years if year + delay in case.calendar)


def _scaled(series: Series, factor: float) -> Series:
    if factor == 1:
        return series
    return Series(tuple(_times(one, factor) for one in series.values))


def _times(one: Uncertain, factor: float) -> Uncertain:
    """Scale a number; a share cannot become more than the whole."""
    return replace(
        one,
        likely=min(one.likely * factor, one.most),
        low=one.low * factor if one.shape.value == "normal" else min(one.low * factor, one.most),
        high=one.high * factor if one.shape.value == "normal" else min(one.high * factor, one.most),
    )
