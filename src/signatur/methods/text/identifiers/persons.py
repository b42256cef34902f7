"""CPR numbers in every way that people write them, replacement numbers, and half-hidden ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import (
    birth_date,
    holds_cpr_check,
    replacement_birth_date,
    replacement_day,
)
from signatur.methods.text.identifiers.cues import CueKind
from signatur.methods.text.identifiers.digits import LINE
from signatur.methods.text.identifiers.schema import (
    Certainty,
    CprFacts,
    Identifier,
    IdentifierKind,
)

if TYPE_CHECKING:
    from datetime import date

    from signatur.methods.text.identifiers.digits import Run

# The first of these years has no living holder of a number, the last is the end of the series
# that are being issued; a number outside is more likely to be something else.
_YEARS_OF_BIRTH = range(1900, 2037)
_NO_CPR = {CueKind.P_NUMBER, CueKind.SE_NUMBER, CueKind.CVR, CueKind.GLN}
_SOMETHING_ELSE = {CueKind.OTHER, CueKind.PHONE, CueKind.ACCOUNT, CueKind.PROPERTY}
_DASHES = {"-", " - "}
_BOXES = (1,) * 10
_PLAIN_SHAPES = {(10,), (6, 4), (2, 2, 2, 4), _BOXES}

# DDMMYYCAAG: the formats X-eCPR and D-eCPR of the health service.
_ECPR = re.compile(r"(\d{6})([- ]?)([01567])([A-ZÆØÅ]{2}\d)(?!\w)")
_FRAGMENT = re.compile(r"(?:\d{6}|\d\d([ .\-])\d\d\1\d\d)[-–\s]{0,2}(?:[xX]{4}|\*{4}|_{4})(?!\w)")
# After the word CPR any ten digits are read, also those that a scanner took for letters.
_AFTER_WORD = re.compile(r"[\dOoIl](?:[\s.\-\u2010-\u2015\u2212－/_*()>]{0,4}[\dOoIl]){9}(?!\w)")
_SCANNED = str.maketrans("OoIl", "0011")
_LOOK_LIKE_DIGITS = {"O", "o", "I", "l"}
_FEWEST_DIGITS = 7


def read_cpr(run: Run) -> Identifier | None:
    """Read a run of ten or twelve digits as a CPR number."""
    digits = _ten_digits(run)
    if run.cue is not None and run.cue.kind in _NO_CPR and run.cue.is_tight:
        return None
    born = birth_date(digits)
    if born is None:
        return _mistyped(run, digits)
    if not _states_century(run, born):
        return None
    certainty = _certainty(run, digits, born)
    return None if certainty is None else _found(run, certainty, digits, born)


def read_ecpr(run: Run) -> Identifier | None:
    """Read a replacement number of the health service, six digits of date and letters in it."""
    match = _ECPR.match(run.text, run.start)
    if match is None or run.text[run.start - 1 : run.start].isalnum():
        return None
    born = replacement_birth_date(match[1], match[3])
    if born is None:
        return None
    is_sure = match[2] == "-" or _follows_word(run)
    return run.found(
        IdentifierKind.CPR,
        Certainty.LIKELY if is_sure else Certainty.POSSIBLE,
        value=match[1] + match[3] + match[4],
        end=match.end(),
        facts=CprFacts(birth_date=born, is_replacement=True, has_check_digit=False),
    )


def read_fragment(run: Run) -> Identifier | None:
    """Read a CPR number whose last four characters are hidden."""
    match = _FRAGMENT.match(run.text, run.start)
    if match is None:
        return None
    digits = "".join(filter(str.isdigit, match[0]))
    if birth_date(digits + "0") is None and birth_date(digits + "4") is None:
        return None
    return run.found(IdentifierKind.CPR_FRAGMENT, Certainty.LIKELY, value=digits, end=match.end())


def read_cpr_after_word(run: Run) -> Identifier | None:
    """Read any ten digits right after the word CPR, however they are parted."""
    if run.cue is None or not run.cue.is_tight:
        return None
    start = run.start - (run.text[run.start - 1 : run.start] in _LOOK_LIKE_DIGITS)
    match = _AFTER_WORD.match(run.text, start)
    if match is None or run.text[start - 1 : start].isalnum():
        return None
    written = "".join(filter(str.isalnum, match[0]))
    digits = "".join(str(int(digit)) for digit in written.translate(_SCANNED))
    born = birth_date(digits)
    if born is None or sum(map(str.isdigit, written)) < _FEWEST_DIGITS:
        return None
    certainty = Certainty.LIKELY if written.isdigit() else Certainty.POSSIBLE
    return _found(run, certainty, digits, born, start=start, end=match.end())


def _mistyped(run: Run, digits: str) -> Identifier | None:
    """No such day; but right after the word CPR it is somebody's number with a slip in it."""
    is_said = run.cue is not None and run.cue.kind is CueKind.CPR and run.cue.is_tight
    return _found(run, Certainty.POSSIBLE, digits, None) if is_said else None


def _found(
    run: Run,
    certainty: Certainty,
    digits: str,
    born: date | None,
    *,
    start: int | None = None,
    end: int | None = None,
) -> Identifier:
    facts = CprFacts(
        birth_date=born,
        is_replacement=replacement_day(digits),
        has_check_digit=holds_cpr_check(digits),
    )
    return run.found(IdentifierKind.CPR, certainty, value=digits, start=start, end=end, facts=facts)


def _ten_digits(run: Run) -> str:
    """Return the ten digits; a year written in full is cut to its last two."""
    if len(run.digits) == 10:
        return run.digits
    dated = run.digits[:8]
    return dated[:4] + dated[6:] + run.digits[8:]


def _states_century(run: Run, born: date) -> bool:
    """A year written in full must be the one that the seventh digit says."""
    return len(run.digits) == 10 or run.digits[4:8] == str(born.year)


def _follows_word(run: Run) -> bool:
    return run.cue is not None and run.cue.kind is CueKind.CPR


def _certainty(run: Run, digits: str, born: date) -> Certainty | None:
    has_check = holds_cpr_check(digits)
    if born.year not in _YEARS_OF_BIRTH:
        return Certainty.POSSIBLE if _follows_word(run) or _is_unmistakable(run) else None
    if _follows_word(run):
        return Certainty.CHECKED if has_check else Certainty.LIKELY
    if _is_unmistakable(run):
        return _of_unmistakable(run, has_check=has_check)
    if _is_plain(run) and not _says_something_else(run, or_case=True):
        return Certainty.LIKELY if has_check else Certainty.POSSIBLE
    return Certainty.POSSIBLE if has_check else None


def _of_unmistakable(run: Run, *, has_check: bool) -> Certainty:
    is_doubtful = _says_something_else(run) or bool({run.gap_before, run.gap_after} & {"-", "."})
    if has_check:
        return Certainty.LIKELY if is_doubtful else Certainty.CHECKED
    return Certainty.POSSIBLE if is_doubtful else Certainty.LIKELY


def _says_something_else(run: Run, *, or_case: bool = False) -> bool:
    """A word says so; cases may be filed by CPR number, so that with a dash they do not count."""
    if run.cue is None or not run.cue.is_tight:
        return False
    return run.cue.kind in _SOMETHING_ELSE or (or_case and run.cue.kind is CueKind.CASE)


def _is_unmistakable(run: Run) -> bool:
    """Six digits of date, a dash, four digits."""
    return bool(run.gaps) and run.gaps[-1] in _DASHES


def _is_plain(run: Run) -> bool:
    """Ten digits together or parted by blanks: an account or order number may look the same."""
    if run.is_part_of_longer or run.is_attached or run.shape not in _PLAIN_SHAPES:
        return False
    if " " in (run.gap_before, run.gap_after):
        return not run.gaps
    if run.shape == _BOXES:
        return set(run.gaps) - _DASHES == {" "}
    return set(run.gaps) in (set(), {" "}, {LINE})
