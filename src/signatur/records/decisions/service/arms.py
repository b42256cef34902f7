"""Drawing the arm of an item, locking answers given before advice, and counting what came of it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import ActorKind, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions.schema import Arm, ArmPlan, FirstAnswer, Observed, Outcome
from signatur.records.decisions.tables import (
    ArmPlanRow,
    DecisionRow,
    FirstAnswerRow,
    SuggestionRow,
)
from signatur.records.projects import service as projects

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Suggestion

PLAN_ARMS = Permission(
    "decisions.plan_arms",
    _("decide how many cases are answered before the advice is seen"),
    frozenset({Role.PROJECT_OWNER, Role.DATA_SCIENTIST}),
)
# More than this would take the help away from those who are to be helped.
MOST_WITHOUT_ADVICE = 0.5
# Key of a suggestion's basis: it says nothing of whether people and the model are of one mind,
# because it would have gone by itself, or there was nothing to agree with.
SET_ASIDE = "set_aside"
# Decisions that say whether a person and the model agree.
_TELLING = (Outcome.ACCEPTED, Outcome.CHOSEN, Outcome.CHANGED, Outcome.REFUSED)


def plan_arms(
    work: Work, project_id: UUID, *, blind_share: float, hidden_share: float, because: str
) -> ArmPlan:
    """Say which shares of items are answered blind first, or never see advice, from now on.

    Raises NotFound, NotAllowed, InputProblem for impossible shares or without a reason.
    """
    projects.get(work, project_id)
    work.require(PLAN_ARMS, project_id)
    is_possible = min(blind_share, hidden_share) >= 0 and (
        blind_share + hidden_share <= MOST_WITHOUT_ADVICE
    )
    if not is_possible:
        raise InputProblem(
            log="impossible shares",
            shown=_("Together the two shares must lie between 0 and 50 per cent."),
        )
    if not because.strip() or work.actor.id is None:
        raise InputProblem(log="no reason", shown=_("Write why the shares are so."))
    row = ArmPlanRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        blind_share=blind_share,
        hidden_share=hidden_share,
        seed=secrets.randbits(31),
        because=because.strip(),
        set_by=work.actor.id,
        set_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.write(
        work,
        "decisions.arms_planned",
        ObjectRef("project", project_id),
        blind=blind_share,
        hidden=hidden_share,
        seed=row.seed,
        because=row.because,
    )
    return _plan(row)


def arm_plan(work: Work, project_id: UUID) -> ArmPlan | None:
    """Return the shares that are in force, if any were ever set."""
    query = select(ArmPlanRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    row = work.session.scalars(query.order_by(ArmPlanRow.id.desc()).limit(1)).first()
    return _plan(row) if row is not None else None


def draw_arm(work: Work, project_id: UUID, item_id: UUID) -> Arm:
    """Return the arm of an item: the same whenever it is asked under the same plan."""
    plan = arm_plan(work, project_id)
    return plan.arm_of(item_id) if plan is not None else Arm.SHOWN


def lock_first(work: Work, made: Suggestion, answer: Mapping[str, Any], *, agrees: bool) -> None:
    """Lock what the acting person answered before seeing the advice. Raises Conflict.

    `agrees`: it is what the advice says. It cannot be changed afterwards; what is decided in the
    end may differ.
    """
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise Conflict(log="no person answers", shown=_("Only a person can decide."))
    if made.arm is not Arm.BLIND_FIRST or first_answer(work, made.id) is not None:
        raise Conflict(
            log="nothing to lock", shown=_("A first answer is written down already. Look again.")
        )
    work.session.add(
        FirstAnswerRow(
            suggestion_id=made.id,
            authority_id=work.authority_id,
            project_id=made.project_id,
            item_id=made.item_id,
            person_id=work.actor.id,
            answer=dict(answer),
            agrees=agrees,
            at=work.now,
        )
    )
    work.session.flush()
    about = ObjectRef("item", made.item_id)
    audit.write(work, "decisions.first_locked", about, suggestion=made.id, agrees=agrees)


def first_answer(work: Work, suggestion_id: UUID) -> FirstAnswer | None:
    """Return what was answered before a suggestion was seen, if anything was."""
    row = work.session.get(FirstAnswerRow, suggestion_id)
    if row is None or row.authority_id != work.authority_id:
        return None
    return FirstAnswer(
        row.suggestion_id, row.item_id, row.person_id, row.answer, row.agrees, row.at
    )


def observed(work: Work, project_id: UUID, since: datetime, until: datetime) -> list[Observed]:
    """Return how people answered suggestions within a time, oldest first; undone ones left out.

    What was decided blindly without a first answer of its own counts as a first answer too.
    """
    query = (
        select(DecisionRow, SuggestionRow, FirstAnswerRow)
        .join(SuggestionRow, SuggestionRow.id == DecisionRow.suggestion_id)
        .outerjoin(FirstAnswerRow, FirstAnswerRow.suggestion_id == SuggestionRow.id)
        .where(
            DecisionRow.authority_id == work.authority_id,
            DecisionRow.project_id == project_id,
            DecisionRow.person_id.is_not(None),
            DecisionRow.undone_at.is_(None),
            DecisionRow.outcome.in_(_TELLING),
            DecisionRow.at >= since,
            DecisionRow.at < until,
        )
        .order_by(DecisionRow.at, DecisionRow.id)
    )
    return [_observed(*row) for row in work.session.execute(query)]


def erase_first_answers(work: Work, item_id: UUID) -> None:
    """Remove what tells of the content of an item: what was answered, not that it was."""
    work.session.execute(delete(FirstAnswerRow).filter_by(item_id=item_id))


def _observed(decision: DecisionRow, made: SuggestionRow, first: FirstAnswerRow | None) -> Observed:
    agrees = decision.outcome == Outcome.ACCEPTED
    own = first.agrees if first is not None else None
    if own is None and made.arm != Arm.SHOWN:
        own = agrees
    assert decision.person_id is not None, "only people's decisions are asked for"
    return Observed(
        arm=Arm(made.arm),
        person_id=decision.person_id,
        model_version_id=made.model_version_id,
        confidence=made.confidence,
        agrees_at_first=own,
        agrees=agrees,
        is_aside=bool(made.basis.get(SET_ASIDE)) or (made.arm == Arm.BLIND_FIRST and first is None),
        at=decision.at,
    )


def _plan(row: ArmPlanRow) -> ArmPlan:
    return ArmPlan(
        project_id=row.project_id,
        blind_share=row.blind_share,
        hidden_share=row.hidden_share,
        seed=row.seed,
        because=row.because,
        set_by=row.set_by,
        set_at=row.set_at,
    )
