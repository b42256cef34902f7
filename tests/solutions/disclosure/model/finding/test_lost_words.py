"""Given words are found where a wrong coding lost their letters."""

import pytest

from signatur.solutions.disclosure.model.finding.words import find_words


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("Søren", "hr. S?rens bil", "S?rens"),
        ("Søren", "S\ufffd\ufffdren", "S\ufffd\ufffdren"),
        ("Søren", "s?ren og S?REN", "s?ren"),
        ("Søren Holm", "Holm, S?ren", "Holm, S?ren"),
        ("Søren Bækgaard", "S. B\ufffdkgaard", "S. B\ufffdkgaard"),
        ("Jens Østergård", "?STERG?RD", "?STERG?RD"),
        ("Åge", "Er ?ge her?", "?ge"),
        ("René", "Ren? kom", "Ren?"),
        ("bøgetræ", "b?getr?et", "b?getr?et"),
    ],
)
def test_a_word_is_found_without_some_of_its_letters(word: str, text: str, found: str) -> None:
    first, *_others = find_words(text, [word])

    assert first.text == found


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Søren", "Sren og S?dren"),
        ("René", "Er den ren? Ja"),
        ("Søren", "x.dk/?s?ren=1"),
        ("ø", "er ?"),
        ("Soren", "S?ren"),
    ],
)
def test_what_may_be_anything_is_left(word: str, text: str) -> None:
    assert find_words(text, [word]) == ()
