"""Who may do what: rights are role x project x data limit, and everything asks for one by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.errors import NotAllowed
from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from uuid import UUID

DataLimit = Mapping[str, frozenset[str]]
"""What a grant is limited to, such as {"department": {"vej"}}; empty: no limit."""


class Role(StrEnum):
    """What someone is to the organisation; a permission names the roles that have it."""

    CASEWORKER = "caseworker"
    SUPER_USER = "super_user"
    DATA_SCIENTIST = "data_scientist"
    LEGAL = "legal"
    PROJECT_OWNER = "project_owner"
    OPERATIONS = "operations"
    AUDITOR = "auditor"


ROLE_TITLES: Mapping[Role, Text] = {
    Role.CASEWORKER: _("Caseworker"),
    Role.SUPER_USER: _("Super-user"),
    Role.DATA_SCIENTIST: _("Data scientist"),
    Role.LEGAL: _("Lawyer or DPO"),
    Role.PROJECT_OWNER: _("Project owner"),
    Role.OPERATIONS: _("IT operations"),
    Role.AUDITOR: _("Auditor (read only)"),
}
EVERYONE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that one may or may not do. `roles` are those that have it."""

    code: str
    title: Text
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Grant:
    """One role given to someone, in one project or in all of them."""

    role: Role
    project_id: UUID | None = None
    limit: DataLimit = field(default_factory=dict)


class ActorKind(StrEnum):
    """On whose behalf something is done."""

    PERSON = "person"
    AUTHORISATION = "authorisation"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, a standing authorisation, the installation itself, or nobody known."""

    kind: ActorKind
    id: UUID | None = None
    authority_id: UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()

    def grants_for(self, permission: Permission, project_id: UUID | None) -> list[Grant]:
        """Return the grants that give a permission in a project (None: in any project)."""
        return [
            grant
            for grant in self.grants
            if grant.role in permission.roles
            and (project_id is None or grant.project_id in (None, project_id))
        ]

    def may(self, permission: Permission, project_id: UUID | None = None) -> bool:
        return self.kind is ActorKind.SYSTEM or bool(self.grants_for(permission, project_id))

    def require(self, permission: Permission, project_id: UUID | None = None) -> None:
        """Raise NotAllowed unless the actor has the permission (in that project)."""
        if not self.may(permission, project_id):
            raise NotAllowed(
                log=f"{self.kind} {self.id} lacks {permission.code}",
                shown=_("You do not have the right to: %(what)s.", what=permission.title),
            )

    def may_see_all(self, permission: Permission, project_id: UUID) -> bool:
        """Say whether the actor has the permission in a project without any limit to some data."""
        grants = self.grants_for(permission, project_id)
        return self.kind is ActorKind.SYSTEM or any(not grant.limit for grant in grants)

    def limit(self, permission: Permission, project_id: UUID, of: str) -> frozenset[str] | None:
        """Return which values of one kind the actor may see; None: all of them."""
        if self.kind is ActorKind.SYSTEM:
            return None
        allowed: set[str] = set()
        for grant in self.grants_for(permission, project_id):
            if of not in grant.limit:
                return None
            allowed |= grant.limit[of]
        return frozenset(allowed)


SYSTEM = Actor(ActorKind.SYSTEM)
"""The installation itself, outside of any authority."""

NOBODY = Actor(ActorKind.NOBODY)
"""Somebody who has not signed in; may do nothing that asks for a permission."""


def system_of(authority_id: UUID) -> Actor:
    """Return the installation acting within one authority, such as a nightly job."""
    return Actor(ActorKind.SYSTEM, authority_id=authority_id)
