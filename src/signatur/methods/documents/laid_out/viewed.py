"""Making the view of a file in a process of its own: a workbook or a mail may be made to take all memory.

What came of it is handed over as files of the scratch folder, of which `view.json` tells.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out.schema import View
from signatur.methods.documents.laid_out.sheaf import Sheaf
from signatur.methods.documents.schema import Document, Part, Problem, ProblemCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.methods.documents.pool import ChildPool
    from signatur.methods.documents.task import Finding, Task

LAID_VIEW: Final = "view; laid-out"
_ASKED: Final = "asked.json"
_TOLD: Final = "view.json"


def view_apart(task: Task, media_type: str, pool: ChildPool) -> View:
    """The view of a file of this media type, made by a process of the pool; see `views.view_of`.

    `task` is of the kind `LAID_VIEW`; its scratch folder is empty and keeps the PDF and the parts.
    """
    (task.scratch / _ASKED).write_text(json.dumps(media_type), "utf-8")
    findings, _seconds = pool.read(task)
    problems = tuple(finding for finding in findings if isinstance(finding, Problem))
    if not (task.scratch / _TOLD).exists():
        failed = Problem(ProblemCode.READER_FAILED, "no view was made")
        return View(None, problems=problems or (failed,))
    told = json.loads((task.scratch / _TOLD).read_text("utf-8"))
    return View(
        _content(told["pdf"], task.scratch),
        Sheaf(task.scratch).hidden(),
        tuple(_part(part, task.scratch) for part in told["parts"]),
        (*map(_problem, told["problems"]), *problems),
    )


def lay_view(task: Task) -> Iterator[Finding]:
    """Make the view that `view_apart` asks for, in the process that reads."""
    from signatur.methods.documents.laid_out.views import view_of

    media_type = json.loads((task.scratch / _ASKED).read_text("utf-8"))
    limits = replace(task.limits, seconds=max(1.0, task.deadline.remaining_s))
    view = view_of(
        task.content, media_type=media_type, name=task.name, limits=limits, scratch=task.scratch
    )
    Sheaf(task.scratch).add_hidden(view.hidden)
    told = {
        "pdf": _told_content(view.pdf, task.scratch, "shown.pdf"),
        "parts": [
            _told_part(part, task.scratch, f"part-{number}")
            for number, part in enumerate(view.parts)
        ],
        "problems": list(map(asdict, view.problems)),
    }
    # Whole or not at all: what a process left half written is no view.
    (task.scratch / f"{_TOLD}.new").write_text(json.dumps(told), "utf-8")
    (task.scratch / f"{_TOLD}.new").replace(task.scratch / _TOLD)
    yield from ()


def _told_part(part: Part, folder: Path, file: str) -> dict[str, Any]:
    return {
        "name": part.name,
        "media_type": part.document.media_type,
        "problems": list(map(asdict, part.document.problems)),
        "content": _told_content(part.content, folder, file),
    }


def _told_content(content: Content | None, folder: Path, file: str) -> dict[str, Any] | None:
    if content is None:
        return None
    path = content.path
    # Bytes are written out; so is the file itself where a part is all of it, which lies elsewhere.
    if path is None or not path.is_relative_to(folder):
        path = folder / file
        path.write_bytes(content.read())
    return {
        "path": str(path.relative_to(folder)), "size": content.size, "sha256": content.sha256,
    }  # fmt: skip


def _part(told: dict[str, Any], folder: Path) -> Part:
    document = Document(told["media_type"], problems=tuple(map(_problem, told["problems"])))
    return Part(told["name"], document, _content(told["content"], folder))


def _content(told: dict[str, Any] | None, folder: Path) -> Content | None:
    if told is None:
        return None
    return Content(size=told["size"], sha256=told["sha256"], path=folder / told["path"])


def _problem(told: dict[str, str]) -> Problem:
    return Problem(ProblemCode(told["code"]), told["detail"], told["where"])
