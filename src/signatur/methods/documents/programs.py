"""The outside programs that this package uses where they are installed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class OutsideProgram:
    """A program that is not part of Signatur: what it is for, and how to get it."""

    name: str
    executables: tuple[str, ...]
    """Names under which it may be found, in order of preference."""
    without_it: str
    """What does not work where it is missing; a full sentence."""
    debian_package: str
    windows: str
    macos: str
    """How to install it, as a command for Windows (winget) and macOS (Homebrew)."""

    def path(self) -> str | None:
        """Where it is installed, or None."""
        return next(filter(None, map(shutil.which, self.executables)), None)


TESSERACT: Final = OutsideProgram(
    name="Tesseract",
    executables=("tesseract",),
    without_it="Scanned pages and photographed letters stay without text.",
    debian_package="tesseract-ocr tesseract-ocr-dan",
    windows="winget install UB-Mannheim.TesseractOCR",
    macos="brew install tesseract tesseract-lang",
)
LIBREOFFICE: Final = OutsideProgram(
    name="LibreOffice",
    executables=("soffice", "libreoffice"),
    without_it="Word, Excel and PowerPoint files from before 2007 (.doc, .xls, .ppt) are not read.",
    debian_package="libreoffice-core libreoffice-writer libreoffice-calc libreoffice-impress",
    windows="winget install TheDocumentFoundation.LibreOffice",
    macos="brew install --cask libreoffice",
)
PROGRAMS: Final = (TESSERACT, LIBREOFFICE)
