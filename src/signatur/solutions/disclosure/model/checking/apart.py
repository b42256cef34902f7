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

MEMORY_BYTES: Final = 4_000_000_000
SECONDS: Final = 6 * 3600.0
"""For files of thousands of pages, each of which is recognised."""


def verify_apart(
    content: Content,
    words: Sequence[str],
    check: Check | None = None,
    *,
    seconds: float = SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> Verdict:
    """The verdict of `verify`; a file on which the check dies or runs out of time is `unreadable`.

    Raises OSError when the content cannot be opened.
    """
    with content.open():
        pass
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_verify, args=(theirs, content, tuple(words), check, memory_bytes), daemon=True
    )
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            return _unreadable("took too long")
        verdict: Verdict = ours.recv()
    except EOFError:
        return _unreadable("takes more than it may")
    else:
        return verdict
    finally:
        process.kill()
        process.join()


def _verify(
    pipe: Any, content: Content, words: tuple[str, ...], check: Check | None, memory_bytes: int
) -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        verdict = verify(content, words, check)
    except Exception:  # noqa: BLE001 (whatever a stranger's file breaks: it was not found clean)
        verdict = _unreadable("cannot be looked through")
    pipe.send(verdict)


def _unreadable(why: str) -> Verdict:
    return Verdict((Leak("unreadable", None, why),), (), (), ("everything",))
