"""RTF: text comes out whatever way it was escaped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents.rtf import _places


def _text(data: bytes) -> str:
    return _places(data)["body"].text()


def _escaped(text: str) -> bytes:
    """As Word writes it: UTF-16 units as signed numbers with a question mark for old readers."""
    units = memoryview(text.encode("utf-16-le")).cast("H")
    signed = (unit - 0x10000 if unit > 0x7FFF else unit for unit in units)
    return b"{\\rtf1\\ansi\\uc1 |" + b"".join(b"\\u%d?" % unit for unit in signed) + b"|}"


_SIGNS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\u00ad")


@given(st.text(_SIGNS, min_size=1))
def test_unicode_escapes_come_back(text: str) -> None:
    expected = "".join("•" if "\uf000" <= sign < "\uf100" else sign for sign in text)

    assert _text(_escaped(text)) == f"|{expected}|"


@given(st.text("abcæøåÆØÅéüß €–“”", min_size=1))
def test_code_page_escapes_come_back(text: str) -> None:
    escapes = b"".join(b"\\'%02x" % byte for byte in text.encode("cp1252"))

    assert _text(b"{\\rtf1\\ansi\\ansicpg1252 |" + escapes + b"|}") == f"|{text}|"


def test_two_byte_characters_of_a_font_are_read_whole() -> None:
    data = rb"{\rtf1{\fonttbl{\f1\fcharset128 MS Mincho;}}\f1 \'93\'fa\'96\'7b}"

    assert _text(data) == "日本"


def test_the_plain_form_behind_unicode_is_passed_over_as_often_as_declared() -> None:
    assert _text(rb"{\rtf1\uc2 \u230 xx\uc0 \u248 y}") == "æøy"


def test_binary_data_is_passed_over_by_its_length() -> None:
    assert _text(b"{\\rtf1 a{\\pict\\bin4 }}}}}b}") == "ab"


def test_cells_are_parted_by_tabs_and_rows_by_lines() -> None:
    assert _text(rb"{\rtf1\trowd\intbl a\cell b\par c\cell\row\intbl d\cell\row}") == "a\tb c\nd"


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    places = _places(b"{\\rtf1 " + data)

    assert sum(len(lines.text()) for lines in places.values()) <= 4 * len(data) + 10
