"""Legal bases: drafting one for a phase, and signing, refusing or withdrawing it."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.records.projects import service as projects
from signatur.stewardship.legal.pages.doors import Drafting, Given, Looking, Signing
from signatur.stewardship.legal.pages.overview import titles
from signatur.stewardship.legal.schema import SIDES, BasisTerms, Phase, Step
from signatur.stewardship.legal.service import bases
from signatur.stewardship.legal.service.rights import DRAFT

router = APIRouter(prefix="/styring/retsgrundlag")

Because = Annotated[str, Form()]


@router.get("/{project_id}/hjemmel/{phase}")
def new(page: Looking, project_id: UUID, phase: Phase) -> Response:
    page.work.require(DRAFT, project_id)
    earlier = [one for one in bases.bases(page.work, project_id) if one.terms.phase is phase]
    return page.show(
        "legal/basis.html",
        project=projects.get(page.work, project_id),
        phase=phase,
        terms=earlier[0].terms if earlier else None,
        today=page.work.today,
        **titles(),
    )


@router.post("/{project_id}/hjemmel/{phase}")
def draft(page: Drafting, project_id: UUID, phase: Phase, given: Given) -> Response:
    basis = bases.draft(page.work, project_id, _terms(phase, given))
    told = bases.hindrance(page.work, basis)
    return page.go_to(
        f"/styring/retsgrundlag/{project_id}",
        _("The basis is drafted. As it stands it cannot be signed: see why below.")
        if told
        else _("The basis is drafted and waits for a lawyer's signature."),
    )


@router.post("/{project_id}/hjemler/{basis_id}/underskriv")
def sign(page: Signing, project_id: UUID, basis_id: UUID, because: Because) -> Response:
    bases.sign(page.work, basis_id, because)
    return page.go_to(f"/styring/retsgrundlag/{project_id}", _("The basis is signed."))


@router.post("/{project_id}/hjemler/{basis_id}/afvis")
def refuse(page: Signing, project_id: UUID, basis_id: UUID, because: Because) -> Response:
    bases.refuse(page.work, basis_id, because)
    return page.go_to(f"/styring/retsgrundlag/{project_id}", _("The basis is refused."))


@router.post("/{project_id}/hjemler/{basis_id}/traek-tilbage")
def withdraw(page: Signing, project_id: UUID, basis_id: UUID, because: Because) -> Response:
    bases.withdraw(page.work, basis_id, because)
    return page.go_to(
        f"/styring/retsgrundlag/{project_id}",
        _("The basis is withdrawn. The gate that needs it is closed."),
    )


def _terms(phase: Phase, given: dict[str, str]) -> BasisTerms:
    steps = {side: given.get(f"step-{side}", "") for side in SIDES}
    if not all(one in {*Step} for one in steps.values()):
        raise InputProblem(log="sides missing", shown=_("Judge every side of intrusiveness."))
    overall = given.get("overall", "")
    if overall not in {"", *Step}:
        raise InputProblem(log="no step", shown=_("Judge every side of intrusiveness."))
    return BasisTerms(
        phase=phase,
        article=given.get("article", ""),
        supplementary=given.get("supplementary", ""),
        special_categories=given.get("special_categories", "").strip(),
        conditions=given.get("conditions", "").strip(),
        reasoning=given.get("reasoning", ""),
        is_explicit=given.get("is_explicit") == "yes",
        is_research_only=given.get("is_research_only") == "yes",
        valid_from=_day(given.get("valid_from", "")),
        valid_to=_day(given["valid_to"]) if given.get("valid_to") else None,
        steps={side: Step(one) for side, one in steps.items()},
        overall=Step(overall) if overall else None,
        step_reasons=given.get("step_reasons", ""),
    )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise InputProblem(log="bad date", shown=_("Choose a day.")) from None
