"""The outside programs that this package uses where they are installed."""

from __future__ import annotations

from typing import Final

from signatur.kernel.doctor import OutsideProgram
from signatur.kernel.i18n import text as _

TESSERACT: Final = OutsideProgram(
    name="Tesseract",
    executables=("tesseract",),
    without_it=_("Scanned pages and photographed letters stay without text."),
    debian="tesseract-ocr",
    windows="winget install UB-Mannheim.TesseractOCR",
    macos="brew install tesseract",
)
TESSERACT_DANISH: Final = OutsideProgram(
    name="Tesseract, Danish",
    executables=("tesseract",),
    without_it=_("Scanned Danish text is read as if it were English: æ, ø and å come out wrong."),
    debian="tesseract-ocr-dan",
    windows="winget install UB-Mannheim.TesseractOCR",
    macos="brew install tesseract-lang",
    ability=("--list-langs", "dan"),
)
LIBREOFFICE: Final = OutsideProgram(
    name="LibreOffice",
    executables=("soffice", "libreoffice"),
    without_it=_(
        "Word, Excel and PowerPoint files from before 2007 (.doc, .xls, .ppt) are not read, and newer Word"
        " files and slides are shown without their layout."
    ),
    debian="libreoffice-writer libreoffice-calc libreoffice-impress",
    windows="winget install TheDocumentFoundation.LibreOffice",
    macos="brew install --cask libreoffice",
)
PROGRAMS: Final = (TESSERACT, TESSERACT_DANISH, LIBREOFFICE)
