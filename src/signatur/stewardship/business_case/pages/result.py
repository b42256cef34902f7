"""What a case says: overview of projects, one version with its pictures and files, two compared."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import XLSX, as_download
from signatur.kernel.web.page import Page
from signatur.records.floors import service as floors
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.business_case import service
from signatur.stewardship.business_case.model import compute
from signatur.stewardship.business_case.model.pictures import (
    floor_picture,
    reach_of,
    tornado_picture,
    years_picture,
)
from signatur.stewardship.business_case.model.telling import warnings_of
from signatur.stewardship.business_case.model.titles import FIELD_TITLES, input_title
from signatur.stewardship.business_case.model.workbook import workbook
from signatur.stewardship.business_case.schema import GAIN_TITLES, PHASE_TITLES, Version

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = "/styring/business-case"
router = APIRouter(prefix=PATH)

Reading = Annotated[Page, page_for(projects.READ)]
Signing = Annotated[Page, page_for(service.SIGN)]
SigningFloor = Annotated[Page, page_for(projects.SIGN)]
DraftingFloor = Annotated[Page, page_for(floors.DRAFT)]


@router.get("")
def overview(page: Reading) -> Response:
    work = page.work
    known = [one for one in projects.projects(work) if work.actor.may(projects.READ, one.id)]
    found = [(one, service.newest(work, one.id), service.in_force(work, one.id)) for one in known]
    return page.show("business_case/overview.html", found=found)


@router.get("/{project_id}")
def one(page: Reading, project_id: UUID, version: str = "") -> Response:
    """Show the newest version, or the one that is asked for by its number."""
    work = page.work
    project = projects.get(work, project_id)
    every = service.versions(work, project_id)
    shown = _asked(every, version) if every else None
    floor = floors.get(work, shown.floor_id) if shown and shown.floor_id else None
    actor_id = work.actor.id
    return page.show(
        "business_case/one.html",
        project=project,
        shown=shown,
        versions=every,
        floor=floor,
        current_floor=floors.current(work, project_id),
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        is_own=shown is not None and shown.drafted_by == actor_id,
        is_own_floor=floor is not None and floor.drafted_by == actor_id,
        may_draft=work.actor.may(service.DRAFT, project_id),
        may_sign=work.actor.may(service.SIGN, project_id),
        may_draft_floor=work.actor.may(floors.DRAFT, project_id),
        may_sign_floor=EvidenceKind.PERFORMANCE_FLOOR in projects.may_sign(work, project_id),
        tabs=tabs(project_id, ""),
        **(shown_result(shown.told) if shown else {}),
    )


@router.get("/{project_id}/sammenlign")
def compare(page: Reading, project_id: UUID, a: str = "", b: str = "") -> Response:
    """Show two versions beside each other; by default the newest and the one in force or before."""
    work = page.work
    every = service.versions(work, project_id)
    if len(every) < 2:
        raise NotFound(
            log="fewer than two versions", shown=_("There are not two versions to compare yet.")
        )
    right = _asked(every, b) if b else every[0]
    left = _asked(every, a) if a else next(one for one in every if one.id != right.id)
    return page.show(
        "business_case/compare.html",
        project=projects.get(work, project_id),
        left=left,
        right=right,
        versions=every,
        rows=_compared(left.told, right.told),
        changed=_changed_inputs(left.told, right.told),
        action=f"{PATH}/{project_id}/sammenlign",
    )


@router.get("/{project_id}/fil")
def file(page: Reading, project_id: UUID, slags: str = "", version: str = "") -> Response:
    """Return a version as YAML, as a workbook with live formulas, or as a report."""
    every = service.versions(page.work, project_id)
    if not every:
        raise NotFound(log="no version", shown=_("This business case does not exist."))
    found = _asked(every, version)
    name = f"business-case-{found.number}"
    if slags == "yaml":
        return as_download(f"{name}.yaml", io.BytesIO(found.source.encode()))
    if slags == "xlsx":
        content, media_type = workbook(found.case, compute(found.case)), XLSX
    elif slags == "pdf":
        content, media_type = service.pdf(page.work, found), "application/pdf"
    else:
        raise InputProblem(
            log="unknown kind of file", shown=_("A business case can be had as yaml, xlsx or pdf.")
        )
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{slags}"'}
    return Response(content, media_type=media_type, headers=disposition)


@router.post("/{project_id}/{version_id}/underskriv")
def sign(page: Signing, project_id: UUID, version_id: UUID) -> Response:
    service.sign(page.work, version_id)
    return page.go_to(f"{PATH}/{project_id}", _("The business case is signed and in force."))


@router.post("/{project_id}/{version_id}/gulv")
def draft_floor(
    page: DraftingFloor,
    project_id: UUID,
    version_id: UUID,
    population: Annotated[str, Form()],
    which: Annotated[str, Form()] = "value",
) -> Response:
    service.draft_floor(page.work, version_id, population, is_certain=which == "certain")
    return page.go_to(
        f"{PATH}/{project_id}#gulv", _("The floor is drafted. Somebody else must sign it.")
    )


@router.post("/{project_id}/gulv/{floor_id}/underskriv")
def sign_floor(page: SigningFloor, project_id: UUID, floor_id: UUID) -> Response:
    floors.sign(page.work, floor_id, valid_to=None)
    return page.go_to(f"{PATH}/{project_id}#gulv", _("The performance floor is signed."))


def tabs(project_id: UUID, here: str) -> list[tuple[str, Any, bool]]:
    """Return the pages of one project's case."""
    pages = (("", _("Result")), ("/rediger", _("Edit")), ("/realiseret", _("Planned and realised")))
    return [(f"{PATH}/{project_id}{path}", title, path == here) for path, title in pages]


def shown_result(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the templates need to show a result."""
    return {
        "told": told,
        "years_picture": years_picture(told),
        "tornado_picture": tornado_picture(told),
        "floor_picture": floor_picture(told),
        "reach": reach_of(told),
        "reach_title": FIELD_TITLES[reach_of(told)],
        "warnings": warnings_of(told),
        "phase_titles": {str(key): title for key, title in PHASE_TITLES.items()},
        "kind_titles": {str(key): title for key, title in GAIN_TITLES.items()},
        "field_titles": FIELD_TITLES,
        "input_title": input_title,
    }


def _asked(every: list[Version], number: str) -> Version:
    if not number:
        return every[0]
    found = next((one for one in every if str(one.number) == number), None)
    if found is None:
        raise NotFound(log="no such version", shown=_("There is no such version."))
    return found


def _compared(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[tuple[Any, Any, Any, str]]:
    """Return title, both values and how they are shown, for the figures that decide."""
    rows: list[tuple[Any, Any, Any, str]] = [
        (_("Net present value"), left["npv"]["value"], right["npv"]["value"], "money"),
        (_("… low end"), left["npv"]["low"], right["npv"]["low"], "money"),
        (_("… high end"), left["npv"]["high"], right["npv"]["high"], "money"),
        (_("Pays back in"), left["payback_year"], right["payback_year"], "year"),
        (
            _("Least precision"),
            left["performance_floor"]["value"],
            right["performance_floor"]["value"],
            "share",
        ),
    ]
    nets = [
        {one["department"]: one["net"] for one in told["by_department"]} for told in (left, right)
    ]
    for name in dict.fromkeys([*nets[0], *nets[1]]):
        title = _("Net of %(name)s", name=name)
        rows.append((title, nets[0].get(name), nets[1].get(name), "money"))
    return rows


def _changed_inputs(
    left: Mapping[str, Any], right: Mapping[str, Any]
) -> list[tuple[str, float | None, float | None]]:
    """Return the inputs whose likely value differs, or that only one of them has."""
    values = [
        {one["input"]: one["likely"] for one in told["assumptions"]["inputs"]}
        for told in (left, right)
    ]
    return [
        (input_title(name), values[0].get(name), values[1].get(name))
        for name in dict.fromkeys([*values[0], *values[1]])
        if values[0].get(name) != values[1].get(name)
    ]
