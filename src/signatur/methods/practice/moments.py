"""Reading the time column: dates, timestamps, months, quarters, years or numbered periods as numbers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from signatur.methods.practice.schema import Moment

_DAY_S = 86_400
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (a table's dates carry no zone)
_FORMATS = (
    "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y%m%d", "%d-%m-%y", "%d.%m.%y",
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
    "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M",
    "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%#z",
)  # fmt: skip
_MONTH = re.compile(r"(\d{4})[-/ ]?[Mm]?(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})[-/ ]?[QqKk](?:vartal)?\.? ?([1-4])")
# So large a share of the cells must be read, or the column is not of this kind.
_ENOUGH = 0.9


@dataclass(frozen=True, slots=True)
class Moments:
    """A time column as numbers (days since 1970, or the numbers themselves; NaN where unreadable)."""

    values: NDArray[np.float64]
    kind: Literal["date", "datetime", "integer", "number"]

    def named(self, value: float) -> Moment:
        """Return a moment in the column's own kind."""
        if self.kind == "integer":
            return round(value)
        if self.kind == "number":
            return float(value)
        moment = _EPOCH + timedelta(seconds=round(value * _DAY_S))
        return moment if self.kind == "datetime" else moment.date()


class UnreadableTime(ValueError):
    """The time column holds neither dates nor numbers."""


def read_moments(column: pl.Series) -> Moments:
    """Return the column as numbers.

    Raises:
        UnreadableTime: when most cells are neither dates nor numbers.
    """
    import polars as pl

    if column.dtype.is_numeric():
        return _numbers(column)
    if column.dtype == pl.Date:
        return Moments(_floats(column.cast(pl.Int32).cast(pl.Float64)), "date")
    if isinstance(column.dtype, pl.Datetime):
        plain = column.dt.replace_time_zone(None).dt.cast_time_unit("us")
        return _dated(_floats(plain.cast(pl.Int64).cast(pl.Float64)) / (_DAY_S * 1e6))
    text = column.cast(pl.String).str.strip_chars()
    text = text.set(text == "", None)
    return _from_text(text)


def _from_text(text: pl.Series) -> Moments:
    import polars as pl

    filled = max(text.len() - text.null_count(), 1)
    number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    if number.count() >= _ENOUGH * filled and (number.max() or 0) < 1e5:  # type: ignore[operator]
        return _numbers(number)
    for form in _FORMATS:
        read = text.str.to_datetime(form, strict=False, time_unit="us")
        if read.count() >= _ENOUGH * filled:
            return read_moments(read)
    spelt = {one: _spelt(one) for one in text.unique().to_list() if one is not None}
    values = np.array([spelt.get(one, math.nan) for one in text.to_list()], dtype=np.float64)
    if np.isfinite(values).sum() < _ENOUGH * filled or text.count() == 0:
        raise UnreadableTime("The time column holds neither dates, months, years nor numbers.")
    return Moments(values, "date")


def _spelt(text: str) -> float:
    if found := _QUARTER.fullmatch(text):
        return _days(int(found[1]), 3 * int(found[2]) - 2)
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        return _days(int(found[1]), int(found[2]))
    return math.nan


def _days(year: int, month: int) -> float:
    return float((date(year, month, 1) - _EPOCH.date()).days)


def _dated(days: NDArray[np.float64]) -> Moments:
    known = days[np.isfinite(days)]
    whole = bool((known == np.floor(known)).all())
    return Moments(days, "date" if whole else "datetime")


def _numbers(column: pl.Series) -> Moments:
    import polars as pl

    values = _floats(column.cast(pl.Float64))
    values = np.where(np.isfinite(values), values, np.nan)
    known = values[np.isfinite(values)]
    whole = bool((known == np.floor(known)).all())
    if whole and len(known) and known.min() >= 190_001 and known.max() <= 210_012:
        return _year_months(values)
    if whole and len(known) and known.min() >= 19_000_101 and known.max() <= 21_001_231:
        text = column.cast(pl.Int64, strict=False).cast(pl.String)
        return _from_text(text.str.to_datetime("%Y%m%d", strict=False).dt.strftime("%Y-%m-%d"))
    return Moments(values, "integer" if whole else "number")


def _year_months(values: NDArray[np.float64]) -> Moments:
    months = values % 100
    if ((months < 1) | (months > 12)).any():
        return Moments(values, "integer")
    unique, back = np.unique(np.nan_to_num(values, nan=-1), return_inverse=True)
    days = np.array(
        [math.nan if one < 0 else _days(int(one) // 100, int(one) % 100) for one in unique]
    )
    return Moments(days[back], "date")


def _floats(column: pl.Series) -> NDArray[np.float64]:
    import polars as pl

    return column.cast(pl.Float64).fill_null(math.nan).to_numpy().astype(np.float64)
