"""Child processes for readers that may crash, hang or eat memory: kept, reused, and replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Final, Self

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Deadline
from signatur.methods.documents.wire import finding_from, task_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from signatur.methods.documents.task import Finding, Task


# An idle child ends within milliseconds of its input.
_TIME_TO_END_S: Final = 2.0


class ChildPool:
    """Processes in which documents are read, at most `size` at a time.

    Safe to share between threads. No process is started before one is needed; each is replaced
    when it dies, and after `documents_per_child` documents, as native libraries leak. Children end
    with the pool, and also when this process is killed. A child watches its own time and stops
    between pages; one that is `grace_s` seconds late hangs in a page and is ended from outside.

        with ChildPool(size=2) as pool:
            document = read_document(content, limits=limits, recogniser=None, pool=pool)
    """

    def __init__(
        self, *, size: int = 2, documents_per_child: int = 200, grace_s: float = 3.0
    ) -> None:
        self._documents_per_child = documents_per_child
        self._grace_s = grace_s
        self._places = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all children that are not at work; those at work end when their document is done."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def read(self, task: Task) -> tuple[list[Finding], float]:
        """What a child finds in the document, and the seconds that it took.

        Waits for a free place first; the time that the task may take begins when it has one. A
        child that dies or hangs is stated as a problem behind what it had found until then.
        """
        seconds = task.deadline.remaining_s
        with self._places:
            start = time.monotonic()
            findings = self._read(replace(task, deadline=Deadline.after(seconds)))
            return findings, time.monotonic() - start

    def _read(self, task: Task) -> list[Finding]:
        try:
            child = self._take()
        except OSError as error:
            return [Problem(ProblemCode.READER_FAILED, f"no process: {type(error).__name__}")]
        try:
            return list(child.read(task, self._grace_s))
        finally:
            self._give_back(child)

    def _take(self) -> _Child:
        with self._lock:
            if self._is_closed:
                raise RuntimeError("The pool is closed; open a new one to read documents.")
            child = self._idle.pop() if self._idle else None
        if child is not None and child.is_running:
            return child
        if child is not None:
            child.end()
        return _Child()

    def _give_back(self, child: _Child) -> None:
        is_fit = child.is_alive and child.documents < self._documents_per_child
        with self._lock:
            if is_fit and not self._is_closed:
                self._idle.append(child)
                return
        child.end()


class _Child:
    """One process; used by one thread at a time."""

    def __init__(self) -> None:
        self.documents = 0
        self.is_alive = True
        self._is_late = False
        self._process = subprocess.Popen(
            (sys.executable, "-P", "-m", "signatur.methods.documents.child"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def read(self, task: Task, grace_s: float) -> Iterator[Finding]:
        self.documents += 1
        self._is_late = False
        alarm = threading.Timer(task.deadline.remaining_s + grace_s, self._end_late)
        alarm.daemon = True
        alarm.start()
        try:
            self._send(task)
            # A line without an end is what a child that died had begun to write.
            while (line := self._stream(self._process.stdout).readline()).endswith(b"\n"):
                finding = finding_from(line)
                if finding is None:
                    return
                yield finding
        finally:
            alarm.cancel()
            self.is_alive = not self._is_late
        self.is_alive = False
        yield self._cause_of_end()

    def _send(self, task: Task) -> None:
        stream = self._stream(self._process.stdin)
        # A child that dies while it is written to is noticed when it is read from.
        with suppress(BrokenPipeError):
            stream.write(task_line(task))
            if task.content.path is None:
                stream.write(task.content.read())
            stream.flush()

    @staticmethod
    def _stream(stream: IO[bytes] | None) -> IO[bytes]:
        assert stream is not None, "the process was started with pipes"
        return stream

    def _end_late(self) -> None:
        self._is_late = True
        self._kill()

    def _cause_of_end(self) -> Problem:
        self._kill()  # the programs that it had started; its own end has come
        code = self._process.wait()
        if self._is_late or code == -getattr(signal, "SIGXCPU", 0):
            return Problem(ProblemCode.TIMED_OUT, "the reader did not come to an end")
        return Problem(ProblemCode.READER_FAILED, f"the reader died ({code})")

    def _kill(self) -> None:
        """End the process and the programs it has started, which share its group."""
        with suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Let an idle process come to its end; kill one that is at work, stopped, or lost."""
        for stream in (self._process.stdin, self._process.stdout):
            # What is left in a buffer for a process that is gone need not arrive.
            with suppress(BrokenPipeError):
                self._stream(stream).close()
        if self._process.returncode is not None:
            return  # its number may belong to another by now
        try:
            self._process.wait(_TIME_TO_END_S if self.is_alive else 0)
        except subprocess.TimeoutExpired:
            self._kill()
            self._process.wait()
