"""Long documents are set piece by piece, so that memory does not grow with their length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from signatur.methods.documents.laid_out.views import typesetting
from signatur.methods.documents.laid_out.views.blocks import Heading, Paragraph, Table
from signatur.methods.documents.laid_out.views.seen import pdf_text
from signatur.methods.documents.laid_out.views.typesetting import typeset_blocks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.methods.documents.laid_out.views.conftest import Tried


def test_what_is_set_piece_by_piece_is_one_document_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "_MOST_WEIGHT", 900)
    blocks = [
        Heading("Overskrift"),
        *(Paragraph(f"Afsnit{number:02d}") for number in range(40)),
        Table(tuple((f"Celle{number:02d}", "x") for number in range(20))),
        Paragraph("Slutning"),
    ]

    pdf = typeset_blocks(blocks, scratch=tmp_path, title="Sagen")

    assert pdf.path is not None
    with pikepdf.open(pdf.path) as document:
        assert str(document.docinfo["/Title"]) == "Sagen"
        assert len(document.pages) > 2
    words = pdf_text(pdf).split()
    expected = [
        "Overskrift", *(f"Afsnit{number:02d}" for number in range(40)),
        *(f"Celle{number:02d}" for number in range(20)), "Slutning",
    ]  # fmt: skip
    assert [word for word in words if word != "x"] == expected
    assert [file.name for file in pdf.path.parent.iterdir()] == ["view.pdf"]


def test_rows_of_values_beyond_what_can_be_shown_are_searched(
    tried: Callable[..., Tried], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signatur.methods.documents.laid_out.views.plain._MOST_SHOWN_CELLS", 6)

    it = tried(b"navn;by\nJens;Ribe\nMette;Nibe\nHanne;Vejle\nBent;Fakse\n", "a.csv")

    assert it.places("Mette") == {"view"}
    assert it.places("Bent") == {"hidden_cells"}
    assert [problem.code.value for problem in it.view.problems] == ["too_large"]
