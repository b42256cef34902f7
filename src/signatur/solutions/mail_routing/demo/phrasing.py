"""Turns a sentence pattern into a sentence: `[a|b]` is a choice, `{name}` a particular of the letter at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.solutions.mail_routing.demo.chance import Chance

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_DOUBLED_STOP = re.compile(r"(?<=[a-zæøå])\.\.(?=\s|$)")
_PARTICULAR = re.compile(r"\{(\w+)\}")


def fill(pattern: str, particulars: Mapping[str, str], chance: Chance) -> str:
    """Return the pattern with its choices made and its particulars put in.

    A name with a capital, `{Relative}`, gives the particular with a capital. Raises KeyError for an unknown name.
    """

    def put_in(match: re.Match[str]) -> str:
        name = match[1]
        if name in particulars:
            return particulars[name]
        return capitalised(particulars[name[0].lower() + name[1:]])

    chosen = _CHOICE.sub(lambda match: chance.pick(match[1].split("|")), pattern)
    # The full stop of an abbreviation ("kr.", "th.") ends the sentence too.
    return _DOUBLED_STOP.sub(".", _PARTICULAR.sub(put_in, chosen))


def fill_sentence(pattern: str, particulars: Mapping[str, str], chance: Chance) -> str:
    """Return the filled pattern with a capital in front."""
    return capitalised(fill(pattern, particulars, chance))


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
