"""Finding in a text: every reader over it, joined, with grounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.finding.categories import CATEGORIES, find_categories
from signatur.solutions.disclosure.model.finding.cues import find_cues
from signatur.solutions.disclosure.model.finding.identifying.finding_identifiers import (
    find_all_identifiers,
)
from signatur.solutions.disclosure.model.finding.joining import join
from signatur.solutions.disclosure.model.finding.names import name_findings
from signatur.solutions.disclosure.model.finding.words import find_words
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from signatur.methods.text.names import Name
    from signatur.solutions.disclosure.schema.law import Regime

NAMES = frozenset(
    {
        FindingKind.PERSON,
        FindingKind.PLACE,
        FindingKind.ORGANISATION,
        FindingKind.OTHER_NAME,
    }
)
CUES = frozenset({FindingKind.BUSINESS, FindingKind.INTERNAL})
PICTURES = frozenset({FindingKind.SIGNATURE, FindingKind.FACE, FindingKind.BAR_CODE})
BY_HAND = frozenset({FindingKind.AREA, FindingKind.PAGE, FindingKind.ROLE_WORD})
ALL = frozenset(FindingKind)
_IDENTIFIERS = ALL - NAMES - CUES - PICTURES - BY_HAND - CATEGORIES - {FindingKind.WORD}


def find_in_text(
    text: str,
    *,
    wanted: Iterable[FindingKind] = ALL,
    names: Iterable[Name] | None = None,
    words: Iterable[str] = (),
    regime: Regime | None = None,
    day: date | None = None,
) -> tuple[Finding, ...]:
    """Return what is found in a text, in order; findings of different kinds may overlap.

    Args:
        text: As it stands; offsets of findings count its characters.
        wanted: Kinds to look for.
        names: Names that were found already; None finds them with the packaged recogniser.
        words: Words that somebody asked to have withheld, found in all their variants.
        regime: Under which grounds are proposed, as of `day`; without them none is.
        day: When the request is decided.
    """
    kinds = frozenset(wanted)
    found: list[Finding] = []
    if kinds & _IDENTIFIERS:
        found += find_all_identifiers(text)
    if kinds & NAMES:
        found += name_findings(text, _names(text) if names is None else names)
    if kinds & CATEGORIES:
        found += find_categories(text)
    if kinds & CUES:
        found += find_cues(text)
    joined = join((one for one in found if one.kind in kinds), text)
    given = find_words(text, words) if FindingKind.WORD in kinds else ()
    ordered = sorted((*joined, *given), key=lambda one: (one.start, -one.end))
    return with_grounds(ordered, regime, day)


def _names(text: str) -> Iterable[Name]:
    from signatur.methods.text.names import find_names

    return find_names(text)


def with_grounds(
    findings: Iterable[Finding], regime: Regime | None, day: date | None
) -> tuple[Finding, ...]:
    if regime is None or day is None:
        return tuple(findings)
    from signatur.solutions.disclosure.model.law import propose_ground

    grounds: dict[FindingKind, str] = {}
    proposed = []
    for finding in findings:
        if finding.kind not in grounds:
            grounds[finding.kind] = propose_ground(finding.kind, regime, day)
        proposed.append(replace(finding, ground=grounds[finding.kind]))
    return tuple(proposed)
