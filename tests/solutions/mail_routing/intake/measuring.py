"""Runs the command in a process of its own and measures what it takes at most."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

MOST_MEGABYTES = 600
"""For the whole process with its libraries, which alone are some 170, or for one of its children."""
_PEAK = """
import pathlib, re, resource, sys
from signatur.cli import main
sys.argv[:1] = ["signatur"]
try:
    main()
finally:
    # The usage of a started process counts what its starter held, which here are all the tests.
    status = pathlib.Path("/proc/self/status").read_text()
    own = int(re.search(r"VmHWM:\\s+(\\d+)", status)[1])
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(max(own, children) // 1024, file=sys.stderr)
"""


@dataclass(frozen=True)
class Measured:
    returncode: int
    lines: list[dict[str, Any]]
    peak_megabytes: int


def read_and_measure(path: Path, *, timeout_s: float = 120.0) -> Measured:
    """Read a file or folder, without recognition, which would take its time from another program."""
    arguments = ("mail-routing", "read", str(path), "--no-recognition", "--json")
    ended = subprocess.run(
        (sys.executable, "-c", _PEAK, *arguments),
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout_s,
    )
    *complaints, peak = ended.stderr.splitlines()
    assert complaints == []
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    return Measured(ended.returncode, lines, int(peak))
