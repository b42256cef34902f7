"""Commands for background jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from signatur.kernel.terminal import AsJson, print_json, runtime_of, say

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from signatur.kernel.work import Work

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
def cancel(
    ctx: typer.Context, job: Annotated[UUID, typer.Argument(help="Id of a job, as listed.")]
) -> None:
    """Stop a waiting job; ask a running one to stop at its next step."""
    from signatur.kernel.jobs import store

    with _within_authority_of(ctx, job) as work:
        store.cancel(work, job)


@commands.command()
def retry(
    ctx: typer.Context, job: Annotated[UUID, typer.Argument(help="Id of a job, as listed.")]
) -> None:
    """Let a failed or cancelled job run again."""
    from signatur.kernel.jobs import store

    with _within_authority_of(ctx, job) as work:
        store.retry(work, job)


def _within_authority_of(ctx: typer.Context, job_id: UUID) -> AbstractContextManager[Work]:
    """Open a unit of work in the authority of a job. Raises JobNotFound."""
    from signatur.kernel.jobs.store import authority_of
    from signatur.kernel.permissions import Actor, ActorKind

    runtime = runtime_of(ctx)
    with runtime.database.reading() as session:
        authority_id = authority_of(session, job_id)
    return runtime.work(Actor(ActorKind.SYSTEM, authority_id=authority_id))


@commands.command()
def run(ctx: typer.Context) -> None:
    """Run every job that is due in this process, then end."""
    from signatur.kernel.jobs.run import run_waiting_jobs

    count = run_waiting_jobs(runtime_of(ctx))
    say(f"{count} jobs run")
