"""Letters that a wrong coding lost are put back where somebody knows the word, and nothing is moved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.methods.text.lost_letters import with_lost_letters

_KNOWN = {"S?ren": "Søren", "?ge": "Åge", "J?rg?n": "Jørgøn", "Ren?": "René"}


def _put_back(text: str) -> str:
    found = with_lost_letters(text, lambda pattern, *_place: _KNOWN.get(pattern))
    return text if found is None else found[0]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Hr. S?ren kom", "Hr. Søren kom"),
        ("Er det S?ren?", "Er det Søren?"),
        ("S\ufffdren og ?ge", "Søren og Åge"),
        ("S??ren", "Sø\u00adren"),
        ("Hans-S?ren, P.S?ren", "Hans-Søren, P.Søren"),
        ("J?rg\ufffdn", "Jørgøn"),
        ("Ren? kom", "René kom"),
    ],
)
def test_a_known_word_gets_its_letters_back(text: str, meant: str) -> None:
    assert _put_back(text) == meant


@pytest.mark.parametrize(
    "text", ["Hvad?Hvorfor?", "x.dk/?S?ren=1", "a=S?ren&b", "S???ren", "xS?ren", "S?renx", "?", ""]
)
def test_other_words_and_addresses_stay_as_they_are(text: str) -> None:
    assert _put_back(text) == text


def test_an_answer_of_another_length_is_not_used() -> None:
    assert with_lost_letters("S?ren", lambda *_word: "Soeren") is None


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="Srøen?\ufffd -.", max_size=60))
def test_the_text_stays_as_long_as_it_was(text: str) -> None:
    found = with_lost_letters(text, lambda pattern, *_place: pattern.replace("?", "ø"))

    assert found is None or len(found[0]) == len(text)


def test_work_grows_with_the_text_alone() -> None:
    asked = 0

    def known(_pattern: str, _start: int, _end: int) -> None:
        nonlocal asked
        asked += 1

    with_lost_letters("a?b " * 1_000 + "?" * 10_000 + "a" * 10_000 + "?", known)

    assert 1_000 <= asked <= 1_010
