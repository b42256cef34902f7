"""The kind of a file is told from its bytes; names only break ties."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import Content, sniff
from tests.corpus.documents import CORPUS, Sample

if TYPE_CHECKING:
    from pathlib import Path


def test_an_archive_that_holds_a_pdf_unpacked_is_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "sag.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("brev.pdf", b"%PDF-1.7\n%%EOF")

    assert sniff(Content.from_path(path)) == "application/zip"
    assert sniff(Content.from_bytes(b"X-Mail: 1\r\n\r\n%PDF-1.7\n")) == "application/pdf"


@pytest.mark.parametrize("sample", CORPUS, ids=lambda sample: sample.name)
@pytest.mark.parametrize("name", ["", "brev.txt", "brev.pdf"])
def test_a_wrong_name_deceives_nobody(sample: Sample, name: str) -> None:
    kind = sniff(Content.from_bytes(sample.data), name=name, declared_type="application/x-wrong")

    # Values parted by signs are told from prose by their name alone.
    assert kind == ("text/plain" if sample.media_type == "text/csv" else sample.media_type)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"BM er en forkortelse for noget", "", "text/plain"),
        (b"MZ, som vi kalder ham", "", "text/plain"),
        (b"a;b\n1;2", "tal.CSV", "text/csv"),
        (b'{"a": 1}', "a.json", "application/json"),
        (b"Fra: a\nTil: b\nEmne: c\n\nVideresendt", "", "text/plain"),
        (b"Subject: hej\n\ntekst", "", "text/plain"),
        (b"Subject: hej\n\ntekst", "a.eml", "message/rfc822"),
        (b"From a@example.dk Tue Mar  4 10:31:00 2025\nFrom: a\nTo: b\nDate: c\n\nx", "", "application/mbox"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html>", "", "text/html"),
        (b"<?xml version='1.0'?><html xmlns='x'><body>a", "", "text/html"),
        (b"<?xml version='1.0'?><!-- a --><svg>a</svg>", "", "image/svg+xml"),
        (b"5 < 6 og 7 > 6", "a.html", "text/plain"),
        (b"S&oslash;ren", "a.html", "text/html"),
        ("<html>æ".encode("utf-16"), "", "text/html"),
        (b" \n{\\rtf1 a}", "", "application/rtf"),
        (b"PK\x05\x06" + bytes(18), "", "application/zip"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "", "audio/wav"),
        (b"\0\0\0\x20ftypisom", "", "video/mp4"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "", "application/x-ole-storage"),
    ],
)  # fmt: skip
def test_kinds(data: bytes, name: str, kind: str) -> None:
    assert sniff(Content.from_bytes(data), name=name) == kind


def test_a_declared_type_helps_where_there_is_no_name() -> None:
    assert sniff(Content.from_bytes(b"a;b"), declared_type="text/csv; charset=utf-8") == "text/csv"


def test_a_file_that_is_not_there_is_an_error_of_the_caller(tmp_path: Path) -> None:
    gone = Content(size=3, sha256="", path=tmp_path / "gone")

    with pytest.raises(FileNotFoundError):
        sniff(gone)


_STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"<", b"\xff\xfe"]
)


@given(_STARTS, st.binary(max_size=600))
def test_any_bytes_have_some_kind(start: bytes, rest: bytes) -> None:
    assert "/" in sniff(Content.from_bytes(start + rest))
