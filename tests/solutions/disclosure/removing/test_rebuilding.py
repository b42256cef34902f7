from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pypdfium2
import pytest

from signatur.kernel.errors import InputProblem
from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out import Box, lay_out
from signatur.solutions.disclosure.model.removing import Release, rebuild
from signatur.solutions.disclosure.schema.release import Width, Withheld
from tests.solutions.disclosure.removing.papers import (
    a_pdf,
    laid_out,
    picture_of,
    withheld_words,
)

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.documents.laid_out import LaidOut
    from signatur.solutions.disclosure.schema.release import ReleasedPage

LINE = (60, 780)


def rebuilt(
    laid: LaidOut, withheld: list[Withheld], **wish: object
) -> tuple[bytes, tuple[ReleasedPage, ...]]:
    file = io.BytesIO()
    pages = rebuild(laid, withheld, file, Release(**wish))  # type: ignore[arg-type]
    return file.getvalue(), pages


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def a_page(words: str, *withheld: str) -> tuple[bytes, tuple[ReleasedPage, ...]]:
    laid = laid_out(a_pdf([(*LINE, words)]))
    return rebuilt(laid, withheld_words(laid, *withheld))


def test_what_is_withheld_is_neither_in_the_text_nor_in_the_picture() -> None:
    pdf, (page,) = a_page("Sagen om Jens Hansen blev lukket.", "Jens Hansen")

    assert "Hansen" not in text_of(pdf)
    assert "Sagen om [udeladt: § 30, nr. 1] blev lukket." in text_of(pdf)
    (box,) = page.burnt
    inside = picture_of(pdf)[box.top : box.bottom, box.left : box.right]
    assert (inside < 128).mean() > 0.7


def places_of(pdf: bytes) -> list[tuple[float, ...]]:
    """Where the letters of the text layer stand."""
    layer = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    return [layer.get_charbox(at) for at in range(layer.count_chars())]


@pytest.mark.parametrize("name", ["Bo", "Jens Hansen", "Jens Peter von Hansen-Jacobsen"])
def test_names_of_every_length_leave_the_same_boxes_and_places(name: str) -> None:
    one, (page,) = a_page(f"Sagen om {name}, som blev lukket i maj.", name)
    other, (other_page,) = a_page("Sagen om Anne Marie, som blev lukket i maj.", "Anne Marie")

    assert page.burnt == other_page.burnt
    assert [box.width for box in page.burnt] == [Width.FIXED]
    assert places_of(one) == places_of(other)
    # Letters were drawn beside other letters, so their edges may differ by a pixel.
    ink, other_ink = (picture_of(pdf) < 128 for pdf in (one, other))
    assert (ink != other_ink).sum() < 0.25 * ink.sum()


def test_blanks_of_a_justified_line_do_not_tell_how_long_a_name_was() -> None:
    wide = b"2.5 Tw "
    narrow = a_pdf([(*LINE, "Sagen om Jens Hansen blev lukket i maj.")])
    justified = a_pdf([(*LINE, "Sagen om Bo blev lukket i maj.")], extra=wide)
    one, other = laid_out(narrow), laid_out(justified)

    first, _ = rebuilt(one, withheld_words(one, "Jens Hansen"))
    second, _ = rebuilt(other, withheld_words(other, "Bo"))

    differing = (np.abs(picture_of(first).astype(int) - picture_of(second)) > 100).sum()
    assert differing < 0.05 * (picture_of(first) < 128).sum()


def test_a_comma_that_touches_a_name_takes_nothing_of_it_along() -> None:
    laid = laid_out(a_pdf([(*LINE, "Hansen,")], size=30))
    pdf, (page,) = rebuilt(laid, withheld_words(laid, "Hansen"))

    (box,) = page.burnt
    beside = picture_of(pdf)[box.top : box.top + (box.bottom - box.top) // 2, box.right + 2 :]
    assert (beside > 128).all()


def test_a_line_that_cannot_be_set_anew_keeps_its_words_where_they_are() -> None:
    ruled = b"0.5 w 40 786 m 500 786 l S\n"
    laid = laid_out(a_pdf([(*LINE, "Sagen om Jens Hansen blev lukket.")], extra=ruled))
    pdf, (page,) = rebuilt(laid, withheld_words(laid, "Jens Hansen"))

    assert [box.width for box in page.burnt] == [Width.KEPT]
    assert "Hansen" not in text_of(pdf)


@pytest.mark.parametrize("matrix", ["0 1 -1 0 300 300", "0 -1 1 0 300 300", "-1 0 0 -1 400 300"])
def test_a_box_over_turned_text_leaves_what_stands_beside_it(matrix: str, tmp_path: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(a_pdf([])))
    lines = b"(Sagen om Jens Hansen blev) Tj T* (lukket i maj af kommunen) Tj T*"
    pdf.pages[0].Contents = pdf.make_stream(
        b"BT /F1 12 Tf 16 TL " + matrix.encode() + b" Tm " + lines + b" ET"
    )
    written = io.BytesIO()
    pdf.save(written)
    laid = lay_out(Content.from_bytes(written.getvalue()), recogniser=None, scratch=tmp_path)

    released, (page,) = rebuilt(laid, withheld_words(laid, "Jens Hansen"))

    assert "Hansen" not in text_of(released)
    # Neither the line beside it nor the words before and after are covered.
    across = sum((box.right - box.left) * (box.bottom - box.top) for box in page.burnt)
    assert across < (72 * 18) * (page.dpi / 72) ** 2
    assert {box.width for box in page.burnt} == {Width.KEPT}


def test_an_area_takes_the_words_under_it_along() -> None:
    laid = laid_out(a_pdf([(*LINE, "Sagen om Jens Hansen blev lukket."), (60, 700, "Resten")]))
    area = Withheld(1, (Box(40, 40, 500, 80),), "§ 30, nr. 1")

    pdf, (page,) = rebuilt(laid, [area])

    assert text_of(pdf).split() == ["Resten", "[udeladt:", "§", "30,", "nr.", "1]"]
    assert [box.width for box in page.burnt] == [Width.AREA]


def test_a_page_that_is_withheld_is_replaced_by_a_notice() -> None:
    laid = laid_out(a_pdf([(*LINE, "Hemmeligt")], [(*LINE, "Resten")]))
    whole = Withheld(1, (Box(0, 0, 595, 842),), "§ 23", is_whole_page=True)

    pdf, pages = rebuilt(laid, [whole])

    assert "Hemmeligt" not in text_of(pdf)
    assert "Siden er udeladt: § 23" in text_of(pdf)
    assert [page.is_withheld for page in pages] == [True, False]


def test_pages_that_show_what_is_hidden_are_not_released() -> None:
    laid = laid_out(a_pdf([(*LINE, "Resten")], [(*LINE, "Skjult")]))
    pages = (laid.pages[0], replace(laid.pages[1], is_appendix=True))

    pdf, released = rebuilt(replace(laid, pages=pages), [])

    assert "Skjult" not in text_of(pdf)
    assert len(released) == 1


def test_the_same_document_and_boxes_give_the_same_bytes() -> None:
    words = "Sagen om Jens Hansen blev lukket."

    assert a_page(words, "Hansen") == a_page(words, "Hansen")


def test_a_page_of_text_is_small() -> None:
    lines = [
        (60, 800 - 14 * row, "Kommunen har truffet afgørelse i sagen om aktindsigt. " * 2)
        for row in range(52)
    ]
    laid = laid_out(a_pdf(lines))

    _pdf, (page,) = rebuilt(laid, [], dpi=150)

    assert page.size < 120_000


def test_a_released_file_says_its_language_title_and_structure() -> None:
    pdf, _pages = a_page("Sagen om Jens Hansen.", "Jens Hansen")

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "da-DK"
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.docinfo["/Title"]) == "Dokument"
        section = opened.Root.StructTreeRoot.K.K[0]
        assert [str(one.S) for one in section.K] == ["/P"]
        with opened.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"


def test_letters_beyond_the_first_plane_are_read_back() -> None:
    laid = laid_out(a_pdf([(*LINE, "Smil her")]))
    laid = replace(laid, text=laid.text.replace("Smil", "\U0001f600mil"))

    pdf, _pages = rebuilt(laid, [])

    assert "\U0001f600mil her" in text_of(pdf)


def test_coloured_pictures_stay_and_text_beside_them_is_two_colours() -> None:
    red = b"0.9 0.1 0.1 rg 300 300 100 100 re f 0 g\n"
    laid = laid_out(a_pdf([(*LINE, "Sagen om Jens Hansen blev lukket.")], extra=red))
    pdf, _pages = rebuilt(laid, [])

    page = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    assert page.getpixel((350, 842 - 350))[0] > 200
    assert page.getpixel((350, 842 - 350))[1] < 80
    assert b"CCITTFaxDecode" in pdf


def test_a_document_without_pages_cannot_be_released() -> None:
    laid = replace(laid_out(a_pdf([])), view=None)

    with pytest.raises(InputProblem):
        rebuilt(laid, [])
