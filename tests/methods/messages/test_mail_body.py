"""The body of a mail is decoded, unflowed and chosen as its writer meant it."""

from __future__ import annotations

import base64
import binascii
import quopri
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import Content, Limits, ProblemCode
from signatur.methods.messages import AttachmentRole, read_message
from signatur.methods.messages.body import Body, Piece, composed
from signatur.methods.messages.mime.flowed import unflowed, without_armour
from signatur.methods.messages.mime.transfer import decoded_blocks, decoder_for
from tests.corpus.messages.mime import LETTER, PNG, head, html_of, mail, of_parts, part

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.messages import Message

_BYTES = st.binary(max_size=2000)
_CUT = st.integers(1, 200)


def _read(data: bytes, scratch: Path, limits: Limits | None = None) -> Message:
    return read_message(Content.from_bytes(data), limits=limits or Limits(), scratch=scratch)


def _decoded(encoded: bytes, encoding: str, cut: int) -> bytes:
    blocks = (encoded[at : at + cut] for at in range(0, len(encoded), cut))
    return b"".join(decoded_blocks(blocks, decoder_for(encoding)))


@given(_BYTES, _CUT)
def test_base64_is_decoded_however_the_blocks_are_cut(content: bytes, cut: int) -> None:
    assert _decoded(base64.encodebytes(content), "base64", cut) == content


@given(_BYTES, _CUT)
def test_quoted_printable_is_decoded_however_the_blocks_are_cut(content: bytes, cut: int) -> None:
    encoded = quopri.encodestring(content)

    assert _decoded(encoded, "Quoted-Printable", cut) == quopri.decodestring(encoded)


@given(_BYTES, _CUT)
def test_uuencode_is_decoded_however_the_blocks_are_cut(content: bytes, cut: int) -> None:
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    encoded = b"begin 644 a.bin\r\n" + b"".join(lines) + b"`\nend\n"

    assert _decoded(encoded, "x-uuencode", cut) == content


@given(
    st.sampled_from(["base64", "quoted-printable", "x-uuencode", "yenc", "8bit", "odd"]),
    _BYTES,
    _CUT,
)
def test_any_bytes_are_decoded_to_a_bounded_amount(encoding: str, content: bytes, cut: int) -> None:
    # A uuencoded line may have lost the blanks at its end, which stand for up to 63 bytes.
    assert len(_decoded(content, encoding, cut)) <= 63 * len(content)


@given(st.lists(st.text("abc æ>", max_size=90), max_size=10))
def test_text_without_soft_breaks_is_left_as_it_is(lines: list[str]) -> None:
    lines = [line.rstrip().lstrip(" >") for line in lines]
    text = "\n".join(lines)

    assert unflowed(text, joins_words=False) == text


@pytest.mark.parametrize(
    ("flowed", "joins_words", "meant"),
    [
        ("En linje \nder går videre\nNy", False, "En linje der går videre\nNy"),
        ("et langt sammen \nsat ord", True, "et langt sammensat ord"),
        ("> citat \n> går videre\n>> dybere\nsvar", False, "> citat går videre\n>> dybere\nsvar"),
        ("Hilsen\n-- \nÅse", False, "Hilsen\n-- \nÅse"),
        (" From her", False, "From her"),
        ("slut ", False, "slut "),
    ],
)
def test_soft_breaks_are_undone_within_one_depth_of_quoting(
    flowed: str,
    joins_words: bool,  # noqa: FBT001  # a row of the table
    meant: str,  # a row of the table
) -> None:
    assert unflowed(flowed, joins_words=joins_words) == meant


def test_the_armour_of_a_signature_is_taken_off() -> None:
    text = (
        "Før\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHej\n- -- \nÅse\n"
        "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\nEfter"
    )

    assert without_armour(text) == "Før\nHej\n-- \nÅseEfter"


def test_plain_text_is_preferred_to_html() -> None:
    assert composed([Piece("Hej", "<p>Hej</p>")]) == Body("Hej", "<p>Hej</p>")


@pytest.mark.parametrize(
    "placeholder",
    ["", " \n", "This message is in HTML.", "Se nyhedsbrevet i din browser", "Your client does not support HTML"],
)  # fmt: skip
def test_html_is_preferred_to_a_mere_placeholder(placeholder: str) -> None:
    piece = Piece(placeholder, html_of(LETTER))

    assert composed([piece]).prefers_html


def test_a_short_text_that_only_mentions_a_browser_is_no_placeholder() -> None:
    text = "Jeg kan ikke åbne jeres side i min browser."

    assert not composed([Piece(text, html_of(text))]).prefers_html


def test_plain_and_html_pieces_in_a_row_are_all_shown() -> None:
    body = composed([Piece(text="Et & to"), Piece(html="<p>tre</p>")])

    assert body == Body("Et & to", "<div>Et &amp; to</div>\n<p>tre</p>", prefers_html=True)


def test_a_picture_that_the_html_shows_is_inline_and_others_are_not(tmp_path: Path) -> None:
    data = of_parts(
        part('<img src="cid:a%40x">', "text/html"),
        part(PNG, "image/png; name=vist.png", ID="<a@x>", Disposition="attachment"),
        part(PNG, "image/png; name=ikke.png", ID="<b@x>", Disposition="inline"),
        subtype="related",
    )

    roles = {each.name: each.role for each in _read(data, tmp_path).attachments}

    assert roles == {"vist.png": AttachmentRole.INLINE, "ikke.png": AttachmentRole.ATTACHMENT}


def test_the_root_of_a_related_body_need_not_come_first(tmp_path: Path) -> None:
    data = of_parts(
        part(PNG, "image/png; name=a.png", ID="<a@x>"),
        part(html_of(LETTER), "text/html; charset=utf-8", ID="<rod@x>"),
        subtype='related; start="<rod@x>"',
    )

    message = _read(data, tmp_path)

    assert "Skal vi søge om det?" in message.html
    assert [each.name for each in message.attachments] == ["a.png"]


def test_html_says_itself_in_which_charset_it_is(tmp_path: Path) -> None:
    html = html_of("Привет, как дела? Это письмо", "koi8-r").encode("koi8-r")

    message = _read(mail(head(Content_Type="text/html"), html), tmp_path)

    assert "Привет" in message.html


def test_what_is_signed_is_read_and_the_signature_is_told(tmp_path: Path) -> None:
    data = of_parts(part(LETTER), part(b"0\x80", "application/pkcs7-signature"), subtype="signed")

    message = _read(data, tmp_path)

    assert message.is_signed
    assert message.attachments == ()


def test_a_delivery_report_is_known(tmp_path: Path) -> None:
    data = of_parts(
        part("Ikke afleveret"), part("Action: failed", "message/delivery-status"), subtype="report"
    )

    message = _read(data, tmp_path)

    assert message.is_delivery_report
    assert [each.role for each in message.attachments] == [AttachmentRole.TECHNICAL_DOCUMENT]


def test_a_text_beyond_the_limit_is_cut_and_told(tmp_path: Path) -> None:
    data = mail(head(), "x" * 5000)

    message = _read(data, tmp_path, Limits(text_characters=1000))

    assert message.text == "x" * 1000
    assert [problem.code for problem in message.problems] == [ProblemCode.TOO_LARGE]


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_a_text_larger_than_memory_allows_is_read_all_the_same(
    encoding: str, tmp_path: Path
) -> None:
    text = "Skal vi søge om det?\n" * 1000
    encode = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(
        encoding, bytes
    )
    header = head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding=encoding)

    message = _read(mail(header, encode(text.encode())), tmp_path, Limits(in_memory_bytes=5000))

    assert message.text == text
