"""Columns that know the outcome from afterwards: nearly perfect alone, filled only then, dated later.

A suspicion, not a verdict: whoever knows how the data came about must say whether the column was there
when the decision was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from signatur.methods.tables import names
from signatur.methods.tables.relevance import information, score_of, score_of_codes
from signatur.methods.tables.schema import Estimate, Kind, Leak

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.methods.tables.design import Design
    from signatur.methods.tables.relevance import Sample
    from signatur.methods.tables.schema import Column, Table

# From here alone a column is nearly the outcome itself (AUC, or R² of an amount).
_NEARLY: Final = 0.985
_SURELY: Final = 0.995
# Much better alone than all others together.
_HIGH_ALONE, _GAP = 0.85, 0.1
_FILLED: Final = 0.75
_PURE: Final = 0.97
_LATER: Final = 0.9
_ORDERED: Final = 0.65


def leaks_of(
    table: Table,
    design: Design,
    sample: Sample,
    singles: dict[str, Estimate],
    time: str | None,
    *,
    seed: int = 0,
) -> tuple[Leak, ...]:
    """Return the suspects, the most telling first."""
    found: dict[str, tuple[set[str], dict[str, Any]]] = {}

    def suspect(name: str, why: str, **details: object) -> None:
        reasons, told = found.setdefault(name, (set(), {}))
        reasons.add(why)
        told.update(details)

    for name, single in singles.items():
        column = table[name]
        if single.value >= _NEARLY:
            suspect(name, "nearly_perfect")
        if (filled := _filled(column, sample, seed)) is not None:
            suspect(name, "missing_tells", filled=filled)
        if (share := _dated_later(column, table, sample, time)) is not None:
            suspect(name, "dated_later", share_later=share)
        informative = single.low > (0.6 if sample.classes else 0.1)
        if names.is_of_afterwards(name) and informative:
            suspect(name, "named_afterwards")
        if column.is_identifier and single.value >= (_ORDERED if sample.classes else 0.1):
            suspect(name, "identifier_order")
    certain = {name for name in found if _is_certain(found[name][0], singles[name])}
    certain |= {name for name, one in singles.items() if _is_copy(table[name], sample, one)}
    for name in certain - set(found):
        suspect(name, "copy")
    _far_better(design, sample, singles, certain, suspect, seed)
    leaks = [
        Leak(name, tuple(sorted(reasons)), singles[name],
             name in certain or _is_certain(reasons, singles[name]), told)
        for name, (reasons, told) in found.items()
    ]  # fmt: skip
    return tuple(sorted(leaks, key=lambda one: (-one.alone.value, one.column)))


def _is_certain(reasons: set[str], single: Estimate) -> bool:
    """Whether the column would drown all others, so that nothing could be told with it."""
    if single.value >= _SURELY or "far_better" in reasons or "copy" in reasons:
        return True
    if reasons & {"missing_tells", "dated_later"}:
        return single.value >= 0.8
    return "named_afterwards" in reasons and single.value >= 0.95


def _is_copy(column: Column, sample: Sample, single: Estimate) -> bool:
    """Whether a column of few values is the outcome under other names."""
    if not sample.classes or column.distinct > 2 * len(sample.classes) + 1 or single.value < 0.9:
        return False
    return information(column, sample) >= 0.75


def _far_better(
    design: Design,
    sample: Sample,
    singles: dict[str, Estimate],
    certain: set[str],
    suspect: Callable[..., None],
    seed: int,
) -> None:
    """Look for a column that alone says far more than all others together, once sure ones are gone."""
    left = {
        name: one for name, one in singles.items() if name not in certain and name in design.names
    }
    rest = design.without(certain)
    for _ in range(3):
        if len(left) < 2:
            return
        best = max(left, key=lambda name: left[name].value)
        if left[best].low < (_HIGH_ALONE if sample.classes else 0.75):
            return
        others = score_of(rest.without([best]), sample, seed)
        if left[best].low < others + _GAP:
            return
        suspect(best, "far_better", others=round(float(others), 4))
        rest = rest.without([best])
        del left[best]


def _filled(column: Column, sample: Sample, seed: int) -> dict[str, Any] | None:
    """Return what empty cells say, where being filled tells the outcome."""
    gaps = column.values.gather(sample.rows).is_null().to_numpy()
    known = int((~gaps).sum())
    if known < 15 or gaps.sum() < 15 or column.kind is Kind.EMPTY:
        return None
    told = score_of_codes(gaps.astype(np.int64), sample, seed)
    share = {}
    is_pure = False
    if sample.classes:
        number = sample.values.astype(np.intp)
        base = np.bincount(number, minlength=len(sample.classes)) / len(number)
        filled = np.bincount(number[~gaps], minlength=len(sample.classes)) / known
        first = int(filled.argmax())
        share = {"outcome": sample.classes[first], "share_if_filled": round(float(filled[first]), 4),
                 "share": round(float(base[first]), 4)}  # fmt: skip
        # Chance of so pure a group, were it drawn from all: far below one in a million.
        is_pure = bool(filled[first] >= _PURE and base[first] <= 0.85
                       and known * np.log(max(base[first], 1e-9)) < -14)  # fmt: skip
    if (told.low if sample.classes else told.value) >= (
        _FILLED if sample.classes else 0.3
    ) or is_pure:
        return {"alone": round(told.value, 4), **share}
    return None


def _dated_later(column: Column, table: Table, sample: Sample, time: str | None) -> float | None:
    """Return the share of rows dated after the case's own time, where nearly all are."""
    if time is None or column.kind is not Kind.TIME or column.name == time:
        return None
    own = table[time]
    if own.kind is not Kind.TIME:
        return None
    later = (column.values > own.values).gather(sample.rows).drop_nulls()
    if len(later) < 15:
        return None
    share = float(later.mean() or 0)  # type: ignore[arg-type]
    return round(share, 4) if share >= _LATER else None
