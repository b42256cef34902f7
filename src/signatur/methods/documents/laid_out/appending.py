"""The pages of what a file hides, put behind its own: in the text, and in the PDF that is looked at."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out.appendix import appendix_of
from signatur.methods.documents.laid_out.hidden import DRAWN_PERHAPS
from signatur.methods.documents.laid_out.page import ORIGINS
from signatur.methods.documents.laid_out.revisions import earlier_lines
from signatur.methods.documents.laid_out.schema import SEEN
from signatur.methods.documents.schema import Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.laid_out.schema import Hidden
    from signatur.methods.documents.laid_out.sheaf import Sheaf
    from signatur.methods.documents.task import Finding, Task

JOINED: Final = "joined.pdf"


def append_hidden(task: Task, sheaf: Sheaf, count: int) -> Iterator[Finding]:
    """Set what no page shows on pages of its own, behind the `count` pages of the file."""
    bound = sheaf.bound()
    hidden = _not_shown(sheaf) + earlier_lines(task.content, bound.text)
    if not hidden or len(bound.pages) < min(count, 1):
        return
    try:
        appendix = appendix_of(hidden)
        _join(task, count, len(bound.pages), appendix.pdf)
    except (RuntimeError, ValueError, OSError, MemoryError) as error:
        detail = f"what the file hides cannot be shown ({type(error).__name__})"
        yield Problem(ProblemCode.READER_FAILED, detail)
        return
    for page in appendix.pages:
        sheaf.add(page, is_appendix=True)
    if not appendix.is_whole:
        yield Problem(ProblemCode.TOO_LARGE, "the file hides more than can be shown")


def _not_shown(sheaf: Sheaf) -> tuple[Hidden, ...]:
    """What is hidden, less the notes and fields that a page draws as well."""
    found = sheaf.hidden()
    if not any(item.where in DRAWN_PERHAPS for item in found):
        return _in_order(found)
    bound = sheaf.bound()
    seen = [origin in SEEN for origin in ORIGINS]
    letters = (letter for letter, code in zip(bound.text, bound.origins, strict=True) if seen[code])
    shown = "".join("".join(letters).split())
    return _in_order(tuple(
        item for item in found
        if item.where not in DRAWN_PERHAPS or "".join(item.text.split()) not in shown
    ))  # fmt: skip


def _in_order(hidden: tuple[Hidden, ...]) -> tuple[Hidden, ...]:
    """What nobody would look for first, the properties last; the same kinds together."""
    kinds = dict.fromkeys((item.origin, item.where) for item in hidden)
    places = {key: place for place, key in enumerate(kinds)}
    return tuple(sorted(
        hidden, key=lambda item: (ORIGINS.index(item.origin), places[item.origin, item.where])
    ))  # fmt: skip


def _join(task: Task, count: int, laid: int, appendix: bytes) -> None:
    """Write the pages that were laid out, with the appendix behind them, as one PDF."""
    import pikepdf

    path = task.scratch / JOINED
    try:
        with task.content.open() as file, pikepdf.open(file, suppress_warnings=True) as document:
            is_alike = len(document.pages) == count
            if is_alike:
                del document.pages[laid:]
                with pikepdf.open(io.BytesIO(appendix)) as more:
                    document.pages.extend(more.pages)
                    document.save(path, encryption=False)
    except (pikepdf.PikepdfError, ValueError, RuntimeError):
        is_alike = False
    if not is_alike:  # two readers count other numbers of pages, or one cannot read the file
        _join_by_pdfium(task, laid, appendix, path)


def _join_by_pdfium(task: Task, laid: int, appendix: bytes, path: Any) -> None:
    import pypdfium2

    from signatur.methods.documents.pdf import opened

    try:
        with opened(task) as document:
            joined = pypdfium2.PdfDocument.new()
            joined.import_pages(document, list(range(laid)))
            joined.import_pages(pypdfium2.PdfDocument(appendix))
            joined.save(path)
            joined.close()
    except pypdfium2.PdfiumError as error:
        raise ValueError("the pages cannot be joined") from error
