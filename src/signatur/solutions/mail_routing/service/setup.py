"""The authority's departments, subjects and rules: saving, reading, importing spreadsheets."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import sort_key
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import EVERYONE, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects
from signatur.solutions.mail_routing.schema import (
    NOWHERE,
    UNKNOWN_LABEL,
    Department,
    Rule,
    RuleField,
    RuleMatch,
    Subject,
    Target,
)
from signatur.solutions.mail_routing.service.changing import (
    DEPARTMENT,
    RULE,
    RULE_ORDER,
    SUBJECT,
    note_change,
)
from signatur.solutions.mail_routing.tables import (
    DepartmentRow,
    RuleHitRow,
    RuleRow,
    SubjectRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project

NAME = "mail_routing"
_KEY = re.compile(r"[\w.-]{1,100}")

READ_SETUP = Permission(
    "mail_routing.read_setup", _("see departments, subjects and rules"), EVERYONE
)
CHANGE_SETUP = Permission(
    "mail_routing.change_setup",
    _("change departments, subjects and rules"),
    frozenset({Role.SUPER_USER, Role.PROJECT_OWNER}),
)


def project_of(work: Work) -> Project:
    """Return the authority's mail routing project. Raises NotFound."""
    project = projects.find(work, NAME)
    if project is None:
        raise NotFound(
            log="no mail routing project",
            shown=_("Mail routing is not set up here. Ask the project owner to open a project."),
        )
    return project


AUDIT_PHRASES = {
    "mail_routing.department_saved": _("Department saved: %(name)s"),
    "mail_routing.subject_saved": _("Subject saved: %(name)s"),
    "mail_routing.rule_added": _("Rule added: %(value)s"),
    "mail_routing.rule_changed": _("Rule changed: %(value)s"),
    "mail_routing.rule_removed": _("Rule taken out of use: %(value)s"),
    "mail_routing.rule_moved": _("Rule moved: %(value)s"),
    "mail_routing.change_undone": _("Change of the setup undone: %(name)s"),
    "mail_routing.demo_loaded": _("The demonstration was filled in"),
    "mail_routing.subject_paused": _("A subject goes to people again: %(because)s"),
    "mail_routing.subject_resumed": _("A subject may go by itself again: its controls were right"),
    "mail_routing.second_look_given": _("A second person looked at the control: %(verdict)s"),
    "mail_routing.second_look_undone": _("The second look at the control was taken back"),
    "mail_routing.watched_closer": _("Watched closer from now on"),
    "mail_routing.watched_as_usual": _("Watched as usual again"),
    "mail_routing.shadow_started": _("Model version %(number)s runs in the shadow"),
    "mail_routing.shadow_stopped": _("Model version %(number)s no longer runs in the shadow"),
    "mail_routing.hint_noted": _("May belong somewhere else: %(source)s"),
    "mail_routing.hint_confirmed": _("Confirmed that it belonged somewhere else"),
    "mail_routing.hint_dismissed": _("Confirmed that it was sent rightly"),
    "mail_routing.reorganised": _("Organisation changed: %(kind)s (%(keys)s)"),
    "mail_routing.reorganisation_undone": _(
        "Change of the organisation undone: %(kind)s (%(keys)s)"
    ),
}


# --- departments and subjects ------------------------------------------------------------------


def save_department(work: Work, project_id: UUID, department: Department) -> None:
    """Add a department, or change the name of a known one. Raises InputProblem."""
    _need_key(department.key, department.name)
    row = _department_row(work, project_id, department.key)
    before = _department_as_json(row) if row is not None else None
    if row is None:
        row = DepartmentRow(
            id=work.new_id(),
            authority_id=work.authority_id,
            project_id=project_id,
            key=department.key,
        )
        work.session.add(row)
    row.name, row.about = department.name.strip(), department.about.strip()
    row.is_active = department.is_active
    work.session.flush()
    note_change(work, project_id, DEPARTMENT, row.key, before, _department_as_json(row))
    _tell(work, project_id, "mail_routing.department_saved", name=row.name)


def _department_as_json(row: DepartmentRow) -> dict[str, Any]:
    return asdict(Department(row.key, row.name, row.about, row.is_active))


def save_subject(work: Work, project_id: UUID, subject: Subject) -> None:
    """Add a subject, or change a known one. Raises InputProblem for an unknown department."""
    _need_key(subject.key, subject.name)
    if _department_row(work, project_id, subject.department_key) is None:
        raise InputProblem(
            log=f"no department {subject.department_key}",
            shown=_("There is no department with the key %(key)s.", key=subject.department_key),
        )
    row = work.session.scalar(select(SubjectRow).filter_by(project_id=project_id, key=subject.key))
    before = asdict(_subject(row)) if row is not None else None
    if row is None:
        row = SubjectRow(
            id=work.new_id(),
            authority_id=work.authority_id,
            project_id=project_id,
            key=subject.key,
        )
        work.session.add(row)
    row.name = subject.name.strip()
    row.department_key = subject.department_key
    row.kle_code = subject.kle_code
    row.deadline_days = subject.deadline_days
    row.is_active = subject.is_active
    work.session.flush()
    note_change(work, project_id, SUBJECT, row.key, before, asdict(_subject(row)))
    _tell(work, project_id, "mail_routing.subject_saved", name=row.name)


def departments(work: Work, project_id: UUID) -> list[Department]:
    """Return all departments, also closed ones, by name."""
    rows = work.session.scalars(
        select(DepartmentRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    )
    found = [Department(row.key, row.name, row.about, row.is_active) for row in rows]
    return sorted(found, key=lambda department: sort_key(department.name))


def subjects(work: Work, project_id: UUID) -> list[Subject]:
    """Return all subjects, also closed ones, by name."""
    rows = work.session.scalars(
        select(SubjectRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    )
    return sorted(map(_subject, rows), key=lambda subject: sort_key(subject.name))


def _subject(row: SubjectRow) -> Subject:
    return Subject(
        row.key, row.name, row.department_key, row.kle_code, row.deadline_days, row.is_active
    )


def subject_with(work: Work, project_id: UUID, key: str) -> Subject | None:
    """Return the subject with a key, also a closed one."""
    row = work.session.scalar(
        select(SubjectRow).filter_by(authority_id=work.authority_id, project_id=project_id, key=key)
    )
    return _subject(row) if row is not None else None


def check_target(work: Work, project_id: UUID, target: Target) -> Target:
    """Return a target with its department filled in.

    Raises InputProblem when there is none such or it is closed.
    """
    if target == NOWHERE:
        return target
    department_key = target.department_key
    if target.subject_key:
        subject = subject_with(work, project_id, target.subject_key)
        department_key = subject.department_key if subject and subject.is_active else ""
    department = _department_row(work, project_id, department_key)
    if department is None or not department.is_active:
        raise InputProblem(
            log=f"no target {target.department_key}/{target.subject_key}",
            shown=_("Choose a department or a subject from the list."),
        )
    return Target(department_key, target.subject_key)


def _department_row(work: Work, project_id: UUID, key: str) -> DepartmentRow | None:
    return work.session.scalar(
        select(DepartmentRow).filter_by(
            authority_id=work.authority_id, project_id=project_id, key=key
        )
    )


def _need_key(key: str, name: str) -> None:
    if not _KEY.fullmatch(key) or key == UNKNOWN_LABEL:
        raise InputProblem(
            log="bad key",
            shown=_("A key is made of letters, digits, hyphens and full stops, at most 100."),
        )
    if not name.strip():
        raise InputProblem(log="no name", shown=_("State a name."))


# --- rules -------------------------------------------------------------------------------------


def add_rule(work: Work, project_id: UUID, rule: Rule) -> Rule:
    """Add a rule after the others. Raises InputProblem for an unknown target or empty value."""
    if not rule.value.strip():
        raise InputProblem(log="empty rule", shown=_("Write what the rule looks for."))
    target = check_target(work, project_id, rule.target)
    last = work.session.scalar(select(func.max(RuleRow.position)).filter_by(project_id=project_id))
    row = RuleRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        position=(last or 0) + 1,
        field=rule.field,
        match=rule.match,
        value=rule.value.strip(),
        department_key=target.department_key,
        subject_key=target.subject_key,
        is_simulated=rule.is_simulated,
        note=rule.note.strip(),
        removed_because=rule.removed_because.strip(),
        created_by=work.actor.id,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    note_change(work, project_id, RULE, str(row.id), None, _rule_as_json(row))
    _tell(work, project_id, "mail_routing.rule_added", value=row.value)
    return _rule(row)


def simulate_rule(work: Work, project_id: UUID, rule_id: UUID, *, is_simulated: bool) -> None:
    """Let a rule only note what it would say, or let it speak. Raises NotFound."""
    row = _rule_row(work, project_id, rule_id)
    before = _rule_as_json(row)
    row.is_simulated = is_simulated
    work.session.flush()
    note_change(work, project_id, RULE, str(row.id), before, _rule_as_json(row))
    _tell(work, project_id, "mail_routing.rule_changed", value=row.value)


def remove_rule(work: Work, project_id: UUID, rule_id: UUID, because: str) -> None:
    """Take a rule out of use with a reason. Raises NotFound, InputProblem without a reason."""
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why the rule is taken out of use."))
    row = _rule_row(work, project_id, rule_id)
    before = _rule_as_json(row)
    row.removed_because = because.strip()
    work.session.flush()
    note_change(work, project_id, RULE, str(row.id), before, _rule_as_json(row))
    _tell(work, project_id, "mail_routing.rule_removed", value=row.value, because=because.strip())


def move_rule(work: Work, project_id: UUID, rule_id: UUID, *, is_up: bool) -> None:
    """Let a rule change places with the one in use before or after it. Raises NotFound.

    The first or last one stays where it is.
    """
    row = _rule_row(work, project_id, rule_id)
    before, order = RuleRow.position < row.position, RuleRow.position.desc()
    after, reverse = RuleRow.position > row.position, RuleRow.position.asc()
    other = work.session.scalar(
        select(RuleRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id, removed_because="")
        .where(before if is_up else after)
        .order_by(order if is_up else reverse)
        .limit(1)
    )
    if other is not None:
        swap_rules(work, project_id, row.id, other.id)
        _tell(work, project_id, "mail_routing.rule_moved", value=row.value)


def swap_rules(work: Work, project_id: UUID, rule_id: UUID, other_id: UUID) -> None:
    """Let two rules change places. Raises NotFound."""
    row, other = _rule_row(work, project_id, rule_id), _rule_row(work, project_id, other_id)
    mine, others = row.position, other.position
    # A place holds one rule, so one of them stands aside meanwhile.
    row.position = -1
    work.session.flush()
    other.position = mine
    work.session.flush()
    row.position = others
    work.session.flush()
    told = {"value": row.value, "rule": str(row.id), "other": str(other.id)}
    note_change(
        work,
        project_id,
        RULE_ORDER,
        str(row.id),
        {**told, "position": mine},
        {**told, "position": others},
    )


def put_rule_back(work: Work, project_id: UUID, rule_id: UUID, stored: Mapping[str, Any]) -> None:
    """Give a rule back what it was: whether it speaks, and whether it is in use. Raises NotFound."""
    row = _rule_row(work, project_id, rule_id)
    row.is_simulated, row.removed_because = stored["is_simulated"], stored["removed_because"]
    work.session.flush()


def position_of(work: Work, project_id: UUID, rule_id: UUID) -> int:
    """Return the place of a rule among all. Raises NotFound."""
    return _rule_row(work, project_id, rule_id).position


def rule_as_stored(work: Work, project_id: UUID, rule_id: UUID) -> dict[str, Any]:
    """Return a rule as the list of changes has it. Raises NotFound."""
    return _rule_as_json(_rule_row(work, project_id, rule_id))


def _rule_as_json(row: RuleRow) -> dict[str, Any]:
    return asdict(_rule(row))


def rules(work: Work, project_id: UUID) -> list[Rule]:
    """Return all rules in the order in which they are asked, those out of use too."""
    query = select(RuleRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return [_rule(row) for row in work.session.scalars(query.order_by(RuleRow.position))]


def count_rule_hits(work: Work, project_id: UUID) -> Mapping[str, int]:
    """Return how many enquiries each rule has fitted; for a simulated one, would have."""
    query = (
        select(RuleHitRow.rule_id, func.count())
        .where(RuleHitRow.authority_id == work.authority_id, RuleHitRow.project_id == project_id)
        .group_by(RuleHitRow.rule_id)
    )
    return {str(rule_id): number for rule_id, number in work.session.execute(query)}


def _rule_row(work: Work, project_id: UUID, rule_id: UUID) -> RuleRow:
    row = work.session.get(RuleRow, rule_id)
    if row is None or row.authority_id != work.authority_id or row.project_id != project_id:
        raise NotFound(log=f"no rule {rule_id}", shown=_("This rule does not exist."))
    return row


def _rule(row: RuleRow) -> Rule:
    return Rule(
        id=str(row.id),
        field=RuleField(row.field),
        match=RuleMatch(row.match),
        value=row.value,
        target=Target(row.department_key, row.subject_key),
        is_simulated=row.is_simulated,
        note=row.note,
        removed_because=row.removed_because,
    )


def _tell(work: Work, project_id: UUID, action: str, **details: str) -> None:
    audit.write(work, action, ObjectRef("project", project_id), **details)
