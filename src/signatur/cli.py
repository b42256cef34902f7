"""The command line. A command's code is loaded when it is called, so that help comes at once."""

from __future__ import annotations

import sys
from functools import cached_property
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
# A test holds the list against the modules that there are.
GROUPS = {
    "audit": ("signatur.records.decisions.cli", "Check the audit chain, rebuild past suggestions."),
    "business-case": (
        "signatur.stewardship.business_case.cli",
        "Compute a business case and the performance floor that follows.",
    ),
    "data-analysis": (
        "signatur.stewardship.data_analysis.cli",
        "Examine a table of past decisions before anything is learnt from it.",
    ),
    "disclosure": (
        "signatur.solutions.disclosure.cli",
        "Find what must be withheld, remove it for good, check what is left.",
    ),
    "evaluation": (
        "signatur.stewardship.evaluation.cli",
        "Hold a model against its floor, and against people.",
    ),
    "fleet": (
        "signatur.solutions.fleet.cli",
        "Drive recorded trips with another fleet; find the cheapest one.",
    ),
    "jobs": ("signatur.kernel.jobs.cli", "Run and look at background jobs."),
    "legal": (
        "signatur.stewardship.legal.cli",
        "See which law applies to a system, from which day, and why.",
    ),
    "mail-routing": (
        "signatur.solutions.mail_routing.cli",
        "Read, learn, suggest; take mail in, send it out, watch it.",
    ),
    "monitoring": (
        "signatur.stewardship.monitoring.cli",
        "See how people and model go together, and what has shifted.",
    ),
    "portfolio": (
        "signatur.stewardship.portfolio.cli",
        "See all projects at a glance, and the forty evaluated ones.",
    ),
    "projects": (
        "signatur.stewardship.gates.cli",
        "Show projects and their gates; take one to its next stage.",
    ),
    "readiness": (
        "signatur.stewardship.readiness.cli",
        "Look at a use case before money is spent.",
    ),
    "share": (
        "signatur.stewardship.sharing.cli",
        "Give a project out as a signed bundle, look at one, take one in.",
    ),
    "users": ("signatur.records.people.cli", "Create accounts and keys."),
}


class LazyGroup(TyperGroup):
    """A group of commands that is loaded when one of them is asked for."""

    def __init__(self, name: str) -> None:
        self._module, help_line = GROUPS[name]
        super().__init__(name=name, help=help_line, no_args_is_help=True)

    @cached_property
    def _loaded(self) -> TyperGroup:
        return typer.main.get_group(import_module(self._module).commands)

    def list_commands(self, ctx: Any) -> list[str]:
        return self._loaded.list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return self._loaded.get_command(ctx, cmd_name)


class LazyGroups(TyperGroup):
    """The root: its own commands, and the groups."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted({*super().list_commands(ctx), *GROUPS})

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return LazyGroup(cmd_name) if cmd_name in GROUPS else super().get_command(ctx, cmd_name)


app = typer.Typer(
    cls=LazyGroups,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
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
    scale: Annotated[
        float, typer.Option(min=0.01, max=10, help="How much to invent; 1 is the usual.")
    ] = 1.0,
) -> None:
    """Fill an installation with an invented authority; a second time changes nothing."""
    from signatur.demonstration import load_demo, tell_how_to_sign_in
    from signatur.serving import serve as serve_until_stopped

    runtime = runtime_of(ctx)
    load_demo(runtime, scale=scale)
    tell_how_to_sign_in(runtime)
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
                    "without_it": one.program.without_it,
                    "install": one.program.cures,
                }
                for one in findings
            ]
        )
    else:
        for one in findings:
            say(f"{one.program.name}: {one.path or 'MISSING'}")
            if one.path is None:
                say(f"  {one.program.without_it}")
                for system, command in one.program.cures.items():
                    say(f"  {system}: {command}")
    if any(one.is_problem for one in findings):
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
    except Exception as problem:
        if not _is_of_the_database(problem):
            raise
        from signatur.kernel.i18n import text as _

        complain(
            _("The database does not answer, or lacks the tables of this version: signatur migrate")
        )
        sys.exit(FOUND_PROBLEM)


def _is_of_the_database(problem: Exception) -> bool:
    # By name, since help and wrong use must not wait for the library to be loaded.
    return any(kind.__module__ == "sqlalchemy.exc" for kind in type(problem).__mro__)
