"""Deciding where an enquiry goes, dividing it, undoing that; the next one is opened at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.records.decisions.schema import FirstAnswer, Outcome
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.enquiry import decided_values, shown_enquiry
from signatur.solutions.mail_routing.pages.finding import Finding, ListInHand
from signatur.solutions.mail_routing.pages.titles import NO_PLACE, Titles
from signatur.solutions.mail_routing.pages.worklist import lane_values, line_values
from signatur.solutions.mail_routing.schema import NOWHERE, Portion, Target

if TYPE_CHECKING:
    from signatur.records.decisions.schema import Decision

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
Deciding = Annotated[Page, page_for(service.DECIDE)]
# The form stands on the enquiry's own page, not beside the list.
Alone = Annotated[bool, Form()]


@router.post("/{item_id}/send")
def send(
    page: Deciding,
    item_id: UUID,
    finding: ListInHand,
    place: Annotated[str, Form()] = "",
    department: Annotated[str, Form()] = "",
    subject: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    alene: Alone = False,
) -> Response:
    """Send an enquiry to one of the suggested places, or to one that was typed."""
    target = _target(page, place, department, subject)
    then = _following(page, item_id, finding)
    decided = service.answer(page.work, item_id, target, note)
    return _go_on(page, decided, then, finding, is_alone=alene)


@router.post("/{item_id}/ikke-vores")
def send_nowhere(
    page: Deciding,
    item_id: UUID,
    finding: ListInHand,
    note: Annotated[str, Form()] = "",
    alene: Alone = False,
) -> Response:
    then = _following(page, item_id, finding)
    decided = service.answer(page.work, item_id, NOWHERE, note)
    return _go_on(page, decided, then, finding, is_alone=alene)


@router.post("/{item_id}/ved-ikke")
def ask_for_help(
    page: Deciding,
    item_id: UUID,
    finding: ListInHand,
    note: Annotated[str, Form()] = "",
    alene: Alone = False,
) -> Response:
    then = _following(page, item_id, finding)
    decision = service.ask_for_help(page.work, item_id, note)
    return _go_on(page, decision, then, finding, is_alone=alene)


@router.get("/{item_id}/del")
def divide_form(page: Reading, item_id: UUID, finding: ListInHand) -> Response:
    return page.show(
        "mail_routing/divide.html",
        seen=service.view(page.work, item_id),
        titles=Titles.of(page.work, service.project_of(page.work).id),
        places=service.suggested_portions(page.work, item_id),
        finding=finding,
    )


@router.post("/{item_id}/del")
def divide(
    page: Deciding,
    item_id: UUID,
    finding: ListInHand,
    place: Annotated[list[str], Form()],
    words: Annotated[list[str], Form()],
) -> Response:
    """Divide an enquiry; lines of the form without a place are passed over."""
    portions = [
        Portion(_target(page, one, "", ""), text)
        for one, text in zip(place, words, strict=True)
        if one.strip()
    ]
    then = _following(page, item_id, finding)
    decision = service.divide(page.work, item_id, portions)
    return _go_on(page, decision, then, finding)


@router.post("/beslutninger/{decision_id}/fortryd")
def undo(
    page: Deciding,
    decision_id: UUID,
    finding: ListInHand,
    alene: Alone = False,
) -> Response:
    """Take a decision back and show the enquiry again, which waits."""
    item_id = service.undo(page.work, decision_id)
    path = finding.path_of(item_id) if alene else finding.path(valgt=item_id)
    return page.go_to(path, _("Undone. The enquiry waits again."))


def _target(page: Page, place: str, department: str, subject: str) -> Target:
    if department:
        return Target(department, subject)
    titles = Titles.of(page.work, service.project_of(page.work).id)
    target = titles.chosen(place)
    if target is None:
        raise InputProblem(log="no such place", shown=NO_PLACE)
    return target


def _following(page: Page, item_id: UUID, finding: Finding) -> UUID | None:
    """Return what comes next in the list; asked before deciding, which changes the list."""
    project_id = service.project_of(page.work).id
    return service.following(page.work, project_id, finding.wanted, item_id, finding.sorting)


def _go_on(
    page: Page,
    decided: Decision | FirstAnswer,
    then: UUID | None,
    finding: Finding,
    *,
    is_alone: bool = False,
) -> Response:
    """Answer a decision with the next enquiry, and offer to undo; a locked answer with the same one."""
    if isinstance(decided, FirstAnswer):
        return _beside_the_advice(page, decided, finding, is_alone=is_alone)
    decision = decided
    if page.wants_fragment:
        return _in_the_list(page, decision, then, finding)
    if is_alone and then is not None:
        return page.go_to(finding.path_of(then, besluttet=decision.id))
    return page.go_to(finding.path(valgt=then, besluttet=decision.id))


def _beside_the_advice(
    page: Page, first: FirstAnswer, finding: Finding, *, is_alone: bool
) -> Response:
    """Show the enquiry again: what was answered, and now also what was suggested."""
    item_id = first.item_id
    if not page.wants_fragment:
        return page.go_to(finding.path_of(item_id) if is_alone else finding.path(valgt=item_id))
    titles = Titles.of(page.work, service.project_of(page.work).id)
    response = page.show(
        "mail_routing/parts/answered.html",
        enquiry=shown_enquiry(page, item_id, titles, finding),
    )
    response.headers["HX-Replace-Url"] = finding.path(valgt=item_id)
    response.headers["HX-Trigger-After-Settle"] = "enquiry-opened"
    return response


def _in_the_list(page: Page, decision: Decision, then: UUID | None, finding: Finding) -> Response:
    project_id = service.project_of(page.work).id
    titles = Titles.of(page.work, project_id)
    is_settled = decision.outcome is not Outcome.UNDECIDED
    left = None if is_settled else service.view(page.work, decision.item_id).line
    response = page.show(
        "mail_routing/parts/decided.html",
        **lane_values(page, project_id, finding),
        **{**line_values(page, finding, titles), "chosen": None},
        item_id=decision.item_id,
        left=left,
        decided=decided_values(decision, titles),
        is_alone=False,
        enquiry=shown_enquiry(page, then, titles, finding) if then else None,
    )
    response.headers["HX-Replace-Url"] = finding.path(valgt=then)
    response.headers["HX-Trigger-After-Settle"] = "enquiry-opened"
    return response
