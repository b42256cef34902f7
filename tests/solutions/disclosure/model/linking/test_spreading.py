"""One decision reaches all mentions; unsure ones are proposed; remembered values decide findings."""

from __future__ import annotations

from datetime import date

from signatur.solutions.disclosure.model.linking import apply_remembered, link, spread
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind
from signatur.solutions.disclosure.schema.parties import (
    PersonDecision,
    Remembered,
    Treatment,
)
from tests.solutions.disclosure.model.linking.marked import marked


def test_a_decision_on_a_person_reaches_every_way_of_writing_the_name() -> None:
    documents, _ = marked("[Mette Hansen] 010180-1234 søgte.~METTE ringede. [Mettes] mail kom.")
    linked = link(documents)

    reached = spread(PersonDecision("p1", Treatment.WITHHOLD, "ol30"), linked)

    assert [one.mention.text for one in reached] == [
        "Mette Hansen",
        "010180-1234",
        "METTE",
        "Mettes",
    ]
    assert all(one.is_sure and one.ground == "ol30" for one in reached)


def test_a_mention_that_may_mean_another_is_proposed_and_not_decided() -> None:
    documents, _ = marked("[Emil Holm] og [Emil Bech] slog. [Emil] græd.")

    reached = spread(PersonDecision("p1", Treatment.WITHHOLD), link(documents))

    assert [(one.mention.text, one.is_sure) for one in reached] == [
        ("Emil Holm", True),
        ("Emil", False),
    ]


def test_remembered_values_match_other_spellings_and_the_case_goes_first() -> None:
    phone = Finding(FindingKind.PHONE, 0, 11, "72 00 11 22", 0.9)
    name = Finding(FindingKind.PERSON, 20, 30, "ANNE BECH", 0.9)
    other = Finding(FindingKind.PERSON, 40, 50, "Anne Holm", 0.9)
    of_authority = Remembered(
        "phone", "+45 72001122", Treatment.KEEP, since=date(2024, 1, 1), is_for_authority=True
    )
    of_case = Remembered("phone", "72001122", Treatment.WITHHOLD, since=date(2023, 1, 1))
    employee = Remembered("person", "Anne Bech", Treatment.KEEP, is_for_authority=True)

    settled = apply_remembered((phone, name, other), (of_case, of_authority, employee))

    assert [one.remembered for one in settled] == [of_case, employee, None]


def test_a_value_is_remembered_only_for_its_kind() -> None:
    finding = Finding(FindingKind.CVR, 0, 8, "72001122", 0.9)

    settled = apply_remembered((finding,), (Remembered("phone", "72001122", Treatment.KEEP),))

    assert settled[0].remembered is None
