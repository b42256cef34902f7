"""The impact assessments: writing, examining, signing, and taking them along as Word or PDF."""

from __future__ import annotations

import io
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.i18n import counted
from signatur.kernel.i18n import text as _
from signatur.kernel.web.export import as_download
from signatur.records.projects import service as projects
from signatur.stewardship.legal.pages.doors import Drafting, Given, Reading, Signing
from signatur.stewardship.legal.pages.overview import titles
from signatur.stewardship.legal.schema import MARK_TITLES, DocumentKind, Mark, Risk
from signatur.stewardship.legal.service import documents
from signatur.stewardship.legal.service.exporting import pdf, risk_map, word
from signatur.stewardship.legal.service.rights import DRAFT, SIGN

router = APIRouter(prefix="/styring/retsgrundlag")

_MORE_RISKS = 2


@router.post("/{project_id}/dokument/{kind}")
def begin(page: Drafting, project_id: UUID, kind: DocumentKind) -> Response:
    begun = documents.begin(page.work, project_id, kind)
    return page.go_to(f"/styring/retsgrundlag/dokumenter/{begun.id}", _("A draft is begun."))


@router.get("/dokumenter/{document_id}")
def document(page: Reading, document_id: UUID) -> Response:
    work = page.work
    found = documents.get(work, document_id)
    return page.show(
        "legal/document.html",
        document=found,
        project=projects.get(work, found.project_id),
        sections=documents.sections_of(found.kind),
        unfinished={field.key for field in documents.unfinished(found)},
        versions=documents.documents(work, found.project_id, found.kind),
        maps=[
            (title, risk_map(found.risks, after=after))
            for after, title in ((False, _("Before the measures")), (True, _("After the measures")))
        ]
        if found.risks
        else [],
        more_risks=range(len(found.risks), len(found.risks) + _MORE_RISKS),
        high=[one for one in found.risks if one.stays_high],
        lacks_risks=found.kind is DocumentKind.DPIA and not found.risks,
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        may_draft=work.actor.may(DRAFT, found.project_id),
        may_sign=work.actor.may(SIGN, found.project_id),
        own_id=work.actor.id,
        mark_titles=MARK_TITLES,
        **titles(),
    )


@router.post("/dokumenter/{document_id}")
def write(page: Drafting, document_id: UUID, given: Given) -> Response:
    """Keep one section's fields, or the risks."""
    found = documents.get(page.work, document_id)
    if "risks" in given:
        documents.set_risks(page.work, document_id, _risks(given))
    else:
        keys = {
            field.key for section in documents.sections_of(found.kind) for field in section.fields
        }
        documents.write(page.work, document_id, {k: v for k, v in given.items() if k in keys})
    anchor = given.get("anchor", "")
    return page.go_to(
        f"/styring/retsgrundlag/dokumenter/{document_id}{'#' if anchor.isidentifier() else ''}"
        f"{anchor if anchor.isidentifier() else ''}",
        _("Kept."),
    )


@router.post("/dokumenter/{document_id}/vurder/{key}")
def examine(
    page: Signing,
    document_id: UUID,
    key: str,
    mark: Annotated[Mark, Form()],
    comment: Annotated[str, Form()] = "",
) -> Response:
    documents.examine(page.work, document_id, key, mark, comment)
    anchor = f"#{key}" if key.isidentifier() else ""
    return page.go_to(f"/styring/retsgrundlag/dokumenter/{document_id}{anchor}")


@router.post("/dokumenter/{document_id}/acceptabelt/{section}")
def accept_rest(page: Signing, document_id: UUID, section: str) -> Response:
    """Mark what is left of a section, after it was read, as acceptable."""
    count = documents.accept_rest(page.work, document_id, section)
    anchor = f"#{section}" if section.isidentifier() else ""
    return page.go_to(
        f"/styring/retsgrundlag/dokumenter/{document_id}{anchor}",
        counted("%(num)d answer is acceptable.", "%(num)d answers are acceptable.", count),
    )


@router.post("/dokumenter/{document_id}/underskriv")
def sign(
    page: Signing,
    document_id: UUID,
    because: Annotated[str, Form()],
    review_on: Annotated[date, Form()],
    consulted: Annotated[str, Form()] = "",
) -> Response:
    documents.sign(page.work, document_id, because, review_on=review_on, consulted=consulted)
    return page.go_to(f"/styring/retsgrundlag/dokumenter/{document_id}", _("It is signed."))


@router.post("/dokumenter/{document_id}/afvis")
def refuse(page: Signing, document_id: UUID, because: Annotated[str, Form()]) -> Response:
    documents.refuse(page.work, document_id, because)
    return page.go_to(f"/styring/retsgrundlag/dokumenter/{document_id}", _("It is refused."))


@router.post("/dokumenter/{document_id}/traek-tilbage")
def withdraw(page: Signing, document_id: UUID, because: Annotated[str, Form()]) -> Response:
    documents.withdraw(page.work, document_id, because)
    return page.go_to(
        f"/styring/retsgrundlag/dokumenter/{document_id}",
        _("It is withdrawn. The gate that needs it is closed."),
    )


@router.get("/dokumenter/{document_id}/fil/{kind}")
def take_along(page: Reading, document_id: UUID, kind: str) -> Response:
    """Give a document as `word` or, for anything else, as PDF."""
    found = documents.get(page.work, document_id)
    if kind == "word":
        content, ending = word(page.work, found), "docx"
    else:
        content, ending = pdf(page.work, found), "pdf"
    return as_download(f"{found.kind}-{found.version}.{ending}", io.BytesIO(content))


def _risks(given: dict[str, str]) -> list[Risk]:
    found = []
    for at in range(200):
        what = given.get(f"what-{at}", "")
        if not what.strip():
            continue
        figures = (
            int(given.get(f"{name}-{at}") or 1)
            for name in ("severity", "likelihood", "severity_after", "likelihood_after")
        )
        found.append(Risk(f"r{at}", what, given.get(f"measures-{at}", ""), *figures))
    return found
