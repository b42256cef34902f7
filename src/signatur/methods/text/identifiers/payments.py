"""Bank accounts: Danish registration and account number, and IBAN."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import holds_iban_check, iban_length
from signatur.methods.text.identifiers.cues import CueKind
from signatur.methods.text.identifiers.schema import Certainty, Identifier, IdentifierKind

if TYPE_CHECKING:
    from signatur.methods.text.identifiers.digits import Run

_IBAN = re.compile(r"[A-Z]{2}\d\d(?:[ \u00a0]?[A-Z0-9]){11,30}")
# Four digits name the bank, six to ten the account.
_ACCOUNT = re.compile(
    r"(\d{4})(?!\d)[ \t.:,/\-]{0,4}(?:(?:og )?[Kk]onto\w{0,8}[ .:\-]{0,4}(?:nr)?[ .:\-]{0,3})?"
    r"(\d(?:[ .]?\d){5,9})(?!\d)"
)
_ACCOUNT_TOGETHER = range(10, 15)


def read_bank_account(run: Run) -> Identifier | None:
    """Read registration and account number after a word for them."""
    if run.cue is None or run.cue.kind not in {CueKind.ACCOUNT, CueKind.REGISTRATION}:
        return None
    match = _ACCOUNT.match(run.text, run.start)
    if match is not None:
        value = f"{match[1]}-{re.sub(r'[ .]', '', match[2])}"
        return run.found(
            IdentifierKind.BANK_ACCOUNT, Certainty.LIKELY, value=value, end=match.end()
        )
    if len(run.digits) in _ACCOUNT_TOGETHER:
        return run.found(IdentifierKind.BANK_ACCOUNT, Certainty.POSSIBLE)
    return None


def read_unnamed_account(run: Run) -> Identifier | None:
    """Read four and ten digits, the full form of a Danish account, without a word before."""
    if run.gaps[0] not in {" ", "-"} or run.is_part_of_longer or run.is_attached:
        return None
    value = "-".join(run.groups)
    return run.found(IdentifierKind.BANK_ACCOUNT, Certainty.POSSIBLE, value=value)


def read_iban(run: Run) -> Identifier | None:
    """Read an IBAN whose country and check digits are right."""
    start = run.start - 2
    match = _IBAN.match(run.text, start) if start >= 0 else None
    if match is None or run.text[start - 1 : start].isalnum():
        return None
    length = iban_length(match[0][:2])
    written = _first(match[0], length) if length else None
    if written is None:
        return None
    iban = re.sub(r"\s", "", written)
    if not holds_iban_check(iban):
        return None
    end = start + len(written)
    if run.text[end : end + 1].isalnum():
        return None
    return run.found(IdentifierKind.IBAN, Certainty.CHECKED, value=iban, start=start, end=end)


def _first(written: str, length: int) -> str | None:
    """Return the shortest beginning that holds `length` characters besides blanks."""
    seen = 0
    for place, character in enumerate(written):
        seen += not character.isspace()
        if seen == length:
            return written[: place + 1]
    return None
