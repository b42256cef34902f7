"""An installation with the demo of every solution loaded, and what tests look for in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, select

from signatur.app import application_of
from signatur.kernel.web.interface import doors
from signatur.records.items.tables import ItemRow
from signatur.records.projects.tables import ProjectRow
from tests.builders import World, a_runtime

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy import Engine

    from signatur.kernel.part import Solution
    from signatur.kernel.permissions import Actor, Role
    from signatur.kernel.runtime import Runtime
    from tests.builders import FixedClock

# A share of the usual demo: enough to see every kind of thing, little enough to be quick.
SCALE = 0.05

_ADDRESS = re.compile(r"[\w.+-]{3,}@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<!\d)(?:\d{6}-\d{4}|\d{8})(?!\d)")
# What stands in so many of the things received tells of none of them.
_COMMON = 5


@dataclass(frozen=True)
class Loaded:
    """An installation that shows every solution working."""

    runtime: Runtime
    clock: FixedClock
    folder: Path
    url: str
    actors: Mapping[Role, Actor]
    log: str = ""
    told: list[str] = field(default_factory=list)

    @property
    def world(self) -> World:
        """The same installation with its cast by role, as the other tests know it."""
        ids = {str(role): actor.id for role, actor in self.actors.items() if actor.id}
        authority_id = next(iter(self.actors.values())).authority_id
        assert authority_id is not None
        return World(self.runtime, self.clock, authority_id, ids)

    def again(self, folder: Path, url: str) -> Loaded:
        """Return the installation that works on a copy."""
        return Loaded(a_runtime(folder, url, self.clock), self.clock, folder, url, self.actors)


def items_of(loaded: Loaded, solution: Solution) -> list[ItemRow]:
    """Return everything that a solution received."""
    query = (
        select(ItemRow)
        .join(ProjectRow, ProjectRow.id == ItemRow.project_id)
        .where(ProjectRow.solution == solution.name)
        .order_by(ItemRow.id)
    )
    with loaded.runtime.database.reading() as session:
        return list(session.scalars(query))


def rows_of_all_tables(engine: Engine) -> Iterator[tuple[str, str]]:
    """Yield table and row as text, for every table that the database has, ours or not."""
    present = MetaData()
    present.reflect(engine, resolve_fks=False)
    with engine.connect() as connection:
        for name, table in sorted(present.tables.items()):
            for row in connection.execute(select(table)):
                yield name, json.dumps(list(row), default=_readable, ensure_ascii=False)


def _readable(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def telling_words(originals: Iterable[bytes]) -> dict[str, int]:
    """Return addresses and numbers that stand in only few of the things received: whose they are."""
    seen: dict[str, int] = {}
    for original in originals:
        text = original.decode("utf-8", "replace")
        for word in {*_ADDRESS.findall(text), *_NUMBER.findall(text)}:
            seen[word] = seen.get(word, 0) + 1
    return {word: count for word, count in seen.items() if count < _COMMON}


def originals_of(loaded: Loaded, rows: Iterable[ItemRow]) -> Iterator[bytes]:
    """Yield the bytes that were received, as long as they are kept."""
    for row in rows:
        if row.sha256:
            with loaded.runtime.blobs.open(row.authority_id, row.sha256) as file:
                yield file.read()


def routes_of(loaded: Loaded, solution: Solution) -> list[tuple[str, str]]:
    """Return method and address of each route of a solution, pages first."""
    own = (f"/{solution.slug}", f"/api/{solution.path}/")
    return [
        (method, str(route.path))
        for route, _door in doors(application_of(loaded.runtime.parts))
        if str(route.path).startswith(own)
        for method in sorted(route.methods or ())
    ]


def ids_of(loaded: Loaded, solution: Solution) -> dict[str, list[UUID]]:
    """Return ids that can stand in an address of a solution, by the name of the placeholder."""
    from signatur.records.decisions.tables import DecisionRow, SuggestionRow
    from signatur.records.registry.tables import ModelVersionRow

    own = {"project_id": select(ProjectRow.id).filter_by(solution=solution.name)}
    within = own["project_id"].scalar_subquery()
    own |= {
        "item_id": select(ItemRow.id).where(ItemRow.project_id.in_(within)),
        "decision_id": select(DecisionRow.id).where(DecisionRow.project_id.in_(within)),
        "suggestion_id": select(SuggestionRow.id).where(SuggestionRow.project_id.in_(within)),
        "version_id": select(ModelVersionRow.id).where(ModelVersionRow.project_id.in_(within)),
    }
    with loaded.runtime.database.reading() as session:
        return {name: list(session.scalars(query)) for name, query in own.items()}
