"""Link every mention of a case to somebody, honouring what reviewers have stated."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.methods.text.folding import fold
from signatur.solutions.disclosure.model.linking import persons as making
from signatur.solutions.disclosure.model.linking.asking import named, requesters
from signatur.solutions.disclosure.model.linking.gathering import (
    Gathered,
    gather,
    join_turned_names,
    spot_known_names,
)
from signatur.solutions.disclosure.model.linking.initials import spot_initials
from signatur.solutions.disclosure.model.linking.misread import (
    spot_misread_names,
    without_given_out,
)
from signatur.solutions.disclosure.model.linking.naming import Names
from signatur.solutions.disclosure.model.linking.resolving_roles import settle_role_words
from signatur.solutions.disclosure.model.linking.role_words import base_of
from signatur.solutions.disclosure.model.linking.roles import is_company, signs
from signatur.solutions.disclosure.model.linking.settling import (
    Settling,
    base_forms,
    settle_numbers,
)
from signatur.solutions.disclosure.model.linking.stating import Stating
from signatur.solutions.disclosure.model.linking.writing import (
    vocabulary,
    without_genitive,
    written,
)
from signatur.solutions.disclosure.schema.parties import (
    Authority,
    DocumentMentions,
    Linked,
    MentionKind,
    Person,
    Request,
    Role,
    Statement,
    StatementKind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOBODY = Authority()
_NO_REQUEST = Request()


def link(
    documents: Sequence[DocumentMentions],
    known: Sequence[Person] = (),
    *,
    statements: Sequence[Statement] = (),
    authority: Authority = _NOBODY,
    request: Request = _NO_REQUEST,
) -> Linked:
    """Return every mention of a case, linked to the persons it may mean.

    `known` are the persons that a caseworker stated, and those of an earlier linking: these keep
    their keys and nothing else. A mention that may mean several has no `person` but `candidates`.
    Names that were not found in one document but are known from another are added. Work grows
    linearly with text and mentions.
    """
    cases = [gather(document) for document in documents]
    state, keys = _settled_names(cases, known)
    stating = Stating(state, keys, cases, statements)
    stating.before()
    state.settle()
    stating.on_mentions()
    settle_numbers(state)
    _settle_organisations(state)
    births = making.births(state, keys, known)
    seen = signs(cases, authority, births)
    for group in requesters(state.names.groups, cases, request):
        seen[group].add(Role.REQUESTER, "is_requester", 1.0)
    for group in named(state.names.groups, request):
        seen[group].add(Role.PARTY, "in_request", 1.0)
    roles = making.roles(seen, keys, known, stating)
    without_given_out(cases, {group: role for group, (role, _) in roles.items()})
    settle_role_words(
        cases,
        state.names.groups,
        stating.called | _called(keys, known),
        children=[group for group, (role, _) in roles.items() if role is Role.CHILD],
        parties=[
            group for group, (role, _) in roles.items() if role in {Role.PARTY, Role.REQUESTER}
        ],
    )
    stating.on_mentions()
    return making.result(state, keys, known, roles, stating, births)


def _settled_names(
    cases: Sequence[Gathered], known: Sequence[Person]
) -> tuple[Settling, dict[int, str]]:
    forms = [raw.form for case in cases for raw in case.raws if raw.kind is MentionKind.NAME]
    stated = [person for person in known if person.is_stated]
    own = [written(name) for person in stated for name in person.names]
    words = vocabulary([*forms, *own])
    base_forms(cases, words)
    based = {raw.form for case in cases for raw in case.raws if raw.kind is MentionKind.NAME}
    full = {form for form in based | set(own) if form.is_full}
    spot_known_names(cases, full)
    spot_misread_names(cases, own)
    for case in cases:
        join_turned_names(case, full)
        case.raws = sorted([*case.raws, *spot_initials(case)], key=lambda raw: raw.start)
    base_forms(cases, words)
    names = Names()
    state = Settling(cases, names)
    keys: dict[int, str] = {}
    cpr: dict[str, int] = {}
    for person in stated:
        parts = [without_genitive(written(name), Counter()) for name in person.names]
        group = names.new(parts[0], 1) if parts else names.new(written(""), 0)
        for form in parts[1:]:
            names.add(group, form, 1)
        group.gender = person.gender
        keys[group.number] = person.key
        cpr |= dict.fromkeys(person.cpr, group.number)
    state.group_names()
    state.split_homonyms(cpr)
    state.group_the_rest()
    making.lend_keys(state, keys, known)
    return state, keys


def _called(keys: dict[int, str], known: Sequence[Person]) -> dict[tuple[str, int | None], int]:
    numbers = {key: number for number, key in keys.items()}
    return {
        (base_of(word), None): numbers[person.key]
        for person in known
        if person.is_stated and person.key in numbers
        for word in person.role_words
    }


def _settle_organisations(state: Settling) -> None:
    """Make a person of each company; authorities and associations stay organisations."""
    by_name: dict[str, int] = {}
    for case in state.cases:
        for raw in case.raws:
            if raw.kind is MentionKind.ORGANISATION:
                name = fold(raw.text)
                if name not in by_name and is_company(raw, case.document.text):
                    group = state.names.new(written(""), 0)
                    by_name[name] = group.number
                if name in by_name:
                    raw.groups = [(by_name[name], 0.9)]
                    raw.evidence.append("company_form")
    _settle_cvr(state)


def _settle_cvr(state: Settling) -> None:
    owners: dict[str, Counter[int]] = defaultdict(Counter)
    for case in state.cases:
        last = None
        for raw in case.raws:
            if raw.kind is MentionKind.ORGANISATION and raw.group is not None:
                last = raw
            elif raw.kind is MentionKind.CVR and last is not None and raw.start - last.end < 80:
                owners[raw.value][last.groups[0][0]] += 1
    for case in state.cases:
        for raw in case.raws:
            if raw.kind is MentionKind.CVR and raw.value in owners:
                raw.groups = [(owners[raw.value].most_common(1)[0][0], 0.9)]
                raw.evidence.append("same_number")


def state_role(person: Person, role: Role) -> Person:
    """Return the person in a role that a caseworker stated."""
    return replace(person, role=role, is_stated=True, reasons=("stated",))


__all__ = ["Statement", "StatementKind", "link", "state_role"]
