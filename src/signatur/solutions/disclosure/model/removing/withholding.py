"""From findings to what is withheld on each page, with boxes."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.documents.laid_out import SEEN, Box, LaidOut, LaidPage, stretches_of
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.schema.release import Withheld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from signatur.solutions.disclosure.schema.finding import Finding


_LOOKED_AT_ONCE: Final = 2_000


def withheld_of(
    laid: LaidOut,
    findings: Sequence[Finding],
    label_of: Callable[[Finding], str],
    ids: Sequence[str] = (),
) -> tuple[Withheld, ...]:
    """What the accepted findings withhold, page by page. What no page shows needs no box: it is gone.

    Raises InputProblem where a text is seen on a page but nobody knows where.
    """
    from signatur.methods.documents.laid_out import boxes_of, let_go

    withheld: list[Withheld] = []
    for at, finding in enumerate(findings):
        name, label = (ids[at] if at < len(ids) else str(at + 1)), label_of(finding)
        if finding.area is not None:
            withheld.append(_area(laid, finding, label, name))
            continue
        for page, start, end in _parts(laid, finding.start, finding.end):
            boxes = tuple(b for _number, found in boxes_of(laid, start, end) for b in found)
            if not boxes:
                _refuse_unplaced(laid, page, start, end)
                continue
            withheld.append(Withheld(
                page.number, boxes, label, finding.ground, finding.kind.value, name, ((start, end),)
            ))  # fmt: skip
        if at % _LOOKED_AT_ONCE == _LOOKED_AT_ONCE - 1:
            let_go(laid)
    return tuple(withheld)


def _area(laid: LaidOut, finding: Finding, label: str, name: str) -> Withheld:
    assert finding.area is not None, "the caller looked"
    number, box = finding.area
    page = next((page for page in laid.pages if page.number == number), None)
    if page is None:
        raise InputProblem(
            log=f"area on page {number}",
            shown=_("There is no page %(page)s. Correct the number of the page.", page=number),
        )
    whole = finding.kind is FindingKind.PAGE
    box = Box(0, 0, page.width, page.height) if whole else box
    return Withheld(
        number, (box,), label, finding.ground, finding.kind.value, name, is_whole_page=whole
    )


def _parts(laid: LaidOut, start: int, end: int) -> Iterator[tuple[LaidPage, int, int]]:
    """The stretch, cut where pages end."""
    first = max(0, bisect_right(laid.pages, start, key=lambda page: page.start) - 1)
    for page in islice(laid.pages, first, None):
        if page.start >= end:
            break
        if start < page.end:
            yield page, max(start, page.start), min(end, page.end)


def _refuse_unplaced(laid: LaidOut, page: LaidPage, start: int, end: int) -> None:
    """What is seen but stands nowhere cannot be covered; what is hidden does not come along."""
    if page.is_appendix or not laid.text[start:end].strip():
        return
    if any(stretch.origin in SEEN for stretch in stretches_of(laid, start, end)):
        raise InputProblem(
            log=f"text without a place on page {page.number}",
            shown=_(
                "On page %(page)s something is to be withheld whose place on the page is unknown. "
                "Draw a box over it, or withhold the page.",
                page=page.number,
            ),
        )
