"""Findings of many readers made one list: nothing that any reader saw is left uncovered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.schema.finding import Check, Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable

# A name or address within a number is none; a number within a name stays.
_BY_WEIGHT = (
    *(FindingKind.CPR, FindingKind.CPR_FRAGMENT, FindingKind.EMAIL, FindingKind.IBAN),
    *(FindingKind.PASSPORT, FindingKind.DRIVING_LICENCE, FindingKind.PAYMENT_CARD),
    *(FindingKind.BANK_ACCOUNT, FindingKind.PAYMENT_SLIP, FindingKind.BIRTH_DATE),
    *(FindingKind.ADDRESS, FindingKind.PHONE, FindingKind.PLATE, FindingKind.VIN),
    *(FindingKind.CADASTRE, FindingKind.PERSON, FindingKind.GPS, FindingKind.ADDRESS_KEY),
    *(FindingKind.PROPERTY, FindingKind.IP, FindingKind.GUID, FindingKind.P_NUMBER),
    *(FindingKind.EAN, FindingKind.CVR, FindingKind.SE_NUMBER, FindingKind.CASE_NUMBER),
    *(FindingKind.POSTAL_TOWN, FindingKind.AGE, FindingKind.USER_NAME, FindingKind.ORGANISATION),
    *(FindingKind.PLACE, FindingKind.OTHER_NAME, FindingKind.URL),
)
_RANK = {kind: rank for rank, kind in enumerate(_BY_WEIGHT)}
_SWALLOWED_ABOVE = 0.6


def join(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """Return the findings in order: those of one kind that overlap become one that covers both.

    One of another kind is left out only where a surer and weightier one covers all of it, so that
    every character that was found stays found.
    """
    joined: list[Finding] = []
    last_of: dict[FindingKind, int] = {}
    for finding in sorted(findings, key=lambda one: (one.start, -one.end)):
        place = last_of.get(finding.kind)
        if finding.area is None and place is not None and finding.start < joined[place].end:
            joined[place] = _union(joined[place], finding, text)
            continue
        last_of[finding.kind] = len(joined)
        joined.append(finding)
    return tuple(_without_covered(joined))


def _union(first: Finding, second: Finding, text: str) -> Finding:
    end = max(first.end, second.end)
    surer = max(first, second, key=lambda one: (one.confidence, one.end - one.start))
    evidence = tuple(dict.fromkeys((*surer.evidence, *first.evidence, *second.evidence)))
    checks = {first.check, second.check}
    check = next(one for one in (Check.VALID, Check.INVALID, Check.UNKNOWN) if one in checks)
    return replace(
        surer,
        start=first.start,
        end=end,
        text=text[first.start : end],
        evidence=evidence,
        check=check,
    )


def _without_covered(findings: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    open_ones: list[Finding] = []
    for finding in sorted(findings, key=_order):
        if finding.area is not None:
            kept.append(finding)
            continue
        open_ones = [one for one in open_ones if one.end > finding.start]
        if any(_covers(one, finding) for one in open_ones):
            continue
        open_ones.append(finding)
        kept.append(finding)
    return kept


def _order(finding: Finding) -> tuple[int, int, float, int]:
    return finding.start, -finding.end, -finding.confidence, _rank(finding)


def _covers(outer: Finding, inner: Finding) -> bool:
    """A CPR number is never left out, whatever else its digits may be as well."""
    if not (outer.start <= inner.start and inner.end <= outer.end):
        return False
    if inner.kind is FindingKind.CPR or outer.kind not in _RANK or inner.kind not in _RANK:
        return False
    if (outer.start, outer.end) == (inner.start, inner.end):
        return outer.confidence >= inner.confidence
    is_surer = outer.confidence >= min(_SWALLOWED_ABOVE, inner.confidence)
    return _rank(outer) < _rank(inner) and is_surer


def _rank(finding: Finding) -> int:
    return _RANK.get(finding.kind, len(_RANK))
