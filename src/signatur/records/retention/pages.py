"""How long a project keeps things, and erasing one thing before its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.records.items import service as items
from signatur.records.items.schema import STATE_TITLES, ItemState
from signatur.records.projects import service as projects
from signatur.records.retention import service
from signatur.records.retention.schema import RetentionRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.work import Work

router = APIRouter()

Reading = Annotated[Page, page_for(projects.READ)]
Changing = Annotated[Page, page_for(service.CHANGE)]
Asking = Annotated[Page, page_for(service.ERASE)]


@router.get("/projekter/{project_id}/slettefrister")
def rules(page: Reading, project_id: UUID) -> Response:
    work = page.work
    project = projects.get(work, project_id)
    work.require(projects.READ, project_id)
    known = {rule.item_kind: rule for rule in service.rules(work, project_id)}
    titles = _kind_titles(work, project.solution)
    return page.show(
        "retention/rules.html",
        project=project,
        rules=[(kind, titles.get(kind, kind), known.get(kind)) for kind in {**titles, **known}],
        may_change=work.actor.may(service.CHANGE, project_id),
    )


@router.post("/projekter/{project_id}/slettefrister")
def set_rule(
    page: Changing,
    project_id: UUID,
    kind: Annotated[str, Form()],
    days: Annotated[int, Form()],
    because: Annotated[str, Form()],
) -> Response:
    service.set_rule(page.work, RetentionRule(project_id, kind, days, because))
    return page.go_to(
        f"/projekter/{project_id}/slettefrister",
        _("Saved. What is due by the new rule is erased in the coming night."),
    )


@router.get("/emne/{item_id}/slet")
def ask_to_erase(page: Asking, item_id: UUID) -> Response:
    item = items.get(page.work, item_id)
    page.work.require(service.ERASE, item.project_id)
    return page.show(
        "retention/erase.html",
        item=item,
        project=projects.get(page.work, item.project_id),
        state=STATE_TITLES[item.state],
        is_erased=item.state is ItemState.ERASED,
        parts=len(items.children_of(page.work, item_id)),
    )


@router.post("/emne/{item_id}/slet")
def erase(page: Asking, item_id: UUID, because: Annotated[str, Form()]) -> Response:
    service.erase_now(page.work, item_id, because)
    return page.go_to(f"/emne/{item_id}/slet", _("It is erased."))


def _kind_titles(work: Work, solution: str) -> Mapping[str, str]:
    """Return the kinds of items that a solution works on, with what each is called."""
    for part in work.runtime.parts:
        if isinstance(part, Solution) and part.name == solution:
            return {kind: str(part.item_titles.get(kind, kind)) for kind in part.item_kinds}
    return {}
