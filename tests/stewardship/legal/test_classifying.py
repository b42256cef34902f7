"""What the law makes of a system: by date, from visible answers, and never more lenient for not knowing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.stewardship.legal.model import QUESTIONS, BadRules, classify, read_rules, visible
from signatur.stewardship.legal.model.logic import evaluate
from signatur.stewardship.legal.model.questions import ANNEX_III, BANS
from signatur.stewardship.legal.schema import UNKNOWN, AiClass, AiRole, Classification, Truth
from signatur.stewardship.legal.service.shipping import shipped_rules

RULES = shipped_rules()
TODAY = date(2026, 11, 28)
BEFORE_OMNIBUS, AFTER_OMNIBUS = date(2026, 7, 1), date(2026, 8, 1)


def answers(**known: str) -> dict[str, str]:
    """Return answers to every visible question: no, unless something else is stated."""
    found: dict[str, str] = {}
    while fresh := [one for one in visible(found) if one.key not in found]:
        for one in fresh:
            plain = {"personal_data": "none", "worst_harm": "minor", "public_authority": "yes",
                     "ai_system": "yes", "uses": "yes"}  # fmt: skip
            found[one.key] = known.get(one.key, plain.get(one.key, "no"))
    return {**found, **known}


def judged(day: date = TODAY, **known: str) -> Classification:
    return classify(answers(**known), day, RULES)


def duty_ids(found: Classification, *, in_force: bool) -> set[str]:
    return {one.rule.id for one in found.duties if one.is_certain and one.in_force is in_force}


# --- classes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, AiClass.MINIMAL),
        ({"ai_system": "no"}, AiClass.OUT_OF_SCOPE),
        ({"interacts_with_persons": "yes"}, AiClass.LIMITED),
        ({"generates_content": "yes"}, AiClass.LIMITED),
        ({"public_benefits_or_services": "yes"}, AiClass.HIGH_RISK),
        ({"product_safety_component": "yes"}, AiClass.HIGH_RISK),
        ({"social_scoring": "yes"}, AiClass.PROHIBITED),
        ({"social_scoring": "yes", "recruitment": "yes"}, AiClass.PROHIBITED),
        (
            {"medical_purpose": "yes", "informs_diagnosis_or_treatment": "yes"},
            AiClass.HIGH_RISK,
        ),
        ({"medical_purpose": "yes"}, AiClass.MINIMAL),
    ],
)
def test_a_class_follows_from_whole_answers(known: dict[str, str], expected: AiClass) -> None:
    found = judged(**known)

    assert found.ai_class is expected
    assert found.possible == (expected,)
    assert found.to_clarify == ()
    assert found.reasons


@pytest.mark.parametrize("key", ANNEX_III)
def test_every_area_of_annex_iii_is_high_risk_and_named(key: str) -> None:
    found = judged(**{key: "yes", "significant_risk": "yes"})

    assert found.ai_class is AiClass.HIGH_RISK
    assert found.annex_items == (ANNEX_III[key],)


def test_a_narrow_task_is_an_exception_but_never_where_people_are_profiled() -> None:
    narrow = {"public_benefits_or_services": "yes", "narrow_procedural_task": "yes"}

    excepted = judged(**narrow)
    profiled = judged(**narrow, personal_data="ordinary", profiles_persons="yes")
    risky = judged(**narrow, significant_risk="yes")

    assert excepted.ai_class is AiClass.MINIMAL
    assert profiled.ai_class is AiClass.HIGH_RISK
    assert risky.ai_class is AiClass.HIGH_RISK


def test_an_exception_is_still_written_down_and_registered_by_its_provider() -> None:
    found = judged(
        public_benefits_or_services="yes", preparatory_task="yes", develops="yes",
        day=date(2028, 1, 1),
    )  # fmt: skip

    assert "ai.6.4.2026" in duty_ids(found, in_force=True)


# --- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "binds_from"),
    [(BEFORE_OMNIBUS, date(2026, 8, 2)), (AFTER_OMNIBUS, date(2027, 12, 2)),
     (TODAY, date(2027, 12, 2))],
)  # fmt: skip
def test_the_duties_of_annex_iii_moved_when_the_law_was_amended(
    day: date, binds_from: date
) -> None:
    found = judged(day, recruitment="yes", develops="yes")
    risk_management = [one for one in found.duties if one.rule.provision == "Art. 9"]

    assert [one.rule.applies_from for one in risk_management] == [binds_from]
    assert [one.in_force for one in risk_management] == [False]


def test_product_duties_bind_from_2028_and_only_once_where_both_apply() -> None:
    product = judged(product_safety_component="yes", develops="yes")
    both = judged(product_safety_component="yes", recruitment="yes", develops="yes")

    def of(found: Classification) -> list[date]:
        return [one.rule.applies_from for one in found.duties if one.rule.provision == "Art. 9"]

    assert of(product) == [date(2028, 8, 2)]
    assert of(both) == [date(2027, 12, 2)]


def test_the_ban_on_intimate_imagery_begins_on_its_day() -> None:
    before = judged(date(2026, 12, 1), intimate_or_abuse_imagery="yes")
    after = judged(date(2026, 12, 2), intimate_or_abuse_imagery="yes")

    assert (before.ai_class, after.ai_class) == (AiClass.MINIMAL, AiClass.PROHIBITED)
    assert "ai.5.ba" in duty_ids(before, in_force=False)
    assert "ai.5.ba" in duty_ids(after, in_force=True)


def test_bans_do_not_bind_before_february_2025() -> None:
    assert judged(date(2025, 2, 1), social_scoring="yes").ai_class is not AiClass.PROHIBITED
    assert judged(date(2025, 2, 2), social_scoring="yes").ai_class is AiClass.PROHIBITED


def test_literacy_has_one_wording_at_a_time() -> None:
    wordings = [
        [one.rule.id for one in judged(day).duties if one.rule.provision.startswith("Art. 4 ")
         or one.rule.provision == "Art. 4"]
        for day in (BEFORE_OMNIBUS, AFTER_OMNIBUS)
    ]  # fmt: skip

    assert wordings == [["ai.4"], ["ai.4.2026"]]


@pytest.mark.parametrize(
    ("known", "binds_from"),
    [
        ({}, date(2030, 8, 2)),
        ({"changed_significantly_since": "yes"}, date(2027, 12, 2)),
        ({"changed_significantly_since": UNKNOWN}, date(2027, 12, 2)),
        ({"in_service_before_duties": UNKNOWN}, date(2027, 12, 2)),
        ({"public_authority": "no"}, date(2027, 12, 2)),
    ],
)
def test_old_systems_of_authorities_have_until_2030_unless_changed(
    known: dict[str, str], binds_from: date
) -> None:
    found = judged(**{"recruitment": "yes", "in_service_before_duties": "yes", **known})

    (monitored,) = [one for one in found.duties if one.rule.provision == "Art. 26(5)"]
    assert monitored.applies_from == binds_from


def test_the_duty_of_old_systems_was_law_before_it_was_amended() -> None:
    old = {"recruitment": "yes", "in_service_before_duties": "yes"}
    before, after = judged(BEFORE_OMNIBUS, **old), judged(AFTER_OMNIBUS, **old)

    assert "ai.111.2.2024" in duty_ids(before, in_force=False)
    assert "ai.111.2" in duty_ids(after, in_force=False)


def test_marking_binds_systems_that_were_out_already_from_december() -> None:
    new = judged(generates_content="yes", develops="yes")
    old = judged(generates_content="yes", develops="yes", on_market_before_august_2026="yes")

    assert "ai.50.2.2026" in duty_ids(new, in_force=True)
    assert "ai.50.2.2026" in duty_ids(old, in_force=False)


# --- roles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "role"),
    [
        ({"develops": "yes"}, AiRole.BOTH),
        ({}, AiRole.DEPLOYER),
        ({"changes_or_renames": "yes"}, AiRole.BOTH),
        ({"shares_with_others": "yes"}, AiRole.BOTH),
        ({"develops": "yes", "uses": "no"}, AiRole.PROVIDER),
        ({"develops": UNKNOWN}, AiRole.UNCLEAR),
    ],
)
def test_the_role_follows_from_what_is_done(known: dict[str, str], role: AiRole) -> None:
    assert judged(**known).role is role


def test_a_mere_user_has_no_duties_of_a_provider() -> None:
    found = judged(date(2028, 1, 1), public_benefits_or_services="yes", significant_risk="yes")
    actors = {one.rule.actor for one in found.duties if one.is_certain}

    assert "provider" not in actors
    assert "ai.27.iii" in duty_ids(found, in_force=True)


def test_a_mere_buyer_of_a_device_is_not_its_manufacturer() -> None:
    bought = judged(medical_purpose="yes", informs_diagnosis_or_treatment="yes")
    made = judged(medical_purpose="yes", informs_diagnosis_or_treatment="yes", develops="yes")

    assert "mdr.10" not in {one.rule.id for one in bought.duties}
    assert "mdr.10" in duty_ids(made, in_force=True)


def test_administrative_law_binds_public_authorities_only() -> None:
    private = judged(supports_decisions="yes", public_authority="no")
    unsure = judged(supports_decisions="yes", public_authority=UNKNOWN)

    assert "authority" not in {one.rule.actor for one in private.duties}
    assert "fvl.24" in {one.rule.id for one in unsure.duties if not one.is_certain}
    assert "public_authority" in {one.key for one in unsure.to_clarify}


def test_infrastructure_alone_asks_for_no_rights_assessment_but_more_than_it_does() -> None:
    alone = judged(critical_infrastructure="yes")
    with_benefits = judged(critical_infrastructure="yes", public_benefits_or_services="yes")

    assert "ai.27.iii" not in {one.rule.id for one in alone.duties}
    assert "ai.27.iii" in duty_ids(with_benefits, in_force=False)


# --- medical devices -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "device_class"),
    [
        ({"informs_diagnosis_or_treatment": "yes", "worst_harm": "minor"}, "IIa"),
        ({"informs_diagnosis_or_treatment": "yes", "worst_harm": "serious"}, "IIb"),
        ({"informs_diagnosis_or_treatment": "yes", "worst_harm": "death"}, "III"),
        ({"monitors_physiology": "yes"}, "IIa"),
        ({"monitors_physiology": "vital"}, "IIb"),
        ({}, "I"),
    ],
)
def test_the_class_of_a_device_follows_rule_11(known: dict[str, str], device_class: str) -> None:
    device = judged(medical_purpose="yes", **known).device

    assert (device.is_device, device.class_at_least) == (Truth.YES, device_class)
    assert device.is_class_certain


def test_an_unknown_harm_leaves_the_class_at_least_iia_and_open() -> None:
    device = judged(
        medical_purpose="yes", informs_diagnosis_or_treatment="yes", worst_harm=UNKNOWN
    ).device

    assert (device.class_at_least, device.is_class_certain) == ("IIa", False)


def test_a_device_made_in_house_may_not_be_given_away() -> None:
    found = judged(medical_purpose="yes", made_in_house="yes")

    assert found.device.may_be_transferred is Truth.NO
    assert "mdr.5.5" in duty_ids(found, in_force=True)


# --- what is not known -------------------------------------------------------------------------


def test_no_answers_at_all_are_open_and_ask_for_nearly_everything() -> None:
    found = classify({}, TODAY, RULES)

    assert found.ai_class is AiClass.UNCLEAR
    assert AiClass.HIGH_RISK in found.possible
    assert found.role is AiRole.UNCLEAR
    assert {"ai_system", "personal_data", *BANS} <= {one.key for one in found.to_clarify}


def test_unknown_profiling_keeps_a_claimed_exception_open() -> None:
    found = judged(
        public_benefits_or_services="yes", narrow_procedural_task="yes", personal_data="ordinary",
        profiles_persons=UNKNOWN,
    )  # fmt: skip

    assert found.ai_class is AiClass.HIGH_RISK
    assert found.possible == (AiClass.HIGH_RISK, AiClass.MINIMAL)
    assert found.exception_holds is Truth.UNKNOWN
    assert "ai.26.5.iii" in duty_ids(found, in_force=False)
    assert "profiles_persons" in {one.key for one in found.to_clarify}


def test_high_risk_stands_though_the_bans_are_not_answered() -> None:
    found = classify({"ai_system": "yes", "recruitment": "yes", "narrow_procedural_task": "no",
                      "improves_finished_human_result": "no", "detects_patterns_only": "no",
                      "preparatory_task": "no"}, TODAY, RULES)  # fmt: skip

    assert found.ai_class is AiClass.HIGH_RISK
    assert found.possible == (AiClass.PROHIBITED, AiClass.HIGH_RISK)


def test_hidden_answers_count_for_nothing() -> None:
    hidden = {"profiles_persons": "yes", "cpr_number": "yes", "research_basis_only": "yes"}

    assert judged(**hidden) == judged()


_SCARCE = {*ANNEX_III, *BANS, "profiles_persons", "significant_risk", "medical_purpose"}
_ANY = st.fixed_dictionaries(
    {
        # Mostly no, so that exceptions and the lesser classes come up too.
        one.key: st.sampled_from(one.values() + (("no",) * 6 if one.key in _SCARCE else ()))
        for one in QUESTIONS
    }
)


@settings(max_examples=150, deadline=None)
@given(_ANY, st.sampled_from([one.key for one in QUESTIONS]))
def test_not_knowing_never_takes_a_class_or_a_duty_away(known: dict[str, str], key: str) -> None:
    sure, unsure = classify(known, TODAY, RULES), classify({**known, key: UNKNOWN}, TODAY, RULES)

    assert set(sure.possible) <= set(unsure.possible)
    assert {one.rule.id for one in sure.duties} <= {one.rule.id for one in unsure.duties}
    certain = {one.rule.id for one in unsure.duties if one.is_certain}
    # Only an exception that is established takes away what was presumed until then.
    presumed = {one.id for one in RULES.rules if "presumed" in one.applies_if}
    taken_away = presumed if sure.exception_holds is Truth.YES else set()
    assert certain - taken_away <= {one.rule.id for one in sure.duties if one.is_certain}
    earlier = {one.rule.id: one.applies_from for one in unsure.duties}
    assert all(earlier[one.rule.id] <= one.applies_from for one in sure.duties)


# --- rules as data -----------------------------------------------------------------------------


def test_every_rule_that_follows_another_begins_when_that_ends() -> None:
    for rule in RULES.rules:
        if rule.supersedes:
            before = RULES.get(rule.supersedes)
            assert before.valid_to is not None
            assert (rule.valid_from - before.valid_to).days == 1


def test_the_version_changes_with_any_word() -> None:
    content = _a_file("Hold øje.")

    assert read_rules([content]).version == read_rules([content]).version
    assert read_rules([content]).version != read_rules([_a_file("Hold godt øje.")]).version


def _a_file(text_da: str = "Hold øje.", **changed: str) -> bytes:
    rule = {"rule_id": "x.1", "provision": "§ 1", "actor": "authority", "phase": "[operation]",
            "applies_if": "ai_system", "valid_from": "2026-01-01", "confidence": "H",
            "text_en": "Watch.", "text_da": f'"{text_da}"', **changed}  # fmt: skip
    told = ", ".join(f"{name}: {value}" for name, value in rule.items())
    head = "instrument: lov\nsource: Retsinformation\nverified_on: 2026-11-01\nrecorded_at: 2026-11-02\nrules:\n"
    return f"{head}  - {{{told}}}\n".encode()


@pytest.mark.parametrize(
    "changed",
    [
        {"applies_if": "weather"},
        {"applies_if": "__import__('os')"},
        {"applies_if": "ai_system and"},
        {"actor": "king"},
        {"phase": "[sunday]"},
        {"confidence": "X"},
        {"valid_to": "2025-01-01"},
        {"text_en": '""'},
        {"colour": "red"},
        {"supersedes": "x.0"},
        {"valid_from": "soon"},
        {"applies_from": "2026"},
        {"text_en": "5"},
        {"evidence_required": "plan"},
        {"evidence_required": "[horoscope]"},
        {"later_if": "personal"},
        {"later_from": "2027-01-01"},
        {"later_from": "2027-01-01", "later_if": "weather"},
    ],
)
def test_a_rule_with_an_error_is_refused_by_name(changed: dict[str, str]) -> None:
    with pytest.raises(BadRules, match=r"x\.1"):
        read_rules([_a_file(**changed)])


@pytest.mark.parametrize(
    "content",
    [b"rules: []\n", b"- a\n", b"a: [", _a_file().replace(b"recorded_at", b"colour"),
     _a_file().replace(b"rule_id", b"name")],
)  # fmt: skip
def test_a_file_that_is_none_of_rules_is_refused(content: bytes) -> None:
    with pytest.raises(BadRules):
        read_rules([content])


def test_every_rule_has_a_source_and_says_when_it_was_written_down() -> None:
    for rule in RULES.rules:
        assert all((rule.source, rule.instrument)), rule.id
        assert rule.verified_on is not None, rule.id
        assert rule.recorded_at is not None, rule.id
        assert rule.verified_on <= rule.recorded_at, rule.id


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a and b", Truth.UNKNOWN), ("a and n", Truth.NO), ("n or b", Truth.UNKNOWN),
        ("a or b", Truth.YES), ("not b", Truth.UNKNOWN), ("not n", Truth.YES), ("", Truth.YES),
        ("missing", Truth.UNKNOWN),
    ],
)  # fmt: skip
def test_three_valued_logic(condition: str, expected: Truth) -> None:
    facts = {"a": Truth.YES, "b": Truth.UNKNOWN, "n": Truth.NO}

    assert evaluate(condition, facts) is expected
