"""What is about somebody else is told; what mentions others in passing is not."""

from __future__ import annotations

import random

from signatur.solutions.disclosure.demo.inventing import DOMAIN, InventedCase, invented_case
from signatur.solutions.disclosure.model.linking import DOUBT_REASONS, does_it_belong, link
from signatur.solutions.disclosure.schema.finding import Finding
from signatur.solutions.disclosure.schema.parties import (
    Authority,
    DocumentMentions,
    Doubt,
    DoubtReason,
    Person,
    Role,
)


def _documents(case: InventedCase) -> list[DocumentMentions]:
    return [
        DocumentMentions(
            one.key,
            one.text,
            tuple(
                Finding(mention.kind, mention.start, mention.end, mention.text, 0.95)
                for mention in one.mentions
                if mention.how not in {"initials", "role"}
            ),
            one.title,
            one.day,
        )
        for one in case.documents
    ]


def _doubts(case: InventedCase) -> tuple[Doubt, ...]:
    documents = _documents(case)
    known = [
        Person(f"s{number}", Role.PARTY, (one.full,), (one.cpr,), is_stated=True)
        for number, one in enumerate(case.persons)
        if one.key in case.parties
    ]
    authority = Authority((DOMAIN,), case_numbers=(case.number,))
    linked = link(documents, known, authority=authority)
    return does_it_belong(documents, linked, authority=authority)


def test_most_misfiled_documents_are_told_and_few_others() -> None:
    told = missed = false = right = 0
    for seed in range(7_000, 7_020):
        case = invented_case(seed)
        whole = {doubt.document for doubt in _doubts(case) if doubt.is_whole}
        for one in case.documents:
            told += one.is_misfiled and one.key in whole
            missed += one.is_misfiled and one.key not in whole
            false += not one.is_misfiled and one.key in whole
            right += not one.is_misfiled
    assert told / (told + missed) >= 0.8
    assert false / right <= 0.02


def test_a_letter_about_somebody_else_is_told_with_reasons_and_evidence() -> None:
    case = invented_case(7_101, theme="benefit", documents=7, misfiled=0, misplaced=0)
    other = invented_case(9_102, theme="benefit", documents=1, misfiled=0, misplaced=0)
    mixed = InventedCase(
        case.key,
        case.theme,
        case.number,
        case.day,
        (*case.documents, *other.documents),
        case.persons,
        case.parties,
    )

    doubts = _doubts(mixed)

    assert [doubt.document for doubt in doubts] == [other.documents[0].key]
    assert {DoubtReason.OTHER_CPR_IN_HEADING, DoubtReason.OTHER_CASE_NUMBER} <= set(
        doubts[0].reasons
    )
    text = other.documents[0].text
    cpr = next(one.text for one in other.documents[0].mentions if one.how == "cpr")
    assert cpr in {text[spot.start : spot.end] for spot in doubts[0].evidence}


def test_a_case_with_neighbours_doctors_and_relatives_raises_no_doubt() -> None:
    for seed in random.Random(5).sample(range(8_000, 9_000), 6):
        assert _doubts(invented_case(seed, documents=9, misfiled=0, misplaced=0)) == ()


def test_a_paragraph_about_somebody_else_is_told_by_itself() -> None:
    told = planted = 0
    for seed in range(7_200, 7_212):
        case = invented_case(seed, misfiled=0, misplaced=1)
        doubts = _doubts(case)
        for one in case.documents:
            for start, end in one.misplaced:
                planted += 1
                told += any(
                    doubt.document == one.key
                    and not doubt.is_whole
                    and doubt.start < end
                    and start < doubt.end
                    for doubt in doubts
                )
    assert told / planted >= 0.75


def test_every_reason_has_words() -> None:
    assert set(DOUBT_REASONS) == set(DoubtReason)
