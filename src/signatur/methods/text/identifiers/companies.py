"""Numbers of companies and institutions: CVR, SE, P number and GLN (EAN)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import (
    holds_cvr_check,
    holds_gs1_check,
    written_date,
)
from signatur.methods.text.identifiers.cues import CueKind
from signatur.methods.text.identifiers.schema import Certainty, Identifier, IdentifierKind

if TYPE_CHECKING:
    from signatur.methods.text.identifiers.digits import Run

_KINDS = {CueKind.CVR: IdentifierKind.CVR, CueKind.SE_NUMBER: IdentifierKind.SE_NUMBER}
# Prefix of GS1 Denmark; locations of the public sector begin with 5790 or 5798.
_DANISH_PREFIX = "57"


def read_cvr(run: Run) -> Identifier | None:
    """Read eight digits as a CVR or SE number, told from phone numbers by word or prefix."""
    if "/" in run.gaps or run.is_part_of_longer:
        return None
    has_check = holds_cvr_check(run.digits)
    kind = _KINDS.get(run.cue.kind) if run.cue else None
    if kind is not None:
        return run.found(kind, Certainty.CHECKED if has_check else Certainty.POSSIBLE)
    if not has_check:
        return None
    if run.text[max(0, run.start - 4) : run.start].rstrip(" -").endswith("DK"):
        return run.found(IdentifierKind.CVR, Certainty.CHECKED)
    return _without_word(run)


def read_p_number(run: Run) -> Identifier | None:
    """Read ten digits after the word P-nummer or produktionsenhed."""
    if run.cue is None or run.cue.kind is not CueKind.P_NUMBER:
        return None
    return run.found(IdentifierKind.P_NUMBER, Certainty.LIKELY)


def read_gln(run: Run) -> Identifier | None:
    """Read thirteen digits as a global location number (EAN-lokationsnummer)."""
    has_word = run.cue is not None and run.cue.kind is CueKind.GLN
    is_danish = run.digits.startswith(_DANISH_PREFIX)
    if run.is_part_of_longer or not (has_word or is_danish):
        return None
    if holds_gs1_check(run.digits):
        return run.found(IdentifierKind.GLN, Certainty.CHECKED)
    return run.found(IdentifierKind.GLN, Certainty.POSSIBLE) if has_word else None


def _without_word(run: Run) -> Identifier | None:
    """No Danish phone number begins with 1, so that eight digits which do may be a CVR number."""
    if run.gaps or run.is_attached or run.cue is not None or not run.digits.startswith("1"):
        return None
    if written_date(run.digits) is not None:
        return None
    return run.found(IdentifierKind.CVR, Certainty.POSSIBLE)
