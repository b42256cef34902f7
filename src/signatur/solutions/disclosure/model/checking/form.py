"""What every released file holds because it is a PDF: words of the format, which betray nobody.

Somebody called *Order* must not stop each release because the format says `/Ordering`; whether the pages
say *Order* is seen by the engines that read them as text.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.checking.looking import Looked
from signatur.solutions.disclosure.model.checking.objects import search_objects
from signatur.solutions.disclosure.model.checking.revisions import search_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.schema.release import Leak

_FEATURELESS = "-"


def without_form(leaks: Sequence[Leak], looked: Looked) -> list[Leak]:
    """The leaks of a file of ours without those that a file of ours with a blank page has as well."""
    if not any(leak.word for leak in leaks):
        return list(leaks)
    blank = Looked(looked.sought, looked.check)
    search_bytes(_blank(), blank, "")
    search_objects(_blank(), blank, "", lambda _data, _where: None)
    of_form = {(leak.channel, leak.word) for leak in blank.leaks if leak.word}
    return [leak for leak in leaks if (leak.channel, leak.word) not in of_form]


@cache
def _blank() -> bytes:
    """A file of ours with a page in black and white, one in grey, and a paragraph and a figure without words."""
    import numpy as np
    from PIL import Image

    from signatur.solutions.disclosure.model.removing.encoding import layers_of
    from signatur.solutions.disclosure.model.removing.writing import PdfWriter, Tagged

    out = io.BytesIO()
    writer = PdfWriter(out, _FEATURELESS)
    tagged = [Tagged(b""), Tagged(b"BT ET\n"), Tagged(b"", "Figure", _FEATURELESS)]
    for mode in ("1", "L", "RGB"):
        pixels = np.array(Image.new(mode, (60, 60), "white").convert("RGB"))
        writer.add_page(60.0, 60.0, layers_of(pixels, 60.0, 60.0), tagged)
    writer.finish()
    return out.getvalue()
