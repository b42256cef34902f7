"""Guessing is slowed down; a right answer, or a day, makes it forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from signatur.kernel import throttle
from signatur.kernel.throttle import MustWait, ThrottleRow

if TYPE_CHECKING:
    from tests.builders import World

ALLOWED = 3


def fail(world: World, times: int) -> None:
    for _ in range(times):
        with world.runtime.database.writing() as session:
            throttle.failed(session, "account:anna", world.clock.now(), ALLOWED)


def wait_of(world: World) -> int:
    with world.runtime.database.reading() as session:
        try:
            throttle.check(session, "account:anna", world.clock.now())
        except MustWait as wait:
            seconds = wait.shown.values["seconds"]
            assert isinstance(seconds, int)
            return seconds
    return 0


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (2, 0), (3, 16), (4, 31), (5, 61), (20, 901)]
)
def test_from_the_allowed_failure_on_each_doubles_the_wait(
    world: World, failures: int, seconds: int
) -> None:
    fail(world, failures)

    assert wait_of(world) == seconds


def test_the_wait_is_over_when_its_time_has_passed(world: World) -> None:
    fail(world, 3)
    world.clock.advance(timedelta(seconds=15))

    assert wait_of(world) == 0


def test_success_makes_all_forgotten(world: World) -> None:
    fail(world, 10)
    with world.runtime.database.writing() as session:
        throttle.succeeded(session, "account:anna")

    assert wait_of(world) == 0


def test_failures_of_yesterday_no_longer_count(world: World) -> None:
    fail(world, 10)
    world.clock.advance(timedelta(hours=25))
    fail(world, 1)

    assert wait_of(world) == 0


def test_only_a_hash_is_stored_and_old_ones_are_removed(world: World) -> None:
    fail(world, 1)
    with world.runtime.database.reading() as session:
        keys = session.scalars(select(ThrottleRow.key_hash)).all()
    world.clock.advance(timedelta(hours=25))
    with world.runtime.database.writing() as session:
        throttle.remove_old(session, world.clock.now())

    assert "anna" not in keys[0]
    with world.runtime.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ThrottleRow)) == 0
