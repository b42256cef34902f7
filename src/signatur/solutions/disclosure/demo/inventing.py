"""Invented cases whose persons and mentions are known: to show the solution and to measure linking.

Everything comes from the seed. CPR numbers fail modulus 11, as no number in use on these days does.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from signatur.solutions.disclosure.demo.invented_words import (
    ABOUT,
    EMPLOYEES,
    GENERAL,
    MAIN,
    MEN,
    MIDDLE,
    PARAGRAPHS,
    STREETS,
    SURNAMES,
    TOWNS,
    WOMEN,
)
from signatur.solutions.disclosure.schema.finding import FindingKind

_SLOT = re.compile(r"<<(\w+):(\w+)(?::(\w+))?>>|\[\[(\w+)\]\]")
_WOMEN_BY_PART = frozenset({"mor", "farmor", "nabokone", "anden"})
_MEN_BY_PART = frozenset({"far", "bror"})
_CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_FIRST_DAY = date(2024, 1, 8)
DOMAIN = "havby.dk"
_KINDS = {
    "cpr": FindingKind.CPR, "cpr_blank": FindingKind.CPR, "phone": FindingKind.PHONE,
    "mail": FindingKind.EMAIL, "adr": FindingKind.ADDRESS, "role": FindingKind.ROLE_WORD,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody who does not exist."""

    key: str
    part: str
    """What the person is in the case, such as *mor*."""
    first: str
    middle: str
    last: str
    born: date
    cpr: str
    phone: str
    mail: str
    address: str
    is_employee: bool

    @property
    def full(self) -> str:
        return " ".join(filter(None, (self.first, self.middle, self.last)))


@dataclass(frozen=True, slots=True)
class InventedMention:
    """A stretch of the text and who is truly meant."""

    start: int
    end: int
    text: str
    kind: FindingKind
    how: str
    """`full`, `first`, `last`, `gen`, `upper`, `turned`, `initials` and the like."""
    person: str


@dataclass(frozen=True, slots=True)
class InventedDocument:
    key: str
    title: str
    kind: str
    day: date
    text: str
    mentions: tuple[InventedMention, ...]
    is_misfiled: bool = False
    misplaced: tuple[tuple[int, int], ...] = ()
    """Paragraphs about somebody who has nothing to do with the case."""


@dataclass(frozen=True, slots=True)
class InventedCase:
    key: str
    theme: str
    number: str
    day: date
    documents: tuple[InventedDocument, ...]
    persons: tuple[InventedPerson, ...]
    parties: tuple[str, ...]
    """Keys of those whom the case is about."""


@dataclass(slots=True)
class _Cast:
    """Who plays in one case; somebody is invented when first named."""

    chance: random.Random
    key: str
    number: str
    persons: dict[str, InventedPerson] = field(default_factory=dict)
    family: str = ""

    def who(self, part: str) -> InventedPerson:
        if part not in self.persons:
            self.persons[part] = _person(self, part)
        return self.persons[part]


def invented_case(
    seed: int,
    *,
    theme: str = "",
    documents: int = 14,
    misfiled: int = 1,
    misplaced: int = 1,
) -> InventedCase:
    """Return a case of so many documents, some of which are about somebody else.

    `theme` is `family`, `benefit` or `building`; empty: by chance.
    """
    chance = random.Random(seed)  # noqa: S311 - invented data, nothing secret
    theme = theme or chance.choice(sorted(ABOUT))
    cast = _Cast(chance, f"c{seed}", _case_number(chance), family=chance.choice(SURNAMES))
    day = _FIRST_DAY + timedelta(days=chance.randrange(300))
    made: list[InventedDocument] = []
    places = set(chance.sample(range(1, documents), min(misfiled + misplaced, documents - 1)))
    wrong = set(chance.sample(sorted(places), min(misfiled, len(places))))
    for index in range(documents):
        day += timedelta(days=chance.randrange(1, 12))
        name = f"{cast.key}-d{index + 1}"
        if index in wrong:
            made.append(_misfiled(cast, name, day, theme))
            continue
        every = ABOUT[theme]
        template = every[index] if index < len(every) else chance.choice((*every, *GENERAL))
        paragraph = chance.choice(PARAGRAPHS) if index in places else ""
        made.append(_document(cast, name, day, template, paragraph))
    main = tuple(cast.who(part).key for part in MAIN[theme])
    return InventedCase(
        cast.key, theme, cast.number, day, tuple(made), tuple(cast.persons.values()), main
    )


def _misfiled(cast: _Cast, name: str, day: date, theme: str) -> InventedDocument:
    """Return a document of another case, handled by the same caseworker half of the time."""
    chance = cast.chance
    other = _Cast(chance, f"{name}x", _case_number(chance), family=chance.choice(SURNAMES))
    if chance.random() < 0.5:
        other.persons["rådgiver"] = cast.who("rådgiver")
    about = theme if chance.random() < 0.6 else chance.choice(sorted(ABOUT))
    document = _document(other, name, day, chance.choice(ABOUT[about]), "")
    for part, person in other.persons.items():
        cast.persons.setdefault(f"{name}-{part}", person)
    return InventedDocument(
        name, document.title, document.kind, day, document.text, document.mentions, is_misfiled=True
    )


def _document(
    cast: _Cast, name: str, day: date, template: tuple[str, str, str], paragraph: str
) -> InventedDocument:
    kind, title, body = template
    misplaced: list[tuple[int, int]] = []
    if paragraph:
        parts = body.split("\n\n")
        place = cast.chance.randrange(2, len(parts)) if len(parts) > 2 else len(parts)
        paragraph = paragraph.replace("<<anden", f"<<{name.replace('-', '_')}anden")
        body = "\n\n".join([*parts[:place], "\0" + paragraph + "\0", *parts[place:]])
    text, mentions, marks = _filled(cast, body, day)
    if marks:
        misplaced.append((marks[0], marks[1]))
    return InventedDocument(
        name, title, kind, day, text, tuple(mentions), misplaced=tuple(misplaced)
    )


def _filled(cast: _Cast, body: str, day: date) -> tuple[str, list[InventedMention], list[int]]:
    pieces: list[str] = []
    mentions: list[InventedMention] = []
    marks: list[int] = []
    length, position = 0, 0

    def put(text: str) -> None:
        nonlocal length
        for index, part in enumerate(text.split("\0")):
            if index:
                marks.append(length)
            pieces.append(part)
            length += len(part)

    for match in _SLOT.finditer(body):
        put(body[position : match.start()])
        position = match.end()
        if match.group(4):
            put(_fact(cast, match.group(4), day))
            continue
        person, how = cast.who(match.group(1)), match.group(2)
        shown = match.group(3) or _written(cast.chance, person, how)
        kind = _KINDS.get(how, FindingKind.PERSON)
        mentions.append(InventedMention(length, length + len(shown), shown, kind, how, person.key))
        put(shown)
    put(body[position:])
    return "".join(pieces), mentions, marks


def _written(chance: random.Random, person: InventedPerson, how: str) -> str:
    short = f"{person.first} {person.last}"
    genitive = "'" if person.first[-1] in "sxz" else "s"
    return {
        "full": short if chance.random() < 0.3 else person.full,
        "first": person.first,
        "last": person.last,
        "gen": person.first + genitive,
        "upper": person.full.upper(),
        "turned": f"{person.last.upper()}, {person.first}",
        "initials": _initials(person),
        "cpr": f"{person.cpr[:6]}-{person.cpr[6:]}",
        "cpr_blank": f"{person.cpr[:6]} {person.cpr[6:]}",
        "phone": " ".join(re.findall("..", person.phone)),
        "mail": person.mail,
        "adr": person.address,
    }[how]


def _initials(person: InventedPerson) -> str:
    return (person.first[0] + (person.middle[:1]) + person.last[0]).lower()


def _fact(cast: _Cast, what: str, day: date) -> str:
    if what == "dato":
        return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"
    return cast.number if what == "sagsnr" else _case_number(cast.chance)


_MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]


def _case_number(chance: random.Random) -> str:
    return f"27.{chance.randrange(10, 70)}.00-G01-{chance.randrange(100, 9999)}-{chance.randrange(23, 26)}"


def _person(cast: _Cast, part: str) -> InventedPerson:
    chance = cast.chance
    is_woman = (
        part.removesuffix("2") in _WOMEN_BY_PART
        if part in _WOMEN_BY_PART | _MEN_BY_PART
        else chance.random() < 0.5
    )
    taken = {person.first for person in cast.persons.values()}
    given = [name for name in (WOMEN if is_woman else MEN) if name not in taken]
    is_family = part in {"barn", "far", "farmor", "bror", "borger", "nabo", "nabokone"}
    surname = cast.family if is_family and not part.startswith("nabo") else chance.choice(SURNAMES)
    if part == "mor" and chance.random() < 0.4:
        surname = cast.family
    if part == "nabokone":
        surname = cast.who("nabo").last
    is_employee = part in EMPLOYEES
    first = chance.choice(given)
    born = _born(chance, part)
    ascii_name = _ascii(f"{first}.{surname}")
    host = DOMAIN if is_employee else "eksempel.dk"
    return InventedPerson(
        key=f"{cast.key}-{part}",
        part=part,
        first=first,
        middle=chance.choice(MIDDLE) if chance.random() < 0.4 else "",
        last=surname,
        born=born,
        cpr=_cpr(chance, born, is_woman=is_woman),
        phone=f"{chance.randrange(20, 99)}00{chance.randrange(0, 9999):04d}",
        mail=f"{ascii_name}@{host}",
        address=f"{chance.choice(STREETS)} {chance.randrange(1, 120)}, {chance.choice(TOWNS)}",
        is_employee=is_employee,
    )


def _cpr(chance: random.Random, born: date, *, is_woman: bool) -> str:
    while True:
        serial = chance.randrange(5000, 9000) if born.year >= 2000 else chance.randrange(1, 3999)
        number = f"{born:%d%m%y}{serial:04d}"
        is_right = serial % 2 == (0 if is_woman else 1)
        check = sum(int(digit) * weight for digit, weight in zip(number, _CPR_WEIGHTS, strict=True))
        if is_right and check % 11:
            return number


def _born(chance: random.Random, part: str) -> date:
    first = date(2010, 1, 1) if part in {"barn", "ven"} else date(1950, 1, 1)
    span = 2500 if part in {"barn", "ven"} else 16_000
    return first + timedelta(days=chance.randrange(span))


def _ascii(name: str) -> str:
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("ı", "i")):
        name = name.lower().replace(letter, plain)
    return name
