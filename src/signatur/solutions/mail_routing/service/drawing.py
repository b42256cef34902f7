"""Which standing authorisation covers an enquiry, and whether it is drawn for control instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.records.decisions import service as decisions
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act, judge
from signatur.solutions.mail_routing.model import label_of, restraint
from signatur.solutions.mail_routing.schema import Lane, Target
from signatur.solutions.mail_routing.settings import MailRoutingSettings
from signatur.solutions.mail_routing.tables import PauseRow, WatchRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Authorisation
    from signatur.solutions.mail_routing.schema import Enquiry, Routing


@dataclass(frozen=True, slots=True)
class Cover:
    """A standing authorisation that covers an answer, and by which of its keys."""

    authorisation: Authorisation
    scope_key: str
    share: float
    """The control share in force."""

    def draws(self, item_id: UUID) -> bool:
        """Say whether an enquiry goes to a person first, who does not see the answer."""
        return self.authorisation.draws_control(item_id, self.share)


def cover_of(
    work: Work, project_id: UUID, enquiry: Enquiry, routing: Routing, *, locks: bool = False
) -> Cover | None:
    """Return the newest standing authorisation that covers an answer; None: a person decides.

    Nothing is covered while an operator has automation off, the project's gate is shut, a person
    must see the enquiry, or the lane promises less than the authorisation asks for.
    """
    settings = work.runtime.settings.of(MailRoutingSettings)
    if not settings.automation or routing.lane is not Lane.READY:
        return None
    in_force = [
        one
        for one in decisions.in_force(work, project_id, locks=locks)
        if one.floor <= settings.target_precision
    ]
    if not in_force or restraint(enquiry, routing) is not None:
        return None
    if not is_gate_open(work, project_id):
        return None
    target = routing.alternatives[0].target
    for one in in_force:
        if key := scope_key_of(one.scope, target):
            return None if is_paused(work, one.id, target) else Cover(one, key, _share(work, one))
    return None


def is_gate_open(work: Work, project_id: UUID) -> bool:
    """Say whether the project may decide under a standing authorisation today."""
    return judge(projects.get(work, project_id), Act.AUTOMATE, work.today).is_allowed


def scope_key_of(scope: Iterable[str], target: Target) -> str:
    """Return by which key a scope covers a place: its subject's or its department's; empty: none."""
    keys = (label_of(target), label_of(Target(target.department_key)))
    covered = set(scope)
    return next((key for key in keys if key in covered), "")


def is_paused(work: Work, authorisation_id: UUID, target: Target) -> bool:
    """Say whether the controls of one subject went so wrong that it goes to people for now."""
    found = select(PauseRow.scope_key).filter_by(
        authorisation_id=authorisation_id, scope_key=label_of(target)
    )
    return work.session.scalar(found) is not None


def _share(work: Work, authorisation: Authorisation) -> float:
    """Return the control share in force; before the first look everything is watched closer."""
    watched = work.session.scalar(
        select(WatchRow.share).filter_by(authorisation_id=authorisation.id)
    )
    if watched is None:
        return work.runtime.settings.of(MailRoutingSettings).closer_control_share
    return watched
