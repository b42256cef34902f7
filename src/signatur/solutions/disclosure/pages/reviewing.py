"""The review of one page: its picture with boxes, its text, what was found on it, and what to do with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.methods.documents.laid_out import Box
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.marking import segments
from signatur.solutions.disclosure.schema.case import (
    ACTION_TITLES,
    CASE_STATE_TITLES,
    HOW_TITLES,
    FindingState,
    ReviewArm,
)
from signatur.solutions.disclosure.schema.evidence import evidence_title
from signatur.solutions.disclosure.schema.titles import DOUBT_TITLES, FINDING_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.schema.case import Document, FindingLine, SampledPage
    from signatur.solutions.disclosure.schema.law import Ground

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
_ORDER = {FindingState.PROPOSED: 0, FindingState.WITHHELD: 1, FindingState.KEPT: 2}


def page_path(document_id: UUID, side: int = 1, *, is_blind: bool = False) -> str:
    """Return where a page is reviewed."""
    return f"/aktindsigt/dokument/{document_id}?side={side}" + ("&kontrol=1" if is_blind else "")


@router.get("/dokument/{document_id}")
def document(page: Looking, document_id: UUID, side: int = 1, kontrol: int = 0) -> Response:
    if page.wants_fragment and page.request.headers.get("hx-target") == "sheet":
        return _again(page, document_id, side, kontrol)
    values = _values(page, document_id, side, is_blind=bool(kontrol))
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
    service.decide(page.work, _case_id(page, dokument), [(finding_id, version)], valg, grund)
    return _again(page, dokument, side, kontrol, _DECIDED[valg])


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
        grounds=service.grounds_of(page.work, _case_id(page, dokument)),
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
        page.work, finding_id, valg, grund, remember=_remembered(husk)
    )
    told = _("Decided for %(count)d mention(s). Press z to undo.", count=event.findings)
    return _again(page, dokument, side, 0, told)


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
    open_ones = [one for one in on_page if one.state is FindingState.PROPOSED and one.id in shown]
    for ground in dict.fromkeys(grund or one.proposed for one in open_ones):
        chosen = [(one.id, shown[one.id]) for one in open_ones if (grund or one.proposed) == ground]
        service.decide(page.work, _case_id(page, document_id), chosen, valg, ground)
    told = _("Decided for %(count)d mention(s). Press z to undo.", count=len(open_ones))
    return _again(page, document_id, side, 0, told)


def _shown(one: str) -> tuple[UUID, int]:
    """Return what a field `id:version` says of a finding as it was shown."""
    identity, _colon, version = one.partition(":")
    try:
        return UUID(identity), int(version)
    except ValueError as error:
        raise InputProblem(
            log="a finding's id cannot be read", shown=_("Reload the page and try again.")
        ) from error


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
    return _again(page, document_id, side, kontrol, _("The box is withheld."))


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
    for first, last in places:
        if not 0 <= first < last <= first + _LONGEST_STRETCH:
            raise InputProblem(
                log="stretch of no length", shown=_("Mark the words first, or write them.")
            )
        service.mark(page.work, document_id, first, last, grund)
    told = _("The words are withheld in %(count)d place(s).", count=len(places))
    return _again(page, document_id, side, kontrol, told)


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
    return _again(page, document_id, side, kontrol, _("The whole page is withheld."))


@router.post("/dokument/{document_id}/fortryd")
def undo(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    kontrol: Annotated[int, Form()] = 0,
) -> Response:
    event = service.undo(page.work, _case_id(page, document_id))
    told = _undone(event) if event else _("There is nothing of yours to undo.")
    return _again(page, document_id, side, kontrol, told)


@router.post("/dokument/{document_id}/gentag")
def redo(
    page: Reviewing,
    document_id: UUID,
    side: Annotated[int, Form()],
    kontrol: Annotated[int, Form()] = 0,
) -> Response:
    event = service.redo(page.work, _case_id(page, document_id))
    told = _("Done again.") if event else _("There is nothing to do again.")
    return _again(page, document_id, side, kontrol, told)


def _undone(event: Any) -> Any:
    return _("Undone: %(count)d finding(s) are as before.", count=event.findings)


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
    case_id = _case_id(page, document_id)
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


def _case_id(page: Page, document_id: UUID) -> UUID:
    return service.document(page.work, document_id).case_id


def _again(page: Page, document_id: UUID, side: int, kontrol: int, told: Any = None) -> Response:
    """Show the page as it is now: its part alone where the browser asks for that."""
    if page.wants_fragment:
        values = _values(page, document_id, side, is_blind=bool(kontrol))
        shown = {**values, "told": told, "is_fragment": True}
        return page.show("disclosure/parts/sheet.html", **shown)
    return page.go_to(page_path(document_id, side, is_blind=bool(kontrol)), told)


def _values(page: Page, document_id: UUID, side: int, *, is_blind: bool) -> dict[str, Any]:
    work = page.work
    shown = service.document(work, document_id)
    if not 1 <= side <= max(1, shown.all_pages):
        raise NotFound(log="no such page", shown=_("The document has no such page."))
    case = service.case(work, shown.case_id)
    sampled = _sampled(service.sample_of(work, case.id), document_id, side)
    is_blind = is_blind and sampled is not None and not sampled.is_done
    found = service.findings(work, document_id, side)
    if is_blind:
        # The second reader does not see what the first decided until both have read.
        found = [one for one in found if one.decided_by == work.actor.id]
    grounds = service.grounds_of(work, case.id)
    is_read = shown.all_pages > 0
    leaf = service.page_of(work, document_id, side) if is_read else None
    unseen = service.unseen_pages(work, document_id)
    return {
        "document": shown,
        "case": case,
        "side": side,
        "leaf": leaf,
        "findings": sorted(found, key=lambda one: (_ORDER[one.state], one.start)),
        "segments": segments(leaf.text, leaf.start, found) if leaf else [],
        "grounds": grounds,
        "ground_of": {one.key: one for one in grounds},
        "usual_ground": _usual(grounds, found),
        "unseen": unseen,
        "is_seen": side not in unseen,
        "is_blind": is_blind,
        "is_unaided": case.arm is ReviewArm.UNAIDED,
        "people": {one.key: one for one in service.people(work, case.id)},
        "around": _around(service.documents(work, case.id), shown),
        "doubts": [
            one
            for one in service.doubts(work, case.id)
            if one.document_id == document_id and one.belongs is None and one.page in {side, 0}
        ],
        "last": next(iter(service.events(work, case.id, limit=1)), None),
        "may_review": work.actor.may(service.REVIEW, case.project_id),
        "told": None,
        "is_fragment": False,
        "kind_titles": FINDING_TITLES,
        "doubt_titles": DOUBT_TITLES,
        "how_titles": HOW_TITLES,
        "action_titles": ACTION_TITLES,
        "state_titles": CASE_STATE_TITLES,
        "evidence_title": evidence_title,
        "page_path": page_path,
        "States": FindingState,
    }


def _sampled(sample: Sequence[SampledPage], document_id: UUID, side: int) -> SampledPage | None:
    return next(
        (one for one in sample if one.document_id == document_id and one.page == side), None
    )


def _usual(grounds: Sequence[Ground], found: Sequence[FindingLine]) -> str:
    """Return the ground that own boxes begin with: the one last used on the page, else the first."""
    used = [one.ground for one in found if one.ground]
    return used[-1] if used else (grounds[0].key if grounds else "")


def _around(documents: Sequence[Document], shown: Document) -> dict[str, Document | None]:
    """Return the documents before and after one, of those whose pages are looked at."""
    to_read = [
        one for one in documents if one.all_pages and (one.is_to_review or one.id == shown.id)
    ]
    at = next((n for n, one in enumerate(to_read) if one.id == shown.id), 0)
    return {
        "before": to_read[at - 1] if at > 0 else None,
        "after": to_read[at + 1] if at + 1 < len(to_read) else None,
    }


def _names(page: Page, others: Sequence[Any]) -> list[tuple[str, int]]:
    """Return who else is in the document, and on which page."""
    if not others:
        return []
    ids = {one.person_id for one in others}
    names = page.work.runtime.identity.names_of(page.work.session, ids)
    return [(names[one.person_id], one.page) for one in others]
