"""Answers to the questions of law, kept with the version of the rules that they were judged under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.records.alarms import service as alarms
from signatur.records.alarms.schema import Severity
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Stage
from signatur.stewardship.legal.model import by_key, classify, visible
from signatur.stewardship.legal.schema import (
    CLASS_TITLES,
    UNKNOWN,
    AiClass,
    Assessment,
    Classification,
)
from signatur.stewardship.legal.service.rights import DRAFT, person, tell
from signatur.stewardship.legal.service.sector import rules_of
from signatur.stewardship.legal.tables import AssessmentRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work

REASSESS = "legal.reassess"
GRAVER = "legal.graver"
# Gravest first; what is unclear is no graver and no lighter than anything.
_GRAVITY = [
    AiClass.PROHIBITED,
    AiClass.HIGH_RISK,
    AiClass.LIMITED,
    AiClass.MINIMAL,
    AiClass.OUT_OF_SCOPE,
]


def assess(work: Work, project_id: UUID, answers: Mapping[str, str]) -> Assessment:
    """Keep the visible answers of a project as a new assessment.

    Raises NotFound, NotAllowed, InputProblem for an impossible answer.
    """
    projects.get(work, project_id)
    work.require(DRAFT, project_id)
    kept = {one.key: _answer(one.key, answers.get(one.key, UNKNOWN)) for one in visible(answers)}
    rules = rules_of(work)
    found = classify(kept, work.today, rules)
    before = newest(work, project_id)
    row = AssessmentRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        answers=kept,
        rules_version=rules.version,
        ai_class=found.ai_class,
        made_by=person(work),
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    tell(work, project_id, "legal.assessed", ai_class=found.ai_class, rules=rules.version)
    alarms.cease(work, project_id, REASSESS)
    _tell_if_graver(work, project_id, before, found.ai_class)
    return _assessment(row)


def _tell_if_graver(
    work: Work, project_id: UUID, before: Assessment | None, ai_class: AiClass
) -> None:
    """Raise an alarm when a system is prohibited, or graver than what bases were signed for."""
    if ai_class is not AiClass.PROHIBITED:
        if before is None or ai_class not in _GRAVITY or before.ai_class not in _GRAVITY:
            return
        if _GRAVITY.index(ai_class) >= _GRAVITY.index(AiClass(before.ai_class)):
            alarms.cease(work, project_id, GRAVER)
            return
    with reading_in("da"):
        said = str(
            _(
                "The system is now found to be: %(name)s. Look at the bases and the impact "
                "assessment again.",
                name=CLASS_TITLES[ai_class],
            )
        )
    alarms.raise_alarm(
        work, project_id, GRAVER, said, severity=Severity.SERIOUS,
        path=f"/styring/retsgrundlag/{project_id}",
    )  # fmt: skip


def newest(work: Work, project_id: UUID) -> Assessment | None:
    """Return the newest assessment of a project. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = select(AssessmentRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    row = work.session.scalars(query.order_by(AssessmentRow.id.desc()).limit(1)).first()
    return _assessment(row) if row is not None else None


def judged(work: Work, assessment: Assessment) -> Classification:
    """Return what the law of today makes of an assessment's answers."""
    return classify(assessment.answers, work.today, rules_of(work))


def to_reassess(work: Work) -> list[Assessment]:
    """Return the newest assessments of projects that were made under other rules than today's."""
    found = [
        newest(work, one.id)
        for one in projects.projects(work)
        if one.stage is not Stage.RETIRED and work.actor.may(projects.READ, one.id)
    ]
    version = rules_of(work).version
    return [one for one in found if one is not None and one.rules_version != version]


def tell_of_new_rules(work: Work) -> int:
    """Raise an alarm for each project that must be assessed again; return how many there are."""
    found = to_reassess(work)
    with reading_in("da"):
        said = str(_("The rules of law have changed. Assess the project again."))
    for one in found:
        alarms.raise_alarm(
            work, one.project_id, REASSESS, said, severity=Severity.NOTICE,
            path=f"/styring/retsgrundlag/{one.project_id}",
        )  # fmt: skip
    return len(found)


def _answer(key: str, value: str) -> str:
    if value not in by_key(key).values():
        raise InputProblem(
            log=f"no answer to {key}", shown=_("Choose one of the answers to each question.")
        )
    return value


def _assessment(row: AssessmentRow) -> Assessment:
    return Assessment(
        id=row.id,
        project_id=row.project_id,
        answers=row.answers,
        rules_version=row.rules_version,
        ai_class=row.ai_class,
        made_by=row.made_by,
        made_at=row.made_at,
    )
