"""Commands: by when a request must be answered."""

import typer


def add_to(commands: typer.Typer) -> None:
    """Register the commands of this module."""
