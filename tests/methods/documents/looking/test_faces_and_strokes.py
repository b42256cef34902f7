"""Faces and handwriting are seen on pages; print, tables and logos are not taken for them."""

from __future__ import annotations

import pytest

from signatur.methods.documents.looking import Area, faces, signatures
from tests.methods.documents.looking.drawn import face, logo, scanned, signature, table, text_page

_SMALL = (900, 800)


@pytest.mark.parametrize("seed", range(3))
def test_a_drawn_face_is_seen_once(seed: int) -> None:
    found = faces(face(seed))

    assert len(found) == 1
    assert found[0].area.overlap(Area(40, 40, 120, 120)) > 4000


def test_a_face_on_a_scanned_page_is_seen_and_its_text_is_not() -> None:
    page, _ = text_page(1, _SMALL, top=40, bottom=400)
    page.paste(face(1, 200), (300, 480))

    found = faces(scanned(page, 1), strict=True)

    assert [bool(one.area.overlap(Area(300, 480, 500, 680))) for one in found] == [True]


def test_a_scanned_page_of_text_has_no_faces() -> None:
    page, _ = text_page(2, _SMALL, top=40, bottom=700)

    assert faces(scanned(page, 2), strict=True) == ()


@pytest.mark.parametrize("is_scanned", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_a_signature_under_a_text_is_seen_and_nothing_else(seed: int, *, is_scanned: bool) -> None:
    page, boxes = text_page(seed, _SMALL, top=40, bottom=400)
    shown = page.convert("RGB")
    ink = signature(seed)
    shown.paste(ink, (120, 500), ink)
    words = [Area(*box) for box in boxes]

    found = signatures(scanned(shown, seed) if is_scanned else shown, words)

    assert len(found) == 1
    assert (
        found[0].area.overlap(Area(120, 500, 400, 590))
        > 0.5 * found[0].area.width * found[0].area.height
    )


def test_blue_ink_is_told_as_evidence() -> None:
    page, _ = text_page(1, _SMALL, top=40, bottom=60)
    shown = page.convert("RGB")
    ink = signature(3, colour=(25, 35, 150))
    shown.paste(ink, (120, 500), ink)

    assert "coloured_ink" in signatures(shown, [Area(0, 30, 900, 110)])[0].evidence


def test_a_picture_of_a_signature_alone_is_seen() -> None:
    assert len(signatures(signature(5))) == 1


def test_print_that_no_text_explains_tables_and_logos_are_no_signatures() -> None:
    page, _ = text_page(4, _SMALL, top=40, bottom=200)
    page.paste(table((600, 200)), (100, 300))
    page.paste(logo(4).convert("L"), (100, 560))

    assert signatures(page) == ()
