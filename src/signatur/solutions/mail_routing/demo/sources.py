"""Reads the Danish texts of the demo, which stand in TOML so that a caseworker can correct them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

SUBJECT_TABLES = (
    "subjects-citizens",
    "subjects-children",
    "subjects-care",
    "subjects-town",
    "subjects-hall",
)


def table(name: str) -> dict[str, Any]:
    """Return one file of `texts/`, by its name without the ending."""
    file = files(__package__) / "texts" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
