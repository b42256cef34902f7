"""The matters within one enquiry: stretches of its text that point to different departments."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from signatur.methods.text.passages import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from signatur.methods.classification import Verdict
    from signatur.solutions.mail_routing.model.knowledge import Knowledge
    from signatur.solutions.mail_routing.schema import Target

# Shorter stretches are greetings and good-byes, whose department means nothing.
_LEAST = 60
# A stretch points to a department when it is so sure of it. Of invented enquiries that are about several
# departments a fifth are noticed, and two in three that are noticed are; with 0.6 a quarter are noticed,
# and one in three is.
_SURE = 0.7
# More than these are never asked about; an enquiry of so many paragraphs is one long story.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Matter:
    """A stretch of text and where it points; `target` is None where that cannot be told."""

    text: str
    target: Target | None


def stretches(text: str) -> list[str]:
    """Return the paragraphs of a text that say something; of a single paragraph, its sentences."""
    found = passages(text)
    paragraphs = [
        text[group[0].start : group[-1].end]
        for group in (list(one) for _number, one in groupby(found, lambda one: one.paragraph))
    ]
    telling = [one for one in paragraphs if len(one) >= _LEAST]
    if len(telling) < 2:
        telling = [text[one.start : one.end] for one in found if one.end - one.start >= _LEAST]
    return telling[:_MOST]


def points_to_several(verdicts: Iterable[Verdict], knowledge: Knowledge) -> bool:
    """Say whether stretches of one enquiry surely point to different departments."""
    targets = [_pointed_to(one, knowledge) for one in verdicts]
    return len({one.department_key for one in targets if one is not None}) > 1


def matters_of(text: str, knowledge: Knowledge, masked: Callable[[str], str]) -> tuple[Matter, ...]:
    """Part a text into its matters: neighbouring stretches of one department are one matter.

    A stretch that points nowhere belongs to the matter before it.
    """
    found = stretches(text)
    if knowledge.router is None or len(found) < 2:
        return ()
    verdicts = knowledge.router.suggest([masked(one) for one in found])
    parted: list[Matter] = []
    for stretch, verdict in zip(found, verdicts, strict=True):
        target = _pointed_to(verdict, knowledge)
        if parted and (target is None or _is_same(parted[-1].target, target)):
            parted[-1] = Matter(f"{parted[-1].text}\n\n{stretch}", parted[-1].target)
        elif parted and parted[-1].target is None:
            parted[-1] = Matter(f"{parted[-1].text}\n\n{stretch}", target)
        else:
            parted.append(Matter(stretch, target))
    return tuple(parted) if len(parted) > 1 else ()


def _is_same(one: Target | None, other: Target) -> bool:
    return one is not None and one.department_key == other.department_key


def _pointed_to(verdict: Verdict, knowledge: Knowledge) -> Target | None:
    if not verdict.labels or verdict.confidence < _SURE:
        return None
    return knowledge.place_of(verdict.labels[0])


def verdicts_with_stretches(
    text: str, knowledge: Knowledge
) -> tuple[Verdict | None, Sequence[Verdict]]:
    """Ask a router about the stretches of a text and about the whole, whose reasons come next."""
    if knowledge.router is None or not text.strip():
        return None, ()
    found = stretches(text)
    parts = knowledge.router.suggest(found) if len(found) > 1 else []
    return knowledge.router.suggest([text])[0], parts
