"""Search in a case: any spelling finds any spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.service.spelling import digits_of, even
from tests.solutions.disclosure.situations import a_case, documents_in

if TYPE_CHECKING:
    from tests.builders import World

PAGES = ["Sagen om ÆBLEHAVEN på Øster Allé.", "Ring 12 34 56 78. Cpr 010203 - 1234. Sag 24/001234."]


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("æblehaven", 1), ("øster  alle", 1), ("ØSTER ALLÉ", 1), ("12345678", 2),
        ("1234-5678", 2), ("0102031234", 2), ("010203-1234", 2), ("010203 1234", 2),
    ],
)  # fmt: skip
def test_words_and_numbers_are_found_in_every_spelling(world: World, words: str, page: int) -> None:
    case_id = a_case(world)
    (document_id,) = documents_in(world, case_id, PAGES)

    with world.runtime.reading(world.actor("Anna")) as work:
        found = service.search(work, case_id, words)
        text = service.laid_of(work, document_id).text
    assert [(one.document_id, one.page) for one in found] == [(document_id, page)]
    assert even(text[found[0].start : found[0].end]) == even(found[0].text)


@pytest.mark.parametrize("words", ["", "x", "%", "_", "100%", "findes ikke", "\\"])
def test_what_is_not_there_is_not_found_and_signs_mean_themselves(world: World, words: str) -> None:
    case_id = a_case(world)
    documents_in(world, case_id, PAGES)

    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.search(work, case_id, words) == []


@pytest.mark.parametrize("text", ["", "İSTANBUL ß ﬁ ǅ", "Åå Øø Ææ É\u0301", "a\u00adb\u2011c\td"])
def test_an_even_text_is_as_long_as_it_was(text: str) -> None:
    assert len(even(text)) == len(text)


def test_digits_are_joined_across_separators_but_not_across_words() -> None:
    assert (
        digits_of("cpr 010203-1234 og 12 34 56 78, sag 24 fra 2024") == "0102031234 12345678 2024"
    )
