"""One enquiry with everything that a caseworker needs to decide, and its whole history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from signatur.methods.text.duplicates import fingerprint, similarity
from signatur.records.decisions import service as decisions
from signatur.records.effects import service as effects
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing.schema import enquiry_from_json
from signatur.solutions.mail_routing.service.answers import as_routing
from signatur.solutions.mail_routing.service.listing import line, may_see, row_of
from signatur.solutions.mail_routing.service.withholding import (
    is_control_of,
    is_hidden,
    is_withheld,
)
from signatur.solutions.mail_routing.tables import BandRow, EnquiryRow, ReferenceRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision, FirstAnswer, Suggestion
    from signatur.records.effects.schema import Effect
    from signatur.records.items.schema import Quarantined
    from signatur.solutions.mail_routing.schema import Enquiry, Routing
    from signatur.solutions.mail_routing.service.listing import Line

_NEAR_ENOUGH = 0.8
_MOST = 5


@dataclass(frozen=True, slots=True)
class NearEnquiry:
    """Another enquiry with almost the same text."""

    line: Line
    similarity: float


@dataclass(frozen=True, slots=True)
class EnquiryView:
    """One enquiry with what was suggested, decided and done."""

    line: Line
    project_id: UUID
    enquiry: Enquiry
    suggestion: Suggestion | None
    routing: Routing | None
    decision: Decision | None
    effects: tuple[Effect, ...]
    troubles: tuple[Quarantined, ...]
    similar: tuple[tuple[Line, float], ...]
    """Past enquiries that speak for the suggestion, of those that the actor may see."""
    near: tuple[NearEnquiry, ...]
    thread: tuple[Line, ...]
    portions: tuple[Line, ...]
    was_blind: bool = False
    """Whoever decided had not seen the suggestion, which is now shown beside their choice."""
    first: FirstAnswer | None = None
    """What was answered before the suggestion was seen, once it may be seen."""
    is_hidden: bool = False
    """Its suggestion is never seen; nor, therefore, whether a decision followed it."""


def view(work: Work, item_id: UUID) -> EnquiryView:
    """Return one enquiry. Raises NotFound."""
    row = row_of(work, item_id)
    enquiry = enquiry_from_json(row.document)
    latest = decisions.latest_suggestion(work, item_id)
    hides = is_withheld(work, latest)
    made = None if hides else latest
    routing = as_routing(made) if made else None
    return EnquiryView(
        line=line(row),
        project_id=row.project_id,
        enquiry=enquiry,
        suggestion=made,
        routing=routing,
        decision=decisions.current(work, item_id),
        effects=tuple(effects.effects_of(work, item_id)),
        troubles=tuple(items.troubles_of(work, item_id)),
        similar=_similar(work, routing),
        near=() if hides else _near(work, row, enquiry),
        thread=_thread(work, row),
        portions=tuple(_lines(work, _portions(work, item_id))),
        was_blind=made is not None and is_control_of(work, made),
        first=decisions.first_answer(work, made.id) if made else None,
        is_hidden=is_hidden(latest),
    )


def show(work: Work, item_id: UUID) -> EnquiryView:
    """Return one enquiry and write down what the acting person is shown of its suggestion."""
    seen = view(work, item_id)
    if seen.suggestion is not None and seen.routing is not None:
        shown = {
            "lane": seen.routing.lane,
            "alternatives": len(seen.routing.alternatives),
            "reasons": len(seen.suggestion.reasons),
        }
        decisions.note_shown(work, seen.suggestion, shown)
    return seen


def suggestions_of(work: Work, item_id: UUID) -> list[tuple[Suggestion, Routing]]:
    """Return everything that was suggested for an enquiry, oldest first. Raises NotFound.

    What must not be seen yet is left out.
    """
    row = row_of(work, item_id)
    made = decisions.suggestions(work, row.item_id)
    return [] if made and is_withheld(work, made[-1]) else [(one, as_routing(one)) for one in made]


def _similar(work: Work, routing: Routing | None) -> tuple[tuple[Line, float], ...]:
    if routing is None:
        return ()
    closeness = {UUID(one.key): one.similarity for one in routing.similar}
    found = _lines(work, _rows(work, closeness))
    return tuple(sorted(((one, closeness[one.item_id]) for one in found), key=lambda p: -p[1]))


def _near(work: Work, row: EnquiryRow, enquiry: Enquiry) -> tuple[NearEnquiry, ...]:
    """Return other enquiries with almost the same text, those with most keys in common first."""
    own = select(BandRow.band).filter_by(item_id=row.item_id)
    candidates = work.session.scalars(
        select(BandRow.item_id)
        .where(
            BandRow.project_id == row.project_id,
            BandRow.band.in_(own),
            BandRow.item_id != row.item_id,
        )
        .group_by(BandRow.item_id)
        .order_by(func.count().desc(), BandRow.item_id.desc())
        .limit(_MOST * 4)
    ).all()
    print_ = fingerprint(enquiry.model_text)
    near = []
    for other in _rows(work, candidates):
        closeness = similarity(print_, fingerprint(other.document["model_text"]))
        if closeness >= _NEAR_ENOUGH and may_see(work, other):
            near.append(NearEnquiry(line(other), closeness))
    return tuple(sorted(near, key=lambda one: -one.similarity)[:_MOST])


def _thread(work: Work, row: EnquiryRow) -> tuple[Line, ...]:
    """Return other enquiries of the same thread or case, oldest first."""
    own = select(ReferenceRow.reference).filter_by(item_id=row.item_id)
    others = work.session.scalars(
        select(ReferenceRow.item_id)
        .where(
            ReferenceRow.project_id == row.project_id,
            ReferenceRow.reference.in_(own),
            ReferenceRow.item_id != row.item_id,
        )
        .distinct()
        .limit(_MOST * 4)
    ).all()
    found = _lines(work, _rows(work, others))
    return tuple(sorted(found, key=lambda one: one.received_at))


def _portions(work: Work, item_id: UUID) -> list[EnquiryRow]:
    ids = items.children_of(work, item_id)
    return [row for row in _rows(work, ids) if row.state != ItemState.SET_ASIDE]


def _rows(work: Work, ids: Iterable[UUID]) -> list[EnquiryRow]:
    """Return the enquiries with these ids, in the order in which they were stored."""
    query = (
        select(EnquiryRow)
        .where(EnquiryRow.authority_id == work.authority_id, EnquiryRow.item_id.in_(list(ids)))
        .order_by(EnquiryRow.item_id)
    )
    return list(work.session.scalars(query))


def _lines(work: Work, rows: Iterable[EnquiryRow]) -> list[Line]:
    return [line(row) for row in rows if may_see(work, row)]
