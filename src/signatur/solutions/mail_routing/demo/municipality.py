"""Lindevang Kommune: an invented municipality with its departments, the subjects people write about, and its places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from signatur.solutions.mail_routing.demo.sources import SUBJECT_TABLES, table


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the municipality that post is sent on to."""

    key: str
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A matter that people write about, with the department that deals with it."""

    key: str
    name: str
    kle_code: str
    """Shaped NN.NN.NN. The main group is that of KLE; the rest is invented (90.xx), as KLE itself is not ours to ship."""
    department_key: str
    deadline_days: int
    """Days from receipt within which the department promises an answer."""
    share: float
    """How often it is written about, relative to the others."""
    season: tuple[int, ...]
    """Months in which it is written about more often; empty when the year makes no difference."""
    words: tuple[str, ...]
    """Words that are typical of it."""
    near: tuple[str, ...]
    """Keys of the subjects it is mistaken for."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the municipality; `share` is its part of the people, in percent."""

    post_code: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company, association, practice or authority that writes to the municipality."""

    trade: str
    """What it does, by which its sentences are chosen: builder, law, hospital …"""
    name: str
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """The invented authority. Its numbers fail their check digits, so that they are nobody's."""

    name: str
    domain: str
    town_hall: str
    phone: str
    cvr_number: str
    ean_number: str
    towns: tuple[Town, ...]
    streets: tuple[str, ...]
    schools: tuple[str, ...]
    daycares: tuple[str, ...]
    nursing_homes: tuple[str, ...]
    halls: tuple[str, ...]
    clubs: tuple[str, ...]
    companies: tuple[Company, ...]

    @property
    def mail_address(self) -> str:
        return f"post@{self.domain}"


@cache
def municipality() -> Municipality:
    source = table("municipality")
    return Municipality(
        name=source["name"],
        domain=source["domain"],
        town_hall=source["town_hall"],
        phone=source["phone"],
        cvr_number=source["cvr_number"],
        ean_number=source["ean_number"],
        towns=tuple(Town(**town) for town in source["towns"]),
        streets=tuple(source["streets"]),
        schools=tuple(source["schools"]),
        daycares=tuple(source["daycares"]),
        nursing_homes=tuple(source["nursing_homes"]),
        halls=tuple(source["halls"]),
        clubs=tuple(source["clubs"]),
        companies=tuple(Company(**company) for company in source["companies"]),
    )


@cache
def departments() -> tuple[Department, ...]:
    return tuple(Department(**department) for department in table("municipality")["departments"])


@cache
def subjects() -> tuple[Subject, ...]:
    return tuple(_subject(entry) for name in SUBJECT_TABLES for entry in table(name)["subjects"])


@cache
def subject(key: str) -> Subject:
    """Return the subject with this key. Raises KeyError when there is none."""
    return {each.key: each for each in subjects()}[key]


@cache
def department(key: str) -> Department:
    """Return the department with this key. Raises KeyError when there is none."""
    return {each.key: each for each in departments()}[key]


def _subject(entry: dict[str, Any]) -> Subject:
    return Subject(
        key=entry["key"],
        name=entry["name"],
        kle_code=entry["kle"],
        department_key=entry["department"],
        deadline_days=entry["days"],
        share=entry["weight"],
        season=tuple(entry.get("season", ())),
        words=tuple(entry["words"]),
        near=tuple(entry["near"]),
    )
