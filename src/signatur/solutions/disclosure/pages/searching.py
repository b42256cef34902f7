"""Search in the documents of a case: by words, by person, by number in any spelling."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.casework import case_values
from signatur.solutions.disclosure.pages.sheet import page_path

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
_MOST = 200


@router.get("/sag/{case_id}/soeg")
def form(page: Reading, case_id: UUID) -> Response:
    return _page(page, case_id, "")


@router.post("/sag/{case_id}/soeg")
def search(
    page: Reading,
    case_id: UUID,
    ord: Annotated[str, Form()] = "",  # noqa: A002 (the field's name on the page)
) -> Response:
    """Search. What is sought is content of the case, so it is sent in the body and not in the address."""
    return _page(page, case_id, ord)


def _page(page: Page, case_id: UUID, words: str) -> Response:
    found = service.search(page.work, case_id, words, limit=_MOST) if words.strip() else []
    return page.show(
        "disclosure/search.html",
        **case_values(page, case_id, "search"),
        words=words,
        hits=found,
        is_cut=len(found) >= _MOST,
        documents={one.id: one for one in service.documents(page.work, case_id)},
        page_path=page_path,
    )
