"""What cannot be: days that no calendar has or that are yet to come, ages below nought, far outliers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.methods.tables import names
from signatur.methods.tables.schema import Finding, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import polars as pl
    from numpy.typing import NDArray

    from signatur.methods.tables.schema import Column, Table

_SHOWN: Final = 5
_OLDEST_PERSON: Final = 125
# Fences of Tukey lie at 1.5 and 3 quartile ranges; only what lies far beyond is told.
_FAR: Final = 10.0
# Beyond this, cells of a date column that lie ahead are plans, not mistakes.
_PLANS: Final = 0.2
_CPR: Final = r"^\d{6}-?\d{4}$"


def impossible_findings(
    table: Table, label: str, time_column: str | None, today: date
) -> tuple[list[Finding], NDArray[np.bool_]]:
    """Return what cannot be, and which rows hold something that surely cannot."""
    findings: list[Finding] = []
    rows = np.zeros(table.rows, bool)
    for column in table.columns.values():
        if column.name == label:
            continue
        for finding, where in _of(column, table.rows, today, is_time=column.name == time_column):
            findings.append(finding)
            if finding.kind != "outlier":
                rows |= where.to_numpy()
    return findings, rows


def _of(
    column: Column, rows: int, today: date, *, is_time: bool
) -> Iterator[tuple[Finding, pl.Series]]:
    if column.kind is Kind.TIME:
        yield from _times(column, rows, today, is_time=is_time)
    elif column.kind is Kind.NUMBER:
        yield from _numbers(column, rows)
    elif column.kind is Kind.CATEGORY:
        yield from _civil_numbers(column, rows)


def _found(
    kind: str, column: Column, where: pl.Series, rows: int, severity: Severity, **details: object
) -> Iterator[tuple[Finding, pl.Series]]:
    where = where.fill_null(value=False)
    if count := int(where.sum()):
        first = tuple(int(one) for one in where.arg_true().head(_SHOWN))
        yield Finding(kind, column.name, count, count / rows, severity, first, details), where


def _times(
    column: Column, rows: int, today: date, *, is_time: bool
) -> Iterator[tuple[Finding, pl.Series]]:
    values = column.values
    tomorrow = datetime.combine(today, time()) + timedelta(days=1)
    ahead = values >= tomorrow
    share = int(ahead.sum() or 0) / max(column.known, 1)
    if (is_time or not names.is_deadline(column.name)) and share < _PLANS:
        yield from _found("future_date", column, ahead, rows, Severity.HIGH)
    yield from _found("ancient_date", column, values < datetime(1900, 1, 1), rows, Severity.MEDIUM)  # noqa: DTZ001 (cells carry no zone)
    if column.unfit_where is not None:
        yield from _found("impossible_date", column, column.unfit_where, rows, Severity.MEDIUM)


def _numbers(column: Column, rows: int) -> Iterator[tuple[Finding, pl.Series]]:
    values = column.values
    negative = values < 0
    below = int(negative.sum() or 0)
    if names.is_never_negative(column.name) and below < 0.2 * column.known:
        yield from _found("negative", column, negative, rows, Severity.HIGH)
    if names.is_age(column.name):
        yield from _found("impossible_age", column, values > _OLDEST_PERSON, rows, Severity.HIGH)
    known = values.drop_nulls()
    if column.distinct < 10 or len(known) < 30 or column.is_identifier:
        return
    low, middle, high = (float(known.quantile(q) or 0) for q in (0.25, 0.5, 0.75))
    spread = high - low
    if spread <= 0:
        return
    # Amounts that are spread over powers of ten are compared as such.
    above = (values > high + _FAR * max(spread, abs(middle) * 0.1)) | (values < low - _FAR * spread)
    if low > 0 and float(known.min() or 0) > 0:  # type: ignore[arg-type]
        logs = known.log()
        a, b = (float(logs.quantile(q) or 0) for q in (0.25, 0.75))
        above &= (values.log() > b + 4 * (b - a)) | (values.log() < a - 4 * (b - a))
    count = int(above.sum() or 0)
    if count and count <= 0.01 * len(known):
        yield from _found(
            "outlier", column, above, rows, Severity.MEDIUM, usual_low=low, usual_high=high
        )


def _civil_numbers(column: Column, rows: int) -> Iterator[tuple[Finding, pl.Series]]:
    """Find civil registration numbers whose first six digits are no day; never shown, only counted."""
    import polars as pl

    values = column.values
    like = values.str.contains(_CPR)
    if int(like.sum() or 0) < 0.8 * max(column.known, 1):
        return
    frame = values.str.replace("-", "", literal=True).to_frame("x")
    day = pl.col("x").str.slice(0, 2).cast(pl.Int64, strict=False)
    month = pl.col("x").str.slice(2, 2).cast(pl.Int64, strict=False)
    # Replacement numbers add 60 to the day.
    day = pl.when(day > 60).then(day - 60).otherwise(day)
    text = day.cast(pl.String).str.zfill(2) + month.cast(pl.String).str.zfill(2) + "2000"
    lacking = text.str.to_date("%d%m%Y", strict=False).is_null() & pl.col("x").is_not_null()
    yield from _found(
        "impossible_cpr", column, frame.select(lacking).to_series(), rows, Severity.HIGH
    )
