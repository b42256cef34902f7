"""Words that a reader takes for the same are folded the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.text.folding import compose, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Århus", "aarhus"),
        ("ÅRHUS", "Aarhus"),
        ("A\u030arhus", "Århus"),
        ("Ørsted", "oersted"),
        ("Jörgen", "Jørgen"),
        ("Æblevej", "äblevej"),
        ("café", "CAFE"),
        ("Müller", "muller"),
        ("bolig\u00adstøtte", "boligstøtte"),
        ("sko\u200ble", "skole"),
        ("a  b\n\tc", "A B C"),
        ("\ufb01n", "fin"),
        ("’s „x“ – y", '\'s "x" - y'),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("høj", "hoj"), ("bær", "bar"), ("få", "fa"), ("à", "å")]
)
def test_danish_letters_are_no_accented_ones(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_vowel_signs_of_other_scripts_are_kept() -> None:
    assert fold("हिन्दी") == "हिन्दी"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_composing_twice_changes_nothing_more(text: str) -> None:
    assert compose(compose(text)) == compose(text)


def test_composing_keeps_case_and_removes_what_has_no_width() -> None:
    assert compose("A\u030a\u200bb\ufeff") == "Åb"
