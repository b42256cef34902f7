"""Commands for background jobs."""

from __future__ import annotations

from typing import Annotated

import typer

from signatur.kernel.terminal import AsJson, print_json, runtime_of, say

commands = typer.Typer(no_args_is_help=True, help="Run and look at background jobs.")


@commands.command()
def work(
    ctx: typer.Context,
    parent: Annotated[
        int | None, typer.Option(help="Stop when the process with this id is gone.")
    ] = None,
) -> None:
    """Run background jobs until told to stop. Start one such process for each machine."""
    from signatur.kernel.jobs.process import work_on_jobs
    from signatur.kernel.log import set_up_log

    runtime = runtime_of(ctx)
    set_up_log(runtime.settings.kernel.log_level)
    work_on_jobs(runtime, parent=parent)


@commands.command("list")
def list_jobs(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Show the newest jobs of every authority."""
    from signatur.kernel.jobs.store import newest

    with runtime_of(ctx).database.reading() as session:
        found = newest(session, limit=50)
    if as_json:
        print_json(
            [
                {
                    "id": job.id,
                    "kind": job.kind,
                    "state": job.state,
                    "attempts": job.attempts,
                    "created_at": job.created_at.isoformat(),
                }
                for job in found
            ]
        )
    else:
        for job in found:
            say(f"{job.created_at:%Y-%m-%d %H:%M}  {job.state:9}  {job.kind}  {job.id}")


@commands.command()
def run(ctx: typer.Context) -> None:
    """Run every job that is due in this process, then end."""
    from signatur.kernel.jobs.run import run_waiting_jobs

    count = run_waiting_jobs(runtime_of(ctx))
    say(f"{count} jobs run")
