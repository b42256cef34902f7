"""The scanned pages of one document: recognised while pages, time and program allow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.quality import text_quality
from signatur.methods.documents.recognition import Recognised, ink_share, recognise
from signatur.methods.documents.schema import Page, Problem, ProblemCode, TextSource
from signatur.methods.documents.task import Unreadable

if TYPE_CHECKING:
    from PIL import Image

    from signatur.methods.documents.task import Task

_READABLE: Final = 0.5
# With less ink than the first a page is blank and not even tried; with less than the second, what
# shows no text is the shadow of an edge or the dust on a blank page.
_BLANK_SHARE: Final = 0.0003
_DUSTY_SHARE: Final = 0.01
_OFF: Final = Problem(ProblemCode.UNREADABLE_SCAN, "recognition is switched off")


@dataclass(slots=True)
class Scans:
    """Recognises page after page and remembers which ones had to be left unread, and why."""

    task: Task
    done: int = 0
    _unread: list[tuple[int, Problem]] = field(default_factory=list)
    _missing_program: Problem | None = None

    def read(self, image: Image.Image, number: int) -> Recognised | None:
        """The text on a picture of page `number`; None where it is blank or left unread."""
        ink = ink_share(image)
        if ink < _BLANK_SHARE:
            return None
        obstacle = self._obstacle()
        if obstacle is None and self.task.recogniser is not None:
            self.done += 1
            try:
                outcome = recognise(image, self.task.recogniser, self.task.deadline)
            except Unreadable as unreadable:
                obstacle = unreadable.problem
            else:
                return outcome if outcome.text or ink > _DUSTY_SHARE else None
        if obstacle is not None:
            self._unread.append((number, obstacle))
            if obstacle.code is ProblemCode.PROGRAM_MISSING:
                self._missing_program = obstacle
        return None

    def _obstacle(self) -> Problem | None:
        limit = self.task.limits.recognised_pages
        if self.task.recogniser is None:
            return _OFF
        if self.done >= limit:
            return Problem(ProblemCode.TOO_LARGE, f"{limit} pages at most are recognised")
        return self._missing_program

    def problems(self) -> list[Problem]:
        """One problem for each reason why pages were left unread."""
        pages: dict[Problem, list[int]] = {}
        for number, obstacle in self._unread:
            pages.setdefault(obstacle, []).append(number)
        unread = [
            Problem(obstacle.code, obstacle.detail, f"page {listed(numbers)}")
            for obstacle, numbers in pages.items()
        ]
        return [*self._wrong_language(), *unread]

    def _wrong_language(self) -> list[Problem]:
        """What to state where pages were read with the data of another language than wanted."""
        recogniser = self.task.recogniser
        if (
            not self.done
            or recogniser is None
            or (missing := recogniser.missing_language()) is None
        ):
            return []
        return [Problem(ProblemCode.PROGRAM_MISSING, f"{recogniser.program} language {missing}")]


def scanned_page(outcome: Recognised, number: int) -> Page:
    """A page as recognised; its quality is confidence times what in its text is like language."""
    quality = round(outcome.confidence * text_quality(outcome.text), 3)
    source = TextSource.RECOGNISED if outcome.text else TextSource.NONE
    return Page(number, outcome.text, source, quality)


def doubt(page: Page) -> Problem | None:
    """The problem to state beside a page whose text is hardly usable."""
    if page.quality >= _READABLE:
        return None
    is_layer = page.source is TextSource.TEXT_LAYER
    code = ProblemCode.GARBLED_TEXT if is_layer else ProblemCode.UNREADABLE_SCAN
    return Problem(code, f"quality {page.quality:.2f}", f"page {page.number}")


def listed(numbers: list[int]) -> str:
    """`1, 3-5`: ascending numbers with runs drawn together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)
