"""Office files as PDF through LibreOffice: a process and a profile of its own for each, bounded in time.

No macros run and nothing is fetched: the package is frozen first (see `freezing`), and the profile
has a proxy at which nobody answers.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out.views.freezing import frozen_package
from signatur.methods.documents.laid_out.views.old_fields import freeze_fields
from signatur.methods.documents.legacy import safe_profile
from signatur.methods.documents.packages import package
from signatur.methods.documents.programs import LIBREOFFICE
from signatur.methods.documents.schema import ProblemCode
from signatur.methods.documents.sniff import DOCX, ODP, ODS, ODT, PPTX, XLSX
from signatur.methods.documents.started import end_group, leading
from signatur.methods.documents.task import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.methods.documents.task import Task

_ENDINGS: Final[Mapping[str, str]] = {
    DOCX: "docx", PPTX: "pptx", XLSX: "xlsx", ODT: "odt", ODP: "odp", ODS: "ods",
    "application/msword": "doc", "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls", "application/vnd.ms-powerpoint": "ppt",
}  # fmt: skip
MODERN: Final[Mapping[str, tuple[str, str]]] = {
    "application/msword": (DOCX, "docx:MS Word 2007 XML"),
    "application/rtf": (DOCX, "docx:MS Word 2007 XML"),
    "application/vnd.ms-excel": (XLSX, "xlsx:Calc MS Excel 2007 XML"),
    "application/vnd.ms-powerpoint": (PPTX, "pptx:Impress MS PowerPoint 2007 XML"),
}
"""What an old format is turned into before it is read."""
_EXPORTS: Final[Mapping[str, str]] = {
    DOCX: "writer_pdf_Export", ODT: "writer_pdf_Export",
    PPTX: "impress_pdf_Export", ODP: "impress_pdf_Export",
}  # fmt: skip
# Comments, hidden slides and forms that can be filled in have no place in what is looked at.
_WISHES: Final = (
    '{"ExportNotes":{"type":"boolean","value":"false"},'
    '"ExportNotesInMargin":{"type":"boolean","value":"false"},'
    '"ExportNotesPages":{"type":"boolean","value":"false"},'
    '"ExportHiddenSlides":{"type":"boolean","value":"false"},'
    '"ExportFormFields":{"type":"boolean","value":"false"},'
    '"ExportBookmarks":{"type":"boolean","value":"false"},'
    '"UseTaggedPDF":{"type":"boolean","value":"false"}}'
)
# Fields of old formats that fetch; overwritten in place, in the one and the other width of letters.
_FETCHING: Final = (b"INCLUDEPICTURE", b"INCLUDETEXT", b"DDEAUTO", b"IMPORT ", b"RD \\f")
_SHORTEST_S: Final = 5.0


def is_convertible(media_type: str) -> bool:
    """Whether LibreOffice is there, with the component that makes pages of this format."""
    program = LIBREOFFICE.path()
    if program is None or media_type not in _EXPORTS:
        return False
    library = "sd" if _EXPORTS[media_type].startswith("impress") else "sw"
    folder = Path(program).resolve().parent
    places = (folder, folder.parent / "Frameworks")
    return any(any(place.glob(f"*{library}lo.*")) for place in places)


def pages_of(task: Task) -> Content:
    """Return a text document or a presentation (docx, odt, pptx, odp) as PDF.

    Raises:
        Unreadable: DAMAGED, ENCRYPTED, TIMED_OUT, TOO_LARGE, or PROGRAM_MISSING.
    """
    ending = _ENDINGS[task.media_type]
    with tempfile.TemporaryDirectory(prefix="office-", dir=task.scratch) as name:
        folder = Path(name)
        source = folder / f"original.{ending}"
        with package(task) as archive:
            frozen_package(archive, source, task)
        made = _converted(source, f"pdf:{_EXPORTS[task.media_type]}:{_WISHES}", "pdf", folder, task)
        kept = Path(tempfile.mkdtemp(prefix="view-", dir=task.scratch)) / "view.pdf"
        made.replace(kept)
    return Content.from_path(kept)


def modern(task: Task) -> Content:
    """Return an old office file or rich text as the Office Open XML file that holds the same.

    Raises:
        Unreadable: DAMAGED, TIMED_OUT, or PROGRAM_MISSING.
    """
    _, export = MODERN[task.media_type]
    ending = export.partition(":")[0]
    with tempfile.TemporaryDirectory(prefix="office-", dir=task.scratch) as name:
        folder = Path(name)
        source = folder / f"original.{_ENDINGS[task.media_type]}"
        source.write_bytes(_without_fetching(task.content.read()))
        freeze_fields(source)
        made = _converted(source, export, ending, folder, task)
        kept = Path(tempfile.mkdtemp(prefix="modern-", dir=task.scratch)) / f"modern.{ending}"
        made.replace(kept)
    return Content.from_path(kept)


def _without_fetching(data: bytes) -> bytes:
    for word in _FETCHING:
        wide = word.decode("ascii").encode("utf-16-le")
        blank = re.sub(rb"[A-Z]", b"X", word)
        data = data.replace(word, blank)
        data = data.replace(wide, blank.decode("ascii").encode("utf-16-le"))
    return data


def _converted(source: Path, export: str, ending: str, folder: Path, task: Task) -> Path:
    program = LIBREOFFICE.path()
    if program is None:
        raise Unreadable(ProblemCode.PROGRAM_MISSING, LIBREOFFICE.name)
    target = folder / "converted"
    command = (
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation={safe_profile(folder).as_uri()}",
        "--convert-to", export, "--outdir", str(target), str(source),
    )  # fmt: skip
    _run(command, max(_SHORTEST_S, task.deadline.remaining_s))
    made = target / f"{source.stem}.{ending}"
    if not made.exists():
        raise Unreadable(ProblemCode.DAMAGED, f"{LIBREOFFICE.name} could not open it")
    return made


def _run(command: tuple[str, ...], seconds: float) -> None:
    """Run LibreOffice, whose program starts another one: both end when the time is up."""
    with subprocess.Popen(  # noqa: S603 (a program found by name, fixed arguments)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process, leading(process):  # fmt: skip
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            end_group(process.pid)
            process.wait()
            raise Unreadable(ProblemCode.TIMED_OUT, LIBREOFFICE.name) from error
