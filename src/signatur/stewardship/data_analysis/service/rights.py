"""Who may examine data and decide on cases, and what the audit calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import ActorKind, Permission, Role

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

EXAMINE = Permission(
    "data_analysis.examine",
    _("examine data for a project"),
    frozenset({Role.DATA_SCIENTIST, Role.PROJECT_OWNER, Role.SUPER_USER}),
)
MARK = Permission(
    "data_analysis.mark",
    _("decide what becomes of cases that reflect an old practice"),
    frozenset({Role.DATA_SCIENTIST, Role.PROJECT_OWNER, Role.SUPER_USER, Role.CASEWORKER}),
)
AUDIT_PHRASES = {
    "data_analysis.received": _("A file was handed in for data analysis"),
    "data_analysis.started": _("Data analysis started"),
    "data_analysis.finished": _("Data analysis finished: %(usable)s of %(rows)s rows usable"),
    "data_analysis.signed": _("Data signed as examined"),
    "data_analysis.erased": _("The file of a data analysis was erased"),
    "data_analysis.proposed": _("Proposed for %(count)s cases: %(choice)s"),
    "data_analysis.confirmed": _("Confirmed for %(count)s cases"),
    "data_analysis.refused": _("Proposal taken back for %(count)s cases"),
    "data_analysis.effect": _("Effect of relabelled and removed cases measured"),
}


def person(work: Work) -> UUID:
    """Return the acting person's id. Raises InputProblem where nobody acts."""
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise InputProblem(log="no person", shown=_("Only a person can do this."))
    return work.actor.id
