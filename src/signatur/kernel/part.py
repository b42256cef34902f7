"""What the kernel may mount: a part of the program, and the richer part that is a solution.

Built-in and outside parts pass through the same door. Each folder below `records`, `stewardship`
and `solutions` offers one frozen object of these classes; `installed.py` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from fastapi import APIRouter

    from signatur.kernel.db import Base
    from signatur.kernel.doctor import OutsideProgram
    from signatur.kernel.i18n import Text
    from signatur.kernel.jobs.kinds import JobKind, Schedule
    from signatur.kernel.outbox import Channel
    from signatur.kernel.permissions import Actor, Permission, Role
    from signatur.kernel.runtime import Runtime
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


@dataclass(frozen=True, slots=True)
class AuditedThing:
    """A kind of thing that audit entries are about: what it is called, and where it is seen."""

    title: Text
    path: str = ""
    """Address of its page with `{id}` in it; empty where it has none."""


@dataclass(frozen=True, slots=True)
class SharedField:
    """One thing that a shared document says, and whether whoever receives it must find its own."""

    name: str
    title: str
    value: str
    must_redo: bool = False
    why: str = ""
    """Why the receiver must redo it: the duty that is everybody's own."""


@dataclass(frozen=True, slots=True)
class SharedDocument:
    """What a part has written down of a project that helps the next authority; no personal data."""

    name: str
    title: str
    fields: tuple[SharedField, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """What one folder offers to the whole."""

    name: str
    title: Text
    pages: APIRouter | None = None
    api: APIRouter | None = None
    templates: Path | None = None
    static: Path | None = None
    """A folder with the part's own style and pictures, served below `/static/<name>`."""
    settings: tuple[type[SettingsGroup], ...] = ()
    tables: tuple[type[Base], ...] = ()
    permissions: tuple[Permission, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    rounds: tuple[Callable[[Runtime], None], ...] = ()
    """Called every few seconds by each job process, to start what is due more often than daily; see
    `kernel.jobs.store.start_again`."""
    channels: tuple[Channel, ...] = ()
    programs: tuple[OutsideProgram, ...] = ()
    audit_phrases: Mapping[str, Text] = field(default_factory=dict)
    """What each action is called; `%(name)s` stands for a detail of the entry."""
    audit_words: Mapping[str, Mapping[Any, Text]] = field(default_factory=dict)
    """For details that are codes: detail -> code -> what a reader sees."""
    audit_things: Mapping[str, AuditedThing] = field(default_factory=dict)
    begin_demo: Callable[[Demo, UUID], None] | None = None
    """Fill an invented authority's new project with what the part keeps, and sign what opens gates."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """Evidence that is signed on the part's own pages only, where it is drafted and examined first:
    kind -> address, with `{project_id}`."""
    shares: Callable[[Work, UUID], Iterable[SharedDocument]] | None = None
    """Return what the part knows of a project that the next authority may have, in Danish."""

    @property
    def path(self) -> str:
        """The address of the part's API below `/api`."""
        return self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Demo:
    """An installation with an invented authority, in which a solution shows itself working."""

    runtime: Runtime
    actors: Mapping[Role, Actor]
    """One invented person of each role."""
    tell: Callable[[str], None]
    """Says how far it is, to whoever waits."""
    scale: float = 1.0
    """How much to invent, as a share of the usual; tests ask for little."""
    age: timedelta = timedelta(0)
    """How long before the present its projects were opened; what happened since may be invented too."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A suggestion that was rebuilt from what was stored, beside what was stored then."""

    stored: Mapping[str, Any]
    rebuilt: Mapping[str, Any]

    @property
    def is_same(self) -> bool:
        return self.stored == self.rebuilt


@dataclass(frozen=True, slots=True)
class ModelJudgement:
    """What a solution says of a registered model version beside the one in use."""

    said: Text
    needs_reason: bool
    """Whether whoever puts it into use must write why."""
    path: str
    """Address of the page that shows what it rests on."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Solution(Part):
    """Decision support that an authority can switch on."""

    slug: str
    """Danish word in addresses: pages stand below `/<slug>`."""
    readme: Path
    item_kinds: tuple[str, ...]
    item_titles: Mapping[str, Text] = field(default_factory=dict)
    """What each kind of item is called; a kind without a title is shown by its code."""
    item_path: Callable[[UUID], str] | None = None
    """Return the address of an item's page, where items have one."""
    original_name: Callable[[Work, UUID], str] | None = None
    """Return a file name for an item's original, free of content and with a fitting ending."""
    erase: Callable[[Work, UUID], None]
    """Remove all content of one item; what stays is the fact, in the audit."""
    replay: Callable[[Work, UUID], Replayed]
    """Rebuild one suggestion from stored model bytes and stored input."""
    trouble_settled: Callable[[Work, UUID], None] | None = None
    """Called when a person has dealt with the last that could not be read of an item."""
    read_again_path: Callable[[UUID], str] | None = None
    """Return the address that has an item read once more, where it can be."""
    resolution_titles: Mapping[str, Text] = field(default_factory=dict)
    """What ways of its own to deal with what could not be read are called."""
    check_model: Callable[[Work, UUID], None] | None = None
    """Raise unless a registered model version answers its probe set as it did; asked before it is
    put into use."""
    judge_model: Callable[[Work, UUID], ModelJudgement | None] | None = None
    """Say how a registered model version did beside the one in use; shown before it is put into use."""
    history: Callable[[Work, UUID], Mapping[str, Sequence[Any]]] | None = None
    """Return what was decided in a project as columns of one length, for analysis; no content of
    items, and nobody's name."""
    history_titles: Mapping[str, Text] = field(default_factory=dict)
    """What a reader calls the columns of the history."""
    measured: Callable[[Work, UUID, date, date], Mapping[str, float]] | None = None
    """Return what really happened in a project from a day to a day, for the business case.

    Known names: `cases` (came), `automatic` and `assisted` (went by itself; a person followed the
    advice), `minutes_saved`, `precision` with `precision_low` and `precision_high` (shares, of what
    goes by itself). What is not known is left out.
    """
    load_demo: Callable[[Demo], None]
    """Fill an authority with invented data; a second call changes nothing."""
