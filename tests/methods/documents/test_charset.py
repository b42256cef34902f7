"""Bytes become text whatever character set they were said to be in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import ProblemCode, decode_text

_DANISH = "Kære kommune, jeg søger på Ålborg og får ikke svar. Gør noget ÆRLIGT."
_WORDS = st.lists(
    st.text(alphabet="abcdefghijklmnoprstuvyæøå", min_size=2, max_size=12), min_size=1, max_size=40
).map(" ".join)


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "cp865", "cp850", "mac-roman", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["", "us-ascii", "x-unknown", "utf-8", "iso-8859-1"])
def test_danish_is_read_in_every_code_page_it_was_ever_written_in(
    charset: str, declared: str
) -> None:
    assert decode_text(_DANISH.encode(charset), declared).text == _DANISH


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_characters_are_known_with_and_without_a_mark(charset: str) -> None:
    assert decode_text(_DANISH.encode(charset)).text == _DANISH


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Zażółć gęślą jaźń, proszę o pomoc w sprawie mieszkania", "cp1250"),
        ("Zażółć gęślą jaźń, proszę o pomoc w sprawie mieszkania", "iso8859-2"),
        ("Добрий день, я хочу подати заяву на допомогу дитині та родині", "koi8-u"),
        ("مرحبا أريد أن أقدم طلبا للحصول على مساعدة في السكن", "cp1256"),
        ("Können Sie mir bitte helfen? Mit freundlichen Grüßen", "cp1252"),
        ("こんにちは、申請したいです。", "shift_jis"),
        ("こんにちは、申請したいです。", "iso2022_jp"),
    ],
)
def test_a_right_declaration_is_believed(text: str, charset: str) -> None:
    decoded = decode_text(text.encode(charset), charset)

    assert decoded.text == text
    assert decoded.problem is None


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Добрий день, я хочу подати заяву на допомогу дитині та родині", "cp1251"),
        ("مرحبا أريد أن أقدم طلبا للحصول على مساعدة في السكن", "cp1256"),
        ("Zażółć gęślą jaźń, proszę o pomoc w sprawie mieszkania", "iso8859-2"),
    ],
)
def test_other_alphabets_are_found_without_a_declaration(text: str, charset: str) -> None:
    assert decode_text(text.encode(charset)).text == text


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("cp1252", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("cp865", "windows-1252"),
        ("cp1252", "macintosh"),
    ],
)
def test_a_wrong_declaration_is_corrected_and_stated(charset: str, declared: str) -> None:
    decoded = decode_text(_DANISH.encode(charset), declared)

    assert decoded.text == _DANISH
    assert decoded.problem is not None
    assert decoded.problem.code is ProblemCode.WRONG_CHARSET


@pytest.mark.parametrize(
    "label",
    ["utf8", '"UTF-8"', "charset", "iso 8859-1", "windows1252", "ANSI", "latin-1", "cp-850;"],
)
def test_odd_labels_do_no_harm(label: str) -> None:
    assert decode_text(_DANISH.encode("cp1252"), label).text == _DANISH


@pytest.mark.parametrize(
    "label", ["rot13", "base64", "unicode_escape", "idna", "zlib", "\0", "\udc00"]
)
def test_codecs_that_are_no_character_sets_are_never_used(label: str) -> None:
    assert decode_text(b"aben dag \\u00e6 xn--", label).text == "aben dag \\u00e6 xn--"


def test_text_that_was_encoded_twice_is_put_right() -> None:
    decoded = decode_text(_DANISH.encode().decode("cp1252").encode())

    assert decoded.text == _DANISH
    assert decoded.problem is not None


def test_signs_that_merely_look_encoded_twice_are_left_alone() -> None:
    text = "Tegnene Ã¦ står for æ, når nogen læser forkert"

    assert decode_text(text.encode()).text == text


def test_a_footer_in_another_code_page_is_read_too() -> None:
    decoded = decode_text(_DANISH.encode() + "\nHilsen Søren".encode("cp1252"), "utf-8")

    assert decoded.text == _DANISH + "\nHilsen Søren"
    assert decoded.problem is not None


def test_text_cut_inside_a_letter_keeps_the_rest() -> None:
    decoded = decode_text((_DANISH + "æ").encode()[:-1], "utf-8")

    assert decoded.text.startswith(_DANISH)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeffÂÃâ")))
def test_utf_8_always_comes_back(text: str) -> None:
    assert decode_text(text.encode(), "utf-8").text == text


@given(_WORDS, st.sampled_from(["cp1252", "cp865", "mac-roman"]))
def test_any_danish_words_are_read_in_any_danish_code_page(words: str, charset: str) -> None:
    assert decode_text(f"Vi søger på {words}".encode(charset)).text == f"Vi søger på {words}"


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "utf-16", "utf-7", "big5", "cp1252"]))
def test_no_bytes_are_refused(data: bytes, declared: str) -> None:
    decoded = decode_text(data, declared)

    assert len(decoded.text) <= max(1, len(data))
