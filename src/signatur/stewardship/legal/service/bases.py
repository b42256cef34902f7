"""A legal basis for each phase: drafted by one, signed or refused by another, and what the gate hears."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.legal.schema import (
    PHASE_TITLES,
    SIDES,
    AiClass,
    Basis,
    BasisState,
    BasisTerms,
    Phase,
    Step,
)
from signatur.stewardship.legal.service import assessing
from signatur.stewardship.legal.service.rights import (
    DRAFT,
    SIGN,
    other_than,
    person,
    reason,
    take_back,
    tell,
    withdrawn_elsewhere,
)
from signatur.stewardship.legal.tables import BasisRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Evidence

# What a signed basis shows to a gate.
_EVIDENCE = {
    Phase.DEVELOPMENT: EvidenceKind.LEGAL_BASIS_DEVELOPMENT,
    Phase.TRIAL: EvidenceKind.LEGAL_BASIS_TRIAL,
    Phase.OPERATION: EvidenceKind.LEGAL_BASIS_OPERATION,
    Phase.RETRAINING: EvidenceKind.LEGAL_BASIS_RETRAINING,
}
_RESEARCH = re.compile(r"databeskyttelseslov\w*,?\s*(§|paragraf)\s*10(?!\d)")
# Phases in which a model meets real cases.
_IN_USE = (Phase.OPERATION, Phase.TRIAL, Phase.RETRAINING)


class NotABasis(Conflict):
    """What was drafted cannot carry the phase that it is for."""


def draft(work: Work, project_id: UUID, terms: BasisTerms) -> Basis:
    """Write a basis down that somebody else is to sign. Raises NotFound, NotAllowed, InputProblem."""
    projects.get(work, project_id)
    work.require(DRAFT, project_id)
    for words in (terms.article, terms.supplementary, terms.reasoning, terms.step_reasons):
        if not words.strip():
            raise InputProblem(
                log="words missing",
                shown=_(
                    "State the article, the rule that it rests on, why it fits, and why it is as "
                    "intrusive as you say."
                ),
            )
    if terms.valid_to is not None and terms.valid_to < terms.valid_from:
        raise InputProblem(
            log="ends before it begins",
            shown=_("The evidence must not end before it begins."),
        )
    if set(terms.steps) != set(SIDES):
        raise InputProblem(log="sides missing", shown=_("Judge every side of intrusiveness."))
    row = BasisRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        **{
            **asdict(terms),
            "steps": {side: step.value for side, step in terms.steps.items()},
            "overall": terms.overall.value if terms.overall else "",
        },
        state=BasisState.DRAFTED,
        drafted_by=person(work),
        drafted_at=work.now,
        decided_by=None,
        decided_at=None,
        because="",
        evidence_id=None,
    )
    work.session.add(row)
    work.session.flush()
    tell(work, project_id, "legal.basis_drafted", phase=terms.phase.value, basis=row.id)
    return _basis(row)


def why_not(terms: BasisTerms) -> str:
    """Return why a basis cannot carry its phase, in the reader's language; empty: it can.

    Data that were had for research alone never carry use (databeskyttelsesloven § 10), and high
    intrusiveness asks for a rule that names the use (Datatilsynet, j.nr. 2023-212-0015).
    """
    if (terms.is_research_only or _rests_on_research(terms)) and terms.phase in _IN_USE:
        return str(
            _(
                "Data that were obtained for research under § 10 may not be used in casework, and "
                "consent cannot change that. Another basis is needed for %(phase)s.",
                phase=PHASE_TITLES[terms.phase],
            )
        )
    is_high = terms.step is Step.HIGH
    if is_high and terms.phase in _IN_USE and not terms.is_explicit:
        return str(
            _(
                "This is so intrusive that the law must name the use itself. A rule that only "
                "names the task is not clear enough."
            )
        )
    return ""


def _rests_on_research(terms: BasisTerms) -> bool:
    """Say whether the basis itself cites databeskyttelsesloven § 10, whatever else was ticked."""
    cited = f"{terms.article} {terms.supplementary} {terms.special_categories}".casefold()
    return _RESEARCH.search(cited) is not None


def hindrance(work: Work, basis: Basis) -> str:
    """Return why a basis cannot be signed today, in the reader's language; empty: it can."""
    known = assessing.newest(work, basis.project_id)
    if known is not None and assessing.judged(work, known).ai_class is AiClass.PROHIBITED:
        return str(_("By the answers the system is prohibited (AI Act article 5)."))
    return why_not(basis.terms)


def sign(work: Work, basis_id: UUID, because: str) -> Basis:
    """Sign a drafted basis; it opens the gate of its phase while it is valid.

    An earlier basis of the same phase is withdrawn. Raises NotFound, NotAllowed, Conflict when the
    same person drafted it or it is decided, NotABasis when it cannot carry the phase.
    """
    row = _open(work, basis_id)
    problem = hindrance(work, _basis(row))
    if problem:
        raise NotABasis(
            log=f"basis {basis_id} cannot carry {row.phase}",
            shown=_("It cannot be signed. %(problem)s", problem=problem),
        )
    phase = Phase(row.phase)
    for earlier in bases(work, row.project_id):
        if earlier.terms.phase is phase and earlier.state is BasisState.SIGNED:
            withdraw(work, earlier.id, str(_("Another basis took its place.")))
    evidence = projects.sign(
        work,
        row.project_id,
        _EVIDENCE[phase],
        statement=f"{row.article}; {row.supplementary}",
        reference=f"legal:{row.id}",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
    row.evidence_id = evidence.id
    _decide(work, row, BasisState.SIGNED, because, "legal.basis_signed")
    return _basis(row)


def refuse(work: Work, basis_id: UUID, because: str) -> Basis:
    """Refuse a drafted basis, with the reason. Raises NotFound, NotAllowed, Conflict, InputProblem."""
    row = _open(work, basis_id)
    _decide(work, row, BasisState.REFUSED, because, "legal.basis_refused")
    return _basis(row)


def withdraw(work: Work, basis_id: UUID, because: str) -> Basis:
    """Withdraw a signed basis; the gate that needs it closes at once. Raises as `refuse`."""
    row = _row(work, basis_id)
    work.require(SIGN, row.project_id)
    if row.state != BasisState.SIGNED:
        raise Conflict(log="not signed", shown=_("Only a signed basis can be withdrawn."))
    take_back(work, row.project_id, row.evidence_id, because)
    _decide(work, row, BasisState.WITHDRAWN, because, "legal.basis_withdrawn")
    return _basis(row)


def bases(work: Work, project_id: UUID) -> list[Basis]:
    """Return all bases of a project, newest first. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = select(BasisRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    gone = withdrawn_elsewhere(work, project_id)
    return [
        _as_shown(_basis(row), gone.get(row.evidence_id) if row.evidence_id else None)
        for row in work.session.scalars(query.order_by(BasisRow.id.desc()))
    ]


def _as_shown(basis: Basis, gone: Evidence | None) -> Basis:
    if gone is None or basis.state is not BasisState.SIGNED:
        return basis
    return replace(
        basis,
        state=BasisState.WITHDRAWN,
        decided_by=gone.withdrawn_by,
        decided_at=gone.withdrawn_at,
        because=gone.withdrawn_because,
    )


def count_waiting(work: Work) -> int:
    """Return how many bases wait for the acting person's signature."""
    query = select(BasisRow).filter_by(authority_id=work.authority_id, state=BasisState.DRAFTED)
    return sum(
        row.drafted_by != work.actor.id and work.actor.may(SIGN, row.project_id)
        for row in work.session.scalars(query)
    )


def _decide(work: Work, row: BasisRow, state: BasisState, because: str, action: str) -> None:
    row.state, row.because = state, reason(because)
    row.decided_by, row.decided_at = person(work), work.now
    work.session.flush()
    tell(work, row.project_id, action, phase=row.phase, basis=row.id, because=row.because)


def _open(work: Work, basis_id: UUID) -> BasisRow:
    """Return a basis that waits, for somebody else than whoever drafted it."""
    row = _row(work, basis_id)
    work.require(SIGN, row.project_id)
    if row.state != BasisState.DRAFTED:
        raise Conflict(log="decided", shown=_("This basis has been decided already."))
    other_than(work, row.drafted_by)
    return row


def _row(work: Work, basis_id: UUID) -> BasisRow:
    row = work.session.get(BasisRow, basis_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no basis {basis_id}", shown=_("This basis does not exist."))
    return row


def _terms(row: BasisRow) -> BasisTerms:
    return BasisTerms(
        phase=Phase(row.phase),
        article=row.article,
        supplementary=row.supplementary,
        special_categories=row.special_categories,
        conditions=row.conditions,
        reasoning=row.reasoning,
        is_explicit=row.is_explicit,
        is_research_only=row.is_research_only,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        steps={side: Step(step) for side, step in row.steps.items()},
        overall=Step(row.overall) if row.overall else None,
        step_reasons=row.step_reasons,
    )


def _basis(row: BasisRow) -> Basis:
    return Basis(
        id=row.id,
        project_id=row.project_id,
        terms=_terms(row),
        state=BasisState(row.state),
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        because=row.because,
    )
