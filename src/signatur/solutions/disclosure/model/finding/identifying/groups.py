"""Groups of digits and what parts them: numbers as they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = re.compile(r"[0-9]+")
_SIGNS = re.compile(r"[-./|_:,;\\~+=·•*]")
_LONGEST_GAP = 7


@dataclass(frozen=True, slots=True)
class Number:
    """Neighbouring groups of digits that may be one number."""

    start: int
    end: int
    digits: str
    shape: tuple[int, ...]
    gaps: tuple[str, ...]
    """What parts the groups: `-`, `.`, `/`, `|`, `_`, `:`, one blank, `\\t` for several or a tab,
    `\\n` for a line end, and `-\\n` for a dash and a line end."""
    before: str
    """The gap to a group of digits before it; empty where there is none."""
    after: str


def numbers(text: str, totals: frozenset[int], longest: int = 12) -> Iterator[Number]:
    """Yield every run of neighbouring groups with as many digits as `totals` says."""
    found = [(match.start(), match.end()) for match in _DIGITS.finditer(text)]
    gaps = ["", *(_gap(text, found[i][1], found[i + 1][0]) for i in range(len(found) - 1)), ""]
    most = max(totals)
    for first in range(len(found)):
        total = 0
        for last in range(first, min(first + longest, len(found))):
            if last > first and not gaps[last]:
                break
            total += found[last][1] - found[last][0]
            if total > most:
                break
            if total in totals:
                yield _number(text, found, gaps, first, last)


def _number(
    text: str, found: list[tuple[int, int]], gaps: list[str], first: int, last: int
) -> Number:
    spans = found[first : last + 1]
    return Number(
        start=spans[0][0],
        end=spans[-1][1],
        digits="".join(text[a:b] for a, b in spans),
        shape=tuple(b - a for a, b in spans),
        gaps=tuple(gaps[first + 1 : last + 1]),
        before=gaps[first],
        after=gaps[last + 1],
    )


def _gap(text: str, start: int, end: int) -> str:
    """Return the plain form of what parts two groups; empty where it is something else."""
    if end - start > _LONGEST_GAP:
        gap = text[start:end]
        return "\t" if len(gap) <= 60 and not gap.strip(" \t") else ""
    gap = text[start:end]
    sign = gap.strip(" \t\n")
    line = "\n" if "\n" in gap else ""
    if not sign:
        return line or (" " if gap == " " else "\t")
    if sign in {"--", "- -"}:
        sign = "-"
    if "|" in sign and sign.strip("| ") == "-":
        sign = "-"
    if len(sign) == 1 and _SIGNS.match(sign):
        return sign + line
    return "|" if set(sign) <= {"|", " ", "\t"} else ""
