"""Damages files the way lines, disks and attackers do, always the same for the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

# Numbers at which readers stumble: none, all, the largest signed ones, and their neighbours.
_TELLING = (
    bytes(4),
    b"\xff" * 4,
    b"\xff\xff\xff\x7f",
    b"\xfe\xff\xff\xff",
    b"\x00\x00\x01\x00",
    b"\r\n\r\n",
    b"--",
    b"<!--",
    b"]]>",
    b"%%EOF",
    b"PK\x05\x06",
    b"\\u-1?",
)
_MOST_STEPS = 6


def mutated(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """Return a file with up to six changes; `others` are files of which pieces may be put in."""
    for _ in range(rng.randint(1, _MOST_STEPS)):
        data = rng.choice(_CHANGES)(data, others, rng)
    return data


def _flipped(data: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    """Some bits are wrong."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8) if data else 0):
        changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(data: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    """The end is missing."""
    return data[: rng.randint(0, len(data))]


def _holed(data: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    """A stretch is missing."""
    start = rng.randint(0, len(data))
    return data[:start] + data[start + rng.randint(1, 600) :]


def _repeated(data: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    """A stretch is there several times."""
    start = rng.randint(0, len(data))
    stretch = data[start : start + rng.randint(1, 300)]
    return data[:start] + stretch * rng.randint(2, 40) + data[start:]


def _overwritten(data: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    """A number or mark is another one."""
    start, put = rng.randint(0, len(data)), rng.choice(_TELLING)
    return data[:start] + put + data[start + len(put) :]


def _spliced(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """A piece of another file is in the middle."""
    other = rng.choice(others)
    at, start = rng.randint(0, len(data)), rng.randint(0, len(other))
    return data[:at] + other[start : start + rng.randint(1, 2000)] + data[at:]


_CHANGES = (_flipped, _cut, _holed, _repeated, _overwritten, _spliced)
