"""Blank sheets in place of pages on which reading failed: nobody else is to fail on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out.schema import UNREAD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from signatur.methods.documents.laid_out.schema import LaidPage


def with_blanks(view: Content, pages: Sequence[LaidPage], folder: Path) -> Content:
    """The view with a blank page for each page that could not be laid out.

    A page may be made to take all memory and time when it is drawn. Laying out takes no harm, for it
    is bounded; whoever draws the view later is not.
    """
    import pikepdf

    path = folder / "view.pdf"
    try:
        with view.open() as file, pikepdf.open(file, suppress_warnings=True) as document:
            _blank_unread(document, pages)
            document.save(path)
    except (pikepdf.PikepdfError, ValueError, RuntimeError, RecursionError, MemoryError, OSError):
        _only_blank(path, pages)
    return Content.from_path(path)


def _blank_unread(document: Any, pages: Sequence[LaidPage]) -> None:
    if len(document.pages) < len(pages):
        raise ValueError("in a damaged tree one library finds pages that another does not")
    for page in pages:
        if page.confidence == UNREAD:
            document.add_blank_page(page_size=(page.width, page.height))
            document.pages[page.number - 1] = document.pages[-1]
            del document.pages[-1]


def _only_blank(path: Path, pages: Sequence[LaidPage]) -> None:
    """Where not even the pages can be told apart, all of them are blank."""
    import pikepdf

    with pikepdf.new() as document:
        for page in pages:
            document.add_blank_page(page_size=(page.width, page.height))
        document.save(path)
