"""Where an item of disclosure is seen: a case, a document, an upload or a release by its id alone."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]


@router.get("/emne/{item_id}")
def item(page: Reading, item_id: UUID) -> Response:
    kind, case_id, document_id = service.place_of(page.work, item_id)
    if document_id is not None:
        return page.go_to(f"/aktindsigt/dokument/{document_id}/oplysninger")
    ending = {service.UPLOAD_KIND: "/dokumenter", service.RELEASE_KIND: "/udlevering"}.get(kind, "")
    return page.go_to(f"/aktindsigt/sag/{case_id}{ending}")
