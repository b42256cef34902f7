"""A PDF looked at in every way: its bytes, its objects, what engines read, what a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.solutions.disclosure.model.checking.covered import search_covered
from signatur.solutions.disclosure.model.checking.drawn import search_drawn
from signatur.solutions.disclosure.model.checking.engines import search_texts
from signatur.solutions.disclosure.model.checking.form import without_form
from signatur.solutions.disclosure.model.checking.objects import says_ours, search_objects
from signatur.solutions.disclosure.model.checking.revisions import search_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.solutions.disclosure.model.checking.looking import Looked


_PADDING: Final = b"\0 \t\r\n"


def search_pdf(
    data: bytes, looked: Looked, where: str, inner: Callable[[bytes, str], None]
) -> None:
    """Search a PDF; `inner` searches a file that lies in it."""
    place = f"{where} " if where else ""
    earlier = len(looked.leaks)
    looked.is_ours = looked.check.pages is not None or says_ours(data)
    search_bytes(data, looked, place)
    # Engines look for the end line by line, which takes them minutes where nothing but padding follows.
    data = data.rstrip(_PADDING)
    is_ours = search_objects(data, looked, place, inner)
    if is_ours is None:
        return
    if is_ours:
        looked.leaks[earlier:] = without_form(looked.leaks[earlier:], looked)
    search_texts(data, looked, place)
    search_drawn(data, looked, place, is_ours=is_ours)
    if not is_ours:
        search_covered(data, looked, place)
