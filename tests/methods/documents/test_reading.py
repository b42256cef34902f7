"""Every document of the corpus is read as it should be, within its limits."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import (
    ChildPool,
    Content,
    Document,
    Limits,
    ProblemCode,
    Recogniser,
    TextSource,
    read_document,
)
from tests.corpus.documents import CORPUS, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BY_NAME = {sample.name: sample for sample in CORPUS}


def _with_needs(sample: Sample) -> object:
    if not sample.needs:
        return pytest.param(sample, id=sample.name)
    is_missing = shutil.which(sample.needs) is None
    marks = (
        pytest.mark.outside(sample.needs),
        pytest.mark.skipif(is_missing, reason=f"{sample.needs} is not installed"),
    )
    return pytest.param(sample, id=sample.name, marks=marks)


def _and_inside(document: Document) -> Iterator[Document]:
    yield document
    for part in document.parts:
        yield from _and_inside(part.document)


def _read(pool: ChildPool, name: str, limits: Limits | None = None) -> Document:
    content = Content.from_bytes(_BY_NAME[name].data)
    return read_document(content, limits=limits or Limits(), recogniser=None, name=name, pool=pool)


def _codes(document: Document) -> set[ProblemCode]:
    return {problem.code for inner in _and_inside(document) for problem in inner.problems}


@pytest.mark.parametrize("sample", [_with_needs(sample) for sample in CORPUS])
def test_the_corpus_is_read_as_expected(sample: Sample, pool: ChildPool) -> None:
    document = read_document(
        Content.from_bytes(sample.data),
        limits=Limits(),
        recogniser=Recogniser(),
        name=sample.name,
        pool=pool,
    )

    text = "\n\n".join(inner.text for inner in _and_inside(document))
    assert document.media_type == sample.media_type
    assert [piece for piece in sample.holds if piece not in text] == []
    assert [piece for piece in sample.lacks if piece in text] == []
    assert _codes(document) == sample.problems


@pytest.mark.parametrize("name", ["ansoegning.pdf", "ansoegning.docx", "breve.zip", "mail.htm"])
def test_the_same_bytes_give_the_same_document(name: str, pool: ChildPool) -> None:
    assert _read(pool, name) == _read(pool, name)


def test_a_document_without_pool_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "brev.rtf"
    path.write_bytes(_BY_NAME["brev.rtf"].data)

    document = read_document(Content.from_path(path), limits=Limits(), recogniser=None)

    assert "Kære sagsbehandler" in document.text


def test_a_declared_character_set_is_a_hint() -> None:
    content = Content.from_bytes("Привіт усім".encode("koi8-u"))

    document = read_document(
        content, limits=Limits(), recogniser=None, declared_type='text/plain; charset="koi8-u"'
    )

    assert document.text == "Привіт усім"


def test_pages_beyond_the_limit_are_counted_and_left_unread(pool: ChildPool) -> None:
    document = _read(pool, "ansoegning.pdf", Limits(pages=1))

    assert (len(document.pages), document.page_count) == (1, 2)
    assert _codes(document) == {ProblemCode.TOO_LARGE}


@pytest.mark.parametrize(
    "name", ["ansoegning.pdf", "brev.txt", "mail.htm", "klage.odt", "budget.xlsx"]
)
def test_text_beyond_the_limit_is_cut(name: str, pool: ChildPool) -> None:
    document = _read(pool, name, Limits(text_characters=10))

    assert sum(len(page.text) for page in document.pages) <= 10
    assert ProblemCode.TOO_LARGE in _codes(document)


def test_a_file_beyond_the_limit_is_not_opened(pool: ChildPool) -> None:
    document = _read(pool, "ansoegning.pdf", Limits(part_bytes=1000))

    assert document.pages == ()
    assert _codes(document) == {ProblemCode.TOO_LARGE}


def test_without_time_nothing_is_read_and_that_is_stated(pool: ChildPool) -> None:
    assert ProblemCode.TIMED_OUT in _codes(_read(pool, "ansoegning.pdf", Limits(seconds=0.0)))


def test_parts_share_the_limits_of_the_whole(pool: ChildPool) -> None:
    few = _read(pool, "breve.zip", Limits(parts=1))
    small = _read(pool, "breve.zip", Limits(unpacked_bytes=100))
    shallow = _read(pool, "dukker.zip", Limits(depth=2))

    assert ProblemCode.TOO_MANY_PARTS in _codes(few)
    assert ProblemCode.TOO_LARGE in _codes(small)
    assert ProblemCode.TOO_DEEP in _codes(shallow)


def test_parts_are_named_and_kept_where_the_caller_gives_a_folder(
    tmp_path: Path, pool: ChildPool
) -> None:
    content = Content.from_bytes(_BY_NAME["breve.zip"].data)

    document = read_document(content, limits=Limits(), recogniser=None, pool=pool, scratch=tmp_path)

    assert [part.name for part in document.parts] == ["breve/brev.txt", "tegning.pdf", "flere.zip"]
    letter = document.parts[0].content
    assert letter is not None
    assert letter.read() == "Jeg søger om støtte til mit barn".encode()


def test_parts_are_gone_where_nobody_asked_for_them(pool: ChildPool) -> None:
    assert {part.content for part in _read(pool, "breve.zip").parts} == {None}


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("klatrer.zip", ["etc/brev.txt", "Windows/brev.txt"]),
        ("danske-navne.zip", ["Ansøgning på æbler.txt"]),
        ("laast.zip", ["aaben.txt", "laast.txt"]),
        ("breve.tgz", ["breve.tar"]),
        ("med-bilag.pdf", ["bilag/tegning.txt"]),
    ],
)
def test_parts_have_names_that_are_safe_to_show(
    name: str, names: list[str], pool: ChildPool
) -> None:
    assert [part.name for part in _read(pool, name).parts] == names


def test_scans_stay_unread_without_a_recogniser_and_say_so(pool: ChildPool) -> None:
    document = _read(pool, "scannet.pdf")

    assert [page.source for page in document.pages] == [TextSource.NONE]
    assert [(problem.code, problem.where) for problem in document.problems] == [
        (ProblemCode.UNREADABLE_SCAN, "page 1")
    ]


def test_a_missing_program_is_named(pool: ChildPool) -> None:
    content = Content.from_bytes(_BY_NAME["fax.tif"].data)
    nobody = Recogniser(program="no-such-program")

    document = read_document(content, limits=Limits(), recogniser=nobody, pool=pool)

    assert [(problem.code, problem.detail, problem.where) for problem in document.problems] == [
        (ProblemCode.PROGRAM_MISSING, "no-such-program", "page 1-2")
    ]


def test_a_garbled_layer_is_kept_with_a_warning_where_nothing_better_is_to_be_had(
    pool: ChildPool,
) -> None:
    document = _read(pool, "glyfnumre.pdf")

    assert document.pages[0].quality < 0.5
    assert ProblemCode.GARBLED_TEXT in _codes(document)


def test_public_pdfs_are_read(shared_data: Path, pool: ChildPool) -> None:
    for path in sorted((shared_data / "pdf").glob("*.pdf")):
        document = read_document(
            Content.from_path(path), limits=Limits(), recogniser=None, pool=pool
        )

        assert document.page_count, path.name
        assert _codes(document) <= {ProblemCode.UNREADABLE_SCAN}, path.name


def test_a_locked_file_leaves_nothing_behind_for_the_next() -> None:
    with ChildPool(size=1) as pool:
        locked = _read(pool, "laast.pdf")
        without_pages = _read(pool, "ingen-sider.pdf")

    assert _codes(locked) == {ProblemCode.ENCRYPTED}
    assert _codes(without_pages) == {ProblemCode.EMPTY}
