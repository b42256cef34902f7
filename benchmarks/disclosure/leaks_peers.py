"""Redact a file with another tool, as its own documentation says; run by `leaks.py`, perhaps by another Python.

python leaks_peers.py METHOD IN OUT WORDS.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    method, source, target, words_file = sys.argv[1:5]
    words = json.loads(Path(words_file).read_text(encoding="utf-8"))
    METHODS[method](source, target, words)


def black_box(source: str, target: str, words: list[str]) -> None:
    """What people do by hand: a black rectangle drawn over each word."""
    import pymupdf

    document = pymupdf.open(source)
    for page in document:
        for word in words:
            for place in page.search_for(word):
                page.draw_rect(place, color=(0, 0, 0), fill=(0, 0, 0))
    document.save(target)


def pymupdf_redact(source: str, target: str, words: list[str], *, scrub: bool = False) -> None:
    import pymupdf

    document = pymupdf.open(source)
    for page in document:
        for word in words:
            for place in page.search_for(word):
                page.add_redact_annot(place, fill=(0, 0, 0))
        page.apply_redactions()
    if scrub:
        document.scrub()
    document.save(target, garbage=4, clean=True, deflate=True)


def pymupdf_scrub(source: str, target: str, words: list[str]) -> None:
    pymupdf_redact(source, target, words, scrub=True)


def pdf_oxide_destructive(source: str, target: str, words: list[str]) -> None:
    import pdf_oxide

    document = pdf_oxide.PdfDocument(source)
    for word in words:
        for hit in document.search(word, case_insensitive=True, literal=True):
            if isinstance(hit, dict):
                x, y, width, height = (hit[name] for name in ("x", "y", "width", "height"))
                page = hit["page"]
            else:
                x, y, width, height, page = hit.x, hit.y, hit.width, hit.height, hit.page
            document.add_redaction(page, (x, y, x + width, y + height))
    document.apply_redactions_destructive()
    document.sanitize_document()
    document.save(target)


METHODS = {
    "black_box": black_box,
    "pymupdf_redact": pymupdf_redact,
    "pymupdf_redact_scrub": pymupdf_scrub,
    "pdf_oxide_destructive": pdf_oxide_destructive,
}

if __name__ == "__main__":
    main()
