"""Which authority a command acts for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime

Authority = Annotated[str, typer.Option(help="Name of the authority, where there are several.")]


def place_of(runtime: Runtime, name: str) -> tuple[Actor, UUID]:
    """Return who acts, and the project of the one authority, or of the named one.

    Raises InputProblem when no authority is meant or several are, NotFound without a project.
    """
    from signatur.records.people import service as people
    from signatur.solutions.mail_routing import service

    actor = people.acting_for(runtime, name)
    with runtime.reading(actor) as work:
        return actor, service.project_of(work).id
