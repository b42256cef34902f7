"""PDF: the text layer where it is good, recognition where it is missing or garbage, page by page."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.pdf_forms import annotation_lines, xfa_text
from signatur.methods.documents.plain import text_page
from signatur.methods.documents.recognition import PAGE_DPI
from signatur.methods.documents.scans import Scans, doubt, scanned_page
from signatur.methods.documents.schema import Page, Problem, ProblemCode, TextSource
from signatur.methods.documents.task import Embedded, Finding, PageCount, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL import Image

    from signatur.methods.documents.task import Task

# Below this quality a text layer is held against what recognition sees on the page.
_GOOD_LAYER: Final = 0.8
# A page with fewer characters than this, or with no more than a stamp beside a picture that covers
# it, may be a scan to which the scanner's program added a line.
_FEW_CHARACTERS: Final = 60
_STAMP_CHARACTERS: Final = 300
_COVERING_SHARE: Final = 0.5
_OBJECTS_LOOKED_AT: Final = 300

_POINTS_PER_INCH: Final = 72
_LONGEST_SIDE_PIXELS: Final = 5_000
# A page so large that it could only be drawn coarser than this is not recognised.
_LEAST_DPI: Final = 60

_TAIL_BYTES: Final = 2_048
# pdfium writes U+FFFE for the hyphen at the end of a line: of a word that was split or, where a
# name or a number goes on, of one that has a hyphen.
_SPLIT_WORD: Final = re.compile("\ufffe(?=[a-zæøåäöüß])")


def read_pdf(task: Task) -> Iterator[Finding]:
    """Each page with its form fields and notes; attached files as parts."""
    import pypdfium2

    with opened(task) as document:
        if not has_end(task):
            yield Problem(ProblemCode.DAMAGED, "the end of the file is missing")
        try:
            document.init_forms()
        except pypdfium2.PdfiumError:
            yield Problem(ProblemCode.DAMAGED, "the form cannot be opened")
        count = len(document)
        if not count:
            raise Unreadable(ProblemCode.EMPTY, "no pages")
        yield PageCount(count)
        if form := xfa_text(document):
            yield text_page(form)
        else:
            yield from _pages(document, count, task)
        yield from _attachments(document, task)


@contextmanager
def opened(task: Task, *, first: Path | None = None) -> Iterator[Any]:
    """The document as pypdfium2 opens it, if need be after pikepdf has rebuilt its structure.

    `first` is a copy of the document to be opened instead, where it exists. Raises Unreadable
    (ENCRYPTED, EMPTY, or DAMAGED).
    """
    import pypdfium2

    copy = first if first is not None and first.exists() else None
    source = copy or task.content.path or task.content.read()
    _forget_last_error()
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY}:
            raise Unreadable(ProblemCode.ENCRYPTED, "a password is needed") from error
        document = _repaired(task)
    try:
        yield document
    finally:
        document.close()


def _forget_last_error() -> None:
    """Let no earlier file's locked door be blamed on the next.

    pdfium keeps the code of its last failure and leaves it standing where a file fails without one
    (a document without pages does); content that is no PDF at all sets it to a wrong format.
    """
    import pypdfium2

    with suppress(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(b"no PDF").close()


def _repaired(task: Task) -> Any:
    import pikepdf
    import pypdfium2

    path = task.scratch / "repaired.pdf"
    try:
        with task.content.open() as file, pikepdf.open(file, suppress_warnings=True) as document:
            if not document.pages:
                raise Unreadable(ProblemCode.EMPTY, "no pages")
            document.save(path)
        return pypdfium2.PdfDocument(path)
    except pikepdf.PasswordError as error:
        raise Unreadable(ProblemCode.ENCRYPTED, "a password is needed") from error
    except (pikepdf.PikepdfError, pypdfium2.PdfiumError, ValueError) as error:
        raise Unreadable(ProblemCode.DAMAGED, "beyond repair") from error


def has_end(task: Task) -> bool:
    """Whether the file ends as a PDF does; one that was cut may lack pages without saying so."""
    with task.content.open() as file:
        file.seek(max(0, task.content.size - _TAIL_BYTES))
        tail = file.read()
    return b"startxref" in tail or b"%%EOF" in tail


def _pages(document: Any, count: int, task: Task) -> Iterator[Finding]:
    import pypdfium2

    scans = Scans(task)
    for number in range(1, min(count, task.limits.pages) + 1):
        try:
            yield from _page(document, number, scans)
        except pypdfium2.PdfiumError:
            yield Problem(ProblemCode.DAMAGED, "the page cannot be opened", f"page {number}")
    yield from scans.problems()
    if count > task.limits.pages:
        yield Problem(ProblemCode.TOO_LARGE, f"{count} pages, {task.limits.pages} were read")


def _page(document: Any, number: int, scans: Scans) -> Iterator[Finding]:
    page = document[number - 1]
    try:
        layer = text_page(_layer_text(page, scans.task), number=number)
        chosen, problem = _chosen(page, layer, scans)
        if problem is not None:
            yield problem
        yield _with_notes(chosen, annotation_lines(document, page))
    finally:
        page.close()


def _chosen(page: Any, layer: Page, scans: Scans) -> tuple[Page, Problem | None]:
    """What the file says is on the page or what is seen on it, whichever holds more language."""
    if not _is_doubtful(page, layer):
        return layer, None
    image = _drawn(page, scans.task)
    if image is None:
        where = f"page {layer.number}"
        return layer, Problem(ProblemCode.TOO_LARGE, "the sheet is too large to draw", where)
    outcome = scans.read(image, layer.number)
    if outcome is None:
        return layer, doubt(layer) if layer.text else None
    seen = scanned_page(outcome, layer.number)
    better = max(seen, layer, key=lambda page: page.quality * len(page.text))
    return better, doubt(better)


def _with_notes(page: Page, notes: list[str]) -> Page:
    """The page with what was written on it later."""
    if page.text:
        return replace(page, text="\n\n".join(filter(None, (page.text, "\n".join(notes)))))
    if notes:
        return text_page("\n".join(notes), number=page.number)
    return replace(page, source=TextSource.NONE)


def _layer_text(page: Any, task: Task) -> str:
    layer = page.get_textpage()
    try:
        count = min(layer.count_chars(), task.limits.text_characters)
        text = layer.get_text_range(0, count) if count > 0 else ""
    finally:
        layer.close()
    return _SPLIT_WORD.sub("", text).replace("\ufffe", "-").strip()


def _is_doubtful(page: Any, layer: Page) -> bool:
    if len(layer.text) < _FEW_CHARACTERS or layer.quality < _GOOD_LAYER:
        return True
    return len(layer.text) < _STAMP_CHARACTERS and _is_covered_by_pictures(page)


def _is_covered_by_pictures(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    covered = 0.0
    for picture in islice(pictures, _OBJECTS_LOOKED_AT):
        left, bottom, right, top = picture.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered >= _COVERING_SHARE * width * height)


def _drawn(page: Any, task: Task) -> Image.Image | None:
    """The page in grey at the resolution for recognition, or less where the sheet is large."""
    width, height = (side / _POINTS_PER_INCH for side in page.get_size())
    area = max(width * height, 1e-6)
    dpi = min(
        PAGE_DPI,
        _LONGEST_SIDE_PIXELS / max(width, height, 1e-3),
        (task.limits.pixels / area) ** 0.5,
    )
    if dpi < _LEAST_DPI:
        return None
    image: Image.Image = page.render(scale=dpi / _POINTS_PER_INCH, grayscale=True).to_pil()
    return image.convert("L")


def _attachments(document: Any, task: Task) -> Iterator[Finding]:
    import pypdfium2

    count = document.count_attachments()
    for index in range(min(count, task.limits.parts)):
        path = task.scratch / f"attached-{index}"
        try:
            attachment = document.get_attachment(index)
            path.write_bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            problem = Problem(ProblemCode.DAMAGED, "an attached file cannot be taken out")
            yield Embedded(f"{index + 1}", None, problem)
        else:
            yield Embedded(attachment.get_name(), path)
    if count > task.limits.parts:
        yield Problem(ProblemCode.TOO_MANY_PARTS, f"{count} attached files")
