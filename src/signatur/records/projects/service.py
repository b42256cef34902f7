"""Opening projects, signing evidence, changing stage, and the check that every act goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed, NotFound
from signatur.kernel.i18n import sort_key
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import EVERYONE, ActorKind, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects.schema import (
    ACT_TITLES,
    EVIDENCE_TITLES,
    STAGE_TITLES,
    Act,
    Evidence,
    EvidenceKind,
    Project,
    Stage,
    judge,
    missing_for,
    next_stage,
)
from signatur.records.projects.tables import EvidenceRow, ProjectRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work

READ = Permission("projects.read", _("see projects"), EVERYONE)
SIGN = Permission(
    "projects.sign",
    _("sign evidence for a gate"),
    frozenset({Role.PROJECT_OWNER, Role.LEGAL, Role.DATA_SCIENTIST}),
)
# What is law is signed by those who know the law.
SIGN_LAW = Permission(
    "projects.sign_law", _("sign a legal basis or an impact assessment"), frozenset({Role.LEGAL})
)
OPEN = Permission("projects.open", _("open a project"), frozenset({Role.PROJECT_OWNER}))
ADVANCE = Permission(
    "projects.advance", _("change the stage of a project"), frozenset({Role.PROJECT_OWNER})
)
_LAW = {
    EvidenceKind.LEGAL_BASIS_DEVELOPMENT,
    EvidenceKind.LEGAL_BASIS_TRIAL,
    EvidenceKind.LEGAL_BASIS_OPERATION,
    EvidenceKind.LEGAL_BASIS_RETRAINING,
    EvidenceKind.IMPACT_ASSESSMENT,
}

AUDIT_PHRASES = {
    "projects.opened": _("Project opened"),
    "projects.evidence_signed": _("Evidence signed: %(kind)s"),
    "projects.evidence_withdrawn": _("Evidence withdrawn: %(kind)s"),
    "projects.stage_changed": _("Stage changed from %(before)s to %(after)s"),
}


class GateClosed(Conflict):
    """The project's stage or its evidence does not allow the act."""

    def __init__(self, project: Project, act: Act, missing: Sequence[EvidenceKind]) -> None:
        self.missing = tuple(missing)
        super().__init__(
            log=f"project {project.id} in {project.stage} may not {act}: {', '.join(missing)}",
            shown=_gate_closed_text(project, act, missing),
        )


_KNOWN = "projects_found"


def _gate_closed_text(project: Project, act: Act, missing: Sequence[EvidenceKind]) -> Text:
    if missing:
        return _(
            "The project may not %(act)s now. This is missing or no longer valid: %(first)s.",
            act=ACT_TITLES[act],
            first=EVIDENCE_TITLES[missing[0]],
        )
    return _(
        "The project may not %(act)s at the stage %(stage)s.",
        act=ACT_TITLES[act],
        stage=STAGE_TITLES[project.stage],
    )


def open_project(work: Work, solution: str, name: str, owner_id: UUID) -> Project:
    """Open the authority's project for a solution. Raises Conflict when there is one."""
    if find(work, solution) is not None:
        raise Conflict(
            log=f"project for {solution} exists",
            shown=_("The authority already has a project for this solution."),
        )
    row = ProjectRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        solution=solution,
        name=name,
        owner_id=owner_id,
        stage=Stage.IDEA,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.write(work, "projects.opened", ObjectRef("project", row.id), solution=solution)
    return _project(row)


def find(work: Work, solution: str) -> Project | None:
    """Return the authority's project for a solution, if it has one."""
    if work.writes:
        return _found(work, solution)
    # A page asks several times, and a transaction that only reads sees one state.
    known: dict[tuple[UUID, str], Project | None] = work.session.info.setdefault(_KNOWN, {})
    key = work.authority_id, solution
    if key not in known:
        known[key] = _found(work, solution)
    return known[key]


def _found(work: Work, solution: str) -> Project | None:
    row = work.session.scalar(
        select(ProjectRow).filter_by(authority_id=work.authority_id, solution=solution)
    )
    return _project(row) if row is not None else None


def get(work: Work, project_id: UUID) -> Project:
    """Return a project of the authority. Raises NotFound."""
    return _project(_row(work, project_id))


def projects(work: Work) -> list[Project]:
    """Return all projects of the authority, by name."""
    rows = work.session.scalars(select(ProjectRow).filter_by(authority_id=work.authority_id))
    return sorted((_project(row) for row in rows), key=lambda project: sort_key(project.name))


def named(work: Work, words: str) -> Project:
    """Return the project of an id, a name or a solution, such as `mail-routing`. Raises NotFound."""
    wanted = words.strip().casefold().replace("-", "_")
    for one in projects(work):
        known = (str(one.id), one.name, one.solution)
        if wanted in (name.casefold().replace("-", "_") for name in known):
            return one
    raise NotFound(log="no such project", shown=_("There is no project %(name)s.", name=words))


def may_sign(work: Work, project_id: UUID) -> list[EvidenceKind]:
    """Return the kinds of evidence that the actor may sign or withdraw in a project."""
    return [kind for kind in EvidenceKind if work.actor.may(_right_to(kind), project_id)]


def _right_to(kind: EvidenceKind) -> Permission:
    return SIGN_LAW if kind in _LAW else SIGN


def require(work: Work, project_id: UUID, act: Act) -> Project:
    """Return the project if it may do something now. Raises GateClosed, NotFound."""
    project = get(work, project_id)
    verdict = judge(project, act, work.today)
    if not verdict.is_allowed:
        raise GateClosed(project, act, verdict.missing)
    return project


def sign(
    work: Work,
    project_id: UUID,
    kind: EvidenceKind,
    *,
    statement: str,
    reference: str = "",
    valid_from: date,
    valid_to: date | None,
) -> Evidence:
    """Sign evidence for a gate in the name of the acting person.

    Raises NotAllowed, NotFound, InputProblem for an empty statement or an impossible time.
    """
    row = _row(work, project_id)
    work.require(_right_to(kind), project_id)
    if not statement.strip():
        raise InputProblem(log="empty statement", shown=_("Write what the evidence shows."))
    if valid_to is not None and valid_to < valid_from:
        raise InputProblem(
            log="evidence ends before it begins",
            shown=_("The evidence must not end before it begins."),
        )
    evidence = EvidenceRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        kind=kind,
        statement=statement.strip(),
        reference=reference.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        signed_by=_person(work),
        signed_at=work.now,
    )
    row.evidence.append(evidence)
    work.session.flush()
    _tell(work, row, "projects.evidence_signed", kind=kind.value)
    return _evidence(evidence)


def withdraw(work: Work, project_id: UUID, evidence_id: UUID, because: str) -> None:
    """Withdraw evidence; gates that need it close at once. Raises NotAllowed, NotFound."""
    row = _row(work, project_id)
    evidence = next((one for one in row.evidence if one.id == evidence_id), None)
    if evidence is None or evidence.withdrawn_at is not None:
        raise NotFound(log=f"no evidence {evidence_id}", shown=_("This evidence does not exist."))
    work.require(_right_to(EvidenceKind(evidence.kind)), project_id)
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why the evidence is withdrawn."))
    evidence.withdrawn_at = work.now
    evidence.withdrawn_by = _person(work)
    evidence.withdrawn_because = because.strip()
    work.session.flush()
    _tell(work, row, "projects.evidence_withdrawn", kind=evidence.kind, because=because.strip())


def lapse(work: Work, project_id: UUID, kind: EvidenceKind, because: str) -> int:
    """Withdraw evidence that what was measured refutes, in nobody's name; return how much it was.

    Only for monitoring: the gates that need it close until a person signs anew. Raises NotFound,
    NotAllowed for a person, who withdraws in their own name.
    """
    row = _row(work, project_id)
    if work.actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed(
            log="a person withdraws in their own name", shown=_("Withdraw it in your own name.")
        )
    valid = [
        one for one in row.evidence if one.kind == kind and _evidence(one).is_valid(work.today)
    ]
    for one in valid:
        one.withdrawn_at, one.withdrawn_because = work.now, because
        work.session.flush()
        _tell(work, row, "projects.evidence_withdrawn", kind=one.kind, because=because)
    return len(valid)


def advance(work: Work, project_id: UUID) -> Stage:
    """Take the project to its next stage; return it.

    Raises NotFound, NotAllowed, Conflict when the gate is closed or the project is retired.
    """
    row = _row(work, project_id)
    work.require(ADVANCE, project_id)
    project = _project(row)
    following = next_stage(project.stage)
    if following is None:
        raise Conflict(log="already retired", shown=_("The project is retired."))
    missing = missing_for(following, project.evidence, work.today)
    if missing:
        raise Conflict(
            log=f"project {project_id} cannot enter {following}",
            shown=_(
                "The gate to %(stage)s is closed. This is missing: %(first)s.",
                stage=STAGE_TITLES[following],
                first=EVIDENCE_TITLES[missing[0]],
            ),
        )
    _change_stage(work, row, following)
    return following


def go_back(work: Work, project_id: UUID, stage: Stage, because: str) -> None:
    """Take the project back to an earlier stage; always allowed to whoever may advance it.

    Raises NotFound, NotAllowed, InputProblem for a later stage or without a reason.
    """
    row = _row(work, project_id)
    work.require(ADVANCE, project_id)
    order = list(Stage)
    if order.index(stage) >= order.index(Stage(row.stage)):
        raise InputProblem(log="not an earlier stage", shown=_("Choose an earlier stage."))
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why the project goes back."))
    _change_stage(work, row, stage, because=because.strip())


def retire(work: Work, project_id: UUID, because: str) -> None:
    """End a project, from whatever stage it is at; no gate stands in the way of stopping.

    Raises NotFound, NotAllowed, InputProblem without a reason, Conflict when it is retired.
    """
    row = _row(work, project_id)
    work.require(ADVANCE, project_id)
    if row.stage == Stage.RETIRED:
        raise Conflict(log="already retired", shown=_("The project is retired."))
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why the project ends."))
    _change_stage(work, row, Stage.RETIRED, because=because.strip())


def _change_stage(work: Work, row: ProjectRow, stage: Stage, **details: str) -> None:
    before, row.stage = Stage(row.stage).value, stage
    work.session.flush()
    _tell(work, row, "projects.stage_changed", before=before, after=stage.value, **details)


def _tell(work: Work, row: ProjectRow, action: str, **details: str) -> None:
    audit.write(work, action, ObjectRef("project", row.id), **details)


def _person(work: Work) -> UUID:
    """Return the acting person; evidence is signed by people only."""
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise InputProblem(log="no person", shown=_("Only a person can sign."))
    return work.actor.id


def _row(work: Work, project_id: UUID) -> ProjectRow:
    row = work.session.get(ProjectRow, project_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no project {project_id}", shown=_("This project does not exist."))
    return row


def _project(row: ProjectRow) -> Project:
    return Project(
        id=row.id,
        authority_id=row.authority_id,
        solution=row.solution,
        name=row.name,
        owner_id=row.owner_id,
        stage=Stage(row.stage),
        evidence=tuple(_evidence(evidence) for evidence in row.evidence),
    )


def _evidence(row: EvidenceRow) -> Evidence:
    return Evidence(
        id=row.id,
        kind=EvidenceKind(row.kind),
        statement=row.statement,
        reference=row.reference,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_because=row.withdrawn_because,
    )
