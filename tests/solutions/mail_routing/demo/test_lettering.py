"""Letters that the font lacks are drawn all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.solutions.mail_routing.demo.lettering import draw_text, in_known_letters, text_font


def drawn(text: str) -> bytes:
    from PIL import Image

    page = Image.new("L", (400, 80), 255)
    draw_text(page, (20, 20), text, text_font(40))
    return page.tobytes()


@pytest.mark.parametrize(("letter", "base"), [*zip("æøåÆØÅ", "aoaAOA", strict=True)])
def test_a_danish_letter_looks_different_from_its_base(letter: str, base: str) -> None:
    assert drawn(letter) != drawn(base)


def test_what_follows_a_danish_letter_stands_beside_it() -> None:
    assert drawn("åb") != drawn("å")
    assert drawn("æb") != drawn("æ")


@given(st.text(max_size=40))
def test_every_text_can_be_put_in_letters_that_are_known(text: str) -> None:
    known = in_known_letters(text)

    assert all(letter.isascii() or letter in "æøåÆØÅ" for letter in known)


def test_foreign_letters_become_their_plain_neighbours() -> None:
    assert in_known_letters("Yıldız – café 30 m²") == "Yildiz - cafe 30 m2"
