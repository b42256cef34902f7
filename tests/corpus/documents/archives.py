"""Archives: honest ones, damaged ones, and bombs."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

from signatur.methods.documents import ProblemCode
from tests.corpus.documents.pdfs import saved, text_pdf
from tests.corpus.documents.sample import Sample
from tests.corpus.documents.zipping import zipped

_ZIP = "application/zip"
_LETTER = "Jeg søger om støtte til mit barn".encode()
_NUMBERS = "\n".join(f"sag 24/{number}" for number in range(1000)).encode()


def _mixed() -> bytes:
    inner = zipped({"svar.txt": "Et brev i en kuvert i en kuvert"})
    return zipped({
        "breve/brev.txt": _LETTER,
        "tegning.pdf": saved(text_pdf("Tegning over carporten på Ålykkevej\n" * 3)),
        "flere.zip": inner,
        "__MACOSX/._brev.txt": b"\0\5\26\7",
    })  # fmt: skip


def _climbing() -> bytes:
    return zipped({"../../etc/brev.txt": _LETTER, "C:\\Windows\\brev.txt": _LETTER})


def _with_locked_member() -> bytes:
    """Sets the flag that a password is needed, in both headers of the second member."""
    data = bytearray(zipped({"aaben.txt": _LETTER, "laast.txt": _LETTER}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark, data.index(mark) + 4) + offset] |= 1
    return bytes(data)


def _with_wrong_checksum() -> bytes:
    data = bytearray(zipped({"brev.txt": _LETTER}, stored=("brev.txt",)))
    data[data.index(b"barn")] ^= 1
    return bytes(data)


def _with_danish_names() -> bytes:
    """A name in cp865 without the flag for UTF-8, as Windows packs it in Denmark."""
    name = "Ansøgning på æbler.txt".encode("cp865")
    return zipped({"x" * len(name): _LETTER}).replace(b"x" * len(name), name)


def _overlapping() -> bytes:
    """A thousand names for one member (after D. Fifield, A better zip bomb, 2019)."""
    data = zipped({"a": bytes(1_000_000)})
    directory = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[directory:end]
    count = 1000
    return (
        data[:directory]
        + entry * count
        + struct.pack(
            "<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, directory, 0
        )
    )


def _lying_about_size() -> bytes:
    """Says it holds ten bytes and unpacks to fifty million."""
    data = zipped({"a.txt": bytes(50_000_000)})
    true_size = struct.pack("<I", 50_000_000)
    return data.replace(true_size, struct.pack("<I", 10))


def _nested(depth: int) -> bytes:
    data = zipped({"brev.txt": _LETTER})
    for _ in range(depth):
        data = zipped({"inderst.zip": data})
    return data


def _many() -> bytes:
    return zipped({f"{number}.txt": b"brev" for number in range(600)})


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        letter = tarfile.TarInfo("breve/brev.txt")
        letter.size = len(_LETTER)
        archive.addfile(letter, io.BytesIO(_LETTER))
        link = tarfile.TarInfo("kodeord.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def _cut_tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in (
            ("brev.txt", _LETTER),
            ("stor.bin", bytes(50_000)),
            ("mere.txt", _LETTER),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()[:20_000]


def _directory_of_lies() -> bytes:
    """A directory of a million entries, each of one byte of name."""
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    entries = (entry + b"a") * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entries), 4, 0)
    return b"PK\x03\x04" + entries + end


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _packed_twice() -> bytes:
    """42 kilobytes that unpack to 40 megabytes that unpack to more."""
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(bytes(60_000_000)) + packer.flush()


def _unpackable_method() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("brev.txt", (2025, 3, 4, 10, 0, 0)), _LETTER)
    data = bytearray(out.getvalue())
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(mark) + offset] = 97  # WavPack
    return bytes(data)


ARCHIVES = (
    Sample(
        name="breve.zip", about="a text, a PDF and another archive", make=_mixed, media_type=_ZIP,
        holds=("støtte til mit barn", "Tegning over carporten", "kuvert i en kuvert"),
    ),
    Sample(
        name="klatrer.zip", about="names that lead out of the folder", make=_climbing, media_type=_ZIP,
        holds=("støtte til mit barn",), problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="laast.zip", about="one of two members needs a password", make=_with_locked_member,
        media_type=_ZIP, holds=("støtte til mit barn",), problems=frozenset({ProblemCode.ENCRYPTED}),
    ),
    Sample(
        name="tjeksum.zip", about="a member that changed on the way", make=_with_wrong_checksum,
        media_type=_ZIP, holds=("støtte til mit",), problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="danske-navne.zip", about="names in the code page of DOS", make=_with_danish_names,
        media_type=_ZIP, holds=("støtte til mit barn",),
    ),
    Sample(
        name="metode.zip", about="packed in a way nobody uses", make=_unpackable_method, media_type=_ZIP,
        problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="overlap.zip", about="a thousand members of the same bytes", make=_overlapping,
        media_type=_ZIP, problems=frozenset({ProblemCode.ZIP_BOMB}),
    ),
    Sample(
        name="forhold.zip", about="60 megabytes in 58 kilobytes", media_type=_ZIP,
        make=lambda: zipped({"a.txt": bytes(60_000_000)}), problems=frozenset({ProblemCode.ZIP_BOMB}),
    ),
    Sample(
        name="loegner.zip", about="says ten bytes and unpacks to fifty million", make=_lying_about_size,
        media_type=_ZIP, problems=frozenset({ProblemCode.DAMAGED, ProblemCode.UNKNOWN_FORMAT}),
    ),
    Sample(
        name="dukker.zip", about="twenty archives inside each other", make=lambda: _nested(20),
        media_type=_ZIP, problems=frozenset({ProblemCode.TOO_DEEP}),
    ),
    Sample(
        name="mange.zip", about="six hundred files", make=_many, media_type=_ZIP, holds=("brev",),
        problems=frozenset({ProblemCode.TOO_MANY_PARTS}),
    ),
    Sample(
        name="indeks.zip", about="a directory of a hundred thousand entries", make=_directory_of_lies,
        media_type=_ZIP, problems=frozenset({ProblemCode.TOO_MANY_PARTS}),
    ),
    Sample(
        name="afbrudt.zip", about="cut off before the directory", make=lambda: _mixed()[:-300],
        media_type=_ZIP, holds=("støtte til mit barn", "Tegning over carporten"), problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="breve.tar", about="a text and a link to where it should not lead", make=_tar,
        media_type="application/x-tar", holds=("støtte til mit barn",), lacks=("root:",),
    ),
    Sample(
        name="breve.tgz", about="the same, packed", make=lambda: _gzip(_tar()),
        media_type="application/gzip", holds=("støtte til mit barn",),
    ),
    Sample(
        name="breve.txz", about="the same, packed with xz", make=lambda: lzma.compress(_tar()),
        media_type="application/x-xz", holds=("støtte til mit barn",),
    ),
    Sample(
        name="brev.txt.bz2", about="one file, packed with bzip2", make=lambda: bz2.compress(_LETTER),
        media_type="application/x-bzip2", holds=("støtte til mit barn",),
    ),
    Sample(
        name="afbrudt.tar", about="cut off inside its second file", make=_cut_tar,
        media_type="application/x-tar", holds=("støtte til mit barn",),
        problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="bombe.gz", about="60 megabytes of nothing in 58 kilobytes", make=_packed_twice,
        media_type="application/gzip", problems=frozenset({ProblemCode.ZIP_BOMB}),
    ),
    Sample(
        name="afbrudt.gz", about="cut off", make=lambda: _gzip(_NUMBERS)[:-200],
        media_type="application/gzip", holds=("sag 24/100",), problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="arkiv.7z", about="a format that is not read", make=lambda: b"7z\xbc\xaf\x27\x1c\0\4" + bytes(100),
        media_type="application/x-7z-compressed", problems=frozenset({ProblemCode.UNKNOWN_FORMAT}),
    ),
    Sample(
        name="arkiv.rar", about="another one", make=lambda: b"Rar!\x1a\x07\x01\0" + bytes(100),
        media_type="application/vnd.rar", problems=frozenset({ProblemCode.UNKNOWN_FORMAT}),
    ),
)  # fmt: skip
