"""Commands: simulate and optimise a fleet from files, without a database."""

import typer

from signatur.solutions.fleet.cli import fetching, files, round_trips

commands = typer.Typer(
    no_args_is_help=True, help="Drive recorded trips with another fleet; find the cheapest one."
)


@commands.callback()
def group() -> None:
    """Drive recorded trips with another fleet; find the cheapest one; read positions."""


files.add_to(commands)
round_trips.add_to(commands)
fetching.add_to(commands)
