"""Requests for access: entered, changed, closed and taken up again."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.records.audit import service as audit
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.retention import service as retention
from signatur.solutions.disclosure.model.deadlines import deadline
from signatur.solutions.disclosure.model.law import complaint_body
from signatur.solutions.disclosure.schema.case import CaseState, ReviewArm
from signatur.solutions.disclosure.schema.deadlines import DeadlineKind
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.service.deadlines import set_due
from signatur.solutions.disclosure.service.rights import (
    CASE_KIND,
    HAND_IN,
    RELEASE,
    REVIEW,
    changed_meanwhile,
    flush_numbered,
    need_reason,
    project_of,
    tell,
    tidy,
    tidy_text,
)
from signatur.solutions.disclosure.service.rows import case_row, read_case
from signatur.solutions.disclosure.service.setup import bodies_of
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import CaseRow

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.audit.schema import Event
    from signatur.solutions.disclosure.schema.case import Case, CaseChange, NewCase, Requester


def new_case(work: Work, new: NewCase) -> UUID:
    """Store a request for access as it came; return its case. The same request again is the first one.

    Raises NotAllowed, InputProblem without a title.
    """
    project = project_of(work)
    work.require(HAND_IN, project.id)
    title = tidy(new.title)
    if not title:
        raise InputProblem(log="no title", shown=_("Give the case a title."))
    received_at = new.received_at or work.now
    if received_at > work.now:
        raise InputProblem(
            log="received in future", shown=_("The request cannot have come in after today.")
        )
    original = _original(new, received_at)
    key = f"case:{hashlib.sha256(original).hexdigest()}"
    received = items.receive(
        work, project.id, kind=CASE_KIND, source_key=key, original=io.BytesIO(original),
        received_at=received_at,
    )  # fmt: skip
    if received.is_new:
        retention.apply_to(work, received.item)
        work.session.add(_row(work, project.id, received.item.id, new, received_at))
        flush_numbered(work)
        tell(work, received.item.id, "disclosure.case_opened")
        _draw_arm(work, case_row(work, received.item.id))
    return received.item.id


def _original(new: NewCase, received_at: datetime) -> bytes:
    told = {
        "title": tidy(new.title), "request": tidy_text(new.request),
        "requester": asdict(new.requester), "case_number": tidy(new.case_number),
        "received_at": received_at.isoformat(),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode(errors="replace")


def _row(
    work: Work, project_id: UUID, item_id: UUID, new: NewCase, received_at: datetime
) -> CaseRow:
    highest = work.session.scalar(select(func.max(CaseRow.number)).filter_by(project_id=project_id))
    number = (highest or 0) + 1
    received_on = _day_of(work, received_at)
    kind = DeadlineKind.GDPR if new.is_article_15 else DeadlineKind.ORDINARY
    return CaseRow(
        item_id=item_id, authority_id=work.authority_id, project_id=project_id, number=number,
        title=tidy(new.title), requester=_told(new.requester), request=tidy_text(new.request), understood="",
        case_number=tidy(new.case_number, 60), received_at=received_at, received_on=received_on,
        regime="gdpr" if new.is_article_15 else "", regime_answers=[], regime_by=None, regime_at=None,
        deadline_kind=kind, pauses=[], due_on=deadline(received_on, kind).due, kle="", body="",
        state=CaseState.RECEIVED, handler_id=work.actor.id, arm=ReviewArm.AIDED,
        seed=int.from_bytes(hashlib.sha256(f"{project_id}:{number}".encode()).digest()[:4]) >> 1,
        is_article_15=new.is_article_15, linked_for="", closed_at=None, created_by=work.actor.id,
        created_at=work.now, version=1,
    )  # fmt: skip


def _day_of(work: Work, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(work.runtime.settings.kernel.time_zone)).date()


def _draw_arm(work: Work, row: CaseRow) -> None:
    """Draw whether the case is reviewed with help: by the project's plan, or by the setting's share."""
    if decisions.arm_plan(work, row.project_id) is not None:
        is_aided = decisions.draw_arm(work, row.project_id, row.item_id) is not Arm.HIDDEN
    else:
        share = work.runtime.settings.of(DisclosureSettings).control_share
        digest = hashlib.sha256(f"arm:{row.seed}:{row.item_id}".encode()).digest()
        is_aided = int.from_bytes(digest[:8]) / 2**64 >= share
    row.arm = ReviewArm.AIDED if is_aided else ReviewArm.UNAIDED
    work.session.flush()
    tell(work, row.item_id, "disclosure.arm_drawn", arm=row.arm, seed=row.seed)


def case(work: Work, case_id: UUID) -> Case:
    """Return a request for access. Raises NotFound."""
    return read_case(case_row(work, case_id))


def change_case(work: Work, case_id: UUID, change: CaseChange, version: int) -> None:
    """Change particulars of a case; the body for complaints follows the subject unless one was chosen.

    Raises NotFound, NotAllowed, InputProblem, Conflict when a colleague was first.
    """
    row = case_row(work, case_id, is_to_change=True)
    work.require(HAND_IN, row.project_id)
    if row.version != version:
        raise changed_meanwhile(f"case {case_id}")
    if change.title is not None and not tidy(change.title):
        raise InputProblem(log="no title", shown=_("Give the case a title."))
    followed = _body_of(work, row)
    changed = _retold(row, change)
    if "kle" in changed and row.body == followed:
        row.body = _body_of(work, row)
    if change.handler_id is not None:
        row.handler_id = change.handler_id
        changed.append("handler")
    if change.deadline_kind is not None and change.deadline_kind != row.deadline_kind:
        row.deadline_kind = _kind(change.deadline_kind)
        changed.append("deadline")
        set_due(work, row)
    row.version += 1
    work.session.flush()
    if {"title", "requester"} & {*changed}:
        from signatur.solutions.disclosure.service.parties import start_linking

        # Who asks and what it is called tell whom the case is about.
        start_linking(work, case_id)
    tell(work, case_id, "disclosure.case_changed", fields=", ".join(changed))


def _retold(row: CaseRow, change: CaseChange) -> list[str]:
    """Take over what is said otherwise now; return the names of what that is."""
    given: dict[str, Any] = {
        name: tidy(value)
        for name in ("title", "case_number", "kle", "body")
        if (value := getattr(change, name)) is not None
    }
    if change.understood is not None:
        given["understood"] = tidy_text(change.understood)
    if change.requester is not None:
        given["requester"] = _told(change.requester)
    changed = {name: value for name, value in given.items() if value != getattr(row, name)}
    for name, value in changed.items():
        setattr(row, name, value)
    return [*changed]


def _told(requester: Requester) -> dict[str, Any]:
    return {
        name: tidy(value) if isinstance(value, str) else value
        for name, value in asdict(requester).items()
    }


def _body_of(work: Work, row: CaseRow) -> str:
    """Return the key of the body that follows from rules and subject; empty before the rules are chosen."""
    if not row.regime:
        return ""
    bodies = bodies_of(work, row.project_id)
    return complaint_body(row.kle, Regime(row.regime), bodies=bodies).key


def _kind(word: str) -> DeadlineKind:
    try:
        return DeadlineKind(word)
    except ValueError:
        raise InputProblem(
            log="unknown deadline", shown=_("Choose one of the deadlines.")
        ) from None


_BY_HAND = frozenset(
    {
        CaseState.COLLECTING, CaseState.REVIEW, CaseState.SECOND_READER, CaseState.READY,
        CaseState.CLOSED, CaseState.WITHDRAWN,
    }
)  # fmt: skip


def move_case(work: Work, case_id: UUID, state: CaseState, because: str = "") -> None:
    """Take a case to another state: close it, withdraw it, take it up again, send it to a second reader.

    Raises NotFound, NotAllowed, InputProblem without a reason to close what was never answered.
    """
    row = case_row(work, case_id, is_to_change=True)
    ends = not state.is_open
    work.require(RELEASE if ends else REVIEW, row.project_id)
    if state not in _BY_HAND:
        raise InputProblem(
            log="state follows by itself", shown=_("A case comes to this state by itself.")
        )
    if ends and row.state != CaseState.RELEASED:
        need_reason(because)
    set_state(work, row, state, because=tidy(because, 2_000))
    items.move_to(work, case_id, ItemState.DECIDED if ends else ItemState.RECEIVED)


def set_state(work: Work, row: CaseRow, state: CaseState, **details: str) -> None:
    """Change where a case stands and tell of it; nothing when it stands there, for this folder only."""
    if row.state == state:
        return
    before, row.state = row.state, state
    row.closed_at = None if state.is_open else work.now
    row.version += 1
    work.session.flush()
    tell(work, row.item_id, "disclosure.state_changed", before=before, after=state.value, **details)


def history(work: Work, case_id: UUID, limit: int = 200) -> list[Event]:
    """Return what happened in a case, newest first. Raises NotFound."""
    case_row(work, case_id)
    found = audit.search(work, audit.Search(about=items.ref(case_id)), limit)
    return audit.events(work, found)
