"""The model in use and a candidate on the same enquiries, as each would have answered today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.methods.classification.comparing import (
    LEAST_ROWS,
    Answer,
    Pair,
    Paired,
    Part,
    Standing,
    Verdict,
    compare,
    compare_parts,
)
from signatur.solutions.mail_routing.model.labels import agrees, label_of
from signatur.solutions.mail_routing.model.routing import is_sure, places_said
from signatur.solutions.mail_routing.schema import NOWHERE, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from signatur.methods.classification import Router
    from signatur.methods.classification import Verdict as Said
    from signatur.methods.classification.held_back import HeldBack
    from signatur.methods.classification.schema import Example
    from signatur.solutions.mail_routing.model.knowledge import Knowledge

# Enquiries on which just one of the two is right, kept to look at: the newest of each kind.
_MOST_KEPT = 100


class Basis(StrEnum):
    """Which candidate it is that was compared."""

    SAME_RECIPE = "same_recipe"
    """A model of the same recipe that had not learnt from what both were asked."""
    VERY_MODEL = "very_model"
    """The registered model itself, on what came after."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Enquiries of the newest part that could not be counted, each by the first reason."""

    seen: int
    """One of the two had learnt from it."""
    alike: int
    """Nearly the same as one that was learnt from."""
    repeats: int
    """Nearly the same as another that counts."""
    closed: int
    """Its place is closed today, so that neither could have been right."""


@dataclass(frozen=True, slots=True)
class Differing:
    """An enquiry on which just one of the two was right; labels as they are today."""

    item: str
    truth: str
    old: str
    new: str
    """Empty: no suggestion."""
    is_new_right: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a candidate did beside the model in use; stored with the candidate and never changed."""

    champion_id: str
    champion_number: int
    basis: Basis
    verdict: Verdict
    rows: int
    needed: int
    learnt_from: int
    """What the compared candidate had learnt from."""
    left_out: LeftOut
    target: float
    """Precision that the lane 'ready' promises."""
    seed: int
    paired: Paired | None = None
    """None with too few rows."""
    departments: tuple[Part, ...] = ()
    subjects: tuple[Part, ...] = ()
    differing: tuple[Differing, ...] = ()

    @property
    def worse_in(self) -> list[str]:
        """Keys of the departments in which the candidate is right less often."""
        return [one.key for one in self.departments if one.standing is Standing.WORSE]

    @property
    def needs_reason(self) -> bool:
        """Say whether whoever puts the candidate into use must write why."""
        return self.verdict is Verdict.WORSE or bool(self.worse_in)


@dataclass(frozen=True, slots=True)
class Contest:
    """What is compared: two routers, and who the older one is."""

    old: Router
    new: Callable[[], Router]
    """Called only where there is enough to compare on: learning it may take minutes."""
    champion_id: str
    champion_number: int
    basis: Basis
    seed: int = 0


def compare_routers(contest: Contest, split: HeldBack, knowledge: Knowledge) -> Comparison:
    """Compare two routers on what was held back; with too few rows only that is said."""
    counted = list(_open(split.held, knowledge))
    if len(counted) < LEAST_ROWS:
        return _told(contest, split, knowledge, Verdict.TOO_FEW, len(counted))
    texts = [one.text for one, _truth in counted]
    old, new = (
        [_judged(said, truth, knowledge) for said, (_one, truth) in zip(many, counted, strict=True)]
        for many in (contest.old.suggest(texts), contest.new().suggest(texts))
    )
    pairs = [
        Pair(one.key, truth != NOWHERE, was.answer, is_.answer)
        for (one, truth), was, is_ in zip(counted, old, new, strict=True)
    ]
    truths = [truth for _one, truth in counted]
    paired = compare(pairs, seed=contest.seed)
    differing = [
        Differing(pair.key, label_of(truth), was.label, is_.label, pair.new.is_right)
        for pair, truth, was, is_ in zip(pairs, truths, old, new, strict=True)
        if pair.old.is_right != pair.new.is_right
    ]
    return replace(
        _told(contest, split, knowledge, paired.verdict, len(pairs)),
        paired=paired,
        departments=_parts(pairs, truths, lambda one: one.department_key),
        subjects=_parts(pairs, truths, lambda one: one.subject_key),
        differing=(*_newest(differing, is_new=True), *_newest(differing, is_new=False)),
    )


def _told(
    contest: Contest, split: HeldBack, knowledge: Knowledge, verdict: Verdict, rows: int
) -> Comparison:
    return Comparison(
        champion_id=contest.champion_id,
        champion_number=contest.champion_number,
        basis=contest.basis,
        verdict=verdict,
        rows=rows,
        needed=LEAST_ROWS,
        learnt_from=len(split.learnt),
        left_out=LeftOut(split.seen, split.alike, split.repeats, closed=len(split.held) - rows),
        target=knowledge.target_precision,
        seed=contest.seed,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    label: str
    answer: Answer


def _judged(said: Said, truth: Target, knowledge: Knowledge) -> _Judged:
    """Return what a router would have suggested, by today's places, and whether it is right."""
    places = places_said(said, knowledge)
    if not places:
        return _Judged("", Answer(False, False, 0.0, said.known))
    label, first = places[0]
    is_right = truth != NOWHERE and agrees(first.target, truth)
    is_ready = is_sure(said, label, knowledge)
    return _Judged(
        label_of(first.target), Answer(is_right, is_ready, first.probability, said.known)
    )


def _open(held: Sequence[Example], knowledge: Knowledge) -> Iterator[tuple[Example, Target]]:
    """Yield what was held back with its place of today; what is closed is passed over."""
    for one in held:
        truth = knowledge.place_of(one.label)
        if truth is not None:
            yield one, truth


def _parts(
    pairs: Sequence[Pair], truths: Sequence[Target], key_of: Callable[[Target], str]
) -> tuple[Part, ...]:
    keyed = ((key_of(truth), pair) for pair, truth in zip(pairs, truths, strict=True))
    return compare_parts((key, pair) for key, pair in keyed if key and pair.is_known)


def _newest(differing: Sequence[Differing], *, is_new: bool) -> list[Differing]:
    chosen = [one for one in differing if one.is_new_right is is_new]
    return chosen[::-1][:_MOST_KEPT]
