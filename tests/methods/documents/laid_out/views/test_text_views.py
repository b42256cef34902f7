"""Mail, plain text and pictures: the page shows what a reader saw, the rest is reported."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Content, ProblemCode
from signatur.methods.documents.laid_out.schema import Origin
from signatur.methods.documents.laid_out.views import hidden_in_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.methods.documents.laid_out.views.conftest import Tried

MAIL = """Received: from mx.mkserver.example by y; Mon, 4 Mar 2024 10:00:00 +0100
From: =?utf-8?Q?Anna_S=C3=B8rensen?= <anna@example.dk>
To: Kommunen <post@kommune.example>
Bcc: mkhemmelig@example.dk
Subject: =?utf-8?Q?mkemne_om_b=C3=B8rn?=
Date: Mon, 4 Mar 2024 10:00:00 +0100
Message-ID: <mkbeskedid@example.dk>
X-Originating-IP: [192.0.2.1]
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: multipart/alternative; boundary=A

--A
Content-Type: text/plain; charset=utf-8

Hej kommune. mksynlig tekst i begge dele.
mkkuniplain
--A
Content-Type: text/html; charset=utf-8

<html><!-- mkkommentar i html --><p>Hej kommune. mksynlig tekst i begge dele.</p>
<p>mkkunihtml her</p><div style="display:none">mkskjultdiv her</div><img alt="mkalt logo" src="cid:1">
--A--
--B
Content-Type: text/plain; name="mkbilag.txt"
Content-Disposition: attachment; filename="mkbilag.txt"

indhold
--B--
"""


@pytest.fixture(scope="module")
def mail(tried: Callable[..., Tried]) -> Tried:
    return tried(MAIL.encode(), "brev.eml")


@pytest.mark.parametrize(
    ("mark", "place"),
    [
        ("Anna Sørensen <anna@example.dk>", "view"),
        ("mkemne om børn", "view"),
        ("04-03-2024 10:00", "view"),
        ("mksynlig", "view"),
        ("mkkuniplain", "view"),
        ("mkbilag.txt", "view"),
        ("mkserver", "property"),
        ("mkhemmelig", "property"),
        ("mkbeskedid", "property"),
        ("192.0.2.1", "property"),
        ("mkkunihtml", "hidden_text"),
        ("mkskjultdiv", "hidden_text"),
        ("mkkommentar", "hidden_text"),
        ("mkalt", "elsewhere"),
    ],
)
def test_a_mail_shows_its_text_and_reports_its_header(mail: Tried, mark: str, place: str) -> None:
    assert place in mail.places(mark)


def test_attachments_are_documents_of_their_own(mail: Tried) -> None:
    assert [part.name for part in mail.view.parts] == ["mkbilag.txt"]
    assert mail.view.parts[0].content is not None


def test_the_hidden_copy_is_not_on_the_page(mail: Tried) -> None:
    assert "mkhemmelig" not in mail.text


def test_comma_separated_values_become_a_table(tried: Callable[..., Tried]) -> None:
    outcome = tried("Navn;By\nÅse;Århus\n".encode("cp1252"), "liste.csv")

    assert "2 Åse Århus" in outcome.text


def test_signs_that_no_font_has_are_reported(tried: Callable[..., Tried]) -> None:
    outcome = tried("Hej\n\nnavnet er 漢字漢字\n".encode(), "brev.txt")

    assert "漢字漢字" in "".join(each.text for each in outcome.view.hidden) + outcome.text


def test_typst_markup_in_a_text_is_text(tried: Callable[..., Tried]) -> None:
    outcome = tried(b'#read("/etc/passwd") *fed* $x$ \\ @ref <label>', "brev.txt")

    assert '#read("/etc/passwd") *fed* $x$ \\ @ref <label>' in outcome.text


@pytest.mark.usefixtures("no_programs")
def test_rich_text_is_read_without_a_program(tried: Callable[..., Tried]) -> None:
    data = rb"{\rtf1\ansi{\info{\author mkforfatter}}\pard mksynlig {\v mkskjult}\par {\deleted mkslettet}}"
    outcome = tried(data, "brev.rtf")

    assert outcome.places("mksynlig") == {"view"}
    assert outcome.places("mkforfatter") == {"property"}
    assert outcome.places("mkskjult") == {"hidden_text"}
    assert outcome.places("mkslettet") == {"hidden_text"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ProblemCode.EMPTY),
        (b"\0\1\2\3" * 50, ProblemCode.UNKNOWN_FORMAT),
        (b"PK\x03\x04" + b"x" * 500, ProblemCode.UNKNOWN_FORMAT),
    ],
)
def test_what_cannot_be_shown_is_a_problem(
    tried: Callable[..., Tried], data: bytes, code: ProblemCode
) -> None:
    outcome = tried(data, "ukendt.bin")

    assert outcome.view.pdf is None
    assert [problem.code for problem in outcome.view.problems] == [code]


def _photograph() -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    picture = Image.new("RGB", (64, 64), "white")
    exif = Image.Exif()
    exif[0x010E] = "mkbeskrivelse"
    exif[0x9C9D] = "mkwindowsforfatter".encode("utf-16-le")
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (56.0, 9.0, 0.0), 3: "E", 4: (10.0, 12.0, 0.0)})
    written = io.BytesIO()
    picture.save(
        written, "JPEG", exif=exif, comment=b"mkkommentar",
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><d xmlns='d'>mkxmp</d></x:xmpmeta>",
    )  # fmt: skip
    text = PngInfo()
    text.add_text("Author", "mkpngforfatter")
    picture.save(io.BytesIO(), "PNG", pnginfo=text)
    return written.getvalue()


def test_a_photograph_tells_where_and_by_whom_it_was_taken() -> None:
    hidden = hidden_in_picture(Content.from_bytes(_photograph()))
    told = {each.where: each.text for each in hidden if each.where != "EXIF"}

    assert all(each.origin is Origin.PROPERTY for each in hidden)
    assert any("mkbeskrivelse" in each.text for each in hidden)
    assert any("mkwindowsforfatter" in each.text for each in hidden)
    assert "56.150000, 10.200000" in told["GPS"]
    assert "mkkommentar" in told["comment"]
    assert "mkxmp" in told["XMP"]


def test_what_is_no_picture_tells_nothing() -> None:
    assert hidden_in_picture(Content.from_bytes(b"ingen billede")) == ()


def test_a_thumbnail_that_shows_something_else_is_told() -> None:
    from PIL import Image

    small = io.BytesIO()
    Image.new("RGB", (32, 32), "black").save(small, "JPEG")
    inner = small.getvalue()
    # A big-endian TIFF with an empty first directory and a thumbnail in the second.
    entries = b"".join(
        tag.to_bytes(2, "big") + b"\0\x04" + (1).to_bytes(4, "big") + value.to_bytes(4, "big")
        for tag, value in ((0x0201, 44), (0x0202, len(inner)))
    )
    exif = b"Exif\0\0MM\0*" + (8).to_bytes(4, "big") + b"\0\0" + (14).to_bytes(4, "big")
    exif += b"\0\x02" + entries + b"\0\0\0\0"
    exif += inner
    written = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(written, "JPEG", exif=exif)

    hidden = hidden_in_picture(Content.from_bytes(written.getvalue()))

    assert [each.where for each in hidden if each.where == "thumbnail"] == ["thumbnail"]
