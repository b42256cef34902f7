"""Changes of the organisation with stable keys: merge, split, move and close, seen before, undoable.

A key is never given to something else. What was decided under a closed key is mapped, from the day of
the change on, to what takes its place, so that it goes on teaching; the model in use is understood by
the same mapping until a new one is trained.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing.model import label_of
from signatur.solutions.mail_routing.schema import Department, Subject, Target, enquiry_from_json
from signatur.solutions.mail_routing.service import setup
from signatur.solutions.mail_routing.service.suggesting import suggest
from signatur.solutions.mail_routing.tables import (
    DepartmentRow,
    EnquiryRow,
    ReorganisationRow,
    RuleHitRow,
    SubjectRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.service.knowing import Prepared

SUGGEST_ANEW = "mail_routing.suggest_anew"
_AT_ONCE = 50


class Reorganisation(StrEnum):
    """What may become of departments and subjects."""

    MERGE_SUBJECTS = "merge_subjects"
    SPLIT_SUBJECT = "split_subject"
    MOVE_SUBJECT = "move_subject"
    MERGE_DEPARTMENTS = "merge_departments"
    CLOSE_DEPARTMENT = "close_department"


REORGANISATION_TITLES = {
    Reorganisation.MERGE_SUBJECTS: _("Merge subjects"),
    Reorganisation.SPLIT_SUBJECT: _("Split a subject"),
    Reorganisation.MOVE_SUBJECT: _("Move a subject to another department"),
    Reorganisation.MERGE_DEPARTMENTS: _("Merge departments"),
    Reorganisation.CLOSE_DEPARTMENT: _("Close a department"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A change of the organisation that somebody thinks of."""

    kind: Reorganisation
    from_keys: tuple[str, ...]
    """Keys of the subjects or departments that it is about."""
    to_key: str = ""
    """The subject or department that takes their place, or that a subject moves to."""
    new_subjects: tuple[Subject, ...] = ()
    """What a subject is split into."""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Affected:
    """What a change would touch."""

    waiting: int
    rules: int
    labels: int
    """Decisions that would teach something else than before, or nothing."""
    subjects: tuple[Subject, ...]
    """Those that would move or close."""
    authorisations: int
    """Standing authorisations in force that name a key which closes; its mail goes to people."""


@dataclass(frozen=True, slots=True)
class Made:
    """A change of the organisation that was made."""

    id: UUID
    kind: Reorganisation
    from_keys: tuple[str, ...]
    to_key: str
    because: str
    made_by: UUID | None
    made_at: datetime
    undone_at: datetime | None
    is_latest: bool
    """Only the latest that holds can be undone: later ones build on it."""


def preview_change(work: Work, project_id: UUID, plan: Plan) -> Affected:
    """Say what a change would touch, without making it. Raises InputProblem."""
    _check(work, project_id, plan)
    moved = _subjects_of(work, project_id, plan)
    labels = {*_mapping(plan, moved), *(label_of(Target("", one.key)) for one in moved)}
    waiting = select(func.count()).select_from(EnquiryRow)
    keys = _keys(labels)
    waiting = waiting.where(*_touched(work, project_id, keys))
    rules = [
        one
        for one in setup.rules(work, project_id)
        if one.is_in_use
        and (label_of(one.target) in labels or one.target.department_key in keys[1])
    ]
    settled = decisions.labels(work, project_id)
    mapped = set(_mapping(plan, moved))
    return Affected(
        waiting=work.session.scalar(waiting) or 0,
        rules=len(rules),
        labels=sum(_label_of(one.answer) in mapped for one in settled),
        subjects=tuple(moved),
        authorisations=sum(
            bool(one.scope & mapped) for one in decisions.in_force(work, project_id)
        ),
    )


def reorganise(work: Work, project_id: UUID, plan: Plan) -> UUID:
    """Make a change of the organisation; waiting enquiries get new suggestions in the background.

    Raises NotAllowed, InputProblem for what cannot be.
    """
    work.require(setup.CHANGE_SETUP, project_id)
    _check(work, project_id, plan)
    if not plan.because.strip():
        raise InputProblem(log="no reason", shown=_("Write why the organisation changes."))
    moved = _subjects_of(work, project_id, plan)
    row = ReorganisationRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        kind=plan.kind,
        from_keys=list(plan.from_keys),
        to_key=plan.to_key,
        mapping=_mapping(plan, moved),
        before=_before(work, project_id, plan, moved),
        because=plan.because.strip(),
        made_by=work.actor.id,
        made_at=work.now,
    )
    work.session.add(row)
    _make(work, project_id, plan, moved)
    work.session.flush()
    _tell(work, project_id, "mail_routing.reorganised", plan.kind, plan.from_keys, plan.because)
    _suggest_anew(work, project_id, plan, moved)
    return row.id


def undo_reorganisation(work: Work, reorganisation_id: UUID) -> None:
    """Take the latest change of the organisation back. Raises NotFound, NotAllowed, Conflict."""
    row = work.session.get(ReorganisationRow, reorganisation_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no reorganisation {reorganisation_id}", shown=_("This change does not exist.")
        )
    work.require(setup.CHANGE_SETUP, row.project_id)
    latest = next((one for one in reorganisations(work, row.project_id) if one.is_latest), None)
    if latest is None or latest.id != row.id:
        raise Conflict(
            log=f"reorganisation {row.id} is not the latest",
            shown=_("Only the latest change can be undone: later ones build on it."),
        )
    row.undone_at, row.undone_by = work.now, work.actor.id
    for key, is_active in row.before["departments"].items():
        department = work.session.scalar(
            select(DepartmentRow).filter_by(project_id=row.project_id, key=key)
        )
        if department is not None:
            department.is_active = is_active
    for key, (department_key, is_active) in row.before["subjects"].items():
        subject = _subject_row(work, row.project_id, key)
        if subject is not None:
            subject.department_key, subject.is_active = department_key, is_active
    for key in row.before["new"]:
        added = _subject_row(work, row.project_id, key)
        if added is not None:
            # It may have been decided on meanwhile, so that it is closed and not gone.
            added.is_active = False
    work.session.flush()
    kind = Reorganisation(row.kind)
    _tell(work, row.project_id, "mail_routing.reorganisation_undone", kind, row.from_keys)
    # What was sent on meanwhile lies at what had taken the place.
    keys = [*row.before["subjects"], *row.before["new"], row.to_key]
    _start_anew(work, row.project_id, keys, [*row.before["departments"], row.to_key])


def reorganisations(work: Work, project_id: UUID) -> list[Made]:
    """Return all changes of a project's organisation, newest first."""
    query = (
        select(ReorganisationRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id)
        .order_by(ReorganisationRow.id.desc())
    )
    rows = work.session.scalars(query).all()
    latest = next((row.id for row in rows if row.undone_at is None), None)
    return [
        Made(
            id=row.id,
            kind=Reorganisation(row.kind),
            from_keys=tuple(row.from_keys),
            to_key=row.to_key,
            because=row.because,
            made_by=row.made_by,
            made_at=row.made_at,
            undone_at=row.undone_at,
            is_latest=row.id == latest,
        )
        for row in rows
    ]


def suggest_anew(
    work: Work,
    project_id: UUID,
    keys: tuple[Sequence[str], Sequence[str]],
    prepared: Prepared,
    after: int = 0,
) -> int | None:
    """Suggest anew for waiting enquiries of some subjects and departments, in steps.

    Returns the number of the last row; None: there is no more.
    """
    query = (
        select(EnquiryRow)
        .where(*_touched(work, project_id, keys), EnquiryRow.number > after)
        .order_by(EnquiryRow.number)
        .limit(_AT_ONCE)
    )
    rows = work.session.scalars(query).all()
    for row in rows:
        work.session.execute(delete(RuleHitRow).filter_by(item_id=row.item_id))
        suggest(work, row, enquiry_from_json(row.document), prepared)
    return rows[-1].number if rows else None


# --- what a change means -------------------------------------------------------------------------


def _check(work: Work, project_id: UUID, plan: Plan) -> None:
    departments = {one.key: one for one in setup.departments(work, project_id)}
    subjects = {one.key: one for one in setup.subjects(work, project_id)}
    is_about_departments = plan.kind in (
        Reorganisation.MERGE_DEPARTMENTS,
        Reorganisation.CLOSE_DEPARTMENT,
    )
    known: dict[str, Department] | dict[str, Subject] = (
        departments if is_about_departments else subjects
    )
    targets: dict[str, Department] | dict[str, Subject] = (
        subjects if plan.kind is Reorganisation.MERGE_SUBJECTS else departments
    )
    is_open = plan.from_keys and all(
        key in known and known[key].is_active for key in plan.from_keys
    )
    needs_target = plan.kind not in (Reorganisation.SPLIT_SUBJECT, Reorganisation.CLOSE_DEPARTMENT)
    has_target = plan.to_key in targets and targets[plan.to_key].is_active
    is_wrong = (
        not is_open
        or ((needs_target or plan.to_key) and not has_target and not plan.new_subjects)
        or plan.to_key in plan.from_keys
    )
    if is_wrong:
        raise InputProblem(
            log="impossible reorganisation",
            shown=_("Choose what changes and, from the open ones, what takes its place."),
        )
    if plan.kind is Reorganisation.SPLIT_SUBJECT:
        _check_split(plan, set(subjects))


def _check_split(plan: Plan, known: set[str]) -> None:
    keys = [one.key for one in plan.new_subjects]
    is_wrong = (
        len(keys) < 2
        or len(set(keys)) < len(keys)
        or set(keys) & known
        or (plan.to_key and plan.to_key not in keys)
    )
    if is_wrong:
        raise InputProblem(
            log="impossible split",
            shown=_("State at least two new subjects with keys that no subject has had."),
        )


def _subjects_of(work: Work, project_id: UUID, plan: Plan) -> list[Subject]:
    """Return the subjects that move or close."""
    every = setup.subjects(work, project_id)
    if plan.kind in (Reorganisation.MERGE_DEPARTMENTS, Reorganisation.CLOSE_DEPARTMENT):
        return [one for one in every if one.department_key in plan.from_keys]
    return [one for one in every if one.key in plan.from_keys]


def _mapping(plan: Plan, moved: Sequence[Subject]) -> dict[str, str]:
    """Return what labels of before teach from now on; empty: nothing."""
    match plan.kind:
        case Reorganisation.MOVE_SUBJECT:
            return {}
        case Reorganisation.MERGE_SUBJECTS | Reorganisation.SPLIT_SUBJECT:
            return dict.fromkeys(plan.from_keys, plan.to_key)
        case Reorganisation.MERGE_DEPARTMENTS:
            to = label_of(Target(plan.to_key))
            return {label_of(Target(key)): to for key in plan.from_keys}
    to = label_of(Target(plan.to_key)) if plan.to_key else ""
    of_departments = {label_of(Target(key)): to for key in plan.from_keys}
    return of_departments if plan.to_key else of_departments | {one.key: "" for one in moved}


def _before(work: Work, project_id: UUID, plan: Plan, moved: Sequence[Subject]) -> dict[str, Any]:
    departments = {one.key: one.is_active for one in setup.departments(work, project_id)}
    return {
        "departments": {key: departments[key] for key in plan.from_keys if key in departments},
        "subjects": {one.key: [one.department_key, one.is_active] for one in moved},
        "new": [one.key for one in plan.new_subjects],
    }


def _make(work: Work, project_id: UUID, plan: Plan, moved: Sequence[Subject]) -> None:
    departments = {one.key: one for one in setup.departments(work, project_id)}
    for subject in plan.new_subjects:
        setup.save_subject(work, project_id, subject)
    for subject in moved:
        match plan.kind:
            case Reorganisation.MERGE_SUBJECTS | Reorganisation.SPLIT_SUBJECT:
                changed = replace(subject, is_active=False)
            case Reorganisation.CLOSE_DEPARTMENT if not plan.to_key:
                changed = replace(subject, is_active=False)
            case _:
                changed = replace(subject, department_key=plan.to_key)
        setup.save_subject(work, project_id, changed)
    if plan.kind in (Reorganisation.MERGE_DEPARTMENTS, Reorganisation.CLOSE_DEPARTMENT):
        for key in plan.from_keys:
            setup.save_department(work, project_id, replace(departments[key], is_active=False))


# --- waiting enquiries ---------------------------------------------------------------------------


def _suggest_anew(work: Work, project_id: UUID, plan: Plan, moved: Sequence[Subject]) -> None:
    labels = {*_mapping(plan, moved), *(one.key for one in moved)}
    subjects, departments = _keys(labels)
    _start_anew(work, project_id, subjects, departments)


def _start_anew(
    work: Work, project_id: UUID, subjects: Sequence[str], departments: Sequence[str]
) -> None:
    payload = {
        "project": str(project_id),
        "subjects": list(subjects),
        "departments": list(departments),
    }
    store.start(work, SUGGEST_ANEW, payload)


def _keys(labels: set[str]) -> tuple[list[str], list[str]]:
    """Part labels into keys of subjects and of departments."""
    prefix = label_of(Target("x"))[:-1]
    departments = sorted(one.removeprefix(prefix) for one in labels if one.startswith(prefix))
    return sorted(one for one in labels if not one.startswith(prefix)), departments


def _touched(work: Work, project_id: UUID, keys: tuple[Sequence[str], Sequence[str]]) -> list[Any]:
    subjects, departments = keys
    return [
        EnquiryRow.authority_id == work.authority_id,
        EnquiryRow.project_id == project_id,
        EnquiryRow.state == ItemState.READY,
        or_(EnquiryRow.subject_key.in_(subjects), EnquiryRow.department_key.in_(departments)),
    ]


def _label_of(answer: Any) -> str:
    if "department" not in answer:
        return ""
    return label_of(Target(answer["department"], answer["subject"]))


def _subject_row(work: Work, project_id: UUID, key: str) -> SubjectRow | None:
    return work.session.scalar(select(SubjectRow).filter_by(project_id=project_id, key=key))


def _tell(
    work: Work,
    project_id: UUID,
    action: str,
    kind: Reorganisation,
    keys: Sequence[str],
    because: str = "",
) -> None:
    about = ObjectRef("project", project_id)
    details = {"because": because.strip()} if because else {}
    audit.write(work, action, about, kind=kind, keys=", ".join(keys), **details)
