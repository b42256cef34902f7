"""What management sees, on the terminal and as the monthly report."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import AsJson, complain, print_json, runtime_of, say
from signatur.solutions.mail_routing.cli.choices import check_channel, check_choice, check_place
from signatur.solutions.mail_routing.cli.place import Authority, place_of

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.service.insight.asking import Asked, Overview


def insight(  # noqa: PLR0913, PLR0917 (one argument for each option)
    ctx: typer.Context,
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day; by default four weeks ago."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Last day; by default today."),
    ] = None,
    department: Annotated[str, typer.Option(help="Only one department, by its key.")] = "",
    channel: Annotated[str, typer.Option(help="Only one channel.")] = "",
    subject: Annotated[str, typer.Option(help="Only one subject, by its key.")] = "",
    minutes: Annotated[
        float, typer.Option(min=0, max=240, help="Minutes assumed for one enquiry by hand.")
    ] = 3.0,
    authority: Authority = "",
    pdf: Annotated[Path | None, typer.Option(help="Write the report to a file.")] = None,
    language: Annotated[str, typer.Option(help="Language of the report: da or en.")] = "da",
    as_json: AsJson = False,
) -> None:
    """Count a period: volume, shares with intervals, time, backlog, confusion, forecast."""
    from signatur.solutions.mail_routing.service import insight as counting
    from signatur.solutions.mail_routing.service.insight.report import period_report

    check_choice("--language", language, ("da", "en"))
    check_channel(channel)
    runtime = runtime_of(ctx)
    actor, project_id = place_of(runtime, authority)
    with runtime.reading(actor) as work:
        check_place(work, project_id, department, subject)
        usual = counting.usual_period(work.today)
        asked = counting.Asked(
            since=since.date() if since else usual[0],
            until=until.date() if until else usual[1],
            department=department,
            channel=channel,
            subject=subject,
        )
        assumed = counting.Assumption(minutes=minutes)
        seen = counting.overview(work, project_id, asked, assumed)
        if pdf is not None:
            with reading_in(language):
                _write(pdf, period_report(work, project_id, asked, assumed))
        if as_json:
            right = counting.how_right(work, project_id, asked)
            flows = counting.how_it_flows(work, project_id, asked)
            coming = counting.outlook(work, project_id, asked)
            print_json(counting.as_json(asked, seen, right, flows, coming))
            return
    _tell(asked, seen)


def _write(path: Path, report: bytes) -> None:
    try:
        path.write_bytes(report)
    except OSError as problem:
        raise InputProblem(
            log="report not written",
            shown=_(
                "%(path)s could not be written: %(why)s", path=path, why=problem.strerror or ""
            ),
        ) from None
    complain(path)


def _tell(asked: Asked, seen: Overview) -> None:
    """Print the most important figures for a person."""
    say(
        f"{asked.since} to {asked.until}: {seen.count} received, {seen.before} in the period before"
    )
    for name, one in (
        ("by itself", seen.automatic),
        ("true error", seen.error.share),
        ("suggestion followed", seen.right),
        ("sent to and fro", seen.rerouted),
    ):
        told = "–" if one.value is None else f"{one.value:.1%} ({one.low:.1%} to {one.high:.1%})"
        say(f"  {name:20} {told}")
    looks = seen.error.looks
    if looks.waiting or looks.settled:
        say(
            f"  second look: {looks.waiting} wait; only the person right {looks.person}, "
            f"only the system {looks.system}, both {looks.both}, neither {looks.neither}"
        )
    backlog = seen.backlog
    say(f"  waits now {backlog.waiting}, late {backlog.late}, will be late {backlog.at_risk}")


def count_anew(
    ctx: typer.Context,
    authority: Authority = "",
    as_json: AsJson = False,
) -> None:
    """Write the facts of all enquiries anew, as for those from before there were any."""
    from signatur.solutions.mail_routing.service.facts import rebuild

    runtime = runtime_of(ctx)
    actor, project_id = place_of(runtime, authority)
    last: int | None = 0
    rounds = 0
    while last is not None:
        with runtime.work(actor) as work:
            last = rebuild(work, project_id, last)
        rounds += last is not None
    if as_json:
        print_json({"batches": rounds})
    else:
        say(f"{rounds} batches written")


def add_to(commands: typer.Typer) -> None:
    """Add these commands to the group."""
    commands.command()(insight)
    commands.command("count-anew")(count_anew)
