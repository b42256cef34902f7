"""Commands: import years of past enquiries from a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, print_json, runtime_of, say
from signatur.solutions.mail_routing.cli.place import Authority, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime
    from signatur.solutions.mail_routing.intake.past_sheet import BadRow, Columns
    from signatur.solutions.mail_routing.service import PastPreview

_TOLD = 1000


def import_history(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="Sheet, xlsx or csv.", exists=True, dir_okay=False, readable=True)
    ],
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="What a column holds, as meaning=heading; the meanings are date, subject_line, "
            "text, department, subject, sender and id. May be given several times."
        ),
    ] = None,
    person: Annotated[
        str,
        typer.Option(help="Login of who vouches for where they ended; else the project's owner."),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look; store nothing.")] = False,
    authority: Authority = "",
    as_json: AsJson = False,
) -> None:
    """Import past enquiries with where each one ended; they teach as decisions do. Twice is once.

    Ends with 1 when there are rows that cannot be used; the others are taken.
    """
    from signatur.solutions.mail_routing import service
    from signatur.solutions.mail_routing.jobs.past import take_past

    runtime = runtime_of(ctx)
    _system, project_id = place_of(runtime, authority)
    actor = _who(runtime, authority, person)
    with runtime.reading(actor) as work:
        service.require_import(work, project_id)
        places = service.places_of(work, project_id)
        seen = service.preview_past(work, project_id, file, places)
        if column:
            columns = _columns(seen.headings, column, seen.columns)
            seen = service.preview_past(work, project_id, file, places, columns)
    if seen.lacking:
        raise _lacks(seen)
    if dry_run:
        told: dict[str, Any] = {"rows": seen.rows, "good": seen.good, "unusable": seen.bad}
        bad: Sequence[BadRow] = seen.problems
    else:
        with runtime.work(actor) as work:
            service.remember_columns(work, project_id, seen.headings, seen.columns)
        counts, bad = take_past(runtime, actor, project_id, file, seen.columns)
        told = {"rows": seen.rows, "new": counts["new"], "known": counts["known"]}
        told["unusable"] = len(bad)
    told["columns"] = {str(one): seen.headings[at] for one, at in seen.columns.items()}
    told["problems"] = [{"line": one.line, "reason": str(one.reason)} for one in bad[:_TOLD]]
    _print(told, as_json=as_json)
    if bad:
        raise typer.Exit(FOUND_PROBLEM)


def _lacks(seen: PastPreview) -> InputProblem:
    """Return the problem that columns are not known, with how to name them."""
    from signatur.solutions.mail_routing.intake.past_sheet import MEANING_TITLES

    named = [f"--column {one}=… ({MEANING_TITLES[one]})" for one in seen.lacking]
    found = [one for one in seen.headings if one.isprintable()]
    return InputProblem(
        log="columns lacking",
        shown=_(
            "Say which column is which: %(lacking)s. The first line of the sheet holds: %(headings)s.",
            lacking=", ".join(named),
            headings=", ".join(found)[:500] or "–",
        ),
    )


def _who(runtime: Runtime, authority: str, login: str) -> Actor:
    """Return the person who vouches: the named one, or the project's owner."""
    from signatur.records.people import service as people
    from signatur.solutions.mail_routing import service

    system, _project_id = place_of(runtime, authority)
    person_id: UUID
    with runtime.reading(system) as work:
        if login:
            person_id = people.person_with_login(work.session, login).id
        else:
            person_id = service.project_of(work).owner_id
        actor = people.actor_of(work.session, person_id)
    if actor is None or actor.authority_id != system.authority_id:
        raise InputProblem(log="nobody vouches", shown=_("Name a person of the authority."))
    return actor


def _columns(headings: Sequence[str], stated: Sequence[str], guessed: Columns) -> Columns:
    from signatur.solutions.mail_routing.intake.past_sheet import Meaning

    titles = [one.strip().casefold() for one in headings]
    columns = dict(guessed)
    for one in stated:
        meaning, _equal, heading = one.partition("=")
        if meaning not in set(Meaning) or heading.strip().casefold() not in titles:
            raise InputProblem(
                log="bad column",
                shown=_("There is no such meaning or column: %(name)s.", name=one),
            )
        at = titles.index(heading.strip().casefold())
        columns = {known: place for known, place in columns.items() if place != at}
        columns[Meaning(meaning)] = at
    return columns


def _print(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    say(", ".join(f"{value} {name}" for name, value in told.items() if isinstance(value, int)))
    for problem in told["problems"]:
        say(f"  {problem['line']}: {problem['reason']}")


def add_to(commands: typer.Typer) -> None:
    """Add these commands to the group."""
    commands.command("import-history")(import_history)
