"""What reading a document may cost here, and whether pictures can be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.settings import DisclosureSettings

if TYPE_CHECKING:
    from signatur.kernel.runtime import Runtime
    from signatur.methods.documents.schema import Limits


def reading_limits(runtime: Runtime) -> Limits:
    """Return the limits of reading one document."""
    from signatur.methods.documents.laid_out import LIMITS

    settings = runtime.settings.of(DisclosureSettings)
    return replace(
        LIMITS, pages=settings.most_pages, recognised_pages=settings.recognised_pages,
        part_bytes=settings.most_megabytes * 1_000_000,
    )  # fmt: skip


def reads_pictures(runtime: Runtime) -> bool:
    """Say whether text in pictures is recognised here: wanted, and the program is there."""
    import shutil

    wanted = runtime.settings.of(DisclosureSettings).recognised_pages > 0
    return wanted and shutil.which("tesseract") is not None
