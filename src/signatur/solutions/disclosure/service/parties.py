"""Who is who: roles, joining and parting, role words, decisions on a person, and what may not belong here."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.solutions.disclosure.schema.case import (
    Action,
    DoubtLine,
    FindingState,
    How,
    PersonLine,
)
from signatur.solutions.disclosure.schema.parties import (
    DoubtReason,
    Role,
    Spot,
    Statement,
    StatementKind,
    Treatment,
)
from signatur.solutions.disclosure.service import steps
from signatur.solutions.disclosure.service.findings import DECIDED
from signatur.solutions.disclosure.service.remembering import remember_value
from signatur.solutions.disclosure.service.reviewing import reviewed_case, verdict
from signatur.solutions.disclosure.service.rights import tidy
from signatur.solutions.disclosure.service.rows import case_row, finding_row, read_finding
from signatur.solutions.disclosure.service.stating import person_from, person_to, statement_to
from signatur.solutions.disclosure.service.steps import Step, change_findings, write_step
from signatur.solutions.disclosure.tables import (
    CasePersonRow,
    DoubtRow,
    FindingRow,
    StatementRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.case import Event, FindingLine

LINK_JOB = "disclosure.link"
_STATES = {Treatment.WITHHOLD: FindingState.WITHHELD, Treatment.KEEP: FindingState.KEPT}


def people(work: Work, case_id: UUID) -> list[PersonLine]:
    """Return the persons of a case, those with the most mentions first. Raises NotFound."""
    case_row(work, case_id)
    counts: Counter[str] = Counter()
    still_open: Counter[str] = Counter()
    documents: defaultdict[str, set[UUID]] = defaultdict(set)
    query = (
        select(FindingRow.person, FindingRow.document_id, FindingRow.state, func.count())
        .where(
            FindingRow.case_id == case_id,
            FindingRow.person != "",
            FindingRow.state != FindingState.REMOVED,
        )
        .group_by(FindingRow.person, FindingRow.document_id, FindingRow.state)
    )
    for key, document_id, state, count in work.session.execute(query):
        counts[key] += count
        documents[key].add(document_id)
        still_open[key] += count if state == FindingState.PROPOSED else 0
    rows = work.session.scalars(
        select(CasePersonRow).filter_by(case_id=case_id, authority_id=work.authority_id)
    )
    joined = _joined(work, case_id)
    lines = [_line(row, counts, documents, still_open) for row in rows if row.key not in joined]
    return sorted(lines, key=lambda one: (-one.mentions, one.key))


def _line(row: CasePersonRow, counts: Any, documents: Any, still_open: Any) -> PersonLine:
    person = person_from(row.document)
    return PersonLine(
        key=row.key, role=Role(row.role), names=person.names, cpr=person.cpr,
        role_words=person.role_words, reasons=person.reasons, is_stated=person.is_stated,
        mentions=counts[row.key], documents=len(documents[row.key]),
        open_mentions=still_open[row.key], treatment=row.treatment, ground=row.ground,
    )  # fmt: skip


def names_of(work: Work, case_id: UUID, keys: Collection[str]) -> Mapping[str, str]:
    """Return what persons of a case are called, of those who have a name."""
    if not keys:
        return {}
    rows = work.session.scalars(
        select(CasePersonRow).where(
            CasePersonRow.case_id == case_id,
            CasePersonRow.authority_id == work.authority_id,
            CasePersonRow.key.in_(keys),
        )
    )
    named = {row.key: person_from(row.document).names for row in rows}
    return {key: names[0] for key, names in named.items() if names}


def mentions(work: Work, case_id: UUID, key: str) -> list[FindingLine]:
    """Return every mention of a person. Raises NotFound."""
    _person(work, case_id, key)
    query = select(FindingRow).where(
        FindingRow.case_id == case_id,
        FindingRow.person == key,
        FindingRow.state != FindingState.REMOVED,
    )
    return [read_finding(one) for one in work.session.scalars(query.order_by(FindingRow.id))]


def state_role(work: Work, case_id: UUID, key: str, role: Role) -> Event:
    """Say what somebody is to the request. Raises NotFound, NotAllowed, Conflict for a closed case."""
    reviewed_case(work, case_id)
    row = _person(work, case_id, key)
    step = Step(Action.ROLE)
    _change_person(step, row, role.value, row.treatment, row.ground)
    row.document = {**row.document, "role": role.value, "reasons": ["stated"]}
    _state(work, case_id, step, Statement(StatementKind.ROLE, key, role=role))
    return _written(work, case_id, step)


def merge(work: Work, case_id: UUID, first: str, second: str) -> Event:
    """Say that two persons are one; the first key stays. Raises NotFound, NotAllowed, InputProblem."""
    reviewed_case(work, case_id)
    one, two = _person(work, case_id, first), _person(work, case_id, second)
    if first == second:
        raise InputProblem(log="same person", shown=_("Choose two different persons."))
    step = Step(Action.MERGE)
    _state(work, case_id, step, Statement(StatementKind.SAME, first, second))
    work.session.execute(
        update(FindingRow)
        .where(FindingRow.case_id == case_id, FindingRow.person == second)
        .values(person=first)
    )
    kept, other = person_from(one.document), person_from(two.document)
    names = tuple(dict.fromkeys((*kept.names, *other.names)))
    former = dict.fromkeys((*kept.former_keys, second))
    one.document = {**person_to(kept), "names": list(names), "former_keys": list(former)}
    return _written(work, case_id, step)


def split(work: Work, finding_id: UUID) -> Event:
    """Say that a mention does not mean the person it is tied to. Raises NotFound, NotAllowed, InputProblem."""
    row = finding_row(work, finding_id)
    reviewed_case(work, row.case_id)
    if not row.person:
        raise InputProblem(log="nobody meant", shown=_("This is not tied to anybody."))
    step = Step(Action.SPLIT)
    spot = Spot(str(row.document_id), row.start, row.end)
    _state(work, row.case_id, step, Statement(StatementKind.DIFFERENT, spot, row.person))
    row.person = ""
    return _written(work, row.case_id, step)


def call(work: Work, case_id: UUID, word: str, key: str, of: str = "") -> Event:
    """Say whom a role word such as *far* means in this case, or *far* of whom. Raises as `state_role`."""
    reviewed_case(work, case_id)
    _person(work, case_id, key)
    if not tidy(word):
        raise InputProblem(log="no word", shown=_("Write the word that names the person."))
    step = Step(Action.CALL)
    _state(work, case_id, step, Statement(StatementKind.CALLED, key, word=tidy(word, 60), of=of))
    return _written(work, case_id, step)


def decide_person(
    work: Work,
    case_id: UUID,
    key: str,
    treatment: Treatment,
    ground: str = "",
    *,
    remember: str = "",
) -> Event:
    """Withhold or give out every mention of a person. No ground: the one proposed for each mention.

    Raises NotFound, NotAllowed, InputProblem, Conflict for a closed case.
    """
    reviewed_case(work, case_id)
    row = _person(work, case_id, key)
    state = _STATES[treatment]
    query = select(*DECIDED).where(
        FindingRow.case_id == case_id,
        FindingRow.person == key,
        FindingRow.state != FindingState.REMOVED,
        FindingRow.is_appendix.is_(False),
    )
    rows = work.session.execute(query).all()
    step = Step(Action.PERSON)
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for one in rows:
        groups[ground or (one.proposed if state is FindingState.WITHHELD else "")].append(one)
    for chosen, some in groups.items():
        change_findings(work, step, some, verdict(work, case_id, state, chosen, How.PERSON))
    row = _person(work, case_id, key)
    _change_person(step, row, row.role, treatment.value, ground)
    row.decided_by, row.decided_at = work.actor.id, work.now
    if remember:
        for one in {(one.kind, one.value): one for one in rows}.values():
            remember_value(work, step, case_id, one, state, ground or one.proposed, remember)
    return write_step(work, case_id, step)


def _change_person(step: Step, row: CasePersonRow, role: str, treatment: str, ground: str) -> None:
    before = [row.role, row.treatment, row.ground]
    row.role, row.treatment, row.ground = role, treatment, ground
    step.changes.append(
        {
            "of": steps.PERSON, "case": str(row.case_id), "key": row.key, "before": before,
            "after": [role, treatment, ground],
        }
    )  # fmt: skip


def _state(work: Work, case_id: UUID, step: Step, statement: Statement) -> None:
    row = StatementRow(
        id=work.new_id(), case_id=case_id, authority_id=work.authority_id,
        statement=statement_to(statement), event_id=work.new_id(), is_withdrawn=False,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    step.changes.append({"of": steps.STATED, "id": str(row.id)})


def _written(work: Work, case_id: UUID, step: Step) -> Event:
    made = write_step(work, case_id, step)
    ids = [one["id"] for one in step.changes if one["of"] == steps.STATED]
    for one in work.session.scalars(select(StatementRow).filter_by(case_id=case_id)):
        if str(one.id) in ids:
            one.event_id = made.id
    work.session.flush()
    start_linking(work, case_id)
    return made


def start_linking(work: Work, case_id: UUID) -> UUID:
    """Let a job link the persons of a case anew."""
    return jobs.start_again(work, LINK_JOB, {"case": str(case_id)}, key=f"{LINK_JOB}:{case_id}")


def _person(work: Work, case_id: UUID, key: str) -> CasePersonRow:
    case_row(work, case_id)
    row = work.session.get(CasePersonRow, (case_id, key))
    if row is None or key in _joined(work, case_id):
        raise NotFound(log="no such person", shown=_("This person is not in the case any more."))
    return row


def _joined(work: Work, case_id: UUID) -> set[str]:
    """Return the keys of persons who were joined with another; their rows wait for their parting."""
    rows = work.session.scalars(select(CasePersonRow.document).filter_by(case_id=case_id))
    return {key for stored in rows for key in person_from(stored).former_keys}


def doubts(work: Work, case_id: UUID, document_id: UUID | None = None) -> list[DoubtLine]:
    """Return what may not belong in a case, or of one document: open ones first, the likeliest first.

    Raises NotFound.
    """
    case_row(work, case_id)
    query = select(DoubtRow).filter_by(case_id=case_id, authority_id=work.authority_id)
    if document_id is not None:
        query = query.filter_by(document_id=document_id)
    rows = sorted(
        work.session.scalars(query),
        key=lambda one: (one.belongs is not None, -one.score, str(one.id)),
    )
    return [_doubt(row) for row in rows]


def answer_doubt(work: Work, doubt_id: UUID, belongs: bool, note: str = "") -> UUID:  # noqa: FBT001 (the answer itself)
    """Say whether something belongs in the case; return the case. Raises NotFound, NotAllowed."""
    row = work.session.get(DoubtRow, doubt_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no doubt {doubt_id}", shown=_("This question is not asked any more."))
    reviewed_case(work, row.case_id)
    step = Step(Action.DOUBT)
    step.changes.append(
        {"of": steps.DOUBT, "id": str(row.id), "before": row.belongs, "after": belongs}
    )
    row.belongs, row.answered_by, row.answered_at = belongs, work.actor.id, work.now
    row.note = tidy(note, 2_000)
    write_step(work, row.case_id, step, document_id=row.document_id)
    return row.case_id


def _doubt(row: DoubtRow) -> DoubtLine:
    return DoubtLine(
        id=row.id, document_id=row.document_id, start=row.start, end=row.end, page=row.page,
        is_whole=row.is_whole, score=row.score,
        reasons=tuple(DoubtReason(one) for one in row.reasons), belongs=row.belongs,
        answered_by=row.answered_by, note=row.note,
    )  # fmt: skip


__all__ = [
    "LINK_JOB", "answer_doubt", "call", "decide_person", "doubts", "mentions", "merge",
    "people", "split", "start_linking", "state_role",
]  # fmt: skip
