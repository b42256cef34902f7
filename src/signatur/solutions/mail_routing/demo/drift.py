"""What changes in the course of a year: new subjects, another way of speaking, another practice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.chance import Chance
from signatur.solutions.mail_routing.demo.municipality import subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry

_DRIFT_STREAM = 9


@dataclass(frozen=True, slots=True)
class Rewording:
    """From a day on, what is written to a department uses other words for the same things."""

    department_key: str
    since: date
    words: Mapping[str, str]
    share: float = 0.75
    """Of those who write, so many have learnt the new words."""


@dataclass(frozen=True, slots=True)
class Practice:
    """From a day on, the staff file one subject under another, and nobody tells the model."""

    subject_key: str
    filed_as: str
    since: date


@dataclass(frozen=True, slots=True)
class Drift:
    """All that changes."""

    appearing: Mapping[str, date] = field(default_factory=dict)
    """Subjects that nobody wrote about before a day."""
    rewordings: tuple[Rewording, ...] = ()
    practices: tuple[Practice, ...] = ()


def drifting(
    enquiries: Iterable[InventedEnquiry], drift: Drift, *, seed: int = 0
) -> Iterator[InventedEnquiry]:
    """Let invented enquiries change with the time; what is about a subject to come is left out."""
    for number, one in enumerate(enquiries):
        day = one.received_at.date()
        if any(day < drift.appearing[key] for key in one.subject_keys if key in drift.appearing):
            continue
        chance = Chance(seed, _DRIFT_STREAM, number)
        changed = one
        for rewording in drift.rewordings:
            if _concerns(one, rewording) and chance.happens(rewording.share):
                changed = _reworded(changed, rewording.words)
        for practice in drift.practices:
            if day >= practice.since:
                changed = _filed(changed, practice)
        yield changed


def _concerns(one: InventedEnquiry, rewording: Rewording) -> bool:
    if one.received_at.date() < rewording.since or one.language != "da":
        return False
    return any(subject(key).department_key == rewording.department_key for key in one.subject_keys)


def _reworded(one: InventedEnquiry, words: Mapping[str, str]) -> InventedEnquiry:
    pattern = re.compile(
        "|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.IGNORECASE
    )

    def told(text: str) -> str:
        return pattern.sub(lambda found: words[found[0].lower()], text)

    return replace(one, title=told(one.title), text=told(one.text))


def _filed(one: InventedEnquiry, practice: Practice) -> InventedEnquiry:
    def other(key: str) -> str:
        return practice.filed_as if key == practice.subject_key else key

    return replace(one, subject_keys=tuple(map(other, one.subject_keys)), label=other(one.label))
