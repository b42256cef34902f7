"""Text that stands at another angle than the rest of a page: pdfium cuts it to pieces or turns it round.

It reads a page in lines of one direction. Of a stamp in the margin or a heading on its side, it makes a line
of nearly each letter. Such text is put together from where its letters stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE_END: Final = 0x0A
_BLANK: Final = 0x20
_HYPHENS: Final = frozenset({0x02, 0xFFFE})
"""What pdfium writes for a hyphen where it believes that a line ends."""
_BLANKS: Final = frozenset({0x09, LINE_END, 0x0D, _BLANK, 0xA0})
_STEP_DEG: Final = 5
"""Letters whose angles differ by less belong together."""
_SAME_LINE: Final = 0.5
_WORD_GAP: Final = 0.2
_WIDE_GAP: Final = 2.5
_LONGEST_ADVANCE: Final = 0.9
"""In font sizes: between base lines, words and columns, and from letter to letter where widths are not known."""


def angles_of(owners: Sequence[int], matrices: Any, sizes: Any) -> Any:
    """The direction in which each letter's line runs, in steps counter-clockwise; -1 where nobody knows."""
    import numpy as np

    a, b = matrices[:, 0].astype(np.float64), matrices[:, 1].astype(np.float64)
    is_known = (np.array(owners, dtype=np.uint64) != 0) & (sizes > 0) & (np.abs(a) + np.abs(b) > 0)
    steps = np.round(np.degrees(np.arctan2(b, a)) / _STEP_DEG).astype(np.int64) % (360 // _STEP_DEG)
    return np.where(is_known, steps, -1)


def main_angle(angles: Any) -> int:
    """The direction of most letters, in degrees."""
    import numpy as np

    known = angles[angles >= 0]
    return int(np.bincount(known).argmax()) * _STEP_DEG if known.size else 0


def in_order(
    codes: Sequence[int], angles: Any, origins: Any, boxes: Any, sizes: Any
) -> list[tuple[int, int]] | None:
    """The letters as (index, code) with turned text put together; None where the page has none.

    Index -1 is a blank or line end that was put between. `boxes` are left, bottom, right, top.
    """
    import numpy as np

    main = main_angle(angles) // _STEP_DEG
    apart = np.abs((angles - main + 36) % 72 - 36)
    turned = np.flatnonzero((angles >= 0) & (apart > 1))
    if not turned.size:
        return None
    groups: dict[int, list[int]] = {}
    for index in turned.tolist():
        groups.setdefault(int(angles[index]), []).append(index)
    begins = {members[0]: step for step, members in groups.items()}
    is_turned = np.zeros(len(codes), dtype=bool)
    is_turned[turned] = True
    ordered: list[tuple[int, int]] = []
    was_turned = False
    for index, code in enumerate(codes):
        if index in begins:
            ordered.append((-1, LINE_END))
            ordered += _lines(begins[index], groups[begins[index]], codes, origins, boxes, sizes)
            ordered.append((-1, LINE_END))
        if is_turned[index]:
            was_turned = True
        elif not (was_turned and code in _BLANKS and angles[index] < 0):
            was_turned = False
            ordered.append((index, code))
    return ordered


def _lines(
    step: int, members: list[int], codes: Sequence[int], origins: Any, boxes: Any, sizes: Any
) -> Iterator[tuple[int, int]]:
    """The letters of one direction, line under line, with blanks and line ends where there are gaps."""
    import numpy as np

    angle = np.radians(step * _STEP_DEG)
    chosen = np.array(members)
    along = origins[chosen] @ np.array([np.cos(angle), np.sin(angle)])
    down = origins[chosen] @ np.array([np.sin(angle), -np.cos(angle)])
    size = float(np.median(sizes[chosen])) or 1.0
    ends = _ends(step, boxes[chosen], along, sizes[chosen])
    rows = _rows(down, size)
    last_row, last_end = -1, 0.0
    for at in np.lexsort((along, rows)).tolist():
        gap = along[at] - last_end
        if last_row >= 0 and (rows[at] != last_row or gap > _WIDE_GAP * size):
            yield -1, LINE_END
        elif last_row >= 0 and gap > _WORD_GAP * size:
            yield -1, _BLANK
        code = codes[members[at]]
        yield members[at], ord("-") if code in _HYPHENS else code
        last_row, last_end = int(rows[at]), float(ends[at])


def _rows(down: Any, size: float) -> Any:
    """The number of the line of each letter, from the top."""
    import numpy as np

    order = np.argsort(down, kind="stable")
    starts = np.diff(down[order], prepend=down[order[:1]]) > _SAME_LINE * size
    rows = np.zeros(len(down), dtype=np.int64)
    rows[order] = np.cumsum(starts)
    return rows


def _ends(step: int, boxes: Any, along: Any, sizes: Any) -> Any:
    """Where each letter ends on its line. A box around a letter that stands askew is too wide."""
    import numpy as np

    far = {0: boxes[:, 2], 18: boxes[:, 3], 36: -boxes[:, 0], 54: -boxes[:, 1]}.get(step)
    guessed = along + _LONGEST_ADVANCE * sizes
    if far is None:
        return guessed
    is_empty = (boxes[:, 2] <= boxes[:, 0]) & (boxes[:, 3] <= boxes[:, 1])
    return np.where(is_empty, guessed, np.maximum(far, along))
