"""Findings of all readers in one list: nothing left uncovered, grounds, categories and cues."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.disclosure.sensitive import measure, sentences
from signatur.methods.text.names import Name
from signatur.solutions.disclosure.model.finding import find_in_text
from signatur.solutions.disclosure.model.finding.categories import find_categories
from signatur.solutions.disclosure.model.finding.identifying.finding_identifiers import (
    find_all_identifiers,
)
from signatur.solutions.disclosure.model.finding.joining import join
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.schema.law import Regime

_PIECES = [
    "CPR ",
    "120384-1235",
    " ",
    "Nørregade 12",
    ", ",
    "22 33 44 55",
    "\n",
    "AB 12 345",
    "@mail.dk",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=10))
def test_joining_leaves_no_found_character_uncovered(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = find_all_identifiers(text)

    covered = {place for one in join(found, text) for place in range(one.start, one.end)}
    assert covered == {place for one in found for place in range(one.start, one.end)}


def test_a_cpr_number_in_an_address_of_the_web_is_found_by_itself() -> None:
    kinds = {one.kind for one in find_in_text("https://x.dk/borger/1203841235", names=())}

    assert {FindingKind.CPR, FindingKind.URL} <= kinds


def test_a_name_surely_found_is_found_in_all_its_mentions() -> None:
    text = "Fatima El-Khatib kom. FATIMA EL-KHATIBS bil. El-Khatib gik. Fatimas mor."
    names = [Name("PER", 0, 16, 0.95, ("crf",))]

    found = find_in_text(text, wanted={FindingKind.PERSON}, names=names)

    assert [one.text for one in found] == [
        "Fatima El-Khatib",
        "FATIMA EL-KHATIBS",
        "El-Khatib",
        "Fatimas",
    ]


def test_grounds_are_proposed_under_the_regime() -> None:
    found = find_in_text("CPR 120384-1235", names=(), regime=Regime.PUBLIC, day=date(2026, 11, 1))

    assert found[0].ground


def test_a_negation_is_as_telling() -> None:
    assert [one.text for one in find_categories("Hun har ikke diabetes.")] == ["diabetes"]


def test_bodies_and_laws_tell_nothing_of_a_person() -> None:
    found = find_categories(
        "Sundhedsstyrelsen har ændret vejledningen. Sagsbehandlingen er i gang."
    )

    assert [one for one in found if one.confidence >= 0.5] == []


@pytest.mark.parametrize(
    "text",
    [
        *("Se eksempel.dk for eksempel", "Hun bad om et eksemplar", "Jeg går på handelsskolen"),
        *("Hun tror, at det regner", "Min yndlingsfarve er blå", "Til gengæld kom han", "Ida kom"),
        *("Han fortolker reglen", "Hun elsker ris", "De nævnte arbejdskræfterne hos ham"),
        *(
            "Hun delte et hashtag",
            "Det voldte ham besvær",
            "Orkesteret og bandet hos hende spillede",
        ),
    ],
)
def test_words_that_only_look_like_sensitive_ones_are_left(text: str) -> None:
    assert [one for one in find_categories(text) if one.confidence >= 0.5] == []


@pytest.mark.parametrize(
    "text",
    [
        "Han har eksem",
        "Hun har KOL",
        "Hun har hiv",
        "Hun er medlem af IDA",
        "Hans tro er stærk",
        "Hun har gæld",
    ],
)
def test_the_sensitive_words_beside_them_are_found(text: str) -> None:
    assert [one for one in find_categories(text) if one.confidence >= 0.5]


def test_a_recipe_is_no_secret_but_that_of_a_firm_is() -> None:
    for text, kinds in (
        ("Find en opskrift på boller", set()),
        ("Vores opskrift er ny", {"business"}),
    ):
        assert {str(one.kind) for one in find_in_text(text, names=())} == kinds


def test_sensitive_sentences_are_found_in_the_half_that_nobody_tuned_on() -> None:
    _development, held_back = sentences()

    told = measure(held_back)

    assert told["recall"] >= 0.9
    assert told["precision"] >= 0.9


def test_cues_are_found_by_paragraph() -> None:
    text = "Kommunen svarer.\n\nInternt notat: til internt brug.\n\nVores avance er en forretningshemmelighed."

    found = {one.kind: one.text for one in find_in_text(text, names=())}

    assert found[FindingKind.INTERNAL] == "Internt notat: til internt brug."
    assert found[FindingKind.BUSINESS] == "Vores avance er en forretningshemmelighed."


@pytest.mark.parametrize(
    "piece", ["a", "1", "1 ", "A. ", "a@", "1|", "Å", "\n", "+45 ", "120384-\n", "Kurt Hansen, "]
)
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    find_in_text(piece * (8_000 // len(piece)), names=(), words=["Jens Hansen"])

    assert time.process_time() - started < 3
