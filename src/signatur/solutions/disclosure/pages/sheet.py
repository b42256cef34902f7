"""What the review of a page shows: its text cut at findings, what was found, and what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.marking import segments
from signatur.solutions.disclosure.schema.case import (
    HOW_TITLES,
    FindingState,
    ReviewArm,
)
from signatur.solutions.disclosure.schema.evidence import evidence_title
from signatur.solutions.disclosure.schema.titles import DOUBT_TITLES, FINDING_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from fastapi import Response

    from signatur.kernel.web.page import Page
    from signatur.solutions.disclosure.schema.case import Document, FindingLine
    from signatur.solutions.disclosure.schema.law import Ground

_ORDER = {FindingState.PROPOSED: 0, FindingState.WITHHELD: 1, FindingState.KEPT: 2}


def page_path(document_id: UUID, side: int = 1, *, is_blind: bool = False) -> str:
    """Return where a page is reviewed."""
    return f"/aktindsigt/dokument/{document_id}?side={side}" + ("&kontrol=1" if is_blind else "")


def case_of(page: Page, document_id: UUID) -> UUID:
    """Return the case of a document. Raises NotFound."""
    return service.document(page.work, document_id).case_id


def show_again(
    page: Page, document_id: UUID, side: int, kontrol: int, told: Any = None
) -> Response:
    """Show the page as it is now: its part alone where the browser asks for that."""
    if page.wants_fragment:
        shown = sheet_values(page, document_id, side, is_blind=bool(kontrol))
        return page.show(
            "disclosure/parts/sheet.html", **{**shown, "told": told, "is_fragment": True}
        )
    return page.go_to(page_path(document_id, side, is_blind=bool(kontrol)), told)


def sheet_values(page: Page, document_id: UUID, side: int, *, is_blind: bool) -> dict[str, Any]:
    """Return what the part of the page that changes with a decision shows. Raises NotFound."""
    work = page.work
    shown = service.document(work, document_id)
    if not 1 <= side <= max(1, shown.all_pages):
        raise NotFound(log="no such page", shown=_("The document has no such page."))
    case = service.case(work, shown.case_id)
    is_blind = is_blind and _is_waiting(page, shown, side)
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
        "called": service.names_of(work, case.id, {one.person for one in found} - {""}),
        "doubts": [
            one
            for one in service.doubts(work, case.id, document_id)
            if one.belongs is None and one.page in {side, 0}
        ],
        "may_review": work.actor.may(service.REVIEW, case.project_id),
        "told": None,
        "is_fragment": False,
        "kind_titles": FINDING_TITLES,
        "doubt_titles": DOUBT_TITLES,
        "how_titles": HOW_TITLES,
        "evidence_title": evidence_title,
        "page_path": page_path,
        "States": FindingState,
    }


def _is_waiting(page: Page, document: Document, side: int) -> bool:
    """Say whether a page was drawn for the second reader, who has not finished it."""
    return any(
        one.document_id == document.id and one.page == side and not one.is_done
        for one in service.sample_of(page.work, document.case_id)
    )


def _usual(grounds: Sequence[Ground], found: Sequence[FindingLine]) -> str:
    """Return the ground that own boxes begin with: the one last used on the page, else the first."""
    used = [one.ground for one in found if one.ground]
    return used[-1] if used else (grounds[0].key if grounds else "")
