"""Who is on the other end of a request, found out once before the request is answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from signatur.kernel import sessions
from signatur.kernel.i18n import DEFAULT_LANGUAGE, LANGUAGES

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime

SESSION_COOKIE = "signatur_session"
LANGUAGE_COOKIE = "signatur_language"
_BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who makes a request; `actor` is None for somebody who has not signed in."""

    actor: Actor | None
    language: str
    csrf: str = ""
    """The token that a form of this session must carry; empty without a session."""
    session_hash: str = ""
    came_with_key: bool = False


def stranger(runtime: Runtime, request: HTTPConnection) -> Visitor:
    """Return a visitor of whom nothing is known but the language that the browser chose."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, runtime.settings.kernel.language)
    return Visitor(None, chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE)


def recognise(runtime: Runtime, request: HTTPConnection) -> Visitor:
    """Find out who visits by session cookie or API key."""
    unknown = stranger(runtime, request)
    header = request.headers.get("authorization", "")
    if header.startswith(_BEARER):
        return _with_key(runtime, header.removeprefix(_BEARER), unknown)
    key = request.cookies.get(SESSION_COOKIE)
    return unknown if key is None else _with_session(runtime, key, unknown)


def _with_key(runtime: Runtime, key: str, unknown: Visitor) -> Visitor:
    identity = runtime.identity
    with runtime.database.reading() as session:
        person_id = identity.person_with_key(session, key)
        actor = identity.actor_of(session, person_id) if person_id is not None else None
    return replace(unknown, actor=actor, came_with_key=True)


def _with_session(runtime: Runtime, key: str, unknown: Visitor) -> Visitor:
    identity = runtime.identity
    now = runtime.clock.now()
    with runtime.database.reading() as session:
        found = sessions.find(session, key, now, runtime.settings.kernel)
        actor = identity.actor_of(session, found.person_id) if found is not None else None
        if found is None or actor is None:
            return unknown
        language = identity.language_of(session, found.person_id)
    if found.needs_touch:
        with runtime.database.writing() as session:
            sessions.touch(session, found.key_hash, now)
    return Visitor(actor, language, found.csrf, found.key_hash)
