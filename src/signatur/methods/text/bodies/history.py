"""Finding where earlier messages begin: header blocks, lead-in lines and separators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from signatur.methods.text.bodies import phrases
from signatur.methods.text.bodies.schema import MessageHeader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.methods.text.bodies.lines import Line


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """The beginning of an earlier message, in numbers of lines."""

    first: int
    """Separator, header block or lead-in begin here."""
    body: int
    """The first line after them."""
    depth: int
    is_forward: bool
    """The mail program says that the message is forwarded, not answered."""
    is_prefixed: bool
    """The lines of the message stand one `>` deeper than the mark."""
    header: MessageHeader

    @property
    def body_depth(self) -> int:
        return self.depth + self.is_prefixed


class _Label(Enum):
    SENDER = auto()
    SENT = auto()
    RECIPIENT = auto()
    SUBJECT = auto()
    OTHER = auto()


_LABELS = {
    **dict.fromkeys(phrases.OTHER_LABELS, _Label.OTHER),
    **dict.fromkeys(phrases.RECIPIENT_LABELS, _Label.RECIPIENT),
    **dict.fromkeys(phrases.SUBJECT_LABELS, _Label.SUBJECT),
    **dict.fromkeys(phrases.SENT_LABELS, _Label.SENT),
    **dict.fromkeys(phrases.SENDER_LABELS, _Label.SENDER),
}
_DECORATION = " \t*_\u00a0"
_LONGEST_LABEL = 24
# Long lists of recipients are wrapped, and some conversions put an empty line after each row.
_HEADER_LINES = 30
_STRAY_LINES = 6


def _any_of(table: frozenset[str]) -> str:
    longest_first = sorted(table, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase) for phrase in longest_first)


# Labels within a line: some conversions of HTML leave the whole header in one.
_LABEL_WITHIN = re.compile(
    rf"(?:^|\s)\*?(?P<label>{_any_of(frozenset(_LABELS))})\*?\s?:", re.IGNORECASE
)
_SEPARATOR = re.compile(
    rf"(?P<marks>[-_=*\s>]*)\s*(?:(?P<forward>{_any_of(phrases.FORWARDED_MESSAGE)})"
    rf"|(?P<original>{_any_of(phrases.ORIGINAL_MESSAGE)}))\b[^\w\n]*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_=*]{8,}|[-_*] ?[-_*] ?[-_*]")
_VERBS = _any_of(phrases.WROTE)
_WROTE = re.compile(rf"\b(?:{_VERBS})", re.IGNORECASE)
_LEAD_IN = re.compile(
    rf"(?P<before>.{{2,200}}?)\s(?:{_VERBS})(?:a|\(a\))?(?P<after>.{{0,200}}?)\s?:", re.IGNORECASE
)
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?\b)?(?:\s(?:CES?T|UTC|GMT|Uhr))?", re.IGNORECASE
)
_ADDRESS = re.compile(r"<[^<>\s]{1,80}@[^<>\s]{1,100}>")
_LEAD_IN_LINES = 3
_LONGEST_LEAD_IN = 420


def find_marks(lines: Sequence[Line]) -> list[Mark]:
    """Return where earlier messages begin, in the order of the lines."""
    marks: list[Mark] = []
    place = 0
    while place < len(lines):
        mark = _mark_at(lines, place, after=marks[-1].body if marks else 0)
        if mark is not None:
            marks.append(mark)
        place = max(place + 1, mark.body if mark is not None else 0)
    return marks


def _mark_at(lines: Sequence[Line], place: int, *, after: int) -> Mark | None:
    text = lines[place].text
    if not text:
        return None
    if text[0] in "-_=*" or text[-1] in "-:":
        mark = _separated(lines, place)
        if mark is not None:
            return mark
    if ":" in text[:_LONGEST_LABEL]:
        read = _read_header(lines, place)
        if read is not None:
            return _mark(lines, place, read[0], read[1], is_forward=False)
    if text[-1] == ":":
        return _lead_in(lines, place, after)
    return None


def _separated(lines: Sequence[Line], place: int) -> Mark | None:
    """Read a separator: with wording it is a mark by itself, a bare rule needs a header below."""
    wording = _SEPARATOR.match(lines[place].text)
    if wording is None and not _RULE.fullmatch(lines[place].text):
        return None
    below = _next_written(lines, place + 1)
    read = _read_header(lines, below) if below is not None else None
    is_forward = wording is not None and wording["forward"] is not None
    if read is not None:
        return _mark(lines, place, read[0], read[1], is_forward=is_forward)
    if wording is None or (not wording["marks"] and not is_forward):
        return None
    return _mark(lines, place, place + 1, MessageHeader(), is_forward=is_forward)


def _mark(
    lines: Sequence[Line], first: int, body: int, header: MessageHeader, *, is_forward: bool
) -> Mark:
    depth = lines[first].depth
    below = _next_written(lines, body)
    is_prefixed = below is not None and lines[below].depth > depth
    return Mark(first, body, depth, is_forward, is_prefixed, header)


def _next_written(lines: Sequence[Line], place: int) -> int | None:
    """Return the next line with text, if one of the next four has any."""
    for below in range(place, min(place + 4, len(lines))):
        if lines[below].text:
            return below
    return None


def _label(text: str) -> tuple[_Label, str] | None:
    label, colon, value = text.partition(":")
    if not colon or len(label) > _LONGEST_LABEL:
        return None
    kind = _LABELS.get(label.strip(_DECORATION).lower())
    return None if kind is None else (kind, value.strip(_DECORATION))


def _read_header(lines: Sequence[Line], place: int) -> tuple[int, MessageHeader] | None:
    """Read a header block that begins here; return the line after it and what it states.

    A sender, a time with a digit in it, and a subject or an e-mail address must be stated: a form
    with `Fra:`, `Til:` and `Dato:` is no header.
    """
    begins = _label(lines[place].text)
    if begins is None or begins[0] is not _Label.SENDER:
        return None
    for values, end in ((_within(lines[place].text), place + 1), _collect(lines, place)):
        has_time = any(map(str.isdigit, values.get(_Label.SENT, "")))
        has_address = any("@" in value for value in values.values())
        if has_time and (_Label.SUBJECT in values or has_address):
            return end, _header(values)
    return None


def _header(values: Mapping[_Label, str]) -> MessageHeader:
    return MessageHeader(
        sender=values[_Label.SENDER],
        sent=values[_Label.SENT],
        recipients=values.get(_Label.RECIPIENT, ""),
        subject=values.get(_Label.SUBJECT, ""),
    )


def _within(text: str) -> dict[_Label, str]:
    """Return what stands after each label within one line, up to the next."""
    found = list(_LABEL_WITHIN.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    values: dict[_Label, str] = {}
    for match, end in zip(found, ends, strict=True):
        label = _LABELS[match["label"].lower()]
        values.setdefault(label, text[match.end() : end].strip(_DECORATION))
    return values


def _collect(lines: Sequence[Line], place: int) -> tuple[dict[_Label, str], int]:
    """Gather labelled rows from here on; return them and the line after the last."""
    values: dict[_Label, str] = {}
    end, depth, strays = place, lines[place].depth, 0
    for below in range(place, min(place + _HEADER_LINES, len(lines))):
        line = lines[below]
        labelled = _label(line.text) if line.depth == depth else None
        if labelled is not None and (labelled[0] not in values or _may_repeat(labelled[0])):
            values.setdefault(labelled[0], labelled[1])
            end = below + 1
        elif line.depth != depth or labelled is not None or _is_whole(values):
            break
        elif line.text:
            strays += 1
            if strays > _STRAY_LINES:
                break
    return values, end


def _may_repeat(label: _Label) -> bool:
    return label in {_Label.RECIPIENT, _Label.OTHER}


def _is_whole(values: dict[_Label, str]) -> bool:
    return len(values.keys() - {_Label.OTHER}) == len(_Label) - 1


def _lead_in(lines: Sequence[Line], place: int, after: int) -> Mark | None:
    """Read `Den 4. mar. 2025 kl. 10.31 skrev Navn <…>:`, perhaps wrapped over three lines."""
    depth = lines[place].depth
    for first in range(place, max(after, place - _LEAD_IN_LINES + 1) - 1, -1):
        if lines[first].depth != depth or not lines[first].text:
            return None
        joined = " ".join(line.text for line in lines[first : place + 1])
        if len(joined) > _LONGEST_LEAD_IN:
            return None
        header = _read_lead_in(joined) if _WROTE.search(joined) else None
        if header is not None:
            return _mark(lines, first, place + 1, header, is_forward=False)
    return None


def _read_lead_in(joined: str) -> MessageHeader | None:
    match = _LEAD_IN.fullmatch(joined)
    if match is None or not (_CLOCK.search(joined) or _ADDRESS.search(joined)):
        return None
    before, after = match["before"].strip(), match["after"].strip(" ,")
    if not any(map(str.isdigit, before)):
        # Navn skrev den 04-03-2025 kl. 10.31:
        return MessageHeader(sender=before, sent=after) if _starts_plausibly(before) else None
    if not after:
        # On Tue, Mar 4, 2025 at 10:31 AM Name <…> wrote:
        clocks = list(_CLOCK.finditer(before))
        split = clocks[-1].end() if clocks else 0
        return MessageHeader(sender=before[split:].strip(" ,"), sent=before[:split].strip(" ,"))
    if after.split()[0].lower() in phrases.WRITERS_OWN:
        return None
    return MessageHeader(sender=after, sent=before)


def _starts_plausibly(name: str) -> bool:
    words = name.lower().split()
    return len(words) <= 8 and words[0] not in phrases.WRITERS_OWN
