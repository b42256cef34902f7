"""Findings in pictures: what no search in the text of a document can see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.documents.laid_out import Box
from signatur.methods.documents.looking import Area, bar_codes, faces, signatures
from signatur.methods.text.identifiers import IdentifierKind, find_identifiers
from signatur.solutions.disclosure.model.finding.pictures.places import (
    GLANCE_DPI,
    Place,
    characters_of,
    unexplained,
)
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt
    from PIL.Image import Image

    from signatur.methods.documents.laid_out import LaidOut, LaidPage
    from signatur.methods.documents.looking import Code

_DPI = 150
_FINE_DPI = 300
_MARGIN_PT = 10.0
_CUE_ABOVE_PT, _CUE_BELOW_PT = 70.0, 30.0
_CUE = re.compile(
    r"underskrift|underskrevet|venlig hilsen|hilsen|mvh|signatur|dato og|navn:|på vegne af|fuldmagt",
    re.IGNORECASE,
)
_LEAST, _LEAST_WITH_CUE = 0.6, 0.4


@dataclass(frozen=True, slots=True)
class _Page:
    """A page while it is looked at."""

    laid: LaidOut
    page: LaidPage
    characters: npt.NDArray[np.float32]
    picture: Image
    """The whole page at `_DPI`."""


def find_in_pictures(laid: LaidOut, draw: Callable[[int, int], Image]) -> tuple[Finding, ...]:
    """Return signatures, faces and bar codes as findings with an area, page by page.

    `draw` takes a page number, from 1, and dots per inch, and returns the page as shown. Each page
    is drawn small first; only pages with pictures, or with ink that is no text, are drawn large.
    The text of a bar code is searched for CPR numbers: then `evidence` holds `holds:cpr`.
    """
    findings: list[Finding] = []
    for page in laid.pages:
        if page.is_appendix:
            # Drawn by us, from what the file hides: there is nothing in it but letters.
            continue
        characters = characters_of(laid, page)
        places = unexplained(draw(page.number, GLANCE_DPI), characters, page)
        if places:
            shown = _Page(laid, page, characters, draw(page.number, _DPI))
            found = [one for place in places for one in _looked_at(shown, place, draw)]
            findings += _once(found)
    return tuple(findings)


def _looked_at(shown: _Page, place: Place, draw: Callable[[int, int], Image]) -> Iterator[Finding]:
    crop, left, top = _cropped(shown, place, _DPI)
    codes = bar_codes(crop)
    scale = 72 / _DPI
    if codes and not all(code.is_read for code in codes):
        fine, left_fine, top_fine = _cropped(
            _Page(shown.laid, shown.page, shown.characters, draw(shown.page.number, _FINE_DPI)),
            place,
            _FINE_DPI,
        )
        again = bar_codes(fine)
        if sum(code.is_read for code in again) > sum(code.is_read for code in codes):
            for code in again:
                yield _code(shown.page, code, _box(code.area, left_fine, top_fine, 72 / _FINE_DPI))
            codes = ()
    for code in codes:
        yield _code(shown.page, code, _box(code.area, left, top, scale))
    if place.is_picture:
        for face in faces(crop, strict=place.is_scan):
            box = _box(face.area, left, top, scale)
            yield _finding(shown.page, FindingKind.FACE, box, face.confidence, ("cascade",))
    yield from _signatures(shown, crop, (left, top), codes)


def _signatures(
    shown: _Page, crop: Image, corner: tuple[float, float], codes: tuple[Code, ...]
) -> Iterator[Finding]:
    scale = 72 / _DPI
    words = _words(shown, crop, corner)
    for strokes in signatures(crop, words, dpi=_DPI, least=_LEAST_WITH_CUE):
        if any(strokes.area.overlap(code.area.grown(10)) for code in codes):
            continue
        box = _box(strokes.area, *corner, scale)
        has_cue = _has_cue(shown, box)
        if strokes.confidence >= _LEAST or has_cue:
            evidence = (*strokes.evidence, "cue:signature") if has_cue else strokes.evidence
            confidence = min(0.97, strokes.confidence + (0.15 if has_cue else 0.0))
            yield _finding(shown.page, FindingKind.SIGNATURE, box, confidence, evidence)


def _words(shown: _Page, crop: Image, corner: tuple[float, float]) -> list[Area]:
    """Return where characters stand in a crop, in its pixels."""
    if not len(shown.characters):
        return []
    moved = (shown.characters - np.array([*corner, *corner], np.float32)) * (_DPI / 72)
    inside = (
        (moved[:, 2] > 0)
        & (moved[:, 3] > 0)
        & (moved[:, 0] < crop.width)
        & (moved[:, 1] < crop.height)
    )
    sides = np.round(moved[inside]).astype(int).tolist()
    return [Area(*four) for four in sides]


def _has_cue(shown: _Page, box: Box) -> bool:
    """Tell whether words such as *Med venlig hilsen* stand above or just below an area."""
    boxes = shown.laid.boxes[shown.page.start : shown.page.end]
    with np.errstate(invalid="ignore"):
        near = (boxes[:, 1] > box.top - _CUE_ABOVE_PT) & (boxes[:, 3] < box.bottom + _CUE_BELOW_PT)
    places = np.flatnonzero(near)
    if not len(places):
        return False
    start = shown.page.start
    text = shown.laid.text[start + int(places[0]) : start + int(places[-1]) + 1]
    return _CUE.search(text) is not None


def _cropped(shown: _Page, place: Place, dpi: int) -> tuple[Image, float, float]:
    """Return the part of the page picture around a place, with its corner in points."""
    page, scale = shown.page, dpi / 72
    left = max(0, int((place.left - _MARGIN_PT) * scale))
    top = max(0, int((place.top - _MARGIN_PT) * scale))
    right = min(shown.picture.width, int((min(place.right, page.width) + _MARGIN_PT) * scale))
    bottom = min(shown.picture.height, int((min(place.bottom, page.height) + _MARGIN_PT) * scale))
    crop = shown.picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    return crop, left / scale, top / scale


def _box(area: Area, left: float, top: float, scale: float) -> Box:
    return Box(
        left + area.left * scale,
        top + area.top * scale,
        left + area.right * scale,
        top + area.bottom * scale,
    )


def _code(page: LaidPage, code: Code, box: Box) -> Finding:
    evidence = [f"code:{code.symbology.lower().replace(' ', '_')}"]
    if not code.is_read:
        evidence.append("unread")
    held = [one for one in find_identifiers(code.text) if one.kind is IdentifierKind.CPR]
    if held:
        evidence.append("holds:cpr")
    confidence = 0.99 if code.is_read else 0.6
    value = held[0].value if held else ""
    return _finding(
        page, FindingKind.BAR_CODE, box, confidence, tuple(evidence), text=code.text, value=value
    )


def _finding(
    page: LaidPage,
    kind: FindingKind,
    box: Box,
    confidence: float,
    evidence: tuple[str, ...],
    *,
    text: str = "",
    value: str = "",
) -> Finding:
    return Finding(
        kind=kind,
        start=page.start,
        end=page.start,
        text=text,
        confidence=round(confidence, 2),
        evidence=evidence,
        area=(page.number, box),
        value=value,
    )


def _once(findings: list[Finding]) -> list[Finding]:
    """Return findings without those seen twice, where places overlap; the surest stays."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda one: -one.confidence):
        if not any(finding.kind is one.kind and _overlap(finding, one) for one in kept):
            kept.append(finding)
    return kept


def _overlap(one: Finding, other: Finding) -> bool:
    assert one.area is not None
    assert other.area is not None
    first, second = one.area[1], other.area[1]
    wide = min(first.right, second.right) - max(first.left, second.left)
    high = min(first.bottom, second.bottom) - max(first.top, second.top)
    smaller = min(
        (first.right - first.left) * (first.bottom - first.top),
        (second.right - second.left) * (second.bottom - second.top),
    )
    return wide > 0 and high > 0 and wide * high > 0.5 * smaller
