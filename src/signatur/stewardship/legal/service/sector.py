"""Rules that an authority adds itself, such as sector law: drafted by one, and law once another signs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects
from signatur.stewardship.legal.model import FACTS, BadRules, joined, names_in
from signatur.stewardship.legal.schema import BasisState, OwnRule, Rule, RuleSet
from signatur.stewardship.legal.service.rights import DRAFT, SIGN, other_than, person, reason
from signatur.stewardship.legal.service.shipping import shipped_rules
from signatur.stewardship.legal.tables import RuleRow

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTerms:
    """A rule as somebody writes it down."""

    instrument: str
    provision: str
    phases: tuple[str, ...]
    applies_if: str
    """A condition over the answers, such as `supports_decisions and social_area`; empty: always."""
    valid_from: date
    valid_to: date | None
    words: str
    """What it asks for, in Danish."""
    source: str
    confidence: str


def rules_of(work: Work) -> RuleSet:
    """Return the rules that Signatur comes with and those that the authority signed."""
    query = select(RuleRow).filter_by(authority_id=work.authority_id, state=BasisState.SIGNED)
    return _with(tuple(_rule(row) for row in work.session.scalars(query.order_by(RuleRow.id))))


@lru_cache(maxsize=128)
def _with(own: tuple[Rule, ...]) -> RuleSet:
    return joined(shipped_rules(), own) if own else shipped_rules()


def draft(work: Work, terms: RuleTerms) -> OwnRule:
    """Write a rule down that somebody else is to sign. Raises NotAllowed, InputProblem."""
    work.require(DRAFT)
    row = RuleRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        instrument=terms.instrument.strip(),
        provision=terms.provision.strip(),
        phases=list(terms.phases),
        applies_if=terms.applies_if.strip(),
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        words=terms.words.strip(),
        source=terms.source.strip(),
        confidence=terms.confidence,
        state=BasisState.DRAFTED,
        drafted_by=person(work),
        drafted_at=work.now,
        decided_by=None,
        decided_at=None,
        because="",
    )
    _check(terms)
    try:
        joined(rules_of(work), [_rule(row)])
    except BadRules as error:
        raise InputProblem(
            log="bad rule", shown=_("The rule cannot be read: %(what)s.", what=str(error))
        ) from error
    work.session.add(row)
    work.session.flush()
    _tell(work, row, "legal.rule_drafted")
    return _own(row)


def sign(work: Work, rule_id: UUID, because: str) -> OwnRule:
    """Sign a rule: it counts from now on, and projects are to be assessed again.

    Raises NotFound, NotAllowed, InputProblem without a reason, Conflict when the same person drafted
    it or it is decided.
    """
    row = _open(work, rule_id)
    return _decide(work, row, BasisState.SIGNED, because, "legal.rule_signed")


def refuse(work: Work, rule_id: UUID, because: str) -> OwnRule:
    """Refuse a drafted rule. Raises as `sign`."""
    row = _open(work, rule_id)
    return _decide(work, row, BasisState.REFUSED, because, "legal.rule_refused")


def withdraw(work: Work, rule_id: UUID, because: str) -> OwnRule:
    """Take a signed rule away; what was judged under it keeps saying so. Raises as `sign`."""
    row = _row(work, rule_id)
    work.require(SIGN)
    if row.state != BasisState.SIGNED:
        raise Conflict(log="not signed", shown=_("Only a signed rule can be withdrawn."))
    return _decide(work, row, BasisState.WITHDRAWN, because, "legal.rule_withdrawn")


def own_rules(work: Work) -> list[OwnRule]:
    """Return all rules that the authority wrote down, newest first. Raises NotAllowed."""
    work.require(projects.READ)
    query = select(RuleRow).filter_by(authority_id=work.authority_id)
    return [_own(row) for row in work.session.scalars(query.order_by(RuleRow.id.desc()))]


def _check(terms: RuleTerms) -> None:
    """Raise InputProblem, in words that somebody who knows law can act on."""
    if not terms.source.strip():
        raise InputProblem(log="no source", shown=_("Write where the rule can be read."))
    if not terms.provision.strip() or not terms.words.strip():
        raise InputProblem(
            log="no words", shown=_("Write which provision it is, and what it asks for.")
        )
    if not terms.phases:
        raise InputProblem(log="no phase", shown=_("Choose at least one phase."))
    if terms.valid_to is not None and terms.valid_to < terms.valid_from:
        raise InputProblem(
            log="ends before it begins", shown=_("The rule must not end before it begins.")
        )
    try:
        unknown = names_in(terms.applies_if.strip()) - FACTS
    except ValueError:
        raise InputProblem(
            log="no condition",
            shown=_("A condition has names of questions with and, or, not, and nothing else."),
        ) from None
    if unknown:
        raise InputProblem(
            log="unknown question",
            shown=_("There is no question %(key)s. See the names below.", key=min(unknown)),
        )


def _decide(work: Work, row: RuleRow, state: BasisState, because: str, action: str) -> OwnRule:
    row.state, row.because = state, reason(because)
    row.decided_by, row.decided_at = person(work), work.now
    work.session.flush()
    _tell(work, row, action, because=row.because)
    return _own(row)


def _tell(work: Work, row: RuleRow, action: str, **details: str) -> None:
    audit.write(work, action, ObjectRef("rule", row.id), provision=row.provision, **details)


def _open(work: Work, rule_id: UUID) -> RuleRow:
    """Return a rule that waits, for somebody else than whoever drafted it."""
    row = _row(work, rule_id)
    work.require(SIGN)
    if row.state != BasisState.DRAFTED:
        raise Conflict(log="decided", shown=_("This rule has been decided already."))
    other_than(work, row.drafted_by)
    return row


def _row(work: Work, rule_id: UUID) -> RuleRow:
    row = work.session.get(RuleRow, rule_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no rule {rule_id}", shown=_("This rule does not exist."))
    return row


def _rule(row: RuleRow) -> Rule:
    return Rule(
        id=f"egen.{row.id.hex[-12:]}",
        instrument=row.instrument,
        provision=row.provision,
        actor="controller",
        phases=tuple(row.phases),
        applies_if=row.applies_if,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        applies_from=row.valid_from,
        text_da=row.words,
        text_en=row.words,
        evidence=(),
        confidence=row.confidence,
        source=row.source,
        recorded_at=row.drafted_at.date(),
        verified_on=row.decided_at.date() if row.decided_at else None,
        verified_by=str(row.decided_by or ""),
    )


def _own(row: RuleRow) -> OwnRule:
    return OwnRule(
        id=row.id,
        rule=_rule(row),
        state=BasisState(row.state),
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        because=row.because,
    )
