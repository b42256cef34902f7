"""KLE numbers, case and journal numbers, and the numbers of properties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import calendar_date
from signatur.methods.text.identifiers.cues import CueKind
from signatur.methods.text.identifiers.laws import is_of_law
from signatur.methods.text.identifiers.schema import (
    Certainty,
    Identifier,
    IdentifierKind,
    KleFacts,
)

if TYPE_CHECKING:
    from signatur.methods.text.identifiers.digits import Run

# 02.34.02, perhaps with a handling facet (P19), perhaps with running number and year: then it is a
# journal number.
_KLE = re.compile(
    r"\d\d\.\d\d\.\d\d(?:[ .\-]?(?P<facet>[A-ZÆØÅ]\d\d)(?!\d))?"
    r"(?P<journal>[-/]\d{1,6}[-/]\d{1,4}(?![\d-]))?(?!\w)"
)
_PREFIX = re.compile(r"(?<![\w.])([A-ZÆØÅ]{1,5}-?)$")
_PREFIX_REACH = 8
# A case number may hold letters; it has no blanks.
_CASE_TOKEN = re.compile(r"[A-Za-zÆØÅæøå0-9][\w.\-/]{2,40}")
_ATTACHED = re.compile(r"[\w/\-]*$")
_TOKEN_REACH = 16
_SIGNS = re.compile(r"(?:[\s.:#=\-(]|nr|nummer|no|er|id){0,8}")
_LOOKS_LIKE_YEAR = re.compile(r"(?:19|20)\d\d")
_WRITTEN_DATE = re.compile(r"\d{1,2}[.\-/]\d{1,2}[.\-/](?:\d\d|\d{4})")

# matr.nr. 7a, Nørre Hald By, Nørre Hald
_NAME = r"[A-ZÆØÅ][\wæøåé]{0,30}"
_CADASTRAL = re.compile(
    r"(\d{1,4}\s?[a-zæøå]{0,3})(?!\w)"
    rf"(,?\s(?:af\s)?{_NAME}(?:[ \t]{_NAME}){{0,4}}(?:,\s{_NAME}(?:\s{_NAME})?)?)?"
)
_PROPERTY_DIGITS = range(5, 11)


def read_kle(run: Run) -> Identifier | None:
    """Read NN.NN.NN as a KLE or journal number, told from dates by word, facet or calendar."""
    match = _KLE.match(run.text, run.start)
    if (
        match is None
        or run.gap_before in {".", "-"}
        or run.text[run.start - 1 : run.start].isalnum()
    ):
        return None
    if match["journal"]:
        return _found_kle(run, match, IdentifierKind.CASE_NUMBER, Certainty.LIKELY)
    certainty = _kle_certainty(run, has_facet=match["facet"] is not None)
    if certainty is None:
        return None
    return _found_kle(run, match, IdentifierKind.KLE, certainty)


def _kle_certainty(run: Run, *, has_facet: bool) -> Certainty | None:
    has_word = run.cue is not None and run.cue.kind in {CueKind.KLE, CueKind.CASE}
    if has_facet or (has_word and run.gap_after != "."):
        return Certainty.LIKELY
    return None if run.gap_after == "." or _is_date_or_time(run) else Certainty.POSSIBLE


def read_case_number(run: Run) -> Identifier | None:
    """Read shapes that case systems use: 24/12345, 2024-012345, S2024-123, EMN-2024-01234."""
    if run.gaps[0] not in {"-", "/"} or run.gap_before in {"-", "/", "."}:
        return None
    if run.gap_after in {"-", "/"} or run.gap_after == ".":
        return None
    prefix = _PREFIX.search(run.text[max(0, run.start - _PREFIX_REACH) : run.start])
    if prefix is None and run.is_attached:
        return None
    certainty = _case_certainty(run, has_prefix=prefix is not None)
    if certainty is None or is_of_law(run.text, run.start, run.end):
        return None
    start = run.start - (len(prefix[1]) if prefix else 0)
    written = run.text[start : run.end]
    return run.found(IdentifierKind.CASE_NUMBER, certainty, value=written, start=start)


def read_case_after_word(run: Run) -> Identifier | None:
    """Read whatever stands after sagsnr., j.nr. or ref. and holds a digit."""
    if run.cue is None or run.cue.kind is not CueKind.CASE:
        return None
    start = _token_start(run)
    match = _CASE_TOKEN.match(run.text, start)
    if match is None or not _only_signs(run.text[run.cue.end : start]):
        return None
    token = match[0].rstrip(".-/")
    if len(token) < 3 or _WRITTEN_DATE.fullmatch(token):
        return None
    end = start + len(token)
    return run.found(
        IdentifierKind.CASE_NUMBER, Certainty.LIKELY, value=token.upper(), start=start, end=end
    )


def read_property(run: Run) -> Identifier | None:
    """Read a cadastral number after matr.nr., or the digits after BFE or ejendomsnummer."""
    if run.cue is None or run.cue.kind is not CueKind.PROPERTY or not run.cue.is_tight:
        return None
    if len(run.digits) in _PROPERTY_DIGITS:
        return run.found(IdentifierKind.PROPERTY, Certainty.LIKELY)
    match = _CADASTRAL.match(run.text, run.start)
    if match is None:
        return None
    parcel = match[1].replace(" ", "")
    district = (match[2] or "").strip(" ,").removeprefix("af ")
    return run.found(
        IdentifierKind.PROPERTY,
        Certainty.LIKELY,
        value=f"{parcel} {district}".strip(),
        end=match.end() if district else match.end(1),
    )


def _found_kle(
    run: Run, match: re.Match[str], kind: IdentifierKind, certainty: Certainty
) -> Identifier:
    code, facet = match[0][:8], match["facet"] or ""
    is_case = kind is IdentifierKind.CASE_NUMBER
    value = match[0] if is_case else " ".join(filter(None, (code, facet)))
    facts = KleFacts(code=code, facet=facet)
    return run.found(kind, certainty, value=value, end=match.end(), facts=facts)


def _is_date_or_time(run: Run) -> bool:
    first, second, third = map(int, run.groups)
    if calendar_date(first, second, 2000 + third) or calendar_date(third, second, 2000 + first):
        return True
    return run.text[max(0, run.start - 4) : run.start].lower().rstrip(" .").endswith("kl")


def _case_certainty(run: Run, *, has_prefix: bool) -> Certainty | None:
    year, number = run.groups[0], run.groups[1]
    if len(year) == 4 and year[:2] not in {"19", "20"}:
        return None
    if len(number) == 4 and _LOOKS_LIKE_YEAR.match(number):
        # 12/2024 is a month, 2024/2025 a school year.
        return Certainty.POSSIBLE if has_prefix else None
    if has_prefix or len(year) == 4:
        return Certainty.LIKELY
    if run.gaps[0] == "-":
        return None
    return Certainty.LIKELY if len(number) > 4 else Certainty.POSSIBLE


def _token_start(run: Run) -> int:
    """Return where the word that holds the run begins, not before the end of the cue."""
    assert run.cue is not None
    earliest = max(run.cue.end, run.start - _TOKEN_REACH)
    before = run.text[earliest : run.start]
    attached = _ATTACHED.search(before)
    return run.start - (len(attached[0]) if attached is not None else 0)


def _only_signs(gap: str) -> bool:
    return _SIGNS.fullmatch(gap) is not None
