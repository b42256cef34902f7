"""Who may draft, examine, sign and refuse what is law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import ActorKind, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Evidence

DRAFT = Permission(
    "legal.draft",
    _("answer questions of law and draft a basis or an assessment"),
    frozenset({Role.PROJECT_OWNER, Role.LEGAL, Role.DATA_SCIENTIST, Role.SUPER_USER}),
)
SIGN = Permission("legal.sign", _("examine, sign or refuse what is law"), frozenset({Role.LEGAL}))
AUDIT_PHRASES = {
    "legal.assessed": _("Questions of law answered: %(ai_class)s"),
    "legal.basis_drafted": _("Legal basis drafted for %(phase)s"),
    "legal.basis_signed": _("Legal basis signed for %(phase)s"),
    "legal.basis_refused": _("Legal basis refused for %(phase)s: %(because)s"),
    "legal.basis_withdrawn": _("Legal basis withdrawn for %(phase)s: %(because)s"),
    "legal.rule_drafted": _("A rule drafted: %(provision)s"),
    "legal.rule_signed": _("A rule signed: %(provision)s"),
    "legal.rule_refused": _("A rule refused: %(provision)s: %(because)s"),
    "legal.rule_withdrawn": _("A rule withdrawn: %(provision)s: %(because)s"),
    "legal.task_set": _("Measure set for a duty"),
    "legal.task_done": _("Measure done"),
    "legal.document_begun": _("%(kind)s begun, version %(version)s"),
    "legal.document_signed": _("%(kind)s signed, version %(version)s"),
    "legal.document_refused": _("%(kind)s refused, version %(version)s: %(because)s"),
    "legal.document_withdrawn": _("%(kind)s withdrawn, version %(version)s: %(because)s"),
}


def person(work: Work) -> UUID:
    """Return the acting person. Raises InputProblem when nobody in person acts."""
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise InputProblem(log="no person", shown=_("Only a person can sign."))
    return work.actor.id


def reason(words: str) -> str:
    """Return a reason. Raises InputProblem without one."""
    if not words.strip():
        raise InputProblem(log="no reason", shown=_("Write why."))
    return words.strip()


def other_than(work: Work, who: UUID) -> None:
    """Raise Conflict when the acting person is who must not be the one (four eyes)."""
    if person(work) == who:
        raise Conflict(
            log="four eyes", shown=_("Somebody else than whoever drafted it must do that.")
        )


def take_back(work: Work, project_id: UUID, evidence_id: UUID | None, because: str) -> None:
    """Withdraw the evidence that a signature gave, unless it was withdrawn already; the gate closes."""
    evidence = projects.get(work, project_id).evidence
    if any(one.id == evidence_id and one.withdrawn_at is None for one in evidence):
        assert evidence_id is not None, "evidence has an id"
        projects.withdraw(work, project_id, evidence_id, reason(because))


def withdrawn_elsewhere(work: Work, project_id: UUID) -> dict[UUID, Evidence]:
    """Return evidence that was withdrawn, as at the gate itself: what it showed holds no more."""
    evidence = projects.get(work, project_id).evidence
    return {one.id: one for one in evidence if one.withdrawn_at is not None}


def tell(work: Work, project_id: UUID, action: str, **details: object) -> None:
    audit.write(work, action, ObjectRef("project", project_id), **details)
