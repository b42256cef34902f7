"""Texts that stand in for what a PDF draws, taken out of a copy, so that the letters drawn are read."""

from __future__ import annotations

from itertools import islice
from typing import Any

from signatur.methods.documents.laid_out.hidden import MOST_OBJECTS, is_drawing
from signatur.methods.documents.laid_out.strings import raw_bytes


def without_replacements(document: Any) -> bool:
    """Take texts that stand in for what is drawn out of the page drawings; whether there were any.

    pdfium tells those texts instead of the letters, which then nobody would look at.
    """
    import pikepdf

    changed = False
    for thing in islice(document.objects, MOST_OBJECTS):
        if isinstance(thing, pikepdf.Stream) and is_drawing(thing):
            changed |= _without_marked_replacement(thing)
        else:
            changed |= _without_named_replacement(thing)
    return changed


def _without_marked_replacement(stream: Any) -> bool:
    data = raw_bytes(stream)
    if b"/ActualText" not in data:
        return False
    stream.write(data.replace(b"/ActualText", b"/ReplacedTxt"))
    return True


def _without_named_replacement(thing: Any) -> bool:
    """The same, where the drawing names a list of properties that holds the text."""
    import pikepdf

    if not isinstance(thing, pikepdf.Dictionary) or "/ActualText" not in thing or "/S" in thing:
        return False
    del thing["/ActualText"]
    return True
