"""The same case twice: equal rows, rows equal but for one column, one person with several outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.methods.tables import names
from signatur.methods.tables.schema import Finding, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl
    from numpy.typing import NDArray

    from signatur.methods.tables.schema import Column, Table

_SHOWN: Final = 6
# Where more rows than this are equal, the columns are too few to tell cases apart.
_BY_CHANCE: Final = 0.3
_NEAR_BY_CHANCE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Which rows repeat an earlier one, and what each row is but for its identifiers and its time."""

    findings: tuple[Finding, ...]
    repeats: NDArray[np.bool_]
    contents: NDArray[np.uint64]
    """Equal where the inputs of two rows are equal (outcome, identifiers and time left aside)."""
    inputs_tell_apart: bool
    """Whether chance would hardly make the inputs of two rows equal."""


def duplicates_of(
    table: Table,
    label: str,
    time: str | None,
    progress: Callable[[float], None] | None = None,
) -> Duplicates:
    """Find equal and nearly equal rows. Every cell counts as it is read, blanks around it not."""
    columns = list(table.columns.values())
    aside = {one.name for one in columns if one.is_identifier}
    whole = np.zeros(table.rows, np.uint64)
    alike = np.zeros(table.rows, np.uint64)
    contents = np.zeros(table.rows, np.uint64)
    for number, column in enumerate(columns):
        mark = _mark(column, number)
        whole += mark
        if column.name not in aside:
            alike += mark
            if column.name not in {label, time}:
                contents += mark
    repeats = _repeats(whole)
    findings: list[Finding] = []
    exact = int(repeats.sum())
    is_chance = not aside and exact > 0 and _may_be_chance(columns, exact, table.rows)
    if exact:
        kind = "equal_rows" if is_chance else "exact_duplicate"
        findings.append(
            _rows(kind, repeats, table.rows, Severity.LOW if is_chance else Severity.HIGH)
        )
    if is_chance:
        repeats = np.zeros(table.rows, bool)
        return Duplicates((*findings,), repeats, contents, inputs_tell_apart=False)
    if aside:
        findings += _same_but_identifier(table, alike, repeats, sorted(aside))
    findings += _near(table, alike, repeats | _repeats(alike), aside, label, progress)
    findings += _one_person(table, label, aside)
    inputs = [one for one in columns if one.name not in {label, time} | aside]
    return Duplicates(
        tuple(findings), repeats, contents, inputs_tell_apart=_tell_apart(inputs, None)
    )


def _may_be_chance(columns: list[Column], exact: int, rows: int) -> bool:
    """Whether so many equal rows would come about where columns are few and none names the case."""
    if exact > _BY_CHANCE * rows:
        return True
    together = 1.0
    for one in columns:
        counts = one.values.head(20_000).value_counts(name="n")["n"].to_numpy().astype(float)
        together *= float(((counts / counts.sum()) ** 2).sum())
    expected = rows * (rows - 1) / 2 * together
    return expected >= 1 and exact <= expected + 3 * expected**0.5


def _mark(column: Column, number: int) -> NDArray[np.uint64]:
    """Return a number for every cell, equal where cells are; columns do not cancel each other."""
    cells = column.values
    if column.unfit_where is not None and column.written is not None:
        cells = column.written
    return np.asarray(cells.hash(seed=number * 2 + 1).to_numpy(), dtype=np.uint64)


def _repeats(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    import polars as pl

    return np.asarray(~pl.Series(keys).is_first_distinct().to_numpy())


def _rows(
    kind: str, where: NDArray[np.bool_], rows: int, severity: Severity, column: str = ""
) -> Finding:
    count = int(where.sum())
    first = tuple(int(one) for one in np.flatnonzero(where)[:_SHOWN])
    return Finding(kind, column, count, count / rows, severity, first)


def _same_but_identifier(
    table: Table, alike: NDArray[np.uint64], repeats: NDArray[np.bool_], aside: list[str]
) -> Iterator[Finding]:
    if len(aside) == len(table.columns):
        return
    more = _repeats(alike) & ~repeats
    count = int(more.sum())
    if count and count <= _BY_CHANCE * table.rows:
        found = _rows("duplicate_but_identifier", more, table.rows, Severity.MEDIUM)
        yield Finding(
            found.kind, "", found.count, found.share, found.severity, found.rows, {"columns": aside}
        )


def _near(
    table: Table,
    alike: NDArray[np.uint64],
    twice: NDArray[np.bool_],
    aside: set[str],
    label: str,
    progress: Callable[[float], None] | None,
) -> list[Finding]:
    """Find rows equal but for one column, among rows that repeat no other."""
    rows = np.flatnonzero(~twice)
    columns = [
        (number, one) for number, one in enumerate(table.columns.values()) if one.name not in aside
    ]
    telling = [one for _n, one in columns if not one.is_constant]
    if len(telling) < 4 or len(rows) < 2:
        return []
    findings = []
    for done, (number, column) in enumerate(columns):
        if column.is_constant:
            continue
        others = alike[rows] - _mark(column, number)[rows]
        where = np.zeros(table.rows, bool)
        where[rows[_repeats(others)]] = True
        count = int(where.sum())
        if progress is not None:
            progress((done + 1) / len(columns))
        # Where very many rows differ in one column alone, the others do not tell cases apart.
        if not count or count > _NEAR_BY_CHANCE * table.rows or not _tell_apart(telling, column):
            continue
        if column.name == label:
            found = _rows("conflicting_outcome", where, table.rows, Severity.HIGH, label)
        else:
            found = _rows("near_duplicate", where, table.rows, Severity.MEDIUM, column.name)
        findings.append(found)
    return findings


def _tell_apart(telling: list[Column], left_aside: Column | None) -> bool:
    """Whether chance would hardly make two rows equal in all other columns."""
    import math

    bits = 0.0
    rows = 1
    for one in telling:
        rows = max(rows, len(one.values))
        if one is left_aside or one.known == 0:
            continue
        bits += _entropy(one.values)
    return bits > 2 * math.log2(max(rows, 2)) * 0.75


def _entropy(values: pl.Series) -> float:
    head = values.head(20_000)
    counts = head.value_counts(name="n")["n"].to_numpy().astype(float)
    share = counts / counts.sum()
    return float(-(share * np.log2(share)).sum())


def _one_person(table: Table, label: str, aside: set[str]) -> Iterator[Finding]:
    """Find persons who stand several times, and with different outcomes."""
    import polars as pl

    for column in table.columns.values():
        if column.name == label or not names.is_person(column.name) or column.name in aside:
            continue
        if column.kind not in {Kind.CATEGORY, Kind.NUMBER} or column.distinct < 0.2 * column.known:
            continue
        if column.distinct < 20:
            continue
        frame = pl.DataFrame({"who": column.values, "what": table[label].values}).drop_nulls()
        per = frame.group_by("who").agg(pl.len().alias("n"), pl.col("what").n_unique().alias("k"))
        again = int(per.filter(pl.col("n") > 1)["n"].sum() or 0)
        differ = per.filter(pl.col("k") > 1)
        if not again:
            continue
        rows = column.values.is_in(differ["who"].implode()).fill_null(value=False).to_numpy()
        count = int(rows.sum())
        kind = "person_conflict" if count else "person_again"
        first = tuple(int(one) for one in np.flatnonzero(rows)[:_SHOWN])
        told = {"persons": differ.height, "rows_of_repeated_persons": again}
        yield Finding(
            kind, column.name, count or again, (count or again) / table.rows,
            Severity.MEDIUM if count else Severity.LOW, first, told,
        )  # fmt: skip
