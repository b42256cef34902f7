"""The command line. A command's code is loaded when it is called, so that help comes at once."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from signatur.kernel.errors import SignaturError
from signatur.kernel.terminal import (
    FOUND_PROBLEM,
    AsJson,
    Terminal,
    complain,
    exit_code_of,
    print_json,
    runtime_of,
    say,
)

if TYPE_CHECKING:
    from signatur.kernel.runtime import Runtime

# Groups of commands, loaded only when called: name -> (module with `commands`, one line of help).
GROUPS = {
    "audit": ("signatur.records.decisions.cli", "Check the audit chain, rebuild past suggestions."),
    "jobs": ("signatur.kernel.jobs.cli", "Run and look at background jobs."),
    "mail-routing": ("signatur.solutions.mail_routing.cli", "Read, train, evaluate, suggest."),
    "users": ("signatur.records.people.cli", "Create accounts and keys."),
}


class LazyGroups(TyperGroup):
    """A group of commands whose subgroups are loaded when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted({*super().list_commands(ctx), *GROUPS})

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in GROUPS:
            return super().get_command(ctx, cmd_name)
        module, help_line = GROUPS[cmd_name]
        if not _is_called(cmd_name):
            return TyperGroup(name=cmd_name, help=help_line)
        return typer.main.get_command(import_module(module).commands)


def _is_called(name: str) -> bool:
    """Say whether the group is called, and not only listed by the root's help."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    return words[:1] == [name]


app = typer.Typer(
    cls=LazyGroups,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Signatur brings AI decision support in public authorities into operation.",
)


def _open_runtime() -> Runtime:
    from signatur.app import make_runtime

    return make_runtime()


@app.callback()
def root(ctx: typer.Context) -> None:
    ctx.obj = Terminal(_open_runtime)


@app.command()
def migrate(ctx: typer.Context) -> None:
    """Bring the database to the tables of this version."""
    from signatur.kernel.migrate import migrate as upgrade

    upgrade(runtime_of(ctx).database)


@app.command()
def serve(
    ctx: typer.Context,
    jobs: Annotated[
        bool, typer.Option(help="Also run background jobs, in a process beside.")
    ] = True,
) -> None:
    """Answer browsers and other systems until told to stop."""
    from signatur.serving import serve as serve_until_stopped

    serve_until_stopped(runtime_of(ctx), with_jobs=jobs)


@app.command()
def demo(
    ctx: typer.Context,
    serve_after: Annotated[
        bool, typer.Option("--serve", help="Then start the web server.")
    ] = False,
) -> None:
    """Fill an installation with an invented authority; a second time changes nothing."""
    from signatur.demonstration import load_demo
    from signatur.serving import serve as serve_until_stopped

    runtime = runtime_of(ctx)
    load_demo(runtime)
    if serve_after:
        serve_until_stopped(runtime, with_jobs=True)


@app.command()
def doctor(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Say which outside programs are missing, what does not work without them, and the cure."""
    from signatur.kernel.doctor import examine

    parts = runtime_of(ctx).parts
    findings = examine(program for part in parts for program in part.programs)
    if as_json:
        print_json(
            [
                {
                    "program": one.program.name,
                    "found": one.path,
                    "needed_for": one.program.needed_for,
                    "install": one.program.install,
                }
                for one in findings
            ]
        )
    else:
        for one in findings:
            say(f"{one.program.name}: {one.path or 'MISSING'}")
            if one.path is None:
                say(f"  without it: {one.program.needed_for}\n  install: {one.program.install}")
    if any(one.path is None for one in findings):
        raise typer.Exit(FOUND_PROBLEM)


@app.command()
def version() -> None:
    """Print the version."""
    from signatur import __version__

    say(__version__)


def main() -> None:
    """Run the command line; a known problem is one sentence, not a traceback."""
    try:
        app()
    except SignaturError as problem:
        complain(problem.shown)
        sys.exit(exit_code_of(problem))
