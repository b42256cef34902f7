"""The rules that Signatur comes with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from signatur.stewardship.legal.model import read_rules

if TYPE_CHECKING:
    from signatur.stewardship.legal.schema import RuleSet

_FOLDER = Path(__file__).resolve().parent.parent / "rules"


@cache
def shipped_rules() -> RuleSet:
    """Return the rules that Signatur comes with. Raises BadRules."""
    return read_rules(file.read_bytes() for file in sorted(_FOLDER.glob("*.yaml")))
