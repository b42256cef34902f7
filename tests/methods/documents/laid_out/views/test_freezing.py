"""What LibreOffice is given points nowhere outside and shows fields as they were."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Content, Limits, sniff
from signatur.methods.documents.laid_out.views.freezing import frozen_package
from signatur.methods.documents.packages import package
from signatur.methods.documents.task import Task
from tests.methods.documents.laid_out.views.packages_to_try import word_file
from tests.methods.documents.laid_out.views.sheets_to_try import odt_file

if TYPE_CHECKING:
    from pathlib import Path


def _frozen(data: bytes, folder: Path) -> dict[str, str]:
    content = Content.from_bytes(data)
    task = Task(
        content=content, media_type=sniff(content), limits=Limits(), scratch=folder, name="x"
    )
    target = folder / "frozen"
    with package(task) as archive:
        frozen_package(archive, target, task)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return _frozen(word_file(), tmp_path_factory.mktemp("frozen"))


@pytest.mark.parametrize("gone", ["mkslettet", "mkflyttetvaek", "mkslettetraekke", "mkflettefelt"])
def test_deleted_text_and_the_codes_of_fields_are_gone(word: dict[str, str], gone: str) -> None:
    assert gone not in word["word/document.xml"]


@pytest.mark.parametrize("kept", ["mkindsat", "mkfletteresultat", "mkdatofelt", "mktekstboks"])
def test_what_was_last_shown_stays(word: dict[str, str], kept: str) -> None:
    assert kept in word["word/document.xml"]


def test_only_links_of_text_lead_outside(word: dict[str, str]) -> None:
    relations = word["word/_rels/document.xml.rels"]
    assert "mkfjernbillede" not in relations
    assert "mkmailto" in relations
    assert "mkskabelonsti" not in word["word/_rels/settings.xml.rels"]


def test_an_open_document_fetches_nothing_and_runs_nothing(tmp_path: Path) -> None:
    content = _frozen(odt_file(), tmp_path)["content.xml"]

    assert not [mark for mark in ("mkfjern", "mkscript", "mkslettet") if mark in content]
    assert "mkdatofelt" in content
