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
from sqlalchemy.engine import make_url

from signatur.kernel.db import Database
from signatur.kernel.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVER = os.environ.get("SIGNATUR_TEST_POSTGRESQL", "")  # noqa: TID251 (chooses the test run)


class Template:
    """A migrated, empty database of which tests get copies."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._count = 0
        if SERVER:
            self._administer(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
            url = self._url(name)
        else:
            url = f"sqlite:///{folder / 'template.db'}"
        database = Database(url)
        migrate(database)
        database.close()  # the last connection to go moves SQLite's log into the file

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """Give the address of a fresh copy, removed at the end."""
        if not SERVER:
            shutil.copyfile(self._folder / "template.db", folder / "signatur.db")
            yield ""
            return
        self._count += 1
        name = f"{self._name}_{self._count}"
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{self._name}"')
        try:
            yield self._url(name)
        finally:
            self._administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    def remove(self) -> None:
        if SERVER:
            self._administer(f'DROP DATABASE "{self._name}" WITH (FORCE)')

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
