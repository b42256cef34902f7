"""Who may do what with the fleet, and what every part of its service asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project

NAME = "fleet"
TRIPS_KIND = "trips"
STUDY_KIND = "study"

_WORKING = frozenset({Role.CASEWORKER, Role.SUPER_USER, Role.DATA_SCIENTIST, Role.PROJECT_OWNER})
READ = Permission(
    "fleet.read",
    _("see driving, vehicles and studies"),
    _WORKING | {Role.LEGAL, Role.AUDITOR},
)
HAND_IN = Permission("fleet.hand_in", _("hand in files of driving"), _WORKING)
CHANGE_SETUP = Permission(
    "fleet.change_setup",
    _("change vehicles, places, prices and rules"),
    frozenset({Role.SUPER_USER, Role.PROJECT_OWNER}),
)
CALCULATE = Permission("fleet.calculate", _("try fleets and look for the cheapest"), _WORKING)
DECIDE = Permission(
    "fleet.decide",
    _("decide which fleet the authority goes for"),
    frozenset({Role.SUPER_USER, Role.PROJECT_OWNER}),
)
CHANGE_OTHERS = Permission(
    "fleet.change_others",
    _("rename and delete what others handed in or asked"),
    frozenset({Role.SUPER_USER, Role.PROJECT_OWNER}),
)

AUDIT_PHRASES = {
    "fleet.columns_confirmed": _("Columns of the file confirmed"),
    "fleet.trips_read": _("Driving read: %(trips)s trips, %(bad)s lines to mend"),
    "fleet.row_mended": _("Line %(line)s mended"),
    "fleet.row_set_aside": _("Line %(line)s set aside: %(because)s"),
    "fleet.segments_added": _("Stops added from a file"),
    "fleet.positions_forgotten": _("Positions deleted; the trips stay"),
    "fleet.renamed": _("Renamed"),
    "fleet.kind_saved": _("Kind of vehicle saved: %(name)s"),
    "fleet.kind_removed": _("Kind of vehicle removed: %(name)s"),
    "fleet.vehicle_saved": _("Vehicle saved: %(name)s"),
    "fleet.vehicle_removed": _("Vehicle removed: %(name)s"),
    "fleet.vehicles_imported": _("Vehicles imported: %(count)s"),
    "fleet.place_saved": _("Place saved: %(name)s"),
    "fleet.place_removed": _("Place removed: %(name)s"),
    "fleet.price_saved": _("Price changed: %(name)s from %(year)s"),
    "fleet.price_removed": _("Price removed: %(name)s from %(year)s"),
    "fleet.rules_saved": _("Rules of calculation changed"),
    "fleet.study_asked": _("Study asked for"),
    "fleet.study_finished": _("Study finished"),
    "fleet.demo_loaded": _("The demonstration was filled in"),
}

_LONGEST = 200


def project_of(work: Work) -> Project:
    """Return the authority's fleet project. Raises NotFound."""
    project = projects.find(work, NAME)
    if project is None:
        raise NotFound(
            log="no fleet project",
            shown=_("Fleet is not set up here. Ask the project owner to open a project."),
        )
    return project


def tell(work: Work, project_id: UUID, action: str, **details: object) -> None:
    """Write into the audit that something of the setup was changed."""
    audit.write(work, action, ObjectRef("project", project_id), **details)


def flush_numbered(work: Work) -> None:
    """Store a row that has the next number. Raises Conflict when a colleague was given it meanwhile."""
    try:
        work.session.flush()
    except IntegrityError as clash:
        raise Conflict(
            log="number taken",
            shown=_("A colleague did the same at this moment. Try again."),
        ) from clash


def tidy(words: str, most: int = _LONGEST) -> str:
    """Return words on one line without signs that cannot be shown."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:most]


def need_name(words: str) -> str:
    """Return a tidy name. Raises InputProblem without one."""
    name = tidy(words)
    if not name:
        raise InputProblem(log="no name", shown=_("Give it a name."))
    return name
