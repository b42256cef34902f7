"""A unit of work is one transaction; what belongs after it happens only when it was stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.identity import Identity
from signatur.kernel.runtime import build_runtime
from signatur.records.people import service as people
from tests.builders import FixedClock, a_runtime

if TYPE_CHECKING:
    import io
    from pathlib import Path

    from tests.builders import World


def test_what_comes_before_the_commit_is_part_of_it(world: World) -> None:
    told: list[str] = []
    with world.runtime.work(world.system) as work:
        work.before_commit(lambda: told.append("before"))
        work.after_commit(lambda: told.append("after"))
        told.append("act")

    assert told == ["act", "before", "after"]


def test_nothing_follows_a_transaction_that_was_rolled_back(world: World) -> None:
    told: list[str] = []

    with pytest.raises(ZeroDivisionError), world.runtime.work(world.system) as work:
        work.before_commit(lambda: told.append("before"))
        work.after_commit(lambda: told.append("after"))
        raise ZeroDivisionError

    assert told == []


def test_a_failure_after_the_commit_is_logged_and_hinders_nothing(
    world: World, log_lines: io.StringIO
) -> None:
    told: list[str] = []
    with world.runtime.work(world.system) as work:
        work.after_commit(lambda: told.append("first") or 1 / 0)  # type: ignore[func-returns-value]
        work.after_commit(lambda: told.append("second"))

    assert told == ["first", "second"]
    assert "work.after_commit_failed" in log_lines.getvalue()


@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
def test_work_that_only_reads_cannot_promise_anything(world: World, moment: str) -> None:
    with (
        world.runtime.reading(world.system) as work,
        pytest.raises(AssertionError, match="only reads"),
    ):
        getattr(work, moment)(lambda: None)


def test_work_of_no_authority_is_a_mistake_in_the_program(world: World) -> None:
    outside = replace(world.system, authority_id=None)

    with world.runtime.reading(outside) as work, pytest.raises(AssertionError, match="authority"):
        _ = work.authority_id


def test_without_another_clock_an_installation_has_that_of_the_machine(world: World) -> None:
    runtime = build_runtime(world.runtime.settings, (), world.runtime.identity)

    assert runtime.clock.now().tzinfo is UTC


def test_an_installation_that_was_not_used_leaves_nothing_behind(tmp_path: Path) -> None:
    runtime = a_runtime(tmp_path, "", FixedClock())
    runtime.close()

    assert list(tmp_path.iterdir()) == []


def test_a_changed_installation_has_the_queue_that_is_closed_with_the_first(world: World) -> None:
    changed = replace(world.runtime, parts=())

    assert changed.carrier is world.runtime.carrier


def test_what_the_kernel_asks_about_people_is_answered_by_their_records() -> None:
    asked = {name for name in vars(Identity) if not name.startswith("_")}

    assert asked
    assert [name for name in asked if not callable(getattr(people, name, None))] == []


def test_today_is_the_date_where_the_authority_is(world: World) -> None:
    world.clock.moment = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

    with world.runtime.reading(world.system) as work:
        assert work.today == date(2026, 7, 1)
