"""Text made to make a reader slow or wrong is read to the end.

Patterns have bounded repetitions and each function looks at a bounded stretch per line or
number, so that work grows linearly; `benchmarks/text` measures that it does. Here: it ends.
"""

from __future__ import annotations

import pytest

from signatur.methods.text.bodies import split_body
from signatur.methods.text.duplicates import fingerprint
from signatur.methods.text.identifiers import find_identifiers
from signatur.methods.text.language import language_of
from signatur.methods.text.masking import mask
from signatur.methods.text.passages import passages

_LENGTH = 100_000


@pytest.mark.parametrize(
    "unit",
    [
        *("1", " ", ".", ">", "\n", "> > ", "12 ", "--\n", "A ", "Mvh\n", "02.34.02."),
        *("Fra: a Sendt: 1 ", "den 1 skrev 10:10 a:\n", "Nvej 1, ", "Denne mail er fortrolig\n"),
    ],
)
def test_a_hundred_thousand_characters_of_one_kind_are_read_to_the_end(unit: str) -> None:
    text = (unit * (_LENGTH // len(unit) + 1))[:_LENGTH]

    parts = split_body(text).parts
    masked = mask(text, find_identifiers(text))

    assert parts[-1].end == len(text)
    assert masked.original_length == len(text)
    assert all(passage.end <= len(text) for passage in passages(text))
    assert len(fingerprint(text).digest) == 16
    assert 0.0 <= language_of(text).certainty <= 1.0


def test_characters_that_are_no_text_are_read_like_others() -> None:
    text = "\x00\ud800 cpr 610190-1234 \udfff\x1b[0m\x85slut"

    assert [found.value for found in find_identifiers(text)] == ["6101901234"]
    assert split_body(text).parts[-1].end == len(text)
    assert len(fingerprint(text).sketch) == 128
    assert language_of(text).code
