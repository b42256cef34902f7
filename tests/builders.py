"""Builds situations: an installation, an authority with its standing cast, a project, an item.

The cast is the same everywhere: Anna decides, Bo is super-user, Carl trains models, Dorte knows the
law, Erik owns the project, Fie runs the machines, Gert audits.
"""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from signatur.installed import all_parts
from signatur.kernel.permissions import SYSTEM, Actor, Role, system_of
from signatur.kernel.runtime import Runtime, build_runtime
from signatur.kernel.settings import load_settings
from signatur.records.items import service as items
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import RETRAINS, EvidenceKind, Stage, asked_until

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from uuid import UUID

    from signatur.kernel.part import Part
    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PASSWORD = "en god lang kode"

CAST: Mapping[str, Role] = {
    "Anna": Role.CASEWORKER,
    "Bo": Role.SUPER_USER,
    "Carl": Role.DATA_SCIENTIST,
    "Dorte": Role.LEGAL,
    "Erik": Role.PROJECT_OWNER,
    "Fie": Role.OPERATIONS,
    "Gert": Role.AUDITOR,
}


@dataclass
class FixedClock:
    """A clock that stands still until it is moved."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by


@dataclass(frozen=True)
class World:
    """An installation with one authority and its people."""

    runtime: Runtime
    clock: FixedClock
    authority_id: UUID
    person_ids: Mapping[str, UUID] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        return system_of(self.authority_id)

    def copied_to(self, folder: Path) -> World:
        """Return the same world in another folder, with the embedded database and a clock of its own."""
        shutil.copytree(self.runtime.settings.kernel.data_folder, folder, dirs_exist_ok=True)
        clock = FixedClock()
        return World(a_runtime(folder, "", clock), clock, self.authority_id, self.person_ids)

    def actor(self, name: str) -> Actor:
        """Return somebody of the cast as they would be after signing in."""
        with self.runtime.database.reading() as session:
            actor = people.actor_of(session, self.person_ids[name])
        assert actor is not None
        return actor


def a_runtime(folder: Path, url: str, clock: FixedClock, *more: Part, **settings: str) -> Runtime:
    """Build an installation in a folder; `settings` are environment variables."""
    environment = {"SIGNATUR_DATA_FOLDER": str(folder), **settings}
    if url:
        environment["SIGNATUR_DATABASE_URL"] = url
    parts = (*all_parts(), *more)
    groups = [group for part in parts for group in part.settings]
    return build_runtime(load_settings(environment, groups), parts, people, clock)


def a_world(folder: Path, url: str, clock: FixedClock, *more: Part, **settings: str) -> World:
    """Build an installation with one authority and its standing cast."""
    runtime = a_runtime(folder, url, clock, *more, **settings)
    with runtime.work(SYSTEM) as work:
        authority = people.add_authority(work, "Lindevang Kommune", "12345674")
    with runtime.work(system_of(authority.id)) as work:
        person_ids = {}
        for name, role in CAST.items():
            person = people.add_person(work, login=name, name=f"{name} Prøve")
            people.give_role(work, person.id, role)
            person_ids[name] = person.id
    return World(runtime, clock, authority.id, person_ids)


def a_project(
    world: World, solution: str = "mail_routing", stage: Stage = Stage.OPERATION
) -> Project:
    """Open a project and take it to a stage, with all evidence that it needs."""
    with world.runtime.work(world.actor("Erik")) as work:
        opened = projects.open_project(work, solution, "Postfordeling", world.person_ids["Erik"])
    with world.runtime.work(world.actor("Dorte")) as work:
        for kind in asked_until(min(stage, Stage.OPERATION, key=list(Stage).index)):
            _sign(work, opened.id, kind, None)
        if stage in RETRAINS:
            _sign(work, opened.id, EvidenceKind.LEGAL_BASIS_RETRAINING, None)
    with world.runtime.work(world.actor("Erik")) as work:
        while projects.get(work, opened.id).stage is not stage:
            projects.advance(work, opened.id)
        return projects.get(work, opened.id)


def sign(
    world: World, project_id: UUID, kind: EvidenceKind, *, valid_to: date | None = None
) -> UUID:
    """Let Dorte sign evidence; return its id."""
    with world.runtime.work(world.actor("Dorte")) as work:
        return _sign(work, project_id, kind, valid_to)


def _sign(work: Work, project_id: UUID, kind: EvidenceKind, valid_to: date | None) -> UUID:
    evidence = projects.sign(
        work,
        project_id,
        kind,
        statement="Undersøgt og fundet i orden.",
        valid_from=date(2026, 1, 1),
        valid_to=valid_to,
    )
    return evidence.id


def an_item(world: World, project_id: UUID, content: bytes = b"Hej", key: str = "a") -> Item:
    """Receive something in a project."""
    with world.runtime.work(world.system) as work:
        received = items.receive(
            work, project_id, kind="enquiry", source_key=key, original=io.BytesIO(content)
        )
    return received.item
