"""Laying out in a process of its own: a PDF page by page, pictures as a PDF of their own."""

from __future__ import annotations

import json
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out.appending import append_hidden
from signatur.methods.documents.laid_out.drawing import page_size
from signatur.methods.documents.laid_out.hidden import swept
from signatur.methods.documents.laid_out.looking import Looking
from signatur.methods.documents.laid_out.page import PageText, lay_page
from signatur.methods.documents.laid_out.pictures import write_picture_view
from signatur.methods.documents.laid_out.replacing import without_replacements
from signatur.methods.documents.laid_out.schema import UNREAD, Hidden, Origin
from signatur.methods.documents.laid_out.sheaf import Sheaf
from signatur.methods.documents.laid_out.viewed import LAID_VIEW, lay_view
from signatur.methods.documents.pdf import has_end, opened
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Embedded, PageCount, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from signatur.methods.documents.task import Finding, Reader, Task

LAID_PDF: Final = "application/pdf; laid-out"
LAID_PICTURE: Final = "image/*; laid-out"
PLAN: Final = "plan.json"
PICTURE_VIEW: Final = "view.pdf"
BARE: Final = "drawn.pdf"
SWEPT: Final = "swept"

# pdfium keeps what it has parsed until the document is closed.
_REOPEN_AFTER: Final = 200
_PAGE_SECONDS: Final = 120.0
_END_OF_PAGE: Final = 86


def lay_pdf(task: Task) -> Iterator[Finding]:
    """Lay out the pages that are not yet done into the sheaf in the scratch folder of the task."""
    sheaf = Sheaf(task.scratch)
    done = sheaf.begun()
    plan = _plan(task)
    if not (task.scratch / SWEPT).exists():
        if plan["sweeps"]:
            yield from _hidden(task, sheaf)
        (task.scratch / SWEPT).touch()
    with opened(task, first=task.scratch / BARE) as document:
        count = len(document)
        if not count:
            raise Unreadable(ProblemCode.EMPTY, "no pages")
        if not done:
            yield PageCount(count)
            if not has_end(task):
                yield Problem(ProblemCode.DAMAGED, "the end of the file is missing")
            if count > task.limits.pages:
                detail = f"{count} pages, {task.limits.pages} were read"
                yield Problem(ProblemCode.TOO_LARGE, detail)
    if not sheaf.has_appendix():
        yield from _pages(task, sheaf, min(count, task.limits.pages), plan)
    if plan["appends"]:
        yield from append_hidden(task, sheaf, count)


def _plan(task: Task) -> dict[str, Any]:
    path = task.scratch / PLAN
    plan: dict[str, Any] = {"skip": [], "sweeps": True, "appends": True, "checks_fonts": True}
    return plan | json.loads(path.read_text()) if path.exists() else plan


def _pages(task: Task, sheaf: Sheaf, count: int, plan: dict[str, Any]) -> Iterator[Finding]:
    looking = Looking(task, checks_fonts=plan["checks_fonts"])
    skipped = set(plan["skip"])
    characters = 0
    number = sheaf.begun() + 1
    while number <= count:
        last = min(count, number + _REOPEN_AFTER - 1)
        with opened(task, first=task.scratch / BARE) as document:
            _init_forms(document)
            while number <= last:
                laid, problem = _page(document, number, looking, skipped)
                if problem is not None:
                    yield problem
                sheaf.add(laid)
                characters += len(laid.text)
                number += 1
                stop = _stop(task, number, count, characters)
                if stop is not None:
                    yield from looking.problems()
                    yield stop
                    return
    yield from looking.problems()


def _stop(task: Task, number: int, count: int, characters: int) -> Problem | None:
    if number > count:
        return None
    if task.deadline.is_passed:
        return Problem(ProblemCode.TIMED_OUT, f"stopped after page {number - 1}")
    if characters > task.limits.text_characters:
        return Problem(ProblemCode.TOO_LARGE, f"over {task.limits.text_characters} characters")
    return None


def _init_forms(document: Any) -> None:
    import pypdfium2

    try:
        document.init_forms()
    except pypdfium2.PdfiumError:
        return  # then its fields are drawn as the file left them


def _page(
    document: Any, number: int, looking: Looking, skipped: set[int]
) -> tuple[PageText, Problem | None]:
    where = f"page {number}"
    if number in skipped:
        problem = Problem(ProblemCode.READER_FAILED, "the page cannot be laid out", where)
        return _unread(document, number), problem
    try:
        with _watched():
            return _with_end(lay_page(document, number, looking)), None
    except MemoryError:
        problem = Problem(ProblemCode.TOO_LARGE, "takes more memory than it may", where)
    except Exception as error:  # noqa: BLE001 - one page that a library fails on; the others can be read
        problem = Problem(ProblemCode.DAMAGED, type(error).__name__, where)
    return _unread(document, number), problem


def _with_end(laid: PageText) -> PageText:
    """Pages are parted by an empty line."""
    laid.add_line_end()
    if len(laid.text) > 1:
        laid.add_line_end()
    return laid


def _unread(document: Any, number: int) -> PageText:
    laid = PageText.blank(*page_size(document, number))
    laid.confidence = UNREAD
    return _with_end(laid)


@contextmanager
def _watched() -> Iterator[None]:
    """End this process where a page hangs in native code; the caller goes on behind it."""
    alarm = threading.Timer(_PAGE_SECONDS, os._exit, (_END_OF_PAGE,))
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def _hidden(task: Task, sheaf: Sheaf) -> Iterator[Finding]:
    """What the file holds beside its pages, attached files, and a copy that tells what it draws."""
    import pikepdf

    try:
        with task.content.open() as file, pikepdf.open(file, suppress_warnings=True) as document:
            sweep = swept(document)
            sheaf.add_hidden(sweep.found)
            if sweep.failures:
                detail = f"{sweep.failures} objects cannot be taken apart"
                yield Problem(ProblemCode.DAMAGED, detail)
            if sweep.swollen:
                detail = f"{sweep.swollen} streams unpack to more than a page needs"
                yield Problem(ProblemCode.ZIP_BOMB, detail)
            yield from _attached(sweep.attached, task)
            if without_replacements(document):
                document.save(task.scratch / BARE)
    except pikepdf.PasswordError as error:
        raise Unreadable(ProblemCode.ENCRYPTED, "a password is needed") from error
    except (
        pikepdf.PikepdfError,
        ValueError,
        RuntimeError,
        RecursionError,
        MemoryError,
        OSError,
    ) as error:
        detail = f"what lies beside the pages cannot be listed ({type(error).__name__})"
        yield Problem(ProblemCode.DAMAGED, detail)


def _attached(attached: list[Any], task: Task) -> Iterator[Finding]:
    import pikepdf

    for index, item in enumerate(attached[: task.limits.parts]):
        path: Path = task.scratch / f"attached-{index}"
        try:
            path.write_bytes(item.stream.read_bytes())
        except (pikepdf.PikepdfError, ValueError, RuntimeError, MemoryError, OSError):
            problem = Problem(ProblemCode.DAMAGED, "an attached file cannot be taken out")
            yield Embedded(item.name, None, problem)
        else:
            yield Embedded(item.name, path)
    if len(attached) > task.limits.parts:
        yield Problem(ProblemCode.TOO_MANY_PARTS, f"{len(attached)} attached files")


def lay_picture(task: Task) -> Iterator[Finding]:
    """Put a picture on pages of a PDF (`view.pdf` in the scratch folder); tell what it says of itself."""
    properties, problems = write_picture_view(task, task.scratch / PICTURE_VIEW)
    Sheaf(task.scratch).add_hidden(
        tuple(Hidden(Origin.PROPERTY, where, text) for where, text in properties)
    )
    yield from problems


LAYERS: Final[Mapping[str, Reader]] = {
    LAID_PDF: lay_pdf, LAID_PICTURE: lay_picture, LAID_VIEW: lay_view,
}  # fmt: skip
