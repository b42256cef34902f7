"""Registration numbers of vehicles: two letters and five digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.cues import CueKind
from signatur.methods.text.identifiers.schema import Certainty, Identifier, IdentifierKind

if TYPE_CHECKING:
    from signatur.methods.text.identifiers.digits import Run

_LETTERS = re.compile(r"(?<![\w-])([A-Z]{2})[ \u00a0]?$")
# Two capitals that stand before numbers of other kinds.
_NO_PLATE = {"DK", "EU", "SE", "NO", "KL", "NR", "TV", "ID", "BR", "EF", "EN", "VO"}
_WORDS = {CueKind.VEHICLE, CueKind.REGISTRATION}


def read_plate(run: Run) -> Identifier | None:
    """Read AB 12 345 or AB12345; together it is only possible, unless a word says so."""
    if run.gaps not in {(), (" ",)} or run.is_part_of_longer or run.gap_after == " ":
        return None
    match = _LETTERS.search(run.text[max(0, run.start - 4) : run.start])
    if match is None or match[1] in _NO_PLATE or run.text[run.end : run.end + 1].isalpha():
        return None
    is_sure = bool(run.gaps) or (run.cue is not None and run.cue.kind in _WORDS)
    return run.found(
        IdentifierKind.VEHICLE,
        Certainty.LIKELY if is_sure else Certainty.POSSIBLE,
        value=match[1] + run.digits,
        start=run.start - len(match[0]),
    )
