"""The letters of a case: written from the authority's phrases, kept in versions, had as Word and PDF."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.casework import case_values
from signatur.solutions.disclosure.pages.given import Given
from signatur.solutions.disclosure.schema.letters import LETTER_TITLES

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
HandingIn = Annotated[Page, page_for(service.HAND_IN)]

_IN_A_LINE = frozenset({
    "narrowed_on", "contact", "signed_by", "documents_sent", "complaints_to", "answer_by", "company",
    "enclosed", "privacy_address",
})  # fmt: skip
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@router.get("/sag/{case_id}/breve")
def letters(page: Reading, case_id: UUID, slags: str = "") -> Response:
    work = page.work
    values = case_values(page, case_id, "letters")
    found = service.letters(work, case_id)
    ids = {one.written_by for one in found if one.written_by}
    return page.show(
        "disclosure/letters.html",
        **values,
        letters=found,
        kinds=service.letter_kinds(work, case_id),
        titles={kind.value: title for kind, title in LETTER_TITLES.items()},
        chosen=slags,
        in_a_line=_IN_A_LINE,
        asked=service.letter_questions(work, case_id, slags) if slags else (),
        names=work.runtime.identity.names_of(work.session, ids) if ids else {},
        may_write=work.actor.may(service.HAND_IN, values["case"].project_id),
    )


@router.post("/sag/{case_id}/breve")
def write(page: HandingIn, case_id: UUID, given: Given) -> Response:
    kind = given.get("slags", "")
    written = {
        name.removeprefix("felt-"): value
        for name, value in given.items()
        if name.startswith("felt-") and value.strip()
    }
    service.write_letter(page.work, case_id, kind, written)
    return page.go_to(f"/aktindsigt/sag/{case_id}/breve", _("The letter is written. Read it."))


@router.get("/brev/{letter_id}/{form}")
def download(page: Reading, letter_id: UUID, form: str) -> Response:
    if form not in _TYPES:
        raise InputProblem(
            log="unknown form of letter", shown=_("A letter can be had as docx or pdf.")
        )
    name, content = service.open_letter(page.work, letter_id, form)
    return Response(
        content,
        media_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/brev/{letter_id}/sendt")
def sent(page: HandingIn, letter_id: UUID) -> Response:
    case_id = service.note_sent(page.work, letter_id)
    return page.go_to(f"/aktindsigt/sag/{case_id}/breve", _("Noted as sent."))
