"""Codes are read in any direction, told as a region when they cannot be, and not seen in text."""

from __future__ import annotations

import pytest
from PIL import Image, ImageFilter

from signatur.methods.documents.looking import Area, bar_codes
from tests.methods.documents.looking.drawn import code, logo, scanned, signature, table, text_page

_SMALL = (700, 900)


def _page(made: Image.Image, seed: int = 3) -> tuple[Image.Image, Area]:
    page, _ = text_page(seed, _SMALL, bottom=300)
    page.paste(made, (60, 420))
    return page, Area(60, 420, 60 + made.width, 420 + made.height)


@pytest.mark.parametrize(
    ("symbology", "text"),
    [
        ("Code128", "010190-1234"),
        ("Code39", "0101901234"),
        ("ITF", "0101901234"),
        ("PDF417", "CPR 010190-1234"),
        ("QRCode", "https://eksempel.dk/?cpr=0101901234"),
        ("DataMatrix", "0101901234"),
        ("Aztec", "0101901234"),
    ],
)
def test_a_code_on_a_page_is_read_and_its_area_holds_it(symbology: str, text: str) -> None:
    made = code(text, symbology, 3)
    page, area = _page(made)

    codes = bar_codes(page)

    assert [one.text for one in codes] == [text]
    # Quiet zones aside, all of it is covered.
    assert codes[0].area.overlap(area) > 0.6 * area.width * area.height


@pytest.mark.parametrize("degrees", [90, 180, 7, 33])
def test_a_turned_code_is_read(degrees: int) -> None:
    made = code("010190-1234", "Code128", 2).rotate(degrees, expand=True, fillcolor=255)

    assert [one.text for one in bar_codes(_page(made)[0])] == ["010190-1234"]


def test_a_code_that_is_half_covered_is_told_as_a_region() -> None:
    made = code("010190-1234", "Code128", 3)
    made.paste(255, (made.width * 45 // 100, 0, made.width * 60 // 100, made.height))
    page, area = _page(made.filter(ImageFilter.GaussianBlur(0.8)))

    codes = bar_codes(page)

    assert codes
    assert not any(one.is_read for one in codes)
    assert all(one.area.overlap(area) for one in codes)


def test_several_codes_on_a_page_are_all_read() -> None:
    page, _ = _page(code("0101901234", "QRCode", 3))
    page.paste(code("5701234567899", "EAN13", 2), (320, 420))

    assert {one.text for one in bar_codes(page)} == {"0101901234", "5701234567899"}


@pytest.mark.parametrize("letters", [14, 26, 60])
def test_text_tables_logos_and_signatures_are_no_codes(letters: int) -> None:
    page, _ = text_page(letters, _SMALL, letters=letters, top=40, bottom=500)
    page.paste(table((500, 150)), (60, 560))
    page.paste(logo(letters).convert("L"), (60, 740))
    drawn = signature(letters)
    page.paste(drawn.convert("L"), (300, 740), drawn)

    assert bar_codes(page) == ()
    assert bar_codes(scanned(page, letters)) == ()


def test_what_a_code_says_does_not_show_in_repr() -> None:
    codes = bar_codes(_page(code("010190-1234", "Code128", 2))[0])

    assert "010190" not in repr(codes)


def test_a_tiny_picture_holds_nothing() -> None:
    assert bar_codes(Image.new("L", (3, 3), 255)) == ()
