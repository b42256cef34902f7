"""The demo loads twice without a change, says nothing of content, and leaves the machine alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from signatur.demonstration import load_demo
from tests.contract.loaded import (
    SCALE,
    Loaded,
    items_of,
    originals_of,
    rows_of_all_tables,
    telling_words,
)
from tests.contract.solutions import each_solution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.part import Solution

# What goes by itself and what of that is controlled is drawn by ids, which are new in each installation;
# what is set up is written to the audit anew.
_BY_CHANCE = ("alarms_", "audit_", "decisions_", "effects_", "kernel_", "mail_routing_")


def snapshot(loaded: Loaded) -> Mapping[str, tuple[int, str]]:
    """Return how many rows each table has, and a hash of them."""
    rows: dict[str, list[str]] = {}
    for table, row in rows_of_all_tables(loaded.runtime.database.engine):
        rows.setdefault(table, []).append(row)
    return {
        table: (len(found), hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest())
        for table, found in rows.items()
    }


def test_loading_a_second_time_changes_nothing(copied: Loaded) -> None:
    before = snapshot(copied)
    load_demo(copied.runtime, scale=SCALE, tell=lambda _words: None)

    assert snapshot(copied) == before


def test_a_demo_that_was_broken_off_goes_on_where_it_was_and_doubles_nothing(
    loaded: Loaded, twin: Loaded
) -> None:
    one, other = (
        {
            table: count
            for table, (count, _hash) in snapshot(of).items()
            if not table.startswith(_BY_CHANCE)
        }
        for of in (loaded, twin)
    )

    assert one["items_item"] > 100
    assert one == other


@each_solution()
def test_there_is_something_to_see_and_work_waits(loaded: Loaded, solution: Solution) -> None:
    owner = next(iter(loaded.actors.values()))
    assert owner.authority_id is not None
    with loaded.runtime.reading(loaded.world.system) as work:
        waiting = [entry.waiting(work) for entry in solution.menu if entry.waiting]

    assert items_of(loaded, solution)
    assert any(waiting)


@each_solution()
def test_neither_the_log_nor_what_is_told_holds_content(loaded: Loaded, solution: Solution) -> None:
    rows = items_of(loaded, solution)
    words = telling_words(originals_of(loaded, rows))
    said = loaded.log + "\n".join(loaded.told)

    assert len(words) > 20
    assert [word for word in words if word in said] == []
    assert [person.name for person in loaded.actors.values() if person.name in said] == []
    assert str(loaded.runtime.settings.kernel.data_folder) not in loaded.log
