"""Migrations are one line from an empty database to the tables of the code, and stand by themselves."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from signatur.installed import all_parts
from signatur.kernel.db import Base
from signatur.kernel.migrate import configuration
from tests.architecture.sources import MIGRATIONS, tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builders import World

_NAME = re.compile(r"\d{4}_\d{2}_\d{2}_\d{4}_([a-z_]+)\.py")
# What is made or changed, with the place of the table's name among the arguments.
_OPERATIONS = {"create_table": 0, "drop_table": 0, "add_column": 0, "alter_column": 0}


def migrations() -> list[Path]:
    return sorted(MIGRATIONS.glob("*.py"))


def test_migrating_an_empty_database_gives_the_tables_of_the_code(world: World) -> None:
    with world.runtime.database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": _is_ours}
        )
        difference = compare_metadata(context, Base.metadata)

    assert difference == []


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out the tables of the job queue and what full-text search is made of on each engine."""
    if kind == "index":
        return not str(name).endswith("_search")
    return kind != "table" or name in Base.metadata.tables


def test_migrations_follow_each_other_in_one_line() -> None:
    script = ScriptDirectory.from_config(configuration())

    assert len(script.get_heads()) == 1
    assert len(list(script.walk_revisions())) == len(migrations())


@pytest.mark.parametrize("path", migrations(), ids=lambda path: path.stem)
def test_a_migration_does_not_change_with_the_code(path: Path) -> None:
    imported = {
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }

    assert [name for name in imported if name.startswith("signatur")] == []


@pytest.mark.parametrize("path", migrations(), ids=lambda path: path.stem)
def test_a_migration_is_named_by_date_and_owner_and_touches_that_owner_only(path: Path) -> None:
    found = _NAME.fullmatch(path.name)
    assert found is not None
    names = ["kernel", *(part.name for part in all_parts())]
    owner = next(name for name in names if found[1].startswith(f"{name}_"))

    touched = {table for table in _touched(path) if not f"{table}_".startswith(f"{owner}_")}
    assert touched == set()


def _touched(path: Path) -> set[str]:
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in _OPERATIONS
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant)
    }
