"""Sign-in, and keys with which other systems call the API."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING

from argon2.exceptions import VerificationError
from sqlalchemy import select

from signatur.kernel import sessions, throttle
from signatur.kernel.errors import InputProblem, NotFound, NotSignedIn
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Actor, ActorKind, Grant
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.people.schema import Key
from signatur.records.people.service.accounts import hasher, read_person, row_of
from signatur.records.people.tables import KeyRow, PersonRow

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from signatur.kernel.work import Work


class SignInRefused(NotSignedIn):
    """Login and password do not fit, or the account is closed; we do not say which."""

    def __init__(self) -> None:
        super().__init__(
            log="sign-in refused", shown=_("The user name and password do not fit together.")
        )


def sign_in(work: Work, login: str, password: str, origin: str) -> str:
    """Return a session key for the right password.

    Raises SignInRefused, which the caller writes down with `count_refusal`, and MustWait.
    """
    login = login.strip().casefold()
    for key in _throttle_keys(login, origin):
        throttle.check(work.session, key, work.now)
    row = work.session.scalar(select(PersonRow).filter_by(login=login))
    stored = row.password_hash if row is not None else None
    if not _fits(stored, password) or row is None or not row.is_active:
        raise SignInRefused
    for key in _throttle_keys(login, origin):
        throttle.succeeded(work.session, key)
    if hasher().check_needs_rehash(row.password_hash or ""):
        row.password_hash = hasher().hash(password)
    row.signed_in_at = work.now
    actor = actor_of(work.session, row.id)
    assert actor is not None, "the account is active"
    audit.write(work.acting_as(actor), "people.signed_in", ObjectRef("person", row.id))
    return sessions.begin(
        work.session, row.id, row.authority_id, work.now, work.runtime.settings.kernel
    )


def sign_out(work: Work, session_hash: str) -> None:
    """End the session of the acting person."""
    assert work.actor.id is not None, "a session is somebody's"
    sessions.end(work.session, session_hash)
    audit.write(work, "people.signed_out", ObjectRef("person", work.actor.id))


def check_password(work: Work, person_id: UUID, password: str) -> bool:
    """Say whether this is the person's password; a wrong one counts as a failed sign-in.

    Raises MustWait.
    """
    row = row_of(work, person_id)
    key = _account_key(row.login)
    throttle.check(work.session, key, work.now)
    fits = _fits(row.password_hash, password)
    if not fits:
        allowed = work.runtime.settings.kernel.sign_in_attempts
        throttle.failed(work.session, key, work.now, allowed)
    return fits


def count_refusal(work: Work, login: str, origin: str) -> None:
    """Count a failed sign-in against the account and against where it came from."""
    allowed = work.runtime.settings.kernel.sign_in_attempts
    account, address = _throttle_keys(login.strip().casefold(), origin)
    throttle.failed(work.session, account, work.now, allowed)
    # Many people may sit behind one address.
    throttle.failed(work.session, address, work.now, allowed * 10)


def _throttle_keys(login: str, origin: str) -> tuple[str, str]:
    return _account_key(login), f"address:{origin}"


def _account_key(login: str) -> str:
    return f"account:{login}"


def actor_of(session: Session, person_id: UUID) -> Actor | None:
    """Return who acts when this person does; None when the account is closed or gone."""
    row = session.get(PersonRow, person_id)
    if row is None or not row.is_active:
        return None
    grants = tuple(
        Grant(granted.role, granted.project_id, granted.limit)
        for granted in read_person(row).grants
    )
    return Actor(ActorKind.PERSON, row.id, row.authority_id, row.name, grants)


def language_of(session: Session, person_id: UUID) -> str:
    """Return the language that a person reads."""
    return session.get_one(PersonRow, person_id).language


def make_key(work: Work, person_id: UUID, name: str) -> str:
    """Return a new key for the API; it is shown once and stored only as a hash.

    Raises NotFound, InputProblem without a name.
    """
    row_of(work, person_id)
    if not name.strip():
        raise InputProblem(log="key without a name", shown=_("Write what the key is for."))
    key = f"signatur_{secrets.token_urlsafe(32)}"
    row = KeyRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        person_id=person_id,
        name=name.strip(),
        key_hash=sessions.hash_key(key),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.write(work, "people.key_made", ObjectRef("person", person_id), key=row.name)
    return key


def keys(work: Work, person_id: UUID) -> list[Key]:
    """Return the keys of an account, oldest first, those that ended too."""
    row_of(work, person_id)
    query = select(KeyRow).filter_by(authority_id=work.authority_id, person_id=person_id)
    rows = work.session.scalars(query.order_by(KeyRow.id))
    return [Key(row.id, row.name, row.created_at, row.ended_at) for row in rows]


def end_key(work: Work, key_id: UUID) -> None:
    """Let a key no longer be used. Raises NotFound."""
    row = work.session.get(KeyRow, key_id)
    if row is None or row.authority_id != work.authority_id or row.ended_at is not None:
        raise NotFound(log=f"no key {key_id}", shown=_("This key does not exist."))
    row.ended_at = work.now
    audit.write(work, "people.key_ended", ObjectRef("person", row.person_id), key=row.name)


def person_with_key(session: Session, key: str) -> UUID | None:
    """Return whose key this is, when it may still be used."""
    query = select(KeyRow.person_id).filter_by(key_hash=sessions.hash_key(key), ended_at=None)
    return session.scalar(query)


@cache
def _nobodys_hash() -> str:
    """A hash to check against when the login is unknown, so that both cases take as long."""
    return hasher().hash(secrets.token_urlsafe(16))


def _fits(stored: str | None, password: str) -> bool:
    try:
        hasher().verify(stored or _nobodys_hash(), password)
    except VerificationError:
        return False
    return stored is not None
