"""The released file, rebuilt page by page from what may be seen; the original is never edited.

    with Path("out.pdf").open("wb") as file:
        pages = rebuild(laid, withheld_of(laid, findings, label_of), file, Release(title="Aktindsigt"))

A page is drawn as a reader sees it, boxes are burnt into the picture, and words that remain are laid over
it as a text that is found and read aloud but not seen. Hidden text, scripts, attachments, properties and
earlier revisions have no way in. The same document and boxes give the same bytes.
"""

from signatur.solutions.disclosure.model.removing.bar_codes import find_in_bar_codes
from signatur.solutions.disclosure.model.removing.rebuilding import Release, rebuild, rebuilt_file
from signatur.solutions.disclosure.model.removing.text_layer import Wording
from signatur.solutions.disclosure.model.removing.withholding import withheld_of

__all__ = ["Release", "Wording", "find_in_bar_codes", "rebuild", "rebuilt_file", "withheld_of"]
