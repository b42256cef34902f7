"""Commands: give a standing authorisation, and stop one, in a named person's name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import AsJson, print_json, runtime_of, say

if TYPE_CHECKING:
    from signatur.records.decisions.schema import Authorisation

Login = Annotated[str, typer.Option("--as", help="Account in whose name it is done; audited.")]


def authorise(
    ctx: typer.Context,
    scope: Annotated[
        list[str],
        typer.Option(
            help="Key of a subject, or department:KEY; again for more, or parted by commas; or all."
        ),
    ],
    floor: Annotated[float, typer.Option(min=0.5, max=0.999, help="Precision that must hold.")],
    valid_to: Annotated[str, typer.Option(help="Last day, as year-month-day.")],
    login: Login,
    daily_cap: Annotated[int, typer.Option(min=1, help="What may go in a day at most.")] = 500,
    control_share: Annotated[
        float, typer.Option(min=0.001, max=1, help="Share that a person decides blindly.")
    ] = 0.05,
    as_json: AsJson = False,
) -> None:
    """Let what is sure go by itself, within a scope and above a floor, until a day."""
    from signatur.records.people import service as people
    from signatur.solutions.mail_routing import service
    from signatur.solutions.mail_routing.service import authorising

    runtime = runtime_of(ctx)
    day = _day(valid_to)
    with runtime.work(people.acting_as_login(runtime, login)) as work:
        project = service.project_of(work)
        keys = {one.strip() for given in scope for one in given.split(",") if one.strip()}
        if keys == {"all"}:
            keys = {one for one in authorising.scope_keys(work, project.id) if ":" in one}
        authorisation = authorising.authorise(
            work,
            project.id,
            scope=keys,
            floor=floor,
            valid_to=authorising.end_of(work, day),
            control_share=control_share,
            daily_cap=daily_cap,
        )
    if as_json:
        print_json(_told(authorisation))
    else:
        count = len(authorisation.scope)
        say(f"{authorisation.id}: {count} keys, floor {floor:.0%}, valid to {day}")


def suspend(
    ctx: typer.Context,
    because: Annotated[str, typer.Option(help="Why; kept, and shown to the owner.")],
    login: Login,
    authorisation: Annotated[
        UUID | None, typer.Argument(help="Id of an authorisation; without it, all of them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Stop what goes by itself at once; the mail goes to people again."""
    from signatur.records.people import service as people
    from signatur.solutions.mail_routing.service import authorising

    runtime = runtime_of(ctx)
    with runtime.work(people.acting_as_login(runtime, login)) as work:
        stopped = authorising.suspend(work, authorisation, because)
    if as_json:
        print_json({"suspended": [str(one) for one in stopped]})
    else:
        say(f"{len(stopped)} suspended")


def _day(words: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(words)
    except ValueError:
        raise InputProblem(
            log="bad date", shown=_("Write dates as year-month-day, such as 2026-03-04.")
        ) from None


def _told(given: Authorisation) -> dict[str, Any]:
    return {
        "id": str(given.id),
        "scope": sorted(given.scope),
        "floor": given.floor,
        "valid_from": given.valid_from.isoformat(),
        "valid_to": given.valid_to.isoformat(),
        "control_share": given.control_share,
        "daily_cap": given.daily_cap,
    }


def add_to(commands: typer.Typer) -> None:
    """Add these commands to the group."""
    for command in (authorise, suspend):
        commands.command()(command)
