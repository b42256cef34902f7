"""Names of the case that recognition misread: looked for in what was read from a scan, and nowhere else."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.linking.gathering import ROUGH, Gathered, Raw
from signatur.solutions.disclosure.model.linking.writing import WrittenName, written
from signatur.solutions.disclosure.schema.parties import MentionKind, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from signatur.methods.text.names.lexicon import Lexicon

_CONFIDENCE = 0.6
_TRUSTED_FROM = 2
"""So often recognition does not misread a name in the same way."""
_LONGEST = 300
"""Characters of the longest address or name in which another may stand."""
_GIVEN_OUT = frozenset({Role.EMPLOYEE, Role.PUBLIC_FIGURE, Role.COMPANY})
_WITH_PLACE = frozenset({MentionKind.ADDRESS, MentionKind.EMAIL})


def spot_misread_names(cases: Sequence[Gathered], stated: Collection[WrittenName]) -> None:
    """Add what reads nearly as a full name of the case, and tie what was found to it where it is no other name."""
    if not any(case.document.recognised for case in cases):
        return
    trusted = _trusted(cases) | {form.words for form in stated if form.is_full}
    meant = _meant(trusted)
    for case in cases:
        starts = [raw.start for raw in case.raws]
        added = []
        for start, end, form in _read_roughly(case, meant):
            near = case.raws[bisect_left(starts, start - _LONGEST) : bisect_left(starts, end)]
            standing = [raw for raw in near if raw.end > start]
            raw = _taken(case, standing, start, end, form, trusted)
            added += [raw] if raw is not None else []
        kept = [raw for raw in case.raws if not _is_part_of(raw, added)]
        case.raws = sorted([*kept, *added], key=lambda raw: raw.start)


def _is_part_of(raw: Raw, whole: Sequence[Raw]) -> bool:
    """Tell whether it was only added for a part of what has been read now."""
    return raw.is_added and any(one.start <= raw.start and raw.end <= one.end for one in whole)


def without_given_out(cases: Sequence[Gathered], roles: Mapping[int, Role]) -> None:
    """Leave out what was added for those whose names are given out anyway."""
    for case in cases:
        case.raws = [
            raw
            for raw in case.raws
            if not (raw.is_added and raw.is_rough and _role(raw, roles) in _GIVEN_OUT)
        ]


def _role(raw: Raw, roles: Mapping[int, Role]) -> Role:
    return Role.UNKNOWN if raw.group is None else roles.get(raw.group, Role.UNKNOWN)


def _trusted(cases: Sequence[Gathered]) -> set[tuple[str, ...]]:
    """The full names that somebody typed, or that recognition read the same way more than once."""
    counts: Counter[tuple[str, ...]] = Counter()
    for case in cases:
        for raw in case.raws:
            if raw.kind is MentionKind.NAME and raw.form.is_full:
                counts[raw.form.words] += 1 if _is_recognised(case, raw) else _TRUSTED_FROM
    return {words for words, count in counts.items() if count >= _TRUSTED_FROM}


def _is_recognised(case: Gathered, raw: Raw) -> bool:
    return any(start <= raw.start < end for start, end in case.document.recognised)


def _meant(trusted: Collection[tuple[str, ...]]) -> dict[str, WrittenName]:
    """Each way in which a full name is written, with the name; of several people's, the way itself."""
    owners: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for words in sorted(trusted):
        for way in {words, (words[0], words[-1]), words[1:] if len(words) > 2 else words}:
            owners[way].add(words)
    return {
        " ".join(way): WrittenName(next(iter(names)) if len(names) == 1 else way)
        for way, names in sorted(owners.items())
        if len(names) == 1 or way in trusted
    }


def _read_roughly(
    case: Gathered, meant: Mapping[str, WrittenName]
) -> Iterator[tuple[int, int, WrittenName]]:
    """What reads nearly as a name; of stretches that overlap the longest, of several names none."""
    from signatur.solutions.disclosure.model.finding.rough_words import find_words_roughly

    text = case.document.text
    for begin, finish in case.document.recognised:
        found: dict[tuple[int, int], set[WrittenName]] = defaultdict(set)
        for one in find_words_roughly(text[begin:finish], meant):
            found[begin + one.start, begin + one.end].add(meant[one.value])
        last = begin
        for (start, end), forms in sorted(found.items(), key=lambda one: (one[0][0], -one[0][1])):
            if start >= last and any(word[0].isupper() for word in text[start:end].split()):
                last = end
                yield start, end, forms.pop() if len(forms) == 1 else written(text[start:end])


def _taken(
    case: Gathered,
    standing: Sequence[Raw],
    start: int,
    end: int,
    form: WrittenName,
    trusted: Collection[tuple[str, ...]],
) -> Raw | None:
    """The mention to add; None where one of those that stand there says it, or somebody else is named."""
    names = [raw for raw in standing if raw.kind is MentionKind.NAME]
    around = [raw for raw in standing if raw.start <= start and end <= raw.end]
    if any(raw.kind in _WITH_PLACE for raw in around):
        return None
    for raw in names:
        is_part = set(raw.form.words) <= set(form.words)
        if not is_part and raw.form.words in trusted:
            return None
        if not is_part and not _has_other_name(raw.form, form):
            raw.form = form
            raw.evidence.append(ROUGH)
    if any(raw in around for raw in names):
        return None
    shown = case.document.text[start:end]
    return Raw(
        start, end, shown, MentionKind.NAME, "", _CONFIDENCE, form=form, is_added=True, evidence=[ROUGH]
    )  # fmt: skip


def _has_other_name(read: WrittenName, meant: WrittenName) -> bool:
    """Tell whether what was read differs by a word that is a name of its own: *Anne* is no misread *Anna*."""
    from signatur.methods.text.names.words import is_first_name, is_surname

    codes = [_lexicon().code(word) for word in read.words if word not in meant.words]
    return any(is_first_name(code) or is_surname(code) for code in codes)


@cache
def _lexicon() -> Lexicon:
    from signatur.methods.text.names.artifact import LEXICON, PACKAGED
    from signatur.methods.text.names.lexicon import read_lexicon

    return read_lexicon((PACKAGED / LEXICON).read_bytes())
