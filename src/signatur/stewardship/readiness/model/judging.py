"""From answers to a result: a pure function of the questions that are visible.

What nobody knows yet is counted both ways, so every score is a range, and is listed as something to
clarify; it never means that a question does not apply. An answer to a question that is not visible
counts for nothing (a known fault of questionnaires that keep the points of hidden answers).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.stewardship.readiness.model.questions import QUESTIONS, ZONE_WEIGHTS, by_code
from signatur.stewardship.readiness.schema import (
    SIDE_TITLES,
    UNKNOWN,
    Advice,
    Question,
    Result,
    Side,
    SideResult,
    Zone,
    ZoneResult,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.kernel.i18n import Text
    from signatur.stewardship.readiness.schema import Hypothesis, Option

# Below this a side should be adjusted first; far below it, it speaks against the whole.
_GOOD: Final = 0.6
_BAD: Final = 0.25
# Weights of what makes law complex, summed; see questions.py.
_MEDIUM_FROM, _HIGH_FROM = 2, 5
_ENOUGH_HYPOTHESES: Final = 2


def visible(answers: Mapping[str, str]) -> list[Question]:
    """Return the questions that are to be answered, given the answers so far, in order."""
    shown: dict[str, Question] = {}
    for question in QUESTIONS:
        if question.when is None:
            shown[question.code] = question
            continue
        other, values = question.when
        if other in shown and answers.get(other, UNKNOWN) in values:
            shown[question.code] = question
    return list(shown.values())


def judge(answers: Mapping[str, str], hypotheses: Sequence[Hypothesis] = ()) -> Result:
    """Return what the visible answers say. A missing or impossible answer is unknown."""
    asked = visible(answers)
    given = {one.code: one.option(answers.get(one.code, UNKNOWN)) for one in asked}
    sides = tuple(_side(side, asked, given, hypotheses) for side in Side)
    zone = _zone(given)
    advice, because = _advice(sides, zone, given)
    return Result(sides, zone, advice, because)


def _side(
    side: Side,
    asked: Sequence[Question],
    given: Mapping[str, Option | None],
    hypotheses: Sequence[Hypothesis],
) -> SideResult:
    own = [one for one in asked if one.side is side]
    known = [found for one in own if (found := given[one.code]) is not None]
    unknown = tuple(one for one in own if given[one.code] is None)
    points = sum(one.points for one in known)
    reasons = [one.reason for one in known if one.reason is not None]
    count = len(own)
    if side is Side.HYPOTHESES:
        whole = [one for one in hypotheses if one.claim and one.sign and one.fall_back]
        points += min(len(whole) / _ENOUGH_HYPOTHESES, 1.0)
        count += 1
        if len(whole) < _ENOUGH_HYPOTHESES:
            reasons.append(
                _("Fewer than two hypotheses are stated with a sign of success and a fall-back.")
            )
    low, high = points / count, (points + len(unknown)) / count
    return SideResult(side, low, high, tuple(reasons), unknown)


def _zone(given: Mapping[str, Option | None]) -> ZoneResult:
    least = most = 0
    reasons: list[Text] = []
    unknown = []
    for code, weights in ZONE_WEIGHTS.items():
        if code not in given:
            continue
        option = given[code]
        if option is None:
            most += max((weight for weight, _reason in weights.values()), default=0)
            unknown.append(by_code(code))
        elif option.value in weights:
            weight, reason = weights[option.value]
            least, most = least + weight, most + weight
            if weight > 0:
                reasons.append(reason)
    return ZoneResult(_zone_of(least), _zone_of(most), tuple(reasons), tuple(unknown))


def _zone_of(weight: int) -> Zone:
    if weight >= _HIGH_FROM:
        return Zone.HIGH
    return Zone.MEDIUM if weight >= _MEDIUM_FROM else Zone.LOW


def _advice(
    sides: Sequence[SideResult], zone: ZoneResult, given: Mapping[str, Option | None]
) -> tuple[Advice, tuple[Text, ...]]:
    stops = [one.reason for one in given.values() if one is not None and one.stops and one.reason]
    stops += [
        _("%(side)s: nearly everything speaks against it.", side=SIDE_TITLES[one.side])
        for one in sides
        if one.high < _BAD
    ]
    if stops:
        return Advice.STOP, tuple(stops)
    because: list[Text] = []
    for one in sides:
        if one.high < _GOOD:
            because.append(_("%(side)s is weak.", side=SIDE_TITLES[one.side]))
        elif one.low < _GOOD:
            because.append(_("%(side)s must be clarified.", side=SIDE_TITLES[one.side]))
    if zone.high is Zone.HIGH:
        because.append(
            _(
                "The law is complex: let a lawyer find the basis for operation before money is spent."
            )
            if zone.low is Zone.HIGH
            else _("The law may be complex: clarify what is unknown first.")
        )
    if because:
        return Advice.ADJUST, tuple(because)
    return Advice.GO, (_("Every side is good enough to begin."),)
