"""Commands: let leave what is due, list what waits, tell everything about one enquiry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, print_json, runtime_of, say
from signatur.solutions.mail_routing.cli.choices import (
    check_channel,
    check_choice,
    check_days,
    check_place,
)
from signatur.solutions.mail_routing.cli.place import Authority, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signatur.kernel.runtime import Runtime
    from signatur.solutions.mail_routing.schema import WorklistFilter
    from signatur.solutions.mail_routing.service import Counted, Line

_STATES = ("ready", "decided", "quarantined", "set_aside", "all")


def distribute(
    ctx: typer.Context,
    now: Annotated[
        bool,
        typer.Option("--now", help="Also what waits for the time to regret, or for another try."),
    ] = False,
    authority: Authority = "",
    as_json: AsJson = False,
) -> None:
    """Let everything leave that is due, and read the receipts that lie ready.

    Prints how many deliveries stand in each state, by kind, and how many were repeated on the wire.
    Ends with 1 when something has failed for good and waits for a person.
    """
    from signatur.solutions.mail_routing import service

    runtime = runtime_of(ctx)
    actor, project_id = place_of(runtime, authority)
    receipts = service.read_receipt_folder(runtime)
    tried = _let_leave(runtime, at_once=now)
    with runtime.reading(actor) as work:
        counted = service.count_outgoing(work, project_id)
        failed = service.count_troubled(work, project_id)
    told = {
        "tried": tried,
        "receipts": receipts,
        "failed": failed,
        "repeats": sum(one.repeats for one in counted),
        "channels": {one.kind.value: _states(one) for one in counted},
    }
    if as_json:
        print_json(told)
    else:
        _tell_counts(told)
    if failed:
        raise typer.Exit(FOUND_PROBLEM)


def _let_leave(runtime: Runtime, *, at_once: bool) -> int:
    """Deliver until nothing more is due; what fails is tried again by itself, later."""
    from signatur.kernel import outbox

    tried = outbox.deliver_due(runtime, at_once=at_once)
    total = tried
    while tried:
        tried = outbox.deliver_due(runtime)
        total += tried
    return total


def _states(counted: Counted) -> dict[str, int]:
    states = {state.value: number for state, number in sorted(counted.states.items())}
    return {**states, "repeats": counted.repeats}


def _tell_counts(told: dict[str, Any]) -> None:
    for kind, states in told["channels"].items():
        say(f"{kind:12} " + ", ".join(f"{name} {number}" for name, number in states.items()))
    say(f"{told['tried']} tried, {told['repeats']} repeats, {told['receipts']} receipts")
    if told["failed"]:
        say(f"{told['failed']} failed for good: see Outgoing mail")


def worklist(  # noqa: PLR0913, PLR0917 (an option for each field of the filter)
    ctx: typer.Context,
    words: Annotated[str, typer.Option(help="Words that the enquiry holds.")] = "",
    state: Annotated[str, typer.Option(help="ready, decided, quarantined, set_aside or all.")] = "",
    lane: Annotated[str, typer.Option(help="ready, pick or read.")] = "",
    department: Annotated[str, typer.Option(help="Key of a department.")] = "",
    subject: Annotated[str, typer.Option(help="Key of a subject.")] = "",
    channel: Annotated[str, typer.Option(help="Way by which it came, such as email.")] = "",
    language: Annotated[str, typer.Option(help="Code of a language, such as da.")] = "",
    asked_for_help: Annotated[
        bool, typer.Option("--asked-for-help", help="Only those that somebody did not know.")
    ] = False,
    since: Annotated[
        str, typer.Option("--from", help="Received from this day on, as year-month-day.")
    ] = "",
    until: Annotated[
        str, typer.Option("--to", help="Received until this day, as year-month-day.")
    ] = "",
    sorting: Annotated[
        str, typer.Option(help="oldest, newest, due, surest or least_sure.")
    ] = "oldest",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 50,
    after: Annotated[
        int | None,
        typer.Option(min=0, max=10**12, help="Go on after the number that the last page gave."),
    ] = None,
    authority: Authority = "",
    as_json: AsJson = False,
) -> None:
    """List enquiries as the page does, with the same filters; without any, those that wait."""
    from signatur.solutions.mail_routing import service
    from signatur.solutions.mail_routing.schema import WorklistFilter

    check_choice("--sorting", sorting, service.Sorting)
    wanted = WorklistFilter(
        words=words,
        state=state,
        lane=lane,
        department=department,
        subject=subject,
        channel=channel,
        language=language,
        needs_help=asked_for_help,
        since=_day(since),
        until=_day(until),
    )
    _check_filter(wanted)
    runtime = runtime_of(ctx)
    actor, project_id = place_of(runtime, authority)
    with runtime.reading(actor) as work:
        check_place(work, project_id, department, subject)
        order = service.Sorting(sorting)
        found = service.worklist(work, project_id, wanted, sorting=order, after=after, limit=limit)
        total = service.count(work, project_id, wanted)
    if as_json:
        lines = [_line(one) for one in found.lines]
        print_json({"total": total, "enquiries": lines, "after": found.next_after})
    else:
        _say_lines(found.lines, total)


def _say_lines(lines: Iterable[Line], total: int) -> None:
    for one in lines:
        place = "/".join(filter(None, (one.department_key, one.subject_key))) or "-"
        say(f"{one.item_id}  {one.received_at:%Y-%m-%d %H:%M}  {one.lane:5}  {place}")
    say(f"{total} in all")


def _check_filter(wanted: WorklistFilter) -> None:
    """Raise InputProblem for words of a filter that nothing can ever fit."""
    from signatur.solutions.mail_routing.schema import Lane

    check_choice("--state", wanted.state, _STATES)
    check_choice("--lane", wanted.lane, Lane)
    check_channel(wanted.channel)
    check_days(wanted.since, wanted.until)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise InputProblem(
            log="bad date", shown=_("Write dates as year-month-day, such as 2026-03-04.")
        ) from None


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.item_id,
        "state": line.state,
        "received_at": line.received_at.isoformat(),
        "due_on": line.due_on,
        "channel": line.channel,
        "language": line.language,
        "sender": line.sender,
        "subject_line": line.subject,
        "attachments": line.attachments,
        "has_trouble": line.has_trouble,
        "needs_help": line.needs_help,
        "lane": line.lane,
        "confidence": line.confidence,
        "department": line.department_key,
        "subject": line.subject_key,
    }


def history(
    ctx: typer.Context,
    enquiry: Annotated[UUID, typer.Argument(help="Number of an enquiry.")],
    authority: Authority = "",
    as_json: AsJson = False,
) -> None:
    """Tell everything that happened to one enquiry, in the order of time."""
    from signatur.solutions.mail_routing import service

    runtime = runtime_of(ctx)
    actor, _project_id = place_of(runtime, authority)
    with runtime.reading(actor) as work:
        told = service.history_of(work, enquiry)
    if as_json:
        print_json(told)
        return
    for event in told["events"]:
        more = {name: value for name, value in event.items() if name not in ("at", "what")}
        short = ", ".join(
            f"{name} {value}" for name, value in more.items() if value not in (None, "")
        )
        say(f"{event['at']}  {event['what']}  {short}")


def add_to(commands: typer.Typer) -> None:
    """Add the commands to a group."""
    for command in (distribute, worklist, history):
        commands.command()(command)
