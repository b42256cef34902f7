"""What a report of a release says: places, kinds, grounds and hashes; never what was withheld."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.laid_out import LaidOut
    from signatur.solutions.disclosure.schema.release import Leak, Released, Verdict, Withheld

FORMAT: Final = "signatur-redaction-report/1"


def report_body(
    original: Content,
    laid: LaidOut,
    withheld: Sequence[Withheld],
    released: Released,
    verdict: Verdict,
    words: tuple[int, int],
) -> dict[str, Any]:
    """The body of a report. `words`: how many were sought, and how many remain rightly elsewhere."""
    widths = Counter(box.width.value for page in released.pages for box in page.burnt)
    return {
        "format": FORMAT,
        "result": "released" if verdict.is_clean else "refused",
        "input": {
            "sha256": original.sha256,
            "size": original.size,
            "media_type": laid.media_type,
            "pages": laid.page_count,
            "problems": sorted({problem.code.value for problem in laid.problems}),
        },
        "output": {
            "sha256": released.sha256,
            "size": released.size,
            "pages": len(released.pages),
            "pages_withheld": [page.original for page in released.pages if page.is_withheld],
            "pages_left_out": list(released.left_out),
            "dpi": sorted({round(page.dpi, 1) for page in released.pages}),
            "boxes": sum(len(page.burnt) for page in released.pages),
            "box_widths": dict(sorted(widths.items())),
        },
        "withheld": [_withheld(one) for one in withheld],
        "check": check_json(verdict) | {"words_sought": words[0], "words_that_remain": words[1]},
    }


def check_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict without content."""
    return {
        "clean": verdict.is_clean,
        "leaks": [leak_json(leak) for leak in verdict.leaks],
        "remarks": [leak_json(leak) for leak in verdict.remarks],
        "engines": [
            {"name": engine.name, "version": engine.version, "looked_at": engine.pages}
            for engine in verdict.engines
        ],
        "not_done": list(verdict.not_done),
    }


def leak_json(leak: Leak) -> dict[str, Any]:
    return {"channel": leak.channel, "page": leak.page, "where": leak.where}


def _withheld(one: Withheld) -> dict[str, Any]:
    return {
        "id": one.id,
        "page": one.page,
        "kind": one.kind,
        "ground": one.ground,
        "label": one.label,
        "boxes": len(one.boxes),
        "whole_page": one.is_whole_page,
    }
