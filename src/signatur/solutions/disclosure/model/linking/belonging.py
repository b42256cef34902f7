"""Documents and paragraphs that may be about somebody else's matters than this case."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.linking.headings import about, case_numbers, recipient
from signatur.solutions.disclosure.model.linking.roles import OF_REQUEST
from signatur.solutions.disclosure.schema.parties import (
    Authority,
    Doubt,
    DoubtReason,
    MentionKind,
    Role,
    Spot,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.schema.parties import DocumentMentions, Linked, Mention

DOUBT_REASONS = {
    DoubtReason.OTHER_CPR_IN_HEADING: _("The heading holds the CPR number of somebody who is no party."),
    DoubtReason.OTHER_NAME_IN_HEADING: _("The heading names somebody who is no party."),
    DoubtReason.OTHER_CPR: _("It holds the CPR number of somebody who is no party."),
    DoubtReason.OTHER_CASE_NUMBER: _("It states the number of another case."),
    DoubtReason.OTHER_RECIPIENT: _("It is addressed to somebody who is no party."),
    DoubtReason.NO_PARTY: _("No party of the case is mentioned in it."),
    DoubtReason.UNKNOWN_PERSONS: _("Nobody it names occurs anywhere else in the case."),
    DoubtReason.OWN_HEADING: _("It has a heading of its own about somebody else."),
}  # fmt: skip
_WEIGHTS = {
    DoubtReason.OTHER_CPR_IN_HEADING: 0.4,
    DoubtReason.OTHER_NAME_IN_HEADING: 0.3,
    DoubtReason.OTHER_CPR: 0.25,
    DoubtReason.OTHER_CASE_NUMBER: 0.35,
    DoubtReason.OTHER_RECIPIENT: 0.25,
    DoubtReason.NO_PARTY: 0.25,
    DoubtReason.UNKNOWN_PERSONS: 0.25,
    DoubtReason.OWN_HEADING: 0.25,
}
DOUBTFUL = 0.5
_NAMING = frozenset({MentionKind.NAME, MentionKind.CPR, MentionKind.EMAIL})
_NUMBERS = frozenset({MentionKind.CPR, MentionKind.EMAIL, MentionKind.PHONE, MentionKind.ADDRESS})
_PARTY_CPR_SPEAKS_FOR = 0.4
_SHORTEST_PARAGRAPH = 80
# People whom any case mentions in passing; what they are stands beside their names.
_IN_PASSING = re.compile(
    r"\b(?:nabo|læge|overlæge|tandlæge|lærer|pædagog|veninde|ven|advokat|psykolog|far|mor|søster|bror"
    r"|farmor|farfar|mormor|morfar|moster|faster|onkel|tante|plejemor|plejefar|kæreste|samlever|vidne|træner|kontaktperson"
    r"|bisidder|chauffør|vikar|mægler|arkitekt|tolk|lejer|udlejer|vicevært)\w*\b",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_OWN_HEADING = re.compile(
    r"(?:vedr|sag|journal|borger|barn|navn|cpr|emne|notat)\b[^\n]{0,80}", re.IGNORECASE
)


@dataclass(slots=True)
class _Known:
    """What the case holds that every document of it is compared with."""

    tied: set[str]
    """Persons who are parties, or appear together with one in more than one document."""
    documents: dict[str, set[str]]
    """Where each person is mentioned."""
    employees: set[str]
    case_numbers: set[str]


@dataclass(slots=True)
class _Signs:
    reasons: dict[DoubtReason, list[Spot]] = field(default_factory=lambda: defaultdict(list))

    def add(self, reason: DoubtReason, *spots: Spot) -> None:
        self.reasons[reason].extend(spots)

    def doubt(
        self, document: str, span: tuple[int, int], less: float, *, is_whole: bool
    ) -> Doubt | None:
        score = min(1.0, sum(_WEIGHTS[reason] for reason in self.reasons)) - less
        if score < DOUBTFUL or not any(self.reasons.values()):
            return None
        spots = sorted({spot for spots in self.reasons.values() for spot in spots})
        return Doubt(document, *span, is_whole, round(score, 2), tuple(self.reasons), tuple(spots))


_NO_AUTHORITY = Authority()


def does_it_belong(
    documents: Sequence[DocumentMentions],
    linked: Linked,
    *,
    authority: Authority = _NO_AUTHORITY,
) -> tuple[Doubt, ...]:
    """Return the documents and paragraphs that may not belong in the case, documents in order.

    A paragraph is told only where its document as a whole seems to belong. It needs persons with
    the role of a party, stated or guessed; without any, only other case numbers can tell.
    """
    by_document: dict[str, list[Mention]] = defaultdict(list)
    for mention in linked.mentions:
        by_document[mention.document].append(mention)
    known = _known(documents, linked, authority)
    doubts: list[Doubt] = []
    for document in documents:
        mentions = by_document[document.document]
        doubt = _whole(document, mentions, known)
        if doubt is not None:
            doubts.append(doubt)
        else:
            doubts += _paragraphs(document, mentions, known)
    return tuple(doubts)


def _known(
    documents: Sequence[DocumentMentions],
    linked: Linked,
    authority: Authority,
) -> _Known:
    stated = {
        person.key
        for person in linked.persons
        if person.is_party and (person.is_stated or "stated" in person.reasons)
    }
    guessed = {person.key for person in linked.persons if person.role is Role.PARTY}
    of_request = {
        person.key
        for person in linked.persons
        if person.is_party and OF_REQUEST.intersection(person.reasons)
    }
    parties = (stated or guessed) | of_request
    places: dict[str, set[str]] = defaultdict(set)
    for mention in linked.mentions:
        if mention.person:
            places[mention.person].add(mention.document)
    with_party = {document for key in parties for document in places[key]}
    employees = {
        person.key
        for person in linked.persons
        if person.role in {Role.EMPLOYEE, Role.PUBLIC_FIGURE}
    }
    tied = parties | {
        person.key
        for person in linked.persons
        if person.key not in employees and len(places[person.key] & with_party) > 1
    }
    numbers = set(map(str.casefold, authority.case_numbers)) or _own_number(documents)
    return _Known(tied, places, employees, numbers)


def _own_number(documents: Sequence[DocumentMentions]) -> set[str]:
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update({number for _, _, number in case_numbers(document.text)})
    most = counts.most_common(1)
    # Several numbers may be the case's own where none is much used.
    return {most[0][0]} if most and most[0][1] >= max(2, 0.2 * len(documents)) else set()


def _whole(document: DocumentMentions, mentions: list[Mention], known: _Known) -> Doubt | None:
    signs, heads = _Signs(), about(document.text)
    foreign = [mention for mention in mentions if _is_foreign(mention, known)]
    ours = [mention for mention in mentions if _is_ours(mention, known)]
    surely = [mention for mention in ours if _is_sure(mention)]
    _heading_signs(signs, foreign, ours, heads, document)
    _number_signs(signs, document.document, case_numbers(document.text), known)
    people = {mention.person for mention in foreign if mention.kind in _NAMING and mention.person}
    # A colleague or a doctor, named once, is no reason to ask.
    is_telling = bool(signs.reasons) or len(people) > 1
    if not is_telling or _is_one_paragraph(document, foreign, heads):
        return None
    if not surely and foreign and (signs.reasons or not ours):
        signs.add(DoubtReason.NO_PARTY)
        if people and all(len(known.documents[key]) == 1 for key in people):
            signs.add(DoubtReason.UNKNOWN_PERSONS, *(mention.spot for mention in foreign[:3]))
    is_for_us = any(
        mention.kind is MentionKind.CPR or _within(mention, heads) for mention in surely
    )
    return signs.doubt(
        document.document,
        (0, len(document.text)),
        _PARTY_CPR_SPEAKS_FOR if is_for_us else 0.0,
        is_whole=True,
    )


def _is_one_paragraph(
    document: DocumentMentions, foreign: list[Mention], heads: list[tuple[int, int]]
) -> bool:
    """Tell whether all strangers stand in one paragraph, further down, of several."""
    paragraphs = [match.span() for match in _PARAGRAPHS.finditer(document.text)]
    if len(paragraphs) < 3 or any(_within(mention, heads) for mention in foreign):
        return False
    holding = [
        index
        for index, (start, end) in enumerate(paragraphs)
        if any(start <= mention.start < end for mention in foreign)
    ]
    return len(holding) == 1 and holding[0] > 0


def _heading_signs(
    signs: _Signs,
    foreign: list[Mention],
    ours: list[Mention],
    heads: list[tuple[int, int]],
    document: DocumentMentions,
) -> None:
    to = recipient(document.text)
    head_is_ours = any(_within(mention, heads) for mention in ours)
    for mention in foreign:
        if mention.kind is MentionKind.CPR:
            in_head = _within(mention, heads) and not head_is_ours
            signs.add(
                DoubtReason.OTHER_CPR_IN_HEADING if in_head else DoubtReason.OTHER_CPR, mention.spot
            )
        elif mention.kind is MentionKind.NAME and not head_is_ours and _within(mention, heads):
            signs.add(DoubtReason.OTHER_NAME_IN_HEADING, mention.spot)
        elif _within(mention, to) and not any(_within(own, to) for own in ours):
            signs.add(DoubtReason.OTHER_RECIPIENT, mention.spot)


def _number_signs(
    signs: _Signs, document: str, numbers: list[tuple[int, int, str]], known: _Known
) -> None:
    own = {number for _, _, number in numbers} & known.case_numbers
    if known.case_numbers and numbers and not own:
        signs.add(
            DoubtReason.OTHER_CASE_NUMBER,
            *(Spot(document, start, end) for start, end, _ in numbers),
        )


def _within(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(start <= mention.start < end for start, end in spans)


def _is_ours(mention: Mention, known: _Known) -> bool:
    return any(candidate.person in known.tied for candidate in mention.candidates)


def _is_sure(mention: Mention) -> bool:
    """Tell whether a mention says itself whom it means: not *klager*, and not a name half written."""
    return mention.kind in _NUMBERS or (
        mention.kind is MentionKind.NAME and "part_of_name" not in mention.evidence
    )


def _is_foreign(mention: Mention, known: _Known) -> bool:
    if not known.tied or mention.kind is MentionKind.ROLE_WORD or not mention.candidates:
        return False
    people = {candidate.person for candidate in mention.candidates}
    return not people & known.tied and not people & known.employees


def _paragraphs(document: DocumentMentions, mentions: list[Mention], known: _Known) -> list[Doubt]:
    found: list[Doubt] = []
    for match in _PARAGRAPHS.finditer(document.text):
        start, end = match.span()
        if end - start < _SHORTEST_PARAGRAPH:
            continue
        inside = [mention for mention in mentions if start <= mention.start < end]
        foreign = [mention for mention in inside if _is_foreign(mention, known)]
        if foreign and not any(_is_ours(mention, known) for mention in inside):
            doubt = _paragraph(document, (start, end), foreign, mentions, known)
            found += [doubt] if doubt is not None else []
    return found


def _paragraph(
    document: DocumentMentions,
    span: tuple[int, int],
    foreign: list[Mention],
    mentions: list[Mention],
    known: _Known,
) -> Doubt | None:
    signs, (start, end) = _Signs(), span
    signs.add(DoubtReason.NO_PARTY)
    for mention in foreign:
        if mention.kind is MentionKind.CPR:
            signs.add(DoubtReason.OTHER_CPR, mention.spot)
    numbers = [number for number in case_numbers(document.text) if start <= number[0] < end]
    _number_signs(signs, document.document, numbers, known)
    if _is_only_here(foreign, mentions, span, known):
        signs.add(DoubtReason.UNKNOWN_PERSONS, *(mention.spot for mention in foreign[:3]))
    heading = _OWN_HEADING.match(document.text, start, end)
    if heading and any(mention.start < heading.end() for mention in foreign):
        signs.add(DoubtReason.OWN_HEADING, foreign[0].spot)
    passing = any(
        _IN_PASSING.search(
            document.text, max(start, mention.start - 50), min(end, mention.end + 30)
        )
        for mention in foreign
        if mention.kind is MentionKind.NAME
    )
    return signs.doubt(document.document, span, 0.25 if passing else 0.0, is_whole=False)


def _is_only_here(
    foreign: list[Mention], mentions: list[Mention], span: tuple[int, int], known: _Known
) -> bool:
    people = {mention.person for mention in foreign if mention.kind in _NAMING and mention.person}
    outside = {mention.person for mention in mentions if not span[0] <= mention.start < span[1]}
    return bool(people) and all(
        len(known.documents[key]) == 1 and key not in outside for key in people
    )
