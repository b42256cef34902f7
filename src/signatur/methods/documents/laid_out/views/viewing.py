"""From a file that is neither PDF nor picture to pages, and to what no page shows."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.schema import Origin, View
from signatur.methods.documents.laid_out.views.blocks import Block, Heading, Paragraph, Table
from signatur.methods.documents.laid_out.views.embedded import parts_of, wide_strings
from signatur.methods.documents.laid_out.views.grids import (
    grid_blocks,
    hide_surplus,
    tell_hidden,
)
from signatur.methods.documents.laid_out.views.mail import mail_view, text_blocks
from signatur.methods.documents.laid_out.views.odf_sheets import is_encrypted, read_odf_sheets
from signatur.methods.documents.laid_out.views.office import (
    MODERN,
    is_convertible,
    modern,
    pages_of,
)
from signatur.methods.documents.laid_out.views.packages import hidden_styles, read_hidden
from signatur.methods.documents.laid_out.views.plain import (
    leave_rich_text,
    plain_blocks,
    tell_rich_text,
)
from signatur.methods.documents.laid_out.views.seen import Ledger, pdf_text
from signatur.methods.documents.laid_out.views.story import story_blocks
from signatur.methods.documents.laid_out.views.typesetting import typeset_blocks
from signatur.methods.documents.laid_out.views.workbooks import read_workbook
from signatur.methods.documents.packages import package
from signatur.methods.documents.programs import LIBREOFFICE
from signatur.methods.documents.rtf import read_rtf
from signatur.methods.documents.schema import Page, Problem, ProblemCode
from signatur.methods.documents.sniff import (
    BINARY,
    DOCX,
    EMPTY,
    ENCRYPTED_OFFICE,
    ODP,
    ODS,
    ODT,
    PPTX,
    XLSX,
)
from signatur.methods.documents.task import Deadline, Task, Unreadable
from signatur.methods.documents.zips import ZIP_ERRORS

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.schema import Limits, Part

MAIL: Final = frozenset({"message/rfc822", "application/mbox", "application/vnd.ms-outlook",
                         "application/vnd.ms-tnef", "application/pkcs7-mime"})  # fmt: skip
PLAIN: Final = frozenset({
    "application/json", "application/xml", "image/svg+xml", "text/calendar", "text/csv", "text/html",
    "text/plain", "text/vcard",
})  # fmt: skip
_PACKAGES: Final = frozenset({DOCX, PPTX, XLSX, ODT, ODP, ODS})
_SHEETS: Final = frozenset({XLSX, ODS})
VIEWED: Final = MAIL | PLAIN | _PACKAGES | frozenset(MODERN)
"""Media types of which `view_of` makes pages."""
_OLD_PROPERTIES: Final = (
    "title", "subject", "author", "keywords", "comments", "template", "last_saved_by", "manager",
    "company", "category",
)  # fmt: skip
_OLD_STREAMS: Final = frozenset({"WordDocument", "Workbook", "Book", "PowerPoint Document"})
# Beyond Latin letters and the punctuation of letters; the font that is always there has these.
_UNCOMMON: Final = re.compile("[^\u0000-\u024f\u2010-\u203a\u20ac\u2190-\u2193\u200b]")
_MOST_SHOWN_CELLS: Final = 60_000
_SMALL_TYPE: Final = 7.0


@dataclass(slots=True)
class _Making:
    """What has come of one file so far."""

    task: Task
    ledger: Ledger = field(default_factory=Ledger)
    pdf: Content | None = None
    blocks: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_wide: bool = False


def view_of(content: Content, *, media_type: str, name: str, limits: Limits, scratch: Path) -> View:
    """Make pages of a file that is neither PDF nor picture, and tell what they do not show.

    Args:
        content: The bytes.
        media_type: What they are, as `sniff` says; see `VIEWED` for what is known here.
        name: The name of the file, for the title of the PDF.
        limits: What it may cost; LibreOffice has `limits.seconds`.
        scratch: An existing folder of the caller, in which the PDF and the parts stay.

    Returns:
        The view. Its `pdf` is None where nothing could be shown, and `problems` say why; nothing is
        raised for bad content.

    Raises:
        OSError: The content cannot be read, or the scratch folder cannot be written.
    """
    folder = Path(tempfile.mkdtemp(prefix="viewing-", dir=scratch))
    task = Task(
        content=content, media_type=media_type, limits=limits, scratch=folder, name=name,
        deadline=Deadline.after(limits.seconds),
    )  # fmt: skip
    making = _Making(task)
    try:
        _make(making)
    except Unreadable as unreadable:
        making.problems.append(unreadable.problem)
    except (MemoryError, RecursionError):
        making.problems.append(Problem(ProblemCode.TOO_LARGE, "takes more than it may"))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 (a fault of ours costs one document, not the case)
        making.problems.append(Problem(ProblemCode.READER_FAILED, type(error).__name__))
    _set(making)
    shown = pdf_text(making.pdf) if making.pdf is not None else ""
    hidden = making.ledger.settle(shown)
    if making.ledger.is_full:
        making.problems.append(Problem(ProblemCode.TOO_LARGE, "more is hidden than is told"))
    problems = tuple(dict.fromkeys(making.problems))
    return View(making.pdf, hidden, tuple(making.parts), problems)


def _make(making: _Making) -> None:
    media_type = making.task.media_type
    if media_type == EMPTY or not making.task.content.size:
        raise Unreadable(ProblemCode.EMPTY, "no bytes")
    if media_type == ENCRYPTED_OFFICE:
        raise Unreadable(ProblemCode.ENCRYPTED, "a password is needed")
    if making.task.content.size > making.task.limits.part_bytes:
        raise Unreadable(ProblemCode.TOO_LARGE, f"{making.task.content.size} bytes")
    if media_type in MAIL:
        _make_mail(making)
    elif media_type in PLAIN:
        making.blocks, problems = plain_blocks(making.task, making.ledger)
        making.problems.extend(problems)
        making.is_wide = media_type == "text/csv"
    elif media_type in _PACKAGES:
        _make_package(making)
    elif media_type in MODERN:
        _make_old(making)
    else:
        raise Unreadable(ProblemCode.UNKNOWN_FORMAT, media_type or BINARY)


def _make_mail(making: _Making) -> None:
    task = making.task
    making.blocks, making.parts, problems = mail_view(
        task.content, name=task.name, limits=task.limits, scratch=task.scratch, ledger=making.ledger
    )
    making.problems.extend(problems)


def _make_package(making: _Making) -> None:
    task = making.task
    with package(task) as archive:
        if "opendocument" in task.media_type and is_encrypted(archive):
            raise Unreadable(ProblemCode.ENCRYPTED, "a password is needed")
        making.problems.extend(read_hidden(archive, task, making.ledger))
        making.parts.extend(parts_of(archive, task))
        if task.media_type in _SHEETS:
            _make_sheets(making, archive)
            return
        if not is_convertible(task.media_type):
            making.blocks = _story(archive, task)
            detail = f"{LIBREOFFICE.name}: set without its layout"
            making.problems.append(Problem(ProblemCode.PROGRAM_MISSING, detail))
            return
    try:
        making.pdf = pages_of(task)
    except Unreadable as unreadable:
        making.problems.append(unreadable.problem)
        with package(task) as archive:
            making.blocks = _story(archive, task)


def _story(archive: zipfile.ZipFile, task: Task) -> list[Block]:
    return story_blocks(archive, task, hidden_styles(archive, task))


def _make_sheets(making: _Making, archive: zipfile.ZipFile) -> None:
    read = read_workbook if making.task.media_type == XLSX else read_odf_sheets
    try:
        grids, problems = read(archive, making.task)
    except ZIP_ERRORS as error:
        raise Unreadable(ProblemCode.DAMAGED, type(error).__name__) from error
    making.problems.extend(problems)
    if hide_surplus(grids, _MOST_SHOWN_CELLS):
        detail = f"over {_MOST_SHOWN_CELLS} cells: the rest is searched, but not shown"
        making.problems.append(Problem(ProblemCode.TOO_LARGE, detail))
    tell_hidden(grids, making.ledger)
    for grid in grids:
        making.ledger.note_known(text for cells in grid.cells.values() for text in cells.values())
    making.blocks = grid_blocks(grids)
    making.is_wide = True


def _make_old(making: _Making) -> None:
    """An old format by way of today's; what only the old file says is told as well."""
    task = making.task
    if task.media_type == "application/rtf":
        tell_rich_text(task.content.read(), making.ledger)
    else:
        _tell_old_properties(making)
    try:
        content = modern(task)
    except Unreadable as unreadable:
        if task.media_type != "application/rtf":
            raise
        if unreadable.problem.code is not ProblemCode.PROGRAM_MISSING:
            making.problems.append(unreadable.problem)
        pages = [found.text for found in read_rtf(task) if isinstance(found, Page)]
        making.blocks = list(text_blocks(pages[0])) if pages else []
        for page in pages[1:]:
            making.ledger.tell(Origin.COMMENT, "comment", page)
        leave_rich_text(task.content.read(), making.ledger)
        return
    making.task = replace(task, content=content, media_type=MODERN[task.media_type][0])
    _make_package(making)


def _tell_old_properties(making: _Making) -> None:
    import olefile

    try:
        with making.task.content.open() as file, olefile.OleFileIO(file) as compound:
            if compound.exists("EncryptedSummary"):
                raise Unreadable(ProblemCode.ENCRYPTED, "a password is needed")
            about = compound.get_metadata()
            for key in _OLD_PROPERTIES:
                value = getattr(about, key, None)
                text = value.decode("cp1252", "replace") if isinstance(value, bytes) else value
                if isinstance(text, str):
                    making.ledger.tell(Origin.PROPERTY, "document properties", text)
            for path in compound.listdir():
                if path[-1] in _OLD_STREAMS:
                    for text in wide_strings(compound.openstream(path).read()):
                        making.ledger.leave("stream", text)
    except (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError):
        return


def _set(making: _Making) -> None:
    """Set the blocks as a PDF, and leave their text to be checked against what came out."""
    if making.pdf is not None or not making.blocks:
        if making.pdf is None and not making.problems:
            making.problems.append(Problem(ProblemCode.EMPTY, "no text"))
        return
    size = _SMALL_TYPE if making.is_wide else 10.0
    try:
        making.pdf = typeset_blocks(
            making.blocks, scratch=making.task.scratch, title=making.task.name,
            is_wide=making.is_wide, size=size,
        )  # fmt: skip
    except RuntimeError as error:
        making.problems.append(Problem(ProblemCode.READER_FAILED, type(error).__name__))
    for text in _texts(making.blocks):
        if _UNCOMMON.search(text):
            making.ledger.leave("signs that no font shows", text)


def _texts(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(text) | Paragraph(text):
                yield text
            case Table(rows):
                yield from (" ".join(row) for row in rows)
            case _:
                pass
