"""From groups of names and numbers to persons with keys that stay, and mentions that name them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import birth_date
from signatur.solutions.disclosure.model.linking.gathering import SURE
from signatur.solutions.disclosure.model.linking.roles import Signs, guessed
from signatur.solutions.disclosure.model.linking.writing import HALVED, WrittenName, written
from signatur.solutions.disclosure.schema.parties import (
    Candidate,
    Linked,
    Mention,
    MentionKind,
    Person,
    Role,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from signatur.solutions.disclosure.model.linking.gathering import Raw
    from signatur.solutions.disclosure.model.linking.settling import Settling
    from signatur.solutions.disclosure.model.linking.stating import Stating

_KEY = re.compile(r"p(\d+)")
_LEAST = 0.02


def births(state: Settling, keys: Mapping[int, str], known: Sequence[Person]) -> dict[int, date]:
    """Return when each group was born, as stated or as its CPR number says."""
    found: dict[int, date] = {}
    for value, group in state.cpr.items():
        born = birth_date(value) if len(value) == 10 and value.isdigit() else None
        if born is not None:
            found[group] = born
    by_key = {person.key: person for person in known if person.is_stated}
    for number, key in keys.items():
        if key in by_key and (born := by_key[key].birth_date) is not None:
            found[number] = born
    return found


def roles(
    seen: Mapping[int, Signs],
    keys: Mapping[int, str],
    known: Sequence[Person],
    stating: Stating,
) -> dict[int, tuple[Role, tuple[str, ...]]]:
    """Return the role of each group: as stated, otherwise as guessed."""
    found = {group: guessed(own) for group, own in seen.items()}
    stated = {person.key: person for person in known if person.is_stated}
    for number, key in keys.items():
        person = stated.get(key)
        if person is not None and person.role is not Role.UNKNOWN:
            found[number] = (person.role, ("stated",))
    for number, role in stating.roles.items():
        found[stating.of(number)] = (role, ("stated",))
    return found


def lend_keys(state: Settling, keys: dict[int, str], known: Sequence[Person]) -> None:
    """Give groups the keys of the persons that an earlier linking made of the same names.

    Groups that were split off come last, so that the person they were split from keeps its key.
    """
    used = set(keys.values())
    by_form: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    by_cpr: dict[str, Person] = {}
    # Whoever was joined with another bears both names; the other, if known, goes first for its own.
    for person in sorted(known, key=lambda one: bool(one.former_keys)):
        if not person.is_stated:
            for name in person.names:
                by_form[written(name).words].append(person)
            by_cpr = dict.fromkeys(person.cpr, person) | by_cpr
    cpr_of: dict[int, list[str]] = defaultdict(list)
    for value, number in state.cpr.items():
        cpr_of[number].append(value)
    for group in sorted(state.names.groups, key=lambda group: (group.is_homonym, group.number)):
        if group.number in keys:
            continue
        people = [by_cpr[value] for value in cpr_of[group.number] if value in by_cpr]
        people += [person for form in _by_use(group.forms) for person in by_form[form.words]]
        offers = [key for person in people for key in (person.key, *person.former_keys)]
        key = next((key for key in offers if key not in used), None)
        if key is not None:
            keys[group.number] = key
            used.add(key)


def _by_use(forms: Mapping[WrittenName, int]) -> list[WrittenName]:
    return sorted(forms, key=lambda form: (-len(form.words), -forms[form], form.words))


def result(
    state: Settling,
    keys: dict[int, str],
    known: Sequence[Person],
    roles_by_group: Mapping[int, tuple[Role, tuple[str, ...]]],
    stating: Stating,
    births_by_group: Mapping[int, date],
) -> Linked:
    """Return persons and mentions; persons come in the order in which the case names them."""
    lend_keys(state, keys, known)
    order = _order(state, keys, stating)
    _new_keys(order, keys, known)
    facts = _Facts(state, stating)
    stated = {person.key: person for person in known if person.is_stated}
    former: dict[int, list[str]] = defaultdict(list)
    for number in stating.joined:
        if number in keys:
            former[stating.of(number)].append(keys[number])
    people = []
    for number in order:
        role, reasons = roles_by_group.get(number, (Role.UNKNOWN, ()))
        if number in facts.companies:
            role, reasons = Role.COMPANY, ("company_form",)
        person = facts.person(number, keys[number], stated.get(keys[number]), births_by_group)
        people.append(_with(person, role, reasons, tuple(former[number])))
    mentions = tuple(
        _mention(case.document.document, raw, keys)
        for case in state.cases
        for raw in case.raws
        if raw.groups or raw.kind is not MentionKind.INITIALS
    )
    return Linked(tuple(people), mentions)


def _with(person: Person, role: Role, reasons: tuple[str, ...], former: tuple[str, ...]) -> Person:
    from dataclasses import replace

    return replace(person, role=role, reasons=reasons, former_keys=former)


def _order(state: Settling, keys: Mapping[int, str], stating: Stating) -> list[int]:
    seen: dict[int, None] = {}
    for number in sorted(keys):
        if state.names.groups[number].forms and number == stating.of(number):
            # Stated persons are listed even if no document names them.
            seen.setdefault(number)
    for case in state.cases:
        for raw in case.raws:
            for number, share in raw.groups:
                if share >= _LEAST:
                    seen.setdefault(number)
    return [number for number in seen if number == stating.of(number)]


def _new_keys(order: Sequence[int], keys: dict[int, str], known: Sequence[Person]) -> None:
    every = [key for person in known for key in (person.key, *person.former_keys)]
    numbers = [int(match.group(1)) for key in every if (match := _KEY.fullmatch(key))]
    following = max(numbers, default=0) + 1
    for number in order:
        if number not in keys:
            keys[number] = f"p{following}"
            following += 1


class _Facts:
    """What the case tells of each group, put together once."""

    def __init__(self, state: Settling, stating: Stating) -> None:
        self._state, self._stating = state, stating
        self._values: dict[tuple[int, MentionKind], Counter[str]] = defaultdict(Counter)
        self._shown: dict[tuple[int, MentionKind], dict[str, str]] = defaultdict(dict)
        self.companies: set[int] = set()
        for case in state.cases:
            for raw in case.raws:
                if raw.group is not None:
                    self._take(raw, raw.group)

    def _take(self, raw: Raw, group: int) -> None:
        if raw.kind is MentionKind.ORGANISATION:
            self.companies.add(group)
        if raw.is_rough:
            # Nobody is called as a scanner misread it.
            return
        value = " ".join(raw.form.words) if raw.kind is MentionKind.NAME else raw.value
        slot = group, raw.kind
        self._values[slot][value] += 1
        shown = self._shown[slot]
        # The mixed-case spelling is the one to show.
        if value not in shown or (shown[value].isupper() and not raw.text.isupper()):
            shown[value] = raw.text

    def _of(self, group: int, kind: MentionKind) -> tuple[str, ...]:
        return tuple(value for value, _ in self._values[group, kind].most_common(20))

    def person(
        self, group: int, key: str, stated: Person | None, births_by_group: Mapping[int, date]
    ) -> Person:
        cpr = tuple(
            value for value, owner in self._state.cpr.items() if self._stating.of(owner) == group
        )
        names = self._names(group)
        own = self._state.names.groups[group]
        if stated is not None:
            names = _united(stated.names, names)
            cpr = _united(stated.cpr, cpr)
        return Person(
            key=key,
            names=names,
            cpr=cpr,
            birth_date=births_by_group.get(group),
            phones=_united(stated.phones if stated else (), self._of(group, MentionKind.PHONE)),
            emails=_united(stated.emails if stated else (), self._of(group, MentionKind.EMAIL)),
            addresses=_united(
                stated.addresses if stated else (),
                tuple(self._shown[group, MentionKind.ADDRESS].values()),
            ),
            role_words=_united(
                stated.role_words if stated else (), self._of(group, MentionKind.ROLE_WORD)
            ),
            gender=own.gender,
            is_stated=stated is not None,
        )

    def _names(self, group: int) -> tuple[str, ...]:
        shown = self._shown[group, MentionKind.NAME]
        forms = _by_use(self._state.names.groups[group].forms)
        said = [" ".join(form.words) for form in forms]
        names = [shown.get(name) or _capitals(name) for name in said if name]
        names += [text for value, text in shown.items() if value not in said]
        if not names:
            names = list(self._shown[group, MentionKind.ORGANISATION].values())[:1]
        cleaned = (re.sub(r"\s+", " ", HALVED.sub("-", name)).strip(" -") for name in names)
        return tuple(dict.fromkeys(cleaned))


def _capitals(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def _united(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *second]))


def _mention(document: str, raw: Raw, keys: Mapping[int, str]) -> Mention:
    candidates = tuple(
        Candidate(keys[number], round(share, 3), tuple(raw.evidence))
        for number, share in raw.groups
        if share >= _LEAST and number in keys
    )
    best = candidates[0].probability if candidates else 0.0
    return Mention(
        document, raw.start, raw.end, raw.text, raw.kind, best,
        candidates[0].person if best >= SURE else "",
        tuple(dict.fromkeys(filter(None, raw.evidence))), candidates, raw.is_added,
    )  # fmt: skip
