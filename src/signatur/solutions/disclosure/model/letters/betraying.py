"""Whether a letter tells what is withheld: the last look before it leaves."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.schema.letters import Bullets, Grid, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signatur.solutions.disclosure.schema.letters import Letter, Part

# Shorter words, such as initials, would be found in half of all words.
_SHORTEST = 3
_FEWEST_DIGITS = 6
_SEPARATORS = re.compile(r"[\s.\-–—/:]+")


def betrayals(letter: Letter, withheld: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers of the parts in which something withheld stands, counted from 0.

    Spelling with other dashes, spaces or case counts; digits of six and more are compared without what divides
    them. The words of the request as the requester wrote it are part of the letter and are looked at too.
    """
    strings = {_folded(one) for one in withheld}
    words = [one for one in strings if len(one) >= _SHORTEST]
    patterns = [re.compile(rf"(?<!\w){re.escape(one)}(?:s|'s)?(?!\w)") for one in words]
    numbers = {kept for one in words if len(kept := _digits(one)) >= _FEWEST_DIGITS}
    found = []
    for number, part in enumerate(letter.parts):
        text = _folded(_text(part))
        digits = _digits(text)
        if any(one.search(text) for one in patterns) or any(one in digits for one in numbers):
            found.append(number)
    return tuple(found)


def _text(part: Part) -> str:
    match part:
        case Heading() | Paragraph():
            return part.text
        case Bullets():
            return "\n".join(part.items)
        case Grid():
            return "\n".join(cell for row in (part.columns, *part.rows) for cell in row)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return re.sub(r"\s+", " ", re.sub(r"[‐-―−]", "-", plain)).strip()


def _digits(text: str) -> str:
    """Return runs of digits, joined where only a separator divides them, else divided by a space."""
    runs = re.findall(r"\d+(?:[\s.\-/:]{1,3}\d+)*", text)
    return " ".join(_SEPARATORS.sub("", one) for one in runs)
