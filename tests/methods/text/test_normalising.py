"""One spelling for text that came from anywhere, with the way back."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.methods.text.normalising import as_recognised, normalise, unspaced


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("120384–1235", "120384-1235"),
        ("120384\u00a01235", "120384 1235"),
        ("120384\u00ad1235", "1203841235"),
        ("Han\u00adsen", "Hansen"),
        ("120384\ufffe\r\n1235", "120384-1235"),
        ("12\ufeff03\u200b84", "120384"),
        ("１２０３８４", "120384"),
        ("Jen-\nsen", "Jensen"),
        ("Smith-\nJensen", "Smith-Jensen"),
        ("ﬁn", "fin"),
        ("a\u030arhus", "århus"),
        ("сpr", "cpr"),
        ("Москва", "Москва"),
    ],
)
def test_texts_that_look_alike_become_one(written: str, plain: str) -> None:
    assert normalise(written).text == plain


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_every_character_leads_back_to_whole_characters(text: str) -> None:
    normalised = normalise(text)

    assert len(normalised.text) == len(normalised.places)
    for place in range(len(normalised.text)):
        start, end = normalised.back(place, place + 1)
        assert 0 <= start < end <= len(text)


def test_the_way_forth_holds_what_came_from_there() -> None:
    normalised = normalise("x 12\u200b03 y")

    assert normalised.text[slice(*normalised.forth(2, 7))] == "1203"


def test_letters_in_numbers_are_read_as_digits_in_another_reading_alone() -> None:
    reading = as_recognised(normalise("l2O384-I235 og Bo"))

    assert reading is not None
    assert reading.text == "120384-1235 og Bo"
    assert as_recognised(normalise("Bo is")) is None


def test_spaced_letters_become_words_in_another_reading() -> None:
    reading = unspaced(normalise("J e n s  H a n s e n bor"))

    assert reading is not None
    assert reading.text == "Jens  Hansen bor"
    assert reading.back(0, 4) == (0, 7)


@pytest.mark.parametrize("piece", ["a", "1", "a\u0301", "a-\n", "\ufffe", "Å", "1 "])
def test_work_grows_with_the_text_alone(piece: str) -> None:
    started = time.process_time()
    normalise(piece * (100_000 // len(piece)))

    assert time.process_time() - started < 5
