"""Commands: find what may have to be withheld in files."""

import typer


def add_to(commands: typer.Typer) -> None:
    """Register the commands of this module."""
