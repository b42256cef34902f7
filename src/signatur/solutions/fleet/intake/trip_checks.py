"""What a trip must hold to be used; every rule says why a row was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.fleet.intake.bad_rows import BadRow, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


@dataclass(frozen=True, slots=True)
class TripLimits:
    """Beyond these a trip is taken for a mistake."""

    most_days: float = 14.0
    """Longest time that one trip may last."""
    most_kmh: float = 130.0
    """Highest average speed."""


def reasons_of(rows: pl.DataFrame, limits: TripLimits) -> pl.Series:
    """Return for each row why it is refused; null where it is used.

    Args:
        rows: with `start_cell`, `end_cell`, `km_cell` (whether something stands there), `start`, `end`,
            `km` (null where unreadable), `id` and `vehicle`.
        limits: what is still believed.
    """
    import polars as pl

    first = rows.select(_reason(limits, _resolution_s(rows)).alias("reason"))["reason"]
    good = first.is_null()
    key = ["vehicle", "start", "end", "km"]
    kept = rows.filter(good)
    repeated = kept.select(
        pl.when(pl.col("vehicle").is_not_null() & ~pl.struct(key).is_first_distinct())
        .then(pl.lit(str(Reason.DUPLICATE_TRIP)))
        .alias("reason")
    )["reason"]
    single = kept.filter(repeated.is_null())
    if single["id"].n_unique() < single.height:
        same_id = single.select(
            pl.when(~pl.col("id").is_first_distinct())
            .then(pl.lit(str(Reason.DUPLICATE_ID)))
            .alias("reason")
        )["reason"]
        repeated = repeated.scatter(repeated.is_null().arg_true(), same_id)
    return first.scatter(good.arg_true(), repeated) if repeated.null_count() < len(kept) else first


def _reason(limits: TripLimits, resolution_s: int) -> pl.Expr:
    import polars as pl

    def told(reason: Reason) -> pl.Expr:
        return pl.lit(str(reason))

    lasts = pl.col("end") - pl.col("start")
    most_km = (lasts + resolution_s) / 3600 * limits.most_kmh
    return (
        pl.when(~pl.col("start_cell") | ~pl.col("end_cell"))
        .then(told(Reason.NO_TIME))
        .when(pl.col("start").is_null() | pl.col("end").is_null())
        .then(told(Reason.UNREADABLE_TIME))
        .when(lasts < 0)
        .then(told(Reason.END_BEFORE_START))
        .when(~pl.col("km_cell"))
        .then(told(Reason.NO_DISTANCE))
        .when(pl.col("km").is_null())
        .then(told(Reason.UNREADABLE_DISTANCE))
        .when(pl.col("km") < 0)
        .then(told(Reason.NEGATIVE_DISTANCE))
        .when(lasts > limits.most_days * 86_400)
        .then(told(Reason.TOO_LONG))
        .when(pl.col("km") > most_km)
        .then(told(Reason.TOO_FAST))
    )


def _resolution_s(rows: pl.DataFrame) -> int:
    """Return how much longer a trip may have lasted than its times say: files may leave out seconds."""
    import polars as pl

    whole = rows.select(
        ((pl.col("start") % 60 == 0) & (pl.col("end") % 60 == 0)).all().alias("whole")
    )["whole"][0]
    return 60 if whole else 1


def first_lines(rows: pl.DataFrame, bad: pl.DataFrame) -> Mapping[int, int]:
    """Return for the line of each row that repeats another the line of that other."""
    import polars as pl

    found: dict[int, int] = {}
    for reason, key in (
        (Reason.DUPLICATE_TRIP, ["vehicle", "start", "end", "km"]),
        (Reason.DUPLICATE_ID, ["id"]),
    ):
        part = bad.filter(pl.col("reason") == str(reason))
        if part.is_empty():
            continue
        firsts = rows.group_by(key).agg(pl.col("line").min().alias("first"))
        joined = part.select("line", *key).join(firsts, on=key, how="left", nulls_equal=True)
        found |= dict(joined.select("line", "first").iter_rows())
    return found


def overlaps_of(good: pl.DataFrame) -> tuple[BadRow, ...]:
    """Return the trips that begin while their vehicle is under way on another."""
    import polars as pl

    known = good.filter(pl.col("vehicle").is_not_null()).sort("vehicle", "start", "end", "id")
    before = known.select(
        "line",
        "start",
        pl.col("end").cum_max().shift(1).over("vehicle").alias("until"),
        pl.col("end").shift(1).over("vehicle").alias("last"),
        pl.col("line").shift(1).over("vehicle").alias("other"),
    )
    met = before.filter(pl.col("start") < pl.col("until")).sort("line")
    return tuple(
        BadRow(line, Reason.OVERLAP, other_line=other if last > start else None)
        for line, start, last, other in met.select("line", "start", "last", "other").iter_rows()
    )
