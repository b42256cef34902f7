"""Sentences end where a reader would say so."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.text.passages import passages


def _texts(text: str) -> list[str]:
    return [text[passage.start : passage.end] for passage in passages(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mødet er d. 4. maj kl. 10.30 hos bl.a. hr. Jensen.",
        "Vi fik f.eks. 500 kr. om måneden i tilskud.",
        "Se sagsnr. 24/123, jf. lovens § 54, stk. 2, nr. 3.",
        "Jeg bor på H.C. Andersens Vej 4, 2. th, og tlf. er 20 30 40 50.",
        "Den 12.03.2025 skrev I ca. det samme.",
        "Jeg mener m.fl. har klaget.",
        "Se www.example.dk/a.b eller skriv til a.b@example.dk.",
        "Det koster 1.234,50 kr. inkl. moms.",
        "Hun er født d. 1. Januar 1990.",
        "Se vejl. nr. 9 af 15. februar 2013.",
    ],
)
def test_full_stops_within_a_sentence_end_nothing(sentence: str) -> None:
    assert _texts(f"Hej. {sentence} Tak!") == ["Hej.", sentence, "Tak!"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Er det rigtigt? Ja! Godt…", ["Er det rigtigt?", "Ja!", "Godt…"]),
        (
            "min vej er lukket. jeg kan ikke komme ud",
            ["min vej er lukket.", "jeg kan ikke komme ud"],
        ),
        ("Vi har have, garage mv. Huset er rødt.", ["Vi har have, garage mv.", "Huset er rødt."]),
        ("Han sagde: »Nej.« Så gik han.", ["Han sagde: »Nej.«", "Så gik han."]),
        ("Det var i 2024. Nu er det 2025.", ["Det var i 2024.", "Nu er det 2025."]),
        ("Hej...... Kom nu", ["Hej......", "Kom nu"]),
    ],
)
def test_sentences_end_at_their_signs(text: str, sentences: list[str]) -> None:
    assert _texts(text) == sentences


def test_list_items_stand_alone() -> None:
    text = "Vi søger om:\n- boligstøtte\n- et tilskud\n1. først\n2) så\n• til sidst"

    assert _texts(text) == [
        *("Vi søger om:", "- boligstøtte", "- et tilskud", "1. først", "2) så", "• til sidst"),
    ]


def test_wrapped_lines_are_put_together_and_short_ones_stand_alone() -> None:
    wrapped = (
        "Dette er en lang linje, som er ombrudt af et mailprogram ved cirka halvfjerds\n"
        "tegn og derfor fortsætter på næste linje."
    )

    assert _texts(f"{wrapped}\n\nHej kommune\nJeg vil klage") == [
        *(wrapped, "Hej kommune", "Jeg vil klage"),
    ]


def test_passages_of_one_paragraph_share_its_number() -> None:
    assert [passage.paragraph for passage in passages("A b. C d.\n\nE f.")] == [0, 0, 1]


@given(st.text(alphabet="aB1.!? \n>-•\r\u2028", max_size=120) | st.text(max_size=60))
def test_passages_are_spans_in_order_without_blanks_around(text: str) -> None:
    found = passages(text)

    assert all(text[each.start : each.end].strip() for each in found)
    assert all(not text[each.start].isspace() for each in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(st.text(alphabet="aB1.!? \n-•", max_size=120))
def test_only_blanks_stand_between_passages(text: str) -> None:
    covered = "".join(_texts(text))

    assert "".join(covered.split()) == "".join(text.split())
