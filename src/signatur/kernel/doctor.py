"""Finds outside programs and says what is missing, what does not work without it, and the cure."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from signatur.kernel.i18n import Text

_PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideProgram:
    """A program that is not part of Signatur: what it is for, and how to get it."""

    name: str
    executables: tuple[str, ...]
    """Names under which it may be found, in order of preference."""
    without_it: Text
    """What does not work where it is missing; a full sentence."""
    debian: str
    """Names of the packages for Debian and Ubuntu."""
    windows: str = ""
    macos: str = ""
    """How to install it, as a command for Windows (winget) and macOS (Homebrew)."""
    ability: tuple[str, str] | None = None
    """An option with which it lists what it can do, and the line that must stand there."""
    for_tests_only: bool = False
    """Nothing that a user does needs it."""

    def path(self) -> str | None:
        """Return where it is installed with the ability that is asked for, or None."""
        found = next(filter(None, map(shutil.which, self.executables)), None)
        if found is None or self.ability is None or _lists(found, *self.ability):
            return found
        return None

    @property
    def cures(self) -> Mapping[str, str]:
        """How to install it, by operating system: a command, the same in every language."""
        ways = {
            "Debian": f"sudo apt install {self.debian}",
            "Windows": self.windows,
            "macOS": self.macos,
        }
        return {system: command for system, command in ways.items() if command}


def _lists(program: str, option: str, line: str) -> bool:
    try:
        listed = subprocess.run(  # noqa: S603 (a program of this machine, with a fixed option)
            [program, option], capture_output=True, timeout=_PATIENCE_SECONDS, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    return line in listed.decode(errors="replace").splitlines()


@dataclass(frozen=True, slots=True)
class Finding:
    """A program and where it was found, if at all."""

    program: OutsideProgram
    path: str | None

    @property
    def is_problem(self) -> bool:
        return self.path is None and not self.program.for_tests_only


def examine(programs: Iterable[OutsideProgram]) -> list[Finding]:
    """Look for each program on the search path; one that several parts use is named once."""
    by_name = {program.name: program for program in programs}
    return [Finding(program, program.path()) for program in by_name.values()]
