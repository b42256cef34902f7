"""Text out of every document that an authority receives: PDF, scans, office formats, archives.

    from pathlib import Path
    from signatur.methods.documents import ChildPool, Content, Limits, Recogniser, read_document

    with ChildPool(size=2) as pool:
        document = read_document(
            Content.from_path(Path("brev.pdf")), limits=Limits(), recogniser=Recogniser(), pool=pool
        )
    document.text, document.pages[0].quality, document.problems

Nothing here raises for bad content: what could not be read stands in `problems` with a code. Readers
of complicated formats run in child processes that are bounded in time and memory.
"""

from signatur.methods.documents.charset import Decoded, decode_text
from signatur.methods.documents.content import Content
from signatur.methods.documents.html import decode_html, html_to_text
from signatur.methods.documents.pool import ChildPool
from signatur.methods.documents.programs import PROGRAMS
from signatur.methods.documents.quality import text_quality
from signatur.methods.documents.reading import read_document
from signatur.methods.documents.recognition import Recogniser, installed_languages
from signatur.methods.documents.schema import (
    Document,
    Limits,
    Page,
    Part,
    Problem,
    ProblemCode,
    TextSource,
)
from signatur.methods.documents.sniff import sniff

__all__ = [
    "PROGRAMS",
    "ChildPool",
    "Content",
    "Decoded",
    "Document",
    "Limits",
    "Page",
    "Part",
    "Problem",
    "ProblemCode",
    "Recogniser",
    "TextSource",
    "decode_html",
    "decode_text",
    "html_to_text",
    "installed_languages",
    "read_document",
    "sniff",
    "text_quality",
]
