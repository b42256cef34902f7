"""The setup: departments and subjects with their stable keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.schema import Department, Subject

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.i18n import Text

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ_SETUP)]
Changing = Annotated[Page, page_for(service.CHANGE_SETUP)]

_PAGE = "/postfordeling/opsaetning"


@router.get("/opsaetning")
def setup(page: Reading, fil: str = "") -> Response:
    project = service.project_of(page.work)
    titles = Titles.of(page.work, project.id)
    if fil:
        header = [str(one) for one in (_("Key"), _("Subject"), _("Department"), _("KLE number"))]
        rows = [
            (one.key, one.name, titles.department(one.department_key), one.kle_code)
            for one in titles.subjects
        ]
        return as_file("emner", fil, header, rows)
    return page.show(
        "mail_routing/setup.html",
        titles=titles,
        places=_places(project.id),
        may_change=page.work.actor.may(service.CHANGE_SETUP, project.id),
        may_read_list=page.work.actor.may(service.READ, project.id),
    )


def _places(project_id: UUID) -> list[tuple[str, Text, Text]]:
    """Return where everything is set up: address, title, what it is for."""
    return [
        ("#afdelinger", _("Departments and subjects"), _("Names, deadlines and KLE numbers.")),
        (f"{_PAGE}/kle", _("Subjects from KLE"), _("Take over, and see what has changed.")),
        (
            "/postfordeling/regler",
            _("Rules"),
            _("What is always the same, asked before the model."),
        ),
        (
            "/postfordeling/kilder",
            _("Where mail comes from"),
            _("Mailboxes, folders, Digital Post."),
        ),
        ("/postfordeling/ruter", _("Where mail goes"), _("Routes of each department.")),
        ("/postfordeling/udgaaende", _("Outgoing mail"), _("What has left, and what has not.")),
        (
            "/postfordeling/automatik",
            _("What goes by itself"),
            _("Standing authorisations and their controls."),
        ),
        (
            "/postfordeling/organisation",
            _("Changes of the organisation"),
            _("Merge, split, rename and move departments."),
        ),
        (
            f"/projekter/{project_id}/slettefrister",
            _("When mail is erased"),
            _("Days that enquiries are kept."),
        ),
        (f"{_PAGE}/aendringer", _("Changes of the setup"), _("Who changed what, and undoing it.")),
        ("/postfordeling/indsigt", _("Insight"), _("Figures, tables and the monthly report.")),
    ]


@router.post("/opsaetning/afdelinger")
def save_department(
    page: Changing,
    key: Annotated[str, Form()],
    name: Annotated[str, Form()],
    about: Annotated[str, Form()] = "",
    is_active: Annotated[bool, Form()] = False,
) -> Response:
    project = service.project_of(page.work)
    service.save_department(page.work, project.id, Department(key, name, about, is_active))
    return page.go_to(_PAGE, _("Saved."))


@router.post("/opsaetning/emner")
def save_subject(
    page: Changing,
    key: Annotated[str, Form()],
    name: Annotated[str, Form()],
    department: Annotated[str, Form()],
    kle_code: Annotated[str, Form()] = "",
    deadline_days: Annotated[str, Form()] = "",
    is_active: Annotated[bool, Form()] = False,
) -> Response:
    project = service.project_of(page.work)
    days = int(deadline_days) if deadline_days.isdecimal() else None
    subject = Subject(key, name, department, kle_code, days, is_active)
    service.save_subject(page.work, project.id, subject)
    return page.go_to(_PAGE, _("Saved."))
