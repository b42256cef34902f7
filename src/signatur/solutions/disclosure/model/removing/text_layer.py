"""The text layer: released words where they stand, paragraph by paragraph, with a word for each box."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from signatur.solutions.disclosure.model.removing.font import ADVANCE, UNITS
from signatur.solutions.disclosure.model.removing.words import RELEASED
from signatur.solutions.disclosure.model.removing.writing import Tagged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.model.removing.font import Codes
    from signatur.solutions.disclosure.model.removing.setting import Placed
    from signatur.solutions.disclosure.schema.release import Burnt

_BASELINE: Final = 0.22
"""Share of a line's height below its baseline."""
_SIZE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Wording:
    """What a released file says in place of what is not shown. Released files are Danish."""

    withheld: str = "[udeladt: {label}]"
    withheld_unlabelled: str = "[udeladt]"
    page_withheld: str = "Siden er udeladt"
    picture: str = "Side {page}: et billede uden tekst, der kan læses op"

    def of(self, label: str) -> str:
        return self.withheld.format(label=label) if label else self.withheld_unlabelled


def paragraphs(
    placed: Sequence[Placed],
    burnt: Sequence[Burnt],
    labels: Sequence[str],
    wording: Wording,
    codes: Codes,
    frame: tuple[float, float],
) -> list[Tagged]:
    """The page's paragraphs. `frame`: pixels per point, and the height of the page in points."""
    groups: list[list[Placed]] = []
    for one in placed:
        if not groups or one.piece.starts_paragraph:
            groups.append([])
        groups[-1].append(one)
    tagged = [Tagged(_paragraph(group, labels, wording, codes, frame)) for group in groups]
    areas = [one for one in burnt if one.width.value == "area"]
    for area in areas:
        place = (area.left, area.top, area.right, area.bottom)
        words = _word(wording.of(area.label), place, codes, frame)
        tagged.append(Tagged(b"BT 3 Tr\n" + words + b"ET\n"))
    return tagged


def _paragraph(
    group: Sequence[Placed],
    labels: Sequence[str],
    wording: Wording,
    codes: Codes,
    frame: tuple[float, float],
) -> bytes:
    parts = [b"BT 3 Tr\n"]
    for one, following in pairwise((*group, None)):
        assert one is not None, "only the last is missing"
        mark = one.piece.mark
        text = one.piece.text if mark == RELEASED else wording.of(labels[mark])
        is_glued = following is not None and following.piece.is_glued
        place = (one.left, one.top, one.right, one.bottom)
        parts.append(_word(text, place, codes, frame, blank=not is_glued))
    parts.append(b"ET\n")
    return b"".join(parts)


def _word(
    text: str,
    place: tuple[float, float, float, float],
    codes: Codes,
    frame: tuple[float, float],
    *,
    blank: bool = True,
) -> bytes:
    scale, page_height = frame
    left, top, right, bottom = (value / scale for value in place)
    height = max(1.0, min(bottom - top, 1.6 * (right - left) if len(text) > 2 else bottom - top))
    size = max(1.0, round(_SIZE * height * 2) / 2)
    natural = len(text) * size * ADVANCE / UNITS
    stretch = min(1000.0, max(1.0, 100 * (right - left) / natural))
    x, y = left, page_height - bottom + _BASELINE * height
    letters = codes.encode(text + " " if blank else text).hex().upper()
    return f"/F {size:g} Tf {stretch:.1f} Tz 1 0 0 1 {x:.1f} {y:.1f} Tm <{letters}> Tj\n".encode()
