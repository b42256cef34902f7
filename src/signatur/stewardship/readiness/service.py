"""Describing a use case, and deciding by a second person whether it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.kernel.part import SharedDocument, SharedField
from signatur.kernel.permissions import ActorKind, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.readiness.model import by_code, judge, visible
from signatur.stewardship.readiness.schema import (
    UNKNOWN,
    ZONE_TITLES,
    Advice,
    Hypothesis,
    UseCase,
)
from signatur.stewardship.readiness.tables import UseCaseRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.work import Work

DESCRIBE = Permission(
    "readiness.describe",
    _("describe a use case"),
    frozenset({Role.PROJECT_OWNER, Role.SUPER_USER, Role.DATA_SCIENTIST, Role.LEGAL}),
)
DECIDE = Permission(
    "readiness.decide",
    _("decide whether a use case goes on"),
    frozenset({Role.PROJECT_OWNER, Role.LEGAL}),
)
AUDIT_PHRASES = {
    "readiness.described": _("Use case described, version %(version)s"),
    "readiness.decided": _("Use case decided: %(decision)s"),
}


def describe(
    work: Work,
    project_id: UUID,
    *,
    problem: str,
    for_whom: str,
    answers: Mapping[str, str],
    hypotheses: Sequence[Hypothesis],
) -> UseCase:
    """Write a new version of a project's use case down.

    Answers to questions that are not visible are dropped, impossible ones refused. Raises NotFound,
    NotAllowed, InputProblem.
    """
    projects.get(work, project_id)
    work.require(DESCRIBE, project_id)
    if not problem.strip():
        raise InputProblem(log="no problem", shown=_("Write which problem is to be solved."))
    kept = {one.code: _answer(one.code, answers.get(one.code, UNKNOWN)) for one in visible(answers)}
    highest = work.session.scalar(
        select(func.max(UseCaseRow.version)).filter_by(project_id=project_id)
    )
    row = UseCaseRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        version=(highest or 0) + 1,
        problem=problem.strip(),
        for_whom=for_whom.strip(),
        answers=kept,
        hypotheses=[
            {"claim": one.claim, "sign": one.sign, "fall_back": one.fall_back}
            for one in hypotheses
            if one.claim.strip()
        ],
        described_by=_person(work),
        described_at=work.now,
        decision="",
        decided_by=None,
        decided_at=None,
        decided_because="",
    )
    work.session.add(row)
    work.session.flush()
    about = ObjectRef("project", project_id)
    audit.write(work, "readiness.described", about, version=row.version)
    return _use_case(row)


def decide(work: Work, use_case_id: UUID, decision: Advice, because: str) -> UseCase:
    """Decide on the newest version of a use case: somebody else than whoever described it.

    To go on becomes the project's evidence; to stop or adjust withdraws what was there. Raises
    NotFound, NotAllowed, InputProblem without a reason, Conflict when it is decided, is not the
    newest, or was described by the same person.
    """
    row = _row(work, use_case_id)
    work.require(DECIDE, row.project_id)
    newest = _newest(work, row.project_id)
    if row.decision or newest is None or newest.id != row.id:
        raise Conflict(
            log="not open", shown=_("This version is decided or has been followed by another.")
        )
    if row.described_by == _person(work):
        raise Conflict(
            log="four eyes", shown=_("Somebody else than whoever described it must decide.")
        )
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why you decide so."))
    row.decision, row.decided_because = decision, because.strip()
    row.decided_by, row.decided_at = _person(work), work.now
    work.session.flush()
    audit.write(
        work,
        "readiness.decided",
        ObjectRef("project", row.project_id),
        version=row.version,
        decision=decision.value,
        because=row.decided_because,
    )
    _carry_through(work, row, decision)
    return _use_case(row)


def _carry_through(work: Work, row: UseCaseRow, decision: Advice) -> None:
    """Let the decision open or close the gate."""
    for one in projects.get(work, row.project_id).evidence:
        is_ours = one.kind is EvidenceKind.USE_CASE and one.withdrawn_at is None
        if is_ours and one.reference.startswith("readiness:"):
            projects.withdraw(work, row.project_id, one.id, row.decided_because)
    if decision is Advice.GO:
        projects.sign(
            work,
            row.project_id,
            EvidenceKind.USE_CASE,
            statement=row.decided_because,
            reference=f"readiness:{row.id}",
            valid_from=work.today,
            valid_to=None,
        )


def newest(work: Work, project_id: UUID) -> UseCase | None:
    """Return the newest version of a project's use case. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    row = _newest(work, project_id)
    return _use_case(row) if row is not None else None


def versions(work: Work, project_id: UUID) -> list[UseCase]:
    """Return every version of a project's use case, newest first. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = select(UseCaseRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return [_use_case(row) for row in work.session.scalars(query.order_by(UseCaseRow.id.desc()))]


def count_undecided(work: Work) -> int:
    """Return how many use cases wait for the acting person's decision."""
    query = select(UseCaseRow).filter_by(authority_id=work.authority_id, decision="")
    found: dict[UUID, UseCaseRow] = {}
    for row in work.session.scalars(query.order_by(UseCaseRow.id)):
        found[row.project_id] = row
    return sum(
        row.described_by != work.actor.id and work.actor.may(DECIDE, project_id)
        for project_id, row in found.items()
    )


def shares(work: Work, project_id: UUID) -> Iterator[SharedDocument]:
    """Return the use case for the next authority: the problem and answers, not who gave them."""
    row = _newest(work, project_id)
    if row is None:
        return
    with reading_in("da"):
        result = judge(row.answers)
        fields = [
            SharedField("problem", str(_("The problem")), row.problem),
            SharedField("zone", str(_("Legal complexity")), str(ZONE_TITLES[result.zone.high])),
        ]
        for code, value in row.answers.items():
            question = by_code(code)
            option = question.option(value)
            told = str(option.title) if option else str(_("Not known"))
            fields.append(
                SharedField(
                    code, str(question.text), told, must_redo=True,
                    why=str(_("The answer is about the giver's house, not yours.")),
                )
            )  # fmt: skip
        yield SharedDocument("use-case", str(_("Use case")), tuple(fields))


def _answer(code: str, value: str) -> str:
    if value != UNKNOWN and by_code(code).option(value) is None:
        raise InputProblem(
            log=f"no answer to {code}", shown=_("Choose one of the answers to each question.")
        )
    return value


def _person(work: Work) -> UUID:
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise InputProblem(log="no person", shown=_("Only a person can sign."))
    return work.actor.id


def _newest(work: Work, project_id: UUID) -> UseCaseRow | None:
    query = select(UseCaseRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return work.session.scalars(query.order_by(UseCaseRow.version.desc()).limit(1)).first()


def _row(work: Work, use_case_id: UUID) -> UseCaseRow:
    row = work.session.get(UseCaseRow, use_case_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no use case {use_case_id}", shown=_("This use case does not exist."))
    return row


def _use_case(row: UseCaseRow) -> UseCase:
    return UseCase(
        id=row.id,
        project_id=row.project_id,
        version=row.version,
        problem=row.problem,
        for_whom=row.for_whom,
        answers=row.answers,
        hypotheses=tuple(Hypothesis(**one) for one in row.hypotheses),
        described_by=row.described_by,
        described_at=row.described_at,
        decision=Advice(row.decision) if row.decision else None,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decided_because=row.decided_because,
    )
