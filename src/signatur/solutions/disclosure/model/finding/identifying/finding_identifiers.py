"""All identifiers of a text: every reader over every reading, in places of the original."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers import Certainty, IdentifierKind, find_identifiers
from signatur.methods.text.normalising import (
    Normalised,
    as_recognised,
    decoded,
    normalise,
    rewrapped,
    unspaced,
)
from signatur.solutions.disclosure.model.finding.identifying.addresses import find_addresses
from signatur.solutions.disclosure.model.finding.identifying.cases import find_cases, find_machines
from signatur.solutions.disclosure.model.finding.identifying.contacts import find_contacts
from signatur.solutions.disclosure.model.finding.identifying.cpr import find_cpr
from signatur.solutions.disclosure.model.finding.identifying.cpr_parts import find_cpr_parts
from signatur.solutions.disclosure.model.finding.identifying.dates import find_dates
from signatur.solutions.disclosure.model.finding.identifying.hits import Hit
from signatur.solutions.disclosure.model.finding.identifying.money import find_money
from signatur.solutions.disclosure.model.finding.identifying.organisations import find_organisations
from signatur.solutions.disclosure.model.finding.identifying.places import find_places
from signatur.solutions.disclosure.model.finding.identifying.vehicles import find_papers
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_READERS = (
    find_cpr,
    find_cpr_parts,
    find_dates,
    find_organisations,
    find_money,
    find_contacts,
    find_papers,
    find_places,
    find_cases,
    find_machines,
    find_addresses,
)
# Numbers that are broken over lines are read by these as they stand, with what is around them.
_READERS_OF_WHOLE_TEXTS = frozenset({find_cpr, find_cpr_parts})
# Only numbers gain from reading letters as digits.
_READERS_OF_NUMBERS = (find_cpr, find_cpr_parts, find_organisations, find_money, find_contacts)
# Where one says what a number is, the others' guesses by shape alone are void.
_STRONG = frozenset(
    {
        FindingKind.IBAN,
        FindingKind.GUID,
        FindingKind.EAN,
        FindingKind.PAYMENT_SLIP,
        FindingKind.BANK_ACCOUNT,
        FindingKind.PAYMENT_CARD,
        FindingKind.ADDRESS_KEY,
        FindingKind.GPS,
        FindingKind.IP,
        FindingKind.VIN,
        FindingKind.CASE_NUMBER,
        FindingKind.P_NUMBER,
        FindingKind.PHONE,
        FindingKind.PROPERTY,
        FindingKind.PASSPORT,
        FindingKind.CPR,
        FindingKind.CPR_FRAGMENT,
        FindingKind.EMAIL,
        FindingKind.URL,
    }
)
_CPR = frozenset({FindingKind.CPR, FindingKind.CPR_FRAGMENT})
# These hold whole other things, which have to be seen by themselves.
_LOOSE = frozenset({FindingKind.EMAIL, FindingKind.URL})
_READ_BETTER_HERE = frozenset({FindingKind.CPR, FindingKind.POSTAL_TOWN})
_KINDS = {
    IdentifierKind.CPR: FindingKind.CPR,
    IdentifierKind.CPR_FRAGMENT: FindingKind.CPR_FRAGMENT,
    IdentifierKind.IBAN: FindingKind.IBAN,
    IdentifierKind.EMAIL: FindingKind.EMAIL,
    IdentifierKind.GLN: FindingKind.EAN,
    IdentifierKind.CASE_NUMBER: FindingKind.CASE_NUMBER,
    IdentifierKind.P_NUMBER: FindingKind.P_NUMBER,
    IdentifierKind.CVR: FindingKind.CVR,
    IdentifierKind.SE_NUMBER: FindingKind.SE_NUMBER,
    IdentifierKind.BANK_ACCOUNT: FindingKind.BANK_ACCOUNT,
    IdentifierKind.PROPERTY: FindingKind.PROPERTY,
    IdentifierKind.ADDRESS: FindingKind.ADDRESS,
    IdentifierKind.VEHICLE: FindingKind.PLATE,
    IdentifierKind.PHONE: FindingKind.PHONE,
    IdentifierKind.URL: FindingKind.URL,
    IdentifierKind.POSTAL_TOWN: FindingKind.POSTAL_TOWN,
}
_SURE = {Certainty.CHECKED: 0.97, Certainty.LIKELY: 0.85, Certainty.POSSIBLE: 0.5}
_WEAK = 0.6


def find_all_identifiers(text: str) -> tuple[Finding, ...]:
    """Return everything in a text that is a number, an address or their like, in order.

    They may overlap: what one number is, two readers may see differently, and both may be right.
    """
    normalised = normalise(text)
    hits = [
        *(hit for reader in _READERS for hit in reader(normalised.text)),
        *_known(normalised.text),
    ]
    findings = [_finding(text, normalised, hit) for hit in _without_void(hits)]
    for reading, why, share in (
        (as_recognised(normalised), "ocr", 0.85),
        (unspaced(normalised), "spaced_letters", 0.95),
        (decoded(normalised), "encoded", 0.97),
        (rewrapped(normalised), "wrapped", 0.97),
    ):
        if reading is not None:
            findings += _of_reading(text, reading, why, share)
    return tuple(sorted(findings, key=lambda one: (one.start, -one.end)))


def _readers_of(why: str) -> tuple[Callable[[str], Iterator[Hit]], ...]:
    if why == "ocr":
        return _READERS_OF_NUMBERS
    if why == "wrapped":
        return tuple(one for one in _READERS if one not in _READERS_OF_WHOLE_TEXTS)
    return _READERS


def _of_reading(text: str, reading: Normalised, why: str, share: float) -> Iterator[Finding]:
    hits = [hit for reader in _readers_of(why) for hit in reader(reading.text)]
    for hit in _without_void(hits):
        # A number at the end of a row and a word at the start of the next are no town.
        if why == "wrapped" and hit.kind is FindingKind.POSTAL_TOWN:
            continue
        if reading.touches_change(hit.start, hit.end):
            yield _finding(text, reading, hit, why, share)


def _known(text: str) -> Iterator[Hit]:
    """What the readers of incoming mail find. CPR numbers and plain dates are read better here."""
    for found in find_identifiers(text):
        kind = _KINDS.get(found.kind)
        if kind is None or kind in _READ_BETTER_HERE:
            continue
        is_guess = found.certainty is Certainty.POSSIBLE or text.startswith("00", found.start)
        if kind is FindingKind.PHONE and is_guess:
            continue
        if kind is FindingKind.CPR_FRAGMENT and found.end - found.start < 8:
            continue
        yield Hit(
            kind,
            found.start,
            found.end,
            _SURE[found.certainty],
            (f"shape:{kind}",),
            value=found.value,
        )


def _without_void(hits: list[Hit]) -> Iterator[Hit]:
    """Leave out weak guesses that lie wholly within what something sure has taken.

    Nothing becomes uncovered by it: the sure hit covers every character of the weak one.
    """
    sure = [hit for hit in hits if hit.kind in _STRONG and hit.confidence > _WEAK]
    sure.sort(key=lambda hit: (hit.start, -hit.end))
    furthest: list[tuple[int, int, Hit]] = []
    reach = -1
    for hit in sure:
        if hit.end > reach:
            reach = hit.end
            furthest.append((hit.start, hit.end, hit))
    place = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        while place < len(furthest) and furthest[place][1] < hit.end:
            place += 1
        is_within = place < len(furthest) and furthest[place][0] <= hit.start
        owner = furthest[place][2] if is_within else None
        if owner is None or owner is hit or not _is_void(hit, owner):
            yield hit


def _is_void(hit: Hit, owner: Hit) -> bool:
    if hit.kind is owner.kind:
        return hit.confidence <= owner.confidence
    if owner.kind in _CPR:
        return hit.kind is not FindingKind.CPR
    if hit.kind in _CPR:
        is_plain = "cue:cpr" not in hit.evidence and "shape:dashed" not in hit.evidence
        return is_plain and owner.kind not in _LOOSE and hit.confidence < owner.confidence
    return hit.confidence <= owner.confidence - 0.1


def _finding(
    text: str, normalised: Normalised, hit: Hit, why: str = "", share: float = 1.0
) -> Finding:
    start, end = normalised.back(hit.start, hit.end)
    return Finding(
        kind=hit.kind,
        start=start,
        end=end,
        text=text[start:end],
        confidence=round(hit.confidence * share, 3),
        evidence=(*hit.evidence, *((why,) if why else ())),
        check=hit.check,
        value=hit.value or re.sub(r"\s+", " ", text[start:end]).strip(),
    )
