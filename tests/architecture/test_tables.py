"""Tables belong to one folder and to one authority; a solution's point to the records, never back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.installed import all_parts
from signatur.kernel.db import Base
from signatur.kernel.part import Solution

if TYPE_CHECKING:
    from collections.abc import Mapping

KERNEL = "kernel"

# Name -> why it belongs to no authority.
WITHOUT_AUTHORITY: Mapping[str, str] = {
    "people_authority": "it is the authority",
    "kernel_throttle": "whoever guesses at a password has not said which authority it is of",
}


def owners() -> Mapping[str, str]:
    """Return which part each table belongs to; the kernel's are in no part."""
    own = {table.__tablename__: part.name for part in all_parts() for table in part.tables}
    return {name: own.get(name, KERNEL) for name in Base.metadata.tables}


def test_every_table_is_named_after_its_owner() -> None:
    wrong = {
        name: owner
        for name, owner in owners().items()
        if name != owner and not name.startswith(f"{owner}_")
    }

    assert wrong == {}


def test_every_table_names_the_authority_that_its_rows_belong_to() -> None:
    without = {
        name for name, table in Base.metadata.tables.items() if "authority_id" not in table.columns
    }

    assert without == set(WITHOUT_AUTHORITY)


def test_no_table_of_a_solution_is_pointed_to_by_another_part() -> None:
    of_solutions = {part.name for part in all_parts() if isinstance(part, Solution)}
    own = owners()
    wrong = [
        (name, key.target_fullname)
        for name, table in Base.metadata.tables.items()
        for key in table.foreign_keys
        if own[key.column.table.name] in of_solutions and own[key.column.table.name] != own[name]
    ]

    assert wrong == []


def test_the_kernel_points_to_nothing_above_it() -> None:
    own = owners()
    wrong = [
        (name, key.target_fullname)
        for name, table in Base.metadata.tables.items()
        if own[name] == KERNEL
        for key in table.foreign_keys
        if own[key.column.table.name] != KERNEL
    ]

    assert wrong == []
