"""Originals are stored durably, once, in each authority's own space, and go when nothing uses them."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from signatur.kernel import blob_uses
from signatur.kernel.blobs import BlobMissing, BlobRef, FileBlobs
from tests.builders import FixedClock, World

if TYPE_CHECKING:
    from pathlib import Path

OURS, THEIRS = uuid4(), uuid4()
DAY = timedelta(days=1)
LETTER = b"Kaere kommune"
SHA = hashlib.sha256(LETTER).hexdigest()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def blobs(tmp_path: Path, clock: FixedClock) -> FileBlobs:
    return FileBlobs(tmp_path / "blobs", clock)


def test_bytes_come_back_as_they_went_in(blobs: FileBlobs) -> None:
    large = os.urandom(3_000_000)

    ref = blobs.put(OURS, io.BytesIO(large))

    assert ref == BlobRef(OURS, hashlib.sha256(large).hexdigest(), 3_000_000)
    with blobs.open(OURS, ref.sha256) as file:
        assert file.read() == large


def test_the_same_bytes_are_stored_once(blobs: FileBlobs) -> None:
    assert blobs.put(OURS, io.BytesIO(LETTER)) == blobs.put(OURS, io.BytesIO(LETTER))
    assert list(blobs.all_of(OURS)) == [SHA]


def test_another_authority_cannot_reach_them(blobs: FileBlobs) -> None:
    blobs.put(OURS, io.BytesIO(LETTER))

    with pytest.raises(BlobMissing):
        blobs.open(THEIRS, SHA)
    assert list(blobs.all_of(THEIRS)) == []


def test_the_bytes_and_their_names_are_forced_to_the_disk(
    blobs: FileBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: forced.append(os.fstat(descriptor).st_ino))

    blobs.put(OURS, io.BytesIO(LETTER))

    space = tmp_path / "blobs" / str(OURS)
    target = space / SHA[:2] / SHA
    in_order = (space.parent, target, space, target.parent)
    assert forced == [path.stat().st_ino for path in in_order]


def test_a_broken_stream_leaves_nothing_behind(blobs: FileBlobs, tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError("the connection broke")

    with pytest.raises(OSError, match="broke"):
        blobs.put(OURS, Broken())

    assert [path.name for path in (tmp_path / "blobs" / str(OURS)).iterdir()] == []


def test_bytes_stored_again_meanwhile_are_not_deleted(blobs: FileBlobs, clock: FixedClock) -> None:
    blobs.put(OURS, io.BytesIO(LETTER))
    clock.advance(DAY)
    seen_unused = clock.now()
    clock.advance(DAY)
    blobs.put(OURS, io.BytesIO(LETTER))

    blobs.delete(OURS, SHA, stored_before=seen_unused)

    assert list(blobs.all_of(OURS)) == [SHA]


def test_deleted_bytes_are_gone_and_deleting_twice_does_no_harm(
    blobs: FileBlobs, clock: FixedClock
) -> None:
    blobs.put(OURS, io.BytesIO(LETTER))
    clock.advance(DAY)

    blobs.delete(OURS, SHA, stored_before=clock.now())
    blobs.delete(OURS, SHA, stored_before=clock.now())

    with pytest.raises(BlobMissing):
        blobs.open(OURS, SHA)


def test_what_a_dead_process_left_half_stored_is_removed(
    blobs: FileBlobs, clock: FixedClock, tmp_path: Path
) -> None:
    blobs.put(OURS, io.BytesIO(LETTER))
    space = tmp_path / "blobs" / str(OURS)
    old, fresh = space / ".unfinished-old", space / ".unfinished-fresh"
    for path, age in ((old, DAY), (fresh, timedelta(0))):
        path.write_bytes(b"half")
        moment = (clock.now() - age).timestamp()
        os.utime(path, (moment, moment))

    blobs.remove_unfinished(OURS, begun_before=clock.now())

    assert not old.exists()
    assert fresh.exists()


# --- which bytes are in use --------------------------------------------------------------------


def stored(world: World) -> list[str]:
    return list(world.runtime.blobs.all_of(world.authority_id))


def test_bytes_go_when_the_last_thing_that_uses_them_goes(world: World) -> None:
    first, second = uuid4(), uuid4()
    with world.runtime.work(world.system) as work:
        blob = work.runtime.blobs.put(world.authority_id, io.BytesIO(LETTER))
        for user in (first, first, second):
            blob_uses.use(work, user, blob)
    world.clock.advance(DAY)

    with world.runtime.work(world.system) as work:
        blob_uses.release_all(work, first)
    still = stored(world)
    with world.runtime.work(world.system) as work:
        blob_uses.release_all(work, second)

    assert still == [SHA]
    assert stored(world) == []


def test_bytes_stay_when_the_transaction_that_released_them_fails(world: World) -> None:
    user = uuid4()
    with world.runtime.work(world.system) as work:
        blob = work.runtime.blobs.put(world.authority_id, io.BytesIO(LETTER))
        blob_uses.use(work, user, blob)
    world.clock.advance(DAY)

    with pytest.raises(ZeroDivisionError), world.runtime.work(world.system) as work:
        blob_uses.release_all(work, user)
        raise ZeroDivisionError

    assert stored(world) == [SHA]


def test_the_sweep_removes_unused_bytes_but_not_fresh_ones(world: World) -> None:
    put = world.runtime.blobs.put
    with world.runtime.work(world.system) as work:
        blob_uses.use(work, uuid4(), put(world.authority_id, io.BytesIO(LETTER)))
        put(world.authority_id, io.BytesIO(b"nobody's"))
    world.clock.advance(DAY)
    fresh = put(world.authority_id, io.BytesIO(b"about to be used"))

    with world.runtime.work(world.system) as work:
        count = blob_uses.remove_unused(work)

    assert count == 2
    assert stored(world) == sorted([SHA, fresh.sha256])
