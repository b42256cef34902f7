"""Projects as pages: the stage, the gates and what stands in them, and what may be done right now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.kernel.web.prose import blocks
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service
from signatur.records.projects.schema import (
    ACT_TITLES,
    EVIDENCE_TITLES,
    STAGE_TITLES,
    STANDING_TITLES,
    Act,
    EvidenceKind,
    Project,
    Stage,
    earlier_stages,
    gates,
    judge,
    missing_for,
    next_stage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from signatur.kernel.part import Part
    from signatur.kernel.work import Work

router = APIRouter(prefix="/projekter")

Reading = Annotated[Page, page_for(service.READ)]
Opening = Annotated[Page, page_for(service.OPEN)]
Signing = Annotated[Page, page_for(service.SIGN)]
Advancing = Annotated[Page, page_for(service.ADVANCE)]


@router.get("")
def projects(page: Reading, fil: str = "") -> Response:
    work = page.work
    found = [one for one in service.projects(work) if work.actor.may(service.READ, one.id)]
    names = _names(work, (one.owner_id for one in found))
    solutions = _solution_titles(work)
    if fil:
        header = [_("Project"), _("Solution"), _("Stage"), _("Owner")]
        rows = (
            (
                one.name,
                solutions.get(one.solution, one.solution),
                str(STAGE_TITLES[one.stage]),
                names[one.owner_id],
            )
            for one in found
        )
        return as_file("projekter", fil, [str(title) for title in header], rows)
    taken = {one.solution for one in service.projects(work)}
    return page.show(
        "projects/projects.html",
        projects=found,
        names=names,
        solutions=solutions,
        stage_titles=STAGE_TITLES,
        allowed={one.id: judge(one, Act.AFFECT, work.today).is_allowed for one in found},
        to_open=[(name, title) for name, title in solutions.items() if name not in taken],
        may_open=work.actor.may(service.OPEN),
    )


@router.get("/loesninger/{name}")
def card(page: Reading, name: str) -> Response:
    """Show what a solution says of itself: its README without the title."""
    solution = next(
        (one for one in page.work.runtime.parts if isinstance(one, Solution) and one.name == name),
        None,
    )
    if solution is None:
        raise NotFound(log="no such solution", shown=_("This solution is not installed."))
    told = blocks(solution.readme.read_text(encoding="utf-8"))
    return page.show("projects/card.html", title=str(solution.title), blocks=told[1:])


@router.post("")
def open_project(
    page: Opening, solution: Annotated[str, Form()], name: Annotated[str, Form()]
) -> Response:
    """Open the authority's project for a solution; the acting person owns it."""
    assert page.work.actor.id is not None, "a person has passed the door"
    if solution not in _solution_titles(page.work):
        raise InputProblem(log="no such solution", shown=_("Choose one of the solutions."))
    project = service.open_project(page.work, solution, name, page.work.actor.id)
    return page.go_to(f"/projekter/{project.id}", _("The project is open."))


@router.get("/{project_id}")
def project(page: Reading, project_id: UUID) -> Response:
    work = page.work
    found = service.get(work, project_id)
    work.require(service.READ, project_id)
    following = next_stage(found.stage) if found.stage is not Stage.OPERATION else None
    return page.show(
        "projects/project.html",
        project=found,
        solution=_solution_titles(work).get(found.solution, found.solution),
        stages=list(Stage),
        gates=gates(found, work.today),
        verdicts=[judge(found, act, work.today) for act in Act],
        following=following,
        missing=missing_for(following, found.evidence, work.today) if following else (),
        earlier=earlier_stages(found.stage),
        is_retired=found.stage is Stage.RETIRED,
        names=_names(work, _mentioned(found)),
        may_sign=service.may_sign(work, project_id),
        signed_by={
            kind: (part.title, part.signs[kind].format(project_id=project_id))
            for kind, part in _signed_elsewhere(work).items()
        },
        may_advance=work.actor.may(service.ADVANCE, project_id),
        today=work.today,
        events=audit.events(work, audit.trail(work, ObjectRef("project", project_id))),
        stage_titles=STAGE_TITLES,
        evidence_titles=EVIDENCE_TITLES,
        standing_titles=STANDING_TITLES,
        act_titles=ACT_TITLES,
    )


def _signed_elsewhere(work: Work) -> dict[EvidenceKind, Part]:
    """Return evidence that comes from a part's own pages only, where four eyes see it."""
    return {EvidenceKind(kind): part for part in work.runtime.parts for kind in part.signs}


@router.post("/{project_id}/dokumentation")
def sign(
    page: Signing,
    project_id: UUID,
    kind: Annotated[EvidenceKind, Form()],
    statement: Annotated[str, Form()],
    valid_from: Annotated[date, Form()],
    valid_to: Annotated[date | None, Form()] = None,
    reference: Annotated[str, Form()] = "",
) -> Response:
    elsewhere = _signed_elsewhere(page.work).get(kind)
    if elsewhere is not None:
        raise InputProblem(
            log=f"{kind} is signed by {elsewhere.name}",
            shown=_("This is drafted, examined and signed under %(title)s.", title=elsewhere.title),
        )
    service.sign(
        page.work,
        project_id,
        kind,
        statement=statement,
        reference=reference,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return page.go_to(
        f"/projekter/{project_id}", _("You have signed: %(kind)s.", kind=EVIDENCE_TITLES[kind])
    )


@router.post("/{project_id}/dokumentation/{evidence_id}/traek-tilbage")
def withdraw(
    page: Signing, project_id: UUID, evidence_id: UUID, because: Annotated[str, Form()]
) -> Response:
    service.withdraw(page.work, project_id, evidence_id, because)
    return page.go_to(
        f"/projekter/{project_id}", _("The evidence is withdrawn. Gates that need it are closed.")
    )


@router.post("/{project_id}/naeste")
def advance(page: Advancing, project_id: UUID) -> Response:
    stage = service.advance(page.work, project_id)
    return page.go_to(
        f"/projekter/{project_id}",
        _("The project is now at the stage %(stage)s.", stage=STAGE_TITLES[stage]),
    )


@router.post("/{project_id}/slut")
def retire(page: Advancing, project_id: UUID, because: Annotated[str, Form()]) -> Response:
    service.retire(page.work, project_id, because)
    return page.go_to(f"/projekter/{project_id}", _("The project is retired."))


@router.post("/{project_id}/tilbage")
def go_back(
    page: Advancing,
    project_id: UUID,
    stage: Annotated[Stage, Form()],
    because: Annotated[str, Form()],
) -> Response:
    service.go_back(page.work, project_id, stage, because)
    return page.go_to(
        f"/projekter/{project_id}",
        _("The project is back at the stage %(stage)s.", stage=STAGE_TITLES[stage]),
    )


def _solution_titles(work: Work) -> dict[str, str]:
    parts = work.runtime.parts
    return {part.name: str(part.title) for part in parts if isinstance(part, Solution)}


def _mentioned(found: Project) -> Iterable[UUID]:
    yield found.owner_id
    for one in found.evidence:
        yield one.signed_by
        if one.withdrawn_by is not None:
            yield one.withdrawn_by


def _names(work: Work, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    return work.runtime.identity.names_of(work.session, set(ids))
