"""Whom each mention means, as its document and the rest of the case tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.linking.gathering import SURE, Gathered, Raw
from signatur.solutions.disclosure.model.linking.naming import Group, Names, group_full_names, whom
from signatur.solutions.disclosure.model.linking.tying import (
    NUMBERS,
    beside,
    distinct,
    fits_address,
    is_same_cpr,
    tied,
)
from signatur.solutions.disclosure.model.linking.writing import WrittenName, without_genitive
from signatur.solutions.disclosure.schema.parties import Gender, MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HERE, _NEARBY = 10.0, 2.0
"""How much more likely somebody is who is named in the document, or just before."""
_ALONE, _ELSEWHERE = 0.95, 0.8
_INITIALS_SURE = 0.85
_ROUGHLY = 0.8
"""Surely enough to be decided with the person, less surely than any name that is there."""


@dataclass(slots=True)
class Settling:
    """The state of linking one case."""

    cases: Sequence[Gathered]
    names: Names
    fits: dict[WrittenName, list[tuple[int, float]]] = field(default_factory=dict)
    cpr: dict[str, int] = field(default_factory=dict)
    """Group by CPR number."""

    def group_names(self) -> None:
        """Put the full names of the case into groups."""
        counts = Counter(raw.form for raw in _names(self.cases) if raw.form.is_full)
        self.fits = group_full_names(self.names, counts)

    def split_homonyms(self, known: Mapping[str, int]) -> None:
        """Make two groups of one name that stands beside two CPR numbers, and learn the numbers."""
        self.cpr.update(known)
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        for case in self.cases:
            for raw, name, weight in beside(case):
                fit = self.fits.get(name.form, [])
                if raw.kind is MentionKind.CPR and len(fit) == 1 and weight >= 2:
                    votes[fit[0][0]][raw.value] += 1
        best: dict[str, Counter[int]] = defaultdict(Counter)
        for number, count in votes.items():
            for value, times in count.items():
                best[value][number] += times
        for number, count in votes.items():
            own = [
                value
                for value, _ in count.most_common()
                if best[value].most_common(1)[0][0] == number
            ]
            self._split(number, distinct(value for value in own if value not in known))

        self._genders()

    def _split(self, number: int, numbers: list[list[str]]) -> None:
        own = self.names.groups[number]
        held = [value for value, group in self.cpr.items() if group == number]
        for same in numbers:
            if not held or any(is_same_cpr(same[0], value) for value in held):
                target = own
                held += same
            else:
                # Which of them a mention without a number means is left open.
                target = Group(len(self.names.groups), is_homonym=True, likes={number: 0.5})
                self.names.groups.append(target)
                own.is_homonym = True
                for form, count in own.forms.items():
                    self.names.add(target, form, count)
                    self._widen(form, number)
            self.cpr.update(dict.fromkeys(same, target.number))

    def _widen(self, form: WrittenName, number: int) -> None:
        fit = self.fits.get(form, [(number, 1.0)])
        every = [group for group, _ in fit] + [self.names.groups[-1].number]
        self.fits[form] = [(group, 1 / len(every)) for group in every]

    def _genders(self) -> None:
        """Take from the last digit of CPR numbers what *fru* and *hr.* are compared with."""
        for value, number in self.cpr.items():
            group = self.names.groups[number]
            if group.gender is Gender.UNKNOWN and value[-1:].isdigit():
                group.gender = Gender.MAN if int(value[-1]) % 2 else Gender.WOMAN

    def group_the_rest(self) -> None:
        """Make groups of names that mean nobody known: a given name alone, in all its mentions."""
        counts = Counter(
            raw.form for raw in _names(self.cases) if not raw.form.is_full and raw.form.words
        )
        for form, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].words)):
            found = whom(self.names, form)
            if not found and not form.is_initials:
                self.names.new(WrittenName(form.words, form.gender), count)

    def settle(self) -> None:
        """Say for every name of the case whom it means."""
        partial: dict[WrittenName, list[tuple[int, float]]] = {}
        for case in self.cases:
            beside_cpr = {
                id(name): self.cpr[raw.value]
                for raw, name, weight in beside(case)
                if raw.kind is MentionKind.CPR and raw.value in self.cpr and weight >= 2
            }
            here = self._surely_here(case, beside_cpr)
            last = 0
            for raw in case.raws:
                if raw.kind not in {MentionKind.NAME, MentionKind.INITIALS}:
                    continue
                if not raw.groups:
                    raw.groups = self._candidates(raw, partial, here, last)
                if raw.group is not None:
                    last = raw.group

    def _surely_here(self, case: Gathered, beside_cpr: Mapping[int, int]) -> set[int]:
        here = {
            self.cpr[raw.value]
            for raw in case.raws
            if raw.kind is MentionKind.CPR and raw.value in self.cpr
        }
        for raw in case.raws:
            if raw.kind is not MentionKind.NAME:
                continue
            fit = self.fits.get(raw.form, [])
            owner = beside_cpr.get(id(raw))
            if owner is not None and owner in {number for number, _ in fit}:
                raw.groups = [(owner, 0.98)]
                raw.evidence.append("beside_cpr")
                here.add(owner)
            elif len(fit) == 1:
                number, score = fit[0]
                raw.evidence.append("full_name" if score > 0.96 else "fuller_name")
                raw.groups = self._with_likes(number, min(0.97, score))
                if raw.is_rough:
                    raw.groups[0] = (number, _ROUGHLY)
                here.add(number)
        return here

    def _with_likes(self, number: int, score: float) -> list[tuple[int, float]]:
        likes = self.names.groups[number].likes
        rest = sum(likes.values())
        if not rest:
            return [(number, score)]
        share = min(0.2, rest)
        others = [(other, share * like / rest) for other, like in sorted(likes.items())]
        return [(number, score - share), *others]

    def _candidates(
        self,
        raw: Raw,
        partial: dict[WrittenName, list[tuple[int, float]]],
        here: set[int],
        last: int,
    ) -> list[tuple[int, float]]:
        form = raw.form
        found = self.fits.get(form)
        if found is None:
            if form not in partial:
                partial[form] = whom(self.names, form)
            found = partial[form]
        if not found:
            return []
        weights = {
            number: weight * (_HERE if number in here else 1) * (_NEARBY if number == last else 1)
            for number, weight in found
        }
        raw.evidence.append("initials" if form.is_initials else "part_of_name")
        if raw.kind is MentionKind.INITIALS and not here & weights.keys() and len(weights) > 1:
            return []
        return _shares(weights, here)


def _shares(weights: dict[int, float], here: set[int]) -> list[tuple[int, float]]:
    total = sum(weights.values())
    sure = _ALONE if here & weights.keys() else _ELSEWHERE
    shares = [(number, sure * weight / total) for number, weight in weights.items()]
    return sorted(shares, key=lambda pair: (-pair[1], pair[0]))


def base_forms(cases: Sequence[Gathered], known: Counter[str]) -> None:
    """Take the genitive off the names."""
    memory: dict[WrittenName, WrittenName] = {}
    for raw in _names(cases):
        if raw.form not in memory:
            memory[raw.form] = without_genitive(raw.form, known)
        raw.form = memory[raw.form]


def settle_numbers(state: Settling) -> None:
    """Say for every number and address whose it is: whose name stands beside it, here or elsewhere."""
    votes = tied(state.cases, lambda raw: raw.group)
    owners = {key: _owners(state, key, count) for key, count in votes.items()}
    for case in state.cases:
        for raw in case.raws:
            if raw.kind not in NUMBERS or raw.groups:
                continue
            key = raw.kind, raw.value
            if key not in owners:
                owners[key] = _owners(state, key, Counter())
            raw.groups = list(owners[key])
            raw.evidence.append("same_number" if raw.groups else "nobody_beside")


def _owners(
    state: Settling, key: tuple[MentionKind, str], votes: Counter[int]
) -> list[tuple[int, float]]:
    kind, value = key
    if kind is MentionKind.CPR and value in state.cpr:
        return [(state.cpr[value], 0.95)]
    if kind is MentionKind.EMAIL:
        fitting = [group.number for group in state.names.groups if fits_address(group, value)]
        for number in fitting:
            votes[number] += 3
    if kind is MentionKind.CPR:
        votes = Counter(
            {group: n for group, n in votes.items() if not _has_other(state, group, value)}
        )
    if not votes and kind is MentionKind.CPR:
        group = Group(len(state.names.groups))
        state.names.groups.append(group)
        state.cpr[value] = group.number
        return [(group.number, 0.9)]
    total = sum(votes.values())
    shares = [(number, 0.9 * weight / total) for number, weight in votes.most_common()]
    if kind is MentionKind.CPR and shares:
        state.cpr.setdefault(value, shares[0][0])
    return [(number, share) for number, share in shares if share > 0.05]


def _has_other(state: Settling, group: int, value: str) -> bool:
    """Tell whether somebody has another CPR number, so that this one cannot be theirs."""
    own = [number for number, owner in state.cpr.items() if owner == group]
    return bool(own) and not any(is_same_cpr(value, number) for number in own)


def _names(cases: Iterable[Gathered]) -> Iterable[Raw]:
    return (
        raw
        for case in cases
        for raw in case.raws
        if raw.kind is MentionKind.NAME and raw.form.words
    )


def surest(shares: list[tuple[int, float]]) -> int | None:
    """Return the group that is surely meant, if one is."""
    return shares[0][0] if shares and shares[0][1] >= SURE else None
