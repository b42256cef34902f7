"""What mentions somebody in each document: what was found, and names known from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from signatur.methods.text.folding import fold
from signatur.solutions.disclosure.model.linking.likeness import folded
from signatur.solutions.disclosure.model.linking.role_words import RoleWord, find_role_words
from signatur.solutions.disclosure.model.linking.writing import WrittenName, written
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind
from signatur.solutions.disclosure.schema.parties import DocumentMentions, MentionKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_KINDS = {
    FindingKind.PERSON: MentionKind.NAME,
    FindingKind.CPR: MentionKind.CPR,
    FindingKind.BIRTH_DATE: MentionKind.BIRTH_DATE,
    FindingKind.PHONE: MentionKind.PHONE,
    FindingKind.EMAIL: MentionKind.EMAIL,
    FindingKind.ADDRESS: MentionKind.ADDRESS,
    FindingKind.ORGANISATION: MentionKind.ORGANISATION,
    FindingKind.CVR: MentionKind.CVR,
}
_DIGITS = frozenset({MentionKind.CPR, MentionKind.PHONE, MentionKind.CVR})
_BREAK = re.compile(r"[<>\n\r\t@|;]")
# Half a name at the end of a line goes on in the next: "Lars\nTranberg", "El-\nAmin".
_GOES_ON = re.compile(r"(?:\A\S+|-)[ ]?\r?\n(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’.-][^\W_]+)*['’]?")
# What forms put beside a name; by itself it names nobody.
_LABELS = frozenset([
    "cpr", "cprnr", "cpr-nr", "cpr-nummer", "cprnummer", "cvr", "cvr-nr", "tlf", "telefon", "mobil", "mail",
    "e-mail",
])  # fmt: skip


_NO_NAME = WrittenName(())
ROUGH = "rough"
"""Evidence that recognition misread a name: what stands there is only nearly it."""


@dataclass(slots=True, eq=False)
class Raw:
    """A mention before it is known whom it means."""

    start: int
    end: int
    text: str = field(repr=False)
    kind: MentionKind
    value: str = field(default="", repr=False)
    """Numbers: digits; mail: lower case; others folded."""
    confidence: float = 1.0
    form: WrittenName = _NO_NAME
    role: RoleWord | None = None
    is_added: bool = False
    groups: list[tuple[int, float]] = field(default_factory=list)
    """Whom it may mean, with probabilities, surest first."""
    evidence: list[str] = field(default_factory=list)

    @property
    def group(self) -> int | None:
        """Whom it surely means."""
        return self.groups[0][0] if self.groups and self.groups[0][1] >= SURE else None

    @property
    def is_rough(self) -> bool:
        return ROUGH in self.evidence


SURE = 0.75


@dataclass(slots=True)
class Gathered:
    """One document on its way to being linked."""

    document: DocumentMentions
    raws: list[Raw]


def gather(document: DocumentMentions) -> Gathered:
    """Return what was found in one document, with role words, in the order of the text."""
    raws = [raw for finding in document.findings if (raw := _raw_of(document.text, finding))]
    mail = [(raw.start, raw.end) for raw in raws if raw.kind is MentionKind.EMAIL]
    raws = [
        raw
        for raw in raws
        if raw.kind is not MentionKind.NAME or not _overlaps(mail, raw.start, raw.end)
    ]
    taken = [(raw.start, raw.end) for raw in raws]
    for word in find_role_words(document.text):
        if not _overlaps(taken, word.start, word.end):
            text = document.text[word.start : word.end]
            raws.append(
                Raw(word.start, word.end, text, MentionKind.ROLE_WORD, word.base, 0.8, role=word)
            )
    raws.sort(key=lambda raw: raw.start)
    return Gathered(document, raws)


def _raw_of(text: str, finding: Finding) -> Raw | None:
    kind = _KINDS.get(finding.kind)
    if kind is None:
        return None
    start, end = finding.start, finding.end
    if kind is MentionKind.NAME:
        # "Lars Larsen <lars.larsen": what a mail header and a line end put behind is no name.
        in_line = _GOES_ON.sub(lambda found: re.sub(r"\s", " ", found[0]), text[start:end])
        end = start + len(_BREAK.split(in_line, maxsplit=1)[0].rstrip(" ,;:"))
        if end == start:
            return None
    shown = text[start:end]
    value = (finding.value if kind is not MentionKind.NAME else "") or shown
    value = re.sub(r"\D", "", value) if kind in _DIGITS else fold(value)
    if kind is MentionKind.PHONE:
        value = value[-8:]
    raw = Raw(start, end, shown, kind, value, finding.confidence)
    if kind is MentionKind.NAME:
        raw.form = _without_labels(written(shown))
    return raw


def _without_labels(form: WrittenName) -> WrittenName:
    """Return a name without what a form puts beside it: *Mette Hansen CPR*, and nothing of *CPR* alone."""
    words = [] if form.words == ("ok",) else list(form.words)
    while words and words[-1] in _LABELS:
        words.pop()
    while words and words[0] in _LABELS:
        words.pop(0)
    return form if len(words) == len(form.words) else replace(form, words=tuple(words))


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < right and left < end for left, right in taken)


def spot_known_names(cases: Sequence[Gathered], forms: Collection[WrittenName]) -> None:
    """Add the names that are known from elsewhere in the case and stand in no finding.

    One word alone counts only with a capital, and only if the case never writes the same word
    small: *Maj*, *Mark* and *Rose* are other things as often.
    """
    lexicon = {word for form in forms if form.is_full for word in form.words if len(word) > 2}
    pairs = {(form.first, form.last) for form in forms if form.is_full}
    words_of = [set(_WORD.findall(case.document.text)) for case in cases]
    small = {
        folded(word) for words in words_of for word in words if word.islower() and len(word) > 2
    }
    small &= lexicon
    for case, words in zip(cases, words_of, strict=True):
        hits = [word for word in words if _known(word, lexicon)]
        if hits:
            found = list(_spotted(case, hits, pairs, lexicon, small))
            case.raws = sorted([*case.raws, *found], key=lambda raw: raw.start)


def _known(word: str, lexicon: Collection[str]) -> bool:
    base = folded(word)
    return base in lexicon or (base[-1:] == "s" and base.rstrip("'")[:-1].rstrip("'") in lexicon)


def _spotted(
    case: Gathered,
    hits: Iterable[str],
    pairs: Collection[tuple[str, str]],
    lexicon: Collection[str],
    small: Collection[str],
) -> Iterator[Raw]:
    text = case.document.text
    wanted = frozenset(hits)
    taken = Taken([(raw.start, raw.end) for raw in case.raws])
    for start, known_end in _runs(text, wanted):
        if taken.overlaps(start, known_end):
            continue
        end = _with_surname(text, start, known_end)
        shown = text[start:end]
        form = written(shown)
        base = form.last if form.last in lexicon else form.last.rstrip("'")[:-1].rstrip("'")
        is_full = len(form.words) > 1 and (form.first, base) in pairs
        if is_full or (shown[0].isupper() and base not in small):
            yield Raw(
                start,
                end,
                shown,
                MentionKind.NAME,
                "",
                0.9 if is_full else 0.75,
                form=form,
                is_added=True,
                evidence=["known_in_case"],
            )


# "Mette Nguyen" where the case knows another Mette; a word in capitals may be anything.
_SURNAME = re.compile(r"[ \u00a0][A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøåé]+)?(?![\w-])")


def _with_surname(text: str, start: int, end: int) -> int:
    """Return where a name ends, a surname that the case does not know counted in."""
    is_one_word = " " not in text[start:end] and not text[start:end].isupper()
    found = _SURNAME.match(text, end) if is_one_word else None
    return end if found is None else found.end()


def _runs(text: str, wanted: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where words that are wanted stand, those with only blanks between them as one."""
    start = end = -1
    for match in _WORD.finditer(text):
        if match.group() not in wanted:
            continue
        if start >= 0 and text[end : match.start()].strip(" \u00a0") == "" and match.start() > end:
            end = match.end()
            continue
        if start >= 0:
            yield start, end
        start, end = match.span()
    if start >= 0:
        yield start, end


class Taken:
    """Stretches in order, asked for overlaps from left to right."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._next = 0

    def overlaps(self, start: int, end: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= start:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] < end


def join_turned_names(case: Gathered, forms: Collection[WrittenName]) -> None:
    """Make one mention of *HANSEN* and *Mette* in *HANSEN, Mette* where the case knows her."""
    pairs = {(form.first, form.last) for form in forms if form.is_full}
    kept: list[Raw] = []
    for raw in case.raws:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.kind is raw.kind is MentionKind.NAME
            and len(before.form.words) == 1
            and raw.form.words
            and case.document.text[before.end : raw.start].strip() == ","
            and (raw.form.first, before.form.last) in pairs
        ):
            text = case.document.text[before.start : raw.end]
            kept[-1] = Raw(
                before.start,
                raw.end,
                text,
                MentionKind.NAME,
                "",
                raw.confidence,
                form=WrittenName((*raw.form.words, *before.form.words)),
            )
        else:
            kept.append(raw)
    case.raws = kept
