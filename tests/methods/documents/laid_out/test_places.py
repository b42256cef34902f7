"""Characters know their places: what lies under their boxes is they themselves, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import ImageDraw

from signatur.methods.documents import ChildPool, Content
from signatur.methods.documents.laid_out import (
    Box,
    LaidOut,
    boxes_of,
    draw_page,
    drawing,
    lay_out,
    text_in,
)
from tests.corpus.documents.pdfs import saved, shown, text_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DPI = 150
_LINES = "Ansøgeren hedder Åge Ærtebjerg og bor her\nSagen gælder Jyllandsgade 14, 2. tv.\nMed venlig hilsen"


def _turned(degrees: int) -> bytes:
    pdf = text_pdf(_LINES)
    pdf.pages[0].Rotate = degrees
    return saved(pdf)


def _cropped(turned: int = 0) -> bytes:
    pdf = text_pdf(_LINES)
    pdf.pages[0].CropBox = Array([10, 300, 400, 842])
    pdf.pages[0].MediaBox = Array([-20, -30, 595, 842])
    pdf.pages[0].Rotate = turned
    return saved(pdf)


def _scaled() -> bytes:
    pdf = text_pdf(_LINES)
    pdf.pages[0].UserUnit = 2
    return saved(pdf)


def _written(content: str) -> bytes:
    pdf = text_pdf("")
    pdf.pages[0].Contents = Stream(pdf, content.encode("cp1252"))
    return saved(pdf)


def _upwards() -> bytes:
    return _written("BT /F1 14 Tf 0 1 -1 0 200 300 Tm (Sagen om Ærtebjerg her) Tj ET")


def _slanted() -> bytes:
    return _written("BT /F1 14 Tf 0.87 0.5 -0.5 0.87 200 300 Tm (Sagen om Ærtebjerg her) Tj ET")


def _kerned() -> bytes:
    return _written(
        "BT /F1 14 Tf 60 700 Td [(Sagen) -300 (om) -300 (\xc6r) 40 (te) -20 (bjerg) -300 (her)] TJ ET"
    )


def _stretched() -> bytes:
    return _written("BT /F1 14 Tf 60 700 Td 150 Tz 3 Tc (Sagen om \xc6rtebjerg her) Tj ET")


def _drawn_letters() -> bytes:
    """A Type 3 font: its letters are small drawings."""
    pdf = text_pdf("")
    square = Stream(pdf, b"800 0 0 0 700 700 d1 0 0 700 700 re f")
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 800, 700]), FirstChar=65, LastChar=90,
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), Widths=Array([800] * 26), Resources=Dictionary(),
        CharProcs=Dictionary(x=square), Encoding=Dictionary(
            Type=Name.Encoding, Differences=Array([65, *[Name.x] * 26])),
        ToUnicode=Stream(pdf, b"1 begincodespacerange <00> <FF> endcodespacerange\n"
                              b"1 beginbfrange <41> <5A> <0041> endbfrange"),
    )  # fmt: skip
    pdf.pages[0].Resources.Font.F3 = font
    pdf.pages[0].Contents = Stream(
        pdf, b"BT /F3 20 Tf 60 700 Td (SAGEN) Tj 150 0 Td (ORDET) Tj 150 0 Td (HER) Tj ET"
    )
    return saved(pdf)


_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "upright": (lambda: saved(text_pdf(_LINES)), "Ærtebjerg"),
    "turned by 90": (lambda: _turned(90), "Ærtebjerg"),
    "turned by 180": (lambda: _turned(180), "Ærtebjerg"),
    "turned by 270": (lambda: _turned(270), "Ærtebjerg"),
    "cropped": (_cropped, "Ærtebjerg"),
    "cropped and turned": (lambda: _cropped(90), "Ærtebjerg"),
    "with a unit of its own": (_scaled, "Ærtebjerg"),
    "text upwards": (_upwards, "Ærtebjerg"),
    "text at a slant": (_slanted, "Ærtebjerg"),
    "kerned": (_kerned, "Ærtebjerg"),
    "stretched": (_stretched, "Ærtebjerg"),
    "letters that are drawings": (_drawn_letters, "ORDET"),
}


def _laid(data: bytes, pool: ChildPool, scratch: Path) -> LaidOut:
    return lay_out(Content.from_bytes(data), recogniser=None, pool=pool, scratch=scratch)


def _covered(laid: LaidOut, boxes: Any) -> np.ndarray[Any, Any]:
    assert laid.view is not None
    image = draw_page(laid.view, 1, _DPI).convert("L")
    pen = ImageDraw.Draw(image)
    scale = _DPI / 72
    for box in boxes:
        pen.rectangle(
            [round(side * scale) for side in (box.left, box.top, box.right, box.bottom)], fill=255
        )
    return np.asarray(image)


def _letters_outside(laid: LaidOut, word: str) -> Any:
    """The boxes of all other letters."""
    at = laid.text.index(word)
    keep = [
        i
        for i in range(laid.pages[0].end)
        if not at <= i < at + len(word) and not laid.text[i].isspace()
    ]
    return laid.boxes[keep]


@pytest.mark.parametrize("name", _FILES)
def test_nothing_of_a_covered_word_remains_and_its_neighbours_do(
    name: str, pool: ChildPool, tmp_path: Path
) -> None:
    build, word = _FILES[name]
    laid = _laid(build(), pool, tmp_path)
    at = laid.text.index(word)

    ((number, boxes),) = boxes_of(laid, at, at + len(word))
    everything = boxes_of(laid, 0, laid.pages[0].end)[0][1]

    assert number == 1
    left = _covered(laid, boxes)
    assert _covered(laid, everything).min() > 200, "boxes around all letters cover all ink"
    own = laid.boxes[at : at + len(word)]
    scale = _DPI / 72
    for left_side, t, r, b in own:
        x, y = int((left_side + r) / 2 * scale), int((t + b) / 2 * scale)
        assert left[y, x] == 255
    if name != "text at a slant":
        shown_letters = [
            (left[int(t * scale) : int(b * scale) + 1, int(x * scale) : int(r * scale) + 1]).min()
            for x, t, r, b in _letters_outside(laid, word)
        ]
        assert max(shown_letters) < 160, "every other letter still has ink"


def test_a_line_has_one_box_and_a_stretch_over_lines_one_for_each(
    pool: ChildPool, tmp_path: Path
) -> None:
    laid = _laid(saved(text_pdf(_LINES)), pool, tmp_path)

    start, end = laid.text.index("hedder"), laid.text.index("venlig")
    ((_, boxes),) = boxes_of(laid, start, end)

    assert len(boxes) == 3
    assert boxes[0].bottom < boxes[2].top


def test_a_stretch_over_two_pages_has_boxes_on_both(pool: ChildPool, tmp_path: Path) -> None:
    laid = _laid(saved(text_pdf("Den første side", "Den anden side")), pool, tmp_path)

    found = boxes_of(laid, laid.text.index("første"), laid.text.index("anden") + 5)

    assert [number for number, _ in found] == [1, 2]


def test_a_box_drawn_by_hand_gives_the_text_below_it(pool: ChildPool, tmp_path: Path) -> None:
    laid = _laid(saved(text_pdf(_LINES)), pool, tmp_path)
    at = laid.text.index("Åge Ærtebjerg")
    ((_, (box,)),) = boxes_of(laid, at, at + 13)

    inner = Box(box.left + 1, box.top + 3, box.right - 1, box.bottom - 3)

    assert text_in(laid, 1, inner) == [(at, at + 13)]
    assert text_in(laid, 1, Box(0, 700, 100, 800)) == []
    assert text_in(laid, 9, inner) == []


def test_a_hyphen_at_the_end_of_a_line_is_kept_with_the_line_end(
    pool: ChildPool, tmp_path: Path
) -> None:
    laid = _laid(saved(text_pdf("Sagen om Margrethe Jens-\ndatter Krogh")), pool, tmp_path)

    assert "Jens-\ndatter" in laid.text


def test_two_columns_are_read_one_after_the_other(pool: ChildPool, tmp_path: Path) -> None:
    content = (
        "BT /F1 11 Tf 40 700 Td 14 TL (Venstre et) Tj T* (Venstre to) Tj ET "
        "BT /F1 11 Tf 320 700 Td 14 TL (Hoejre et) Tj T* (Hoejre to) Tj ET"
    )
    laid = _laid(_written(content), pool, tmp_path)

    assert laid.text.split() == ["Venstre", "et", "Venstre", "to", "Hoejre", "et", "Hoejre", "to"]


def test_pages_of_one_view_are_drawn_one_after_the_other(pool: ChildPool, tmp_path: Path) -> None:
    laid = _laid(saved(text_pdf("Et", "To", "Tre", size=(200, 100))), pool, tmp_path)
    assert laid.view is not None

    with drawing(laid.view) as drawer:
        sizes = [drawer.draw(page.number, 72).size for page in laid.pages]
        grey = drawer.draw(1, 72, is_grey=True)

    assert sizes == [(200, 100)] * 3
    assert (grey.mode, grey.getextrema()[1]) == ("L", 255)
    with pytest.raises(ValueError, match="no page 9"):
        draw_page(laid.view, 9, 72)


def test_text_that_no_hidden_mode_concerns_stays_text(pool: ChildPool, tmp_path: Path) -> None:
    pdf = text_pdf("Synlig tekst")
    pdf.pages[0].contents_add(shown("Skrevet usynligt", top=400, mode=3))
    laid = _laid(saved(pdf), pool, tmp_path)

    kinds = {laid.text[s.start : s.end].strip(): s.origin.value for s in laid.stretches}

    assert kinds == {"Synlig tekst": "text_layer", "Skrevet usynligt": "unseen"}
