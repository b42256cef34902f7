"""From cells to columns of numbers, times, categories or text, with what did not fit kept beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.methods.tables.reading import cells as reading
from signatur.methods.tables.schema import Column, Kind, Spelt, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

_LOOK: Final = 4000
# So much of what is known must be of one kind for the column to be of it; the rest is unfit.
_MOSTLY: Final = 0.8
_SHOWN: Final = 5
# A word that stands once for "unknown" may be a name; a number or date must stand there often.
_SENTINELS: Final = (
    -1.0,
    -9.0,
    -99.0,
    -999.0,
    -9999.0,
    99.0,
    999.0,
    9999.0,
    99999.0,
    999999.0,
    9999999.0,
)
_EMPTY_DAYS: Final = (
    "0001-01-01", "1753-01-01", "1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02",
    "1970-01-01", "2099-12-31", "2999-12-31", "9999-01-01", "9999-12-31", "1901-01-01",
)  # fmt: skip


def understand(
    frame: pl.DataFrame,
    *,
    is_danish: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Table:
    """Understand every column of a frame; the frame's own cells are let go of one by one."""
    names = frame.columns
    columns = {}
    for number, name in enumerate(names):
        columns[name] = _column(frame[name], is_danish=is_danish)
        if progress is not None:
            progress((number + 1) / len(names))
    return Table(columns, frame.height)


def _column(given: pl.Series, *, is_danish: bool) -> Column:
    import polars as pl

    if given.dtype == pl.Boolean:
        given = given.cast(pl.String)
    if given.dtype.is_numeric():
        return _number(given.name, given.cast(pl.Float64, strict=False).fill_nan(None))
    if given.dtype in {pl.Date, pl.Datetime} or isinstance(given.dtype, pl.Datetime):
        moments = given.cast(pl.Datetime("us"))
        if getattr(given.dtype, "time_zone", None):
            moments = given.dt.replace_time_zone(None).cast(pl.Datetime("us"))
        return _time(given.name, moments, {}, None)
    if given.dtype != pl.String:
        given = _as_words(given)
    return _words(given, is_danish=is_danish)


def _as_words(given: pl.Series) -> pl.Series:
    import polars as pl

    if given.dtype.is_nested() or given.dtype == pl.Object:
        cells = [None if one is None else str(one) for one in given.to_list()]
        return pl.Series(given.name, cells, dtype=pl.String)
    return given.cast(pl.String, strict=False)


def _words(given: pl.Series, *, is_danish: bool) -> Column:
    import polars as pl

    name = given.name
    filled_is, unknown_is = reading.without_unknown(pl.col(name))
    frame = given.to_frame().select(filled_is.alias("filled"), unknown_is.alias("unknown"))
    filled, unknown = frame["filled"], frame["unknown"]
    blank = filled.null_count()
    disguised: tuple[Spelt, ...] = ()
    if unknown.any():
        disguised = _spelt(filled, unknown)
        filled = frame.select(
            pl.when("unknown").then(None).otherwise("filled").alias(name)
        ).to_series()
    filled = filled.alias(name)
    if filled.null_count() == len(filled):
        return Column(name=name, kind=Kind.EMPTY, values=filled, blank=blank, disguised=disguised)
    look = _look(filled)
    if (moments := _moments(name, filled, look)) is not None:
        return _with(moments, blank, disguised)
    danish = reading.writes_danish(look, file_is_danish=is_danish)
    if _are_numbers(look, danish=danish):
        return _with(_numbers_of(name, filled, danish=danish), blank, disguised)
    return _category(name, filled, given, blank, disguised)


def _look(filled: pl.Series) -> pl.Series:
    known = filled.drop_nulls()
    return known if len(known) <= _LOOK else known.gather_every(len(known) // _LOOK)


def _moments(name: str, filled: pl.Series, look: pl.Series) -> Column | None:
    _read, used = reading.as_moments(look)
    # A 31st of April looks like a date, and is told as one that cannot be.
    if sum(int(fits.sum()) for fits in used.values()) < _MOSTLY * len(look):
        return None
    if set(used) <= {"yyyymmdd"} and not any(
        word in name.casefold() for word in ("dat", "day", "dag")
    ):
        return None
    moments, forms = reading.as_moments(filled)
    return _time(name, moments, forms, filled)


def _are_numbers(look: pl.Series, *, danish: bool) -> bool:
    # A nought in front means a code, not an amount.
    codes = int(look.str.contains(r"^0\d+$").sum() or 0)
    if codes > 0.05 * len(look):
        return False
    read, units = reading.as_numbers(look, is_danish=danish)
    known = len(read) - read.null_count()
    with_unit = len(units) - units.null_count()
    # "A1", "12B" are codes; a unit that stands with some amounts is one of few.
    if with_unit and units.n_unique() > 8:
        return False
    return known >= _MOSTLY * len(look)


def _numbers_of(name: str, filled: pl.Series, *, danish: bool) -> Column:
    values, units = reading.as_numbers(filled, is_danish=danish)
    unfit = values.is_null() & filled.is_not_null()
    column = _number(name, values.alias(name))
    known_units: tuple[Spelt, ...] = ()
    if units.null_count() < len(units):
        bare = units.is_null() & values.is_not_null()
        known_units = _spelt(units, units.is_not_null())
        if bare.any():
            rows = tuple(int(one) for one in bare.arg_true().head(_SHOWN))
            known_units = (*known_units, Spelt("", int(bare.sum()), rows))
    return _changed(
        column,
        unfit=_spelt(filled, unfit) if unfit.any() else (),
        unfit_where=unfit if unfit.any() else None,
        units=known_units,
    )


def _number(name: str, values: pl.Series) -> Column:
    import polars as pl

    finite = values.is_finite().fill_null(value=False)
    if int(finite.sum()) < len(values) - values.null_count():
        values = pl.select(pl.when(finite).then(values).otherwise(None)).to_series()
    values = values.alias(name)
    found = _sentinels(values)
    if found:
        marks = [float(one.written) for one in found]
        values = pl.select(pl.when(values.is_in(marks)).then(None).otherwise(values)).to_series()
    values = values.alias(name)
    known = values.drop_nulls()
    return Column(
        name=name,
        kind=Kind.NUMBER if len(known) else Kind.EMPTY,
        values=values,
        distinct=known.n_unique() if len(known) else 0,
        is_whole=bool((known == known.round()).all()) if len(known) else False,
        blank=values.null_count() - sum(one.count for one in found),
        disguised=found,
    )


def _sentinels(values: pl.Series) -> tuple[Spelt, ...]:
    """Return numbers such as 9999 that stand often, at the edge, and far from all others."""
    known = values.drop_nulls()
    if len(known) < 20:
        return ()
    marks = known.filter(known.is_in(_SENTINELS))
    if marks.is_empty():
        return ()
    rest = known.filter(~known.is_in(_SENTINELS))
    if rest.n_unique() < 5:
        return ()
    low, high = float(rest.quantile(0.001) or 0), float(rest.quantile(0.999) or 0)
    spread = max(high - low, 1e-9)
    found = []
    for mark in _SENTINELS:
        count = int((known == mark).sum())
        if count < max(2, 0.0005 * len(known)):
            continue
        # -1 beside numbers that are never negative needs no distance; a large one stands apart.
        is_apart = (
            (mark < 0 <= low and (mark != -1 or spread > 2))
            or (mark > 0 and mark > high + max(2 * spread, 10) and mark > 3 * abs(high))
            or (mark < 0 and mark < low - 2 * spread)
        )
        if is_apart:
            rows = (values == mark).arg_true().head(_SHOWN)
            found.append(
                Spelt(f"{mark:g}" if abs(mark) < 1e5 else f"{mark:.0f}", count, tuple(rows))
            )
    return tuple(found)


def _time(
    name: str, moments: pl.Series, forms: dict[str, pl.Series], filled: pl.Series | None
) -> Column:
    import polars as pl

    unfit = (moments.is_null() & filled.is_not_null()) if filled is not None else None
    days = moments.dt.strftime("%Y-%m-%d")
    empty = days.is_in(_EMPTY_DAYS).fill_null(value=False)
    found: tuple[Spelt, ...] = ()
    if empty.any():
        # A first of January 1970 among dates around it is a birthday, not a mark.
        rest = moments.filter(~empty).drop_nulls()
        near = bool(len(rest)) and rest.quantile(0.01) is not None
        odd = _spelt(days, empty)
        first, last = (rest.quantile(0.01), rest.quantile(0.99)) if near else (None, None)
        found = tuple(
            one
            for one in odd
            if first is None or not _lies_within(one.written, str(first), str(last))
        )
        marks = [one.written for one in found]
        moments = pl.select(pl.when(days.is_in(marks)).then(None).otherwise(moments)).to_series()
    moments = moments.alias(name)
    known = moments.drop_nulls()
    used = tuple(
        Spelt(form, int(mask.sum()), tuple(int(one) for one in mask.arg_true().head(_SHOWN)))
        for form, mask in forms.items()
    )
    return Column(
        name=name,
        kind=Kind.TIME if len(known) else Kind.EMPTY,
        values=moments,
        distinct=known.n_unique() if len(known) else 0,
        blank=filled.null_count()
        if filled is not None
        else moments.null_count() - sum(one.count for one in found),
        disguised=found,
        unfit=_spelt(filled, unfit)
        if filled is not None and unfit is not None and unfit.any()
        else (),
        unfit_where=unfit if unfit is not None and unfit.any() else None,
        formats=tuple(sorted(used, key=lambda one: -one.count)),
    )


def _lies_within(day: str, first: str, last: str) -> bool:
    return first[:10] <= day <= last[:10]


def _category(
    name: str, filled: pl.Series, given: pl.Series, blank: int, disguised: tuple[Spelt, ...]
) -> Column:
    known = filled.drop_nulls()
    distinct = known.n_unique()
    look = _look(filled)
    spaces = look.str.count_matches(" ").mean()
    is_text = float(spaces or 0) >= 3 and distinct > 0.3 * len(known)  # type: ignore[arg-type]
    return Column(
        name=name,
        kind=Kind.TEXT if is_text else Kind.CATEGORY,
        values=filled,
        written=None if is_text else given,
        distinct=distinct,
        blank=blank,
        disguised=disguised,
    )


def _spelt(cells: pl.Series, where: pl.Series) -> tuple[Spelt, ...]:
    """Return how the chosen cells are written, the most frequent first, with some of their rows."""
    chosen = cells.filter(where).value_counts(sort=True, name="n").head(12)
    found = []
    for written, count in chosen.iter_rows():
        rows = ((cells == written) & where).arg_true().head(_SHOWN)
        found.append(Spelt(str(written), int(count), tuple(int(one) for one in rows)))
    return tuple(sorted(found, key=lambda one: (-one.count, one.written)))


def _with(column: Column, blank: int, disguised: tuple[Spelt, ...]) -> Column:
    return _changed(column, blank=blank, disguised=(*disguised, *column.disguised))


def _changed(column: Column, **changes: object) -> Column:
    from dataclasses import replace

    return replace(column, **changes)  # type: ignore[arg-type]
