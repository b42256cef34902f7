"""Where the characters of a rewritten text came from, kept as runs: most of a text stays what it was.

A text of millions of characters has a few thousand runs, so that its places need less room than its letters.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right


class Places:
    """For each character of a rewritten text, the stretch of the original that it came from."""

    __slots__ = ("_at", "_ends", "_moves", "_size", "_starts")

    def __init__(self) -> None:
        # A run: its first place in the rewritten text, the stretch of its first character, and whether
        # the stretches of the following ones move on or stay the same.
        self._at = array("i")
        self._starts = array("i")
        self._ends = array("i")
        self._moves = bytearray()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @property
    def runs(self) -> int:
        """How much is held."""
        return len(self._at)

    def keep(self, start: int, end: int) -> None:
        """Put behind: the characters of `original[start:end]` as they are."""
        self._add(start, start + 1, end - start, moves=True)

    def put(self, start: int, end: int, count: int = 1) -> None:
        """Put behind: so many characters, each of which came from all of `original[start:end]`."""
        self._add(start, end, count, moves=count == 1 and end - start == 1)

    def copy(self, other: Places, start: int, end: int) -> None:
        """Put behind: the characters that stand from `start` to before `end` in another text."""
        end = min(end, other._size)
        run = bisect_right(other._at, start) - 1
        while start < end:
            until = other._at[run + 1] if run + 1 < len(other._at) else other._size
            until = min(until, end)
            moves = bool(other._moves[run])
            move = start - other._at[run] if moves else 0
            self._add(
                other._starts[run] + move, other._ends[run] + move, until - start, moves=moves
            )
            start, run = until, run + 1

    def _add(self, start: int, end: int, count: int, *, moves: bool) -> None:
        if count <= 0:
            return
        if self._at and moves and self._moves[-1]:
            length = self._size - self._at[-1]
            if start == self._starts[-1] + length and end == self._ends[-1] + length:
                self._size += count
                return
        self._at.append(self._size)
        self._starts.append(start)
        self._ends.append(end)
        self._moves.append(moves)
        self._size += count

    def pop(self) -> int:
        """Take the last character away; return where its stretch began."""
        start = self.start(self._size - 1)
        self._size -= 1
        if self._at[-1] == self._size:
            for part in (self._at, self._starts, self._ends, self._moves):
                part.pop()
        return start

    def start(self, place: int) -> int:
        """Return where the stretch of a character begins in the original."""
        run = bisect_right(self._at, place) - 1
        return self._starts[run] + (place - self._at[run] if self._moves[run] else 0)

    def end(self, place: int) -> int:
        """Return where the stretch of a character ends in the original."""
        run = bisect_right(self._at, place) - 1
        return self._ends[run] + (place - self._at[run] if self._moves[run] else 0)

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters that hold all that came from `original[start:end]`."""
        every = range(self._size)
        return (
            bisect_right(every, start, key=self.end),
            bisect_left(every, end, key=self.start),
        )
