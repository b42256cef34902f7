"""Invented documents as the files that a municipality has: mail, PDF, Word, a workbook with a hidden sheet, a scan.

The same document gives the same bytes, whenever and wherever it is made.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from signatur.solutions.disclosure.demo.inventing import DOMAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.disclosure.demo.inventing import InventedCase, InventedDocument

_FIXED: Final = (2026, 1, 1, 0, 0, 0)
_STAMP: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?")
_ZONE: Final = ZoneInfo("Europe/Copenhagen")
_NOON: Final = time(12)


def as_mail(document: InventedDocument, quoted: InventedDocument | None = None) -> bytes:
    """Return a document as a mail, with another quoted below it."""
    lines = document.text.split("\n")
    while lines and re.match(r"(Fra|Til|Emne|Dato):", lines[0]):
        lines.pop(0)
    body = "\n".join(lines).strip()
    if quoted is not None:
        said = "\n".join(f"> {line}".rstrip() for line in quoted.text.split("\n"))
        body += f"\n\nDen {quoted.day:%d.%m.%Y} skrev sagen:\n{said}"
    sender = next(iter(re.findall(r"[\w.]+@[\w.]+\w", document.text)), f"post@{DOMAIN}")
    head = [
        f"From: {sender}", f"To: sag@{DOMAIN}", "Subject: " + _encoded(document.title),
        f"Date: {format_datetime(datetime.combine(document.day, _NOON, _ZONE))}",
        f"Message-ID: <{document.key}@{DOMAIN}>", "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
    ]  # fmt: skip
    return ("\r\n".join(head) + "\r\n\r\n" + body.replace("\n", "\r\n") + "\r\n").encode()


def _encoded(words: str) -> str:
    from email.header import Header

    return Header(words, "utf-8").encode()


def as_pdf(document: InventedDocument) -> bytes:
    """Return a document as a PDF."""
    from signatur.solutions.disclosure.model.letters import to_pdf
    from signatur.solutions.disclosure.schema.letters import (
        Heading,
        Letter,
        Letterhead,
        LetterKind,
        Paragraph,
    )

    parts = [Paragraph(one.strip()) for one in document.text.split("\n\n") if one.strip()]
    letter = Letter(LetterKind.RECEIPT, document.title, (Heading(document.title, 1), *parts))
    return to_pdf(letter, Letterhead(authority="Havby Kommune", day=document.day))


def as_word(document: InventedDocument) -> bytes:
    """Return a document as a Word file."""
    from docx import Document

    made = Document()
    made.core_properties.author = ""
    made.add_heading(document.title, level=1)
    for one in document.text.split("\n\n"):
        made.add_paragraph(one.strip())
    file = io.BytesIO()
    made.save(file)
    return _same_each_time(file.getvalue())


def as_workbook(case: InventedCase) -> bytes:
    """Return the persons of a case as a workbook whose second sheet is hidden."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = "Oversigt"
    sheet.append(["Dato", "Dokument"])
    for document in case.documents:
        sheet.append([document.day.isoformat(), document.title])
    hidden = book.create_sheet("Kontakter")
    hidden.append(["Navn", "CPR", "Telefon"])
    for person in case.persons[:8]:
        hidden.append([person.full, f"{person.cpr[:6]}-{person.cpr[6:]}", person.phone])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return _same_each_time(file.getvalue())


def as_scan(document: InventedDocument) -> bytes:
    """Return the first page of a document as a picture, as a scanner gives it."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(as_pdf(document))
    picture = pdf[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    pdf.close()
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def as_archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return files as one archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date_time=_FIXED)
            archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _same_each_time(office_file: bytes) -> bytes:
    """Return an office file without the moment at which it was made."""
    with zipfile.ZipFile(io.BytesIO(office_file)) as source:
        parts = [(one, source.read(one)) for one in sorted(source.namelist())]
    return as_archive(
        [
            (
                name,
                _STAMP.sub(b"2026-01-01T00:00:00Z", content)
                if name.startswith("docProps")
                else content,
            )
            for name, content in parts
        ]
    )
