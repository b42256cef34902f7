"""Shadow mode of models: a candidate answers arriving mail too, and nobody acts on its answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from signatur.kernel.errors import Conflict, SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.log import get_log
from signatur.methods.classification.statistics import wilson
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import CONFIRMED
from signatur.records.registry import service as registry
from signatur.records.registry.schema import ModelState
from signatur.solutions.mail_routing.model import agrees, route
from signatur.solutions.mail_routing.schema import Lane, SuggestedBy, Target, enquiry_from_json
from signatur.solutions.mail_routing.service.answers import as_routing, target_from_json
from signatur.solutions.mail_routing.service.knowing import router_of
from signatur.solutions.mail_routing.tables import EnquiryRow, ShadowRow, WouldBeRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.classification import Interval
    from signatur.solutions.mail_routing.schema import Routing
    from signatur.solutions.mail_routing.service.knowing import Prepared

log = get_log(__name__)

# Decided enquiries on which models are compared, the newest.
_MOST = 5000
# Each costs as much as the model in use.
_MOST_SHADOWS = 2
_MOST_DIFFERENCES = 50


@dataclass(frozen=True, slots=True)
class Shadow:
    """A candidate that runs in the shadow, or did."""

    model_version_id: UUID
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Record:
    """How a model did on enquiries that people decided without regard to it."""

    right: Interval
    ready: Interval
    """Share that would have been sure enough to go."""
    precision: Interval
    """Share of these that is right."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An enquiry on which the model in use and the candidate say different things."""

    item_id: UUID
    in_use: Target | None
    candidate: Target | None
    decided: Target | None
    """None: nowhere."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The model in use and a candidate on the same enquiries."""

    count: int
    in_use: Record
    candidate: Record
    differences: tuple[Difference, ...]
    only_in_use_right: int
    only_candidate_right: int


@dataclass(frozen=True, slots=True)
class _Answer:
    target: Target | None
    is_ready: bool


def start_shadow(work: Work, version_id: UUID) -> None:
    """Let a candidate run in the shadow. Raises NotFound, NotAllowed, Conflict."""
    version = registry.get(work, version_id)
    work.require(registry.PROMOTE, version.project_id)
    if version.state is ModelState.CHAMPION:
        raise Conflict(log="champion", shown=_("This model is in use already."))
    running = [one for one in shadows(work, version.project_id) if one.until is None]
    if version_id in {one.model_version_id for one in running}:
        return
    if len(running) >= _MOST_SHADOWS:
        raise Conflict(
            log="too many shadows",
            shown=_("Two candidates run in the shadow already. Stop one of them first."),
        )
    row = work.session.get(ShadowRow, version_id)
    if row is None:
        row = ShadowRow(
            model_version_id=version_id,
            authority_id=work.authority_id,
            project_id=version.project_id,
            since=work.now,
        )
        work.session.add(row)
    row.until, row.started_by = None, work.actor.id
    work.session.flush()
    _tell(work, version_id, "mail_routing.shadow_started", number=version.number)


def stop_shadow(work: Work, version_id: UUID) -> None:
    """Let a candidate no longer run in the shadow. Raises NotFound, NotAllowed."""
    version = registry.get(work, version_id)
    work.require(registry.PROMOTE, version.project_id)
    row = work.session.get(ShadowRow, version_id)
    if row is not None and row.until is None:
        row.until = work.now
        work.session.flush()
        _tell(work, version_id, "mail_routing.shadow_stopped", number=version.number)


def shadows(work: Work, project_id: UUID) -> list[Shadow]:
    """Return the candidates that run in the shadow or did, newest first."""
    query = select(ShadowRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    rows = work.session.scalars(query.order_by(ShadowRow.since.desc()))
    return [Shadow(row.model_version_id, row.since, row.until) for row in rows]


def note_shadows(work: Work, item_id: UUID, prepared: Prepared) -> None:
    """Write down what candidates in the shadow say of an enquiry that has just been understood.

    A candidate that cannot be used is passed over: what is in the shadow hinders nobody.
    """
    row = work.session.scalar(select(EnquiryRow).filter_by(item_id=item_id))
    if row is None:
        return
    query = select(ShadowRow.model_version_id).filter_by(project_id=row.project_id, until=None)
    running = work.session.scalars(query).all()
    made = decisions.latest_suggestion(work, item_id) if running else None
    if made is None:
        return
    for version_id in running:
        try:
            said = _said(work, row, as_routing(made), version_id, prepared)
        except SignaturError as fault:
            log.failure("mail_routing.shadow_not_used", fault, version=version_id)
            continue
        target = said.alternatives[0].target if said.alternatives else Target("")
        values = {
            "item_id": item_id,
            "model_version_id": version_id,
            "authority_id": work.authority_id,
            "project_id": row.project_id,
            "department_key": target.department_key,
            "subject_key": target.subject_key,
            "lane": said.lane,
            "confidence": said.confidence,
        }
        if work.session.get(WouldBeRow, (item_id, version_id)) is None:
            work.session.execute(insert(WouldBeRow), [values])


def _said(
    work: Work, row: EnquiryRow, said: Routing, version_id: UUID, prepared: Prepared
) -> Routing:
    """Return what would be suggested with a candidate; what is not the model's word stays."""
    if said.by not in (SuggestedBy.MODEL, SuggestedBy.NOTHING):
        return said
    router = router_of(work, registry.get(work, version_id))
    return route(
        enquiry_from_json(row.document), replace(prepared.knowledge, router=router, rules=())
    )


def compare_shadow(work: Work, project_id: UUID, version_id: UUID) -> Comparison:
    """Compare a candidate with the model in use on what people decided since. Raises NotFound."""
    registry.get(work, version_id)
    query = (
        select(WouldBeRow)
        .filter_by(
            authority_id=work.authority_id, project_id=project_id, model_version_id=version_id
        )
        .order_by(WouldBeRow.item_id.desc())
        .limit(_MOST)
    )
    would_be = {row.item_id: row for row in work.session.scalars(query)}
    became = decisions.courses(work, list(would_be))
    compared: list[tuple[UUID, _Answer, _Answer, Target | None]] = []
    for item_id, row in would_be.items():
        course = became[item_id]
        settled = [one for one in course.steps if one.outcome in CONFIRMED and not one.is_undone]
        if course.answer is None or not settled or settled[-1].is_automatic:
            continue
        answer = settled[-1].answer
        decided = target_from_json(answer) if "department" in answer else None
        compared.append((item_id, _in_use(course.answer), _candidate(row), decided))
    return _comparison(compared)


def _in_use(answer: object) -> _Answer:
    assert isinstance(answer, dict), "an answer is stored as a mapping"
    first = next(iter(answer.get("alternatives", ())), None)
    target = target_from_json(first) if first else None
    return _Answer(target, answer.get("lane") == Lane.READY)


def _candidate(row: WouldBeRow) -> _Answer:
    target = Target(row.department_key, row.subject_key)
    is_none = not (row.department_key or row.subject_key)
    return _Answer(None if is_none else target, row.lane == Lane.READY)


def _comparison(compared: Sequence[tuple[UUID, _Answer, _Answer, Target | None]]) -> Comparison:
    differences = [
        Difference(item_id, one.target, other.target, decided)
        for item_id, one, other, decided in compared
        if one.target != other.target
    ]
    rights = [
        (_is_right(one, decided), _is_right(other, decided))
        for _item_id, one, other, decided in compared
    ]
    return Comparison(
        count=len(compared),
        in_use=_record((one, decided) for _id, one, _other, decided in compared),
        candidate=_record((other, decided) for _id, _one, other, decided in compared),
        differences=tuple(differences[:_MOST_DIFFERENCES]),
        only_in_use_right=sum(one and not other for one, other in rights),
        only_candidate_right=sum(other and not one for one, other in rights),
    )


def _is_right(answer: _Answer, decided: Target | None) -> bool:
    if answer.target is None or decided is None:
        return False
    return agrees(answer.target, decided)


def _record(answers: Iterable[tuple[_Answer, Target | None]]) -> Record:
    judged = [(answer.is_ready, _is_right(answer, decided)) for answer, decided in answers]
    ready = [is_right for is_ready, is_right in judged if is_ready]
    return Record(
        right=wilson(sum(is_right for _ready, is_right in judged), len(judged)),
        ready=wilson(len(ready), len(judged)),
        precision=wilson(sum(ready), len(ready)),
    )


def _tell(work: Work, version_id: UUID, action: str, **details: object) -> None:
    audit.write(work, action, ObjectRef("model_version", version_id), **details)
