"""Situations of what leaves the house: installations with receivers, routes, decided enquiries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.outbox import deliver_due
from signatur.records.effects import service as effects
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import OutgoingFilter, Route, RouteKind
from tests.builders import FixedClock, World, a_project, a_world
from tests.solutions.mail_routing.situations import TO_HOLE, receive, set_up, settle

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from signatur.records.projects.schema import Project
    from signatur.solutions.mail_routing.service import OutgoingLine

SYSTEM = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"
SECRET = "en fælles hemmelighed"


def a_sending_world(folder: Path, url: str, **settings: str) -> tuple[World, Project]:
    """An installation whose routes may lead to this machine, with a secret called `nexus`."""
    secrets = folder / "secrets" / "outgoing"
    secrets.mkdir(parents=True)
    (secrets / "nexus").write_text(SECRET + "\n", encoding="utf-8")
    ours = {
        "SIGNATUR_MAIL_ROUTING_SECRETS_FOLDER": str(folder / "secrets"),
        "SIGNATUR_MAIL_ROUTING_OUTGOING_PRIVATE": "true",
        "SIGNATUR_MAIL_ROUTING_SMTP_HOST": "127.0.0.1",
        "SIGNATUR_MAIL_ROUTING_SMTP_SECURITY": "none",
        "SIGNATUR_MAIL_ROUTING_SMTP_FROM": "signatur@lindevang.example",
        "SIGNATUR_PUBLIC_URL": "https://signatur.lindevang.example",
    }
    world = a_world(folder, url, FixedClock(), **(ours | settings))
    project = a_project(world)
    set_up(world, project.id)
    return world, project


def a_route(
    world: World,
    project: Project,
    kind: RouteKind,
    target: Target = Target("vej"),  # noqa: B008 (a value that cannot change)
    **settings: str,
) -> Route:
    with world.runtime.work(world.actor("Bo")) as work:
        return service.save_route(work, project.id, target=target, kind=kind, settings=settings)


def decided(world: World, project: Project, content: bytes | None = None, **more: str) -> UUID:
    """Let a mail arrive and be sent to the road department; return the enquiry."""
    item = receive(world, project.id, content, **more)
    settle(world, item.id, TO_HOLE)
    return item.id


def leave(world: World) -> int:
    """Let everything leave that waits, after the time to regret."""
    world.clock.advance(effects.REGRET)
    return deliver_due(world.runtime)


def lines(world: World, project: Project, **wanted: str) -> list[OutgoingLine]:
    with world.runtime.reading(world.system) as work:
        found = service.outgoing(work, project.id, OutgoingFilter(**wanted))
    return list(found.lines)
