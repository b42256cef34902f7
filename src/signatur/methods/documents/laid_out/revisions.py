"""Earlier versions of a PDF that it still holds: programs that save changes behind the old file keep it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.schema import Hidden, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.content import Content

_END: Final = re.compile(rb"%%EOF\r?\n?")
_MOST_BYTES: Final = 100_000_000
_MOST_VERSIONS: Final = 5
_MOST_PAGES: Final = 500
_WHERE: Final = "earlier version of the file"


def earlier_lines(content: Content, text: str) -> tuple[Hidden, ...]:
    """Lines that pages of earlier versions show, and that are not in the text of the latest."""
    if content.size > _MOST_BYTES:
        return ()
    data = content.read()
    ends = [found.end() for found in _END.finditer(data)][:-1]
    if not ends:
        return ()
    known = _plain(text)
    lines: dict[str, None] = {}
    for end in ends[-_MOST_VERSIONS:]:
        lines |= dict.fromkeys(line for line in _lines(data[:end]) if _plain(line) not in known)
    return (Hidden(Origin.ELSEWHERE, _WHERE, "\n".join(lines)),) if lines else ()


def _lines(data: bytes) -> Iterator[str]:
    """The lines of a version; none where the file up to there is none, as in files made for the web."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    try:
        for index in range(min(len(document), _MOST_PAGES)):
            page = document[index]
            layer = page.get_textpage()
            found = layer.get_text_range() if layer.count_chars() > 0 else ""
            layer.close()
            page.close()
            yield from (line.strip() for line in found.splitlines() if line.strip())
    except pypdfium2.PdfiumError:
        return
    finally:
        document.close()


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
