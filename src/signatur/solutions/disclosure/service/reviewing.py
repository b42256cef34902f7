"""Reviewers decide: one finding, all mentions, own boxes and whole pages; and take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.case import (
    Action,
    CaseState,
    FindingOrigin,
    FindingState,
    How,
)
from signatur.solutions.disclosure.schema.finding import Check, Finding, FindingKind
from signatur.solutions.disclosure.service.cases import set_state
from signatur.solutions.disclosure.service.copies import copies_of
from signatur.solutions.disclosure.service.documents import laid_of
from signatur.solutions.disclosure.service.findings import DECIDED, alike, ground_keys
from signatur.solutions.disclosure.service.reading import place_of_finding
from signatur.solutions.disclosure.service.remembering import may_remember, remember_value
from signatur.solutions.disclosure.service.rights import REVIEW, changed_meanwhile, person_of
from signatur.solutions.disclosure.service.rows import (
    case_row,
    check_under_review,
    document_row,
    finding_row,
)
from signatur.solutions.disclosure.service.spelling import plain_value
from signatur.solutions.disclosure.service.steps import Step, Verdict, change_findings, write_step
from signatur.solutions.disclosure.tables import CaseRow, FindingRow, PageRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.documents.laid_out import Box
    from signatur.solutions.disclosure.schema.case import Event

_CHUNK = 5_000
_LONGEST_STRETCH = 20_000
_MOST_BOXES = 200
_ACTIONS = {
    FindingState.WITHHELD: Action.WITHHOLD,
    FindingState.KEPT: Action.KEEP,
    FindingState.PROPOSED: Action.REOPEN,
}


def reviewed_case(work: Work, case_id: UUID) -> CaseRow:
    """Return a case that the acting person may review now. Raises NotFound, NotAllowed, Conflict."""
    case = case_row(work, case_id)
    work.require(REVIEW, case.project_id)
    check_under_review(case)
    if case.state in (CaseState.RECEIVED, CaseState.COLLECTING, CaseState.READY):
        set_state(work, case, CaseState.REVIEW)
    return case


def verdict(work: Work, case_id: UUID, state: FindingState, ground: str, how: How) -> Verdict:
    """Return what is decided, by the acting person, now. Raises InputProblem for a ground that is not there."""
    if state is FindingState.PROPOSED:
        return Verdict()
    if state is FindingState.WITHHELD:
        if ground not in ground_keys(work, case_id):
            raise InputProblem(
                log="unknown ground",
                shown=_("Choose a ground that is in force under the rules of this case."),
            )
    elif state is not FindingState.KEPT:
        raise _no_such_state()
    ground = ground if state is FindingState.WITHHELD else ""
    return Verdict(state, ground, how, person_of(work), work.now)


def _no_such_state() -> InputProblem:
    return InputProblem(log="no such state", shown=_("Choose to withhold it or to give it out."))


def decide(
    work: Work,
    case_id: UUID,
    choices: Sequence[tuple[UUID, int]],
    state: FindingState,
    ground: str = "",
    how: How = How.SINGLE,
) -> Event:
    """Decide findings of a case, each given with the version that was seen. No ground: the proposed one.

    What stands in quoted mail is decided in all copies of the mail. What is never given out is passed over.
    Raises NotFound, NotAllowed, InputProblem, Conflict when a colleague changed one since.
    """
    case = reviewed_case(work, case_id)
    if state not in _ACTIONS:
        raise _no_such_state()
    versions = dict(choices)
    rows = _rows(work, case_id, list(versions))
    if len(rows) != len(versions):
        raise NotFound(log="findings gone", shown=_("A finding does not exist any more."))
    for row in rows:
        if row.version != versions[row.id]:
            raise changed_meanwhile(f"finding {row.id}")
    rows = [row for row in rows if not row.is_appendix]
    if not rows:
        raise _never_given_out()
    step = Step(_action(rows, state))
    documents = {row.document_id for row in rows}
    together = [*rows, *copies_of(work, case, rows)]
    for chosen, some in _by_ground(together, state, ground).items():
        change_findings(work, step, some, verdict(work, case_id, state, chosen, how))
    return write_step(
        work, case_id, step, document_id=next(iter(documents)) if len(documents) == 1 else None
    )


def _never_given_out() -> InputProblem:
    return InputProblem(
        log="appendix page",
        shown=_(
            "This page shows what the file hides. It is never given out, so there is nothing to decide."
        ),
    )


def _action(rows: Sequence[Any], state: FindingState) -> Action:
    if state is FindingState.WITHHELD and rows and all(row.state == state for row in rows):
        return Action.GROUND
    return _ACTIONS[state]


def _by_ground(rows: Sequence[Any], state: FindingState, ground: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for row in rows:
        chosen = (ground or row.proposed) if state is FindingState.WITHHELD else ""
        groups.setdefault(chosen, []).append(row)
    return groups


def _rows(work: Work, case_id: UUID, ids: Sequence[UUID]) -> list[Any]:
    found: list[Any] = []
    for start in range(0, len(ids), _CHUNK):
        query = select(*DECIDED).where(
            FindingRow.id.in_(ids[start : start + _CHUNK]),
            FindingRow.case_id == case_id,
            FindingRow.authority_id == work.authority_id,
            FindingRow.state != FindingState.REMOVED,
        )
        found += work.session.execute(query)
    return found


def decide_all_mentions(
    work: Work,
    finding_id: UUID,
    state: FindingState,
    ground: str = "",
    *,
    remember: str = "",
    case_id: UUID | None = None,
) -> Event:
    """Decide every finding of the case that means the same person or says the same.

    `remember`: `case` or `authority` lets it hold for what comes later too. `case_id`: of this case only.
    Raises as `decide`.
    """
    first = finding_row(work, finding_id, case_id)
    reviewed_case(work, first.case_id)
    if not may_remember(first, state, remember):
        raise InputProblem(
            log="single name",
            shown=_("A single name is not given out in all cases: others may be called so."),
        )
    rows = alike(work, finding_id)
    step = Step(Action.SPREAD)
    for chosen, some in _by_ground(rows, state, ground or first.proposed).items():
        change_findings(
            work, step, some, verdict(work, first.case_id, state, chosen, How.ALL_MENTIONS)
        )
    if remember and state is not FindingState.PROPOSED:
        remember_value(
            work, step, first.case_id, finding_row(work, finding_id), state,
            ground or first.proposed, remember,
        )  # fmt: skip
    return write_step(work, first.case_id, step)


def draw(work: Work, document_id: UUID, page: int, boxes: Sequence[Box], ground: str) -> Event:
    """Withhold what lies under boxes on a page, in points. Raises NotFound, NotAllowed, InputProblem."""
    found = _page(work, document_id, page)
    if not 0 < len(boxes) <= _MOST_BOXES:
        raise InputProblem(log="boxes", shown=_("Draw a box first."))
    sides = [_within(box, found) for box in boxes]
    return _add(work, Action.DRAW, document_id, ground, [
        _New(FindingKind.AREA, FindingOrigin.DRAWN, found.start, found.start, page, [one], "")
        for one in sides
    ])  # fmt: skip


def withhold_page(work: Work, document_id: UUID, page: int, ground: str) -> Event:
    """Withhold a whole page. Raises NotFound, NotAllowed, InputProblem."""
    found = _page(work, document_id, page)
    whole = [0.0, 0.0, found.width, found.height]
    return _add(work, Action.WHOLE_PAGE, document_id, ground, [
        _New(FindingKind.PAGE, FindingOrigin.WHOLE_PAGE, found.start, found.start, page, [whole], "")
    ])  # fmt: skip


def mark(work: Work, document_id: UUID, places: Sequence[tuple[int, int]], ground: str) -> Event:
    """Withhold stretches of a document's text, in one step. Raises NotFound, NotAllowed, InputProblem."""
    laid = laid_of(work, document_id)
    new = []
    for start, end in places:
        if not 0 <= start < end <= min(len(laid.text), start + _LONGEST_STRETCH):
            raise InputProblem(log="bad stretch", shown=_("Mark the words first, or write them."))
        text = laid.text[start:end]
        found = Finding(FindingKind.WORD, start, end, text, 1.0, ("by_hand",), Check.UNKNOWN)
        page, boxes = place_of_finding(laid, found)
        _page(work, document_id, page)
        new.append(_New(FindingKind.WORD, FindingOrigin.MARKED, start, end, page, boxes, text))
    return _add(work, Action.MARK, document_id, ground, new)


class _New:
    """A finding that a reviewer makes."""

    def __init__(
        self, kind: FindingKind, origin: FindingOrigin, start: int, end: int, page: int,
        boxes: list[list[float]], text: str,
    ) -> None:  # fmt: skip
        self.kind, self.origin, self.start, self.end = kind, origin, start, end
        self.page, self.boxes, self.text = page, boxes, text


def _add(work: Work, action: Action, document_id: UUID, ground: str, new: Sequence[_New]) -> Event:
    document = document_row(work, document_id)
    reviewed_case(work, document.case_id)
    after = verdict(work, document.case_id, FindingState.WITHHELD, ground, How.SINGLE)
    rows = []
    for one in new:
        row = FindingRow(
            id=work.new_id(), case_id=document.case_id, document_id=document_id,
            authority_id=work.authority_id, kind=one.kind, start=one.start, end=one.end,
            page=one.page, is_appendix=False, boxes=one.boxes, text=one.text, value=plain_value(one.text),
            confidence=1.0, check=Check.UNKNOWN, evidence=["by_hand"], proposed="", person="",
            unit="", origin=one.origin, state=FindingState.REMOVED, ground="", how="",
            decided_by=None, decided_at=None, version=0,
        )  # fmt: skip
        work.session.add(row)
        rows.append(row)
    work.session.flush()
    step = Step(action)
    change_findings(work, step, rows, after)
    return write_step(work, document.case_id, step, document_id=document_id)


def _page(work: Work, document_id: UUID, page: int) -> PageRow:
    document_row(work, document_id)
    found = work.session.get(PageRow, (document_id, page))
    if found is None:
        raise NotFound(log=f"no page {page}", shown=_("There is no such page."))
    if found.is_appendix:
        raise _never_given_out()
    return found


def _within(box: Box, page: PageRow) -> list[float]:
    left, right = (max(0.0, min(page.width, float(side))) for side in (box.left, box.right))
    top, bottom = (max(0.0, min(page.height, float(side))) for side in (box.top, box.bottom))
    if not (right > left and bottom > top):
        raise InputProblem(
            log="empty box", shown=_("The box lies outside of the page or is empty.")
        )
    return [left, top, right, bottom]
