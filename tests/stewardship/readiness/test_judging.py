"""The rule of readiness: of visible answers only, unknown counted both ways, never as no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.stewardship.readiness.model import QUESTIONS, judge, visible
from signatur.stewardship.readiness.schema import UNKNOWN, Advice, Hypothesis, Side, Zone

TWO = (
    Hypothesis("Færre minutter", "Ti minutter mindre pr. sag", "Vi bruger skabeloner"),
    Hypothesis("Færre fejl", "Halvt så mange omvisiteringer", "Vi retter emnelisten"),
)


def best(**changed: str) -> dict[str, str]:
    """Return the answers that speak most for a project, with some changed."""
    found: dict[str, str] = {}
    while True:
        asked = visible(found)
        fresh = [one for one in asked if one.code not in found]
        if not fresh:
            return {**found, **changed}
        for one in fresh:
            options = sorted(one.options, key=lambda option: -option.points)
            found[one.code] = changed.get(one.code, options[0].value)


def test_the_best_answers_say_go_in_the_green_zone() -> None:
    result = judge(best(), TWO)

    assert result.advice is Advice.GO
    assert (result.zone.low, result.zone.high) == (Zone.LOW, Zone.LOW)
    assert all(one.low == one.high == 1 for one in result.sides)
    assert result.to_clarify == ()


def test_no_answers_at_all_is_nothing_but_questions() -> None:
    result = judge({})

    assert result.advice is Advice.ADJUST
    assert all(one.low == 0 for one in result.sides)
    assert {one.code for one in result.to_clarify} == {one.code for one in visible({})}


def test_koege_is_stopped_by_nothing_but_adjusted_by_the_law() -> None:
    """A model of admissions in thirty days: lawful to develop, no clear basis to use (no. 25)."""
    result = judge(
        best(
            personal_data="special", basis_development="yes", only_research="no",
            basis_operation="no", profiling="yes", vulnerable="yes", effect="direct", medical="yes",
        ),
        TWO,
    )  # fmt: skip

    assert result.advice is Advice.ADJUST
    assert result.zone.low is Zone.HIGH


def test_without_a_basis_for_development_it_stops() -> None:
    result = judge(best(personal_data="ordinary", basis_development="no"), TWO)

    assert result.advice is Advice.STOP


def test_hidden_answers_count_for_nothing() -> None:
    hidden = {"basis_development": "no", "profiling": "yes", "vulnerable": "yes"}

    assert judge(best(personal_data="none", **hidden), TWO) == judge(
        best(personal_data="none"), TWO
    )


def test_a_question_behind_an_unknown_answer_is_not_asked_yet_but_the_answer_is_missed() -> None:
    answers = best(personal_data="ordinary")
    answers["personal_data"] = UNKNOWN

    assert "basis_operation" not in {one.code for one in visible(answers)}
    assert "personal_data" in {one.code for one in judge(answers, TWO).to_clarify}
    assert judge(answers, TWO).zone.high is not Zone.LOW


def test_fewer_than_two_whole_hypotheses_weaken_their_side() -> None:
    one = judge(best(), TWO[:1])
    halves = judge(best(), (Hypothesis("Hurtigere", "", ""),) * 2)

    def side(result: object) -> float:
        return next(found.low for found in result.sides if found.side is Side.HYPOTHESES)

    assert (side(one), side(halves)) == (0.75, 0.5)


@given(
    st.fixed_dictionaries(
        {
            one.code: st.sampled_from([*(option.value for option in one.options), UNKNOWN])
            for one in QUESTIONS
        }
    ),
    st.sampled_from([one.code for one in QUESTIONS]),
)
def test_what_becomes_known_never_leaves_the_range_that_it_had(
    answers: dict[str, str], code: str
) -> None:
    """Only where the questions asked stay the same: an answer may lead to further ones."""
    before = judge({**answers, code: UNKNOWN})
    after = judge(answers)
    if visible({**answers, code: UNKNOWN}) != visible(answers):
        return
    for one, other in zip(before.sides, after.sides, strict=True):
        assert one.low - 1e-9 <= other.low <= other.high <= one.high + 1e-9


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.code)
def test_every_question_is_whole(question: object) -> None:
    assert len({one.value for one in question.options}) == len(question.options) >= 2
    assert UNKNOWN not in {one.value for one in question.options}
    assert all(0 <= one.points <= 1 for one in question.options)
    if question.when is not None:
        other = next(one for one in QUESTIONS if one.code == question.when[0])
        assert question.when[1] <= {one.value for one in other.options}
        assert QUESTIONS.index(other) < QUESTIONS.index(question)
