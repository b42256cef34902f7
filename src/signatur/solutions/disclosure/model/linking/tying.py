"""Numbers and addresses beside names: whose CPR number, phone, mail address and home they are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from signatur.methods.text.folding import fold
from signatur.solutions.disclosure.schema.parties import MentionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from signatur.solutions.disclosure.model.linking.gathering import Gathered, Raw
    from signatur.solutions.disclosure.model.linking.naming import Group

NUMBERS = frozenset(
    {
        MentionKind.CPR,
        MentionKind.PHONE,
        MentionKind.EMAIL,
        MentionKind.ADDRESS,
        MentionKind.BIRTH_DATE,
    }
)
_NEAR = 70
_LINES_APART = 6
_SAME_LINE, _LINE_AFTER = 2, 1
# Between a name and its number may stand what a form or a letter puts there, not another sentence.
_SENTENCE_END = re.compile(r"[.!?]\s+[A-ZÆØÅ]")
_HEADER = re.compile(
    r"[ \t]*(?:fra|til|cc|bcc|kopi(?: til)?|from|to|modtager|afsender)[ \t]*:", re.IGNORECASE
)
# "CPR-nr. for Mette Hansen er 010190-1234": no sentence ends in "nr.".
_SHORTENED = re.compile(r"\b(?:nr|tlf|cpr|f|adr|mobil)\.", re.IGNORECASE)


def tied(
    cases: Sequence[Gathered], owner: Callable[[Raw], int | None]
) -> dict[tuple[MentionKind, str], Counter[int]]:
    """Return for each number and address of the case how strongly each group is named beside it."""
    votes: dict[tuple[MentionKind, str], Counter[int]] = defaultdict(Counter)
    for case in cases:
        for raw, name, weight in beside(case):
            group = owner(name)
            if group is not None:
                votes[raw.kind, raw.value][group] += weight
    return votes


def beside(case: Gathered) -> Iterator[tuple[Raw, Raw, int]]:
    """Yield numbers with the name that stands beside each, and how close that is."""
    text, names = case.document.text, []
    upcoming = [raw for raw in case.raws if raw.kind is MentionKind.NAME]
    position = 0
    for raw in case.raws:
        if raw.kind is MentionKind.NAME:
            names.append(raw)
        while position < len(upcoming) and upcoming[position].start < raw.end:
            position += 1
        if raw.kind in NUMBERS:
            after = upcoming[position] if position < len(upcoming) else None
            found = _nearest(text, raw, names[-1] if names else None, after)
            if found is not None:
                yield raw, *found


def _nearest(text: str, raw: Raw, before: Raw | None, after: Raw | None) -> tuple[Raw, int] | None:
    if before is not None:
        between = text[before.end : raw.start]
        lines = between.count("\n")
        if lines == 0 and len(between) <= _NEAR and not _has_sentence_end(between):
            return before, _SAME_LINE
    if after is not None:
        behind = text[raw.end : after.start]
        if "\n" not in behind and len(behind) <= 12:
            return after, _SAME_LINE
    if raw.kind is MentionKind.EMAIL and _HEADER.match(text, text.rfind("\n", 0, raw.start) + 1):
        # `Til: Skolen <skolen@havby.dk>` is not the address of whoever the line above names.
        return None
    if before is not None and lines <= _LINES_APART and "\n\n" not in between:
        is_block = all(len(line) <= 60 for line in between.split("\n"))
        return (before, _LINE_AFTER) if is_block and len(between) <= 300 else None
    return None


def _has_sentence_end(between: str) -> bool:
    return _SENTENCE_END.search(_SHORTENED.sub("", between)) is not None


def fits_address(group: Group, address: str) -> bool:
    """Tell whether the local part of a mail address is made of the names of a group.

    `mette.hansen`, `mettehansen`, `m.hansen`, `mhan`, `mh` and with digits behind.
    """
    local = re.sub(r"\d+$", "", address.partition("@")[0])
    words = [word for word in re.split(r"[._-]+", local) if word]
    if not words:
        return False
    for form in group.forms:
        if not form.is_full:
            continue
        first, last = fold(form.first), fold(form.last).replace("-", "")
        joined = "".join(words)
        if joined in {first + last, last + first, first[:1] + last, first + last[:1]}:
            return True
        if len(words) > 1 and words[0] in {first, first[:1]} and words[-1] in form.words:
            return True
    return False


def is_same_cpr(one: str, other: str) -> bool:
    """Tell whether two CPR numbers are one, a digit of which somebody or a scanner mistook."""
    if len(one) != len(other):
        return one == other
    return sum(left != right for left, right in zip(one, other, strict=True)) <= 1


def distinct(numbers: Iterable[str]) -> list[list[str]]:
    """Put CPR numbers together that differ by one digit."""
    groups: list[list[str]] = []
    for number in numbers:
        for group in groups:
            if is_same_cpr(group[0], number):
                group.append(number)
                break
        else:
            groups.append([number])
    return groups
