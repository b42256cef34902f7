"""Alarms as pages: what waits for an answer, and what was answered."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.records.alarms import service
from signatur.records.alarms.schema import SEVERITY_TITLES
from signatur.records.projects import service as projects

router = APIRouter(prefix="/alarmer")

Reading = Annotated[Page, page_for(service.READ)]
Answering = Annotated[Page, page_for(service.ANSWER)]


@router.get("")
def alarms(page: Reading, vis: str = "", fil: str = "") -> Response:
    """Show what waits, soonest due first, or (`vis=lukket`) what was closed, newest first."""
    work = page.work
    is_open = vis != "lukket"
    found = service.alarms(work, is_open=is_open)
    names = work.runtime.identity.names_within(work.session, work.authority_id)
    of_projects = {one.id: one for one in projects.projects(work)}
    if fil:
        header = [_("Project"), _("Alarm"), _("Owner"), _("Raised"), _("Due"), _("Answer")]
        return as_file(
            "alarmer",
            fil,
            [str(title) for title in header],
            (
                (
                    of_projects[one.project_id].name,
                    one.said,
                    names.get(one.owner_id, ""),
                    one.raised_at.date().isoformat(),
                    one.due_on.isoformat(),
                    one.answer,
                )
                for one in found
            ),
        )
    return page.show(
        "alarms/alarms.html",
        alarms=found,
        is_open=is_open,
        names=names,
        projects=of_projects,
        today=work.today,
        may_answer={one.id for one in found if work.actor.may(service.ANSWER, one.project_id)},
        severity_titles=SEVERITY_TITLES,
    )


@router.post("/{alarm_id}/svar")
def answer(page: Answering, alarm_id: UUID, said: Annotated[str, Form()]) -> Response:
    service.answer(page.work, alarm_id, said)
    return page.go_to("/alarmer", _("The alarm is closed."))


@router.post("/{alarm_id}/giv-videre")
def hand_over(page: Answering, alarm_id: UUID, owner: Annotated[UUID, Form()]) -> Response:
    service.hand_over(page.work, alarm_id, owner)
    return page.go_to("/alarmer", _("The alarm is given to another."))
