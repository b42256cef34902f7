"""The installed parts, in the order of the menu: an explicit list first, entry points second."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from signatur.kernel.errors import SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part, Solution

if TYPE_CHECKING:
    from collections.abc import Sequence

ENTRY_POINTS = "signatur.solutions"

SOLUTIONS: tuple[str, ...] = ("mail_routing", "disclosure", "fleet")
STEWARDSHIP: tuple[str, ...] = (
    "portfolio",
    "readiness",
    "legal",
    "data_analysis",
    "business_case",
    "evaluation",
    "monitoring",
    "gates",
    "sharing",
)
RECORDS = (
    "projects",
    "alarms",
    "floors",
    "people",
    "audit",
    "items",
    "registry",
    "decisions",
    "effects",
    "retention",
)


class BadInstallation(SignaturError):
    """Two parts have one name, or an outside solution that is switched on is not there."""


@cache
def all_parts(outside: Sequence[str] = ()) -> tuple[Part, ...]:
    """Load and return every installed part; outside solutions only those that are named.

    Raises BadInstallation.
    """
    names = [
        *(f"signatur.solutions.{name}.solution:SOLUTION" for name in SOLUTIONS),
        *(f"signatur.stewardship.{name}.part:PART" for name in STEWARDSHIP),
        *(f"signatur.records.{name}.part:PART" for name in RECORDS),
        "signatur.kernel.web.operations:PART",
    ]
    parts = (*(_load(name) for name in names), *(_load_outside(name) for name in outside))
    taken: set[str] = set()
    for part in parts:
        if part.name in taken:
            raise BadInstallation(
                log=f"two parts are named {part.name}",
                shown=_("Two installed solutions have the same name: %(name)s.", name=part.name),
            )
        taken.add(part.name)
    return parts


def solutions(outside: Sequence[str] = ()) -> tuple[Solution, ...]:
    """Return the installed solutions."""
    return tuple(part for part in all_parts(outside) if isinstance(part, Solution))


def _load(address: str) -> Part:
    module, _colon, name = address.partition(":")
    part = getattr(import_module(module), name)
    assert isinstance(part, Part), f"{address} is no part"
    return part


def _load_outside(name: str) -> Part:
    for point in entry_points(group=ENTRY_POINTS, name=name):
        part = point.load()
        if isinstance(part, Solution):
            return part
    raise BadInstallation(
        log=f"outside solution {name} is not installed",
        shown=_("The solution %(name)s is switched on but not installed.", name=name),
    )
