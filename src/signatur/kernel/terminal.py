"""What commands print and how they end: 0 good, 1 the work found a problem, 2 wrong use."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from signatur.kernel.errors import SignaturError
    from signatur.kernel.runtime import Runtime

FOUND_PROBLEM = 1
WRONG_USE = 2

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the command line hands to every command: how to open the installation."""

    open_runtime: Callable[[], Runtime]


def runtime_of(ctx: typer.Context) -> Runtime:
    """Open the installation that the settings describe. Raises WrongSetting."""
    terminal = ctx.find_object(Terminal)
    assert terminal is not None, "the root command sets it"
    return terminal.open_runtime()


def print_json(value: Any) -> None:
    """Print one JSON document on one line of standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, default=str)
    sys.stdout.write("\n")


def say(words: object) -> None:
    """Print something for a person to read, on standard output."""
    sys.stdout.write(f"{words}\n")


def complain(words: object) -> None:
    """Print something for a person to read that is not the result, on standard error."""
    sys.stderr.write(f"{words}\n")


def bytes_of(file: Path) -> bytes:
    """Return what a file holds that a command was given. Raises InputProblem."""
    # Help is shown without loading what languages need.
    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _

    try:
        return file.read_bytes()
    except OSError as error:
        raise InputProblem(
            log=f"file: {error.strerror}",
            shown=_("The file %(name)s cannot be read.", name=str(file)),
        ) from error


def exit_code_of(problem: SignaturError) -> int:
    """Return how a command ends that met a problem: wrong input is wrong use."""
    return WRONG_USE if problem.status in (400, 413, 422) else FOUND_PROBLEM
