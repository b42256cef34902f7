"""Commands: the authority's projects at a glance, and the catalogue of evaluated ones."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from signatur.kernel.terminal import AsJson, print_json, runtime_of, say
from signatur.records.projects.schema import STAGE_TITLES
from signatur.stewardship.portfolio.schema import STATUS_TITLES, chosen

commands = typer.Typer(
    no_args_is_help=True, help="See all projects at a glance, and the forty evaluated ones."
)

Authority = Annotated[str, typer.Option(help="Name of the authority, where there are several.")]


@commands.command()
def show(ctx: typer.Context, authority: Authority = "", as_json: AsJson = False) -> None:
    """Print how every project of the authority stands."""
    from signatur.records.people import service as people
    from signatur.stewardship.portfolio import service

    runtime = runtime_of(ctx)
    with runtime.reading(people.acting_for(runtime, authority)) as work:
        found = service.standings(work)
    if as_json:
        print_json(
            [
                {
                    "id": one.project.id,
                    "name": one.project.name,
                    "solution": one.project.solution,
                    "stage": one.project.stage,
                    "may_affect": one.may_affect,
                    "missing_evidence": one.missing,
                    "floor": one.floor.terms.floor if one.floor else None,
                    "model": one.model_number,
                    "decided_30_days": one.decided,
                    "automatic_30_days": one.decided_automatically,
                    "alarms": one.alarms,
                    "late_alarms": one.late_alarms,
                }
                for one in found
            ]
        )
        return
    for one in found:
        say(f"{one.project.name}: {STAGE_TITLES[one.project.stage]}, {one.alarms} alarms")


@commands.command()
def catalogue(
    words: Annotated[str, typer.Argument(help="Words that must occur.")] = "",
    sector: Annotated[str, typer.Option(help="Such as health, administration, social.")] = "",
    status: Annotated[str, typer.Option(help="operation, ongoing, ended or continued.")] = "",
    solution: Annotated[str, typer.Option(help="Such as mail_routing or risk.")] = "",
    as_json: AsJson = False,
) -> None:
    """Print the evaluated projects that fit; no installation needed."""
    from signatur.stewardship.portfolio import service

    known = service.catalogue()
    found = chosen(known.projects, words=words, sector=sector, status=status, solution=solution)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        say(f"{one.number:>2}  {one.name} ({one.by}): {STATUS_TITLES[one.status]}")
