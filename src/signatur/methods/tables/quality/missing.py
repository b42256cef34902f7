"""Cells in which nothing is known, openly or in disguise, and columns that say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.methods.tables.schema import Finding, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.tables.schema import Column, Table

_SHOWN: Final = 5


def missing_findings(table: Table, label: str) -> Iterator[Finding]:
    """Return what is missing in every column, and columns that are empty, constant or identify rows."""
    for column in table.columns.values():
        yield from _of(column, table.rows, is_label=column.name == label)


def _of(column: Column, rows: int, *, is_label: bool) -> Iterator[Finding]:
    unknown = column.values.null_count() - column.unfit_count
    missing = column.values.is_null()
    first = tuple(int(one) for one in missing.arg_true().head(_SHOWN))
    if is_label and column.values.null_count():
        count = column.values.null_count()
        yield Finding(
            "no_label", column.name, count, count / rows,
            Severity.HIGH if count > 0.05 * rows else Severity.MEDIUM, first,
        )  # fmt: skip
    elif column.kind is Kind.EMPTY:
        yield Finding("empty_column", column.name, rows, 1.0, Severity.MEDIUM, first)
    elif unknown > 0:
        share = unknown / rows
        level = Severity.HIGH if share > 0.5 else Severity.MEDIUM if share > 0.1 else Severity.LOW
        yield Finding("missing", column.name, unknown, share, level, first)
    if column.disguised:
        count = sum(one.count for one in column.disguised)
        yield Finding(
            "disguised_missing", column.name, count, count / rows,
            Severity.MEDIUM if count > 0.01 * rows or column.kind is not Kind.CATEGORY else Severity.LOW,
            column.disguised[0].rows,
            {"values": [(one.written, one.count) for one in column.disguised]},
        )  # fmt: skip
    if column.kind is not Kind.EMPTY and column.is_constant and not is_label:
        yield Finding("constant", column.name, rows, 1.0, Severity.LOW)
    elif column.is_identifier and not is_label:
        yield Finding("identifier", column.name, column.known, column.known / rows, Severity.LOW)
    elif (
        column.kind is Kind.CATEGORY
        and not is_label
        and column.distinct > max(50, 0.3 * column.known)
    ):
        yield Finding(
            "many_categories", column.name, column.distinct, column.distinct / rows, Severity.LOW
        )
    if column.kind is Kind.CATEGORY and not is_label:
        yield from _mixed(column, rows)
    if column.unfit_count and column.kind is Kind.NUMBER:
        yield Finding(
            "mixed_types", column.name, column.unfit_count, column.unfit_count / rows,
            Severity.MEDIUM, column.unfit[0].rows if column.unfit else (),
        )  # fmt: skip


def _mixed(column: Column, rows: int) -> Iterator[Finding]:
    """Find numbers among words (or words among numbers) where neither is rare."""
    numbers = column.values.str.contains(r"^[-+]?\d+([.,]\d+)?$").fill_null(value=False)
    count = int(numbers.sum())
    # Codes are often of both kinds; few numbers among many words, or the reverse, are a mistake.
    share = count / max(column.known, 1)
    if 0.005 <= share < 0.2 or 0.5 <= share < 0.995:
        odd = numbers if share < 0.5 else (~numbers & column.values.is_not_null())
        number = int(odd.sum())
        first = tuple(int(one) for one in odd.arg_true().head(_SHOWN))
        yield Finding("mixed_types", column.name, number, number / rows, Severity.MEDIUM, first)
