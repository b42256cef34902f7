"""What the kernel may mount: a part of the program, and the richer part that is a solution.

Built-in and outside parts pass through the same door. Each folder below `records`, `stewardship`
and `solutions` offers one frozen object of these classes; `installed.py` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from uuid import UUID

    from fastapi import APIRouter

    from signatur.kernel.db import Base
    from signatur.kernel.doctor import OutsideProgram
    from signatur.kernel.i18n import Text
    from signatur.kernel.jobs.kinds import JobKind, Schedule
    from signatur.kernel.outbox import Channel
    from signatur.kernel.permissions import Permission
    from signatur.kernel.settings import SettingsGroup
    from signatur.kernel.work import Work


class MenuSection(StrEnum):
    """The three sections of the menu, in order."""

    WORK = "work"
    STEWARDSHIP = "stewardship"
    OPERATIONS = "operations"


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A line of the menu, shown to those who have the permission; `waiting` counts what waits."""

    section: MenuSection
    title: Text
    path: str
    permission: Permission
    waiting: Callable[[Work], int] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """What one folder offers to the whole."""

    name: str
    title: Text
    pages: APIRouter | None = None
    api: APIRouter | None = None
    templates: Path | None = None
    settings: tuple[type[SettingsGroup], ...] = ()
    tables: tuple[type[Base], ...] = ()
    permissions: tuple[Permission, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    channels: tuple[Channel, ...] = ()
    programs: tuple[OutsideProgram, ...] = ()
    audit_phrases: Mapping[str, Text] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The address of the part's API below `/api`."""
        return self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Replayed:
    """A suggestion that was rebuilt from what was stored, beside what was stored then."""

    stored: Mapping[str, Any]
    rebuilt: Mapping[str, Any]

    @property
    def is_same(self) -> bool:
        return self.stored == self.rebuilt


@dataclass(frozen=True, kw_only=True, eq=False)
class Solution(Part):
    """Decision support that an authority can switch on."""

    slug: str
    """Danish word in addresses: pages stand below `/<slug>`."""
    readme: Path
    item_kinds: tuple[str, ...]
    erase: Callable[[Work, UUID], None]
    """Remove all content of one item; what stays is the fact, in the audit."""
    replay: Callable[[Work, UUID], Replayed]
    """Rebuild one suggestion from stored model bytes and stored input."""
    load_demo: Callable[[Work], None]
    """Fill an authority with invented data; a second call changes nothing."""
