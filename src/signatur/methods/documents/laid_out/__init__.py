"""One text per document, each character tied to its place on a page; what is hidden is brought to light.

    laid = lay_out(Content.from_path(path), recogniser=Recogniser(), pool=pool, scratch=folder)
    boxes_of(laid, 10, 18)              # ((1, (Box(...),)),)
    with drawing(laid.view) as drawer:  # laid.view is a PDF with the pages of laid.pages
        drawer.draw(1, dpi=150)

Pages of a file are followed by pages of an appendix (`LaidPage.is_appendix`), which show what the file
hides, so that all that can be found in it stands somewhere and can be looked at.
"""

from signatur.methods.documents.laid_out.drawing import Drawer, Undrawable, draw_page, drawing
from signatur.methods.documents.laid_out.laying import LIMITS, lay_out
from signatur.methods.documents.laid_out.places import boxes_of, let_go, stretches_of, text_in
from signatur.methods.documents.laid_out.schema import (
    SEEN,
    UNREAD,
    Box,
    Hidden,
    LaidOut,
    LaidPage,
    Origin,
    Stretch,
    View,
)
from signatur.methods.documents.laid_out.storing import loaded, saved

__all__ = [
    "LIMITS",
    "SEEN",
    "UNREAD",
    "Box",
    "Drawer",
    "Hidden",
    "LaidOut",
    "LaidPage",
    "Origin",
    "Stretch",
    "Undrawable",
    "View",
    "boxes_of",
    "draw_page",
    "drawing",
    "lay_out",
    "let_go",
    "loaded",
    "saved",
    "stretches_of",
    "text_in",
]
