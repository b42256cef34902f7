"""What is kept of a laid-out document is what it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from signatur.methods.documents import ChildPool, Content
from signatur.methods.documents.laid_out import lay_out, loaded, saved
from signatur.methods.documents.laid_out.laying import nothing
from tests.methods.documents.laid_out.planting import planted

if TYPE_CHECKING:
    from pathlib import Path


def test_a_document_comes_back_as_it_was_kept(pool: ChildPool, tmp_path: Path) -> None:
    laid = lay_out(Content.from_bytes(planted()), recogniser=None, pool=pool, scratch=tmp_path)

    back = loaded(saved(laid), view=laid.view)

    np.testing.assert_allclose(back.boxes, laid.boxes, atol=0.006, equal_nan=True)
    kept = tuple(replace(part, content=None) for part in laid.parts)
    assert (back.media_type, back.text, back.view) == (laid.media_type, laid.text, laid.view)
    assert (back.pages, back.stretches) == (laid.pages, laid.stretches)
    assert (back.problems, back.parts) == (laid.problems, kept)


def test_an_empty_document_can_be_kept() -> None:
    back = loaded(saved(nothing("application/pdf")), view=None)

    assert (back.text, back.boxes.shape) == ("", (0, 4))


@pytest.mark.parametrize("harm", [lambda d: d[:0], lambda d: d[:40], lambda d: d[:30] + b"x" * 50])
def test_what_is_damaged_is_refused(harm: object) -> None:
    data = saved(nothing("application/pdf"))
    assert callable(harm)

    with pytest.raises(ValueError, match="laid-out document"):
        loaded(harm(data), view=None)
