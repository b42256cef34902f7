"""Groups of digits in a text, and the runs of neighbouring groups that may be one number."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from signatur.methods.text.identifiers.cues import Cue, cue_before
from signatur.methods.text.identifiers.schema import Certainty, Facts, Identifier, IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

# Arabic-Indic and other decimal digits count as well: people write CPR numbers with them.
_DIGITS = re.compile(r"\d+")
LONGEST_RUN = 10
"""Groups in the longest number that is written in groups: a CPR number with a box for each digit."""

LINE = "\n"
"""The plain form of a gap with nothing but a line end in it: the number was wrapped there."""
_LONGEST_GAP = 6
_SHORT = 4
_PLAIN_SIGNS = {
    **dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000\u200b", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **dict.fromkeys(
        "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d", "-"
    ),
    **dict.fromkeys("\x0b\x0c\r\u2028", "\n"),
}
_SIGNS = str.maketrans(_PLAIN_SIGNS)
# A wrapped line may be a quoted one.
_LINE_END = re.compile(r"\n+(?:[ >|]*(?=[>|])[>|])?")
_MOST_BLANKS = 2


@lru_cache(maxsize=4096)
def _plain_gap(gap: str) -> str | None:
    """Return the plain form of what parts two groups of one number, None where it is something else."""
    plain = _LINE_END.sub(LINE, gap.replace("\r\n", "\n").translate(_SIGNS))
    sign = plain.replace(" ", "")
    if not sign:
        return " " if len(plain) <= _MOST_BLANKS else None
    if sign in {".", "/"}:
        return sign if plain == sign else None
    if sign == LINE:
        return LINE
    if sign.replace(LINE, "", 1) not in {"-", "--"}:
        return None
    return "-" if "-" in (plain[0], plain[-1]) else " - "


class Run(NamedTuple):
    """Neighbouring groups of digits in a text that may together be one number.

    A named tuple, because there are more of them than of identifiers and making one is cheap.
    """

    text: str
    start: int
    end: int
    groups: tuple[str, ...]
    """ASCII digits."""
    shape: tuple[int, ...]
    """The lengths of the groups."""
    gaps: tuple[str, ...]
    """What parts the groups, in plain form: a blank, `-`, ` - `, `.`, `/` or a line end."""
    gap_before: str | None
    """What parts the run from the digits before it; None when they are no neighbours."""
    gap_after: str | None
    cue: Cue | None

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def is_wrapped(self) -> bool:
        """A line ends within the number, where the text was wrapped or a table begins a new row."""
        return LINE in self.gaps

    @property
    def is_attached(self) -> bool:
        """A letter or underscore stands right before or after, as in a product code."""
        before, after = self.text[self.start - 1 : self.start], self.text[self.end : self.end + 1]
        return before.isalpha() or after.isalpha() or "_" in (before, after)

    @property
    def is_part_of_longer(self) -> bool:
        """More digits follow or precede, parted by a sign rather than a blank."""
        return bool({self.gap_before, self.gap_after} & {"-", ".", "/"})

    def found(
        self,
        kind: IdentifierKind,
        certainty: Certainty,
        *,
        value: str | None = None,
        start: int | None = None,
        end: int | None = None,
        facts: Facts | None = None,
    ) -> Identifier:
        """Return the run, or the span around it, as an identifier."""
        start = self.start if start is None else start
        end = self.end if end is None else end
        return Identifier(
            kind=kind,
            start=start,
            end=end,
            certainty=certainty,
            text=self.text[start:end],
            value=self.digits if value is None else value,
            facts=facts,
        )


def runs(text: str, shapes: Container[tuple[int, ...]]) -> Iterator[Run]:
    """Yield every run of neighbouring groups whose lengths are among `shapes`.

    A group without digits next to it on the left is always yielded, so that each number is seen
    once with the word before it; a short group that has some is no number by itself. Work grows
    with the number of groups: at most `LONGEST_RUN` runs begin at each.
    """
    found = list(_DIGITS.finditer(text))
    groups = [match[0] for match in found]
    if not text.isascii():
        groups = [_ascii(group) for group in groups]
    gaps = [None, *(_gap(text, a.end(), b.start()) for a, b in pairwise(found)), None]
    for first, match in enumerate(found):
        lasts = list(_ends(groups, gaps, first, shapes))
        cue = cue_before(text, match.start()) if lasts else None
        for last in lasts:
            yield Run(
                text=text,
                start=match.start(),
                end=found[last].end(),
                groups=tuple(groups[first : last + 1]),
                shape=tuple(map(len, groups[first : last + 1])),
                gaps=tuple(gap or "" for gap in gaps[first + 1 : last + 1]),
                gap_before=_beside(gaps[first]),
                gap_after=_beside(gaps[last + 1]),
                cue=cue,
            )


def _ends(
    groups: Sequence[str],
    gaps: Sequence[str | None],
    first: int,
    shapes: Container[tuple[int, ...]],
) -> Iterator[int]:
    """Yield the last groups of the runs that begin with group `first`."""
    is_head = gaps[first] in (None, LINE)
    shape: tuple[int, ...] = ()
    for last in range(first, min(first + LONGEST_RUN, len(groups))):
        shape += (len(groups[last]),)
        is_single = last == first
        if (is_single and is_head) or (shape in shapes and not (is_single and shape[0] <= _SHORT)):
            yield last
        if gaps[last + 1] is None:
            return


def _gap(text: str, start: int, end: int) -> str | None:
    return _plain_gap(text[start:end]) if end - start <= _LONGEST_GAP else None


def _beside(gap: str | None) -> str | None:
    """A number on the line above or below is no neighbour."""
    return None if gap == LINE else gap


def _ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)
