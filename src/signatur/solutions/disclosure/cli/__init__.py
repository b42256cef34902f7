"""Commands: find, remove and check in files, without a database; deadlines; how good the names are."""

import typer

from signatur.solutions.disclosure.cli import deadlines, finding, names, removing

commands = typer.Typer(
    no_args_is_help=True, help="Find what must be withheld, remove it for good, check what is left."
)


@commands.callback()
def group() -> None:
    """Find what must be withheld, remove it for good, check what is left."""


finding.add_to(commands)
removing.add_to(commands)
names.add_to(commands)
deadlines.add_to(commands)
