"""Files within files: archives, office packages, mail, old office files, pictures, plain bytes."""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.sniff import ENCRYPTED_OFFICE, sniff
from signatur.solutions.disclosure.model.checking.pdf import search_pdf
from signatur.solutions.disclosure.model.checking.pictures import search_picture

if TYPE_CHECKING:
    from signatur.solutions.disclosure.model.checking.looking import Looked

_MOST_MEMBERS: Final = 5_000
_MOST_UNPACKED: Final = 500_000_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NEXT_MAIL: Final = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_CLOSED: Final = {
    ENCRYPTED_OFFICE: "locked with a password",
    **dict.fromkeys(
        (
            "application/x-tar", "application/x-bzip2", "application/x-xz", "application/x-7z-compressed", "application/vnd.rar",
            "application/vnd.ms-tnef", "application/pkcs7-mime",
        ),
        "packed in a way that is not looked into",
    ),
}  # fmt: skip
"""Files of which the bytes do not tell what they hold."""


def search_file(data: bytes, media_type: str, looked: Looked, where: str, depth: int) -> None:
    """Search one file and what lies in it. `where`: its place in the outer file, without content."""
    if depth < 0:
        looked.trouble("unreadable", f"{where} too deep".strip())
        return
    if data[:1024].lstrip().startswith(b"%PDF") or media_type == "application/pdf":
        search_pdf(
            data, looked, where, lambda inner, place: search_inner(inner, looked, place, depth)
        )
        return
    looked.bytes("bytes", data, where)
    if media_type in _CLOSED:
        looked.trouble("unreadable", f"{where} {_CLOSED[media_type]}".strip())
    if zipfile.is_zipfile(io.BytesIO(data)):
        _search_zip(data, looked, where, depth)
    elif data.startswith(_OLE):
        _search_ole(data, looked, where)
    elif media_type.startswith("image/"):
        search_picture(data, looked, where)
    elif media_type.startswith("message/"):
        _search_mail(data, looked, where, depth)
    else:
        _search_several(data, media_type, looked, where, depth)


def _search_several(data: bytes, media_type: str, looked: Looked, where: str, depth: int) -> None:
    if media_type == "application/mbox":
        for number, mail in enumerate(_NEXT_MAIL.split(data), 1):
            _search_mail(mail, looked, f"{where} mail {number}".strip(), depth)
    elif data[:2] == b"\x1f\x8b":
        _search_gzip(data, looked, where, depth)


def search_inner(data: bytes, looked: Looked, where: str, depth: int) -> None:
    content = Content.from_bytes(data)
    search_file(data, sniff(content, name="", declared_type=""), looked, where, depth - 1)


def _search_zip(data: bytes, looked: Looked, where: str, depth: int) -> None:
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            looked.bytes("comment", archive.comment, where)
            members = archive.infolist()
            _tell_surplus(len(members), looked, where)
            for number, member in enumerate(members[:_MOST_MEMBERS], 1):
                place = f"{where} part {number}".strip()
                looked.text("part_name", member.filename, place)
                looked.bytes("comment", member.comment + b"\n" + member.extra, place)
                unpacked += member.file_size
                if unpacked > _MOST_UNPACKED:
                    looked.trouble("unreadable", f"{where} too large".strip())
                    return
                inner = archive.read(member)
                if _is_markup(inner):
                    looked.bytes("part", inner, place)
                    _search_paragraphs(inner, looked, place)
                else:
                    search_inner(inner, looked, place, depth)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, OSError):
        looked.trouble("unreadable", f"{where} locked or damaged".strip())


def _tell_surplus(members: int, looked: Looked, where: str) -> None:
    if members > _MOST_MEMBERS:
        detail = f"{members} parts, of which {_MOST_MEMBERS} were looked at"
        looked.trouble("unreadable", f"{where} {detail}".strip())


def _is_markup(data: bytes) -> bool:
    return data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def _search_paragraphs(data: bytes, looked: Looked, where: str) -> None:
    """Markup with each element parted, so that words of neighbouring cells do not run together."""
    text = data.decode("utf-8", "replace")
    looked.text("part", re.sub(r"<[^<>]*>", " ", text), where)


def _search_ole(data: bytes, looked: Looked, where: str) -> None:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            streams = file.listdir()
            _tell_surplus(len(streams), looked, where)
            for number, path in enumerate(streams[:_MOST_MEMBERS], 1):
                looked.bytes(
                    "part", file.openstream(path).read(), f"{where} stream {number}".strip()
                )
    except (OSError, ValueError, IndexError):
        looked.trouble("unreadable", f"{where} damaged".strip())


def _search_mail(data: bytes, looked: Looked, where: str, depth: int) -> None:
    message: Any = email.message_from_bytes(data, policy=email.policy.default)
    for number, part in enumerate(message.walk(), 1):
        place = f"{where} part {number}".strip()
        for name, value in part.items():
            looked.text("header", f"{name}: {value}", place)
        if part.is_multipart():
            continue
        inner = part.get_payload(decode=True) or b""
        if part.get_content_maintype() == "text":
            looked.bytes("part", inner, place)
            charset = part.get_content_charset() or "utf-8"
            try:
                looked.text("part", inner.decode(charset, "replace"), place)
            except LookupError:
                looked.text("part", inner.decode("latin-1"), place)
        else:
            search_inner(inner, looked, place, depth)


def _search_gzip(data: bytes, looked: Looked, where: str, depth: int) -> None:
    try:
        unpacking = zlib.decompressobj(31)
        inner = unpacking.decompress(data, _MOST_UNPACKED)
    except zlib.error:
        looked.trouble("unreadable", f"{where} damaged".strip())
        return
    if not unpacking.eof:
        why = "too large" if unpacking.unconsumed_tail else "cut off"
        looked.trouble("unreadable", f"{where} {why}".strip())
    search_inner(inner, looked, f"{where} unpacked".strip(), depth)
