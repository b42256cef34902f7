"""Where an enquiry should go: metadata, known thread, staff's rules, then what was learnt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.model.caution import cautious
from signatur.solutions.mail_routing.model.lanes import lane_of
from signatur.solutions.mail_routing.model.matters import (
    points_to_several,
    verdicts_with_stretches,
)
from signatur.solutions.mail_routing.model.rules import first_match, simulated_matches
from signatur.solutions.mail_routing.schema import (
    NOWHERE,
    Alternative,
    Lane,
    Routing,
    SimilarReason,
    SuggestedBy,
    Target,
    WordReason,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from signatur.methods.classification import Router, Verdict
    from signatur.solutions.mail_routing.model.knowledge import Knowledge, Known
    from signatur.solutions.mail_routing.schema import Enquiry

_ALTERNATIVES = 3
_WORDS = 8
_SIMILAR = 3


def route(enquiry: Enquiry, knowledge: Knowledge, known: Known | None = None) -> Routing:
    """Say where an enquiry should go, by the first that knows."""
    verdict, of_stretches = verdicts_with_stretches(enquiry.model_text, knowledge)
    routing = next(_stated(enquiry, knowledge, known), None)
    if routing is None:
        routing = _learnt(enquiry.model_text, knowledge, verdict)
    may_be_several = points_to_several(of_stretches, knowledge)
    return replace(
        routing,
        lane=cautious(routing.lane, enquiry, may_be_several=may_be_several),
        may_be_several=may_be_several,
        simulated=simulated_matches(enquiry, knowledge.rules),
    )


def _stated(enquiry: Enquiry, knowledge: Knowledge, known: Known | None) -> Iterator[Routing]:
    """Yield what somebody has stated, the most particular first; places that are closed are not."""
    if target := _by_kle(enquiry, knowledge):
        yield _certain(SuggestedBy.METADATA, target, f"kle {enquiry.metadata.kle_code}")
    if known is not None and (target := knowledge.place(known.target)):
        yield _certain(SuggestedBy.THREAD, target, known.item_id)
    open_rules = (one for one in knowledge.rules if knowledge.place(one.target) is not None)
    rule = first_match(enquiry, open_rules)
    if rule is not None and (target := knowledge.place(rule.target)):
        yield _certain(SuggestedBy.RULE, target, rule.id)


def _by_kle(enquiry: Enquiry, knowledge: Knowledge) -> Target | None:
    """Return the subject that the sender's own KLE number names, when just one has it."""
    code = enquiry.metadata.kle_code
    named = (one for one in knowledge.subjects.values() if code and one.kle_code == code)
    fitting = [knowledge.place(Target(one.department_key, one.key)) for one in named]
    places = [place for place in fitting if place is not None]
    return places[0] if len(places) == 1 else None


def _certain(by: SuggestedBy, target: Target, because: str) -> Routing:
    return Routing(
        by=by,
        # That something is not for the authority is never settled without a look.
        lane=Lane.PICK if target == NOWHERE else Lane.READY,
        alternatives=(Alternative(target, 1.0),),
        confidence=None,
        because=because,
    )


def _learnt(text: str, knowledge: Knowledge, verdict: Verdict | None) -> Routing:
    """Say what the router has learnt; closed places give way to the next alternatives."""
    open_places = places_said(verdict, knowledge)
    if verdict is None or knowledge.router is None or not open_places:
        return Routing(by=SuggestedBy.NOTHING, lane=Lane.READ, alternatives=(), confidence=None)
    label, first = open_places[0]
    alternatives = tuple(alternative for _label, alternative in open_places)
    is_ready = is_sure(verdict, label, knowledge)
    lane = lane_of(_one_is_right(verdict, open_places), is_ready=is_ready)
    return _with_reasons(
        Routing(
            by=SuggestedBy.MODEL,
            lane=lane,
            alternatives=alternatives,
            confidence=first.probability,
        ),
        text,
        label,
        knowledge.router,
    )


def places_said(verdict: Verdict | None, knowledge: Knowledge) -> list[tuple[str, Alternative]]:
    """Return the open places that a verdict names, the most probable first, each with its label."""
    return _joined(_places(verdict, knowledge))[:_ALTERNATIVES]


def is_sure(verdict: Verdict, label: str, knowledge: Knowledge) -> bool:
    """Say whether the place of a label is sure enough to go: what was meant, and not the next best."""
    return label == verdict.labels[0] and knowledge.target_precision in verdict.clears


def _one_is_right(verdict: Verdict, shown: Sequence[tuple[str, Alternative]]) -> float:
    """Return the probability that a shown place is right, where others may be closed."""
    if tuple(label for label, _one in shown) == verdict.labels[:_ALTERNATIVES]:
        return verdict.among_three
    return sum(one.probability for _label, one in shown)


def _places(verdict: Verdict | None, knowledge: Knowledge) -> Iterator[tuple[str, Target, float]]:
    if verdict is None:
        return
    for label, probability in zip(verdict.labels, verdict.probabilities, strict=True):
        place = knowledge.place_of(label)
        if place is not None:
            yield label, place, probability


def _joined(places: Iterable[tuple[str, Target, float]]) -> list[tuple[str, Alternative]]:
    """Return each place once, by its first label: labels that were merged add up."""
    found: dict[Target, tuple[str, float]] = {}
    for label, place, probability in places:
        first, so_far = found.get(place, (label, 0.0))
        found[place] = first, so_far + probability
    joined = [(label, Alternative(place, share)) for place, (label, share) in found.items()]
    return sorted(joined, key=lambda one: -one[1].probability)


def _with_reasons(routing: Routing, text: str, label: str, router: Router) -> Routing:
    words = router.explain(text, label, _WORDS)
    similar = router.similar(text, _SIMILAR)
    return replace(
        routing,
        words=tuple(WordReason(one.word, one.start, one.end, one.weight) for one in words),
        similar=tuple(SimilarReason(one.key, one.similarity, one.label) for one in similar),
    )
