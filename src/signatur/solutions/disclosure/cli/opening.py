"""The one document that a command is given, and what of it could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import complain
from signatur.methods.documents import Content, ProblemCode
from signatur.methods.documents.laid_out import lay_out
from signatur.solutions.disclosure.cli.problems import lines_of
from signatur.solutions.disclosure.intake.incoming import ARCHIVES

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.documents import Recogniser
    from signatur.methods.documents.laid_out import LaidOut


def content_of(file: Path) -> Content:
    """Return what a file holds. Raises InputProblem where it cannot be opened."""
    try:
        return Content.from_path(file)
    except OSError as error:
        raise InputProblem(
            log=f"file: {error.strerror}",
            shown=_("The file %(name)s cannot be read.", name=str(file)),
        ) from error


def laid_out_of(
    original: Content, name: str, recogniser: Recogniser | None, scratch: Path
) -> LaidOut:
    """Return a document laid out, and say on the terminal what of it could not be read.

    Raises InputProblem for an archive, and for a document of which no page can be shown.
    """
    laid = lay_out(original, recogniser=recogniser, name=name, scratch=scratch)
    if laid.media_type in ARCHIVES:
        raise InputProblem(
            log="an archive",
            shown=_(
                "The file %(name)s holds other files. Each of them is released by itself; `find` tells "
                "what lies in it.", name=name,
            ),
        )  # fmt: skip
    if any(problem.code is ProblemCode.ENCRYPTED for problem in laid.problems) and not laid.pages:
        raise InputProblem(
            log="locked",
            shown=_(
                "The file %(name)s is locked with a password. Unlock it and try again.", name=name
            ),
        )
    # Nothing was found in what could not be read: a person must go through it.
    for line in lines_of(laid.problems):
        complain(line)
    if laid.view is None or not laid.pages:
        raise InputProblem(
            log="cannot be laid out",
            shown=_(
                "No page of the file %(name)s can be shown, so nothing can be released from it.",
                name=name,
            ),
        )
    return laid
