"""Mails that break the rules, each in one way that mail programs, gateways or attackers really do."""

from __future__ import annotations

import base64
import binascii

from signatur.methods.documents import ProblemCode
from signatur.methods.messages import MessageKind
from tests.corpus.messages.mime import (
    LETTER,
    PDF,
    attached,
    head,
    html_of,
    mail,
    multipart,
    of_parts,
    part,
    wired,
)
from tests.corpus.messages.sample import Sample

_SUBJECT = "Carport på Ålykkevej"
_SENDER = "aase@example.dk"
_ASKS = "Skal vi søge om det?"
_TEXT = head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="8bit")
_PLAIN = mail(_TEXT, LETTER)


def _bad(
    name: str,
    about: str,
    data: bytes,
    *problems: ProblemCode,
    holds: tuple[str, ...] = (_ASKS,),
    lacks: tuple[str, ...] = ("\0", "\ufffd"),
    attachments: tuple[str, ...] = (),
    subject: str = _SUBJECT,
    sender: str = _SENDER,
) -> Sample:
    return Sample(
        name=name, about=about, make=lambda: data, kind=MessageKind.EML, subject=subject,
        sender=sender, holds=holds, lacks=lacks, attachments=attachments,
        problems=frozenset(problems),
    )  # fmt: skip


def _with_header(header: str, body: str | bytes = LETTER) -> bytes:
    return mail(header, body)


def _uuencoded(name: str, content: bytes) -> str:
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    return f"begin 644 {name}\n" + b"".join(lines).decode() + "`\nend\n"


def _yencoded(name: str, content: bytes) -> bytes:
    encoded = bytearray()
    for octet in content:
        shifted = (octet + 42) & 0xFF
        critical = shifted in b"\0\n\r="
        encoded += bytes([0x3D, (shifted + 64) & 0xFF]) if critical else bytes([shifted])
    header = f"=ybegin line={len(encoded)} size={len(content)} name={name}\n".encode()
    return header + bytes(encoded) + f"\n=yend size={len(content)}\n".encode()


def _nested_multiparts(levels: int) -> bytes:
    header = head(Content_Type="multipart/mixed; boundary=b0").encode()
    opened = b"".join(
        f"\n--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n".encode()
        for n in range(levels)
    )
    return wired(header + opened + f"\n--b{levels}\n\n{LETTER}".encode())


def _nested_mails(levels: int) -> bytes:
    inner = mail(_TEXT, LETTER)
    for _ in range(levels):
        inner = mail(head(Content_Type="message/rfc822"), inner)
    return inner


_CHARSETS = (
    _bad(
        "latin1-in-utf8.eml",
        "Windows letters labelled UTF-8",
        mail(_TEXT, LETTER, charset="cp1252"),
        ProblemCode.WRONG_CHARSET,
    ),
    _bad(
        "utf8-in-latin1.eml",
        "UTF-8 labelled ISO 8859-1",
        _with_header(head(Content_Type="text/plain; charset=iso-8859-1")),
        ProblemCode.WRONG_CHARSET,
    ),
    _bad(
        "twice-encoded.eml",
        "UTF-8 that was taken for Windows letters and encoded again",
        mail(_TEXT, LETTER.encode().decode("cp1252", "replace").replace("\ufffd", "\x85").encode()),
        ProblemCode.WRONG_CHARSET,
        holds=("Skal vi søge om det?",),
    ),
    _bad(
        "unknown-charset.eml",
        "a charset that nobody knows",
        _with_header(head(Content_Type="text/plain; charset=x-unknown-8bit")),
        ProblemCode.WRONG_CHARSET,
    ),
    _bad(
        "charset-with-semicolon.eml",
        "charset=utf8;",
        _with_header(head(Content_Type="text/plain; charset=utf8;")),
    ),
    _bad(
        "utf7.eml",
        "UTF-7",
        mail(head(Content_Type="text/plain; charset=utf-7"), LETTER.encode("utf-7")),
    ),
    _bad(
        "utf7-half-letter.eml",
        "UTF-7 with half of a letter, which no file can hold",
        mail(head(Content_Type="text/plain; charset=utf-7"), b"+2AA- Skal vi s+APg-ge om det?"),
        lacks=("\ud800",),
    ),
    _bad(
        "utf16.eml",
        "UTF-16 in base64",
        mail(
            head(Content_Type="text/plain; charset=utf-16", Content_Transfer_Encoding="base64"),
            base64.encodebytes(LETTER.encode("utf-16")),
        ),
    ),
    _bad(
        "raw-utf8-header.eml",
        "header letters that were never encoded, UTF-8",
        wired(
            f"From: Åse <{_SENDER}>\nTo: x@example.org\nSubject: {_SUBJECT}\n\n{LETTER}".encode()
        ),
    ),
    _bad(
        "raw-latin1-header.eml",
        "header letters that were never encoded, ISO 8859-1",
        wired(
            f"From: Åse <{_SENDER}>\nTo: x@example.org\nSubject: {_SUBJECT}\n\n{LETTER}".encode(
                "cp1252"
            )
        ),
    ),
    _bad(
        "cut-letter-in-subject.eml",
        "an encoded word that ends in the middle of a letter",
        _with_header(
            head("{}").format("=?utf-8?Q?Carport_p=C3?=\n =?utf-8?Q?=A5_=C3=85lykkevej?=")
        ),
    ),
    _bad(
        "blanks-in-encoded-word.eml",
        "an encoded word with blanks in it and an unknown charset",
        _with_header(head("{}").format("=?x-odd?Q?Carport p=E5 =C5lykkevej?=")),
    ),
)

_HEADERS = (
    _bad("mbox-line.eml", "the line of an mbox in front", b"From aase@example.dk Tue Mar  4 10:31:00 2025\n" + _PLAIN),
    _bad("mark-and-blank-lines.eml", "a byte order mark and empty lines in front", b"\xef\xbb\xbf\r\n\r\n" + _PLAIN),
    _bad("cr-only.eml", "line ends of an old Macintosh", _PLAIN.replace(b"\r\n", b"\r")),
    _bad("lf-only.eml", "line ends of Unix", _PLAIN.replace(b"\r\n", b"\n")),
    _bad("crcrlf.eml", "line ends converted twice", _PLAIN.replace(b"\r\n", b"\r\r\n"), holds=("Skal vi søge om det?",)),
    _bad("mixed-line-ends.eml", "line ends of two systems", _PLAIN.replace(b"\r\n", b"\n", 5)),
    _bad(
        "no-mime-version.eml",
        "MIME without saying so",
        _with_header(head(Content_Type="text/plain; charset=utf-8").replace("MIME-Version: 1.0\n", "")),
    ),
    _bad(
        "duplicated-headers.eml",
        "fields that should be there once; the first counts",
        _with_header(_TEXT + "Subject: Noget andet\nFrom: b@example.dk\nContent-Type: text/html\n"),
    ),
    _bad(
        "long-header.eml",
        "a field of one megabyte",
        _with_header(head(X_Filter="spor " * 200_000, Content_Type="text/plain; charset=utf-8")),
    ),
    _bad(
        "many-headers.eml",
        "five thousand fields",
        _with_header(_TEXT + "".join(f"X-Trace-{n}: {n}\n" for n in range(5000))),
        ProblemCode.TOO_LARGE,
    ),
    _bad("no-blank-line.eml", "nothing between header and body", wired((_TEXT + LETTER).encode())),
    _bad(
        "fold-without-blank.eml",
        "a folded field whose second line lost its blank",
        _with_header(head().replace("Date:", "X-List: den første del\nog den anden del af en linje\nDate:")),
    ),
    _bad(
        "two-authors.eml",
        "two addresses in From",
        _with_header(head(sender="Åse Prøve <aase@example.dk>, Bo <bo@example.dk>")),
    ),
    _bad(
        "group.eml",
        "a group of hidden recipients",
        _with_header(head(recipient="Skjulte modtagere:;")),
    ),
    _bad(
        "odd-dates.eml",
        "dates in forms of their own",
        _with_header(
            head(Received="from a by b; tir, 4 mar 2025 10.31.00 +0100").replace(
                "Date: Tue, 4 Mar 2025 10:31:00 +0100", "Date: 4. marts 2025 kl. 10.31"
            )
        ),
    ),
    _bad(
        "no-date-no-id.eml",
        "neither date nor message id",
        _with_header("".join(line for line in head().splitlines(True) if not line.startswith(("Date", "Mess")))),
    ),
    _bad("nul-bytes.eml", "NUL bytes everywhere", _PLAIN.replace(b" ", b"\0 \0").replace(b"Subject", b"Subject\0")),
    _bad("header-only.eml", "no body at all", mail(_TEXT, "").rstrip(), holds=()),
    _bad(
        "content-length-lies.eml",
        "a Content-Length that is wrong",
        _with_header(head(Content_Length="12", Content_Type="text/plain; charset=utf-8")),
    ),
    _bad("odd-type.eml", "a content type without a slash", _with_header(head(Content_Type="text; charset=utf-8"))),
)  # fmt: skip

_BODIES = (
    _bad(
        "html-as-plain.eml",
        "HTML labelled plain text",
        _with_header(_TEXT, html_of(LETTER)),
    ),
    _bad(
        "half-base64.eml",
        "an attachment that breaks off",
        of_parts(part(LETTER), attached("hus.pdf", PDF, "application/pdf"), ends=False)[:-41],
        ProblemCode.DAMAGED,
        attachments=("hus.pdf",),
    ),
    _bad(
        "base64-in-pieces.eml",
        "base64 with padding in the middle",
        mail(
            head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64"),
            base64.b64encode(LETTER.encode()[:40]) + b"\n" + base64.b64encode(LETTER.encode()[40:]),
        ),
    ),
    _bad(
        "base64-and-footer.eml",
        "base64 to which a mailing list added plain text",
        mail(
            head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64"),
            base64.encodebytes(LETTER.encode() + b"!")
            + b"\n____\nListe (frivillig), se example.org.\n",
        ),
        ProblemCode.DAMAGED,
    ),
    _bad(
        "plain-as-base64.eml",
        "plain text labelled base64",
        mail(
            head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64"),
            LETTER,
        ),
        ProblemCode.DAMAGED,
    ),
    _bad(
        "unknown-encoding.eml",
        "a transfer encoding that nobody knows",
        _with_header(
            head(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="x-odd")
        ),
        ProblemCode.DAMAGED,
    ),
    _bad(
        "broken-quoted-printable.eml",
        "escapes that are none",
        mail(
            head(
                Content_Type="text/plain; charset=utf-8",
                Content_Transfer_Encoding="quoted-printable",
            ),
            "100 = 100, =ZZ og Skal vi s=C3=B8ge om det?=",
        ),
        holds=(_ASKS, "100 = 100"),
    ),
    _bad(
        "one-long-line.eml",
        "a megabyte without a line end",
        mail(_TEXT, LETTER + "langt " * 170_000),
    ),
    _bad(
        "uuencoded.eml",
        "a file uuencoded into the text",
        mail(_TEXT, LETTER + _uuencoded("hus.pdf", PDF) + "Og mere tekst.\n"),
        holds=(_ASKS, "Og mere tekst."),
        lacks=("begin 644",),
        attachments=("hus.pdf",),
    ),
    _bad(
        "yencoded.eml",
        "a file yEnc-encoded into the text",
        mail(_TEXT, "").rstrip() + b"\r\n\r\n" + LETTER.encode() + _yencoded("hus.pdf", PDF),
        lacks=("=ybegin",),
        attachments=("hus.pdf",),
    ),
    _bad(
        "begin-in-prose.eml",
        "a text whose line begins with `begin`",
        mail(_TEXT, "begin 644 er ikke en fil\nSkal vi søge om det?\n"),
        holds=("begin 644 er ikke en fil", _ASKS),
    ),
)

_PARTS = (
    _bad(
        "no-last-boundary.eml",
        "the last boundary is missing",
        of_parts(part(LETTER), ends=False),
        ProblemCode.DAMAGED,
    ),
    _bad(
        "boundary-never-opened.eml",
        "a multipart without any part",
        mail(head(Content_Type="multipart/mixed; boundary=b"), LETTER),
        ProblemCode.DAMAGED,
    ),
    _bad(
        "wrong-boundary.eml",
        "the header states another boundary than the body has",
        mail(head(Content_Type="multipart/mixed; boundary=a"), multipart(part(LETTER), part(PDF, "application/pdf; name=a.pdf"))),
        ProblemCode.DAMAGED,
        attachments=("a.pdf",),
    ),
    _bad(
        "no-boundary.eml",
        "the header states no boundary",
        mail(head(Content_Type="multipart/mixed"), multipart(part(LETTER))),
        ProblemCode.DAMAGED,
    ),
    _bad(
        "boundary-begins-another.eml",
        "a boundary that begins another one",
        of_parts(
            b'Content-Type: multipart/alternative; boundary="graense1"\n\n'
            + multipart(part(LETTER), boundary="graense1"),
            attached("hus.pdf", PDF, "application/pdf"),
        ),
        attachments=("hus.pdf",),
    ),
    _bad(
        "ten-thousand-levels.eml",
        "multiparts in multiparts without end",
        _nested_multiparts(10_000),
        ProblemCode.TOO_DEEP,
        ProblemCode.DAMAGED,
        holds=(),
        attachments=("",),
    ),
    _bad(
        "three-thousand-parts.eml",
        "more parts than any letter has",
        of_parts(part(LETTER), *[part("x")] * 3000),
        ProblemCode.TOO_MANY_PARTS,
    ),
    _bad(
        "twelve-mails-deep.eml",
        "mails attached to mails, deeper than they are followed",
        _nested_mails(12),
        ProblemCode.TOO_DEEP,
        holds=(),
        attachments=("",) * 9,
    ),
    _bad(
        "attachment-alone.eml",
        "a mail that is an attachment and nothing else",
        mail(
            head(
                Content_Type="application/pdf; name=hus.pdf",
                Content_Disposition="attachment; filename=hus.pdf",
                Content_Transfer_Encoding="base64",
            ),
            base64.encodebytes(PDF),
        ),
        holds=(),
        attachments=("hus.pdf",),
    ),
    _bad(
        "bad-file-names.eml",
        "names that lead elsewhere, hide their ending or are none",
        of_parts(
            part(LETTER),
            attached("../../etc/passwd", PDF, "application/pdf"),
            attached("regning\u202efdp.exe", PDF, "application/pdf"),
            attached("..", PDF, "application/pdf"),
            attached("x" * 400 + ".pdf", PDF, "application/pdf"),
        ),
        attachments=("passwd", "regningfdp.exe", "", "x" * 196 + ".pdf"),
    ),
    _bad(
        "partial.eml",
        "one piece of a mail in several",
        mail(
            head(Content_Type="message/partial; id=a; number=1; total=2"),
            mail(head("Støj fra naboen"), "Det larmer hver nat.\n"),
        ),
        ProblemCode.DAMAGED,
        holds=("Støj fra naboen", "Det larmer"),
        attachments=("",),
    ),
    _bad(
        "external-body.eml",
        "a reference to a file on a server",
        of_parts(
            part(LETTER),
            part("Content-Type: application/pdf\n", "message/external-body; access-type=anon-ftp; name=hus.pdf"),
        ),
        ProblemCode.EMPTY,
        attachments=("hus.pdf",),
    ),
    _bad(
        "pgp-encrypted.eml",
        "OpenPGP encrypted (RFC 3156)",
        of_parts(
            part("Version: 1\n", "application/pgp-encrypted"),
            part("-----BEGIN PGP MESSAGE-----\n\nhQ==\n", "application/octet-stream; name=encrypted.asc"),
            subtype='encrypted; protocol="application/pgp-encrypted"',
        ),
        ProblemCode.ENCRYPTED,
        holds=(),
        attachments=("", "encrypted.asc"),
    ),
    _bad(
        "pgp-inline.eml",
        "OpenPGP encrypted text",
        mail(_TEXT, "-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----\n"),
        ProblemCode.ENCRYPTED,
        holds=(),
    ),
)  # fmt: skip

BAD_MAILS = (*_CHARSETS, *_HEADERS, *_BODIES, *_PARTS)
