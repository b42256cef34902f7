"""The grounds that come with the program, and what happens to an edited copy."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.solutions.disclosure.model.law import (
    check,
    difference,
    label_of,
    neutral_ground,
    other_grounds,
    packaged_grounds,
    packaged_text,
    parse_grounds,
    propose_ground,
)
from signatur.solutions.disclosure.model.law.fields import UnreadableLaw
from signatur.solutions.disclosure.model.law.kinds import GROUPS
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.schema.law import Confidence, Regime

TODAY = date(2026, 11, 28)


def refused(text: str) -> list[str]:
    with pytest.raises(UnreadableLaw) as found:
        parse_grounds(text)
    return [f"{one.place}: {one.said}" for one in found.value.problems]


def test_the_packaged_law_can_be_used_and_says_that_it_is_not_approved() -> None:
    law = packaged_grounds()

    assert [one.place for one in check(law) if one.stops] == []
    assert law.version == "1"
    assert "godkendes" in law.status
    assert {one.regime for one in law.regimes} == set(Regime)


def test_every_rule_names_its_source_and_how_sure_it_is() -> None:
    law = packaged_grounds()

    told = (*law.laws, *law.regimes, *law.grounds, *law.duties)
    assert all(one.source and one.confidence in Confidence for one in told)
    # What was not read again is flagged to the lawyer.
    unsure = {one.place for one in check(law) if not one.stops}
    assert "ground ofl85-13-1-4" in unsure


@pytest.mark.parametrize(
    ("kind", "regime", "key"),
    [
        (FindingKind.CPR, Regime.PUBLIC, "ofl-30-1"),
        (FindingKind.CPR, Regime.PARTY, "fvl-15b-5"),
        (FindingKind.CPR, Regime.ENVIRONMENTAL, "ofl85-12-1-1"),
        (FindingKind.CPR, Regime.PARTY_ENVIRONMENTAL, "fvl12-15-1"),
        (FindingKind.PERSON, Regime.GDPR, "dbl-22-1"),
        (FindingKind.BUSINESS, Regime.PUBLIC, "ofl-30-2"),
        (FindingKind.BUSINESS, Regime.ENVIRONMENTAL, "ofl85-12-1-2"),
        (FindingKind.INTERNAL, Regime.PUBLIC, "ofl-23"),
        (FindingKind.INTERNAL, Regime.PARTY, "fvl-12"),
        (FindingKind.INTERNAL, Regime.ENVIRONMENTAL, "ofl85-7"),
        (FindingKind.FACE, Regime.PUBLIC, "ofl-30-1"),
        (FindingKind.CVR, Regime.PUBLIC, ""),
        (FindingKind.AREA, Regime.PUBLIC, ""),
        (FindingKind.HEALTH, Regime.PATIENT_RECORD, ""),
    ],
)
def test_the_proposal_follows_kind_and_regime(kind: FindingKind, regime: Regime, key: str) -> None:
    assert propose_ground(kind, regime, TODAY) == key


def test_what_is_proposed_is_in_force_under_that_regime() -> None:
    law = packaged_grounds()
    for kind in FindingKind:
        for regime in Regime:
            key = propose_ground(kind, regime, TODAY)
            assert key == "" or key in {one.key for one in law.in_force(regime, TODAY)}


def test_a_ground_is_offered_only_from_the_day_it_came_into_force() -> None:
    def keys(day: date) -> set[str]:
        return {one.key for one in other_grounds(FindingKind.PERSON, Regime.PUBLIC, day)}

    assert "ofl-21-3-navn" not in keys(date(2024, 6, 30))
    assert "ofl-21-3-navn" in keys(date(2024, 7, 1))
    assert propose_ground(FindingKind.CPR, Regime.PUBLIC, date(2013, 12, 31)) == ""


def test_the_choice_begins_with_the_proposal_and_leaves_no_ground_out() -> None:
    offered = other_grounds(FindingKind.CRIME, Regime.PUBLIC, TODAY)

    assert offered[0].key == propose_ground(FindingKind.CRIME, Regime.PUBLIC, TODAY)
    assert {one.key for one in offered[1:4]} == {"ofl-19", "ofl-33-1", "ofl-33-5"}
    usable = packaged_grounds().in_force(Regime.PUBLIC, TODAY)
    assert set(offered) == {one for one in usable if one.category != "request"}


def test_the_wording_of_a_ground_is_that_of_the_day() -> None:
    law = packaged_grounds()
    told = {
        day: next(one.title for one in law.in_force(Regime.PUBLIC, day) if one.key == "ofl-9-2-2")
        for day in (date(2024, 6, 30), date(2024, 7, 1))
    }

    assert list(told.values()) == ["Retsstridigt formål", "Retsstridigt eller chikanøst formål"]


def test_a_ground_that_tells_a_secret_has_a_neutral_one_in_every_regime() -> None:
    law = packaged_grounds()
    for ground in law.grounds:
        for regime in ground.applies_to:
            other = law.of(neutral_ground(ground.key, regime))
            assert other is not None
            assert regime in other.applies_to
            assert not other.neutral
    assert neutral_ground("ofl-19", Regime.PUBLIC) == "ofl-30-1"
    assert neutral_ground("ofl-19", Regime.OWN_DATA) == "ofl-8"


def test_every_kind_in_a_group_is_there_once() -> None:
    kinds = [kind for group in GROUPS.values() for kind in group]

    assert len(kinds) == len(set(kinds))


def test_labels_are_short_enough_for_a_box() -> None:
    assert label_of("ofl-30-1") == "§ 30, nr. 1"
    assert label_of("no-such-ground") == ""


def test_a_slip_of_the_pen_is_told_with_its_place() -> None:
    text = packaged_text()
    slips = {
        "    confidence: H\n": ("    confidense: H\n", "`confidense` is not known here."),
        "valid_from: 2024-07-01": ("valid_from: 1. juli", "`valid_from` must be a date"),
        "applies_to: [party]": ("applies_to: [parti]", "must be one of public, party"),
        "kinds: [business]": ("kinds: [buisness]", "buisness, which is no kind"),
        "secrecy: true": ("secrecy: ja", "`secrecy` must be true or false"),
        'label: "§ 23"': ("etiket: x", "`label` is missing."),
    }
    for old, (new, told) in slips.items():
        assert old in text
        assert any(told in one for one in refused(text.replace(old, new, 1))), told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "There are no grounds."),
        ("- a\n- b", "names and values are expected"),
        ("grounds: [1, 2]", "names and values are expected"),
        ("grounds: {a: b}", "must be a list"),
        ("a: [unclosed", "is not YAML"),
        ("a: &x [*x, *x]", "not"),
        ("!!python/object:os.system x", "is not YAML"),
        ("x: " + "y" * 1_000_001, "longer than a million"),
    ],
)
def test_what_is_no_law_is_refused_in_words(text: str, told: str) -> None:
    assert any(told in one for one in refused(text))


def test_aliases_that_grow_without_end_are_refused_at_once() -> None:
    layers = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))
    bomb = f"a0: &a0 [x]\n{layers}\nlaws: [{{key: *a39, confidence: *a39}}]\nregimes: *a39\n"

    assert any("must be words" in one for one in refused(bomb))


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(UnreadableLaw):
        parse_grounds(text)


def test_problems_that_stop_come_first() -> None:
    text = packaged_text().replace("neutral: [fvl-15b-5]", "neutral: [findes-ikke]", 1)
    text = text.replace("law: dbl\n", "law: lex\n", 1)

    problems = check(parse_grounds(text))

    assert [(one.place, one.stops) for one in problems][:2] == [
        ("ground fvl-11", True), ("ground fvl-11", True),
    ]  # fmt: skip
    assert any(one.place == "ground dbl-22-1" and "`lex`" in str(one.said) for one in problems)


def test_two_wordings_of_a_ground_may_follow_each_other_but_not_overlap() -> None:
    head, _sep, rest = packaged_text().partition("  - key: ofl-30-2\n")
    body, _sep, _tail = rest.partition("  - key: ofl-23\n")
    again = "  - key: ofl-30-2\n" + body.replace("2014-01-01", "2027-01-01")
    overlapping = (
        head
        + "  - key: ofl-30-2\n"
        + rest.replace("  - key: ofl-23\n", again + "  - key: ofl-23\n", 1)
    )
    following = overlapping.replace(
        '    valid_from: 2014-01-01\n    confidence: H\n    source: "Lovteksten; Aarhus Kommunes skabeloner"\n',
        '    valid_from: 2014-01-01\n    valid_to: 2026-12-31\n    confidence: H\n    source: "x"\n', 1,
    )  # fmt: skip

    assert any("same day" in str(one.said) for one in check(parse_grounds(overlapping)))
    law = parse_grounds(following)
    assert not any("same day" in str(one.said) for one in check(law))
    newer = law.of("ofl-30-2")
    assert newer is not None
    assert newer.valid_from == date(2027, 1, 1)


def test_the_difference_between_two_versions_is_told_field_by_field() -> None:
    old = packaged_grounds()
    text = packaged_text().replace('version: "1"', 'version: "2"', 1)
    new = parse_grounds(text.replace('label: "§ 30, nr. 1"', 'label: "OFL § 30, nr. 1"', 1))

    assert [(one.place, one.before, one.after) for one in difference(old, new)] == [
        ("version", "1", "2"),
        ("ground ofl-30-1: label", "§ 30, nr. 1", "OFL § 30, nr. 1"),
    ]
    assert difference(old, old) == ()
