"""Situations of second looks: who may settle what, what somebody says, and how it then stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef, Search
from signatur.records.decisions import service as decisions
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.model.second_look import (
    is_person_first,
    verdict_of,
)
from signatur.solutions.mail_routing.schema.second_look import Said, Verdict
from signatur.solutions.mail_routing.service import second_look, watching

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.records.decisions.schema import Authorisation
    from signatur.records.projects.schema import Project
    from tests.builders import World


def open_to(world: World, project: Project, who: str) -> list[UUID]:
    with world.runtime.reading(world.actor(who)) as work:
        return second_look.open_to(work, project.id)


def said_of(world: World, authorisation: Authorisation, item_id: UUID, wanted: Verdict) -> Said:
    """Return what somebody must say of an item for a verdict, by the order it is shown in."""
    first = is_person_first(item_id, authorisation.seed)
    return next(one for one in Said if verdict_of(one, person_first=first) is wanted)


def look(
    world: World, authorisation: Authorisation, item_id: UUID, wanted: Verdict, who: str = "Bo"
) -> Verdict:
    with world.runtime.work(world.actor(who)) as work:
        return second_look.settle(work, item_id, said_of(world, authorisation, item_id, wanted))


def outcomes(world: World, project: Project) -> list[bool]:
    with world.runtime.reading(world.system) as work:
        return [one.is_right for one in service.control_outcomes(work, project.id)]


def watch_of(world: World, authorisation: Authorisation) -> watching.Watch:
    with world.runtime.reading(world.system) as work:
        found = decisions.authorisation(work, authorisation.id)
        return watching.watch_of(work, found)


def actions(world: World, about: ObjectRef) -> list[str]:
    with world.runtime.reading(world.system) as work:
        return [one.action for one in audit.search(work, Search(about=about), 200)]
