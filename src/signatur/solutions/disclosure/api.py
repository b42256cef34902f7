"""The JSON door: entering requests for access, handing in documents, and fetching what was given out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.datastructures import UploadFile

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import work_for
from signatur.kernel.work import Work
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import NewCase, Requester

router = APIRouter()

Reading = Annotated[Work, work_for(service.READ)]
Fetching = Annotated[Work, work_for(service.READ, writes=True)]
"""Reads, and writes down that it did."""
HandingIn = Annotated[Work, work_for(service.HAND_IN)]

_BLOCK = 1 << 20
_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


class Asked(BaseModel):
    """A request for access as it came."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=300)
    request: str = Field(default="", max_length=100_000)
    """The words of the request."""
    requester: str = Field(default="", max_length=300)
    contact: str = Field(default="", max_length=300)
    represents: str = Field(default="", max_length=300)
    is_journalist: bool = False
    case_number: str = Field(default="", max_length=60)
    received_at: AwareDatetime | None = None
    is_article_15: bool = False


async def _file_of(request: Request) -> AsyncIterator[UploadFile | None]:
    """Return the file of a form, whatever it is called."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        yield None
        return
    async with request.form() as form:
        yield next((one for one in form.values() if isinstance(one, UploadFile)), None)


@router.post("/cases", status_code=201)
def new_case(work: HandingIn, asked: Asked) -> dict[str, Any]:
    """Enter a request for access; the same request again is the first one."""
    received: datetime | None = asked.received_at
    case_id = service.new_case(
        work,
        NewCase(
            title=asked.title, request=asked.request, case_number=asked.case_number,
            requester=Requester(
                name=asked.requester, contact=asked.contact, is_journalist=asked.is_journalist,
                represents=asked.represents,
            ),
            received_at=received, is_article_15=asked.is_article_15,
        ),
    )  # fmt: skip
    return {"id": case_id}


@router.get("/cases")
def cases(work: Reading, is_open: bool = True) -> dict[str, Any]:
    """Return requests for access: open ones by due day, closed ones newest first."""
    return {
        "cases": [
            {
                "id": one.id, "number": one.number, "state": one.state.value,
                "received": one.received_on, "due": one.due_on, "days_left": one.days_left,
                "documents": one.documents, "pages": one.pages, "pages_seen": one.pages_seen,
                "open_findings": one.open_findings,
            }
            for one in service.cases(work, is_open=is_open)
        ]
    }  # fmt: skip


@router.get("/cases/{case_id}")
def case(work: Reading, case_id: UUID) -> dict[str, Any]:
    """Return where a request stands, and what must be done before something can be given out."""
    found = service.case(work, case_id)
    stands = service.standing_of(work, case_id)
    far = service.progress(work, case_id)
    return {
        "id": found.id, "number": found.number, "state": found.state.value,
        "received": found.received_on, "due": found.due_on, "days_left": stands.days_left,
        "regime": found.regime, "documents": far.documents, "unread": far.documents_unread,
        "pages": far.pages, "pages_seen": far.pages_seen, "findings": far.findings,
        "open_findings": far.findings_open,
        "hindrances": [
            {"code": one.code.value, "count": one.count, "said": str(one.said)}
            for one in service.hindrances(work, case_id)
        ],
    }  # fmt: skip


@router.post("/cases/{case_id}/files", status_code=202, openapi_extra=_FILE)
def hand_in(
    work: HandingIn,
    case_id: UUID,
    file: Annotated[UploadFile | None, Depends(_file_of)],
    response: Response,
) -> dict[str, Any]:
    """Store a file for a case (a document, a mail, an archive) and read it; the same again answers 200."""
    service.case(work, case_id)
    if file is None:
        raise InputProblem(log="no file", shown=_("Choose a file first."))
    found = service.hand_in(work, case_id, file.filename or "", file.file)
    if not found.is_new:
        response.status_code = 200
    return {"id": found.id, "known": not found.is_new, "job": found.job_id}


@router.get("/cases/{case_id}/documents")
def documents(work: Reading, case_id: UUID) -> dict[str, Any]:
    """Return the list of documents of a case."""
    return {
        "documents": [
            {
                "id": one.id, "number": one.number, "title": one.title, "date": one.day,
                "category": one.category, "attachment_of": one.parent_id,
                "state": one.state.value, "pages": one.pages, "is_covered": one.is_covered,
                "access": one.access, "grounds": one.grounds, "findings": one.findings,
                "open_findings": one.open_findings,
                "problems": [{"code": code, "where": where} for code, where in one.problems],
            }
            for one in service.documents(work, case_id)
        ]
    }  # fmt: skip


@router.get("/cases/{case_id}/releases")
def releases(work: Reading, case_id: UUID) -> dict[str, Any]:
    """Return what was made to be given out, newest first."""
    return {
        "releases": [
            {
                "id": one.id, "number": one.number, "state": one.state.value,
                "is_partial": one.is_partial, "bundle_sha256": one.bundle_sha256,
                "report_sha256": one.report_sha256, "decided_at": one.decided_at,
                "documents": [
                    {
                        "id": each.document_id, "number": each.number,
                        "access": each.access.value, "grounds": each.grounds,
                        "sha256": each.sha256, "pages": each.pages,
                    }
                    for each in one.documents
                ],
                "leaks": [
                    {"document": each.document_id, "page": each.page, "channel": each.channel}
                    for each in one.leaks
                ],
            }
            for one in service.releases(work, case_id)
        ]
    }  # fmt: skip


@router.get("/releases/{release_id}/bundle")
def bundle(work: Fetching, release_id: UUID) -> StreamingResponse:
    """Return the archive of what was given out."""
    source = service.open_bundle(work, release_id)

    def blocks() -> Iterator[bytes]:
        with source:
            while block := source.read(_BLOCK):
                yield block

    return StreamingResponse(blocks(), media_type="application/zip")


@router.get("/releases/{release_id}/report")
def report(work: Reading, release_id: UUID) -> Response:
    """Return the signed report of a release."""
    return Response(service.open_report(work, release_id), media_type="application/json")
