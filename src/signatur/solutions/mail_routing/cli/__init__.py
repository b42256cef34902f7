"""Commands: from files without a database, and in operation with one."""

import typer

from signatur.solutions.mail_routing.cli import (
    automatic,
    files,
    insight,
    models,
    outgoing,
    past,
    sources,
)

commands = typer.Typer(
    no_args_is_help=True, help="Read, learn, suggest; take mail in, send it out, watch it."
)


@commands.callback()
def group() -> None:
    """Read, learn, suggest from files; in operation take mail in, send it out, watch it."""


files.add_to(commands)
models.add_to(commands)
automatic.add_to(commands)
insight.add_to(commands)
sources.add_to(commands)
past.add_to(commands)
outgoing.add_to(commands)
