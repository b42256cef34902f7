"""Reads the municipal lines: text without marks, and where the persons are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section with the places of persons."""

    section: str
    text: str
    persons: tuple[tuple[int, int], ...]


def municipal_lines(file: str = "municipal_lines.txt") -> tuple[Line, ...]:
    """Return all lines of a file with their sections."""
    lines, section = [], ""
    for raw in (_FOLDER / file).read_text(encoding="utf-8").splitlines():
        if raw.startswith("== "):
            section = raw[3:]
        elif raw and not raw.startswith("#"):
            lines.append(_line(section, raw.replace("\\n", "\n").replace("\\t", "\t")))
    return tuple(lines)


def _line(section: str, marked: str) -> Line:
    text, persons = "", []
    for at, part in enumerate(re.split(r"[\[\]]", marked)):
        if at % 2:
            persons.append((len(text), len(text) + len(part)))
        text += part
    return Line(section, text, tuple(persons))
