"""Every place in which a PDF can hold text is brought to light, and told for what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pikepdf import Stream

from signatur.methods.documents import ChildPool, Content
from signatur.methods.documents.laid_out import LaidOut, Origin, boxes_of, lay_out
from tests.corpus.documents.pdfs import saved, shown, text_pdf
from tests.methods.documents.laid_out.planting import PLANTED, planted

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def laid(pool: ChildPool, tmp_path_factory: pytest.TempPathFactory) -> LaidOut:
    scratch = tmp_path_factory.mktemp("scratch")
    return lay_out(Content.from_bytes(planted()), recogniser=None, pool=pool, scratch=scratch)


def _origin_at(laid: LaidOut, position: int) -> Origin:
    return next(s.origin for s in laid.stretches if s.start <= position < s.end)


@pytest.mark.parametrize("word", PLANTED)
def test_every_hiding_place_is_found_and_told(laid: LaidOut, word: str) -> None:
    places = [at for at in range(len(laid.text)) if laid.text.startswith(word, at)]

    assert [_origin_at(laid, at) for at in places] == [PLANTED[word]]


def test_every_found_word_stands_in_a_box_on_a_page(laid: LaidOut) -> None:
    for word in PLANTED:
        at = laid.text.index(word)
        ((number, boxes),) = boxes_of(laid, at, at + len(word))
        page = laid.pages[number - 1]
        for box in boxes:
            assert 0 <= box.left < box.right <= page.width
            assert 0 <= box.top < box.bottom <= page.height


def test_an_attached_file_is_a_part_with_its_bytes(laid: LaidOut) -> None:
    (part,) = laid.parts

    assert part.name == "Bilagsnavn.txt"
    assert part.content is not None
    assert part.content.read() == b"Vedhaeftet"


def test_what_is_drawn_instead_of_a_replacement_is_text_of_the_page(laid: LaidOut) -> None:
    assert _origin_at(laid, laid.text.index("det tegnede")) is Origin.TEXT_LAYER


def test_words_beside_a_covered_one_are_seen(laid: LaidOut) -> None:
    assert _origin_at(laid, laid.text.index("foran")) is Origin.TEXT_LAYER
    assert _origin_at(laid, laid.text.index("bagved")) is Origin.TEXT_LAYER


def test_text_that_is_drawn_twice_to_look_bold_is_seen_and_told_once(
    pool: ChildPool, tmp_path: Path
) -> None:
    pdf = text_pdf("")
    twice = b"BT /F1 12 Tf 60 700 Td (Fed skrift) Tj ET BT /F1 12 Tf 60.2 700 Td (Fed skrift) Tj ET"
    pdf.pages[0].Contents = Stream(pdf, twice)

    laid = lay_out(Content.from_bytes(saved(pdf)), recogniser=None, pool=pool, scratch=tmp_path)

    assert laid.text.split() == ["Fed", "skrift"]
    assert laid.problems == ()
    assert _origin_at(laid, 0) is Origin.TEXT_LAYER


def test_what_an_earlier_version_of_the_file_showed_is_found(
    pool: ChildPool, tmp_path: Path
) -> None:
    first = saved(text_pdf("Her stod Tidligereord før rettelsen", "En side til"))
    start = first.rindex(b"startxref")
    table = int(first[start:].split()[1])
    number = re.search(rb"/Contents (\d+) 0 R", first)
    assert number is not None
    drawing = shown("Her står noget andet").replace(b"\xe5", b"aa")
    body = b"%s 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        number[1], len(drawing), drawing,
    )  # fmt: skip
    size = re.search(rb"/Size (\d+)", first)
    root = re.search(rb"/Root (\d+ 0 R)", first)
    assert size is not None
    assert root is not None
    entry = b"xref\n%s 1\n%010d 00000 n \n" % (number[1], len(first))
    trailer = b"trailer\n<< /Size %s /Root %s /Prev %d >>\n" % (size[1], root[1], table)
    end = b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(body))

    laid = lay_out(
        Content.from_bytes(first + body + entry + trailer + end), recogniser=None, pool=pool,
        scratch=tmp_path,
    )  # fmt: skip

    assert _origin_at(laid, laid.text.index("noget andet")) is Origin.TEXT_LAYER
    assert _origin_at(laid, laid.text.index("Tidligereord")) is Origin.ELSEWHERE
    assert laid.text.count("En side til") == 1


def test_a_public_file_with_a_box_over_live_text_is_told(
    pool: ChildPool, shared_data: Path, tmp_path: Path
) -> None:
    path = shared_data / "pdf" / "bad_cross_hatched_redactions.pdf"

    laid = lay_out(Content.from_path(path), recogniser=None, pool=pool, scratch=tmp_path)

    assert _origin_at(laid, laid.text.index("Yuriy Lutsenko")) is Origin.UNSEEN
    assert _origin_at(laid, laid.text.index("the parties conferred")) is Origin.TEXT_LAYER
