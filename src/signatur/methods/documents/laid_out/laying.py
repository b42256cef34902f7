"""Laying out a document of any kind, in processes of its own, whatever it holds."""

from __future__ import annotations

import json
import math
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out.appending import JOINED
from signatur.methods.documents.laid_out.blanking import with_blanks
from signatur.methods.documents.laid_out.pages import (
    LAID_PDF,
    LAID_PICTURE,
    PICTURE_VIEW,
    PLAN,
    SWEPT,
)
from signatur.methods.documents.laid_out.schema import UNREAD, LaidOut, LaidPage, View
from signatur.methods.documents.laid_out.sheaf import Bound, Sheaf
from signatur.methods.documents.laid_out.viewed import LAID_VIEW, view_apart
from signatur.methods.documents.names import shown_name
from signatur.methods.documents.pool import ChildPool
from signatur.methods.documents.schema import Document, Limits, Part, Problem, ProblemCode
from signatur.methods.documents.sniff import EMPTY, ENCRYPTED_OFFICE, sniff
from signatur.methods.documents.task import Deadline, Embedded, PageCount, Task

if TYPE_CHECKING:
    from signatur.methods.documents.recognition import Recogniser

LIMITS: Final = Limits(
    message_bytes=1_000_000_000,
    part_bytes=1_000_000_000,
    parts=5_000,
    unpacked_bytes=4_000_000_000,
    text_characters=60_000_000,
    pages=10_000,
    recognised_pages=10_000,
    seconds=6 * 3600.0,
    child_memory_bytes=2_500_000_000,
)
"""For the documents of a case, which are laid out once, in the background, to the last page."""

PDF: Final = "application/pdf"
_MOST_DEATHS: Final = 12
_VIEW_SECONDS: Final = 3600.0
"""For making pages of a file that has none; no page can be seen before it is done."""
_REPAIRED: Final = "repaired.pdf"


def lay_out(
    content: Content,
    *,
    limits: Limits = LIMITS,
    recogniser: Recogniser | None,
    name: str = "",
    declared_type: str = "",
    pool: ChildPool | None = None,
    scratch: Path | None = None,
) -> LaidOut:
    """One text of a document in which every character knows its place, with what the file hides.

    Args:
        content: The bytes. What kind of file they are is told from them alone, as far as possible.
        limits: What it may cost; `limits.pages` pages at most.
        recogniser: The program for scans and pictures; None leaves them unread, and states so.
        name: The name of the file, a hint only.
        declared_type: The media type that came with it; a hint only.
        pool: Where the work is done; without one, a process is started for this document.
        scratch: A folder of the caller in which the view, parts and large arrays stay; without it
            the view is held in memory and parts have no bytes.

    Returns:
        The document. Nothing is raised for bad content: what went wrong stands in `problems`.

    Raises:
        OSError: The content cannot be opened, or the folder cannot be written to.
    """
    with ExitStack() as cleanup:
        if scratch is None:
            folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="signatur-")))
        else:
            folder = Path(tempfile.mkdtemp(prefix="laid-out-", dir=scratch))
        if pool is None:
            pool = cleanup.enter_context(ChildPool(size=1))
        media_type = sniff(content, name=name, declared_type=declared_type)
        laid = _Laying(limits, recogniser, pool, folder, name).lay(content, media_type)
        return laid if scratch is not None else _in_memory(laid)


def _in_memory(laid: LaidOut) -> LaidOut:
    """The same without files: they are about to go."""
    import numpy as np

    view = laid.view
    if view is not None and view.path is not None:
        view = Content.from_bytes(view.read())
    parts = tuple(replace(part, content=None) for part in laid.parts)
    return replace(laid, view=view, parts=parts, boxes=np.array(laid.boxes))


class _Laying:
    """Lays out one document; holds what all of its steps need."""

    def __init__(
        self,
        limits: Limits,
        recogniser: Recogniser | None,
        pool: ChildPool,
        folder: Path,
        name: str,
    ) -> None:
        self._limits = limits
        self._recogniser = recogniser
        self._pool = pool
        self._folder = folder
        self._name = name
        self._deadline = Deadline.after(limits.seconds)

    def lay(self, content: Content, media_type: str) -> LaidOut:
        refusal = self._refusal(content, media_type)
        if refusal is not None:
            return nothing(media_type, refusal)
        view = self._view(content, media_type)
        if view.pdf is None and not view.hidden:
            return replace(nothing(media_type, *view.problems), parts=view.parts)
        return self._laid(view, media_type)

    def _refusal(self, content: Content, media_type: str) -> Problem | None:
        if media_type == EMPTY or not content.size:
            return Problem(ProblemCode.EMPTY, "no bytes")
        if media_type == ENCRYPTED_OFFICE:
            return Problem(ProblemCode.ENCRYPTED, "a password is needed")
        if content.size > self._limits.part_bytes:
            detail = f"{content.size} bytes, {self._limits.part_bytes} at most are read"
            return Problem(ProblemCode.TOO_LARGE, detail)
        return None

    def _view(self, content: Content, media_type: str) -> View:
        if media_type == PDF:
            return View(content)
        if media_type.startswith("image/") and media_type != "image/svg+xml":
            return self._picture_view(content)
        scratch = self._folder / "view"
        scratch.mkdir()
        task = self._task(content, LAID_VIEW, scratch, most_s=_VIEW_SECONDS)
        return view_apart(task, media_type, self._pool)

    def _picture_view(self, content: Content) -> View:
        scratch = self._folder / "picture"
        scratch.mkdir()
        findings, _ = self._pool.read(self._task(content, LAID_PICTURE, scratch))
        problems = tuple(finding for finding in findings if isinstance(finding, Problem))
        path = scratch / PICTURE_VIEW
        pdf = Content.from_path(path) if path.exists() else None
        return View(pdf, Sheaf(scratch).hidden(), problems=problems)

    def _task(
        self, content: Content, kind: str, scratch: Path, *, most_s: float = math.inf
    ) -> Task:
        return Task(
            content=content,
            media_type=kind,
            limits=self._limits,
            scratch=scratch,
            name=self._name,
            recogniser=self._recogniser,
            deadline=Deadline.after(max(1.0, min(most_s, self._deadline.remaining_s))),
        )

    def _laid(self, view: View, media_type: str) -> LaidOut:
        scratch = self._folder / "pages"
        scratch.mkdir()
        sheaf = Sheaf(scratch)
        sheaf.add_hidden(view.hidden)
        pdf = view.pdf if view.pdf is not None else _empty_page(scratch)
        is_view = media_type != PDF
        if is_view:
            (scratch / SWEPT).touch()  # what a PDF of our own holds beside its pages is ours
        is_picture = media_type.startswith("image/")
        plan = {"checks_fonts": not is_view or is_picture}
        problems, parts = self._pages(pdf, scratch, sheaf, plan)
        bound = sheaf.bound()
        shown = next(
            (Content.from_path(path) for path in (scratch / JOINED, scratch / _REPAIRED)
             if path.exists()), pdf,
        )  # fmt: skip
        bound, shown_or_none = _matching(bound, shown, has_joined=(scratch / JOINED).exists())
        if shown_or_none is not None and any(page.confidence == UNREAD for page in bound.pages):
            shown_or_none = with_blanks(shown_or_none, bound.pages, self._folder)
        return LaidOut(
            media_type, bound.text, bound.pages, bound.stretches(), bound.boxes, shown_or_none,
            (*view.problems, *problems), (*view.parts, *parts),
        )  # fmt: skip

    def _pages(
        self, pdf: Content, scratch: Path, sheaf: Sheaf, plan: dict[str, bool]
    ) -> tuple[list[Problem], list[Part]]:
        """Let the pages be laid out; a page that a process dies on is left out, the others go on."""
        problems: list[Problem] = []
        parts: list[Part] = []
        skip: list[int] = []
        for _ in range(_MOST_DEATHS):
            (scratch / PLAN).write_text(json.dumps({**plan, "skip": skip}))
            findings, _seconds = self._pool.read(self._task(pdf, LAID_PDF, scratch))
            count = max((item.count for item in findings if isinstance(item, PageCount)), default=0)
            parts += [_part(item) for item in findings if isinstance(item, Embedded)]
            told = [item for item in findings if isinstance(item, Problem)]
            if not told or not _is_death(told[-1]) or self._deadline.is_passed:
                return problems + told, parts
            problems += told[:-1]
            if not (scratch / SWEPT).exists():
                plan["sweeps"] = False
                problems.append(replace(told[-1], where="what lies beside the pages"))
            elif (skip and skip[-1] == sheaf.begun() + 1) or (count and sheaf.begun() >= count):
                plan["appends"] = False
                problems.append(replace(told[-1], where="what the file hides"))
            else:
                skip.append(sheaf.begun() + 1)
        return [*problems, Problem(ProblemCode.READER_FAILED, "too many pages fail")], parts


def _is_death(problem: Problem) -> bool:
    return problem.code is ProblemCode.READER_FAILED and problem.detail.startswith(
        "the reader died"
    )


def _part(embedded: Embedded) -> Part:
    problems = (embedded.problem,) if embedded.problem is not None else ()
    if embedded.path is None:
        return Part(shown_name(embedded.name), Document("", problems=problems))
    content = Content.from_path(embedded.path)
    kind = sniff(content, name=embedded.name)
    return Part(shown_name(embedded.name), Document(kind, problems=problems), content)


def _matching(bound: Bound, shown: Content, *, has_joined: bool) -> tuple[Bound, Content | None]:
    """The view only where there are pages; appendix pages only where the view has them."""
    if not bound.pages:
        return bound, None
    if has_joined or not any(page.is_appendix for page in bound.pages):
        return bound, shown
    kept = tuple(page for page in bound.pages if not page.is_appendix)
    end = kept[-1].end if kept else 0
    return Bound(bound.text[:end], bound.boxes[:end], bound.origins[:end], kept), shown


def _empty_page(scratch: Path) -> Content:
    """A PDF of one blank page, for files of which only hidden text is known."""
    import pikepdf

    path = scratch / "blank.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595.28, 841.89))
        pdf.save(path)
    return Content.from_path(path)


def nothing(media_type: str, *problems: Problem) -> LaidOut:
    """A document of which nothing can be shown."""
    import numpy as np

    pages: tuple[LaidPage, ...] = ()
    return LaidOut(media_type, "", pages, (), np.zeros((0, 4), np.float32), None, problems)
