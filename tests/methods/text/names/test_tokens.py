"""Words keep their places; sentences end where letters, forms and lists end them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.methods.text.names.tokens import sentences_of, tokens_of


def words(text: str) -> list[str]:
    return [token.word for token in tokens_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anne-Marie Holms hund", ["Anne-Marie", "Holms", "hund"]),
        ("H.C. Andersens", ["H.C.", "Andersens"]),
        ("J. P. Jacobsen", ["J.", "P.", "Jacobsen"]),
        ("Villads' far", ["Villads'", "far"]),
        ("O'Connor", ["O'Connor"]),
        ("v/ Bo c/o Eva", ["v/", "Bo", "c/o", "Eva"]),
        ("Lund & Søn A/S.", ["Lund", "&", "Søn", "A/S", "."]),
        ("hr. Lund", ["hr.", "Lund"]),
        ("jens.lund@by.example sov", ["jens.lund@by.example", "sov"]),
        ("@AnnaHolm er", ["@AnnaHolm", "er"]),
        ("Mik\u00adkel", ["Mikkel"]),
        ("Over-\ngaard", ["Overgaard"]),
        ("sagen.Herefter", ["sagen", ".", "Herefter"]),
    ],
)
def test_words_are_found(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Anna sov. Bo sang.", 2),
        ("Hr. Lund kom kl. 9. juni med dr. Holm.", 1),
        ("Navn: Anna\nAdresse: Egevej 4", 2),
        (
            "Vi har talt med hende i går om, at hun gerne vil flytte til Fatima\nEl-Khatib i byen.",
            1,
        ),
        ("Mor:\tAnna", 1),
        ("Anna\t1984\tVejle", 3),
        ("Med venlig hilsen\n\nAnna", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(list(sentences_of(text))) == count


@settings(max_examples=60)
@given(st.text(alphabet="Aaæ Ø.-'’@\n\t1:,\u00ad\r/e\u0301", max_size=60))
def test_every_sign_is_in_one_word_and_in_its_place(text: str) -> None:
    tokens = [token for sentence in sentences_of(text) for token in sentence.tokens]
    covered = [at for token in tokens for at in range(token.start, token.end)]
    assert covered == sorted(set(covered))
    left = (
        {text[at] for at in range(len(text))}
        if not covered
        else {text[at] for at in range(len(text)) if at not in set(covered)}
    )
    assert all(not sign.isalnum() for sign in left)
    assert all(token.word for token in tokens)
