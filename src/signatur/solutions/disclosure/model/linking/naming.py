"""From names as written to persons: full names meet, partial ones find whom they may mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.linking.likeness import (
    Likeness,
    likeness,
    scanned,
    sounded,
)
from signatur.solutions.disclosure.model.linking.writing import WrittenName, parts
from signatur.solutions.disclosure.schema.parties import Gender

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SAME = 0.8
_POSSIBLE = 0.15


@dataclass(slots=True)
class Group:
    """Names that mean one person, before that person has a key."""

    number: int
    forms: dict[WrittenName, int] = field(default_factory=dict)
    """With how often each is written."""
    likes: dict[int, float] = field(default_factory=dict)
    """Other groups whose names may be other spellings of this one's."""
    gender: Gender = Gender.UNKNOWN
    is_homonym: bool = False
    """Another group has the same names; numbers beside them tell the two apart."""

    @property
    def fullest(self) -> WrittenName:
        return max(self.forms, key=lambda form: (len(form.words), self.forms[form]))


class Names:
    """The groups of a case, with blocks by the shape of surname and given name."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_shape: dict[str, set[int]] = defaultdict(set)
        self._by_sound: dict[str, set[int]] = defaultdict(set)

    def new(self, form: WrittenName, count: int) -> Group:
        group = Group(len(self.groups))
        self.groups.append(group)
        self.add(group, form, count)
        return group

    def add(self, group: Group, form: WrittenName, count: int) -> None:
        group.forms[form] = group.forms.get(form, 0) + count
        if form.gender is not Gender.UNKNOWN:
            group.gender = form.gender
        for word in form.words:
            for part in parts(word):
                self._by_word[part].add(group.number)
                self._by_shape[scanned(part)].add(group.number)
        if form.is_full:
            for sound in filter(None, (sounded(form.first), sounded(form.last))):
                self._by_sound[sound].add(group.number)
            for block in _slip_blocks(form):
                self._by_sound[block].add(group.number)

    def near(self, form: WrittenName) -> set[int]:
        """Return the groups that share a word with a full name, or its shape, or its sound."""
        found = self._by_shape[scanned(form.first)] & self._by_shape[scanned(form.last)]
        for word in parts(form.last):
            found = found | (self._by_shape[scanned(form.first)] & self._by_word[word])
        for block in (*_slip_blocks(form), sounded(form.first)):
            found = found | self._by_sound[block] if block else found
        return found

    def with_word(self, word: str) -> set[int]:
        """Return the groups that hold a word, or what scans make of it."""
        found = self._by_word.get(word, set())
        return found or (self._by_shape.get(scanned(word), set()) if len(word) > 3 else set())


def _slip_blocks(form: WrittenName) -> tuple[str, str]:
    """Return two blocks one of which a name with one slip shares with the right one."""
    return f"{form.first}|", f"{form.first[:1]}|{form.last}"


def agreement(form: WrittenName, other: WrittenName) -> float:
    """Return how surely two full names are one person's, from 0 to 1."""
    first = likeness(form.first, other.first)
    if not first:
        return 0.0
    last = max(
        likeness(one, two)
        for one in parts(form.last)
        for two in (*parts(other.last), *other.words[1:-1])
    )
    if not last:
        return 0.0
    middle = _middle_agreement(form, other)
    return middle * (first * last if min(first, last) < Likeness.SCANNED else min(first, last))


def _middle_agreement(form: WrittenName, other: WrittenName) -> float:
    one, two = form.words[1:-1], other.words[1:-1]
    if len(one) > len(two):
        one, two = two, one
        form, other = other, form
    surnames = (*two, *parts(other.last))
    for word in one:
        is_there = any(
            likeness(word, name) >= Likeness.SCANNED
            or (len(word) == 1 and name[:1] == word)
            or (len(name) == 1 and word[:1] == name)
            for name in surnames
        )
        if not is_there:
            return 0.0
    if form.last == other.last:
        return 1.0 if one == two else 0.95
    return 0.9


def group_full_names(
    names: Names, counts: Mapping[WrittenName, int]
) -> dict[WrittenName, list[tuple[int, float]]]:
    """Put full names into groups; return for each the groups it may belong to, surest first.

    The longest come first, so that *Mette Hansen* is seen to fit both *Mette Lund Hansen* and
    *Mette Holm Hansen*, and then is put into neither.
    """
    fits: dict[WrittenName, list[tuple[int, float]]] = {}
    order = sorted(counts, key=lambda form: (-len(form.words), -counts[form], form.words))
    for form in order:
        if form.is_full:
            fits[form] = _placed(names, form, counts[form])
    return fits


def _placed(names: Names, form: WrittenName, count: int) -> list[tuple[int, float]]:
    scored = [
        (number, max(agreement(form, own) for own in names.groups[number].forms if own.is_full))
        for number in sorted(names.near(form))
        if any(own.is_full for own in names.groups[number].forms)
    ]
    same = [(number, score) for number, score in scored if score >= _SAME]
    exact = [pair for pair in same if pair[1] == Likeness.EQUAL]
    same = exact or same
    if len(same) == 1:
        names.add(names.groups[same[0][0]], form, count)
        return same
    if same:
        return [(number, 1 / len(same)) for number, _ in same]
    group = names.new(form, count)
    for number, score in scored:
        if score > 0.1:
            group.likes[number] = max(score, _POSSIBLE)
            names.groups[number].likes[group.number] = max(score, _POSSIBLE)
    return [(group.number, 1.0)]


def whom(names: Names, form: WrittenName) -> list[tuple[int, float]]:
    """Return the groups that a partial name may mean, each with a weight from 0 to 1.

    Partial are a given name alone, a surname alone, and names with initials.
    """
    if not form.words:
        return []
    long = [word for word in form.words if len(word) > 1]
    found = _with_all(names, long) if long else range(len(names.groups))
    weights = [(number, _weight(names.groups[number], form)) for number in found]
    return [(number, weight) for number, weight in weights if weight]


def _with_all(names: Names, words: Iterable[str]) -> list[int]:
    sets = [names.with_word(word) for word in words]
    return sorted(set.intersection(*sets)) if sets else []


def _weight(group: Group, form: WrittenName) -> float:
    if _is_other_gender(group.gender, form.gender):
        return 0.05
    return max((_form_weight(own, form) for own in group.forms), default=0.0)


def _is_other_gender(one: Gender, other: Gender) -> bool:
    return Gender.UNKNOWN not in {one, other} and one != other


def _form_weight(own: WrittenName, form: WrittenName) -> float:
    if len(form.words) == 1:
        return _single_weight(own, form)
    # "M. Hansen", "Mette H.", "M.H.": letter for letter in the order of the full name.
    position, hits = 0, 0
    for word in form.words:
        while position < len(own.words) and not _begins(own.words[position], word):
            position += 1
        if position == len(own.words):
            break
        hits, position = hits + 1, position + 1
    if hits < len(form.words):
        return 0.0
    ends_agree = _begins(own.first, form.first) and _begins(own.last, form.last)
    return 1.0 if ends_agree else 0.3 if not form.is_initials else 0.1


def _begins(whole: str, word: str) -> bool:
    if len(word) == 1:
        return whole[:1] == word
    return word in parts(whole) or scanned(word) == scanned(whole)


def _single_weight(own: WrittenName, form: WrittenName) -> float:
    word = form.words[0]
    surnames = {part for name in own.words[1:] for part in parts(name)}
    if word == own.first or word in surnames:
        if form.has_title:
            # "fru Hansen" is a surname, "hr. Peter" hardly is.
            return 1.0 if word in surnames or len(own.words) == 1 else 0.3
        return 1.0 if word == own.first else 0.8
    shape = scanned(word)
    return 0.7 if shape in {scanned(part) for part in (own.first, *surnames)} else 0.0
