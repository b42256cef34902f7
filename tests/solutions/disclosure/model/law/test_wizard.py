"""Which regime applies: the four fields of the matrix, the special roads, and the record of why."""

from __future__ import annotations

from itertools import product

import pytest

from signatur.solutions.disclosure.model.law import decide_regime, next_question, packaged_grounds
from signatur.solutions.disclosure.schema.law import Extent, Regime, Request, Subject


def documents(
    party: Extent, environmental: Extent, *, about_requester: bool | None = False
) -> Request:
    return Request(Subject.DOCUMENTS, party, environmental, about_requester)


@pytest.mark.parametrize(
    ("party", "environmental", "regime"),
    [
        (Extent.NO, Extent.NO, Regime.PUBLIC),
        (Extent.YES, Extent.NO, Regime.PARTY),
        (Extent.NO, Extent.YES, Regime.ENVIRONMENTAL),
        (Extent.YES, Extent.YES, Regime.PARTY_ENVIRONMENTAL),
    ],
)
def test_party_and_environment_choose_one_of_four(
    party: Extent, environmental: Extent, regime: Regime
) -> None:
    decision = decide_regime(documents(party, environmental))

    assert [one.regime for one in decision.choices] == [regime]
    assert not decision.choices[0].for_a_part


def test_what_holds_for_a_part_gives_each_part_its_own_regime() -> None:
    decision = decide_regime(documents(Extent.PARTLY, Extent.PARTLY))

    assert [one.regime for one in decision.choices] == [
        Regime.PARTY_ENVIRONMENTAL, Regime.PARTY, Regime.ENVIRONMENTAL, Regime.PUBLIC,
    ]  # fmt: skip
    assert all(one.for_a_part for one in decision.choices)
    assert any("each document under its own" in str(one) for one in decision.advice)


def test_somebody_told_of_who_is_no_party_also_has_section_8() -> None:
    decision = decide_regime(documents(Extent.NO, Extent.NO, about_requester=True))

    assert decision.main is Regime.PUBLIC
    assert [one.regime for one in decision.choices][1:] == [Regime.OWN_DATA]


@pytest.mark.parametrize(
    ("subject", "regime"),
    [(Subject.EXTRACTION, Regime.DATA_EXTRACTION), (Subject.OWN_DATA, Regime.GDPR),
     (Subject.PATIENT_RECORD, Regime.PATIENT_RECORD)],
)  # fmt: skip
def test_the_special_roads_need_no_more_questions(subject: Subject, regime: Regime) -> None:
    request = Request(subject)

    assert next_question(request) is None
    assert decide_regime(request).main is regime


def test_the_questions_come_one_by_one_and_each_can_be_answered() -> None:
    asked = []
    answers: dict[str, object] = {}
    while question := next_question(Request(**answers)):  # type: ignore[arg-type]
        asked.append(question.field)
        assert str(question.title).endswith("?")
        assert len(question.choices) >= 2
        value = {
            "subject": Subject.DOCUMENTS, "is_party": Extent.NO, "is_environmental": Extent.NO,
            "about_requester": False,
        }[question.field]  # fmt: skip
        answers[question.field] = value

    assert asked == ["subject", "is_party", "is_environmental", "about_requester"]


def test_an_open_question_is_no_decision() -> None:
    with pytest.raises(ValueError, match="is_party"):
        decide_regime(Request(Subject.DOCUMENTS))


def test_every_answer_leads_to_a_regime_and_is_on_record() -> None:
    for party, environmental, about in product(Extent, Extent, (True, False)):
        decision = decide_regime(documents(party, environmental, about_requester=about))
        assert decision.answers == (
            ("subject", "documents"), ("is_party", party.value),
            ("is_environmental", environmental.value), ("about_requester", "yes" if about else "no"),
        )  # fmt: skip
        for choice in decision.choices:
            assert packaged_grounds().rule(choice.regime).laws


def test_environmental_information_reminds_of_todays_act() -> None:
    rule = packaged_grounds().rule(Regime.ENVIRONMENTAL)

    assert "offentlighedsloven af 1985" in rule.choice
    assert "nugældende offentlighedslov" in rule.better
    advice = decide_regime(documents(Extent.NO, Extent.YES)).advice
    assert any("gives more" in str(one) for one in advice)
