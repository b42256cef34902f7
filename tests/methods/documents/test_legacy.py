"""Binary office files, which need LibreOffice."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest

from signatur.methods.documents import (
    ChildPool,
    Content,
    Limits,
    ProblemCode,
    legacy,
    read_document,
)
from signatur.methods.documents.programs import LIBREOFFICE
from signatur.methods.documents.task import Task, Unreadable
from tests.corpus.documents.office import compound_file

if TYPE_CHECKING:
    from pathlib import Path


def _word_task(tmp_path: Path, data: bytes) -> Task:
    return Task(
        content=Content.from_bytes(data),
        media_type="application/msword",
        limits=Limits(),
        scratch=tmp_path,
    )


def test_without_libreoffice_its_name_is_stated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = replace(LIBREOFFICE, executables=("no-such-program",))
    monkeypatch.setattr(legacy, "LIBREOFFICE", missing)
    task = _word_task(tmp_path, compound_file("WordDocument", bytes(5000)))

    with pytest.raises(Unreadable) as caught:
        list(legacy.read_legacy(task))

    assert caught.value.problem.code is ProblemCode.PROGRAM_MISSING
    assert caught.value.problem.detail == "LibreOffice"


def _as_old_word(source: Path) -> bytes:
    """Let LibreOffice convert a file to a binary Word file."""
    program = LIBREOFFICE.path()
    assert program is not None
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    options = ("--convert-to", "doc:MS Word 97", "--outdir", source.parent)
    subprocess.run(
        (program, "--headless", profile, *options, source), check=True, capture_output=True
    )
    return source.with_suffix(".doc").read_bytes()


@pytest.mark.outside("soffice")
@pytest.mark.skipif(LIBREOFFICE.path() is None, reason="LibreOffice is not installed")
def test_an_old_word_file_is_read_through_libreoffice(tmp_path: Path, pool: ChildPool) -> None:
    source = tmp_path / "brev.rtf"
    source.write_bytes(rb"{\rtf1\ansi K\'e6re kommune, jeg s\'f8ger}")

    document = read_document(
        Content.from_bytes(_as_old_word(source)), limits=Limits(), recogniser=None, pool=pool
    )

    assert document.media_type == "application/msword"
    assert document.text == "Kære kommune, jeg søger"
    assert document.problems == ()


@pytest.mark.outside("soffice")
@pytest.mark.skipif(LIBREOFFICE.path() is None, reason="LibreOffice is not installed")
def test_an_old_file_that_libreoffice_cannot_open_is_stated_as_damaged(pool: ChildPool) -> None:
    content = Content.from_bytes(compound_file("WordDocument", bytes(12) + bytes(range(250)) * 20))

    document = read_document(content, limits=Limits(), recogniser=None, pool=pool)

    assert [problem.code for problem in document.problems] == [ProblemCode.DAMAGED]


class _Visits(BaseHTTPRequestHandler):
    """Writes down who came by."""

    paths: ClassVar[list[str]] = []

    def log_request(self, *_: object) -> None:
        self.paths.append(self.path)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


_LINKED_PICTURE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>Kære kommune<draw:frame svg:width="3cm" svg:height="3cm" text:anchor-type="as-char">
<draw:image xlink:href="http://127.0.0.1:PORT/picture.png" xlink:type="simple"/></draw:frame></text:p>
</office:text></office:body></office:document>"""


@pytest.mark.outside("soffice")
@pytest.mark.skipif(LIBREOFFICE.path() is None, reason="LibreOffice is not installed")
def test_reading_an_old_word_file_fetches_nothing_from_the_network(
    tmp_path: Path, pool: ChildPool
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Visits) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        source = tmp_path / "brev.fodt"
        source.write_text(_LINKED_PICTURE.replace("PORT", str(server.server_port)), "utf-8")
        data = _as_old_word(source)
        visits_in_making = len(_Visits.paths)

        document = read_document(
            Content.from_bytes(data), limits=Limits(), recogniser=None, pool=pool
        )

        assert document.text == "Kære kommune"
        assert visits_in_making > 0
        assert len(_Visits.paths) == visits_in_making
        server.shutdown()
