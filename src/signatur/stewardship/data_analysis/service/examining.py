"""From a file, or a question to a database, to a report. No installation is needed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.tables import (
    UnfitTable,
    UnreadableTable,
    analyse,
    read_bytes,
    read_file,
    understand,
)
from signatur.methods.tables.volume import METRICS
from signatur.stewardship.data_analysis.model.telling import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from signatur.kernel.i18n import Text
    from signatur.methods.tables import Table, Wish

_UNREADABLE: dict[str, Text] = {
    "empty": _("The file is empty."),
    "no_rows": _("The file has no rows below its heading."),
    "not_a_table": _("The file is no table. Give a CSV, XLSX or Parquet file."),
    "damaged": _("The file is damaged and cannot be read as a table."),
}


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputProblem(
            log=f"table: {error.strerror}", shown=_("The file %(name)s cannot be read.", name=name)
        ) from error
    except UnreadableTable as error:
        raise InputProblem(log=f"table: {error.reason}", shown=_UNREADABLE[error.reason]) from error


def table_of_file(path: Path, progress: Callable[[float], None] | None = None) -> Table:
    """Read a table from disk. Raises InputProblem."""
    if path.is_dir():
        raise InputProblem(
            log="a folder", shown=_("The file %(name)s cannot be read.", name=str(path))
        )
    with _reading(str(path)):
        frame, is_danish = read_file(path)
        return understand(frame, is_danish=is_danish, progress=progress)


def table_of_bytes(content: bytes, progress: Callable[[float], None] | None = None) -> Table:
    """Read a table that was handed over. Raises InputProblem."""
    with _reading("–"):
        frame, is_danish = read_bytes(content)
        return understand(frame, is_danish=is_danish, progress=progress)


def examine(
    table: Table,
    wish: Wish,
    law_dates: Sequence[date] = (),
    tell: Callable[[str, float], None] | None = None,
) -> dict[str, Any]:
    """Examine a table and return all that was found as plain values. Raises InputProblem."""
    try:
        return as_json(analyse(table, wish, tell), wish, law_dates)
    except UnfitTable as error:
        raise InputProblem(log=f"table: {error.reason}", shown=_unfit(error, table)) from error


def _unfit(error: UnfitTable, table: Table) -> Text:
    if error.reason == "no_column":
        return _(
            "There is no column “%(name)s”. The columns are: %(columns)s.",
            name=error.column,
            columns=", ".join(list(table.columns)[:60]),
        )
    if error.reason == "no_label":
        return _("The column “%(name)s” is empty in every row.", name=error.column)
    return _(
        "The measure “%(name)s” does not fit this outcome. Measures are: %(measures)s.",
        name=error.column,
        measures=", ".join(METRICS),
    )
