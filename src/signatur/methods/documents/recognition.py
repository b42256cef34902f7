"""Text in pictures, recognised by the outside program Tesseract (Apache-2.0), page by page.

One run per page is the rule. Only where that run is unsure, the page is turned, straightened or
cut out of its background and tried again; the attempt with most text it is sure of is kept.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.schema import ProblemCode
from signatur.methods.documents.task import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PIL import Image

    from signatur.methods.documents.task import Deadline

PAGE_DPI: Final = 300
"""The resolution at which Tesseract works best (its documentation, "Improving the quality")."""

# Confidence in per cent: of a word that counts, of a line that is kept, of a page that needs no
# second attempt.
_SURE_WORD: Final = 60.0
_KEPT_LINE: Final = 30.0
_SURE_PAGE: Final = 0.85
_FEW_CHARACTERS: Final = 20

# What differs from the background by so many greys, in a picture of this size, is ink.
_INK_GREYS: Final = 16
_GLANCE_PIXELS: Final = 1000
_SKEW_PIXELS: Final = 900
_WIDEST_SKEW_DEG: Final = 15
_LEAST_SKEW_DEG: Final = 0.5
_SCRIPTS: Final = "osd"
_ROTATION: Final = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Recogniser:
    """The program that recognises text in pictures, and the languages it is to expect."""

    program: str = "tesseract"
    languages: tuple[str, ...] = ("dan", "eng")
    """Tesseract's names. The first is tried alone; the others join in where it is unsure: with
    English beside it, Danish loses letters (Å becomes A)."""
    seconds_per_page: float = 30.0

    def missing_language(self) -> str | None:
        """The language to be tried first, where the program is there and its data is not."""
        path = shutil.which(self.program)
        wanted = self.languages[0]
        return None if path is None or wanted in installed_languages(path) else wanted


@dataclass(frozen=True, slots=True)
class Recognised:
    """The outcome of one run over one picture."""

    text: str = ""
    confidence: float = 0.0
    """Mean over the characters, 0 to 1."""
    sure_characters: int = 0


def recognise(image: Image.Image, recogniser: Recogniser, deadline: Deadline) -> Recognised:
    """The best text that the program finds in a picture that stands at about 300 dpi.

    Raises:
        Unreadable: PROGRAM_MISSING, TIMED_OUT, or READER_FAILED.
    """
    from PIL import ImageOps

    engine = Engine.find(recogniser, deadline)
    image = ImageOps.autocontrast(image.convert("L"), cutoff=1)
    first = engine.run(image, engine.languages[:1])
    if first.confidence >= _SURE_PAGE and first.sure_characters >= _FEW_CHARACTERS:
        return first
    attempts = [first]
    # Out of time, or a picture that the program fails on when it is turned: the first attempt counts.
    with suppress(Unreadable):
        for attempt in _second_attempts(engine, image, first):
            attempts.append(attempt)
            if attempt.confidence >= _SURE_PAGE and attempt.sure_characters > first.sure_characters:
                break
    return max(attempts, key=lambda attempt: attempt.sure_characters)


def _second_attempts(engine: Engine, image: Image.Image, first: Recognised) -> Iterator[Recognised]:
    if engine.knows_scripts:
        upright = turned(image, engine.rotation_deg(image))
    else:
        upright = image
        if first.sure_characters < _FEW_CHARACTERS:
            for degrees in (90, 180, 270):
                yield engine.run(turned(image, degrees), engine.languages[:1])
    skew = skew_deg(upright)
    if abs(skew) >= _LEAST_SKEW_DEG:
        upright = turned(upright, skew)
    if upright is not image:
        yield engine.run(upright, engine.languages[:1])
    yield engine.run(upright, engine.languages, threshold="2")  # Sauvola: uneven light, grey paper


def _one_thread() -> dict[str, str]:
    """By itself the program uses four threads, which on a full machine costs time instead of saving it."""
    return {**os.environ, "OMP_THREAD_LIMIT": "1"}  # noqa: TID251 (a child's environment)


@dataclass(frozen=True, slots=True)
class Engine:
    """The program as it is installed here."""

    path: str
    languages: tuple[str, ...]
    knows_scripts: bool
    """Whether the data is installed from which it tells how a page is turned."""
    seconds_per_run: float
    deadline: Deadline

    @classmethod
    def find(cls, recogniser: Recogniser, deadline: Deadline) -> Engine:
        path = shutil.which(recogniser.program)
        if path is None:
            raise Unreadable(ProblemCode.PROGRAM_MISSING, recogniser.program)
        installed = installed_languages(path)
        languages = tuple(name for name in recogniser.languages if name in installed)
        if not languages:
            wanted = ", ".join(recogniser.languages)
            raise Unreadable(ProblemCode.PROGRAM_MISSING, f"{recogniser.program} language {wanted}")
        knows_scripts = _SCRIPTS in installed
        return cls(path, languages, knows_scripts, recogniser.seconds_per_page, deadline)

    def run(
        self, image: Image.Image, languages: tuple[str, ...], *, threshold: str = "0"
    ) -> Recognised:
        return _outcome(self.table(image, languages, threshold=threshold))

    def table(
        self,
        image: Image.Image,
        languages: tuple[str, ...],
        *,
        threshold: str = "0",
        layout: str = "3",
    ) -> str:
        """Every word with its place, as the program's TSV; `layout` is its page segmentation mode."""
        options = ("--psm", layout, "-l", "+".join(languages))
        return self._call(image, *options, "-c", f"thresholding_method={threshold}", "tsv")

    def rotation_deg(self, image: Image.Image) -> int:
        """Degrees clockwise by which the picture must be turned; 0 with too little text to tell."""
        try:
            found = _ROTATION.search(self._call(image, "-l", _SCRIPTS, "--psm", "0"))
        except Unreadable:
            return 0
        return int(found.group(1)) if found else 0

    def _call(self, image: Image.Image, *options: str) -> str:
        seconds = min(self.seconds_per_run, self.deadline.remaining_s)
        if seconds <= 0:
            raise Unreadable(ProblemCode.TIMED_OUT, "no time left for recognition")
        picture = io.BytesIO()
        image.save(picture, "PPM")
        command = (self.path, "stdin", "stdout", "--dpi", str(PAGE_DPI), *options)
        try:
            done = subprocess.run(  # noqa: S603 - a program found by name, fixed arguments
                command, input=picture.getvalue(), capture_output=True, timeout=seconds, check=True,
                env=_one_thread(),
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise Unreadable(ProblemCode.TIMED_OUT, "recognition") from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise Unreadable(ProblemCode.READER_FAILED, "recognition") from error
        return done.stdout.decode("utf-8", "replace")


@lru_cache(maxsize=8)
def installed_languages(path: str) -> frozenset[str]:
    """The languages for which the program at `path` has data; empty where it does not say."""
    try:
        done = subprocess.run(  # noqa: S603 - a program found by name, fixed arguments
            (path, "--list-langs"), capture_output=True, timeout=10, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return frozenset()
    return frozenset(done.stdout.decode("utf-8", "replace").split("\n")[1:]) - {""}


def _outcome(table: str) -> Recognised:
    """Put words back into lines; lines that are likely dirt or part of a photograph are dropped."""
    lines: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if (word := (row.get("text") or "").strip()) and row["conf"]:
            place = (row["block_num"], row["par_num"], row["line_num"])
            lines.setdefault(place, []).append((word, float(row["conf"])))
    kept = {place: words for place, words in lines.items() if _mean(words) >= _KEPT_LINE}
    words = [word for line in kept.values() for word in line]
    sure = sum(len(word) for word, confidence in words if confidence >= _SURE_WORD)
    return Recognised(_laid_out(kept), _mean(words) / 100, sure)


def _mean(words: list[tuple[str, float]]) -> float:
    characters = sum(len(word) for word, _ in words)
    return sum(len(word) * max(0.0, sure) for word, sure in words) / max(1, characters)


def _laid_out(lines: Mapping[tuple[str, str, str], list[tuple[str, float]]]) -> str:
    """Lines under each other, paragraphs parted by an empty line."""
    pieces: list[str] = []
    last: tuple[str, str] | None = None
    for (block, paragraph, _), words in lines.items():
        if last is not None:
            pieces.append("\n" if last == (block, paragraph) else "\n\n")
        pieces.append(" ".join(word for word, _ in words))
        last = (block, paragraph)
    return "".join(pieces)


def ink_share(image: Image.Image) -> float:
    """The share of a picture of a page that differs from its background."""
    import numpy as np

    glance = image.convert("L")
    glance.thumbnail((_GLANCE_PIXELS, _GLANCE_PIXELS))
    greys = np.asarray(glance, dtype=np.int16)
    return float((np.abs(greys - np.median(greys)) > _INK_GREYS).mean())


def turned(image: Image.Image, degrees_clockwise: float) -> Image.Image:
    if not degrees_clockwise:
        return image
    from PIL import Image as Pictures

    return image.rotate(
        -degrees_clockwise, Pictures.Resampling.BILINEAR, expand=True, fillcolor=255
    )


def skew_deg(image: Image.Image) -> float:
    """The angle clockwise at which lines of text lie level: there, rows differ most in their ink.

    Projection profiles (W. Postl, "Detection of linear oblique structures and skew scan in
    digitized documents", ICPR 1986), first in whole degrees, then in quarters.
    """
    small = image.copy()
    small.thumbnail((_SKEW_PIXELS, _SKEW_PIXELS))
    coarse = max(
        range(-_WIDEST_SKEW_DEG, _WIDEST_SKEW_DEG + 1), key=lambda deg: _contrast(small, deg)
    )
    return max((coarse + step / 4 for step in range(-3, 4)), key=lambda deg: _contrast(small, deg))


def _contrast(image: Image.Image, degrees_clockwise: float) -> float:
    import numpy as np

    rows = np.asarray(turned(image, degrees_clockwise), dtype=np.float32).mean(axis=1)
    return float(np.square(np.diff(rows)).sum())
