"""The rules: as they were the law on a day, what is on its way, and those that the authority adds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import current_language
from signatur.kernel.i18n import text as _
from signatur.stewardship.legal.model import QUESTIONS
from signatur.stewardship.legal.pages.doors import Drafting, Given, Reading, Signing
from signatur.stewardship.legal.pages.overview import titles
from signatur.stewardship.legal.schema import PHASE_TITLES, BasisState
from signatur.stewardship.legal.service import sector
from signatur.stewardship.legal.service.rights import DRAFT, SIGN

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(prefix="/styring/retsgrundlag/regler")

Because = Annotated[str, Form()]
_HERE = "/styring/retsgrundlag/regler"
CONFIDENCE = {
    "H": _("Read in the law itself"),
    "M": _("From one good source"),
    "L": _("Must be confirmed"),
}


@router.get("")
def rules(page: Reading, dag: str = "") -> Response:
    work = page.work
    day = _day(dag) if dag else work.today
    known = sector.rules_of(work)
    own = sector.own_rules(work)
    return page.show(
        "legal/rules.html",
        day=day,
        version=known.version,
        rules=[one for one in known.rules if one.is_law(day)],
        awaited=known.awaited,
        own=[one for one in own if one.state in (BasisState.DRAFTED, BasisState.SIGNED)],
        past=[one for one in own if one.state not in (BasisState.DRAFTED, BasisState.SIGNED)],
        questions=QUESTIONS,
        confidence=CONFIDENCE,
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        may_draft=work.actor.may(DRAFT),
        may_sign=work.actor.may(SIGN),
        own_id=work.actor.id,
        is_danish=current_language() == "da",
        **titles(),
    )


@router.post("")
def draft(page: Drafting, given: Given) -> Response:
    sector.draft(page.work, _terms(given))
    return page.go_to(_HERE, _("The rule is drafted and waits for a lawyer's signature."))


@router.post("/{rule_id}/underskriv")
def sign(page: Signing, rule_id: UUID, because: Because) -> Response:
    sector.sign(page.work, rule_id, because)
    return page.go_to(_HERE, _("The rule is signed. Projects are to be assessed again."))


@router.post("/{rule_id}/afvis")
def refuse(page: Signing, rule_id: UUID, because: Because) -> Response:
    sector.refuse(page.work, rule_id, because)
    return page.go_to(_HERE, _("The rule is refused."))


@router.post("/{rule_id}/traek-tilbage")
def withdraw(page: Signing, rule_id: UUID, because: Because) -> Response:
    sector.withdraw(page.work, rule_id, because)
    return page.go_to(_HERE, _("The rule is withdrawn. Projects are to be assessed again."))


def _terms(given: Mapping[str, str]) -> sector.RuleTerms:
    return sector.RuleTerms(
        instrument=given.get("instrument", ""),
        provision=given.get("provision", ""),
        phases=tuple(one.value for one in PHASE_TITLES if given.get(f"phase-{one}")),
        applies_if=given.get("applies_if", ""),
        valid_from=_day(given.get("valid_from", "")),
        valid_to=_day(given["valid_to"]) if given.get("valid_to") else None,
        words=given.get("words", ""),
        source=given.get("source", ""),
        confidence=given.get("confidence", "M"),
    )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise InputProblem(log="bad date", shown=_("Choose a day.")) from None
