"""One command in a process of its own: CPU seconds, peak memory with all that it starts, and what it says."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HANGS_S = 7_200.0
"""On the clock, which is generous: the machine may do other work."""
_COMMAND = (sys.executable, "-m", "signatur", "disclosure")
_PAUSE_S = 0.05
_READER = b"signatur.methods.documents.child"
_PAGE_KB = resource.getpagesize() // 1024


@dataclass(frozen=True, slots=True)
class Done:
    """How one command went."""

    exit: int | str
    cpu_s: float
    clock_s: float
    peak_mb: int
    first_half_mb: int
    """The peak in the first half of the time; with `peak_mb` it tells whether memory grows."""
    out: str
    error: str


def run(
    arguments: tuple[str, ...],
    *,
    environment: Mapping[str, str] | None = None,
    meanwhile: Callable[[list[int]], None] = lambda _processes: None,
) -> Done:
    """Run a command of the solution to its end; `meanwhile` is given its processes many times a second."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        begun = time.monotonic()
        process = subprocess.Popen(
            (*_COMMAND, *arguments), stdout=out, stderr=error, start_new_session=True,
            env={**os.environ, **(environment or {})},  # noqa: TID251 (what this process has itself)
        )  # fmt: skip
        peaks: list[tuple[float, int]] = []
        is_late = False
        while True:
            processes = family(process.pid)
            peaks.append((time.monotonic() - begun, sum(map(_resident_kb, processes)) // 1024))
            meanwhile(processes)
            # Waited for by hand, since only so the CPU time of this one process tree is told.
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            if time.monotonic() - begun > HANGS_S and not is_late:
                is_late = True
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(max(_PAUSE_S, min(1.0, (time.monotonic() - begun) / 100)))
        process.returncode = os.waitstatus_to_exitcode(status)
        clock_s = time.monotonic() - begun
        return Done(
            "hangs" if is_late else process.returncode, round(used.ru_utime + used.ru_stime, 1),
            round(clock_s, 1), max(mb for _at, mb in peaks),
            max(mb for at, mb in peaks if at <= clock_s / 2), _read(out), _read(error),
        )  # fmt: skip


def family(first: int) -> list[int]:
    """A process and all that it and they have started."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue  # it has ended
    found = [first]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def kill_reader(processes: list[int]) -> bool:
    """End the process in which documents are read, as the system does when memory runs out."""
    for one in processes[1:]:
        try:
            if _READER in Path(f"/proc/{one}/cmdline").read_bytes():
                os.kill(one, signal.SIGKILL)
                return True
        except OSError:
            continue
    return False


def _resident_kb(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE_KB
    except (OSError, IndexError):
        return 0


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")
