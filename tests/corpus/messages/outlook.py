"""Outlook files and winmail.dat: written here property by property."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from signatur.methods.documents import ProblemCode
from signatur.methods.messages import MessageKind
from tests.corpus.messages.compound import Folder, compound_file
from tests.corpus.messages.mapi import (
    ANSI,
    BINARY,
    BOOLEAN,
    FIXED,
    INTEGER,
    SENT_AT,
    TEXT,
    TEXTS,
    TIME,
    Value,
    packed_rtf,
    stored_rtf,
    texts,
)
from tests.corpus.messages.mime import (
    LETTER,
    PDF,
    PNG,
    attached,
    head,
    html_of,
    mail,
    of_parts,
    part,
)
from tests.corpus.messages.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

_SUBJECT = "Carport på Ålykkevej"
_SENDER = "aase@example.dk"
_ASKS = "Skal vi søge om det?"
_MESSAGE, _EMBEDDED, _PART = 32, 24, 8
_HTML = html_of(LETTER)


_NO_NAMES = {f"__substg1.0_000{number}0102": b"" for number in (2, 3, 4)}


def msg(
    values: Sequence[Value],
    *,
    recipients: Sequence[Sequence[Value]] = (),
    attachments: Sequence[Folder] = (),
    names: dict[str, bytes] | None = None,
    header: int = _MESSAGE,
) -> Folder:
    """Return the root of an Outlook file, or a message to embed in another."""
    folder = _folder(values, header)
    if header == _MESSAGE:
        folder.folders["__nameid_version1.0"] = Folder(streams=names or _NO_NAMES)
    for number, recipient in enumerate(recipients):
        folder.folders[f"__recip_version1.0_#{number:08X}"] = _folder(recipient, _PART)
    for number, attachment in enumerate(attachments):
        folder.folders[f"__attach_version1.0_#{number:08X}"] = attachment
    return folder


def attachment(name: str, content: bytes, *further: Value) -> Folder:
    values = [*texts({0x3707: name}), Value(0x3705, INTEGER, 1), Value(0x3701, BINARY, content)]
    return _folder([*values, *further], _PART)


def embedded(name: str, message: Folder) -> Folder:
    folder = _folder([*texts({0x3001: name}), Value(0x3705, INTEGER, 5)], _PART)
    folder.folders["__substg1.0_3701000D"] = message
    return folder


def embedded_object(name: str, streams: dict[str, bytes]) -> Folder:
    folder = _folder([*texts({0x3707: name}), Value(0x3705, INTEGER, 6)], _PART)
    folder.folders["__substg1.0_3701000D"] = Folder(streams=streams)
    return folder


def _folder(values: Sequence[Value], header: int, charset: str = "cp1252") -> Folder:
    records, streams = b"", {}
    for value in values:
        name = f"__substg1.0_{value.tag:04X}{value.kind:04X}"
        if value.kind in FIXED:
            records += struct.pack("<HHI8s", value.kind, value.tag, 6, value.packed())
        elif value.kind == TEXTS:
            assert isinstance(value.value, tuple)
            streams[name] = bytes(8 * len(value.value))
            for number, each in enumerate(value.value):
                streams[f"{name}-{number:08X}"] = each.encode("utf-16-le")
        else:
            streams[name] = value.packed(charset)
            records += struct.pack("<HHII4x", value.kind, value.tag, 6, len(streams[name]))
    return Folder(streams={"__properties_version1.0": bytes(header) + records, **streams})


def named(property_set: UUID, *names: str) -> dict[str, bytes]:
    """Return the streams that give the ids 0x8000 and up to names of one property set."""
    entries, strings = b"", b""
    for index, name in enumerate(names):
        entries += struct.pack("<IHH", len(strings), 3 << 1 | 1, index)
        encoded = name.encode("utf-16-le")
        strings += struct.pack("<I", len(encoded)) + encoded + bytes(-len(encoded) % 4)
    return {
        "__substg1.0_00020102": property_set.bytes_le,
        "__substg1.0_00030102": entries,
        "__substg1.0_00040102": strings,
    }


def letter(kind: int = TEXT, *, body: bool = True) -> list[Value]:
    """Return the properties of an ordinary message."""
    values = {
        0x001A: "IPM.Note",
        0x0037: _SUBJECT,
        0x0042: "Åse Prøve",
        0x0064: "SMTP",
        0x0065: _SENDER,
        0x1035: "<carport-1@example.dk>",
    }
    if body:
        values[0x1000] = LETTER.replace("\n", "\r\n")
    return [*texts(values, kind), Value(0x0039, TIME, SENT_AT), Value(0x0E06, TIME, SENT_AT)]


def _recipient(address: str, role: int) -> list[Value]:
    named_ = texts({0x3001: address.partition("@")[0].title(), 0x3002: "SMTP", 0x3003: address})
    return [*named_, Value(0x0C15, INTEGER, role)]


def _sample(
    name: str,
    about: str,
    folder: Folder,
    *problems: ProblemCode,
    holds: tuple[str, ...] = (_ASKS,),
    attachments: tuple[str, ...] = (),
    sender: str = _SENDER,
    sector_size: int = 512,
) -> Sample:
    return Sample(
        name=name, about=about, make=lambda: compound_file(folder, sector_size),
        kind=MessageKind.MSG, subject=_SUBJECT, sender=sender, holds=holds,
        attachments=attachments, problems=frozenset(problems),
    )  # fmt: skip


def _damaged(name: str, about: str, data: bytes) -> Sample:
    return Sample(
        name=name, about=about, make=lambda: data, kind=MessageKind.MSG,
        problems=frozenset({ProblemCode.DAMAGED}),
    )  # fmt: skip


def _deep(levels: int) -> Folder:
    inner = msg(letter(), header=_EMBEDDED)
    for _ in range(levels):
        inner = msg(letter(), attachments=[embedded("indre", inner)], header=_EMBEDDED)
    return msg(letter(), attachments=[embedded("yderste", inner)])


def _packaged(name: str, content: bytes) -> bytes:
    """Return an `Ole10Native` stream: a file that was dropped into the text."""
    path = f"C:\\temp\\{name}".encode() + b"\0"
    names = name.encode() + b"\0" + path + b"\0\0\3\0" + struct.pack("<I", len(path)) + path
    body = b"\2\0" + names + struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(body)) + body


def _in_circle(file: bytes) -> bytes:
    """Make the second sector of the directory point back to the first."""
    (directory,) = struct.unpack_from("<I", file, 0x30)
    (table,) = struct.unpack_from("<I", file, 0x4C)
    at = (table + 1) * 512 + 4 * (directory + 1)
    return file[:at] + struct.pack("<I", directory) + file[at + 4 :]


_ENCAPSULATED = (
    r"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset238 Arial CE;}}"
    r"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 K\'e6re kommune{\*\htmltag72 </p>}\htmlrtf\par}\htmlrtf0 "
    r"{\*\htmltag64 <p>}Skal vi s\u248?ge om det? {\f1 \'b3\'f3d\'9f}{\*\mhtmltag64 <x>}{\*\htmltag84 &lt;}"
    r"\htmlrtf <\htmlrtf0{\*\htmltag72 </p>}}"
)
_PLAIN_RTF = (
    r"{\rtf1\ansi{\stylesheet Normal}{\info{\author Ukendt}}{\*\generator x;}\pard K\'e6re kommune\par "
    r"Skal vi s\'f8ge om det?{\pict\bin4 }{}\'00}\par\tab\endash \u-10179?\u-8704?\par}"
)
_TRANSPORT = (
    "Received: from a by b; Tue, 4 Mar 2025 10:31:05 +0100\r\nFrom: =?utf-8?Q?=C3=85se_Pr=C3=B8ve?= "
    "<aase@example.dk>\r\nTo: Byggesag <byg@example.org>\r\nReferences: <1@example.org> <2@example.org>\r\n"
    "Auto-Submitted: auto-replied\r\nContent-Language: da-DK\r\n\r\n"
)
_SIGNED = of_parts(
    part(LETTER),
    attached("hus.pdf", PDF, "application/pdf"),
    part(b"0\x80", "application/pkcs7-signature; name=smime.p7s"),
    subtype="signed",
)

MSG_FILES = (
    _sample(
        "unicode.msg",
        "Unicode, HTML, recipients, a file and a picture within the text",
        msg(
            [*letter(), Value(0x1013, BINARY, (_HTML + '<img src="cid:logo@x">').encode()), Value(0x3FDE, INTEGER, 65001)],
            recipients=[_recipient("byg@example.org", 1), _recipient("kopi@example.org", 2)],
            attachments=[
                attachment("ansøgning.pdf", PDF * 100),
                attachment("logo.png", PNG, *texts({0x3712: "logo@x"}), Value(0x7FFE, BOOLEAN, 1)),
            ],
        ),
        attachments=("ansøgning.pdf", "logo.png"),
    ),
    _sample("ansi.msg", "strings in a code page", msg([*letter(ANSI), Value(0x3FFD, INTEGER, 1252)])),
    _sample("ansi-by-locale.msg", "strings in a code page that only the locale tells", msg([*letter(ANSI), Value(0x3FF1, INTEGER, 0x406)])),
    _sample(
        "html-in-rtf.msg",
        "HTML that only the compressed RTF holds",
        msg([*letter(body=False), Value(0x1009, BINARY, packed_rtf(_ENCAPSULATED.encode()))]),
        holds=("<p>Kære kommune", _ASKS, "łódź", "&lt;</p>"),
    ),
    _sample(
        "rtf-only.msg",
        "a body in RTF alone",
        msg([*letter(body=False), Value(0x1009, BINARY, stored_rtf(_PLAIN_RTF.encode()))]),
        holds=("Kære kommune\nSkal vi søge om det?", "\t–", "\U0001f600"),
    ),
    _sample(
        "message-in-message.msg",
        "a message with a file, attached to a message",
        msg(letter(), attachments=[embedded("Indre", msg(letter(), attachments=[attachment("hus.pdf", PDF)], header=_EMBEDDED))]),
        attachments=("Indre", "hus.pdf"),
    ),
    _sample(
        "exchange.msg",
        "a sender whom only a directory entry names, and a transport header that knows the address",
        msg([*texts({0x001A: "IPM.Note", 0x0037: _SUBJECT, 0x1000: LETTER, 0x0042: "Åse Prøve", 0x0064: "EX", 0x0065: "/O=X/CN=AASE", 0x007D: _TRANSPORT})]),
    ),
    _sample(
        "packaged-file.msg",
        "a file dropped into the text as an object",
        msg(letter(), attachments=[embedded_object("hus.pdf", {"\x01Ole10Native": _packaged("hus.pdf", PDF)})]),
        attachments=("hus.pdf",),
    ),
    _sample(
        "drawing.msg",
        "an object that is no single file",
        msg(letter(), attachments=[embedded_object("tegning", {"\x03Meta": b"x" * 80})]),
        ProblemCode.UNKNOWN_FORMAT,
        attachments=("tegning",),
    ),
    _sample(
        "linked-file.msg",
        "an attachment that is a link to a file",
        msg(letter(), attachments=[_folder([*texts({0x3707: "hus.pdf"}), Value(0x3705, INTEGER, 2)], _PART)]),
        ProblemCode.EMPTY,
        attachments=("hus.pdf",),
    ),
    _sample(
        "signed.msg",
        "a clear-signed mail as Outlook keeps it",
        msg(
            [*letter(body=False), *texts({0x001A: "IPM.Note.SMIME.MultipartSigned"})],
            attachments=[attachment("smime.p7m", _SIGNED, *texts({0x370E: "multipart/signed"}))],
        ),
        attachments=("hus.pdf",),
    ),
    _sample(
        "mail-attached.msg",
        "a mail in the Internet format attached to an Outlook message",
        msg(letter(), attachments=[attachment("støj.eml", mail(head("Støj"), "Det larmer.\n"))]),
        holds=(_ASKS, "Støj", "Det larmer."),
        attachments=("støj.eml",),
    ),
    _sample(
        "twelve-deep.msg",
        "messages within messages, deeper than they are followed",
        _deep(11),
        ProblemCode.TOO_DEEP,
        attachments=("yderste", *["indre"] * 8),
    ),
    _sample("large-sectors.msg", "sectors of 4096 bytes", msg(letter(), attachments=[attachment("hus.pdf", PDF * 300)]), attachments=("hus.pdf",), sector_size=4096),
    _sample(
        "damaged-rtf.msg",
        "a body in RTF that is none",
        msg([*letter(body=False), Value(0x1009, BINARY, b"no RTF at all, only bytes")]),
        ProblemCode.DAMAGED,
        holds=(),
    ),
    _damaged("cut.msg", "the file breaks off", compound_file(msg(letter()))[:1800]),
    Sample(
        name="circle.msg",
        about="a table of sectors that runs in a circle",
        make=lambda: _in_circle(compound_file(msg(letter()))),
        kind=MessageKind.MSG,
        problems=frozenset({ProblemCode.DAMAGED}),
    ),
)  # fmt: skip
