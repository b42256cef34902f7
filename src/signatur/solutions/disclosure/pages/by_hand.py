"""What a reviewer withholds without a proposal: a box, words, a whole page; and taking steps back."""

from __future__ import annotations

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.methods.documents.laid_out import Box
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.sheet import case_of, show_again

router = APIRouter()

Reviewing = Annotated[Page, page_for(service.REVIEW)]


@router.post("/dokument/{document_id}/tegn")
def draw(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    boks: Annotated[str, Form()],
    grund: Annotated[str, Form()] = "",
    kontrol: Annotated[int, Form()] = 0,
) -> Response:
    service.draw(page.work, document_id, side, [_box(boks)], grund)
    return show_again(page, document_id, side, kontrol, _("The box is withheld."))


def _box(words: str) -> Box:
    """Return the box of a field `x y x y`: two opposite corners in points of the page."""
    try:
        x1, y1, x2, y2 = (float(one) for one in words.split())
    except ValueError:
        raise InputProblem(
            log="no box", shown=_("Draw the box from one corner to the other.")
        ) from None
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


@router.post("/dokument/{document_id}/marker")
def mark(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    start: Annotated[int | None, Form()] = None,
    slut: Annotated[int | None, Form()] = None,
    ord: Annotated[str, Form()] = "",  # noqa: A002 (the field's name on the page)
    grund: Annotated[str, Form()] = "",
    kontrol: Annotated[int, Form()] = 0,
) -> Response:
    """Withhold a stretch of the text, or every place on the page where some words stand."""
    places = [(start, slut)] if start is not None and slut is not None else []
    if not places:
        places = _places(page, document_id, side, ord.strip())
    service.mark(page.work, document_id, places, grund)
    told = _("The words are withheld in %(count)d place(s).", count=len(places))
    return show_again(page, document_id, side, kontrol, told)


def _places(page: Page, document_id: UUID, side: int, words: str) -> list[tuple[int, int]]:
    if not words:
        raise InputProblem(log="no words to mark", shown=_("Mark the words first, or write them."))
    shown = service.page_of(page.work, document_id, side)
    # Words may be parted by a line break where a space was written.
    sought = r"\s+".join(re.escape(one) for one in words.split())
    found = [
        (shown.start + one.start(), shown.start + one.end())
        for one in re.finditer(sought, shown.text, re.IGNORECASE)
    ]
    if not found:
        raise InputProblem(
            log="words are not on the page", shown=_("The words do not stand on this page.")
        )
    return found


@router.post("/dokument/{document_id}/side")
def withhold_page(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    grund: Annotated[str, Form()] = "",
    kontrol: Annotated[int, Form()] = 0,
) -> Response:
    service.withhold_page(page.work, document_id, side, grund)
    return show_again(page, document_id, side, kontrol, _("The whole page is withheld."))


@router.post("/dokument/{document_id}/fortryd")
def undo(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    kontrol: Annotated[int, Form()] = 0,
) -> Response:
    event = service.undo(page.work, case_of(page, document_id))
    told = _("There is nothing of yours to undo.")
    if event is not None:
        told = _("Undone: %(count)d finding(s) are as before.", count=event.findings)
    return show_again(page, document_id, side, kontrol, told)


@router.post("/dokument/{document_id}/gentag")
def redo(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    kontrol: Annotated[int, Form()] = 0,
) -> Response:
    event = service.redo(page.work, case_of(page, document_id))
    told = _("Done again.") if event else _("There is nothing to do again.")
    return show_again(page, document_id, side, kontrol, told)
