"""The check of a stranger's file in a process of its own, with a limit to its memory and its time."""

from __future__ import annotations

import multiprocessing
import sys
from typing import TYPE_CHECKING, Any, Final

from signatur.solutions.disclosure.model.checking.verifying import verify
from signatur.solutions.disclosure.schema.release import Leak, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.documents.content import Content
    from signatur.solutions.disclosure.model.checking.looking import Check

_MEMORY_BYTES: Final = 2_000_000_000
_COPIES: Final = 5
"""Each engine holds the file once."""
_SECONDS: Final = 600.0
_SECONDS_PER_PAGE: Final = 30.0
"""Each page is read by three engines and recognised, whichever way up it is."""
_MOST_SECONDS: Final = 24 * 3600.0


def verify_apart(
    content: Content,
    words: Sequence[str],
    check: Check | None = None,
    *,
    seconds: float | None = None,
    memory_bytes: int | None = None,
) -> Verdict:
    """The verdict of `verify`; a file on which the check dies or runs out of time is `unreadable`.

    Without `seconds` it has ten minutes and half a minute a page; without `memory_bytes` 2 GB and
    five times the size of the file.

    Raises OSError when the content cannot be opened.
    """
    with content.open():
        pass
    memory_bytes = memory_bytes or _MEMORY_BYTES + _COPIES * content.size
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_verify, args=(theirs, content, tuple(words), check, memory_bytes), daemon=True
    )
    process.start()
    theirs.close()
    try:
        # First the process tells how many pages there are, which it may die of too.
        if not ours.poll(seconds or _SECONDS):
            return _unreadable("took too long")
        pages: int = ours.recv()
        if not ours.poll(seconds or seconds_for(pages)):
            return _unreadable("took too long")
        verdict: Verdict = ours.recv()
    except EOFError:
        return _unreadable("takes more than it may")
    else:
        return verdict
    finally:
        process.kill()
        process.join()


def seconds_for(pages: int) -> float:
    """How long the check of a file may take."""
    return min(_MOST_SECONDS, _SECONDS + _SECONDS_PER_PAGE * pages)


def _verify(
    pipe: Any, content: Content, words: tuple[str, ...], check: Check | None, memory_bytes: int
) -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe.send(_pages(content))
    try:
        verdict = verify(content, words, check)
    except Exception:  # noqa: BLE001 (whatever a stranger's file breaks: it was not found clean)
        verdict = _unreadable("cannot be looked through")
    pipe.send(verdict)


def _pages(content: Content) -> int:
    """Pages of a PDF; of anything else, in which PDFs may lie, one for each 100 kB."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content.path or content.read()) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 1 + content.size // 100_000


def _unreadable(why: str) -> Verdict:
    return Verdict((Leak("unreadable", None, why),), (), (), ("everything",))
