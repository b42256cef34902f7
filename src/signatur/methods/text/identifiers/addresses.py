"""Danish addresses: street, house number, floor and door; and the postal town after them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.cues import CueKind
from signatur.methods.text.identifiers.schema import (
    AddressFacts,
    Certainty,
    Identifier,
    IdentifierKind,
)
from signatur.methods.text.identifiers.streets import (
    DEFINITE_ENDINGS,
    ENDINGS,
    FRONT_WORDS,
    MODIFIERS,
    NO_STREET,
    STREET_ENDINGS,
)

if TYPE_CHECKING:
    from signatur.methods.text.identifiers.digits import Run

_STREET_REACH = 60
_SHORTEST_LOWER_CASE = 6
_MOST_WORDS_BEFORE = 3
_WORD = re.compile(r"[^\s,;:()]{1,40}$")
_INITIAL = re.compile(r"(?:[A-ZÆØÅ]\.){1,3}")
_GENERIC_NAME = re.compile(r"(?:[A-ZÆØÅÉ][\w.'\-éü]*[ \t]){0,3}[A-ZÆØÅÉ][\w.'\-éü]+$")

_HOUSE = re.compile(r"\d{1,3}(?:[a-zæøå]|[ \t]?[A-HJ-ZÆØÅ])?(?![\w])(?:-\d{1,3}[A-Za-z]?(?!\w))?")
_FLOOR = re.compile(
    r",?[ \t]{0,2}(?:"
    r"(?:st|stuen|kld|kl|\d{1,2})(?:\.?[ \t]?(?:sal|etage)\b\.?)?[.,]{0,2}[ \t]?"
    r"(?:(?:tv|th|mf|t\.v|t\.h|m\.f|til (?:venstre|højre))\b\.?|dør[ \t]?\d{1,4}|lejl\.?[ \t]?\d{1,4})"
    r"|(?:st|stuen|\d{1,2})\.?[ \t]?(?:sal|etage)\b\.?"
    r"|(?:stuen\b|st\.(?=[ \t]*[,\n]))"
    r"|(?<=,)[ \t]?\d{1,2}\.(?:[ \t]\d{1,3})?(?=[ \t]?[,\n])"
    r"|(?<=,)[ \t]?(?:lejl|lejlighed|værelse|vær|dør|opgang)\.?[ \t]?\w{1,4}\b"
    r")",
    re.IGNORECASE,
)
_TOWN = re.compile(
    r"(?:,[ \t]?[A-ZÆØÅ][\wæøå.]{1,20}(?:[ \t][A-ZÆØÅ]\w{0,20})?)?[,.]?[ \t]?\r?\n?[ \t>]{0,6}"
    r"(?P<town>(?:DK[- ]?)?(?P<code>\d{4})[ \t]{1,2}[A-ZÆØÅ][\wæøåéü.]{1,24}"
    r"(?:[ \t](?:[A-ZÆØÅ]\b|[A-ZÆØÅ][a-zæøåéü]{1,20}(?=[ \t]*[,.\n]|$)))?)"
)
_LOWEST_CODE, _HIGHEST_CODE = 800, 9990


def read_address(run: Run) -> Identifier | None:
    """Read the run as a house number, when a street name stands before it."""
    lead = _lead(run) if _may_follow_street(run) else ""
    if not _may_end_with_street(lead):
        return None
    house = _HOUSE.match(run.text, run.start)
    if house is None:
        return None
    floor = _FLOOR.match(run.text, house.end())
    end = floor.end() if floor else house.end()
    town = _TOWN.match(run.text, end)
    street = _street(lead, is_sure=bool(floor or town or _has_word(run)))
    if street is None:
        return None
    return run.found(
        IdentifierKind.ADDRESS,
        Certainty.LIKELY if floor or town or _has_word(run) else Certainty.POSSIBLE,
        value=_one_line(run.text[run.start - 1 - len(street) : end]),
        start=run.start - 1 - len(street),
        end=end,
        facts=AddressFacts(
            street=street,
            house_number=_one_line(house[0]),
            floor_and_door=_one_line(floor[0]).strip(" ,") if floor else "",
        ),
    )


def read_postal_town(run: Run) -> Identifier | None:
    """Read four digits and a capitalised word as postal code and town.

    A year may stand before a capitalised word too, so that a number from 1900 to 2099 is read
    only at the start of a line or after a comma.
    """
    match = _TOWN.match(run.text, run.start)
    if match is None or match.start("code") != run.start or run.is_attached:
        return None
    if not _LOWEST_CODE <= int(run.digits) <= _HIGHEST_CODE or run.gap_before is not None:
        return None
    before = run.text[max(0, run.start - 3) : run.start].rstrip(" \t>")
    is_placed = not before or before[-1] in ",\n"
    if run.digits[:2] in {"19", "20"} and not is_placed:
        return None
    return run.found(
        IdentifierKind.POSTAL_TOWN,
        Certainty.LIKELY if is_placed else Certainty.POSSIBLE,
        value=_one_line(match["town"]),
        end=match.end("town"),
    )


def _may_follow_street(run: Run) -> bool:
    before = run.text[max(0, run.start - 2) : run.start]
    if len(before) < 2 or before[1] not in " \u00a0" or run.gap_after == ".":
        return False
    return before[0].isalpha() or before[0] in ".'"


def _has_word(run: Run) -> bool:
    return run.cue is not None and run.cue.kind is CueKind.ADDRESS


def _lead(run: Run) -> str:
    """Return what stands on the line before the run and its blank."""
    lead = run.text[max(0, run.start - 1 - _STREET_REACH) : run.start - 1]
    return lead[max(lead.rfind("\n"), lead.rfind("\t")) + 1 :]


def _last_word(lead: str) -> str:
    word = _WORD.search(lead)
    return word[0].lstrip("\"'“”*>") if word is not None else ""


def _may_end_with_street(lead: str) -> bool:
    """Most numbers follow a word that is none: see that before anything is looked at closely."""
    return lead.lower().endswith(ENDINGS) or _last_word(lead)[:1].isupper()


def _street(lead: str, *, is_sure: bool) -> str | None:
    """Return the street name with which a line before a house number ends."""
    name = _last_word(lead)
    if _is_street(name, is_sure=is_sure):
        return _with_modifiers(lead, name)
    generic = _GENERIC_NAME.search(lead) if is_sure else None
    return _after_word(generic[0]) if generic else None


def _is_street(name: str, *, is_sure: bool) -> bool:
    """Tell whether a word before a number is a street; `is_sure`: floor, town or a word says so."""
    lowered = name.lower()
    if not lowered.endswith(ENDINGS):
        return False
    is_alone = lowered in ENDINGS
    if name[0].isupper():
        is_plain_street = lowered.endswith(STREET_ENDINGS) and (
            is_alone or lowered not in NO_STREET
        )
        return is_sure or is_plain_street or (not is_alone and lowered.endswith(DEFINITE_ENDINGS))
    if is_sure:
        return not is_alone or lowered in STREET_ENDINGS
    is_compound = len(lowered) >= _SHORTEST_LOWER_CASE and not is_alone
    return is_compound and lowered.endswith(STREET_ENDINGS) and lowered not in NO_STREET


def _with_modifiers(lead: str, name: str) -> str:
    """Put the words before a street name to it that belong to it: Gl., Store, H.C. Andersens."""
    words = lead[: len(lead) - len(name)].split(" ")
    is_alone = name.lower() in ENDINGS
    kept = len(name)
    for word in reversed(words[max(0, len(words) - 1 - _MOST_WORDS_BEFORE) : -1]):
        bare = word.lstrip("\"'“”*>(")
        if not bare or not _belongs(bare, is_alone=is_alone):
            break
        kept += 1 + len(bare)
        if bare != word:
            break
    return lead[len(lead) - kept :]


def _belongs(word: str, *, is_alone: bool) -> bool:
    if word.lower() in MODIFIERS and (word[0].isupper() or word.endswith(".")):
        return True
    if _INITIAL.fullmatch(word):
        return True
    if not is_alone or word.lower() in FRONT_WORDS:
        return False
    return word[-1].isalpha() and (word[0].isupper() or word.endswith("s"))


def _after_word(name: str) -> str | None:
    """Cut words such as `Adresse` or `Jeg` from the front of a name found by capitals alone."""
    words = name.split(" ")
    while words and words[0].rstrip(":.").lower() in FRONT_WORDS:
        words = words[1:]
    return " ".join(words) or None


def _one_line(text: str) -> str:
    return " ".join(text.split())
