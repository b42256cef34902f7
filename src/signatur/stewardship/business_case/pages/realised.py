"""Planned against realised: month by month, with the reasons that people give."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import show_month, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.methods.charts import Band, lines
from signatur.records.projects import service as projects
from signatur.stewardship.business_case import service
from signatur.stewardship.business_case.pages.result import PATH, tabs
from signatur.stewardship.business_case.schema import MEASURE_TITLES, Month

router = APIRouter(prefix=PATH)

Reading = Annotated[Page, page_for(projects.READ)]
Drafting = Annotated[Page, page_for(service.DRAFT)]
_OFFERED = 12


@router.get("/{project_id}/realiseret")
def realised(page: Reading, project_id: UUID, fil: str = "") -> Response:
    """Show the measured months, newest first, or as a file."""
    work = page.work
    project = projects.get(work, project_id)
    found = service.months(work, project_id)
    if fil:
        return _as_file(found, fil)
    return page.show(
        "business_case/realised.html",
        project=project,
        months=found,
        picture=_picture(found),
        least=service.least_realised(work),
        measure_titles=MEASURE_TITLES,
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        has_case=service.in_force(work, project_id) is not None,
        may_measure=work.actor.may(service.DRAFT, project_id),
        offered=_offered(work.today),
        tabs=tabs(project_id, "/realiseret"),
    )


@router.post("/{project_id}/realiseret")
def measure(page: Drafting, project_id: UUID, month: Annotated[str, Form()]) -> Response:
    page.work.require(service.DRAFT, project_id)
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise InputProblem(log="bad month", shown=_("Choose a month, such as 2026-11.")) from None
    found = service.measure(page.work, project_id, first)
    told = (
        _("%(month)s is measured.", month=show_month(first))
        if found
        else _("There is nothing to hold against each other in that month.")
    )
    return page.go_to(f"{PATH}/{project_id}/realiseret", told)


@router.post("/{project_id}/realiseret/{month_id}")
def explain(
    page: Drafting, project_id: UUID, month_id: UUID, reason: Annotated[str, Form()]
) -> Response:
    service.explain(page.work, month_id, reason)
    return page.go_to(f"{PATH}/{project_id}/realiseret", _("The reason is written down."))


def _offered(today: date) -> list[tuple[str, str]]:
    first, found = today.replace(day=1), []
    for _number in range(_OFFERED):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append((f"{first:%Y-%m}", show_month(first)))
    return found


def _picture(months: list[Month]) -> str:
    if len(months) < 2:
        return ""
    ordered = months[::-1]
    highest = max(one.ratio or 0.0 for one in ordered)
    return lines(
        str(_("Realised as a share of planned")),
        [f"{one.month:%Y-%m}" for one in ordered],
        [Band(one.ratio) for one in ordered],
        show_percent,
        top=max(1.2, round(highest * 1.1, 1)),
        floor=(1.0, str(_("planned"))),
    )


def _as_file(months: list[Month], kind: str) -> Response:
    header = [
        str(one)
        for one in (
            _("Month"),
            _("Measure"),
            _("Planned"),
            _("Realised"),
            _("Share"),
            _("Planned gain"),
            _("Realised gain"),
            _("Reason"),
        )
    ]
    rows = (
        (
            f"{one.month:%Y-%m}",
            str(MEASURE_TITLES.get(one.measure, "")),
            one.planned.get(one.measure),
            one.realised.get(one.measure),
            one.ratio,
            one.planned.get("gain"),
            one.realised.get("gain"),
            one.reason,
        )
        for one in months
    )
    return as_file("business-case-realiseret", kind, header, rows)
