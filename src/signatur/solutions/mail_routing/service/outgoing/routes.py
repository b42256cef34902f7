"""Routes out of the house: setting them up, holding them, trying them out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import (
    SETTINGS_OF,
    Route,
    RouteKind,
)
from signatur.solutions.mail_routing.service.setup import check_target
from signatur.solutions.mail_routing.tables import RouteRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work

READ_ROUTES = Permission(
    "mail_routing.read_routes",
    _("see where mail routing sends to"),
    frozenset({Role.SUPER_USER, Role.OPERATIONS, Role.PROJECT_OWNER, Role.LEGAL, Role.AUDITOR}),
)
CHANGE_ROUTES = Permission(
    "mail_routing.change_routes",
    _("set up where mail routing sends to"),
    frozenset({Role.SUPER_USER, Role.OPERATIONS}),
)
ROUTE_PHRASES = {
    "mail_routing.route_saved": _("Route saved: %(way)s to %(place)s"),
    "mail_routing.route_undone": _("Change of a route undone: %(way)s to %(place)s"),
    "mail_routing.route_stopped": _("Route taken out of use: %(way)s to %(place)s"),
    "mail_routing.route_started": _("Route taken into use: %(way)s to %(place)s"),
    "mail_routing.route_held": _("Everything of a route held back: %(way)s to %(place)s"),
    "mail_routing.route_released": _("Everything of a route released: %(way)s to %(place)s"),
    "mail_routing.route_tried": _("Route tried out: %(way)s to %(place)s"),
}
_ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_NAME = re.compile(r"[\w.-]{1,100}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FACET = re.compile(r"[A-ZÆØÅ]\d\d")


def routes(work: Work, project_id: UUID) -> list[Route]:
    """Return all routes, also those out of use, in their order."""
    query = select(RouteRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return [read_route(row) for row in work.session.scalars(query.order_by(RouteRow.position))]


def route(work: Work, route_id: UUID) -> Route:
    """Return a route of the authority. Raises NotFound."""
    return read_route(_row(work, route_id))


def save_route(
    work: Work,
    project_id: UUID,
    *,
    target: Target,
    kind: RouteKind,
    settings: Mapping[str, str],
    route_id: UUID | None = None,
) -> Route:
    """Add a route, or change one; what waits for it leaves by what it says then.

    `target` without a department stands for every department. Raises InputProblem, NotFound.
    """
    work.require(CHANGE_ROUTES, project_id)
    if target != Target(""):
        target = check_target(work, project_id, target)
    checked = checked_settings(kind, settings)
    if route_id is None:
        row = _new_row(work, project_id)
    else:
        row = _row(work, route_id)
        if row.kind != kind:
            raise InputProblem(
                log="kind of a route changed",
                shown=_("The kind of a route cannot be changed. Add another route."),
            )
        row.before = _as_it_is(row)
    row.department_key, row.subject_key = target.department_key, target.subject_key
    row.kind, row.settings = kind, checked
    work.session.add(row)
    work.session.flush()
    _tell(work, row, "mail_routing.route_saved")
    return read_route(row)


def use_route(work: Work, route_id: UUID, *, is_active: bool) -> None:
    """Take a route out of use, or into use again; what waits for it already still leaves."""
    row = _row(work, route_id)
    work.require(CHANGE_ROUTES, row.project_id)
    row.is_active = is_active
    work.session.flush()
    _tell(work, row, f"mail_routing.route_{'started' if is_active else 'stopped'}")


def undo_route(work: Work, route_id: UUID) -> None:
    """Let a route say what it said before its last change. Raises Conflict when it has not changed."""
    row = _row(work, route_id)
    work.require(CHANGE_ROUTES, row.project_id)
    if not row.before:
        raise Conflict(log="route unchanged", shown=_("There is no change to undo."))
    before = row.before
    row.department_key, row.subject_key = before["department"], before["subject"]
    row.settings, row.before = before["settings"], {}
    work.session.flush()
    _tell(work, row, "mail_routing.route_undone")


def mark_held(work: Work, route_id: UUID, *, is_held: bool) -> Route:
    """Write down whether a route is held. Raises NotFound."""
    row = _row(work, route_id)
    row.is_held = is_held
    work.session.flush()
    _tell(work, row, f"mail_routing.route_{'held' if is_held else 'released'}")
    return read_route(row)


def note_tried(work: Work, route_id: UUID) -> None:
    """Write down that a person tried a route out."""
    _tell(work, _row(work, route_id), "mail_routing.route_tried")


def is_held(work: Work, route_id: UUID) -> bool:
    return _row(work, route_id).is_held


# --- checking ----------------------------------------------------------------------------------


def checked_settings(kind: RouteKind, given: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of a route, without what its kind does not know. Raises InputProblem."""
    checked = {}
    for field in SETTINGS_OF[kind]:
        value = given.get(field.name, "").strip()
        if field.is_required and not value:
            raise _wrong(_("Fill in: %(what)s.", what=field.title))
        if value and (problem := _fault(field.name, value)) is not None:
            raise _wrong(problem)
        if field.choices and value not in field.choices:
            raise _wrong(_("Fill in: %(what)s.", what=field.title))
        checked[field.name] = value
    return checked


def _fault(name: str, value: str) -> Text | None:
    check = _CHECKS.get(name)
    return None if check is None or check[0](value) else check[1]


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    is_here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_here)
    return is_safe and bool(parts.hostname) and not parts.username and not parts.password


def _is_below(value: str) -> bool:
    pieces = value.split("/")
    return all(piece not in ("", ".", "..") and "\\" not in piece for piece in pieces)


def _is_name(value: str) -> bool:
    return _NAME.fullmatch(value) is not None and not value.startswith(".")


_NO_ADDRESS = _("The address must begin with https:// and name a server.")
_NO_UUID = _("A UUID has the form 123e4567-e89b-12d3-a456-426614174000.")
_CHECKS: Mapping[str, tuple[Callable[[str], object], Text]] = {
    "to": (_ADDRESS.fullmatch, _("This is no mail address.")),
    "url": (_is_address, _NO_ADDRESS),
    "endpoint": (_is_address, _NO_ADDRESS),
    "secret": (
        _is_name,
        _("The name of a secret is made of letters, digits, hyphens and full stops."),
    ),
    "folder": (
        _is_below,
        _("Write the folder as a path below the other one, without leading slash."),
    ),
    "receiver": (_UUID.fullmatch, _NO_UUID),
    "system": (_UUID.fullmatch, _NO_UUID),
    "facet": (_FACET.fullmatch, _("A facet is a letter and two digits, such as G01.")),
}


def _wrong(shown: Text) -> InputProblem:
    return InputProblem(log="bad route", shown=shown)


# --- rows --------------------------------------------------------------------------------------


def _new_row(work: Work, project_id: UUID) -> RouteRow:
    last = work.session.scalar(select(func.max(RouteRow.position)).filter_by(project_id=project_id))
    return RouteRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        is_active=True,
        is_held=False,
        position=(last or 0) + 1,
        before={},
        created_by=work.actor.id,
        created_at=work.now,
    )


def _row(work: Work, route_id: UUID) -> RouteRow:
    row = work.session.get(RouteRow, route_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no route {route_id}", shown=_("This route does not exist."))
    return row


def _as_it_is(row: RouteRow) -> dict[str, Any]:
    return {
        "department": row.department_key,
        "subject": row.subject_key,
        "settings": dict(row.settings),
    }


def read_route(row: RouteRow) -> Route:
    """Return a row as the value that others see."""
    return Route(
        id=row.id,
        department_key=row.department_key,
        subject_key=row.subject_key,
        kind=RouteKind(row.kind),
        settings=row.settings,
        is_active=row.is_active,
        is_held=row.is_held,
        position=row.position,
        may_undo=bool(row.before),
    )


def _tell(work: Work, row: RouteRow, action: str) -> None:
    found = read_route(row)
    audit.write(
        work,
        action,
        ObjectRef("project", row.project_id),
        route=row.id,
        way=row.kind,
        place=found.place or "–",
        department=row.department_key,
        subject=row.subject_key,
        settings=dict(row.settings),
    )
