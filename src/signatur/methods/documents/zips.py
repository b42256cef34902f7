"""Opening zip archives, also those that office documents are, without falling for what they claim."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.schema import Limits

ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,  # lzma and bz2 members raise it for damaged data
    RuntimeError,  # a member that needs a password
    UnicodeDecodeError,
    ValueError,
    struct.error,
)
"""What `zipfile` raises for archives that are not as they should be."""

# The directory is held in memory while an archive is open; one entry takes at least 46 bytes.
_DIRECTORY_BYTES: Final = 4_000_000
_BLOCK: Final = 1 << 16
# End of central directory and, for large archives, its 64-bit twin (APPNOTE.TXT 4.3.14 to 4.3.16).
_END: Final = struct.Struct("<4s4H2LH")
_END_WITHIN: Final = _END.size + 0xFFFF
_END64_LOCATOR: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_IN_END64: Final = 0xFFFFFFFF
# Below this an archive is no bomb, however well it is packed.
HARMLESS_BYTES: Final = 20_000_000
_PASSWORD_FLAG: Final = 0x1
UTF8_NAME_FLAG: Final = 0x800
# The header before each member (APPNOTE.TXT 4.3.7).
_LOCAL: Final = struct.Struct("<4s5H3L2H")


def open_zip(file: BinaryIO, size: int) -> zipfile.ZipFile:
    """Open an archive whose directory is of sane size.

    Raises:
        Unreadable: TOO_MANY_PARTS where the directory is huge, DAMAGED where it makes no sense.
    """
    if _directory_size(file, size) > _DIRECTORY_BYTES:
        raise Unreadable(ProblemCode.TOO_MANY_PARTS, "zip directory of more than 4 MB")
    try:
        return zipfile.ZipFile(file)
    except ZIP_ERRORS as error:
        raise Unreadable(ProblemCode.DAMAGED, f"zip directory: {type(error).__name__}") from error


def _directory_size(file: BinaryIO, size: int) -> int:
    """The size of the central directory in bytes, 0 where no end record is found."""
    start = max(0, size - _END_WITHIN)
    file.seek(start)
    tail = file.read(_END_WITHIN)
    file.seek(0)
    position = tail.rfind(b"PK\x05\x06")
    if position < 0 or len(tail) < position + _END.size:
        return 0
    claimed = int(_END.unpack_from(tail, position)[5])
    return claimed if claimed != _IN_END64 else _directory_size_64(file, start + position)


def _directory_size_64(file: BinaryIO, end_offset: int) -> int:
    try:
        file.seek(max(0, end_offset - _END64_LOCATOR.size))
        _, _, offset, _ = _END64_LOCATOR.unpack(file.read(_END64_LOCATOR.size))
        file.seek(offset)
        return int(_END64.unpack(file.read(_END64.size))[8])
    except (struct.error, OSError, OverflowError, ValueError):
        return 0
    finally:
        file.seek(0)


def refuse_bomb(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Raise Unreadable ZIP_BOMB where the directory itself shows that the archive is one.

    Two members that share the same packed bytes give any ratio with a flat archive (D. Fifield,
    "A better zip bomb", USENIX WOOT 2019); an honest archive never has them.
    """
    unpacked = sum(member.file_size for member in members)
    if unpacked > max(HARMLESS_BYTES, limits.unpacked_ratio * size):
        raise Unreadable(ProblemCode.ZIP_BOMB, f"{size} bytes unpack to {unpacked}")
    end = -1
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise Unreadable(ProblemCode.ZIP_BOMB, "members overlap")
        end = member.header_offset + member.compress_size


def is_locked(member: zipfile.ZipInfo) -> bool:
    """Whether a password is needed to read the member."""
    return bool(member.flag_bits & _PASSWORD_FLAG)


def blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member, block by block.

    Raises one of `ZIP_ERRORS` where it is damaged, but for a wrong checksum only behind the last
    block: `zipfile` by itself would keep that back, and with it the whole of a short letter.
    """
    expected, member.CRC = member.CRC, None  # type: ignore[assignment]  # None: not checked
    checksum = 0
    try:
        with cast("zipfile.ZipExtFile", archive.open(member)) as stream:
            while block := stream.read1(_BLOCK):
                checksum = zlib.crc32(block, checksum)
                yield block
    finally:
        member.CRC = expected
    if checksum != expected:
        raise zipfile.BadZipFile("wrong checksum")


def recovered(file: BinaryIO) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Members of an archive without directory, found by the headers that stand before each.

    Only what is packed in the common ways (stored or deflated) is found.
    """
    data = file.read()
    position = 0
    while (position := data.find(b"PK\x03\x04", position)) >= 0:
        if len(data) < position + _LOCAL.size:
            return
        _, _, flags, method, _, _, _, packed, _, name_size, extra_size = _LOCAL.unpack_from(
            data, position
        )
        name_start = position + _LOCAL.size
        start = name_start + name_size + extra_size
        raw_name = data[name_start : name_start + name_size]
        name = raw_name.decode("utf-8" if flags & UTF8_NAME_FLAG else "cp437", "replace")
        # Where the size is told only behind the member, the next header is looked for from here.
        position = start + packed
        if flags & _PASSWORD_FLAG or name.endswith("/"):
            continue
        if method == zipfile.ZIP_DEFLATED:
            yield name, _inflated(data, start)
        elif method == zipfile.ZIP_STORED and packed:
            yield name, iter((data[start : start + packed],))


def _inflated(data: bytes, start: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for offset in range(start, len(data), _BLOCK):
        pending = data[offset : offset + _BLOCK]
        while pending and not unpacker.eof:
            yield unpacker.decompress(pending, _BLOCK)
            pending = unpacker.unconsumed_tail
        if unpacker.eof:
            return
    raise EOFError("the member is cut off")


def read_member(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    """A member held in memory as a whole; empty where there is none of that name.

    Raises:
        Unreadable: ENCRYPTED, DAMAGED, or TOO_LARGE beyond `most_bytes`.
    """
    try:
        member = archive.getinfo(name)
    except KeyError:
        return b""
    if is_locked(member):
        raise Unreadable(ProblemCode.ENCRYPTED, "a member needs a password")
    pieces = bytearray()
    try:
        for block in blocks(archive, member):
            pieces += block
            if len(pieces) > most_bytes:
                raise Unreadable(
                    ProblemCode.TOO_LARGE, f"a member unpacks to over {most_bytes} bytes"
                )
    except ZIP_ERRORS as error:
        raise Unreadable(ProblemCode.DAMAGED, f"a member: {type(error).__name__}") from error
    return bytes(pieces)


def damaged(error: Exception, where: str = "") -> Problem:
    return Problem(ProblemCode.DAMAGED, type(error).__name__, where)
