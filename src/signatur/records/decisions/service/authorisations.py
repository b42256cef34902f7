"""Standing authorisations: the only way that anything is decided without a click."""

from __future__ import annotations

import secrets
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Actor, ActorKind, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions.schema import Authorisation, NewDecision, Outcome
from signatur.records.decisions.service.deciding import write
from signatur.records.decisions.tables import AuthorisationRow, DecisionRow
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision, Suggestion
    from signatur.records.items.schema import Item

AUTHORISE = Permission(
    "decisions.authorise",
    _("give a standing authorisation"),
    frozenset({Role.PROJECT_OWNER}),
)


SUSPEND = Permission(
    "decisions.suspend",
    _("stop a standing authorisation"),
    frozenset({Role.PROJECT_OWNER, Role.SUPER_USER, Role.LEGAL}),
)


# More than any authority receives in a day.
_MOST_DAILY = 1_000_000


class NotCovered(Conflict):
    """A standing authorisation does not cover this; a person must decide."""

    def __init__(self, authorisation_id: UUID, reason: str) -> None:
        super().__init__(
            log=f"authorisation {authorisation_id}: {reason}",
            shown=_("The standing authorisation does not cover this. A person must decide."),
        )


def authorise(
    work: Work,
    project_id: UUID,
    *,
    scope: AbstractSet[str],
    floor: float,
    valid_to: datetime,
    control_share: float,
    daily_cap: int,
) -> Authorisation:
    """Let suggestions within a scope be decided without a click, in the acting person's name.

    Raises NotAllowed, GateClosed outside of operation, InputProblem for impossible values.
    """
    work.require(AUTHORISE, project_id)
    projects.require(work, project_id, Act.AUTOMATE)
    is_possible = (
        scope
        and valid_to > work.now
        and 0 < daily_cap <= _MOST_DAILY
        and 0.5 <= floor < 1
        and 0 < control_share <= 1
    )
    if not is_possible or work.actor.id is None:
        raise InputProblem(
            log="impossible authorisation",
            shown=_(
                "State what the authorisation covers, a floor between 50 and 100 percent, a "
                "control share above zero, a daily cap and an end that is still to come."
            ),
        )
    row = AuthorisationRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        giver_id=work.actor.id,
        scope=sorted(scope),
        floor=floor,
        valid_from=work.now,
        valid_to=valid_to,
        control_share=control_share,
        daily_cap=daily_cap,
        seed=secrets.randbits(31),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.write(
        work,
        "decisions.authorised",
        ObjectRef("authorisation", row.id),
        scope=row.scope,
        floor=floor,
        control_share=control_share,
        daily_cap=daily_cap,
    )
    return _authorisation(row)


def suspend(work: Work, authorisation_id: UUID, because: str) -> None:
    """Stop a standing authorisation at once.

    More people may stop one than may give one, and so may monitoring. Raises NotFound, NotAllowed.
    """
    row = _row(work, authorisation_id)
    work.require(SUSPEND, row.project_id)
    if row.suspended_at is None:
        row.suspended_at = work.now
        row.suspended_because = because
        work.session.flush()
        about = ObjectRef("authorisation", authorisation_id)
        audit.write(work, "decisions.suspended", about, because=because)


def in_force(work: Work, project_id: UUID, *, locks: bool = False) -> list[Authorisation]:
    """Return the standing authorisations that are in force now, newest first.

    `locks`: whoever else asks so waits for this work, so that a daily cap holds and one that was
    suspended meanwhile is seen to be.
    """
    query = (
        select(AuthorisationRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id, suspended_at=None)
        .where(AuthorisationRow.valid_to > work.now)
        .order_by(AuthorisationRow.id.desc())
    )
    if locks:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = map(_authorisation, work.session.scalars(query))
    return [one for one in found if one.is_in_force(work.now)]


def authorisation(work: Work, authorisation_id: UUID) -> Authorisation:
    """Return a standing authorisation of the authority. Raises NotFound."""
    return _authorisation(_row(work, authorisation_id))


def authorisations(work: Work, project_id: UUID) -> list[Authorisation]:
    """Return all standing authorisations of a project, newest first."""
    query = select(AuthorisationRow).filter_by(
        authority_id=work.authority_id, project_id=project_id
    )
    rows = work.session.scalars(query.order_by(AuthorisationRow.id.desc()))
    return [_authorisation(row) for row in rows]


def _row(work: Work, authorisation_id: UUID) -> AuthorisationRow:
    row = work.session.get(AuthorisationRow, authorisation_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no authorisation {authorisation_id}",
            shown=_("This standing authorisation does not exist."),
        )
    return row


def decide_under(
    work: Work,
    item: Item,
    made: Suggestion,
    authorisation: Authorisation,
    scope_key: str,
    *,
    answer: Mapping[str, Any] | None = None,
) -> Decision:
    """Accept a suggestion under a standing authorisation; `answer` is its first one, when it has several.

    Raises GateClosed when the project is not in operation or its evidence has lapsed, NotCovered
    when the authorisation is not in force, does not cover the answer, has met its daily cap, or
    the item belongs to the control share.
    """
    projects.require(work, item.project_id, Act.AUTOMATE)
    assert made.item_id == item.id, "a suggestion decides its own item"
    reason = _why_not_covered(work, item, authorisation, scope_key)
    if reason:
        raise NotCovered(authorisation.id, reason)
    accepted = NewDecision(
        outcome=Outcome.ACCEPTED,
        answer=made.answer if answer is None else answer,
        suggestion_id=made.id,
    )
    decider = Actor(ActorKind.AUTHORISATION, authorisation.id, work.authority_id)
    return write(
        work.acting_as(decider),
        item,
        accepted,
        person_id=None,
        authorisation_id=authorisation.id,
    )


def _why_not_covered(
    work: Work, item: Item, authorisation: Authorisation, scope_key: str
) -> str | None:
    if authorisation.project_id != item.project_id or not authorisation.is_in_force(work.now):
        return "not in force"
    if scope_key not in authorisation.scope:
        return "outside its scope"
    if authorisation.draws_control(item.id):
        return "in the control share"
    if decided_today(work, authorisation.id) >= authorisation.daily_cap:
        return "daily cap met"
    return None


def decided_today(work: Work, authorisation_id: UUID) -> int:
    """Return how much was decided under an authorisation since midnight where the authority is."""
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    midnight = datetime.combine(work.today, time(), zone)
    query = (
        select(func.count())
        .select_from(DecisionRow)
        .where(DecisionRow.authorisation_id == authorisation_id, DecisionRow.at >= midnight)
    )
    return work.session.scalar(query) or 0


def _authorisation(row: AuthorisationRow) -> Authorisation:
    return Authorisation(
        id=row.id,
        project_id=row.project_id,
        giver_id=row.giver_id,
        scope=frozenset(row.scope),
        floor=row.floor,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        control_share=row.control_share,
        daily_cap=row.daily_cap,
        seed=row.seed,
        suspended_at=row.suspended_at,
        suspended_because=row.suspended_because,
    )
