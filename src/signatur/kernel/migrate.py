"""Brings the database to the tables of this version, with Alembic."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from signatur.kernel.db import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for one connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option(
        "file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.attributes["connection"] = connection
    return config


def migrate(database: Database) -> None:
    """Upgrade the database to the newest tables; nothing happens when it has them."""
    with database.engine.begin() as connection:
        command.upgrade(configuration(connection), "heads")


def is_up_to_date(connection: Connection) -> bool:
    """Say whether the database has the tables of this version."""
    present = MigrationContext.configure(connection).get_current_heads()
    return set(present) == _newest()


@cache
def _newest() -> frozenset[str]:
    return frozenset(ScriptDirectory.from_config(configuration()).get_heads())
