"""The review of one page: its picture with boxes, its text, what was found on it, and what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.sheet import (
    case_of,
    page_path,
    sheet_values,
    show_again,
)
from signatur.solutions.disclosure.schema.case import FindingState

if TYPE_CHECKING:
    from collections.abc import Sequence


router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
# To look at a page is written down: who is there, and that it was seen.
Looking = Annotated[Page, page_for(service.READ, writes=True)]
Reviewing = Annotated[Page, page_for(service.REVIEW)]

_COARSE, _FINE = 60, 220
_MOST_SECONDS = 600.0
_LONGEST_STRETCH = 20_000
_DECIDED = {
    FindingState.WITHHELD: _("Withheld."),
    FindingState.KEPT: _("Given out."),
    FindingState.PROPOSED: _("Undecided again."),
}


@router.get("/dokument/{document_id}")
def document(page: Looking, document_id: UUID, side: int = 1, kontrol: int = 0) -> Response:
    if page.wants_fragment and page.request.headers.get("hx-target") == "sheet":
        return show_again(page, document_id, side, kontrol)
    values = sheet_values(page, document_id, side, is_blind=bool(kontrol))
    values["before"], values["after"] = service.neighbours(page.work, document_id)
    values["others"] = _names(
        page, service.come(page.work, document_id, side) if values["may_review"] else []
    )
    return page.show("disclosure/review.html", **values)


@router.get("/dokument/{document_id}/side/{number}/billede")
def picture(page: Reading, document_id: UUID, number: int, dpi: int = 110) -> Response:
    content = service.page_picture(page.work, document_id, number, min(_FINE, max(_COARSE, dpi)))
    return Response(
        content, media_type="image/png", headers={"Cache-Control": "private, max-age=600"}
    )


@router.post("/fund/{finding_id}")
def decide(
    page: Reviewing,
    finding_id: UUID,
    dokument: Annotated[UUID, Form()],
    side: Annotated[int, Form()],
    version: Annotated[int, Form()],
    valg: Annotated[FindingState, Form()],
    grund: Annotated[str, Form()] = "",
    kontrol: Annotated[int, Form()] = 0,
) -> Response:
    service.decide(page.work, case_of(page, dokument), [(finding_id, version)], valg, grund)
    return show_again(page, dokument, side, kontrol, _DECIDED[valg])


@router.get("/fund/{finding_id}/omtaler")
def mentions(page: Reading, finding_id: UUID, dokument: UUID, side: int) -> Response:
    count, documents = service.count_mentions(page.work, finding_id)
    return page.show(
        "disclosure/parts/mentions.html",
        finding_id=finding_id,
        document_id=dokument,
        side=side,
        count=count,
        documents=documents,
        grounds=service.grounds_of(page.work, case_of(page, dokument)),
        finding=next(
            (one for one in service.findings(page.work, dokument) if one.id == finding_id), None
        ),
    )


@router.post("/fund/{finding_id}/omtaler")
def decide_mentions(
    page: Reviewing,
    finding_id: UUID,
    dokument: Annotated[UUID, Form()],
    side: Annotated[int, Form()],
    valg: Annotated[FindingState, Form()],
    grund: Annotated[str, Form()] = "",
    husk: Annotated[str, Form()] = "",
) -> Response:
    event = service.decide_all_mentions(
        page.work,
        finding_id,
        valg,
        grund,
        remember=_remembered(husk),
        case_id=case_of(page, dokument),
    )
    told = _("Decided for %(count)d mention(s). Press z to undo.", count=event.findings)
    return show_again(page, dokument, side, 0, told)


def _remembered(word: str) -> Any:
    if word not in {"", "case", "authority"}:
        raise InputProblem(
            log="unknown place to remember", shown=_("Choose where the decision is remembered.")
        )
    return word


@router.post("/dokument/{document_id}/resten")
def decide_rest(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    valg: Annotated[FindingState, Form()],
    fund: Annotated[list[str] | None, Form()] = None,
    grund: Annotated[str, Form()] = "",
) -> Response:
    """Decide all that is still open on a page, as it was shown; each keeps its proposed ground."""
    shown = dict(_shown(one) for one in fund or [])
    on_page = service.findings(page.work, document_id, side)
    still_open = {one.id for one in on_page if one.state is FindingState.PROPOSED}
    chosen = [(one, version) for one, version in shown.items() if one in still_open]
    if chosen:
        service.decide(page.work, case_of(page, document_id), chosen, valg, grund)
    told = _("Decided for %(count)d mention(s). Press z to undo.", count=len(chosen))
    return show_again(page, document_id, side, 0, told)


def _shown(one: str) -> tuple[UUID, int]:
    """Return what a field `id:version` says of a finding as it was shown."""
    identity, _colon, version = one.partition(":")
    try:
        return UUID(identity), int(version)
    except ValueError as error:
        raise InputProblem(
            log="a finding's id cannot be read", shown=_("Reload the page and try again.")
        ) from error


@router.post("/dokument/{document_id}/tid")
def note_time(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    sekunder: Annotated[float, Form()],
) -> Response:
    """Note how long somebody had the page before their eyes; the page says it every few seconds."""
    service.note_time(page.work, document_id, side, min(_MOST_SECONDS, max(0.0, sekunder)))
    others = service.come(page.work, document_id, side)
    return page.show("disclosure/parts/others.html", others=_names(page, others))


@router.post("/dokument/{document_id}/set")
def seen(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    sekunder: Annotated[float, Form()] = 0.0,
    kontrol: Annotated[int, Form()] = 0,
) -> Response:
    """The page has been looked at: on to the next that has not."""
    work = page.work
    service.note_seen(work, document_id, side, min(_MOST_SECONDS, max(0.0, sekunder)))
    case_id = case_of(page, document_id)
    if kontrol:
        done = service.finish_sampled(work, document_id, side)
        told = _(
            "The page is checked. The first reader had missed %(count)d.", count=done.missed or 0
        )
        return page.go_to(f"/aktindsigt/sag/{case_id}/kontrol", told)
    following = service.next_to_look_at(work, case_id, (document_id, side))
    if following is None:
        return page.go_to(
            f"/aktindsigt/sag/{case_id}", _("Every page of the case has been looked at.")
        )
    return page.go_to(page_path(*following))


def _names(page: Page, others: Sequence[Any]) -> list[tuple[str, int]]:
    """Return who else is in the document, and on which page."""
    if not others:
        return []
    ids = {one.person_id for one in others}
    names = page.work.runtime.identity.names_of(page.work.session, ids)
    return [(names[one.person_id], one.page) for one in others]
