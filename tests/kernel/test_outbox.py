"""The outbox: nothing leaves without its cause being stored, and nothing leaves twice unnoticed."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from signatur.kernel import outbox
from signatur.kernel.errors import Conflict
from signatur.kernel.outbox import (
    DeliveryFailed,
    DeliveryState,
    OutboxRow,
    deliver_due,
    pause_after,
)
from signatur.kernel.permissions import SYSTEM
from tests.builders import FixedClock, World, a_world
from tests.stand_ins import Letters, PostBox, refused

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from signatur.kernel.outbox import Delivery
    from tests.databases import Template

HOUR = timedelta(hours=1)


@pytest.fixture
def box() -> PostBox:
    return PostBox()


@pytest.fixture
def world(template: Template, tmp_path: Path, box: PostBox) -> Iterator[World]:
    with template.copy(tmp_path) as url:
        world = a_world(tmp_path, url, FixedClock(), Letters(box).part())
        yield world
        world.runtime.close()


def post(world: World, key: str = "letter:1", **options: Any) -> UUID:
    with world.runtime.work(world.system) as work:
        return outbox.post(work, "post_box", key, {"item": "7"}, **options)


def look(world: World, delivery_id: UUID) -> Delivery:
    with world.runtime.reading(world.system) as work:
        found = outbox.get(work, delivery_id)
    assert found is not None
    return found


def change(world: World, act: Callable[..., None], delivery_id: UUID) -> None:
    with world.runtime.work(world.system) as work:
        act(work, delivery_id)


def test_what_is_posted_is_delivered_once(world: World, box: PostBox) -> None:
    delivery_id = post(world)

    assert (deliver_due(world.runtime), deliver_due(world.runtime)) == (1, 0)

    assert [(one.key, one.payload, one.may_be_repeat) for one in box.delivered] == [
        ("letter:1", {"item": "7"}, False)
    ]
    shown = look(world, delivery_id)
    assert (shown.state, shown.delivered_at) == (DeliveryState.DELIVERED, world.clock.now())


def test_nothing_leaves_when_its_cause_is_rolled_back(world: World, box: PostBox) -> None:
    with pytest.raises(ZeroDivisionError), world.runtime.work(world.system) as work:
        outbox.post(work, "post_box", "letter:1", {})
        raise ZeroDivisionError

    assert (deliver_due(world.runtime), box.delivered) == (0, [])


def test_what_is_due_later_waits(world: World) -> None:
    post(world, due_at=world.clock.now() + HOUR)
    early = deliver_due(world.runtime)
    world.clock.advance(HOUR)

    assert (early, deliver_due(world.runtime)) == (0, 1)


def test_a_refusal_is_followed_by_another_try_with_the_same_key(world: World, box: PostBox) -> None:
    box.failures = [refused()]
    delivery_id = post(world)
    deliver_due(world.runtime)
    waiting = look(world, delivery_id)
    world.clock.advance(pause_after(1))
    deliver_due(world.runtime)

    assert (waiting.state, waiting.problem) == (DeliveryState.WAITING, "receiver refused")
    assert [(one.key, one.attempts, one.may_be_repeat) for one in box.delivered] == [
        ("letter:1", 2, True)
    ]


def test_a_final_refusal_is_not_followed_by_another_try(world: World, box: PostBox) -> None:
    box.failures = [refused(is_final=True)]
    delivery_id = post(world)
    deliver_due(world.runtime)

    assert look(world, delivery_id).state is DeliveryState.FAILED


def test_tries_end_after_twenty(world: World, box: PostBox) -> None:
    box.failures = [refused() for _ in range(30)]
    delivery_id = post(world)
    for _ in range(30):
        deliver_due(world.runtime)
        world.clock.advance(HOUR)

    shown = look(world, delivery_id)
    assert (shown.state, shown.attempts) == (DeliveryState.FAILED, 20)


def test_pauses_double_up_to_an_hour() -> None:
    assert [pause_after(n).total_seconds() for n in (1, 2, 3, 10, 100)] == [10, 20, 40, 3600, 3600]


def test_a_crash_between_sending_and_storing_is_followed_by_a_known_repeat(
    world: World, box: PostBox
) -> None:
    def crash() -> None:
        raise KeyboardInterrupt

    box.after_delivery = crash
    delivery_id = post(world)
    with pytest.raises(KeyboardInterrupt):
        deliver_due(world.runtime)
    left_behind = look(world, delivery_id)
    box.after_delivery = lambda: None
    too_early = deliver_due(world.runtime)
    world.clock.advance(timedelta(minutes=6))
    deliver_due(world.runtime)

    assert (left_behind.state, left_behind.attempts) == (DeliveryState.UNDER_WAY, 1)
    assert too_early == 0
    assert [(one.key, one.may_be_repeat) for one in box.delivered] == [
        ("letter:1", False),
        ("letter:1", True),
    ]
    assert look(world, delivery_id).state is DeliveryState.DELIVERED


def test_a_try_that_another_has_overtaken_does_not_say_how_it_went(
    world: World, box: PostBox, log_lines: io.StringIO
) -> None:
    delivery_id = post(world)

    def overtake() -> None:
        with world.runtime.work(SYSTEM) as work:
            work.session.execute(update(OutboxRow).values(attempts=2))

    box.after_delivery = overtake
    deliver_due(world.runtime)

    assert look(world, delivery_id).state is DeliveryState.UNDER_WAY
    assert "outbox.overtaken" in log_lines.getvalue()


def test_one_broken_delivery_stops_no_other(
    world: World, box: PostBox, log_lines: io.StringIO
) -> None:
    box.failures = [ValueError("Kære Bente")]
    broken, fine = post(world, "letter:1"), post(world, "letter:2")

    assert deliver_due(world.runtime) == 2

    assert (look(world, broken).state, look(world, broken).problem) == (
        DeliveryState.WAITING,
        "ValueError",
    )
    assert look(world, fine).state is DeliveryState.DELIVERED
    assert "Bente" not in log_lines.getvalue()


def test_a_channel_that_is_switched_off_is_waited_for(world: World) -> None:
    with world.runtime.work(world.system) as work:
        delivery_id = outbox.post(work, "pigeon", "letter:1", {})
    deliver_due(world.runtime)

    assert look(world, delivery_id).state is DeliveryState.WAITING


def test_what_may_not_leave_is_held_and_may_still_be_withdrawn(world: World, box: PostBox) -> None:
    box.is_open = False
    delivery_id = post(world)
    deliver_due(world.runtime)
    held = look(world, delivery_id)
    change(world, outbox.withdraw, delivery_id)

    assert (held.state, held.problem) == (DeliveryState.HELD, "not allowed to leave")
    assert look(world, delivery_id).state is DeliveryState.WITHDRAWN


def test_what_is_held_leaves_when_it_is_released(world: World, box: PostBox) -> None:
    delivery_id = post(world)
    change(world, outbox.hold, delivery_id)
    while_held = deliver_due(world.runtime)
    change(world, outbox.release, delivery_id)

    assert (while_held, deliver_due(world.runtime)) == (0, 1)


def test_what_has_left_cannot_be_taken_back(world: World) -> None:
    delivery_id = post(world)
    deliver_due(world.runtime)

    for act in (outbox.withdraw, outbox.hold, outbox.release):
        with pytest.raises(Conflict):
            change(world, act, delivery_id)


def test_what_may_have_left_cannot_be_taken_back(world: World, box: PostBox) -> None:
    box.failures = [refused()]
    delivery_id = post(world)
    deliver_due(world.runtime)

    with pytest.raises(Conflict):
        change(world, outbox.withdraw, delivery_id)


def test_another_process_that_is_quicker_leaves_nothing_to_do(world: World, box: PostBox) -> None:
    delivery_id = post(world)

    assert (outbox._try(world.runtime, delivery_id), outbox._try(world.runtime, delivery_id)) == (
        DeliveryState.DELIVERED,
        None,
    )


def test_a_delivery_that_does_not_exist_is_none(world: World) -> None:
    with world.runtime.reading(world.system) as work:
        assert outbox.get(work, world.authority_id) is None


def test_a_place_that_fails_is_left_alone_and_holds_up_no_other(world: World, box: PostBox) -> None:
    box.failures = [refused() for _ in range(3)]
    with world.runtime.work(world.system) as work:
        silent = [outbox.post(work, "post_box", f"a:{n}", {"route": "a"}) for n in range(5)]
    deliver_due(world.runtime)
    with world.runtime.work(world.system) as work:
        fine = [outbox.post(work, "post_box", f"b:{n}", {"route": "b"}) for n in range(5)]
    deliver_due(world.runtime)

    assert [look(world, one).attempts for one in silent] == [1, 1, 1, 1, 1]
    assert [look(world, one).state for one in silent[:3]] == [DeliveryState.WAITING] * 3
    assert {look(world, one).state for one in (*silent[3:], *fine)} == {DeliveryState.DELIVERED}


def test_places_are_delivered_to_side_by_side(world: World, box: PostBox) -> None:
    meet = threading.Barrier(2, timeout=20)
    box.after_delivery = lambda: meet.wait()  # noqa: PLW0108 (the barrier's answer is no use)
    with world.runtime.work(world.system) as work:
        for place in "ab":
            outbox.post(work, "post_box", place, {"route": place})

    assert deliver_due(world.runtime) == 2


def test_a_receiver_that_asks_to_be_left_alone_is(world: World, box: PostBox) -> None:
    box.failures = [DeliveryFailed(log="busy", again_after=HOUR)]
    delivery_id = post(world)
    deliver_due(world.runtime)
    world.clock.advance(HOUR - timedelta(seconds=1))
    early = deliver_due(world.runtime)
    world.clock.advance(timedelta(seconds=1))
    deliver_due(world.runtime)

    assert early == 0
    assert look(world, delivery_id).state is DeliveryState.DELIVERED


def test_what_waits_may_be_sent_at_once(world: World) -> None:
    post(world, due_at=world.clock.now() + HOUR)

    assert deliver_due(world.runtime, at_once=True) == 1


def test_what_was_refused_for_good_may_be_given_up(world: World, box: PostBox) -> None:
    box.failures = [refused(is_final=True)]
    delivery_id = post(world)
    deliver_due(world.runtime)
    change(world, outbox.withdraw, delivery_id)

    assert look(world, delivery_id).state is DeliveryState.WITHDRAWN


def test_what_certainly_reached_nobody_may_be_taken_back(world: World, box: PostBox) -> None:
    stayed = DeliveryFailed(log="no server", has_left=False)
    box.failures = [stayed, stayed, refused(), stayed]
    certain = post(world, "letter:1")
    for _twice in range(2):
        deliver_due(world.runtime)
        world.clock.advance(HOUR)
    told = look(world, certain).may_be_withdrawn
    change(world, outbox.withdraw, certain)
    doubtful = post(world, "letter:2")
    for _twice in range(2):
        deliver_due(world.runtime)
        world.clock.advance(HOUR)

    assert (told, look(world, doubtful).may_be_withdrawn) == (True, False)
    with pytest.raises(Conflict):
        change(world, outbox.withdraw, doubtful)


def test_a_try_that_was_broken_off_may_have_reached_somebody(world: World, box: PostBox) -> None:
    stayed = DeliveryFailed(log="no server", has_left=False)
    box.failures = [stayed]
    delivery_id = post(world)
    deliver_due(world.runtime)
    world.clock.advance(HOUR)
    box.failures = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        deliver_due(world.runtime)
    world.clock.advance(HOUR)
    box.failures = [stayed]
    deliver_due(world.runtime)

    assert look(world, delivery_id).may_be_withdrawn is False
