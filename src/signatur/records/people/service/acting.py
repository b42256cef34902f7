"""Who acts when a command is called, which nobody has signed in to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem, NotAllowed
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import SYSTEM, system_of
from signatur.records.people.service.accounts import authorities, person_with_login
from signatur.records.people.service.sign_in import actor_of

if TYPE_CHECKING:
    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime


def acting_as_login(runtime: Runtime, login: str) -> Actor:
    """Return who acts when the person of a login does. Raises NotFound, NotAllowed."""
    with runtime.reading(SYSTEM) as work:
        person = person_with_login(work.session, login)
        actor = actor_of(work.session, person.id)
    if actor is None:
        raise NotAllowed(log="closed account", shown=_("This account is closed."))
    return actor


def every_authority(runtime: Runtime) -> list[Actor]:
    """Return the installation acting within each authority, for work that is done in all of them.

    Each deserves a transaction of its own, so that one is never kept waiting by another.
    """
    with runtime.database.reading() as session:
        return [system_of(one.id) for one in authorities(session)]


def acting_for(runtime: Runtime, name: str = "") -> Actor:
    """Return the installation acting within the one authority, or within the named one.

    Raises InputProblem when no authority is meant or several are.
    """
    with runtime.database.reading() as session:
        known = authorities(session)
    fitting = [one for one in known if not name or one.name == name]
    if len(fitting) != 1:
        shown = (
            _("There is no authority %(name)s.", name=name)
            if name
            else _("Name the authority with --authority.")
        )
        raise InputProblem(log=f"{len(fitting)} authorities fit", shown=shown)
    return system_of(fitting[0].id)
