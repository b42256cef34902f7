"""The process in which one document after the other is read, apart from the caller and bounded.

It is started by `pool.py` as `python -m signatur.methods.documents.child`, takes tasks on standard
input and gives findings on standard output. When its input ends, because the caller closed it or
died, it ends itself with every program that it has started.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, BinaryIO, Final

from signatur.methods.documents.formats import READERS
from signatur.methods.documents.laid_out.pages import LAYERS
from signatur.methods.documents.run import run
from signatur.methods.documents.started import end_started
from signatur.methods.documents.wire import (
    bytes_to_follow,
    end_line,
    finding_line,
    task_from,
)

if TYPE_CHECKING:
    from signatur.methods.documents.task import Task

_TIME_TO_END_S: Final = 0.5
# Seconds of computing beyond the time on the clock: more than one thread may be at work.
_SPARE_CPU_S: Final = 10


def main() -> None:
    """Read one document after the other until there are no more."""
    findings = _take_standard_output()
    tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, tasks), daemon=True).start()
    while (task := tasks.get()) is not None:
        _bound(task)
        reader = LAYERS.get(task.media_type) or READERS[task.media_type]
        for finding in run(reader, task):
            findings.write(finding_line(finding))
            findings.flush()
        findings.write(end_line())
        findings.flush()


def _take_standard_output() -> BinaryIO:
    """Keep standard output for findings; what native libraries print there goes nowhere."""
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return own


def _receive(source: BinaryIO, tasks: queue.SimpleQueue[Task | None]) -> None:
    """Wait for tasks in a thread of its own, so that the end of input is noticed during work."""
    try:
        while line := source.readline():
            tasks.put(task_from(line, source.read(bytes_to_follow(line))))
    finally:
        tasks.put(None)  # an idle process comes to its end by itself
        time.sleep(_TIME_TO_END_S)
        _end_with_all_started()


def _end_with_all_started() -> None:
    end_started()
    if sys.platform == "win32":
        os._exit(0)
    else:
        # The caller made this process the leader of a group of its own.
        os.killpg(os.getpgrp(), signal.SIGKILL)


def _bound(task: Task) -> None:
    """Limit memory, computing time and file size for this process and the programs it starts."""
    if sys.platform == "win32":
        return  # there the time limit of the caller is the only one
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = used.ru_utime + used.ru_stime + task.deadline.remaining_s + _SPARE_CPU_S
    for kind, most in (
        (resource.RLIMIT_AS, task.limits.child_memory_bytes),
        (resource.RLIMIT_CPU, int(cpu_s)),
        (resource.RLIMIT_FSIZE, task.limits.unpacked_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        is_free = hard == resource.RLIM_INFINITY
        resource.setrlimit(kind, (most if is_free else min(most, hard), hard))


if __name__ == "__main__":
    main()
