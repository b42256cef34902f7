"""What cleaning did: a model taught before and after, judged on the most recent cases, which it never saw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from signatur.methods.practice.figures import mean_of, score_gain, score_of
from signatur.methods.practice.learners import crossfit, fit_blend
from signatur.methods.practice.table import Table, read_table, sample_of
from signatur.methods.practice.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from signatur.methods.practice.schema import Estimate, Moment
    from signatur.methods.practice.target import Target

_MOST_ROWS = 20_000
_LEAST_ROWS = 50
_MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Treatment:
    """What two people decided for one case. Without `label`, relabelling gives the other of two outcomes."""

    action: Literal["keep", "relabel", "remove"]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Performance on held-out cases before and after cleaning; `column` is empty for all of them.

    `metric` is `auc` and `share_right` (answers as decided) for classes, `r2` for a number.
    """

    metric: str
    column: str
    value: str
    rows: int
    before: Estimate
    after: Estimate
    gain: Estimate


@dataclass(frozen=True, slots=True)
class CleaningEffect:
    """The effect of a ledger, measured on the most recent cases as they stand."""

    held_out_from: Moment
    kept: int
    relabelled: int
    removed: int
    overall: tuple[Measured, ...]
    """Empty where too few held-out cases have each outcome."""
    groups: tuple[Measured, ...]


def effect_of(
    columns: Mapping[str, Sequence[Any] | NDArray[Any]] | pl.DataFrame,
    *,
    label: str,
    time: str,
    ledger: Mapping[int, Treatment | str],
    groups: Sequence[str] = (),
    held_out: float = 0.25,
    held_out_from: Moment | None = None,
    seed: int = 0,
) -> CleaningEffect:
    """Measure what cleaning the table by a ledger (number of the row, from 0, to its treatment) does.

    The held-out cases are the most recent share `held_out`, or those from `held_out_from` on; they keep
    their outcomes and nothing is learnt from them. Intervals are 95 %.

    Raises:
        ValueError: an unknown treatment, or a relabelling that does not say to what.
    """
    table = read_table(columns, label, time)
    treatments = {row: _treatment(one) for row, one in ledger.items()}
    with one_thread():
        return _measured(table, treatments, groups, _border(table, held_out, held_out_from), seed)


def _treatment(given: Treatment | str) -> Treatment:
    one = Treatment(given) if isinstance(given, str) else given  # type: ignore[arg-type]
    if one.action not in {"keep", "relabel", "remove"}:
        raise ValueError(f"A case is kept, relabelled or removed, not {one.action!r}.")
    return one


def _border(table: Table, share: float, given: Moment | None) -> float:
    values = table.moments.values
    if given is None:
        return float(np.quantile(values, 1 - share, method="higher"))
    at_or_after = [one for one in np.unique(values) if table.moments.named(float(one)) >= given]  # type: ignore[operator]
    if not at_or_after:
        raise ValueError("No case is as recent as the moment from which cases are held out.")
    return float(at_or_after[0])


def _measured(
    table: Table, ledger: dict[int, Treatment], groups: Sequence[str], border: float, seed: int
) -> CleaningEffect:
    sampled = sample_of(table, _MOST_ROWS, seed)
    original = sampled.target
    held = sampled.time >= border
    treated = [ledger.get(int(row), Treatment("keep")) for row in table.rows[sampled.rows]]
    removed = np.array([one.action == "remove" for one in treated])
    moved = np.array([one.action == "relabel" for one in treated]) & ~held
    cleaned = _relabelled(original, treated, moved, sampled.scale)
    before = _answers(sampled.design, original, ~held, seed)
    after = _answers(sampled.design, cleaned, ~held & ~removed, seed)
    actions = [one.action for one in ledger.values()]
    parts = [
        (name, value, held & inside) for name, value, inside in _groups(table, sampled.rows, groups)
    ]
    found = [_compare(original, name, value, rows, before, after) for name, value, rows in parts]
    return CleaningEffect(
        held_out_from=table.moments.named(border),
        kept=actions.count("keep"),
        relabelled=actions.count("relabel"),
        removed=actions.count("remove"),
        overall=_compare(original, "", "", held, before, after),
        groups=tuple(one for group in found for one in group),
    )


def _relabelled(
    target: Target, treated: list[Treatment], moved: NDArray[np.bool_], scale: Any
) -> Target:
    values = target.values.copy()
    for row in np.flatnonzero(moved):
        values[row] = _value(target, treated[row].label, values[row], scale)
    return replace(target, values=values)


def _value(
    target: Target, label: str | None, now: NDArray[np.float64], scale: Any
) -> NDArray[np.float64]:
    if label is None:
        if target.kind != "two":
            raise ValueError("A relabelled case must say to which outcome.")
        return 1 - now
    if target.kind == "number":
        found: NDArray[np.float64] = scale.target(np.array([float(label)]), "").values[0]
        return found
    if label not in target.classes:
        raise ValueError(f"No case of the table has the outcome {label!r}.")
    place = target.classes.index(label)
    return np.array([float(place)]) if target.kind == "two" else np.eye(len(target.classes))[place]


def _answers(
    design: Any, target: Target, learning: NDArray[np.bool_], seed: int
) -> NDArray[np.float64]:
    members = crossfit(design, target, seed=seed, learning=learning)
    rows = np.flatnonzero(learning)
    return fit_blend(members[:, rows], target.take(rows)).apply(members)


def _groups(
    table: Table, rows: NDArray[np.intp], names: Sequence[str]
) -> list[tuple[str, str, NDArray[np.bool_]]]:
    import polars as pl

    found = []
    for name in names:
        cells = table.inputs[name].gather(rows).cast(pl.String).fill_null("(missing)")
        counts = cells.value_counts(sort=True, name="n").head(_MOST_GROUPS)
        values = sorted(counts[counts.columns[0]].to_list())
        found += [(name, value, (cells == value).to_numpy()) for value in values]
    return found


def _compare(
    target: Target,
    column: str,
    value: str,
    rows: NDArray[np.bool_],
    before: NDArray[np.float64],
    after: NDArray[np.float64],
) -> tuple[Measured, ...]:
    if rows.sum() < _LEAST_ROWS:
        return ()
    first, second = score_of(target, before, rows), score_of(target, after, rows)
    gain = score_gain(target, before, after, rows)
    if first is None or second is None or gain is None:
        return ()
    ranked = Measured(
        "r2" if target.kind == "number" else "auc",
        column,
        value,
        int(rows.sum()),
        first,
        second,
        gain,
    )
    if target.kind == "number":
        return (ranked,)
    right = [_right(target, link)[rows] for link in (before, after)]
    shares = (mean_of(right[0]), mean_of(right[1]), mean_of(right[1] - right[0]))
    return (ranked, Measured("share_right", column, value, int(rows.sum()), *shares))


def _right(target: Target, link: NDArray[np.float64]) -> NDArray[np.float64]:
    if target.kind == "two":
        right = (link[:, 0] > 0) == (target.values[:, 0] == 1)
    else:
        right = link.argmax(1) == target.values.argmax(1)
    return np.asarray(right, np.float64)
