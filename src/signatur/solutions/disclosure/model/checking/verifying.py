"""The check of one file, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.documents.sniff import BINARY, EMPTY, sniff
from signatur.solutions.disclosure.model.checking.looking import Check, Looked
from signatur.solutions.disclosure.model.checking.parts import search_file
from signatur.solutions.disclosure.model.checking.sought import Sought

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signatur.methods.documents.content import Content
    from signatur.solutions.disclosure.schema.release import Verdict


def verify(content: Content, words: Iterable[str], check: Check | None = None) -> Verdict:
    """Search a file for withheld words, in every way it may hold them, and for what betrays by its form.

    Words that may rightly remain are for the caller to leave out. The verdict never says clean because
    something could not be read: that is the leak `unreadable`, and what was not looked at stands in
    `not_done`.

    Raises OSError when the content cannot be opened.
    """
    check = check or Check()
    looked = Looked(Sought.of(words), check)
    if check.name:
        looked.text("file_name", check.name.replace("_", " ").replace("-", " ") + "\n" + check.name)
    media_type = sniff(content, name=check.name, declared_type="")
    is_told_pdf = check.name.lower().endswith(".pdf")
    if media_type in {BINARY, EMPTY} or (is_told_pdf and media_type != "application/pdf"):
        looked.trouble("unreadable", "no file that can be read")
    search_file(content.read(), media_type, looked, "", check.depth)
    return looked.verdict()
