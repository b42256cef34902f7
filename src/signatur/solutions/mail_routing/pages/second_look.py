"""Disagreements at control: the enquiry, two answers without names, and what a second person says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.fields import OptionalId
from signatur.kernel.web.page import Page
from signatur.records.items.schema import trouble_text
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.schema import CHANNEL_TITLES, IDENTIFIER_TITLES
from signatur.solutions.mail_routing.schema.second_look import VERDICT_TITLES, Said
from signatur.solutions.mail_routing.service import second_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.mail_routing.service.second_look import Answer, Disagreement

router = APIRouter()

Looking = Annotated[Page, page_for(service.DECIDE)]

_PAGE = "/postfordeling/uenighed"


@router.get("/uenighed")
def second_looks(page: Looking, efter: OptionalId = None, afgjort: OptionalId = None) -> Response:
    """Show the oldest disagreement, or the one after another, and what was settled lately."""
    work = page.work
    project = service.project_of(work)
    titles = Titles.of(work, project.id)
    waiting = second_look.open_to(work, project.id)
    chosen = _following(waiting, efter)
    done = second_look.count_settled_today(work, project.id)
    lately = second_look.settled_lately(work, project.id)
    return page.show(
        "mail_routing/second_look.html",
        enquiry=_shown(second_look.disagreement(work, chosen), titles) if chosen else None,
        number=done + waiting.index(chosen) + 1 if chosen else done,
        total=done + len(waiting),
        has_more=len(waiting) > 1,
        just=next((one for one in lately if one.line.item_id == afgjort), None),
        lately=lately,
        verdict_titles=VERDICT_TITLES,
    )


@router.post("/uenighed/{item_id}")
def settle(page: Looking, item_id: UUID, svar: Annotated[Said, Form()]) -> Response:
    """Write down what is right, and go on with the next."""
    second_look.settle(page.work, item_id, svar)
    return page.go_to(f"{_PAGE}?afgjort={item_id}")


@router.post("/uenighed/{item_id}/fortryd")
def undo(page: Looking, item_id: UUID) -> Response:
    second_look.undo(page.work, item_id)
    return page.go_to(_PAGE, _("Taken back. The disagreement waits again."))


def _following(waiting: Sequence[UUID], after: UUID | None) -> UUID | None:
    """Return what comes after a disagreement, from the top when it is the last or gone."""
    if not waiting:
        return None
    at = waiting.index(after) + 1 if after in waiting else 0
    return waiting[at % len(waiting)]


def _shown(found: Disagreement, titles: Titles) -> dict[str, Any]:
    """Return what the templates of an enquiry's text need; nothing marks what spoke for an answer."""
    return {
        "seen": {"line": found.line, "enquiry": found.enquiry, "routing": None},
        "subject_segments": service.marked_subject(found.enquiry, None),
        "parts": service.shown_parts(found.enquiry, None),
        "kinds": sorted({one.kind for one in found.enquiry.identifiers}),
        "identifier_titles": IDENTIFIER_TITLES,
        "channel_titles": CHANNEL_TITLES,
        "trouble_text": trouble_text,
        "answers": [_told(one, titles) for one in (found.first, found.second)],
    }


def _told(answer: Answer, titles: Titles) -> dict[str, Any]:
    return {
        "places": [titles.target(one) for one in answer.places],
        "today": titles.target(answer.today) if answer.today else "",
    }
