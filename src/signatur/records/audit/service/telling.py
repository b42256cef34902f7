"""Entries of the audit in plain words, by the phrases that each part offers for its own actions."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import Text, gettext_now, show_number
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import ActorKind
from signatur.records.audit.schema import AuditEntry, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.part import AuditedThing, Part
    from signatur.kernel.work import Work

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_ERASED = _("(erased)")
# Details that people wrote themselves, shown below the phrase unless the phrase holds them.
_WRITTEN = ("note", "because")


def events(work: Work, entries: Sequence[AuditEntry]) -> list[Event]:
    """Return entries as a reader sees them, in the reader's language and in the same order."""
    unnamed = {entry.actor_id for entry in entries if entry.actor_id and not entry.actor_name}
    names = work.runtime.identity.names_of(work.session, unnamed) if unnamed else {}
    return [_event(work.runtime.parts, entry, names) for entry in entries]


def action_titles(parts: tuple[Part, ...], actions: Iterable[str]) -> dict[str, str]:
    """Return what actions are called when no single entry is meant, by action."""
    return {
        action: _PLACEHOLDER.sub("…", gettext_now(_phrase(parts, action).message))
        for action in actions
    }


def _event(parts: tuple[Part, ...], entry: AuditEntry, names: Mapping[UUID, str]) -> Event:
    phrase = _phrase(parts, entry.action)
    thing = _things(parts).get(entry.object.kind)
    return Event(
        number=entry.number,
        at=entry.at,
        who=_who(entry, names),
        phrase=_filled(phrase, entry.details, _words(parts, entry.action)),
        more=_written_by_hand(phrase, entry.details or {}),
        thing=str(thing.title) if thing else entry.object.kind,
        path=thing.path.format(id=entry.object.id) if thing else "",
    )


def _who(entry: AuditEntry, names: Mapping[UUID, str]) -> str:
    match entry.actor_kind:
        case ActorKind.SYSTEM:
            return "Signatur"
        case ActorKind.AUTHORISATION:
            return str(_("A standing authorisation"))
    known = names.get(entry.actor_id, "") if entry.actor_id else ""
    return entry.actor_name or known or str(_("Unknown"))


def _filled(
    phrase: Text, details: Mapping[str, Any] | None, words: Mapping[str, Mapping[Any, Text]]
) -> str:
    """Put details into a phrase; what was erased, or never told, is said to be erased."""

    def shown(found: re.Match[str]) -> str:
        name = found[1]
        if details is None or name not in details:
            return str(_ERASED)
        value = details[name]
        if isinstance(value, int | float):
            return show_number(value)
        return str(words.get(name, {}).get(str(value), value))

    return _PLACEHOLDER.sub(shown, gettext_now(phrase.message))


def _written_by_hand(phrase: Text, details: Mapping[str, Any]) -> str:
    told = [str(details[name]) for name in _WRITTEN if details.get(name)]
    return " ".join(told) if not any(f"%({name})" in phrase.message for name in _WRITTEN) else ""


def _phrase(parts: tuple[Part, ...], action: str) -> Text:
    return _phrases(parts).get(action, Text(action))


@cache
def _phrases(parts: tuple[Part, ...]) -> Mapping[str, Text]:
    return {action: text for part in parts for action, text in part.audit_phrases.items()}


@cache
def _words(parts: tuple[Part, ...], action: str) -> Mapping[str, Mapping[Any, Text]]:
    """Return the words for codes: of all parts, first of the one to which an action belongs.

    A solution has codes of its own in what the records write down, such as its channels.
    """
    merged: dict[str, dict[Any, Text]] = {}
    for part in sorted(parts, key=lambda part: action in part.audit_phrases):
        for detail, words in part.audit_words.items():
            merged.setdefault(detail, {}).update(words)
    return merged


@cache
def _things(parts: tuple[Part, ...]) -> Mapping[str, AuditedThing]:
    return {kind: thing for part in parts for kind, thing in part.audit_things.items()}
