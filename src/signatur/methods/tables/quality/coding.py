"""One thing written in several ways: capitals, blanks, misspellings, dates and units of many kinds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from signatur.methods.tables.outcomes import folded
from signatur.methods.tables.schema import Finding, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.tables.schema import Column, Table

_SHOWN: Final = 5
_MOST_LEVELS: Final = 5_000
_MOST_COMPARED: Final = 400
_YES: Final = frozenset({"ja", "j", "yes", "y", "true", "sand", "1", "x", "t"})
_NO: Final = frozenset({"nej", "n", "no", "false", "falsk", "0", "f"})


def coding_findings(table: Table) -> Iterator[Finding]:
    """Return columns in which one thing is written in several ways."""
    for column in table.columns.values():
        if column.kind is Kind.CATEGORY and column.written is not None:
            yield from _spellings(column, table.rows)
        elif column.kind is Kind.TIME and len(column.formats) > 1:
            yield from _forms("mixed_date_formats", column, column.formats, table.rows)
        elif column.kind is Kind.NUMBER and len(column.units) > 1:
            yield from _forms("mixed_units", column, column.units, table.rows)


def _forms(kind: str, column: Column, forms: tuple, rows: int) -> Iterator[Finding]:  # type: ignore[type-arg]
    usual = max(forms, key=lambda one: one.count)
    others = [one for one in forms if one is not usual and one.count]
    if not others:
        return
    count = sum(one.count for one in others)
    first = tuple(row for one in others for row in one.rows)[:_SHOWN]
    told = {"values": [(one.written, one.count) for one in forms if one.count]}
    yield Finding(kind, column.name, count, count / rows, Severity.MEDIUM, first, told)


def _spellings(column: Column, rows: int) -> Iterator[Finding]:
    import polars as pl

    assert column.written is not None
    name = column.written.name
    counts = column.written.drop_nulls().value_counts(name="n").rename({name: "word"})
    counts = counts.filter(pl.col("word").str.strip_chars() != "")
    if counts.height > _MOST_LEVELS:
        return
    ranked = counts.with_columns(folded(pl.col("word")).alias("key")).sort(
        ["n", "word"], descending=[True, False]
    )
    groups: dict[str, list[tuple[str, int]]] = {}
    for word, number, key in ranked.iter_rows():
        groups.setdefault(key, []).append((word, number))
    same = [words for words in groups.values() if len(words) > 1]
    if same:
        yield _inconsistent(column, "inconsistent_coding", same, rows)
    totals = {key: (words[0][0], sum(n for _w, n in words)) for key, words in groups.items()}
    if near := _near(totals):
        yield _inconsistent(column, "near_spelling", near, rows)
    if (several := _yes_and_no(totals)) is not None:
        yield _inconsistent(column, "several_codes", several, rows)


def _inconsistent(
    column: Column, kind: str, groups: list[list[tuple[str, int]]], rows: int
) -> Finding:
    assert column.written is not None
    unusual = [word for words in groups for word, _n in words[1:]]
    count = sum(n for words in groups for _word, n in words[1:])
    first = column.written.is_in(unusual).arg_true().head(_SHOWN)
    told = {"variants": [words[:8] for words in groups[:12]]}
    severity = Severity.MEDIUM if kind != "near_spelling" else Severity.LOW
    return Finding(
        kind, column.name, count, count / rows, severity, tuple(int(one) for one in first), told
    )


def _near(totals: dict[str, tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """Return rare words that lie one slip of the pen from a frequent one."""
    ranked = sorted(totals.items(), key=lambda one: -one[1][1])[:_MOST_COMPARED]
    found: dict[str, list[tuple[str, int]]] = {}
    for key, (word, count) in reversed(ranked):
        if len(key) < 5 or re.search(r"\d", key):
            continue
        for other, (usual, often) in ranked:
            if often < 10 * count or other == key or re.search(r"\d", other):
                if often < 10 * count:
                    break
                continue
            if _is_one_slip(key, other):
                found.setdefault(usual, [(usual, often)]).append((word, count))
                break
    return list(found.values())


def _is_one_slip(one: str, other: str) -> bool:
    """Whether words differ by one letter put in, left out, changed, or two that swapped places."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def _yes_and_no(totals: dict[str, tuple[str, int]]) -> list[list[tuple[str, int]]] | None:
    """Return yes and no where they are written by several words, such as "ja", "j" and "1"."""
    if not totals or not set(totals) <= _YES | _NO:
        return None
    groups = []
    for words in (_YES, _NO):
        group = sorted((totals[key] for key in totals if key in words), key=lambda one: -one[1])
        if len(group) > 1:
            groups.append(group)
    return groups or None
