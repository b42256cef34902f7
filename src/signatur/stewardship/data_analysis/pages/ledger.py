"""The ledger as a page: cases that speak for an old practice, decided on by two people."""

from __future__ import annotations

import io
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_download
from signatur.kernel.web.page import Page
from signatur.records.projects import service as projects
from signatur.stewardship.data_analysis import service
from signatur.stewardship.data_analysis.pages.files import PATH
from signatur.stewardship.data_analysis.schema import CHOICE_TITLES, Choice, Mark

router = APIRouter(prefix=PATH)

Reading = Annotated[Page, page_for(projects.READ)]
Marking = Annotated[Page, page_for(service.MARK)]
Examining = Annotated[Page, page_for(service.EXAMINE)]
Fetching = Annotated[Page, page_for(service.EXAMINE, writes=False)]

_AT_ONCE = 50


@router.get("/{project_id}/{analysis_id}/sager")
def ledger(
    page: Reading, project_id: UUID, analysis_id: UUID, side: int = 1, vis: str = ""
) -> Response:
    """Show the cases, the surest first; `vis`: open, proposed or confirmed ones only."""
    work = page.work
    kept = service.analysis(work, analysis_id)
    if kept.told is None:
        raise Conflict(log="not finished", shown=_("The analysis is not finished yet."))
    marks = service.marks(work, analysis_id)
    every = kept.told["practice_change"]["suspect_rows"]
    lines = [(rank, one, marks.get(one["row"])) for rank, one in enumerate(every, start=1)]
    lines = [line for line in lines if vis in {"", _state(line[2])}]
    first = (max(1, side) - 1) * _AT_ONCE
    return page.show(
        "data_analysis/ledger.html",
        project=projects.get(work, project_id),
        kept=kept,
        lines=lines[first : first + _AT_ONCE],
        shown=vis,
        side=side,
        has_more=len(lines) > first + _AT_ONCE,
        counts=service.counts(work, analysis_id),
        choice_titles=CHOICE_TITLES,
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        may_mark=work.actor.may(service.MARK, project_id),
        may_examine=work.actor.may(service.EXAMINE, project_id),
        own_id=work.actor.id,
    )


def _state(mark: Mark | None) -> str:
    if mark is None:
        return "aabne"
    return "foreslaaet" if mark.confirmed_at is None else "bekraeftet"


@router.post("/{project_id}/{analysis_id}/sager/foreslaa")
def propose(
    page: Marking,
    project_id: UUID,
    analysis_id: UUID,
    choice: Annotated[Choice, Form()],
    reason: Annotated[str, Form()],
    rows: Annotated[list[int] | None, Form()] = None,
    new_label: Annotated[str, Form()] = "",
) -> Response:
    count = service.propose(page.work, analysis_id, rows or (), choice, reason, new_label)
    return page.go_to(
        f"{PATH}/{project_id}/{analysis_id}/sager",
        _("Proposed for %(count)s cases. Somebody else confirms.", count=count),
    )


@router.post("/{project_id}/{analysis_id}/sager/bekraeft")
def confirm(
    page: Marking,
    project_id: UUID,
    analysis_id: UUID,
    rows: Annotated[list[int] | None, Form()] = None,
) -> Response:
    count = service.confirm(page.work, analysis_id, rows or ())
    return page.go_to(
        f"{PATH}/{project_id}/{analysis_id}/sager", _("Confirmed for %(count)s cases.", count=count)
    )


@router.post("/{project_id}/{analysis_id}/sager/tilbage")
def refuse(
    page: Marking,
    project_id: UUID,
    analysis_id: UUID,
    rows: Annotated[list[int] | None, Form()] = None,
) -> Response:
    count = service.refuse(page.work, analysis_id, rows or ())
    return page.go_to(
        f"{PATH}/{project_id}/{analysis_id}/sager",
        _("Taken back for %(count)s cases.", count=count),
    )


@router.post("/{project_id}/{analysis_id}/sager/virkning")
def effect(page: Examining, project_id: UUID, analysis_id: UUID) -> Response:
    service.measure_effect(page.work, analysis_id)
    return page.go_to(
        f"{PATH}/{project_id}/{analysis_id}/sager",
        _("The effect is being measured; it stands below in a few minutes."),
    )


@router.get("/{project_id}/{analysis_id}/sager/fil")
def cleaned(page: Fetching, project_id: UUID, analysis_id: UUID) -> Response:
    """Return the table as CSV with the confirmed decisions carried out."""
    page.work.require(service.EXAMINE, project_id)
    content = service.cleaned_csv(page.work, analysis_id)
    return as_download("renset-tabel.csv", io.BytesIO(content))
