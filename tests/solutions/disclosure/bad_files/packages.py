"""Archives and office documents as they should not be."""

from __future__ import annotations

import io
import random
import struct
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

from tests.solutions.disclosure.bad_files.words import SENTENCE, WORD

if TYPE_CHECKING:
    from collections.abc import Callable


def zipped(members: dict[str, bytes], level: int = 9) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def packed_tar() -> bytes:
    """An archive of another kind, with a packed file in it."""
    out = io.BytesIO()
    packed = zipped({"brev.txt": SENTENCE.encode() * 9})
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("brev.zip")
        member.size = len(packed)
        archive.addfile(member, io.BytesIO(packed))
    return out.getvalue()


def zip_bomb(megabytes: int = 1500) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("brev.txt", SENTENCE)
        with archive.open("nuller.txt", "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(bytes(1_000_000))
    return out.getvalue()


def nested_zip(levels: int) -> bytes:
    data = zipped({"brev.txt": SENTENCE.encode()})
    for number in range(levels):
        data = zipped({f"{number}.zip": data, f"{number}.txt": SENTENCE.encode()})
    return data


def spreading_zip(levels: int = 3, copies: int = 8) -> bytes:
    """A zip of zips of zips, each with eight of the next."""
    data = zipped({"brev.txt": SENTENCE.encode()})
    for _ in range(levels):
        data = zipped({f"{copy}.zip": data for copy in range(copies)})
    return data


def locked_zip(password: bytes = b"hemmelig") -> bytes:
    """A member locked in the old way of PKZIP (APPNOTE.TXT 6.1)."""
    plain = SENTENCE.encode()
    checksum = zlib.crc32(plain)
    locked = _old_lock(bytes(11) + bytes([checksum >> 24]) + plain, password)
    return _one_member(locked, len(plain), checksum, flags=1, method=zipfile.ZIP_STORED)


def _old_lock(plain: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(byte: int) -> None:
        keys[0] = _crc_step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc_step(keys[2], keys[1] >> 24)

    for byte in password:
        step(byte)
    locked = bytearray()
    for byte in plain:
        low = (keys[2] | 2) & 0xFFFF
        locked.append(byte ^ ((low * (low ^ 1)) >> 8) & 0xFF)
        step(byte)
    return bytes(locked)


def _crc_step(value: int, byte: int) -> int:
    """One byte on, without the inversions at both ends that `zlib.crc32` makes."""
    return zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def aes_zip() -> bytes:
    """A member as WinZip locks it with AES-256; what is locked is noise, as it looks without the key."""
    noise = random.Random(3).randbytes(16 + 2 + 60 + 10)
    extra = struct.pack("<HHHHBH", 0x9901, 7, 2, 0x4541, 3, zipfile.ZIP_DEFLATED)
    return _one_member(noise, 60, 0, flags=1, method=99, extra=extra)


def _one_member(
    data: bytes, size: int, checksum: int, *, flags: int, method: int, extra: bytes = b""
) -> bytes:
    """An archive of one file, written by hand: `zipfile` cannot lock."""
    name = b"brev.txt"
    about = struct.pack(
        "<5H3L2H", 51, flags, method, 0, 0x5C21, checksum, len(data), size, len(name), len(extra)
    )
    local = b"PK\3\4" + about + name + extra + data
    central = b"PK\1\2\x33\0" + about + struct.pack("<3H2L", 0, 0, 0, 0, 0) + name + extra
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def crowded_zip(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"{number:06d}.txt"), b"Brev.")
    return out.getvalue()


def docx(text: str = SENTENCE) -> bytes:
    import docx as word

    document = word.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_member(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    members[name] = change(members[name])
    return zipped(members)


def locked_docx() -> bytes:
    """A compound file with the streams of an encrypted package."""
    from tests.corpus.messages.compound import Folder, compound_file

    streams = {"EncryptionInfo": bytes(248), "EncryptedPackage": bytes(5000)}
    return compound_file(Folder(streams))


def big_workbook(rows: int) -> bytes:
    """A sheet with so many rows, each with a name."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Ark")
    sheet.append([WORD, 1])
    for number in range(rows - 1):
        sheet.append(["Jens Hansen", number])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">'
    b'<!ENTITY b "' + b"x" * 1_000 + b'"><!ENTITY c "' + b"&b;" * 1_000 + b'">]>'
)


def entities_docx() -> bytes:
    """A text that asks for a file of the machine and for a million letters."""
    return with_member(
        docx(),
        "word/document.xml",
        lambda xml: (
            _ENTITIES + xml[xml.index(b"?>") + 2 :].replace(b"Kommunen", b"Kommunen &a; &c;")
        ),
    )


def svg_docx() -> bytes:
    """A drawing with a script, a file of the machine and itself in it."""
    drawing = (
        _ENTITIES
        + b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        b'<script>for(;;);</script><image xlink:href="file:///etc/passwd"/><use xlink:href="#u" id="u"/>'
        b"<text>&a;</text></svg>"
    )
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    types = members["[Content_Types].xml"]
    members["[Content_Types].xml"] = types.replace(
        b"<Default ", b'<Default Extension="svg" ContentType="image/svg+xml"/><Default ', 1
    )
    return zipped(members | {"word/media/image1.svg": drawing})
