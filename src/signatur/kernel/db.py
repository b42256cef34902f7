"""The database: embedded SQLite by default, PostgreSQL by one setting, the same tables on both.

A transaction is opened and closed by the edge (a request, a command, a job); services flush at
most. On SQLite a writing transaction takes the write lock at its start, so that two writers wait
for each other instead of failing half-way. A reading one is refused any change, on both engines.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Table,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

_SEARCH_TABLES = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
_BUSY_TIMEOUT_MS = 20_000
# The web server answers in at most 40 threads (anyio's limit), each with one connection at a time.
_POOL = {"pool_size": 10, "max_overflow": 40}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; moments without a time zone are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone before it is stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")
"""For content only; facts that one filters on have columns of their own."""


class Base(DeclarativeBase):
    """The base of every table, with names for constraints that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, UUID: Uuid, dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012


class Database:
    """Opens sessions on one database."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = _make_engine(url)

    @property
    def is_embedded(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that is committed at the end, or rolled back on an exception."""
        with self._session(is_writing=True) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that sees one state and is never committed."""
        with self._session(is_writing=False) as session:
            yield session

    @contextmanager
    def _session(self, *, is_writing: bool) -> Iterator[Session]:
        with (
            self.engine.connect().execution_options(
                **self._options(is_writing=is_writing)
            ) as connection,
            Session(connection, expire_on_commit=False, autoflush=True) as session,
        ):
            yield session

    def _options(self, *, is_writing: bool) -> dict[str, Any]:
        if self.is_embedded:
            return {"signatur_writing": is_writing}
        if is_writing:
            return {}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    def settle(self) -> None:
        """Let erased content stand nowhere in SQLite's files, neither in search tables nor the log.

        Elsewhere the server does so by itself (PostgreSQL's vacuum).
        """
        if self.is_embedded:
            # Past SQLAlchemy, which would begin a transaction, in which this cannot be done.
            with closing(self.engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute("PRAGMA query_only = 0")
                for (name,) in cursor.execute(_SEARCH_TABLES).fetchall():
                    # Words of deleted rows stay in the index until its parts are merged.
                    merge = f"""INSERT INTO "{name}" ("{name}") VALUES ('optimize')"""  # noqa: S608 (our own table)
                    cursor.execute(merge)
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.close()

    def close(self) -> None:
        self.engine.dispose()


def add_unless_there(session: Session, row: Base) -> bool:
    """Add a row unless one with the same key was added meanwhile; say whether it was added.

    For rows that two processes may make at the same moment, after a look that found none. Only
    what is unique may clash: a broken foreign key would be taken for a clash too.
    """
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def table_of(row: type[Base]) -> Table:
    """Return the table of a row; many rows are put into it faster than one by one as objects."""
    return row.metadata.tables[row.__tablename__]


def insert_unless_there(session: Session, table: type[Base], **values: Any) -> None:
    """Insert a row in one statement; one with the same key stays as it is."""
    is_embedded = session.get_bind().dialect.name == "sqlite"
    rows = table_of(table)
    if is_embedded:
        session.execute(sqlite.insert(rows).values(**values).on_conflict_do_nothing())
    else:
        session.execute(postgresql.insert(rows).values(**values).on_conflict_do_nothing())


def embedded_url(data_folder: Path) -> str:
    """Return the address of the embedded database in a folder, which is made if need be."""
    data_folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{data_folder / 'signatur.db'}"


def driver_url(url: str) -> str:
    """Return a PostgreSQL address with the driver that we use."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def _make_engine(url: str) -> Engine:
    # Parameters are content; they must not reach the log by way of an exception.
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(driver_url(url), hide_parameters=True, pool_pre_ping=True, **_POOL)
    engine = create_engine(url, hide_parameters=True, **_POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver must not open transactions by itself; _begin_sqlite does.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    # FULL: what was committed survives a power cut, as the outbox promises.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # What is erased is overwritten, and does not stay in the file's free pages.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    is_writing = connection.get_execution_options().get("signatur_writing", True)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(not is_writing)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
