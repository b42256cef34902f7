"""Whom a request for access names: who asks, and whose matters it is about."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from signatur.methods.text.folding import fold
from signatur.solutions.disclosure.model.linking.naming import agreement
from signatur.solutions.disclosure.model.linking.writing import parts, written
from signatur.solutions.disclosure.schema.parties import MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from signatur.solutions.disclosure.model.linking.gathering import Gathered
    from signatur.solutions.disclosure.model.linking.naming import Group
    from signatur.solutions.disclosure.schema.parties import Request

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_SURE = 0.8


def requesters(
    groups: Iterable[Group], cases: Sequence[Gathered], request: Request
) -> frozenset[int]:
    """Return the groups that ask: by their full name, or by the mail address the answer goes to."""
    own = [form for form in map(written, request.names) if form.is_full]
    by_name = {
        group.number
        for group in groups
        for form in group.forms
        if form.is_full and any(agreement(form, one) >= _SURE for one in own)
    }
    by_mail = {
        raw.group
        for case in cases
        for raw in case.raws
        if raw.kind is MentionKind.EMAIL
        and raw.group is not None
        and fold(raw.value) in request.emails
    }
    return frozenset(by_name | by_mail)


def named(groups: Sequence[Group], request: Request) -> frozenset[int]:
    """Return the groups that the request or the title of the case names.

    By first name and surname, or by a first name that only one of them has.
    """
    words = {part for word in _WORD.findall(fold(request.words)) for part in _bare(word)}
    by_first: dict[str, set[int]] = defaultdict(set)
    found = set()
    for group in groups:
        for form in (one for one in group.forms if one.first):
            by_first[form.first].add(group.number)
            if form.is_full and form.first in words and words & {*parts(form.last)}:
                found.add(group.number)
    alone = {
        number
        for first, numbers in by_first.items()
        if len(first) > 2 and first in words
        for number in (numbers if len(numbers) == 1 else ())
    }
    return frozenset(found | alone)


def _bare(word: str) -> set[str]:
    """A word as it stands and without the ending of the genitive."""
    plain = word.strip("'-")
    return {plain, *parts(plain), *([plain[:-1].rstrip("'")] if plain.endswith("s") else [])}


__all__ = ["named", "requesters"]
