"""A question to another database, read-only, whose answer is a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.tables import understand

if TYPE_CHECKING:
    from signatur.methods.tables import Table

_READS = re.compile(r"\s*(select|with|table|values)\b", re.IGNORECASE)
_WRITES = re.compile(
    r"\b(insert|update|delete|drop|alter|create|truncate|grant|merge|copy|attach|pragma|vacuum|into)\b",
    re.IGNORECASE,
)
_AT_ONCE = 50_000


def is_address(given: str) -> bool:
    """Whether this is the address of a database rather than a file."""
    return re.match(r"^[a-z0-9+]+://", given, re.IGNORECASE) is not None


def table_of_query(address: str, question: str, most_rows: int = 5_000_000) -> Table:
    """Ask a database one question and return the answer as a table.

    Only one statement that reads is sent, in a transaction that is read-only where the database can
    make it so; leaving the connection rolls it back. Raises InputProblem.
    """
    import polars as pl
    from sqlalchemy import create_engine
    from sqlalchemy import text as sql
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    bare = re.sub(r"'[^']*'|--[^\n]*|/\*.*?\*/", "", question, flags=re.DOTALL).strip().rstrip(";")
    if not _READS.match(bare) or ";" in bare or _WRITES.search(bare):
        raise InputProblem(
            log="query: not a reading one",
            shown=_("Only one question that reads (SELECT) may be asked."),
        )
    try:
        # Without a pool, which would keep the connection open after the one question.
        engine = create_engine(_read_only(address), hide_parameters=True, poolclass=NullPool)
        with engine.connect() as connection:
            if engine.dialect.name in {"postgresql", "mysql", "mariadb", "oracle"}:
                connection.execute(sql("SET TRANSACTION READ ONLY"))
            elif engine.dialect.name == "sqlite":
                connection.execute(sql("PRAGMA query_only = ON"))
            answer = connection.execution_options(stream_results=True).execute(
                sql(question.strip().rstrip(";").replace(":", r"\:"))
            )
            names = _unique(list(answer.keys()))
            parts = []
            rows = 0
            while rows < most_rows and (block := answer.fetchmany(_AT_ONCE)):
                parts.append([tuple(row) for row in block])
                rows += len(block)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        raise InputProblem(
            log=f"query: {type(error).__name__}",
            shown=_("The database could not be asked: %(what)s.", what=type(error).__name__),
        ) from error
    if not rows:
        raise InputProblem(log="query: no rows", shown=_("The question gave no rows."))
    columns: dict[str, list[Any]] = {
        name: [row[number] for part in parts for row in part] for number, name in enumerate(names)
    }
    return understand(pl.DataFrame([_series(name, cells) for name, cells in columns.items()]))


def _series(name: str, cells: list[Any]) -> Any:
    import datetime as dt
    from decimal import Decimal

    import polars as pl

    kinds = {type(one) for one in cells if one is not None}
    if kinds and kinds <= {int, float, Decimal}:
        return pl.Series(
            name, [None if one is None else float(one) for one in cells], dtype=pl.Float64
        )
    if kinds and kinds <= {dt.date}:
        return pl.Series(name, cells, dtype=pl.Date)
    return pl.Series(
        name,
        [None if one is None else one.isoformat() if isinstance(one, dt.datetime) else str(one)
         for one in cells],
        dtype=pl.String,
    )  # fmt: skip


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unique


def _read_only(address: str) -> str:
    """Return the address; a file of SQLite is opened for reading only, and must be there."""
    if address.startswith("sqlite:///") and "mode=" not in address and "://:memory:" not in address:
        path = address.removeprefix("sqlite:///").split("?")[0]
        return f"sqlite:///file:{path}?mode=ro&uri=true"
    return address
