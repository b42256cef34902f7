"""Looking at the pictures of a document's pages, and reading them where no text explains the ink."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out import ink
from signatur.methods.documents.laid_out.comparing import (
    LEAST_SAMPLE,
    agreements,
    contradictions,
    letters_in,
)
from signatur.methods.documents.laid_out.page import mark_unseen
from signatur.methods.documents.laid_out.recognised import Word, recognise_words
from signatur.methods.documents.laid_out.regions import (
    Seen,
    besides,
    by_region,
    downwards,
    fingerprint,
    moved,
    only,
    scaled,
    seen,
    share,
)
from signatur.methods.documents.laid_out.schema import Box, Origin
from signatur.methods.documents.recognition import PAGE_DPI
from signatur.methods.documents.scans import listed
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Unreadable

if TYPE_CHECKING:
    from PIL import Image

    from signatur.methods.documents.laid_out.characters import Characters
    from signatur.methods.documents.laid_out.page import PageText
    from signatur.methods.documents.task import Task

_POINTS_PER_INCH: Final = 72
_LONGEST_SIDE_PIXELS: Final = 5_000
_LEAST_DPI: Final = 60
# Up to this share of a page, ink is taken for scattered words: letterheads, stamps, logos.
_SCATTERED_SHARE: Final = 0.2
_REMEMBERED: Final = 200


@dataclass(slots=True)
class Looking:
    """Recognises for the pages of one document, and remembers what it has seen and what it left."""

    task: Task
    checks_fonts: bool = True
    """Whether fonts may draw other letters than they tell; those of our own views do not."""
    done: int = 0
    left_unread: bool = False
    """Whether the page last looked at has ink that nobody read."""
    _unread: list[tuple[int, Problem]] = field(default_factory=list)
    _missing: Problem | None = None
    _known: dict[bytes, tuple[Word, ...]] = field(default_factory=dict)
    fonts: dict[tuple[int, str], bool] = field(default_factory=dict)
    """The fonts that were tried; True where they draw other letters than they tell."""

    def read_regions(
        self, page: Any, number: int, characters: Characters, glance: ink.Glance,
        regions: tuple[Box, ...], *, is_scan: bool, explained: Any,
    ) -> list[Seen]:  # fmt: skip
        """What stands in these regions of the page, drawn without its text; in all of a scan.

        Words in the boxes of `explained` are known already and left out.
        """
        self.left_unread = False
        keys = {region: fingerprint(region, glance) for region in regions}
        new = [region for region in regions if keys[region] not in self._known]
        found: dict[Box, tuple[Word, ...]] = {}
        for region in regions:
            if keys[region] in self._known:
                found[region] = tuple(moved(self._known[keys[region]], region))
        if new:
            if is_scan or share(new, page.get_size()) >= _SCATTERED_SHARE:
                # The words of a page in the order in which they are read, whatever region they lie in.
                words = besides(self._recognised(page, number, characters, None), explained)
                return [whole] if (whole := seen(words)) is not None else []
            found |= by_region(self._recognised(page, number, characters, new), new)
            if not self.left_unread and len(self._known) < _REMEMBERED:
                for region in new:
                    words = tuple(moved(found.get(region, ()), region, back=True))
                    self._known[keys[region]] = words
        read = (seen(found.get(region, ())) for region in regions)
        return [piece for piece in read if piece is not None]

    def _recognised(
        self, page: Any, number: int, characters: Characters, regions: list[Box] | None
    ) -> tuple[Word, ...]:
        """The words in some regions of the page, or on all of it, drawn without its text."""
        with ink.without_text(characters.drawn):
            drawn = self.draw(page, number)
        if drawn is None:
            return ()
        image, scale = drawn
        if regions is not None:
            image = only(image, regions, scale)
        words = self._read(image, number, is_scattered=regions is not None)
        if regions is not None:
            words = downwards(words)
        return tuple(scaled(word, 1 / scale) for word in words)

    def draw(self, page: Any, number: int) -> tuple[Image.Image, float] | None:
        """The page in grey for recognition, and its pixels a point."""
        width, height = page.get_size()
        dpi = min(
            PAGE_DPI,
            _LONGEST_SIDE_PIXELS * _POINTS_PER_INCH / max(width, height, 1.0),
            (self.task.limits.pixels / max(width * height, 1.0)) ** 0.5 * _POINTS_PER_INCH,
        )
        if dpi < _LEAST_DPI:
            self.leave(number, Problem(ProblemCode.TOO_LARGE, "the sheet is too large to draw"))
            return None
        scale = dpi / _POINTS_PER_INCH
        image: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
        return image.convert("L"), scale

    def _read(self, image: Image.Image, number: int, *, is_scattered: bool) -> tuple[Word, ...]:
        obstacle = self.obstacle()
        if obstacle is None and self.task.recogniser is not None:
            self.done += 1
            try:
                return recognise_words(
                    image, self.task.recogniser, self.task.deadline, is_scattered=is_scattered
                )
            except Unreadable as unreadable:
                obstacle = unreadable.problem
        if obstacle is not None:
            self.leave(number, obstacle)
            if obstacle.code is ProblemCode.PROGRAM_MISSING:
                self._missing = obstacle
        return ()

    def leave(self, number: int, obstacle: Problem) -> None:
        self.left_unread = True
        self._unread.append((number, obstacle))

    def obstacle(self) -> Problem | None:
        limit = self.task.limits.recognised_pages
        if self.task.recogniser is None:
            return Problem(ProblemCode.UNREADABLE_SCAN, "recognition is switched off")
        if self.done >= limit:
            return Problem(ProblemCode.TOO_LARGE, f"{limit} pages at most are recognised")
        return self._missing

    def reread(self, page: Any, number: int, laid: PageText) -> bool:
        """Hold a page that cannot be trusted against how it looks: where they differ, keep both.

        What the file says there becomes unseen; what is read from the picture follows behind.
        Returns whether the whole picture has now been read.
        """
        drawn = self.draw(page, number)
        words = self._read(drawn[0], number, is_scattered=False) if drawn is not None else ()
        if drawn is None or not words:
            self.distrust(number, laid)
            return False
        on_page = [scaled(word, 1 / drawn[1]) for word in words]
        differing = contradictions(laid, on_page)
        if sum(letters_in(word.text) for word, _ in differing) < LEAST_SAMPLE:
            self.fonts = dict.fromkeys(self.fonts, False)  # the sample was of something else
            return False
        mark_unseen(laid, [index for _, rows in differing for index in rows])
        # Words with which nothing on the page agrees are kept as well.
        agreed = {id(word) for word in agreements(laid, on_page)}
        read = seen(tuple(word for word in on_page if id(word) not in agreed))
        if read is not None:
            laid.add(read.text, read.boxes, Origin.RECOGNISED)
        return True

    def distrust(self, number: int, laid: PageText) -> None:
        """State that the page has text of which nobody can tell what it says."""
        laid.confidence = min(laid.confidence, 0.3)
        detail = "the text layer cannot be trusted"
        self._unread.append((number, Problem(ProblemCode.GARBLED_TEXT, detail)))

    def problems(self) -> list[Problem]:
        """One problem for each reason why something was left unread."""
        pages: dict[Problem, list[int]] = {}
        for number, obstacle in self._unread:
            numbers = pages.setdefault(obstacle, [])
            if number and number not in numbers:
                numbers.append(number)
        return [
            Problem(obstacle.code, obstacle.detail, f"page {listed(numbers)}")
            for obstacle, numbers in pages.items()
        ]
