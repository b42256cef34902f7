"""What a PDF says of itself: whether it can be kept for good as it is."""

from __future__ import annotations

import io

import pytest

from signatur.methods.documents.archiving import pdf_a_level, typeset


def a_pdf(lock: str = "") -> bytes:
    import pikepdf

    written = io.BytesIO()
    how = pikepdf.Encryption(owner=lock, user=lock, R=6) if lock else False
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written, encryption=how)
    return written.getvalue()


def test_a_pdf_that_was_made_to_be_kept_says_so() -> None:
    assert pdf_a_level(typeset('#set document(title: "Prøve")\nHej', "{}", {})) == "2B"


@pytest.mark.parametrize(
    "content",
    [a_pdf(), a_pdf(lock="hemmelig"), a_pdf()[:200], b"", b"%PDF-1.7"],
    ids=["plain", "locked", "half", "empty", "only a beginning"],
)
def test_a_pdf_that_is_locked_or_broken_is_none_and_stops_nobody(content: bytes) -> None:
    assert pdf_a_level(content) == ""
