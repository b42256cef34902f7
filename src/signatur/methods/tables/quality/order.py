"""What the order of rows gives away, and cases that stand on both sides of a split in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.tables.schema import Finding, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from signatur.methods.tables.schema import Column, Outcomes

_TRAINED = 0.8


def order_findings(outcomes: Outcomes) -> Iterator[Finding]:
    """Tell where rows are sorted by outcome: then the row's number is a leak, and a split by place a trap."""
    from scipy.stats import spearmanr

    known = np.flatnonzero(outcomes.known)
    if len(known) < 30:
        return
    values = outcomes.values[known]
    changes = float((np.diff(values) != 0).mean())
    shares = np.unique(values, return_counts=True)[1] / len(values)
    expected = 1.0 - float((shares**2).sum())
    if outcomes.is_number:
        rho = abs(float(spearmanr(np.arange(len(values)), values).statistic))
        is_sorted = rho > 0.95
    else:
        is_sorted = expected > 0 and changes < 0.2 * expected
    if is_sorted and expected > 0:
        yield Finding("sorted_by_outcome", outcomes.name, len(known), len(known) / len(outcomes.values),
                      Severity.MEDIUM)  # fmt: skip


def across_time(contents: NDArray[np.uint64], time: Column | None) -> Iterator[Finding]:
    """Tell which rows of the last fifth of the time repeat the inputs of an earlier one."""
    import polars as pl

    if time is None or time.kind is Kind.EMPTY or time.values.dtype == pl.String:
        return
    moments = time.values.to_physical().cast(pl.Float64).to_numpy()
    known = np.isfinite(moments)
    if known.sum() < 30:
        return
    edge = np.nanquantile(moments, _TRAINED)
    early, late = known & (moments <= edge), known & (moments > edge)
    seen = np.isin(contents, contents[early]) & late
    count, whole = int(seen.sum()), int(late.sum())
    unique = len(np.unique(contents[known])) / int(known.sum())
    # With few columns, equal inputs are no sign of one case.
    if count and whole and unique > 0.7:
        first = tuple(int(one) for one in np.flatnonzero(seen)[:6])
        yield Finding(
            "duplicate_across_time", time.name, count, count / whole,
            Severity.HIGH if count > 0.01 * whole else Severity.MEDIUM, first,
        )  # fmt: skip
