"""The JSON door: handing in enquiries, reading the worklist, deciding."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, BinaryIO, cast
from uuid import UUID
from xml.sax.saxutils import escape

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile

from signatur.kernel.web.doors import work_for
from signatur.kernel.work import Work
from signatur.records.decisions.schema import FirstAnswer
from signatur.records.items import service as items
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.intake import IncomingEnquiry
from signatur.solutions.mail_routing.schema import Target, WorklistFilter
from signatur.solutions.mail_routing.service import Line, Sorting

router = APIRouter()

Reading = Annotated[Work, work_for(service.READ)]
Deciding = Annotated[Work, work_for(service.DECIDE)]
Resolving = Annotated[Work, work_for(items.RESOLVE_QUARANTINE)]
HandingIn = Annotated[Work, work_for(service.HAND_IN)]
GivingReceipts = Annotated[Work, work_for(service.GIVE_RECEIPTS)]


_RECEIPT = "http://serviceplatformen.dk/xml/schemas/kvittering/1/"
_FILES = {
    "type": "object",
    "required": ["files"],
    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
}
HANDED_IN = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": IncomingEnquiry.model_json_schema()},
            "multipart/form-data": {"schema": _FILES},
        },
    }
}
POSTED = {
    "requestBody": {
        "required": True,
        "content": {
            "application/xml": {"schema": {"type": "string"}},
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


class Sent(BaseModel):
    """Where an enquiry is to go."""

    model_config = ConfigDict(extra="forbid")

    department: str = ""
    subject: str = ""
    note: str = Field(default="", max_length=2000)


async def _given(request: Request) -> AsyncIterator[IncomingEnquiry | list[UploadFile]]:
    """Read what was handed in: one enquiry as JSON, or files as a form."""
    if request.headers.get("content-type", "").split(";")[0].strip() == "application/json":
        try:
            enquiry = IncomingEnquiry.model_validate_json(await request.body())
        except ValidationError as problem:
            mistakes = problem.errors(include_input=False, include_url=False, include_context=False)
            raise RequestValidationError(mistakes) from None
        yield enquiry
        return
    async with request.form() as form:
        yield [one for one in form.getlist("files") if isinstance(one, UploadFile)]


@router.post("/enquiries", status_code=202, openapi_extra=HANDED_IN)
def hand_in(
    work: HandingIn,
    given: Annotated[IncomingEnquiry | list[UploadFile], Depends(_given)],
    response: Response,
) -> dict[str, Any]:
    """Store files or one enquiry as JSON; both are read in the background.

    Of files the job to ask about is returned, of an enquiry its id, with 200 instead of 202 where it
    was known by its message id and content.
    """
    if isinstance(given, IncomingEnquiry):
        received = service.hand_in_one(work, given)
        response.status_code = 202 if received.is_new else 200
        return {"id": received.item.id, "known": not received.is_new}
    named = [(file.filename or "", file.file) for file in given]
    return {"job": service.hand_in(work, named)}


async def _posted(request: Request) -> AsyncIterator[BinaryIO | None]:
    """Read a posted message to a file: the body itself, or the first file of a form; None: too large."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as form:
            parts = (one for one in form.values() if isinstance(one, UploadFile))
            part = next(parts, None)
            is_fitting = part is None or (part.size or 0) <= service.MOST_POST_BYTES
            yield (part.file if part else BytesIO()) if is_fitting else None
        return
    with SpooledTemporaryFile(max_size=1 << 20) as file:
        size = 0
        async for block in request.stream():
            size += len(block)
            if size <= service.MOST_POST_BYTES:
                file.write(block)
        file.seek(0)
        yield cast("BinaryIO", file) if size <= service.MOST_POST_BYTES else None


@router.post("/digital-post", openapi_extra=POSTED)
def post_digital_post(
    work: HandingIn, posted: Annotated[BinaryIO | None, Depends(_posted)], request: Request
) -> Response:
    """Take over Digital Post as the national broker posts it (SF1606, PostModtag).

    Accepted once the bytes are stored, refused with a code; the same again is accepted, stored once.
    """
    receipt = service.TOO_LARGE if posted is None else service.receive_digital_post(work, posted)
    status = 200 if receipt.is_accepted else 413 if receipt is service.TOO_LARGE else 422
    if "json" in request.headers.get("accept", ""):
        told = {"accepted": receipt.is_accepted, "code": receipt.code, "known": receipt.is_known}
        return JSONResponse({**told, "items": [str(one) for one in receipt.items]}, status)
    return Response(_as_receipt(receipt), status, media_type="application/xml")


def _as_receipt(receipt: service.PostReceipt) -> str:
    """Return a receipt in the words of the national platform (TransportKvittering)."""
    code = "OK" if receipt.is_accepted else "FEJL"
    inner = f"<TransportValideringsKode>{code}</TransportValideringsKode>"
    if not receipt.is_accepted:
        reason = escape(str(receipt.reason))
        inner += (
            f"<Begrundelse>{reason}</Begrundelse><FejlListe><Fejl><FejlKode>{receipt.code}"
            f"</FejlKode><FejlTekst>{reason}</FejlTekst></Fejl></FejlListe>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<TransportKvittering xmlns="{_RECEIPT}">{inner}</TransportKvittering>\n'
    )


@router.get("/enquiries")
def worklist(
    work: Reading,
    state: str = "",
    lane: str = "",
    department: str = "",
    words: str = "",
    sorting: Sorting = Sorting.OLDEST,
    after: int | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return a page of enquiries; `after` of the answer asks for the next one."""
    project = service.project_of(work)
    wanted = WorklistFilter(words=words, state=state, lane=lane, department=department)
    found = service.worklist(work, project.id, wanted, sorting=sorting, after=after, limit=limit)
    return {"enquiries": [_line(one) for one in found.lines], "after": found.next_after}


@router.get("/enquiries/{item_id}")
def enquiry(work: Reading, item_id: UUID) -> dict[str, Any]:
    """Return one enquiry in the common format, with what was suggested and decided."""
    seen = service.view(work, item_id)
    return {
        **_line(seen.line),
        "enquiry": service.enquiry_as_json(seen.enquiry),
        "suggestion": (
            {"id": seen.suggestion.id, "at": seen.suggestion.at, **seen.suggestion.answer}
            if seen.suggestion
            else None
        ),
        "decision": (
            {
                "id": seen.decision.id,
                "outcome": service.outcome_told(work, item_id, seen.decision.outcome),
                **seen.decision.answer,
            }
            if seen.decision
            else None
        ),
    }


@router.post("/enquiries/{item_id}/reading", status_code=202)
def read_again(work: Resolving, item_id: UUID) -> dict[str, Any]:
    """Read an enquiry once more from its original, after a cure. Returns the job to ask about."""
    return {"job": service.read_again(work, item_id)}


@router.post("/enquiries/{item_id}/decision", status_code=201)
def decide(work: Deciding, item_id: UUID, sent: Sent, response: Response) -> dict[str, Any]:
    """Decide where an enquiry goes, in the name of the key's owner.

    The subject `__unknown__` says that it does not belong in this authority. Where the answer is to
    be given before the suggestion is seen, and differs from it, it is locked and returned with 202 as
    `first_answer` beside the suggestion: answer once more, the same or another place with a `note`.
    """
    decided = service.answer(work, item_id, Target(sent.department, sent.subject), sent.note)
    if isinstance(decided, FirstAnswer):
        response.status_code = 202
        made = service.show(work, item_id).suggestion
        return {
            "first_answer": decided.answer,
            "suggestion": {"id": made.id, "at": made.at, **made.answer} if made else None,
        }
    outcome = service.outcome_told(work, item_id, decided.outcome)
    return {"id": decided.id, "outcome": outcome, **decided.answer}


async def _whole_body(request: Request) -> bytes:
    return await request.body()


@router.post("/receipts", status_code=202, openapi_extra=POSTED)
def give_receipt(work: GivingReceipts, raw: Annotated[bytes, Depends(_whole_body)]) -> Response:
    """Take what a receiver says of a delivery: XML of SF2900 in any envelope, or JSON.

    JSON holds `key` or `id`, `code`, and perhaps `kind` and `text`. The same receipt twice is one.
    """
    receipt = service.take_receipt(work, raw)
    if raw.lstrip().startswith(b"<"):
        return Response(service.RECEIPT_ANSWER, media_type="text/xml")
    return JSONResponse(
        {"id": str(receipt.id), "enquiry": str(receipt.item_id), "code": receipt.code}, 202
    )


@router.delete("/decisions/{decision_id}")
def undo(work: Deciding, decision_id: UUID) -> dict[str, Any]:
    """Undo a decision while nothing has left the house."""
    return {"enquiry": service.undo(work, decision_id)}


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.item_id,
        "state": line.state,
        "received_at": line.received_at,
        "due_on": line.due_on,
        "channel": line.channel,
        "language": line.language,
        "sender": line.sender,
        "subject_line": line.subject,
        "lane": line.lane,
        "confidence": line.confidence,
        "department": line.department_key,
        "subject": line.subject_key,
    }
