"""Changes of the organisation: what one would touch, making it, and taking the latest back."""

from __future__ import annotations

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.schema import Subject
from signatur.solutions.mail_routing.service import reorganising
from signatur.solutions.mail_routing.service.reorganising import Plan, Reorganisation

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ_SETUP)]
Changing = Annotated[Page, page_for(service.CHANGE_SETUP)]

_PAGE = "/postfordeling/organisation"
_SIGNS = re.compile(r"[^\w.-]+")


@router.get("/organisation")
def organisation(page: Reading) -> Response:
    work = page.work
    project = service.project_of(work)
    made = reorganising.reorganisations(work, project.id)
    return page.show(
        "mail_routing/organisation.html",
        titles=Titles.of(work, project.id),
        kinds=reorganising.REORGANISATION_TITLES,
        made=made,
        names=work.runtime.identity.names_of(
            work.session, {one.made_by for one in made if one.made_by}
        ),
        may_change=work.actor.may(service.CHANGE_SETUP, project.id),
    )


@router.get("/organisation/forslag")
def consider(
    page: Changing,
    hvad: Reorganisation | None = None,
    fra: Annotated[list[str], Query()] = [],  # noqa: B006 (FastAPI copies it)
    til: str = "",
    nye: str = "",
    hvorfor: str = "",
) -> Response:
    """Show what a change would touch, before it is made."""
    if hvad is None:
        return page.go_to(_PAGE)
    work = page.work
    project = service.project_of(work)
    titles = Titles.of(work, project.id)
    plan = _plan(titles, hvad, fra, til, nye, hvorfor)
    return page.show(
        "mail_routing/organisation_preview.html",
        titles=titles,
        kinds=reorganising.REORGANISATION_TITLES,
        plan=plan,
        affected=reorganising.preview_change(work, project.id, plan),
        given={"hvad": hvad, "til": til, "nye": nye, "hvorfor": hvorfor},
    )


@router.post("/organisation")
def make(
    page: Changing,
    hvad: Annotated[Reorganisation, Form()],
    fra: Annotated[list[str], Form()],
    til: Annotated[str, Form()] = "",
    nye: Annotated[str, Form()] = "",
    hvorfor: Annotated[str, Form()] = "",
) -> Response:
    work = page.work
    project = service.project_of(work)
    plan = _plan(Titles.of(work, project.id), hvad, fra, til, nye, hvorfor)
    reorganising.reorganise(work, project.id, plan)
    return page.go_to(_PAGE, _("Changed. What waits gets new suggestions in a moment."))


@router.post("/organisation/{reorganisation_id}/fortryd")
def undo(page: Changing, reorganisation_id: UUID) -> Response:
    reorganising.undo_reorganisation(page.work, reorganisation_id)
    return page.go_to(_PAGE, _("Undone. What waits gets new suggestions in a moment."))


def _plan(
    titles: Titles, kind: Reorganisation, from_keys: list[str], to_key: str, new: str, because: str
) -> Plan:
    """Read a plan from the form; new subjects stand one a line."""
    chosen = tuple(key for key in from_keys if key)
    subjects: tuple[Subject, ...] = ()
    if kind is Reorganisation.SPLIT_SUBJECT:
        whole = next((one for one in titles.subjects if one.key in chosen), None)
        names = [line.strip() for line in new.splitlines() if line.strip()]
        department = whole.department_key if whole else ""
        days = whole.deadline_days if whole else None
        subjects = tuple(
            Subject(_key_of(name), name, department, deadline_days=days) for name in names
        )
        # What was decided before teaches the first of them.
        to_key = subjects[0].key if subjects else ""
    return Plan(kind=kind, from_keys=chosen, to_key=to_key, new_subjects=subjects, because=because)


def _key_of(name: str) -> str:
    """Return a key for a name; it never changes, whatever the name becomes."""
    return _SIGNS.sub("-", name.casefold()).strip("-")[:100]
