"""Text that is turned, upside down, or on its side on a page is read like any other."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from signatur.methods.documents import ChildPool, Content
from signatur.methods.documents.laid_out import LaidOut, Origin, boxes_of, lay_out
from tests.corpus.documents.pdfs import saved, shown, text_pdf

if TYPE_CHECKING:
    from pathlib import Path

_LINES = ["Sagen om Jens Øster-", "gaard Holm blev lukket", "og taget blev skiftet."]


def _laid(data: bytes, pool: ChildPool, scratch: Path) -> LaidOut:
    return lay_out(Content.from_bytes(data), recogniser=None, pool=pool, scratch=scratch)


def _lines(degrees: int, x: float, y: float) -> bytes:
    cos, sin = (round(of(math.radians(degrees)), 6) for of in (math.cos, math.sin))
    parts = [f"BT /F1 11 Tf {cos} {sin} {-sin} {cos} {x} {y} Tm 14 TL"]
    parts += [f"({line}) Tj T*" for line in _LINES]
    return "\n".join([*parts, "ET\n"]).encode("cp1252")


def _page(content: bytes, turned: int = 0) -> bytes:
    pdf = text_pdf("")
    pdf.pages[0].Contents = pdf.make_stream(content)
    pdf.pages[0].Rotate = turned
    return saved(pdf)


@pytest.mark.parametrize("degrees", [30, 90, 180, 270])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_stamp_at_another_angle_than_the_page_is_read_line_by_line(
    degrees: int, turned: int, pool: ChildPool, tmp_path: Path
) -> None:
    upright = "\n".join(["En linje i selve brevet til borgeren"] * 9)
    content = shown(upright, top=740) + b"\n" + _lines(degrees, 300, 300)

    laid = _laid(_page(content, turned), pool, tmp_path)

    assert "\n".join(_LINES) in laid.text


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_lines_follow_each_other_however_a_whole_page_is_turned(
    degrees: int, turned: int, pool: ChildPool, tmp_path: Path
) -> None:
    laid = _laid(_page(_lines(degrees, 300, 400), turned), pool, tmp_path)

    assert laid.text.startswith("\n".join(_LINES))


def test_letters_upside_down_have_boxes_of_their_own(pool: ChildPool, tmp_path: Path) -> None:
    laid = _laid(_page(_lines(180, 500, 400)), pool, tmp_path)

    boxes = [boxes_of(laid, at, at + 1)[0][1][0] for at in range(len("Sagen"))]

    assert all(box.right - box.left < 12 for box in boxes)
    assert [box.left for box in boxes] == sorted((box.left for box in boxes), reverse=True)


def test_a_note_without_a_look_of_its_own_is_read_where_it_is_drawn(
    pool: ChildPool, tmp_path: Path
) -> None:
    pdf = pikepdf.open(io.BytesIO(saved(text_pdf("Et brev"))))
    pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([60, 200, 400, 230]), F=4,
        Contents=String("Jens Holm er syg"), DA=String("/Helv 12 Tf 0 g"),
    ))])  # fmt: skip

    laid = _laid(saved(pdf), pool, tmp_path)

    at = laid.text.index("Jens Holm er syg")
    assert next(s.origin for s in laid.stretches if s.start <= at < s.end) is Origin.NOTE
    assert boxes_of(laid, at, at + 4)
