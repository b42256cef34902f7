"""Invented people and companies, with numbers and addresses that belong to nobody.

CPR numbers: 60 is added to the day of birth, as in replacement numbers, so that a CPR finder still takes them for what
they are. The seventh digit then puts the year of birth where nobody alive can be: for people born in the 1900s it is
5 to 8, which means 1858-1899 or 2000-2057; for people born from 2000 on it is 0 to 3, which means 1900-1936.
CVR numbers fail their modulus 11 check. Telephone numbers lie in series that the Danish numbering plan keeps spare
(67, 68, 83, 85, 94, 95). E-mail addresses use the names that RFC 2606 and RFC 6761 reserve for examples.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from signatur.solutions.mail_routing.demo.chance import running_sums
from signatur.solutions.mail_routing.demo.municipality import Company, municipality
from signatur.solutions.mail_routing.demo.sources import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.mail_routing.demo.chance import Chance

_AGES = {"young": (18, 34), "middle": (35, 62), "old": (67, 88)}
_SPARE_SERIES = ("67", "68", "83", "85", "94", "95")
_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
_MAIL_HOSTS = ("mail.example.com", "post.example.net", "example.org", "mail.example.org")
_ASCII = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ü": "ue", "ı": "i", "ş": "s", "'": ""}
)


class SenderKind(StrEnum):
    """Who writes, as far as it shapes the name, the address and the language."""

    CITIZEN = "citizen"
    NEWCOMER = "newcomer"
    VISITOR = "visitor"
    COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Someone who writes to the municipality; everything about them is invented."""

    kind: SenderKind
    given_name: str
    family_name: str
    is_woman: bool
    age_group: str
    birth: date
    cpr_number: str
    """With a hyphen; empty for someone who has none."""
    phone: str
    email: str
    street: str
    house_no: str
    post_code: str
    town: str
    company: Company | None = None
    job_title: str = ""
    cvr_number: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def address(self) -> str:
        return f"{self.street} {self.house_no}"


def invent_sender(
    kind: SenderKind,
    chance: Chance,
    *,
    ages: Sequence[str],
    year: int,
    trade: str = "",
    language: str = "da",
) -> Sender:
    """Make someone up who writes in this year and is of one of these ages (young, middle, old).

    With a trade, they write for a company of that trade; with another language than Danish, they bear a name from
    where it is spoken.
    """
    age_group = chance.pick(ages)
    is_woman = chance.happens(0.53)
    given, family = _names(kind, age_group, language, chance, is_woman=is_woman)
    low, high = _AGES[age_group]
    birth = date(year - chance.between(low, high), chance.between(1, 12), chance.between(1, 28))
    place = municipality()
    company = chance.pick(companies_of(trade)) if trade else None
    town = chance.weighted(place.towns, _town_sums())
    return Sender(
        kind=kind,
        given_name=given,
        family_name=family,
        is_woman=is_woman,
        age_group=age_group,
        birth=birth,
        cpr_number=""
        if kind is SenderKind.VISITOR
        else invent_cpr_number(birth, chance, is_woman=is_woman),
        phone=invent_phone(chance),
        email=_mail_address(given, family, company, chance),
        street=chance.pick(place.streets),
        house_no=invent_house_no(chance),
        post_code=town.post_code,
        town=town.name,
        company=company,
        cvr_number=invent_cvr_number(chance) if company else "",
    )


@cache
def companies_of(trade: str) -> tuple[Company, ...]:
    """Return the companies of a trade."""
    return tuple(company for company in municipality().companies if company.trade == trade)


def invent_cpr_number(birth: date, chance: Chance, *, is_woman: bool) -> str:
    """Return a number that looks like that of somebody born on this day, and is nobody's (see the module)."""
    century_digit = chance.between(0, 3) if birth.year >= 2000 else chance.between(5, 8)
    last = 2 * chance.between(0, 4) + (0 if is_woman else 1)
    serial = f"{century_digit}{chance.between(0, 99):02d}{last}"
    return f"{birth.day + 60:02d}{birth:%m%y}-{serial}"


def invent_cvr_number(chance: Chance) -> str:
    """Return eight digits whose modulus 11 check fails."""
    digits = [chance.between(1, 9), *(chance.between(0, 9) for _ in range(7))]
    if sum(weight * digit for weight, digit in zip(_CVR_WEIGHTS, digits, strict=True)) % 11 == 0:
        digits[-1] = (digits[-1] + 1) % 10
    return "".join(map(str, digits))


def invent_phone(chance: Chance) -> str:
    pairs = [chance.pick(_SPARE_SERIES), *(f"{chance.between(0, 99):02d}" for _ in range(3))]
    return " ".join(pairs)


def invent_house_no(chance: Chance) -> str:
    number = str(chance.between(1, 140))
    if chance.happens(0.12):
        return number + chance.pick(("A", "B", "C"))
    if chance.happens(0.14):
        return f"{number}, {chance.pick(('st.', '1.', '2.', '3.'))} {chance.pick(('th.', 'tv.'))}"
    return number


def given_names(age_group: str, *, women: bool) -> Sequence[str]:
    """Return given names that people of this age bear (child, young, middle, old)."""
    names: Sequence[str] = _people()["given"]["women" if women else "men"][age_group]
    return names


def invent_name(chance: Chance) -> str:
    """Return the name of somebody who is only mentioned, such as a caseworker."""
    women = chance.happens(0.7)
    given = chance.pick(given_names("middle", women=women))
    return f"{given} {chance.pick(_people()['family']['danish'])}"


@cache
def _people() -> dict[str, Any]:
    return table("people")


@cache
def _town_sums() -> tuple[float, ...]:
    return running_sums(town.share for town in municipality().towns)


def _names(
    kind: SenderKind, age_group: str, language: str, chance: Chance, *, is_woman: bool
) -> tuple[str, str]:
    if kind in (SenderKind.NEWCOMER, SenderKind.VISITOR):
        origins = [each for each in _people()["abroad"] if language in ("da", each["language"])]
        origin = chance.pick(origins)
        return chance.pick(origin["women" if is_woman else "men"]), chance.pick(origin["family"])
    given = chance.pick(given_names(age_group, women=is_woman))
    return given, chance.pick(_people()["family"]["danish"])


def _mail_address(given: str, family: str, company: Company | None, chance: Chance) -> str:
    first, last = _ascii(given), _ascii(family)
    if company is not None:
        return f"{chance.pick((first, f'{first[0]}{last[0]}', 'info', 'post'))}@{company.domain}"
    local = chance.pick(
        (
            f"{first}.{last}",
            f"{first}{last[:3]}",
            f"{first}{chance.between(40, 99)}",
            f"{last}_{first}",
        )
    )
    return f"{local}@{chance.pick(_MAIL_HOSTS)}"


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().translate(_ASCII))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
