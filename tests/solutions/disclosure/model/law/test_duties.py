"""The check list before a release: what calls for a duty, and what answers it."""

from __future__ import annotations

import pytest

from signatur.solutions.disclosure.model.law import (
    complaint_body,
    obligations,
    packaged_grounds,
    unmet,
)
from signatur.solutions.disclosure.model.law.complaints import (
    packaged_bodies_text,
    parse_bodies,
)
from signatur.solutions.disclosure.model.law.fields import UnreadableLaw
from signatur.solutions.disclosure.schema.law import Confidence, DutyAnswer, Regime


def keys(regime: Regime, *grounds: str) -> set[str]:
    return {one.key for one in obligations(regime, grounds)}


def test_nothing_withheld_asks_only_for_what_always_holds() -> None:
    assert keys(Regime.PUBLIC) == {"understood", "misfiled", "cpr"}


def test_an_internal_document_calls_for_extraction_open_documents_and_more_access() -> None:
    found = keys(Regime.PUBLIC, "ofl-23")

    assert {"extraction", "open_internal", "more_access", "partial", "concrete"} <= found
    assert "secrecy" not in found


def test_where_secrecy_holds_more_access_is_not_asked_for_but_secrecy_is() -> None:
    found = keys(Regime.PUBLIC, "ofl-30-1")

    assert "secrecy" in found
    assert not {"more_access", "extraction"} & found


def test_business_secrets_call_for_a_hearing_of_the_company() -> None:
    assert "companies" in keys(Regime.PUBLIC, "ofl-30-2")
    assert "companies" in keys(Regime.ENVIRONMENTAL, "ofl85-12-1-2")
    assert "companies" not in keys(Regime.PUBLIC, "ofl-30-1")


def test_environmental_information_is_weighed_and_never_emissions() -> None:
    found = keys(Regime.ENVIRONMENTAL, "ofl85-12-1-1")

    assert {"weighing", "emissions", "better_law"} <= found
    assert not {"weighing", "emissions"} & keys(Regime.PUBLIC, "ofl-30-1")


def test_a_criminal_case_calls_for_the_neutral_wording() -> None:
    assert "neutral" in keys(Regime.PUBLIC, "ofl-19")


def test_employees_open_facts_are_asked_for_without_a_party() -> None:
    assert "employees" in keys(Regime.PUBLIC, "ofl-30-1")
    assert "employees" not in keys(Regime.PARTY, "fvl-15b-5")


@pytest.mark.parametrize(
    ("regime", "ground", "section"),
    [
        (Regime.PUBLIC, "ofl-23", "offentlighedslovens §§ 28 og 29"),
        (Regime.PARTY, "fvl-12", "forvaltningslovens §§ 14 a og 14 b"),
    ],
)
def test_the_section_is_that_of_the_regime(regime: Regime, ground: str, section: str) -> None:
    found = {one.key: one for one in obligations(regime, [ground])}

    assert found["extraction"].section == section
    assert found["extraction"].grounds == (ground,)


def test_no_item_shows_the_name_of_a_section_instead_of_the_section() -> None:
    every = [one.key for one in packaged_grounds().grounds]
    for regime in Regime:
        for item in obligations(regime, every):
            assert "§" in item.section or "artikel" in item.section or " " in item.section, item


def test_a_release_waits_for_every_item_with_a_reason() -> None:
    checklist = obligations(Regime.PUBLIC, [])
    answers = [
        DutyAnswer("understood", is_done=True, reason="Sagen er nævnt med nummer."),
        DutyAnswer("misfiled", is_done=False, reason="Bilag 4 ser ud til at være en andens."),
        DutyAnswer("cpr", is_done=True, reason="ok"),
    ]

    assert {one.key for one in unmet(checklist, answers)} == {"misfiled", "cpr"}
    assert {one.key for one in unmet(checklist, answers[1:])} == {"understood", "misfiled", "cpr"}


@pytest.mark.parametrize("reason", ["", "          ", "ja", "............", "xxxxxxxxxxxx"])
def test_a_reason_that_says_nothing_is_none(reason: str) -> None:
    checklist = obligations(Regime.PUBLIC, [])[:1]

    assert unmet(checklist, [DutyAnswer(checklist[0].key, is_done=True, reason=reason)])


def test_a_full_answer_lets_it_go() -> None:
    checklist = obligations(Regime.ENVIRONMENTAL, ["ofl85-7", "ofl85-2"])
    answers = [
        DutyAnswer(one.key, is_done=True, reason="Set efter side for side.") for one in checklist
    ]

    assert unmet(checklist, answers) == ()


@pytest.mark.parametrize(
    ("kle", "regime", "name"),
    [
        ("01.02.05", Regime.PUBLIC, "Planklagenævnet"),
        ("09.17.00", Regime.ENVIRONMENTAL, "Miljø- og Fødevareklagenævnet"),
        ("27.24.00", Regime.PARTY, "Ankestyrelsen"),
        ("", Regime.PUBLIC, "Ankestyrelsen"),
        ("27.24.00", Regime.GDPR, "Datatilsynet"),
        ("29.09.00", Regime.PATIENT_RECORD, "Styrelsen for Patientklager"),
    ],
)
def test_the_complaint_goes_to_the_body_of_the_case(kle: str, regime: Regime, name: str) -> None:
    assert complaint_body(kle, regime).name == name


def test_the_time_to_pass_a_complaint_on_depends_on_the_regime() -> None:
    assert complaint_body("09.17", Regime.PUBLIC).forward == "7 arbejdsdage"
    assert complaint_body("09.17", Regime.ENVIRONMENTAL).forward == "3 uger"
    assert not complaint_body("09.17", Regime.GDPR).through_authority


def test_the_confidence_is_that_of_the_weaker_of_body_and_rule() -> None:
    assert complaint_body("01.02", Regime.PUBLIC).confidence is Confidence.MEDIUM
    assert complaint_body("", Regime.PUBLIC).confidence is Confidence.HIGH
    assert complaint_body("", Regime.PUBLIC).as_supervision


def test_bodies_that_are_edited_wrongly_are_refused() -> None:
    text = packaged_bodies_text()
    for wrong in (
        text.replace("{body: udbud,", "{body: findes_ikke,"),
        text.replace("  - {body: ankestyrelsen, supervision: true}\n", ""),
        "",
    ):
        with pytest.raises(UnreadableLaw):
            parse_bodies(wrong)
