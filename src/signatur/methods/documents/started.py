"""Programs with a process group of their own, which are to end with the process that started them."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

_groups: set[int] = set()


@contextmanager
def leading(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """While this holds, `end_started` ends the program and what it has started."""
    _groups.add(process.pid)
    try:
        yield
    finally:
        _groups.discard(process.pid)


def end_started() -> None:
    """End the programs that are running; called by a process that is about to end."""
    for group in tuple(_groups):
        end_group(group)


def end_group(group: int) -> None:
    """End a program and all that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            os.kill(group, signal.SIGTERM)
        else:
            os.killpg(group, signal.SIGKILL)
