"""Fresh databases for tests, on the embedded engine or on a PostgreSQL server.

`SIGNATUR_TEST_POSTGRESQL` names a server on which databases may be made and dropped; without it the
embedded engine is used.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import make_url

from signatur.kernel.db import Database
from signatur.kernel.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

# Triggers that the migrations make to guard the audit.
GUARDS = 2
SERVER = os.environ.get("SIGNATUR_TEST_POSTGRESQL", "")  # noqa: TID251 (chooses the test run)


class Template:
    """A migrated, empty database of which tests get copies."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._count = 0
        # Emptied copies that the next test may have; making one takes longer than most tests.
        self._free: list[str] = []
        if SERVER:
            self._administer(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
            url = self._url(name)
        else:
            url = f"sqlite:///{folder / 'template.db'}"
        database = Database(url)
        migrate(database)
        database.close()  # the last connection to go moves SQLite's log into the file

    @contextmanager
    def copy(self, folder: Path, of: str = "") -> Iterator[str]:
        """Give the address of a fresh copy, removed at the end.

        `of` is the address of another database to copy, to which nobody is connected; the file of an
        embedded one lies in the folder already.
        """
        if not SERVER:
            if not (folder / "signatur.db").exists():
                shutil.copyfile(self._folder / "template.db", folder / "signatur.db")
            yield ""
            return
        name = self._free.pop() if self._free and not of else self._made(of)
        is_clean = False
        try:
            yield self._url(name)
            is_clean = not of and emptied(self._url(name))
        finally:
            if is_clean:
                self._free.append(name)
            else:
                self._administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _made(self, of: str) -> str:
        self._count += 1
        name = f"{self._name}_{self._count}"
        source = make_url(of).database if of else self._name
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return name

    def remove(self) -> None:
        for name in [*self._free, self._name] if SERVER else ():
            self._administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    @staticmethod
    def _url(name: str) -> str:
        return make_url(SERVER).set(database=name).render_as_string(hide_password=False)

    @staticmethod
    def _administer(*statements: str) -> None:
        address = make_url(SERVER).set(drivername="postgresql")
        with psycopg.connect(
            address.render_as_string(hide_password=False), autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]


def without_its_guards(session: Session) -> None:
    """Do as the owner of a database can: take away the triggers that guard the entries."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("DROP TRIGGER audit_entry_stays ON audit_entry"))
        session.execute(text("DROP TRIGGER audit_detail_stays ON audit_detail"))
    else:
        for name in ("entry_stays_update", "entry_stays_delete", "detail_stays"):
            session.execute(text(f"DROP TRIGGER audit_{name}"))


def emptied(url: str) -> bool:
    """Empty a database on the server; say whether it is as good as a fresh copy.

    It is not when a test has taken guards away, or where only its owner may work around them.
    """
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        try:
            connection.execute("SET session_replication_role = replica")  # no trigger fires
        except psycopg.errors.InsufficientPrivilege:
            return False
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
            "AND tablename <> 'alembic_version'"
        ).fetchall()
        for (table,) in tables:
            connection.execute(f'DELETE FROM "{table}"')  # type: ignore[call-overload]
        guards = connection.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit_%'")
        return guards.fetchone() == (GUARDS,)
