"""Commands for accounts and keys."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from signatur.kernel.permissions import SYSTEM, Role, system_of
from signatur.kernel.terminal import AsJson, print_json, runtime_of, say
from signatur.records.people import service

commands = typer.Typer(no_args_is_help=True, help="Create accounts and keys.")


@commands.command()
def add(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(help="What the person signs in with.")],
    name: Annotated[str, typer.Option(help="The person's name.")],
    authority: Annotated[str, typer.Option(help="Name of the authority; made when it is new.")],
    role: Annotated[list[Role], typer.Option(help="May be given several times.")],
    cvr: Annotated[str, typer.Option(help="CVR number of a new authority.")] = "",
    as_json: AsJson = False,
) -> None:
    """Create an account; its first password is printed once."""
    runtime = runtime_of(ctx)
    password = secrets.token_urlsafe(12)
    with runtime.work(SYSTEM) as work:
        known = {found.name: found for found in service.authorities(work.session)}
        place = known.get(authority) or service.add_authority(work, authority, cvr)
    with runtime.work(system_of(place.id)) as work:
        person = service.add_person(work, login=login, name=name, password=password)
        for one in role:
            service.give_role(work, person.id, one)
    if as_json:
        print_json({"id": person.id, "login": person.login, "password": password})
    else:
        say(f"{person.login} may sign in with the password {password}")


@commands.command()
def key(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(help="Account in whose name the key is used.")],
    name: Annotated[str, typer.Option(help="What the key is for.")],
) -> None:
    """Make a key for the API in the name of an account; it is printed once."""
    runtime = runtime_of(ctx)
    with runtime.reading(SYSTEM) as work:
        person = service.person_with_login(work.session, login)
    with runtime.work(system_of(person.authority_id)) as work:
        say(service.make_key(work, person.id, name))
