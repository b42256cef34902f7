"""From cells to moments of the wall clock, as seconds since 1970."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

DAY_S: Final = 86_400
# Moments with an offset from UTC become the wall clock of Denmark.
_ZONE: Final = "Europe/Copenhagen"
# 1980 to 2100.
_YEARS_S: Final = (315_532_800, 4_102_444_800)
_OFFSET: Final = r"(Z|UTC|[+-]\d{2}:?\d{2})$"
_PLAIN: Final = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
)
# Excel counts days from here; so many days are years that somebody can have driven in.
_EXCEL_EPOCH: Final = 25_569
_EXCEL: Final = (20_000.0, 80_000.0)
CLOCK: Final = r"^(?:kl\.? ?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?$"
_WRITTEN_CLOCK: Final = r"[T ](\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?"


def read_moments(cells: pl.Series) -> pl.Series:
    """Return seconds since 1970 on the wall clock, null where a cell holds no moment.

    Read are ISO times (with an offset from UTC too), Danish dates with dashes, dots or names of months,
    and the numbers of days that Excel stores.
    """
    import polars as pl

    # Fast: files of one program write all their times in one way.
    bare = cells.str.strip_chars()
    found = pl.Series(cells.name, [None], dtype=pl.Int64).new_from_index(0, len(cells))
    for form in _PLAIN:
        left = found.is_null() & bare.is_not_null()
        if not left.any():
            return found
        read = _believed(
            _seconds(bare.str.to_datetime(form, strict=False, exact=True, time_unit="us"))
        )
        found = read if found.null_count() == len(found) else found.fill_null(read)
    for reader in (_with_offset, _serial, _unix, _any_form):
        left = (found.is_null() & bare.is_not_null()).arg_true()
        if not len(left):
            break
        found = found.scatter(left, _believed(reader(bare.gather(left))))
    return found


def _believed(seconds: pl.Series) -> pl.Series:
    """Leave out years in which nobody drove: 06-01-25 is no day of the year 6."""
    import polars as pl

    return pl.select(pl.when(seconds.is_between(*_YEARS_S)).then(seconds)).to_series()


def _seconds(moments: pl.Series) -> pl.Series:
    return moments.dt.epoch("s")


def _with_offset(cells: pl.Series) -> pl.Series:
    import polars as pl

    told = cells.str.contains(_OFFSET) & cells.str.contains(r"\d[T ]\d{2}:\d{2}")
    plain = (
        cells.str.replace(r"(Z|UTC)$", "+0000")
        .str.replace(" ?([+-]\\d{2}):?(\\d{2})$", "${1}${2}")
        .str.replace(r"(\d)T(\d)", "${1} ${2}")
    )
    moments = plain.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%z", strict=False, time_unit="us")
    short = plain.str.to_datetime("%Y-%m-%d %H:%M%z", strict=False, time_unit="us")
    local = moments.fill_null(short).dt.convert_time_zone(_ZONE).dt.replace_time_zone(None)
    return pl.select(pl.when(told).then(_seconds(local))).to_series()


def _serial(cells: pl.Series) -> pl.Series:
    import polars as pl

    days = cells.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return pl.select(
        pl.when(days.is_between(*_EXCEL)).then(
            ((days - _EXCEL_EPOCH) * DAY_S).round().cast(pl.Int64, strict=False)
        )
    ).to_series()


def _unix(cells: pl.Series) -> pl.Series:
    """Read seconds or milliseconds since 1970 in UTC, of the years 2001 to 2033."""
    import polars as pl

    number = cells.str.extract(r"^(\d{10})(?:\d{3})?(?:\.\d+)?$", 1).cast(pl.Int64, strict=False)
    moments = pl.select(
        pl.from_epoch(number, time_unit="s").dt.replace_time_zone("UTC")
    ).to_series()
    return _seconds(moments.dt.convert_time_zone(_ZONE).dt.replace_time_zone(None))


def _any_form(cells: pl.Series) -> pl.Series:
    import polars as pl

    from signatur.methods.tables.reading.cells import as_moments

    tidy = cells.str.replace(r"^(\d{1,2})/(\d{1,2})-(\d{2,4})", "${1}-${2}-${3}")
    tidy = tidy.str.replace(r"(?i),? +kl\.? *", " ").str.replace(r"(\d{4}),? +(\d)", "${1} ${2}")
    moments, _forms = as_moments(tidy)
    hour = tidy.str.extract(_WRITTEN_CLOCK, 1).cast(pl.Int64, strict=False).fill_null(0)
    minute = tidy.str.extract(_WRITTEN_CLOCK, 2).cast(pl.Int64, strict=False).fill_null(0)
    second = tidy.str.extract(_WRITTEN_CLOCK, 3).cast(pl.Int64, strict=False).fill_null(0)
    is_clock = (hour < 24) & (minute < 60) & (second < 60)
    return pl.select(pl.when(is_clock).then(_seconds(moments))).to_series()


def read_clocks(cells: pl.Series) -> pl.Series:
    """Return seconds since midnight, null where a cell holds no time of day."""
    import polars as pl

    bare = cells.str.strip_chars().str.to_lowercase()
    # Excel stores a time of day as a share of the day, or hangs it on an empty date.
    share = bare.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    bare = bare.str.replace(r"^\d{4}-\d{2}-\d{2}[t ]", "")
    hour, minute, second = (
        bare.str.extract(CLOCK, part).cast(pl.Int64, strict=False) for part in (1, 2, 3)
    )
    seconds = hour * 3600 + minute * 60 + second.fill_null(0)
    is_clock = (hour < 24) & (minute < 60) & (second.fill_null(0) < 60)
    is_share = share.is_between(0, 1, closed="left") & ~bare.str.contains(CLOCK)
    return pl.select(
        pl.when(is_clock)
        .then(seconds)
        .when(is_share)
        .then((share * DAY_S).round().cast(pl.Int64, strict=False))
    ).to_series()


def join_clock(days: pl.Series, clocks: pl.Series) -> pl.Series:
    """Return the moment of a date and a time of day that stand in two columns."""
    return days // DAY_S * DAY_S + clocks
