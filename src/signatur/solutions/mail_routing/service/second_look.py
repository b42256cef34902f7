"""Disagreements at control: a second person, who does not know whose answer is which, says what is right.

People err about once in a hundred, and what concerns two matters is right at two desks. So a control
on which a person and the system disagree counts as wrong only until somebody else has looked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select

from signatur.kernel.errors import Conflict, NotAllowed, NotFound
from signatur.kernel.i18n import text as _
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Outcome
from signatur.records.projects import service as projects
from signatur.solutions.mail_routing.model import label_of, target_of
from signatur.solutions.mail_routing.model.second_look import (
    is_person_first,
    label_after,
    verdict_of,
)
from signatur.solutions.mail_routing.schema import NOWHERE, Target, enquiry_from_json
from signatur.solutions.mail_routing.schema.second_look import Said, Verdict
from signatur.solutions.mail_routing.service.answers import target_from_json
from signatur.solutions.mail_routing.service.deciding import DECIDE, UNDO_OTHERS
from signatur.solutions.mail_routing.service.facts import note_fact
from signatur.solutions.mail_routing.service.listing import (
    READ,
    line,
    locked_row_of,
    need_to_see,
    row_of,
    visible,
)
from signatur.solutions.mail_routing.service.setup import NAME, subject_with
from signatur.solutions.mail_routing.service.succession import Succession, succession_of
from signatur.solutions.mail_routing.service.watching import look_again
from signatur.solutions.mail_routing.tables import ControlRow, EnquiryRow, SecondLookRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.service.listing import Line

# More than these nobody looks through in a day; the oldest come first.
_MOST = 200
# What lies at a wrong desk is shown for so long to whoever found it.
_SHOWN_DAYS = 30
_MOST_TO_CORRECT = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """One of two answers, as it is shown."""

    places: tuple[Target, ...]
    """Several: the enquiry was divided."""
    today: Target | None = None
    """What became of the place in a change of the organisation; None: it is as it was."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A control on which a person and the system disagreed, with nothing that tells who said what."""

    enquiry: Enquiry
    line: Line
    first: Answer
    second: Answer


@dataclass(frozen=True, slots=True)
class Settled:
    """What the acting person said of a control, and whether the enquiry still lies at a wrong desk."""

    line: Line
    verdict: Verdict
    at: datetime
    is_misplaced: bool


def open_to(work: Work, project_id: UUID) -> list[UUID]:
    """Return the disagreements that wait and that the acting person may settle, the oldest first.

    Left out is what they settled themselves in the first place, at any time. Whoever may see some
    departments only gets those where both answers are among them: else the one they may see at all
    would be the person's.
    """
    me = work.actor.id
    if me is None or not work.actor.may(DECIDE, project_id):
        return []
    query = (
        select(ControlRow)
        .join(EnquiryRow, EnquiryRow.item_id == ControlRow.item_id)
        .where(
            *visible(work, project_id),
            ControlRow.authority_id == work.authority_id,
            ControlRow.project_id == project_id,
            ControlRow.is_right.is_(False),
            ControlRow.department_key != "",
            ~exists().where(SecondLookRow.item_id == ControlRow.item_id),
        )
        .order_by(ControlRow.decided_at, ControlRow.item_id)
        .limit(_MOST)
    )
    waiting = [one for one in work.session.scalars(query) if _is_within_limits(work, one)]
    if not waiting:
        return []
    settled_by = decisions.deciders(work, [one.item_id for one in waiting])
    return [one.item_id for one in waiting if me not in settled_by[one.item_id]]


def count_open(work: Work) -> int:
    """Return how many disagreements wait that the acting person may settle."""
    project = projects.find(work, NAME)
    return len(open_to(work, project.id)) if project else 0


def count_settled_today(work: Work, project_id: UUID) -> int:
    """Return how many the acting person has settled today."""
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    midnight = datetime.combine(work.now.astimezone(zone).date(), time(), zone)
    query = select(func.count()).where(
        SecondLookRow.authority_id == work.authority_id,
        SecondLookRow.project_id == project_id,
        SecondLookRow.person_id == work.actor.id,
        SecondLookRow.at >= midnight,
    )
    return work.session.scalar(query) or 0


def disagreement(work: Work, item_id: UUID) -> Disagreement:
    """Return a disagreement for the acting person. Raises NotFound, NotAllowed, Conflict."""
    row = row_of(work, item_id)
    control = _open(work, row)
    known = succession_of(work, control.project_id)
    answers = (_persons_answer(work, control, known), _systems_answer(work, control, known))
    first, second = answers if _is_person_first(work, control) else answers[::-1]
    # Deadline and place follow what the person chose.
    shown = replace(line(row), due_on=None, department_key="", subject_key="", confidence=None)
    return Disagreement(enquiry_from_json(row.document), shown, first, second)


def settle(work: Work, item_id: UUID, said: Said) -> Verdict:
    """Write down what the acting person says is right, and let the watch look again.

    What the first person chose stays as it is. Raises NotFound, NotAllowed for whoever chose
    themselves, Conflict when a colleague was first.
    """
    control = _open(work, locked_row_of(work, item_id))
    verdict = verdict_of(said, person_first=_is_person_first(work, control))
    assert work.actor.id is not None, "only people get here"
    looked = SecondLookRow(
        item_id=item_id,
        authority_id=work.authority_id,
        project_id=control.project_id,
        verdict=verdict,
        person_id=work.actor.id,
        at=work.now,
    )
    work.session.add(looked)
    _conclude(work, control, is_right=verdict.is_system_right)
    _tell(work, item_id, "mail_routing.second_look_given", verdict=verdict)
    return verdict


def undo(work: Work, item_id: UUID) -> None:
    """Take a second look back: the disagreement waits again and counts as wrong.

    Whoever gave it may, or who may undo what others decided, but never who chose at first. Raises
    NotFound, also when the enquiry was erased, NotAllowed, Conflict when it was taken back already.
    """
    row = locked_row_of(work, item_id)
    control = _control(work, row)
    looked = work.session.get(SecondLookRow, item_id, populate_existing=True)
    if looked is None:
        raise Conflict(
            log=f"no second look at {item_id}",
            shown=_("Nobody has looked at this a second time, or it was taken back already."),
        )
    if looked.person_id != work.actor.id:
        need_to_see(work, row)
        _need_another(work, item_id)
        if not work.actor.may(UNDO_OTHERS, control.project_id):
            raise NotAllowed(
                log=f"second look at {item_id} is another's",
                shown=_("A colleague said this. Ask a super-user to undo it."),
            )
    verdict = looked.verdict
    work.session.delete(looked)
    _conclude(work, control, is_right=False)
    _tell(work, item_id, "mail_routing.second_look_undone", verdict=verdict)


def settled_lately(work: Work, project_id: UUID, limit: int = _MOST_TO_CORRECT) -> list[Settled]:
    """Return what the acting person settled in the last weeks, the newest first."""
    query = (
        select(SecondLookRow, ControlRow, EnquiryRow)
        .join(ControlRow, ControlRow.item_id == SecondLookRow.item_id)
        .join(EnquiryRow, EnquiryRow.item_id == SecondLookRow.item_id)
        .where(
            *visible(work, project_id),
            SecondLookRow.person_id == work.actor.id,
            SecondLookRow.at >= work.now - timedelta(days=_SHOWN_DAYS),
        )
        .order_by(SecondLookRow.at.desc(), SecondLookRow.item_id)
        .limit(limit)
    )
    return [
        Settled(
            line=line(row),
            verdict=Verdict(looked.verdict),
            at=looked.at,
            is_misplaced=_is_misplaced(work, Verdict(looked.verdict), control),
        )
        for looked, control, row in work.session.execute(query)
    ]


def labels_after(
    work: Work, project_id: UUID, own: Mapping[UUID, tuple[str, datetime]]
) -> Mapping[UUID, str]:
    """Return what enquiries teach where a second person has looked since they were decided.

    `own` holds label and moment of what was decided; a decision of after the second look stands.
    """
    query = (
        select(SecondLookRow, ControlRow)
        .join(ControlRow, ControlRow.item_id == SecondLookRow.item_id)
        .where(
            SecondLookRow.authority_id == work.authority_id,
            SecondLookRow.project_id == project_id,
            # Of what was erased the keys are gone, and it teaches nothing any more.
            ControlRow.department_key != "",
        )
    )
    known = succession_of(work, project_id)
    after: dict[UUID, str] = {}
    for looked, control in work.session.execute(query):
        label, at = own.get(control.item_id, ("", looked.at))
        if label and at <= looked.at:
            assert control.decided_at is not None, "only what was decided is looked at"
            after[control.item_id] = label_after(
                Verdict(looked.verdict),
                label,
                person=known.label_of(_decided_label(control), control.decided_at),
                system=known.label_of(_suggested_label(control), control.drawn_at),
            )
    return after


# --- who may ------------------------------------------------------------------------------------


def _open(work: Work, row: EnquiryRow) -> ControlRow:
    """Return the control of an enquiry if it is a disagreement that the acting person may settle."""
    item_id = row.item_id
    need_to_see(work, row)
    control = _control(work, row)
    work.require(DECIDE, control.project_id)
    if control.decided_at is None or not _is_within_limits(work, control):
        raise _no_such(item_id)
    _need_another(work, item_id)
    if work.session.get(SecondLookRow, item_id, populate_existing=True) is not None:
        raise Conflict(
            log=f"{item_id} was looked at", shown=_("A colleague has looked at this already.")
        )
    if control.is_right:
        raise _no_such(item_id)
    return control


def _control(work: Work, row: EnquiryRow) -> ControlRow:
    control = work.session.get(ControlRow, row.item_id, populate_existing=True)
    if control is None or control.authority_id != work.authority_id:
        raise _no_such(row.item_id)
    return control


def _need_another(work: Work, item_id: UUID) -> None:
    if work.actor.id is None or work.actor.id in decisions.deciders(work, [item_id])[item_id]:
        raise NotAllowed(
            log=f"{work.actor.id} decided item {item_id}",
            shown=_("You have decided this enquiry yourself. Somebody else must look at it."),
        )


def _is_within_limits(work: Work, control: ControlRow) -> bool:
    """Say whether the actor's data limits hold both answers, so that neither gives itself away."""
    places = {control.department_key, control.decided_department}
    limits = [work.actor.limit(one, control.project_id, "department") for one in (READ, DECIDE)]
    return all(allowed is None or places <= allowed for allowed in limits)


def _no_such(item_id: UUID) -> NotFound:
    return NotFound(
        log=f"no disagreement on {item_id}", shown=_("There is no disagreement to look at here.")
    )


# --- what was answered --------------------------------------------------------------------------


def _is_person_first(work: Work, control: ControlRow) -> bool:
    authorisation = decisions.authorisation(work, control.authorisation_id)
    return is_person_first(control.item_id, authorisation.seed)


def _systems_answer(work: Work, control: ControlRow, known: Succession) -> Answer:
    suggested = Target(control.department_key, control.subject_key)
    return _answer(work, control, suggested, known, control.drawn_at)


def _persons_answer(work: Work, control: ControlRow, known: Succession) -> Answer:
    if control.outcome == Outcome.DIVIDED:
        assert control.decision_id is not None, "it was decided"
        divided = decisions.get(work, control.decision_id).answer.get("portions", ())
        return Answer(tuple(dict.fromkeys(map(target_from_json, divided))))
    if not control.decided_department:
        return Answer((NOWHERE,))
    assert control.decided_at is not None, "only decided ones are shown"
    decided = Target(control.decided_department, control.decided_subject)
    return _answer(work, control, decided, known, control.decided_at)


def _answer(
    work: Work, control: ControlRow, target: Target, known: Succession, at: datetime
) -> Answer:
    """Return a place as it was called, with what became of it since."""
    label = known.label_of(label_of(target), at)
    today = target_of(label) if label else target
    if today.subject_key:
        subject = subject_with(work, control.project_id, today.subject_key)
        today = Target(subject.department_key, subject.key) if subject else target
    return Answer((target,), today if today != target else None)


def _suggested_label(control: ControlRow) -> str:
    return label_of(Target(control.department_key, control.subject_key))


def _decided_label(control: ControlRow) -> str:
    """Return what the person's choice teaches; empty: it was divided, and its matters teach."""
    if control.outcome == Outcome.DIVIDED:
        return ""
    if not control.decided_department:
        return label_of(NOWHERE)
    return label_of(Target(control.decided_department, control.decided_subject))


# --- what follows -------------------------------------------------------------------------------


def _conclude(work: Work, control: ControlRow, *, is_right: bool) -> None:
    control.is_right = is_right
    work.session.flush()
    # What insight counts has changed.
    note_fact(work, control.item_id)
    target = Target(control.department_key, control.subject_key)
    look_again(work, control.authorisation_id, target)


def _is_misplaced(work: Work, verdict: Verdict, control: ControlRow) -> bool:
    """Say whether an enquiry still lies where a second person found that it does not belong."""
    if verdict.is_person_right:
        return False
    settled = decisions.current(work, control.item_id)
    return settled is not None and settled.id == control.decision_id


def _tell(work: Work, item_id: UUID, action: str, **details: str) -> None:
    audit.write(work, action, ObjectRef("item", item_id), **details)
