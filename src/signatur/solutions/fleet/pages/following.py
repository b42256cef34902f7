"""What a decided fleet really brought, from later driving."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.fields import OptionalId
from signatur.kernel.web.page import Page
from signatur.solutions.fleet.service import following, looking, studying
from signatur.solutions.fleet.service.rights import READ

router = APIRouter(prefix="/beregninger/{study_id}/opfoelgning")

Reading = Annotated[Page, page_for(READ)]


@router.get("")
def followed(page: Reading, study_id: UUID, data: OptionalId = None, fil: str = "") -> Response:
    """Show before and after a decision, for the driving that was chosen; or the table as a file."""
    work = page.work
    offered = following.later_driving(work, study_id)
    found, problem = None, None
    try:
        found = following.follow_up(work, study_id, data) if data else None
    except InputProblem as one:
        problem = one.shown
    table = following.followed_table(found) if found else None
    if fil and table is not None:
        header, rows = looking.as_rows(table)
        return as_file("flaade-opfoelgning", fil, header, rows)
    return page.show(
        "fleet/follow.html",
        line=studying.line(work, study_id),
        decided_on=following.decided_on(work, study_id),
        offered=[(one.id, one.name) for one in offered],
        chosen=data or "",
        table=table,
        problem=problem,
        weeks=following.weeks_sentence(found.realised) if found else "",
    )
