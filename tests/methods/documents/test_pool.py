"""Children that crash, hang, eat memory or are left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import (
    ChildPool,
    Content,
    Document,
    Limits,
    ProblemCode,
    read_document,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals to children")

_RTF = Content.from_bytes(rb"{\rtf1 Jeg s\'f8ger om hj\'e6lp}")
_TEXT = "Jeg søger om hjælp"


def _read(pool: ChildPool, content: Content = _RTF, limits: Limits | None = None) -> Document:
    return read_document(content, limits=limits or Limits(), recogniser=None, pool=pool)


def _codes(document: Document) -> list[ProblemCode]:
    return [problem.code for problem in document.problems]


def _pid(pool: ChildPool) -> int:
    """The process of the one idle child."""
    return pool._idle[0]._process.pid


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("waited five seconds in vain")


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_one_child_reads_document_after_document() -> None:
    with ChildPool(size=1) as pool:
        first = _read(pool)
        pid = _pid(pool)
        second = _read(pool)

        assert (first.text, second.text) == (_TEXT, _TEXT)
        assert _pid(pool) == pid


def test_a_child_is_replaced_after_its_share_of_documents() -> None:
    with ChildPool(size=1, documents_per_child=2) as pool:
        _read(pool)
        pid = _pid(pool)
        _read(pool)

        assert pool._idle == []
        assert _read(pool).text == _TEXT
        assert _pid(pool) != pid


def test_a_child_that_crashes_fails_its_document_and_no_other() -> None:
    with ChildPool(size=1) as pool:
        _read(pool)
        pid = _pid(pool)
        os.kill(pid, signal.SIGSTOP)
        crash = threading.Timer(0.2, _crash, args=(pid,))
        crash.start()

        crashed = _read(pool)
        after = _read(pool)

    assert _codes(crashed) == [ProblemCode.READER_FAILED]
    assert after.text == _TEXT


def _crash(pid: int) -> None:
    os.kill(pid, signal.SIGSEGV)
    os.kill(pid, signal.SIGCONT)


def test_a_child_that_hangs_is_ended_and_its_document_stated_as_timed_out() -> None:
    with ChildPool(size=1, grace_s=0.1) as pool:
        _read(pool)
        pid = _pid(pool)
        os.kill(pid, signal.SIGSTOP)

        late = _read(pool, limits=Limits(seconds=0.2))

        assert _codes(late) == [ProblemCode.TIMED_OUT]
        assert _is_gone(pid)
        assert _read(pool).text == _TEXT


def test_a_child_that_died_while_idle_costs_no_document() -> None:
    with ChildPool(size=1) as pool:
        _read(pool)
        child = pool._idle[0]._process
        child.kill()
        child.wait()

        assert _read(pool).text == _TEXT


def test_a_document_that_takes_too_much_memory_is_stated_as_too_large() -> None:
    braces = Content.from_bytes(b"{\\rtf1 " + b"{" * 600_000)
    with ChildPool(size=1) as pool:
        document = _read(pool, braces, Limits(child_memory_bytes=150_000_000))

        assert _codes(document) == [ProblemCode.TOO_LARGE]
        assert _read(pool).text == _TEXT


def test_threads_share_a_pool() -> None:
    letters = [Content.from_bytes(rb"{\rtf1 Brev %d}" % number) for number in range(12)]

    with ChildPool(size=2) as pool, ThreadPoolExecutor(4) as threads:
        documents = list(threads.map(lambda letter: _read(pool, letter), letters))

    assert [document.text for document in documents] == [f"Brev {number}" for number in range(12)]


def test_a_closed_pool_leaves_no_process_and_reads_no_more() -> None:
    with ChildPool(size=1) as pool:
        _read(pool)
        pid = _pid(pool)

    assert _is_gone(pid)
    with pytest.raises(RuntimeError, match="closed"):
        _read(pool)


_PARENT = """
import sys, time
from signatur.methods.documents import ChildPool, Content, Limits, read_document
pool = ChildPool(size=1)
read_document(Content.from_bytes(b"{\\\\rtf1 Hej}"), limits=Limits(), recogniser=None, pool=pool)
print(pool._idle[0]._process.pid, flush=True)
time.sleep(60)
"""


def test_children_end_when_the_process_that_uses_them_is_killed() -> None:
    with subprocess.Popen((sys.executable, "-c", _PARENT), stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()

    _until(lambda: _is_gone(child))
