"""Duties: what applies, what is done about each, by whom and by when, and how it is shown."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.i18n import current_language
from signatur.kernel.i18n import text as _
from signatur.kernel.web.export import as_file
from signatur.records.projects import service as projects
from signatur.stewardship.legal.pages.doors import Drafting, Reading
from signatur.stewardship.legal.pages.overview import titles
from signatur.stewardship.legal.schema import EVIDENCE_TITLES
from signatur.stewardship.legal.service import assessing, tasks
from signatur.stewardship.legal.service.rights import DRAFT

router = APIRouter(prefix="/styring/retsgrundlag")


@router.get("/{project_id}/pligter")
def duties(page: Reading, project_id: UUID, fil: str = "") -> Response:
    work = page.work
    project = projects.get(work, project_id)
    assessment = assessing.newest(work, project_id)
    judged = assessing.judged(work, assessment) if assessment else None
    found = judged.duties if judged else ()
    every = tasks.tasks(work, project_id)
    known = tasks.by_duty(every, found)
    names = work.runtime.identity.names_within(work.session, work.authority_id)
    is_danish = current_language() == "da"
    if fil:
        header = [_("Provision"), _("Duty"), _("From"), _("Measure"), _("Owner"), _("Due"),
                  _("Shown by")]  # fmt: skip
        return as_file(
            "pligter",
            fil,
            [str(title) for title in header],
            (
                (
                    one.rule.cited,
                    one.rule.text_da if is_danish else one.rule.text_en,
                    one.applies_from.isoformat(),
                    known[one.rule.id].measure if one.rule.id in known else "",
                    names.get(known[one.rule.id].owner_id, "") if one.rule.id in known else "",
                    known[one.rule.id].due_on.isoformat() if one.rule.id in known else "",
                    known[one.rule.id].shown_by if one.rule.id in known else "",
                )
                for one in found
            ),
        )
    return page.show(
        "legal/duties.html",
        project=project,
        groups=[
            (_("In force"), [one for one in found if one.is_certain and one.in_force]),
            (_("To come"), [one for one in found if one.is_certain and not one.in_force]),
            (
                _("May apply, once something is clarified"),
                [one for one in found if not one.is_certain],
            ),
        ],
        tasks=known,
        left_over=tasks.left_over(every, found),
        evidence_titles=EVIDENCE_TITLES,
        names=names,
        today=work.today,
        may_draft=work.actor.may(DRAFT, project_id),
        is_danish=is_danish,
        is_assessed=judged is not None,
        done=sum(one.done_at is not None for one in known.values()),
        **titles(),
    )


@router.post("/{project_id}/pligter/{rule_id}")
def set_task(
    page: Drafting,
    project_id: UUID,
    rule_id: str,
    measure: Annotated[str, Form()],
    owner: Annotated[UUID, Form()],
    due_on: Annotated[date, Form()],
) -> Response:
    tasks.set_task(page.work, project_id, rule_id, measure=measure, owner_id=owner, due_on=due_on)
    return page.go_to(f"/styring/retsgrundlag/{project_id}/pligter", _("The measure is set."))


@router.post("/{project_id}/pligter/{task_id}/vist")
def finish(
    page: Drafting, project_id: UUID, task_id: UUID, shown_by: Annotated[str, Form()]
) -> Response:
    tasks.finish(page.work, task_id, shown_by)
    return page.go_to(f"/styring/retsgrundlag/{project_id}/pligter", _("The measure is shown."))
