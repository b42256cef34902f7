"""Looking at the gates: a closed one stops standing authorisations, and its owner is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import Text, reading_in, show_date
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.kernel.permissions import SYSTEM, system_of
from signatur.records.alarms import service as alarms
from signatur.records.alarms.schema import Severity
from signatur.records.decisions import service as decisions
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import (
    EVIDENCE_TITLES,
    STAGE_TITLES,
    STANDING_TITLES,
    EvidenceKind,
)
from signatur.stewardship.gates.schema import Outlook, is_watched, outlook

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project

CLOSED = "gates.closed"
LAPSING = "gates.lapsing"
LOOK = "gates.look"
# So often all gates are looked at; what may leave is asked anew each time it leaves, at once.
EVERY_SECONDS = 60


def outlooks(work: Work) -> list[Outlook]:
    """Return how every project that the actor may see stands today, by name."""
    return [
        outlook(one, work.today)
        for one in projects.projects(work)
        if work.actor.may(projects.READ, one.id)
    ]


def look(work: Work, project: Project) -> Outlook:
    """Look at a project's gates and let what follows follow: stop, warn, or give the all-clear.

    Acts in the name of the installation. Nothing is written when nothing has changed.
    """
    work = work.acting_as(system_of(work.authority_id))
    found = outlook(project, work.today)
    broken = {one.kind for one in found.broken} if is_watched(project) else set()
    lapsing = {one.kind: one for one in found.lapsing} if is_watched(project) else {}
    open_now = {
        (one.code, one.subject) for one in alarms.alarms(work, project.id) if one.code in _CODES
    }
    for kind in EvidenceKind:
        if kind in broken:
            standing = next(one.standing for one in found.broken if one.kind is kind)
            said = _(
                "The gate to %(stage)s is closed: %(evidence)s (%(standing)s).",
                stage=STAGE_TITLES[project.stage],
                evidence=EVIDENCE_TITLES[kind],
                standing=STANDING_TITLES[standing],
            )
            _raise(work, project, CLOSED, kind, said, Severity.SERIOUS)
        elif (CLOSED, kind.value) in open_now:
            alarms.cease(work, project.id, CLOSED, kind)
        if kind in lapsing and kind not in broken:
            ends = lapsing[kind].valid_to
            assert ends is not None, "what lapses has an end"
            said = _(
                "%(evidence)s ends on %(day)s, and nothing follows it.",
                evidence=EVIDENCE_TITLES[kind],
                day=show_date(ends),
            )
            _raise(work, project, LAPSING, kind, said, Severity.NOTICE)
        elif (LAPSING, kind.value) in open_now:
            alarms.cease(work, project.id, LAPSING, kind)
    if broken:
        _stop(work, project, sorted(broken, key=list(EvidenceKind).index))
    return found


_CODES = {CLOSED, LAPSING}


def look_at_all(work: Work) -> int:
    """Look at every project of the authority; return how many have a closed gate."""
    closed = 0
    for project in projects.projects(work):
        found = look(work, project)
        closed += is_watched(project) and not found.holds
    alarms.escalate_late(work.acting_as(system_of(work.authority_id)))
    return closed


def authority_ids(runtime: Runtime) -> list[UUID]:
    """Return all authorities of the installation."""
    with runtime.database.reading() as session:
        return [one.id for one in people.authorities(session)]


def go_round(runtime: Runtime) -> None:
    """Start a look at all gates, once a minute."""
    with runtime.work(SYSTEM) as work:
        store.start_again(work, LOOK, key=LOOK, every=EVERY_SECONDS)


def _stop(work: Work, project: Project, broken: list[EvidenceKind]) -> None:
    """Suspend every standing authorisation of a project whose gate has closed."""
    for given in decisions.in_force(work, project.id):
        because = _(
            "The gate to operation closed: %(evidence)s.", evidence=EVIDENCE_TITLES[broken[0]]
        )
        decisions.suspend(work, given.id, _plain(because))


def _raise(
    work: Work, project: Project, code: str, kind: EvidenceKind, said: Text, severity: Severity
) -> None:
    path = f"/projekter/{project.id}"
    alarms.raise_alarm(
        work, project.id, code, _plain(said), subject=kind, path=path, severity=severity
    )


def _plain(words: Text) -> str:
    """Return words as they are stored, for the authority's own people."""
    with reading_in("da"):
        return str(words)
