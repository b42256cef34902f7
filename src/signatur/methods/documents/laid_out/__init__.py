"""One text per document, each character tied to its place on a page; what is hidden is brought to light."""

from signatur.methods.documents.laid_out.schema import (
    SEEN,
    Box,
    LaidOut,
    LaidPage,
    Origin,
    Stretch,
)

__all__ = ["SEEN", "Box", "LaidOut", "LaidPage", "Origin", "Stretch"]
