"""Authorities, accounts and roles."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from sqlalchemy import select

from signatur.kernel import sessions
from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import sort_key
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.people.schema import Authority, GrantedRole, Person
from signatur.records.people.tables import AuthorityRow, GrantRow, PersonRow
from signatur.records.projects import service as projects

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from sqlalchemy.orm import Session

    from signatur.kernel.permissions import DataLimit
    from signatur.kernel.work import Work

MANAGE = Permission(
    "people.manage", _("manage users and their roles"), frozenset({Role.OPERATIONS})
)

AUDIT_PHRASES = {
    "people.added": _("Account created for %(name)s"),
    "people.role_given": _("Role given: %(role)s"),
    "people.role_withdrawn": _("Role withdrawn: %(role)s"),
    "people.password_changed": _("Password changed"),
    "people.deactivated": _("Account closed"),
    "people.reactivated": _("Account opened again"),
    "people.signed_in": _("Signed in"),
    "people.signed_out": _("Signed out"),
    "people.key_made": _("Key for the API made: %(key)s"),
    "people.key_ended": _("Key for the API ended: %(key)s"),
}

PASSWORD_LENGTH = 12


class WeakPassword(InputProblem):
    """A password that is too short or contains the login."""

    def __init__(self) -> None:
        super().__init__(
            log="weak password",
            shown=_(
                "Choose a password of at least %(num)d characters that does not contain the "
                "user name.",
                num=PASSWORD_LENGTH,
            ),
        )


@cache
def hasher() -> PasswordHasher:
    """Return argon2id with the library's defaults (RFC 9106, low-memory profile)."""
    return PasswordHasher()


def add_authority(work: Work, name: str, cvr_number: str) -> Authority:
    """Create an authority. Raises Conflict when the name is taken."""
    if work.session.scalar(select(AuthorityRow.id).filter_by(name=name)):
        raise Conflict(
            log="authority exists", shown=_("There already is an authority of that name.")
        )
    row = AuthorityRow(id=work.new_id(), name=name, cvr_number=cvr_number, created_at=work.now)
    work.session.add(row)
    work.session.flush()
    return _authority(row)


def authorities(session: Session) -> list[Authority]:
    """Return all authorities of the installation, oldest first."""
    return [
        _authority(row) for row in session.scalars(select(AuthorityRow).order_by(AuthorityRow.id))
    ]


def authority(work: Work) -> Authority:
    """Return the authority within which this work is done."""
    return _authority(work.session.get_one(AuthorityRow, work.authority_id))


def add_person(
    work: Work, *, login: str, name: str, password: str | None = None, is_system: bool = False
) -> Person:
    """Create an account. Raises Conflict when the login is taken, WeakPassword."""
    login = login.strip().casefold()
    if not login or not name.strip():
        raise InputProblem(log="login or name empty", shown=_("State a user name and a name."))
    if work.session.scalar(select(PersonRow.id).filter_by(login=login)):
        raise Conflict(log="login taken", shown=_("This user name is taken."))
    row = PersonRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        login=login,
        name=name.strip(),
        password_hash=_hash_of(login, password) if password is not None else None,
        is_system=is_system,
        language=work.runtime.settings.kernel.language,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.write(work, "people.added", ObjectRef("person", row.id), name=row.name)
    return read_person(row)


def _hash_of(login: str, password: str) -> str:
    if len(password) < PASSWORD_LENGTH or login in password.casefold():
        raise WeakPassword
    return hasher().hash(password)


def change_password(work: Work, person_id: UUID, password: str) -> None:
    """Set a new password and end all sessions of the person. Raises WeakPassword."""
    row = row_of(work, person_id)
    row.password_hash = _hash_of(row.login, password)
    sessions.end_all_of(work.session, person_id)
    audit.write(work, "people.password_changed", ObjectRef("person", person_id))


def choose_language(work: Work, person_id: UUID, language: str) -> None:
    """Set the language in which a person reads."""
    row_of(work, person_id).language = language


def close_account(work: Work, person_id: UUID) -> None:
    """Let nobody sign in with an account any more; what the person did stays. Raises Conflict."""
    if person_id == work.actor.id:
        raise Conflict(
            log="own account", shown=_("You cannot close your own account. Ask a colleague.")
        )
    row = row_of(work, person_id)
    row.is_active = False
    sessions.end_all_of(work.session, person_id)
    audit.write(work, "people.deactivated", ObjectRef("person", person_id))


def open_account(work: Work, person_id: UUID) -> None:
    """Open a closed account again."""
    row_of(work, person_id).is_active = True
    audit.write(work, "people.reactivated", ObjectRef("person", person_id))


def give_role(
    work: Work,
    person_id: UUID,
    role: Role,
    *,
    project_id: UUID | None = None,
    limit: DataLimit | None = None,
) -> None:
    """Give a role in one project or in all, limited to some data or not; twice is once.

    Raises NotFound.
    """
    row = row_of(work, person_id)
    if project_id is not None:
        projects.get(work, project_id)
    data_limit = {kind: sorted(values) for kind, values in (limit or {}).items()}
    wanted = (role.value, project_id, data_limit)
    if any((g.role, g.project_id, g.data_limit) == wanted for g in row.grants):
        return
    row.grants.append(
        GrantRow(
            id=work.new_id(),
            authority_id=row.authority_id,
            role=role,
            project_id=project_id,
            data_limit=data_limit,
        )
    )
    work.session.flush()
    audit.write(work, "people.role_given", ObjectRef("person", person_id), role=role.value)


def withdraw_role(work: Work, person_id: UUID, grant_id: UUID) -> None:
    """Take a role back. Raises NotFound, or Conflict for one's own management of users."""
    row = row_of(work, person_id)
    grant = next((grant for grant in row.grants if grant.id == grant_id), None)
    if grant is None:
        raise NotFound(log=f"no grant {grant_id}", shown=_("This role does not exist."))
    if person_id == work.actor.id and Role(grant.role) in MANAGE.roles:
        raise Conflict(
            log="own role", shown=_("You cannot take this role from yourself. Ask a colleague.")
        )
    work.session.delete(grant)
    row.grants.remove(grant)
    work.session.flush()
    audit.write(work, "people.role_withdrawn", ObjectRef("person", person_id), role=grant.role)


def people(work: Work) -> list[Person]:
    """Return everyone in the authority, by name."""
    rows = work.session.scalars(select(PersonRow).filter_by(authority_id=work.authority_id))
    return sorted((read_person(row) for row in rows), key=lambda person: sort_key(person.name))


def person(work: Work, person_id: UUID) -> Person:
    """Return somebody in the authority. Raises NotFound."""
    return read_person(row_of(work, person_id))


def person_with_login(session: Session, login: str) -> Person:
    """Return the account of a login, in whichever authority it is. Raises NotFound."""
    row = session.scalar(select(PersonRow).filter_by(login=login.strip().casefold()))
    if row is None:
        raise NotFound(log="no such login", shown=_("There is no user of that name."))
    return read_person(row)


def names_of(session: Session, ids: AbstractSet[UUID]) -> Mapping[UUID, str]:
    """Return the names of some people."""
    rows = session.execute(select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(ids)))
    return {row.id: row.name for row in rows}


def names_within(session: Session, authority_id: UUID) -> Mapping[UUID, str]:
    """Return the names of everyone in an authority, those with closed accounts too, by name."""
    query = select(PersonRow.id, PersonRow.name).filter_by(authority_id=authority_id)
    rows = sorted(session.execute(query), key=lambda row: sort_key(row.name))
    return {row.id: row.name for row in rows}


def row_of(work: Work, person_id: UUID) -> PersonRow:
    """Return the row of somebody in the authority, for this folder only. Raises NotFound."""
    row = work.session.get(PersonRow, person_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no person {person_id}", shown=_("This user does not exist."))
    return row


def _authority(row: AuthorityRow) -> Authority:
    return Authority(row.id, row.name, row.cvr_number)


def read_person(row: PersonRow) -> Person:
    """Return a row as the value that others see."""
    grants = tuple(
        GrantedRole(
            grant.id,
            Role(grant.role),
            grant.project_id,
            {kind: frozenset(values) for kind, values in grant.data_limit.items()},
        )
        for grant in row.grants
    )
    return Person(
        id=row.id,
        authority_id=row.authority_id,
        login=row.login,
        name=row.name,
        is_active=row.is_active,
        is_system=row.is_system,
        language=row.language,
        created_at=row.created_at,
        signed_in_at=row.signed_in_at,
        grants=grants,
    )
