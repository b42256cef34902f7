"""Sessions live on the server, end by themselves, and are stored only as a hash."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.kernel import sessions
from signatur.kernel.sessions import SessionRow

if TYPE_CHECKING:
    from signatur.kernel.sessions import SignedIn
    from tests.builders import World


def begin(world: World, name: str = "Anna") -> str:
    with world.runtime.database.writing() as session:
        return sessions.begin(
            session,
            world.person_ids[name],
            world.authority_id,
            world.clock.now(),
            world.runtime.settings.kernel,
        )


def find(world: World, key: str) -> SignedIn | None:
    with world.runtime.database.reading() as session:
        return sessions.find(session, key, world.clock.now(), world.runtime.settings.kernel)


def count(world: World) -> int:
    with world.runtime.database.reading() as session:
        return session.scalar(select(func.count()).select_from(SessionRow)) or 0


def test_a_key_finds_its_session_and_no_other_key_does(world: World) -> None:
    found = find(world, begin(world))

    assert found is not None
    assert (found.person_id, found.authority_id, found.needs_touch) == (
        world.person_ids["Anna"],
        world.authority_id,
        False,
    )
    assert find(world, "made up") is None


def test_the_key_itself_is_not_stored(world: World) -> None:
    key = begin(world)

    with world.runtime.database.reading() as session:
        stored = session.scalars(select(SessionRow.key_hash)).one()
    assert stored == sessions.hash_key(key) != key


def test_a_session_ends_when_nobody_uses_it(world: World) -> None:
    key = begin(world)
    world.clock.advance(timedelta(minutes=60))

    assert find(world, key) is None


def test_being_seen_keeps_a_session_alive_but_not_beyond_its_hours(world: World) -> None:
    key = begin(world)
    alive = 0
    for _half_hour in range(30):
        world.clock.advance(timedelta(minutes=30))
        found = find(world, key)
        if found is None:
            break
        assert found.needs_touch
        alive += 1
        with world.runtime.database.writing() as session:
            sessions.touch(session, found.key_hash, world.clock.now())

    assert alive == 19


def test_touching_a_session_that_is_gone_does_no_harm(world: World) -> None:
    with world.runtime.database.writing() as session:
        sessions.touch(session, "gone", world.clock.now())

    assert count(world) == 0


def test_one_session_or_all_of_a_person_can_be_ended(world: World) -> None:
    first, second, other = begin(world), begin(world), begin(world, "Bo")
    with world.runtime.database.writing() as session:
        sessions.end(session, sessions.hash_key(first))
    after_one = [find(world, key) is not None for key in (first, second, other)]
    with world.runtime.database.writing() as session:
        sessions.end_all_of(session, world.person_ids["Anna"])

    assert after_one == [False, True, True]
    assert [find(world, key) is not None for key in (first, second, other)] == [False, False, True]


def test_dead_sessions_are_removed(world: World) -> None:
    begin(world)
    world.clock.advance(timedelta(minutes=59))
    begin(world)
    world.clock.advance(timedelta(minutes=2))
    with world.runtime.database.writing() as session:
        sessions.remove_dead(session, world.clock.now(), world.runtime.settings.kernel)

    assert count(world) == 1
