"""Commands on projects: where they stand, and taking one to its next stage in somebody's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import FOUND_PROBLEM, AsJson, print_json, runtime_of, say
from signatur.records.projects.schema import (
    ACT_TITLES,
    EVIDENCE_TITLES,
    STAGE_TITLES,
    STANDING_TITLES,
    Act,
    gates,
    judge,
    next_stage,
)

if TYPE_CHECKING:
    from datetime import date

    from signatur.records.projects.schema import Evidence, Gate, Project

commands = typer.Typer(
    no_args_is_help=True, help="Show projects and their gates; take one to its next stage."
)

Name = Annotated[
    str,
    typer.Argument(
        help="Id, name or solution of the project, such as mail_routing; without it, all."
    ),
]
Authority = Annotated[str, typer.Option(help="Name of the authority, where there are several.")]


@commands.command()
def show(
    ctx: typer.Context, project: Name = "", authority: Authority = "", as_json: AsJson = False
) -> None:
    """Show the stage, the gates with their evidence, and what may be done right now."""
    from signatur.records.people import service as people
    from signatur.records.projects import service as projects

    runtime = runtime_of(ctx)
    with runtime.reading(people.acting_for(runtime, authority)) as work:
        found = [projects.named(work, project)] if project else projects.projects(work)
        today, names = work.today, runtime.identity.names_within(work.session, work.authority_id)
    told = [_told(one, today, names) for one in found]
    if as_json:
        print_json(told[0] if project else {"projects": told})
        return
    for one in found:
        _say(one, today)


@commands.command()
def advance(
    ctx: typer.Context,
    project: Annotated[str, typer.Argument(help="Id, name or solution of the project.")],
    login: Annotated[str, typer.Option("--as", help="Account in whose name it is done; audited.")],
    as_json: AsJson = False,
) -> None:
    """Take a project to its next stage; ends with 1 when the gate is closed, and says why."""
    from signatur.records.people import service as people
    from signatur.records.projects import service as projects

    runtime = runtime_of(ctx)
    with runtime.work(people.acting_as_login(runtime, login)) as work:
        found = projects.named(work, project)
        following = next_stage(found.stage)
        missing = _missing(found, work.today) if following else []
        if not missing:
            projects.advance(work, found.id)
            found = projects.get(work, found.id)
    if as_json:
        print_json({"id": found.id, "stage": found.stage, "missing": missing})
    elif missing:
        say(_("The gate is closed. This is missing:"))
        for kind in missing:
            say(f"- {EVIDENCE_TITLES[kind]}")
    else:
        say(f"{found.name}: {STAGE_TITLES[found.stage]}")
    if missing:
        raise typer.Exit(FOUND_PROBLEM)


def _missing(project: Project, today: date) -> list[Any]:
    from signatur.records.projects.schema import missing_for

    following = next_stage(project.stage)
    return list(missing_for(following, project.evidence, today)) if following else []


def _told(project: Project, today: date, names: Any) -> dict[str, Any]:
    following = next_stage(project.stage)
    return {
        "id": project.id,
        "name": project.name,
        "solution": project.solution,
        "stage": project.stage,
        "next_stage": following,
        "missing_for_next": _missing(project, today),
        "owner": names.get(project.owner_id, ""),
        "may": {act.value: judge(project, act, today).is_allowed for act in Act},
        "gates": [_gate(one, names) for one in gates(project, today)],
    }


def _gate(gate: Gate, names: Any) -> dict[str, Any]:
    return {
        "stage": gate.stage,
        "is_open": gate.is_open,
        "evidence": [
            {
                "kind": one.kind,
                "standing": one.standing,
                **(_signed(one.evidence, names) if one.evidence else {}),
            }
            for one in gate.requirements
        ],
    }


def _signed(evidence: Evidence, names: Any) -> dict[str, Any]:
    return {
        "signed_by": names.get(evidence.signed_by, ""),
        "signed_at": evidence.signed_at.isoformat(),
        "valid_from": evidence.valid_from,
        "valid_to": evidence.valid_to,
        "statement": evidence.statement,
        "reference": evidence.reference,
    }


def _say(project: Project, today: date) -> None:
    say(f"{project.name} ({project.solution}): {STAGE_TITLES[project.stage]}")
    for act in Act:
        answer = "+" if judge(project, act, today).is_allowed else "-"
        say(f"  {answer} {ACT_TITLES[act]}")
    for gate in gates(project, today):
        say(f"  {STAGE_TITLES[gate.stage]}: {_('open') if gate.is_open else _('closed')}")
        for one in gate.requirements:
            say(f"    {EVIDENCE_TITLES[one.kind]}: {STANDING_TITLES[one.standing]}")
