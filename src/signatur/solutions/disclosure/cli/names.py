"""Commands: how good the recogniser of names is on a file with the truth."""

import typer


def add_to(commands: typer.Typer) -> None:
    """Register the commands of this module."""
