"""Codes, faces and signatures of a document become findings with an area in points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from signatur.methods.documents.laid_out import Box, LaidOut, LaidPage, Origin, Stretch
from signatur.solutions.disclosure.model.finding.pictures import find_in_pictures
from signatur.solutions.disclosure.schema.finding import FindingKind
from tests.methods.documents.looking.drawn import code, face, signature, text_page

if TYPE_CHECKING:
    from collections.abc import Callable

_SIZE = (900, 900)
_PT = 72 / 150


def _laid(
    boxes: list[tuple[int, int, int, int]], text: str = "", pictures: tuple[Box, ...] = ()
) -> LaidOut:
    """Return a page of 900 by 900 pixels at 150 dpi, a letter standing for each word."""
    shown = (text or "x" * len(boxes)).ljust(len(boxes), "x")[: len(boxes)]
    page = LaidPage(1, 0, len(shown), _SIZE[0] * _PT, _SIZE[1] * _PT, pictures=pictures)
    return LaidOut(
        "application/pdf",
        shown,
        (page,),
        (Stretch(0, len(shown), Origin.TEXT_LAYER),),
        np.array(boxes, np.float32).reshape(-1, 4) * _PT,
        None,
    )


def _drawing(page: Image.Image, asked: list[int]) -> Callable[[int, int], Image.Image]:
    def draw(number: int, dpi: int) -> Image.Image:
        assert number == 1
        asked.append(dpi)
        side = round(page.width * dpi / 150)
        return page.resize(
            (side, side), Image.Resampling.BOX if dpi < 150 else Image.Resampling.LANCZOS
        )

    return draw


def test_a_page_of_text_is_only_drawn_small_and_has_no_findings() -> None:
    page, boxes = text_page(1, _SIZE, top=40, bottom=800)
    asked: list[int] = []

    assert find_in_pictures(_laid(boxes), _drawing(page, asked)) == ()
    assert asked == [50]


def test_a_code_drawn_with_lines_is_read_and_its_cpr_number_told() -> None:
    page, boxes = text_page(2, _SIZE, top=40, bottom=300)
    made = code("CPR 010190-1234", "Code128", 2)
    page.paste(made, (100, 500))

    findings = find_in_pictures(_laid(boxes), _drawing(page, []))

    assert [(one.kind, one.text, one.start, one.end) for one in findings] == [
        (FindingKind.BAR_CODE, "CPR 010190-1234", 0, 0)
    ]
    assert findings[0].evidence == ("code:code_128", "holds:cpr")
    assert findings[0].value == "0101901234"
    assert findings[0].area is not None
    number, box = findings[0].area
    assert number == 1
    assert box.left < 125 * _PT
    assert box.right > (75 + made.width) * _PT
    assert box.bottom > (490 + made.height) * _PT


def test_a_signature_below_a_greeting_is_found_with_its_cue() -> None:
    page, boxes = text_page(3, _SIZE, top=40, bottom=420)
    shown = page.convert("RGB")
    ink = signature(3)
    shown.paste(ink, (120, 470), ink)
    text = "x" * (len(boxes) - 20) + "Med venlig hilsen   "

    findings = find_in_pictures(_laid(boxes, text), _drawing(shown, []))

    assert [one.kind for one in findings] == [FindingKind.SIGNATURE]
    assert "cue:signature" in findings[0].evidence


def test_a_face_is_looked_for_in_pictures_alone() -> None:
    page, boxes = text_page(4, _SIZE, top=40, bottom=300)
    page.paste(face(4, 220), (300, 500))
    place = Box(300 * _PT, 500 * _PT, 520 * _PT, 720 * _PT)

    in_picture = find_in_pictures(_laid(boxes, pictures=(place,)), _drawing(page, []))

    assert [one.kind for one in in_picture] == [FindingKind.FACE]


def test_the_rules_of_a_table_are_no_reason_to_look_closer() -> None:
    page, boxes = text_page(5, _SIZE, top=40, bottom=300)
    for y in range(400, 800, 40):
        page.paste(0, (100, y, 800, y + 2))
    for x in range(100, 900, 100):
        page.paste(0, (x, 400, x + 2, 760))
    asked: list[int] = []

    assert find_in_pictures(_laid(boxes), _drawing(page, asked)) == ()
