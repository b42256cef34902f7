"""All projects by law, and one project with everything that the law asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import current_language
from signatur.kernel.i18n import text as _
from signatur.kernel.web.export import as_download
from signatur.records.projects import service as projects
from signatur.stewardship.legal.pages.doors import Reading
from signatur.stewardship.legal.schema import (
    BASIS_TITLES,
    CLASS_TITLES,
    DOCUMENT_STATE_TITLES,
    DOCUMENT_TITLES,
    LAWS,
    PHASE_TITLES,
    ROLE_TITLES,
    SIDES,
    STEP_TITLES,
    DocumentKind,
    Phase,
)
from signatur.stewardship.legal.service import assessing, bases, documents, tasks
from signatur.stewardship.legal.service.registers import FORMS, register_form
from signatur.stewardship.legal.service.rights import DRAFT, SIGN

if TYPE_CHECKING:
    from signatur.stewardship.legal.schema import Classification, Duty

router = APIRouter(prefix="/styring/retsgrundlag")

# What does not begin, or go on, without a basis for each phase.
NEEDED_FOR = {
    Phase.DEVELOPMENT: _("Nothing is learnt from cases without it."),
    Phase.TRIAL: _("The test on real cases does not begin without it."),
    Phase.OPERATION: _("Nothing leaves the house without it."),
    Phase.RETRAINING: _("No new model is trained without it, once there is one in use."),
}
# The rule that asks for each document.
_ASKED_BY = {DocumentKind.DPIA: "gdpr.35", DocumentKind.FRIA: "ai.27"}


@router.get("")
def overview(page: Reading) -> Response:
    work = page.work
    known = [one for one in projects.projects(work) if work.actor.may(projects.READ, one.id)]
    found = []
    for one in known:
        assessment = assessing.newest(work, one.id)
        found.append(
            {
                "project": one,
                "assessment": assessment,
                "judged": assessing.judged(work, assessment) if assessment else None,
                "bases": {
                    basis.terms.phase: basis
                    for basis in reversed(bases.bases(work, one.id))
                    if basis.is_valid(work.today)
                },
                "dpia": documents.current(work, one.id, DocumentKind.DPIA),
                "late": sum(
                    task.is_late(work.today) for task in tasks.tasks(work, one.id).values()
                ),
            }
        )
    return page.show(
        "legal/overview.html",
        found=found,
        to_reassess={one.project_id for one in assessing.to_reassess(work)},
        **titles(),
    )


@router.get("/{project_id}")
def one(page: Reading, project_id: UUID) -> Response:
    work = page.work
    project = projects.get(work, project_id)
    assessment = assessing.newest(work, project_id)
    judged = assessing.judged(work, assessment) if assessment else None
    every = bases.bases(work, project_id)
    return page.show(
        "legal/one.html",
        project=project,
        assessment=assessment,
        judged=judged,
        must_reassess=assessment is not None
        and assessment.id in {one.id for one in assessing.to_reassess(work)},
        bases={phase: [one for one in every if one.terms.phase is phase] for phase in Phase},
        why_not={one.id: bases.hindrance(work, one) for one in every if one.is_open},
        step_of={one.id: one.terms.step for one in every},
        documents={kind: documents.newest(work, project_id, kind) for kind in DocumentKind},
        needed=_needed(judged) if judged else {},
        tasks=tasks.tasks(work, project_id),
        today=work.today,
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        may_draft=work.actor.may(DRAFT, project_id),
        may_sign=work.actor.may(SIGN, project_id),
        own_id=work.actor.id,
        forms=FORMS,
        needed_for=NEEDED_FOR,
        is_danish=current_language() == "da",
        **titles(),
    )


def _needed(judged: Classification) -> dict[DocumentKind, Duty]:
    """Return the first duty that asks for each document, with from when and how surely."""
    found: dict[DocumentKind, Duty] = {}
    for duty in judged.duties:
        for kind, rule_id in _ASKED_BY.items():
            if duty.rule.id == rule_id or duty.rule.id.startswith(f"{rule_id}."):
                found.setdefault(kind, duty)
    return found


@router.get("/{project_id}/register/{form}")
def register(page: Reading, project_id: UUID, form: str) -> Response:
    """Give the project in the shape of a register, as a JSON file."""
    import io
    import json

    if form not in FORMS:
        raise NotFound(log="no such form", shown=_("This form does not exist."))
    told = register_form(page.work, project_id, form)
    content = json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
    return as_download(f"register-{form}.json", io.BytesIO(content))


def titles() -> dict[str, Any]:
    """Return what codes are called."""
    return {
        "laws": LAWS,
        "basis_titles": BASIS_TITLES,
        "class_titles": CLASS_TITLES,
        "document_titles": DOCUMENT_TITLES,
        "document_state_titles": DOCUMENT_STATE_TITLES,
        "phase_titles": PHASE_TITLES,
        "role_titles": ROLE_TITLES,
        "sides": SIDES,
        "step_titles": STEP_TITLES,
    }
