"""Changing one department or subject, taking subjects from KLE, and the list of changes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import counted
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.fields import OptionalId
from signatur.kernel.web.page import Page
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.service import changes, kle

router = APIRouter(prefix="/opsaetning")

Reading = Annotated[Page, page_for(service.READ_SETUP)]
Changing = Annotated[Page, page_for(service.CHANGE_SETUP)]
Looking = Annotated[Page, page_for(service.CHANGE_SETUP, writes=False)]

_KLE = "/postfordeling/opsaetning/kle"
_CHANGES = "/postfordeling/opsaetning/aendringer"
_ON_A_PAGE = 50

KIND_TITLES = {
    "department": _("Department"),
    "subject": _("Subject"),
    "rule": _("Rule"),
    "rule_order": _("Order of the rules"),
}
FIELD_TITLES = {
    "name": _("Name"),
    "about": _("What it deals with"),
    "is_active": _("In use"),
    "department_key": _("Department"),
    "kle_code": _("KLE number"),
    "deadline_days": _("Days to answer"),
    "is_simulated": _("Only simulated"),
    "removed_because": _("Taken out of use because"),
    "position": _("Place in the order"),
    "note": _("Note"),
    "target": _("Goes to"),
    "value": _("For what"),
}


@router.get("/afdelinger/{key}")
def department(page: Looking, key: str) -> Response:
    """Show one department to be changed."""
    project = service.project_of(page.work)
    found = next(
        (one for one in service.departments(page.work, project.id) if one.key == key), None
    )
    if found is None:
        raise NotFound(log="no such department", shown=_("This department does not exist."))
    return page.show("mail_routing/department.html", department=found)


@router.get("/emner/{key}")
def subject(page: Looking, key: str) -> Response:
    """Show one subject to be changed."""
    project = service.project_of(page.work)
    titles = Titles.of(page.work, project.id)
    found = next((one for one in titles.subjects if one.key == key), None)
    if found is None:
        raise NotFound(log="no such subject", shown=_("This subject does not exist."))
    return page.show("mail_routing/subject.html", subject=found, titles=titles)


# --- KLE ---------------------------------------------------------------------------------------


@router.get("/kle")
def kle_page(page: Looking) -> Response:
    """Ask for a file of KLE."""
    service.project_of(page.work)
    return page.show("mail_routing/kle.html")


@router.post("/kle")
def upload_kle(page: Changing, file: UploadFile) -> Response:
    """Store a file of KLE to choose from."""
    project = service.project_of(page.work)
    sha256 = kle.keep_kle(page.work, project.id, file.file)
    return page.go_to(f"{_KLE}/{sha256}")


@router.get("/kle/{sha256}")
def choose_kle(page: Looking, sha256: str, gruppe: str = "") -> Response:
    """Show what has changed since, and the subjects of one main group."""
    project = service.project_of(page.work)
    plan = kle.kept_kle(page.work, sha256)
    titles = Titles.of(page.work, project.id)
    return page.show(
        "mail_routing/kle_choice.html",
        plan=plan,
        sha256=sha256,
        group=gruppe,
        topics=plan.within(gruppe) if gruppe else [],
        taken={one.kle_code: one.name for one in titles.subjects if one.is_active},
        differences=kle.differences(page.work, project.id, plan),
        titles=titles,
    )


@router.post("/kle/{sha256}/hent")
def take_kle(
    page: Changing,
    sha256: str,
    department_key: Annotated[str, Form(alias="department")],
    gruppe: Annotated[str, Form()] = "",
    number: Annotated[list[str] | None, Form()] = None,
    deadline_days: Annotated[str, Form()] = "",
) -> Response:
    """Take the ticked subjects over for a department."""
    project = service.project_of(page.work)
    plan = kle.kept_kle(page.work, sha256)
    days = int(deadline_days) if deadline_days.isdecimal() else None
    added = kle.take_kle(page.work, project.id, plan, number or [], department_key, days)
    told = counted("%(num)d subject is taken over.", "%(num)d subjects are taken over.", added)
    return page.go_to(f"{_KLE}/{sha256}?gruppe={gruppe}", told)


@router.post("/kle/{sha256}/navne")
def take_titles(
    page: Changing, sha256: str, key: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Give the ticked subjects the titles that KLE has."""
    project = service.project_of(page.work)
    plan = kle.kept_kle(page.work, sha256)
    renamed = kle.take_titles(page.work, project.id, plan, key or [])
    return page.go_to(
        f"{_KLE}/{sha256}",
        counted("%(num)d subject has a new name.", "%(num)d subjects have new names.", renamed),
    )


# --- changes -----------------------------------------------------------------------------------


@router.get("/aendringer")
def changes_page(page: Reading, foer: OptionalId = None) -> Response:
    """Show who changed what of the setup."""
    project = service.project_of(page.work)
    found = changes.changes(page.work, project.id, before=foer, limit=_ON_A_PAGE + 1)
    shown = found[:_ON_A_PAGE]
    people = {one for each in shown for one in (each.person_id, each.undone_by) if one}
    return page.show(
        "mail_routing/changes.html",
        changes=shown,
        next_before=shown[-1].id if len(found) > _ON_A_PAGE else None,
        names=page.work.runtime.identity.names_of(page.work.session, people),
        kind_titles=KIND_TITLES,
        field_titles=FIELD_TITLES,
        titles=Titles.of(page.work, project.id),
        may_change=page.work.actor.may(service.CHANGE_SETUP, project.id),
    )


@router.post("/aendringer/{change_id}/fortryd")
def undo_change(page: Changing, change_id: UUID) -> Response:
    """Put back what stood there before a change."""
    changes.undo_change(page.work, change_id)
    return page.go_to(_CHANGES, _("The change is undone."))
