"""Masking takes identifiers out of a text and always finds the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.text.identifiers import IdentifierKind, find_identifiers
from signatur.methods.text.masking import MASKED_KINDS, Masked, mask

LETTER = (
    "Hej, mit cpr er 610190-1234, og jeg bor på Nørregade 12, 8000 Aarhus C. "
    "Ring på 20 30 40 50 om sag 24/12345 (KLE 02.34.02)."
)


def _masked(text: str) -> Masked:
    return mask(text, find_identifiers(text))


def test_each_identifier_becomes_a_placeholder_of_its_kind() -> None:
    assert _masked(LETTER).text == (
        "Hej, mit cpr er [cpr], og jeg bor på [address], 8000 Aarhus C. "
        "Ring på [phone] om sag [case_number] (KLE 02.34.02)."
    )


def test_only_kinds_that_say_who_somebody_is_are_masked() -> None:
    assert frozenset(IdentifierKind) - MASKED_KINDS == {
        IdentifierKind.KLE,
        IdentifierKind.POSTAL_TOWN,
    }


def test_the_caller_may_choose_the_kinds() -> None:
    masked = mask(LETTER, find_identifiers(LETTER), kinds={IdentifierKind.PHONE})

    assert "[phone]" in masked.text
    assert "610190-1234" in masked.text


def test_a_placeholder_leads_back_to_the_whole_identifier() -> None:
    masked = _masked(LETTER)
    start = masked.text.index("[phone]")

    for span in ((start, start + 7), (start + 1, start + 3), (start + 2, start + 2)):
        first, last = masked.original_span(*span)
        assert LETTER[first:last] == "20 30 40 50"


def test_a_word_leads_back_to_itself() -> None:
    masked = _masked(LETTER)
    start = masked.text.index("om sag")

    first, last = masked.original_span(start, start + len("om sag"))
    assert LETTER[first:last] == "om sag"


def test_a_stretch_of_the_original_leads_to_its_place_in_the_masked_text() -> None:
    masked = _masked(LETTER)
    start = LETTER.index("Ring")

    first, last = masked.masked_span(start, LETTER.index("om sag"))
    assert masked.text[first:last] == "Ring på [phone] "


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="does not lie within"):
        _masked(LETTER).original_span(*span)


_PIECES = st.sampled_from(
    ["610190-1234", "20 30 40 50", "a@example.dk", " ", "og", "\n", "CVR 29189846", "tak. ", "å"]
)


@given(st.lists(_PIECES, max_size=12).map("".join), st.data())
def test_there_and_back_again_covers_at_least_where_one_began(
    text: str, data: st.DataObject
) -> None:
    masked = _masked(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    first, last = masked.original_span(*masked.masked_span(start, end))

    assert 0 <= first <= start <= end <= last <= len(text)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_what_is_not_masked_is_kept_letter_by_letter(text: str) -> None:
    masked = _masked(text)

    for place, character in enumerate(masked.text):
        first, last = masked.original_span(place, place + 1)
        is_copied = last - first == 1 and text[first] == character
        assert is_copied or text[first:last] in {found.text for found in find_identifiers(text)}
