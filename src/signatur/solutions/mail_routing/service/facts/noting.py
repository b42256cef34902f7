"""Writes down what insight counts of an enquiry, in the same transaction as its change."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from signatur.kernel.db import table_of
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm, Outcome
from signatur.solutions.mail_routing.schema import Lane, Target
from signatur.solutions.mail_routing.service.answers import target_from_json
from signatur.solutions.mail_routing.service.facts.snapshot import mark_stale
from signatur.solutions.mail_routing.tables import ControlRow, EnquiryRow, FactRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Course, Step

_NOTED = "mail_routing_facts"
_BATCH = 500
# SQLite takes so many values in one statement that the rows of a batch must be parted.
_AT_ONCE = 100
_BLIND = (Arm.BLIND_FIRST, Arm.HIDDEN)
_NOT_SENT = (Outcome.UNDECIDED, Outcome.DIVIDED)


def note_fact(work: Work, item_id: UUID) -> None:
    """Say that an enquiry has changed; its fact is written once, before the commit."""
    noted: dict[UUID, None] | None = work.session.info.get(_NOTED)
    if noted is None:
        noted = work.session.info[_NOTED] = {}
        work.before_commit(lambda: _write_noted(work))
    noted[item_id] = None


def _write_noted(work: Work) -> None:
    noted: dict[UUID, None] = work.session.info.pop(_NOTED)
    work.session.flush()
    write_facts(work, list(noted))


def _see_at_once(work: Work, project_ids: Iterable[UUID]) -> None:
    for project_id in set(project_ids):
        work.after_commit(partial(mark_stale, project_id))


def write_facts(work: Work, item_ids: Sequence[UUID]) -> int:
    """Write the facts of enquiries as they stand now; return how many there are."""
    written = 0
    for start in range(0, len(item_ids), _BATCH):
        some = item_ids[start : start + _BATCH]
        facts = _facts_of(work, some)
        _upsert(work, facts)
        _see_at_once(work, (one["project_id"] for one in facts))
        gone = set(some) - {one["item_id"] for one in facts}
        if gone:
            work.session.execute(delete(FactRow).where(FactRow.item_id.in_(gone)))
        written += len(facts)
    return written


def rebuild(work: Work, project_id: UUID, after: int = 0, limit: int = 2000) -> int | None:
    """Write anew the facts of the enquiries that follow a number; return the last number, if any."""
    query = (
        select(EnquiryRow.number, EnquiryRow.item_id)
        .where(
            EnquiryRow.authority_id == work.authority_id,
            EnquiryRow.project_id == project_id,
            EnquiryRow.number > after,
        )
        .order_by(EnquiryRow.number)
        .limit(limit)
    )
    rows = work.session.execute(query).all()
    if not rows:
        return None
    write_facts(work, [item_id for _number, item_id in rows])
    return rows[-1][0]


def lacks_facts(work: Work, project_id: UUID) -> bool:
    """Say whether some enquiries have no fact yet, as those from before there were any."""
    found = work.session.scalar(
        select(EnquiryRow.item_id)
        .outerjoin(FactRow, FactRow.item_id == EnquiryRow.item_id)
        .where(EnquiryRow.project_id == project_id, FactRow.item_id.is_(None))
        .limit(1)
    )
    return found is not None


def _facts_of(work: Work, item_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    query = select(
        EnquiryRow.item_id,
        EnquiryRow.authority_id,
        EnquiryRow.project_id,
        EnquiryRow.received_at,
        EnquiryRow.channel,
        EnquiryRow.language,
        func.length(EnquiryRow.search_text).label("length"),
        EnquiryRow.state,
        EnquiryRow.department_key.label("department"),
        EnquiryRow.subject_key.label("subject"),
        EnquiryRow.due_on,
    ).where(EnquiryRow.authority_id == work.authority_id, EnquiryRow.item_id.in_(item_ids))
    rows = work.session.execute(query).mappings().all()
    ids = [row["item_id"] for row in rows]
    became, controls = decisions.courses(work, ids), _controls_among(work, ids)
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    return [
        {
            **{name: row[name] for name in row if name != "received_at"},
            **_course_as_fact(became[row["item_id"]], row["received_at"], zone),
            "is_blind": became[row["item_id"]].arm in _BLIND and row["item_id"] in controls,
            "changed_at": work.now,
        }
        for row in rows
    ]


def _controls_among(work: Work, item_ids: Sequence[UUID]) -> set[UUID]:
    """Return which were drawn for control: only they were decided unseen from first to last."""
    return set(
        work.session.scalars(select(ControlRow.item_id).where(ControlRow.item_id.in_(item_ids)))
    )


def _course_as_fact(course: Course, received_at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    local = received_at.astimezone(zone)
    settled = _settled(course)
    # What nobody may ever see is not told by what is counted either.
    is_hidden = course.arm is Arm.HIDDEN
    made = {} if is_hidden else course.answer or {}
    first = next(iter(made.get("alternatives", ())), None)
    target = target_from_json(first) if first else Target("")
    return {
        "received_on": local.date(),
        "hour": local.hour,
        "confidence": None if is_hidden else course.confidence,
        "lane": made.get("lane", Lane.READ.value),
        "suggested_by": made.get("by", ""),
        "suggested_department": target.department_key,
        "suggested_subject": target.subject_key,
        "outcome": settled.outcome.value if settled else "",
        "how": _how(settled),
        "decided_on": settled.at.astimezone(zone).date() if settled else None,
        "minutes": max(0, int((settled.at - received_at).total_seconds() // 60))
        if settled
        else None,
        "reroutes": reroutes_of(course.steps),
    }


def _settled(course: Course) -> Step | None:
    found = [
        one for one in course.steps if not one.is_undone and one.outcome is not Outcome.UNDECIDED
    ]
    return found[-1] if found else None


def _how(settled: Step | None) -> str:
    if settled is None:
        return ""
    return "automatic" if settled.is_automatic else "person"


def reroutes_of(made: Sequence[Step]) -> int:
    """Return how often something was sent somewhere else than before."""
    places = [_place(one) for one in made if one.outcome not in _NOT_SENT]
    return sum(place != before for before, place in pairwise(places))


def _place(decision: Step) -> tuple[str, str]:
    answer = decision.answer
    # Under a standing authorisation the whole suggestion is the answer.
    first = next(iter(answer.get("alternatives", ())), answer)
    return first.get("department", ""), first.get("subject", "")


def _upsert(work: Work, facts: Sequence[dict[str, Any]]) -> None:
    table = table_of(FactRow)
    is_embedded = work.runtime.database.is_embedded
    for start in range(0, len(facts), _AT_ONCE):
        some = facts[start : start + _AT_ONCE]
        new = (sqlite if is_embedded else postgresql).insert(table).values(some)
        changed = {one.name: new.excluded[one.name] for one in table.columns if not one.primary_key}
        work.session.execute(new.on_conflict_do_update(index_elements=["item_id"], set_=changed))
