"""Finds outside programs and says what is missing, what does not work without it, and the cure."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideProgram:
    """A program that Signatur uses when it is there. Sentences are English; the doors translate."""

    name: str
    executables: tuple[str, ...]
    needed_for: str
    install: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A program and where it was found, if at all."""

    program: OutsideProgram
    path: str | None


def examine(programs: Iterable[OutsideProgram]) -> list[Finding]:
    """Look for each program on the search path."""
    return [Finding(program, _find(program)) for program in programs]


def _find(program: OutsideProgram) -> str | None:
    for executable in program.executables:
        if found := shutil.which(executable):
            return found
    return None
