"""Which person a role word means, as the texts of the case say it or a reviewer has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.schema.parties import Gender, MentionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.solutions.disclosure.model.linking.gathering import Gathered, Raw
    from signatur.solutions.disclosure.model.linking.naming import Group

Called = tuple[str, int | None]
"""A role word and whose it is; None: of whoever the case is about."""

_STATED, _SAID = 0.98, 0.85
_LABEL_GAP = 24
_LABEL = re.compile(r"\s*(?:[,:(–-]\s*|\s(?:hedder|er|ved navn)\s+)?(?:navn:\s*)?")
_BEHIND = re.compile(r"\s*(?:\(|,\s*|\s(?:er|som er)\s+)(?:barnets\s+|\w+s\s+)?")
_CLOSED = re.compile(r",\s+[a-zæøå]")
_PARTY_WORDS = frozenset({"borger", "klager", "ansøger"})


def role_votes(cases: Sequence[Gathered], groups: Sequence[Group]) -> dict[Called, Counter[int]]:
    """Return what the texts themselves say, such as *Emils mor, Mette Hansen* or *mor (Mette)*."""
    votes: dict[Called, Counter[int]] = defaultdict(Counter)
    for case in cases:
        for index, raw in enumerate(case.raws):
            if raw.role is None:
                continue
            named = _named_beside(case, index)
            if named is None or not _gender_fits(raw, groups[named]):
                continue
            owner = owner_of(case, index)
            votes[raw.value, None][named] += 1
            if owner is not None and owner != named:
                votes[raw.value, owner][named] += 3
    return votes


def _gender_fits(raw: Raw, group: Group) -> bool:
    assert raw.role is not None
    return Gender.UNKNOWN in {raw.role.gender, group.gender} or raw.role.gender is group.gender


def _named_beside(case: Gathered, index: int) -> int | None:
    raw, text = case.raws[index], case.document.text
    after = case.raws[index + 1] if index + 1 < len(case.raws) else None
    if after is not None and after.kind is MentionKind.NAME and after.group is not None:
        between = text[raw.end : after.start]
        if (
            len(between) <= _LABEL_GAP
            and _LABEL.fullmatch(between)
            and _is_no_list(text, raw, after)
        ):
            return after.group
    for before in reversed(case.raws[max(0, index - 2) : index]):
        if before.kind is MentionKind.NAME and before.group is not None:
            between = text[before.end : raw.start]
            is_beside = len(between) <= _LABEL_GAP and _BEHIND.fullmatch(between)
            # "Mette Hansen, far og søster" is a list as likely as not.
            is_closed = text[raw.end : raw.end + 5].startswith((")", " til ", ",", " til"))
            if is_beside and is_closed:
                return before.group
    return None


def _is_no_list(text: str, raw: Raw, after: Raw) -> bool:
    assert raw.role is not None
    between = text[raw.end : after.start]
    # "mor, Emil og Peter" lists three; "Emils mor, Mette" and "naboen, Tove, ringede" name one.
    is_closed = _CLOSED.match(text, after.end) is not None
    return (
        "," not in between
        or raw.role.owner is not None
        or bool(raw.role.possessive)
        or (is_closed and text[after.end + 1 : after.end + 4] != " og")
    )


def owner_of(case: Gathered, index: int) -> int | None:
    """Return whose *mor* it is where the word before is a name of the case."""
    raw = case.raws[index]
    if raw.role is None or raw.role.owner is None:
        return None
    for before in reversed(case.raws[max(0, index - 3) : index]):
        if before.kind is MentionKind.NAME and before.start <= raw.role.owner[0] < before.end:
            return before.group
    return None


def settle_role_words(
    cases: Sequence[Gathered],
    groups: Sequence[Group],
    stated: Mapping[Called, int],
    *,
    children: Sequence[int],
    parties: Sequence[int],
) -> None:
    """Say for every role word whom it may mean; two who are said to be *mor* leave it open."""
    votes = role_votes(cases, groups)
    for case in cases:
        for index, raw in enumerate(case.raws):
            if raw.role is None or raw.groups:
                continue
            owner = owner_of(case, index)
            named = _named_beside(case, index)
            raw.groups, why = _meant(raw, owner, named, votes, stated)
            if not raw.groups and raw.role.is_of_child and len(children) == 1:
                raw.groups, why = [(children[0], 0.8)], "only_child"
            elif not raw.groups and raw.value in _PARTY_WORDS and len(parties) == 1:
                raw.groups, why = [(parties[0], 0.8)], "only_party"
            raw.evidence.append(why)


def _meant(
    raw: Raw,
    owner: int | None,
    named: int | None,
    votes: Mapping[Called, Counter[int]],
    stated: Mapping[Called, int],
) -> tuple[list[tuple[int, float]], str]:
    for key in ((raw.value, owner), (raw.value, None)):
        if key in stated:
            return [(stated[key], _STATED)], "stated"
    if named is not None and named != owner:
        return [(named, 0.95)], "named_beside"
    if owner is not None and votes.get((raw.value, owner)):
        return _shares(votes[raw.value, owner], _SAID), "said_in_case"
    said = votes.get((raw.value, None), Counter())
    said = Counter({group: count for group, count in said.items() if group != owner})
    return (_shares(said, _SAID), "said_in_case") if said else ([], "role_unknown")


def _shares(votes: Counter[int], sure: float) -> list[tuple[int, float]]:
    total = sum(votes.values())
    return [(group, sure * count / total) for group, count in votes.most_common()]
