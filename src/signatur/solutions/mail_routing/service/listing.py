"""What waits, what was decided: lists with filters, search and paging by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy import text as sql
from sqlalchemy.orm import defer

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Permission, Role
from signatur.methods.text.folding import fold
from signatur.records.decisions import service as decisions
from signatur.records.items.schema import ItemState
from signatur.records.projects import service as projects
from signatur.solutions.mail_routing.schema import Lane
from signatur.solutions.mail_routing.service.facts import items_with, languages_within
from signatur.solutions.mail_routing.service.setup import NAME
from signatur.solutions.mail_routing.tables import EnquiryRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import WorklistFilter

READ = Permission(
    "mail_routing.read",
    _("see enquiries"),
    frozenset({Role.CASEWORKER, Role.SUPER_USER, Role.PROJECT_OWNER, Role.AUDITOR}),
)

# Words of one search; more make the query slow and find nothing.
_MOST_WORDS = 8


class Sorting(StrEnum):
    """How a list is sorted."""

    OLDEST = "oldest"
    NEWEST = "newest"
    DUE = "due"
    SUREST = "surest"
    LEAST_SURE = "least_sure"


@dataclass(frozen=True, slots=True)
class Line:
    """One enquiry in a list."""

    item_id: UUID
    state: ItemState
    received_at: datetime
    due_on: date | None
    channel: str
    language: str
    sender: str
    subject: str
    attachments: int
    has_trouble: bool
    needs_help: bool
    lane: Lane
    confidence: float | None
    department_key: str
    subject_key: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list; the next one begins after the row of number `next_after`."""

    lines: tuple[Line, ...]
    next_after: int | None


def worklist(
    work: Work,
    project_id: UUID,
    wanted: WorklistFilter,
    *,
    sorting: Sorting = Sorting.OLDEST,
    after: int | None = None,
    limit: int = 50,
) -> ListPage:
    """Return a page of what fits and the actor may see."""
    query = _filtered(work, project_id, wanted)
    order = _ORDERS[sorting]
    last = _row_numbered(work, project_id, after) if after is not None else None
    if last is not None:
        query = query.where(order.beyond(last))
    # A line shows little, and the rest of a row is large.
    narrow = query.options(defer(EnquiryRow.document), defer(EnquiryRow.search_text))
    rows = list(work.session.scalars(narrow.order_by(*order.clauses()).limit(limit + 1)))
    next_after = rows[limit - 1].number if len(rows) > limit else None
    return ListPage(tuple(line(row) for row in rows[:limit]), next_after)


def following(
    work: Work,
    project_id: UUID,
    wanted: WorklistFilter,
    item_id: UUID,
    sorting: Sorting = Sorting.OLDEST,
) -> UUID | None:
    """Return what comes after an enquiry in a list, from its top when it is the last."""
    number = row_of(work, item_id).number
    for after, limit in ((number, 1), (None, 2)):
        found = worklist(work, project_id, wanted, sorting=sorting, after=after, limit=limit)
        others = [one.item_id for one in found.lines if one.item_id != item_id]
        if others:
            return others[0]
    return None


def count_decided_today(work: Work, project_id: UUID) -> int:
    """Return on how many enquiries the acting person has decided today."""
    if work.actor.id is None:
        return 0
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    midnight = datetime.combine(work.now.astimezone(zone).date(), time(), zone)
    return decisions.count_decided(work, project_id, work.actor.id, midnight)


def _row_numbered(work: Work, project_id: UUID, number: int) -> EnquiryRow | None:
    return work.session.scalar(
        select(EnquiryRow).where(*visible(work, project_id), EnquiryRow.number == number)
    )


def everything(work: Work, project_id: UUID, wanted: WorklistFilter, most: int) -> list[Line]:
    """Return all that fits, oldest first, for a file."""
    query = _filtered(work, project_id, wanted).order_by(EnquiryRow.received_at, EnquiryRow.number)
    return [line(row) for row in work.session.scalars(query.limit(most))]


def count_lanes(work: Work, project_id: UUID) -> Mapping[Lane, int]:
    """Return how many enquiries wait in each lane, of those that the actor may see."""
    query = (
        select(EnquiryRow.lane, func.count())
        .where(*visible(work, project_id), EnquiryRow.state == ItemState.READY)
        .group_by(EnquiryRow.lane)
    )
    counted = {Lane(lane): number for lane, number in work.session.execute(query)}
    return {lane: counted.get(lane, 0) for lane in Lane}


def languages(work: Work, project_id: UUID) -> list[str]:
    """Return the codes of the languages in which enquiries came that the actor may see."""
    return languages_within(work, project_id, work.actor.limit(READ, project_id, "department"))


def count_waiting(work: Work) -> int:
    """Return how many enquiries wait for a decision, of those that the actor may see."""
    project = projects.find(work, NAME)
    return sum(count_lanes(work, project.id).values()) if project else 0


def count(work: Work, project_id: UUID, wanted: WorklistFilter) -> int:
    """Return how many fit."""
    inner = _filtered(work, project_id, wanted).with_only_columns(EnquiryRow.number).subquery()
    return work.session.scalar(select(func.count()).select_from(inner)) or 0


def row_of(work: Work, item_id: UUID) -> EnquiryRow:
    """Return the row of an enquiry that the actor may see. Raises NotFound."""
    row = work.session.scalar(
        select(EnquiryRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    )
    if row is None:
        raise _no_such(item_id)
    need_to_see(work, row)
    return row


def locked_row_of(work: Work, item_id: UUID) -> EnquiryRow:
    """Return the row of an enquiry, and let whoever wants to change it too wait for this work.

    It says nothing of whether the actor may see it. Raises NotFound.
    """
    row = work.session.scalar(
        select(EnquiryRow)
        .filter_by(item_id=item_id, authority_id=work.authority_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise _no_such(item_id)
    return row


def need_to_see(work: Work, row: EnquiryRow) -> None:
    """Raise NotFound unless the actor's data limit lets them see an enquiry."""
    if not may_see(work, row):
        raise _no_such(row.item_id)


def _no_such(item_id: UUID) -> NotFound:
    return NotFound(log=f"no enquiry {item_id}", shown=_("This enquiry does not exist."))


def may_see(work: Work, row: EnquiryRow) -> bool:
    """Say whether the actor's data limit lets them see an enquiry."""
    allowed = work.actor.limit(READ, row.project_id, "department")
    return allowed is None or row.department_key in allowed


def line(row: EnquiryRow) -> Line:
    return Line(
        item_id=row.item_id,
        state=ItemState(row.state),
        received_at=row.received_at,
        due_on=row.due_on,
        channel=row.channel,
        language=row.language,
        sender=row.sender,
        subject=row.subject,
        attachments=row.attachments,
        has_trouble=row.has_trouble,
        needs_help=row.needs_help,
        lane=Lane(row.lane),
        confidence=row.confidence,
        department_key=row.department_key,
        subject_key=row.subject_key,
    )


def suffix_of(row: EnquiryRow) -> str:
    """Return how the name of the original ends, such as `.eml`."""
    return f".{row.document['source']['kind']}"


def original_name(work: Work, item_id: UUID) -> str:
    """Return a file name for an original, free of content. Raises NotFound."""
    return f"{item_id}{suffix_of(row_of(work, item_id))}"


# --- filtering ---------------------------------------------------------------------------------


def visible(work: Work, project_id: UUID) -> list[Any]:
    """Return the conditions for the enquiries of a project that the actor may see."""
    conditions: list[Any] = [
        EnquiryRow.authority_id == work.authority_id,
        EnquiryRow.project_id == project_id,
    ]
    allowed = work.actor.limit(READ, project_id, "department")
    if allowed is not None:
        conditions.append(EnquiryRow.department_key.in_(sorted(allowed)))
    return conditions


def _filtered(work: Work, project_id: UUID, wanted: WorklistFilter) -> Select[Any]:
    query = select(EnquiryRow).where(*visible(work, project_id))
    equal = {
        EnquiryRow.state: wanted.state or ItemState.READY,
        EnquiryRow.lane: wanted.lane,
        EnquiryRow.department_key: wanted.department,
        EnquiryRow.subject_key: wanted.subject,
        EnquiryRow.channel: wanted.channel,
        EnquiryRow.language: wanted.language,
    }
    for column, value in equal.items():
        if value and value != "all":
            query = query.where(column == value)
    if wanted.needs_help:
        query = query.where(EnquiryRow.needs_help.is_(True))
    if wanted.since:
        query = query.where(EnquiryRow.received_at >= _midnight(wanted.since))
    if wanted.until:
        query = query.where(EnquiryRow.received_at < _midnight(wanted.until) + timedelta(days=1))
    if not wanted.traits.is_empty:
        query = query.where(EnquiryRow.item_id.in_(items_with(work, project_id, wanted.traits)))
    words = fold(wanted.words).split()[:_MOST_WORDS]
    return query.where(_holds(work, words)) if words else query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _holds(work: Work, words: Sequence[str]) -> Any:
    """Return the condition that the text holds words that begin as these do."""
    if work.runtime.database.is_embedded:
        quoted = " ".join('"' + word.replace('"', '""') + '"*' for word in words)
        found = sql("SELECT rowid FROM mail_routing_search WHERE mail_routing_search MATCH :wanted")
        return EnquiryRow.number.in_(found.bindparams(wanted=quoted).columns(EnquiryRow.number))
    quoted = " & ".join("'" + word.replace("'", "''").replace("\\", "") + "':*" for word in words)
    return func.to_tsvector(sql("'simple'"), EnquiryRow.search_text).op("@@")(
        func.to_tsquery(sql("'simple'"), quoted)
    )


# --- paging by key -----------------------------------------------------------------------------

_FAR_FUTURE = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class _Order:
    """What a list is sorted by; rows that are equal in it follow their number."""

    expression: Any
    value: Callable[[EnquiryRow], Any]
    is_descending: bool = False

    def clauses(self) -> tuple[Any, Any]:
        if self.is_descending:
            return self.expression.desc(), EnquiryRow.number.desc()
        return self.expression.asc(), EnquiryRow.number.asc()

    def beyond(self, last: EnquiryRow) -> Any:
        """Return the condition for the rows that follow one."""
        value = self.value(last)
        if self.is_descending:
            further, tied = self.expression < value, EnquiryRow.number < last.number
        else:
            further, tied = self.expression > value, EnquiryRow.number > last.number
        return or_(further, and_(self.expression == value, tied))


_DUE = func.coalesce(EnquiryRow.due_on, _FAR_FUTURE)
_SURE = func.coalesce(EnquiryRow.confidence, 1.0)


def _received(row: EnquiryRow) -> datetime:
    return row.received_at


def _due(row: EnquiryRow) -> date:
    return row.due_on or _FAR_FUTURE


def _sure(row: EnquiryRow) -> float:
    return 1.0 if row.confidence is None else row.confidence


_ORDERS: Mapping[Sorting, _Order] = {
    Sorting.OLDEST: _Order(EnquiryRow.received_at, _received),
    Sorting.NEWEST: _Order(EnquiryRow.received_at, _received, is_descending=True),
    Sorting.DUE: _Order(_DUE, _due),
    Sorting.SUREST: _Order(_SURE, _sure, is_descending=True),
    Sorting.LEAST_SURE: _Order(_SURE, _sure),
}
