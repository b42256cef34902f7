"""Runs commands within a test's own installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from signatur.kernel.terminal import Terminal

if TYPE_CHECKING:
    import typer
    from click.testing import Result

    from tests.builders import World


def run(world: World, commands: typer.Typer, *arguments: str) -> Result:
    """Run a group of commands with arguments; an exception other than an exit is raised."""
    result = CliRunner().invoke(commands, arguments, obj=Terminal(lambda: world.runtime))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
