"""Commands: remove from a PDF what must be withheld, and check what is left."""

import typer


def add_to(commands: typer.Typer) -> None:
    """Register the commands of this module."""
