"""What three engines read as text: pdfminer.six, pdfium, and pdftotext where it is installed."""

from __future__ import annotations

import io
import logging
import shutil
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from signatur.solutions.disclosure.model.checking.looking import Looked

_PATIENCE_SECONDS: Final = 600


def search_texts(data: bytes, looked: Looked, place: str) -> None:
    """Search the text of each page as each engine reads it."""
    if not looked.sought.words:
        return
    _search_pdfium(data, looked, place)
    _search_pdfminer(data, looked, place)
    _search_pdftotext(data, looked, place)


def _search_pdfium(data: bytes, looked: Looked, place: str) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        looked.not_done["pypdfium2"] = None
        return
    try:
        for number, page in enumerate(document, 1):
            layer = page.get_textpage()
            if (count := layer.count_chars()) > 0:
                text = layer.get_text_range(0, count).replace("\ufffe", "-")
                looked.text("pdfium", text, place.strip(), number)
            layer.close()
            page.close()
        looked.used("pypdfium2", version("pypdfium2"), len(document))
    finally:
        document.close()


def _search_pdfminer(data: bytes, looked: Looked, place: str) -> None:
    from pdfminer.layout import LAParams
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    resources: Any = PDFResourceManager()
    pages = 0
    try:
        for number, page in enumerate(PDFPage.get_pages(io.BytesIO(data)), 1):
            layout, raw = _devices(resources, LAParams(all_texts=True))
            for device, written in (layout, raw):
                PDFPageInterpreter(resources, device).process_page(page)
                looked.text("pdfminer", written.getvalue(), place.strip(), number)
            pages = number
    except Exception:  # noqa: BLE001 (files of others break this reader in any way; the verdict says so)
        looked.not_done["pdfminer.six"] = None
    looked.used("pdfminer.six", version("pdfminer.six"), pages)


def _devices(resources: Any, layout: Any) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """One that puts letters together by their places, one that takes them as they come."""
    from pdfminer.converter import TextConverter

    placed, raw = io.StringIO(), io.StringIO()
    return (
        (TextConverter(resources, placed, laparams=layout), placed),
        (TextConverter(resources, raw, laparams=None), raw),
    )


def _search_pdftotext(data: bytes, looked: Looked, place: str) -> None:
    program = shutil.which("pdftotext")
    if program is None:
        looked.not_done["pdftotext"] = None
        return
    for option in ("-raw", "-layout"):
        try:
            done = subprocess.run(  # noqa: S603 (a program found by name, fixed arguments)
                (program, option, "-enc", "UTF-8", "-", "-"),
                input=data, capture_output=True, timeout=_PATIENCE_SECONDS, check=False,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError):
            looked.not_done["pdftotext"] = None
            return
        pages = done.stdout.decode("utf-8", "replace").split("\f")
        for number, text in enumerate(pages, 1):
            looked.text("pdftotext", text, place.strip(), number)
        looked.used("pdftotext", _version(program), len(pages) - 1)


def _version(program: str) -> str:
    told = subprocess.run((program, "-v"), capture_output=True, timeout=10, check=False)  # noqa: S603 (as above)
    words = told.stderr.decode("utf-8", "replace").split()
    return words[2] if len(words) > 2 else ""
