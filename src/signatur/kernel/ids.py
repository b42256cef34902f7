"""Ids that are unique without coordination and sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

_RANDOM_BITS = 74
_lock = threading.Lock()
_last = 0


def new_id(now: datetime) -> UUID:
    """Return a UUID version 7 (RFC 9562, section 5.7), increasing within this process.

    Two calls in the same millisecond, or after the clock was set back, still give increasing ids:
    the random part counts on (section 6.2, method 2).
    """
    global _last  # noqa: PLW0603 (one counter per process is the point)
    fresh = (int(now.timestamp() * 1000) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    with _lock:
        _last = fresh if fresh > _last else _last + 1 + secrets.randbits(32)
        value = _last
    stamp, rest = value >> _RANDOM_BITS, value & ((1 << _RANDOM_BITS) - 1)
    return UUID(
        int=(stamp << 80)
        | (0x7 << 76)
        | ((rest >> 62) << 64)
        | (0b10 << 62)
        | (rest & ((1 << 62) - 1))
    )
