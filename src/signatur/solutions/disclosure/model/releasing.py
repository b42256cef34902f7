"""One document from what is withheld to a released file: rebuilt, checked, and kept only if clean."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out import SEEN
from signatur.solutions.disclosure.model.checking import Check, verify
from signatur.solutions.disclosure.model.finding.words import find_words
from signatur.solutions.disclosure.model.removing import Release, rebuilt_file
from signatur.solutions.disclosure.model.reporting import report_body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.documents.laid_out import LaidOut
    from signatur.methods.documents.recognition import Recogniser
    from signatur.solutions.disclosure.schema.release import Released, Verdict, Withheld

_SHORTEST = 3
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a release; without `released` there is no file."""

    released: Released | None
    verdict: Verdict
    body: dict[str, Any]
    """Of the report, to be signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be released, and how it is to be checked."""

    original: Content
    laid: LaidOut
    withheld: Sequence[Withheld]
    words: tuple[str, ...] = ()
    """Words that must be nowhere in the file, whatever else it shows."""
    release: Release
    recogniser: Recogniser | None = None
    name: str = ""
    """The name under which the file will be sent."""


def release(wish: Wish, path: Path) -> Outcome:
    """Rebuild, check, and only then put the file at `path`; a leak leaves nothing there.

    Raises InputProblem where nothing can be rebuilt, OSError where nothing can be written.
    """
    sought, remaining = words_to_seek(wish.laid, wish.withheld)
    words = tuple(dict.fromkeys((*wish.words, *sought)))
    with tempfile.NamedTemporaryFile(
        prefix=".release-", suffix=".pdf", dir=path.parent, delete=False
    ) as made:
        temporary = Path(made.name)
    try:
        released = rebuilt_file(wish.laid, wish.withheld, temporary, wish.release)
        check = Check(recogniser=wish.recogniser, name=wish.name, pages=released.pages)
        verdict = verify(Content.from_path(temporary), words, check)
        counts = (len(words), len(remaining))
        body = report_body(wish.original, wish.laid, wish.withheld, released, verdict, counts)
        if not verdict.is_clean:
            return Outcome(None, verdict, body)
        temporary.chmod(0o644)
        temporary.replace(path)
        return Outcome(replace(released, path=path), verdict, body)
    finally:
        temporary.unlink(missing_ok=True)


def words_to_seek(
    laid: LaidOut, withheld: Sequence[Withheld]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The withheld texts that must be nowhere in the file, and those that rightly remain elsewhere.

    Somebody may withhold a name in one place and leave it in another; the latter is no leak.
    """
    spans = sorted(span for one in withheld for span in one.spans)
    texts = dict.fromkeys(" ".join(laid.text[start:end].split()) for start, end in spans)
    words = [text for text in texts if sum(map(str.isalnum, text)) >= _SHORTEST]
    if not words:
        return (), ()
    released = _released_text(laid, withheld)
    remaining: set[str] = set()
    # A mention counts for one word alone: once that is left out, another may be found by its variants.
    while found := {one.value for one in find_words(released, _without(words, remaining))}:
        remaining |= found
    return _without(words, remaining), tuple(word for word in words if word in remaining)


def _without(words: Sequence[str], taken: set[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in taken)


def _released_text(laid: LaidOut, withheld: Sequence[Withheld]) -> str:
    """What a reader of the released file sees: the pages of the original without what is withheld."""
    import numpy as np

    shown = np.zeros(len(laid.text) + 1, dtype=bool)
    for stretch in laid.stretches:
        if stretch.origin in SEEN:
            shown[stretch.start : stretch.end] = True
    whole = {one.page for one in withheld if one.is_whole_page}
    for page in laid.pages:
        if page.is_appendix or page.number in whole:
            shown[page.start : page.end] = False
    for one in withheld:
        for start, end in one.spans:
            shown[start:end] = False
        for box in one.boxes if not one.spans else ():
            page = laid.pages[one.page - 1]
            inside = laid.boxes[page.start : page.end]
            with np.errstate(invalid="ignore"):
                hit = (inside[:, 0] < box.right) & (inside[:, 2] > box.left)
                hit &= (inside[:, 1] < box.bottom) & (inside[:, 3] > box.top)
            shown[page.start : page.end][hit] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[False], shown, [False]]).astype(np.int8)))
    pieces = [laid.text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True)]
    return _BETWEEN.join(pieces)
