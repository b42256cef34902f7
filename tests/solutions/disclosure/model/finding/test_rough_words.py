"""Given words where recognition read a letter or two wrongly."""

import numpy as np
import pytest

from signatur.methods.documents.laid_out import LaidOut, LaidPage, Origin, Stretch
from signatur.solutions.disclosure.model.finding.rough_words import (
    find_words_on_pages,
    find_words_roughly,
)

_NAME = "Jens Østergaard Holm"


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Kære Jens Østergård Him og andre", _NAME, ["Jens Østergård Him"]),
        ("Jens Øster-\ngard Holrn bor her", _NAME, ["Jens Øster-\ngard Holrn"]),
        ("Kære Jens Østergaard Holm\n\nVi har", _NAME, [_NAME]),
        ("cpr 120384-1285", "120384-1235", ["120384-1285"]),
        ("cpr 120384-1286", "120384-1235", []),
        ("Hans Jensen", "Jens Hansen", []),
        ("Hohn", "Holm", []),
    ],
)
def test_one_letter_of_eight_or_two_of_fourteen_may_differ(
    text: str, word: str, found: list[str]
) -> None:
    assert [one.text for one in find_words_roughly(text, [word])] == found


def test_only_what_was_recognised_is_searched_roughly() -> None:
    text = "Jens Østergaard Hom.\nJens Østergaard Hom.\n"
    laid = LaidOut(
        media_type="application/pdf",
        text=text,
        pages=(LaidPage(1, 0, len(text), 595, 842),),
        stretches=(Stretch(0, 21, Origin.TEXT_LAYER), Stretch(21, len(text), Origin.RECOGNISED)),
        boxes=np.zeros((len(text), 4), np.float32),
        view=None,
    )

    assert [one.start for one in find_words_on_pages(laid, [_NAME])] == [21]
