"""What a document seems to be, and of what day, told from its name, its first lines and its properties."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from signatur.methods.text.folding import fold
from signatur.solutions.disclosure.intake.incoming import Category

if TYPE_CHECKING:
    from collections.abc import Iterator

# Words in file names and headings, in the spelling of `fold` (æ as ae, ø as oe, å as aa). The first
# that fits decides: a decision on an application is a decision.
_WORDS: Final = (
    (Category.INVOICE, "faktura regning kreditnota rykker invoice betalingspaamindelse"),
    (Category.MINUTES, "referat moedereferat dagsorden beslutningsprotokol moedenotat protokol"),
    (Category.HEARING, "partshoering hoeringssvar hoeringsbrev hoering"),
    (
        Category.DECISION,
        "afgoerelse bevilling afslag tilladelse paabud dispensation godkendelse afgorelse bevillingsbrev",
    ),
    (Category.APPLICATION, "ansoegning anmodning klage indsigelse underretning anmeldelse henvendelse"),
    (Category.FORM, "skema blanket formular samtykke samtykkeerklaering fuldmagt erklaering spoergeskema"),
    (
        Category.NOTE,
        "notat journalnotat telefonnotat sagsnotat journalark dagbog journaludskrift indstilling",
    ),
    (
        Category.REPORT,
        """rapport undersoegelse redegoerelse handleplan statusbeskrivelse boernefaglig udtalelse
        vurdering analyse epikrise evaluering tilsynsrapport""",
    ),
    (Category.CONTRACT, "kontrakt aftale lejekontrakt samarbejdsaftale databehandleraftale tilbud"),
    (Category.DRAWING, "tegning situationsplan plantegning facade snit kortbilag"),
    (Category.LETTER, "brev skrivelse svarbrev kvittering kvitteringsbrev indkaldelse orientering"),
    (Category.PRESENTATION, "praesentation oplaeg"),
)  # fmt: skip
_BY_TYPE: Final = (
    (re.compile(r"^image/"), Category.PICTURE),
    (re.compile(r"ms-excel|spreadsheet|text/csv"), Category.SPREADSHEET),
    (re.compile(r"powerpoint|presentation"), Category.PRESENTATION),
    (re.compile(r"rfc822|ms-outlook|mbox|ms-tnef"), Category.MAIL),
)
_PATTERNS: Final = tuple(
    (
        category,
        re.compile(
            rf"(?<![a-z])(?:[a-z]*)({'|'.join(words.split())})(?:en|et|er|erne|s)?(?![a-z])"
        ),
    )
    for category, words in _WORDS
)
_FIRST_LINES: Final = 12
_LONGEST_HEADING: Final = 90
_SALUTATION: Final = re.compile(
    r"^(?:kaere |til [a-z]|att[:. ]|vedr[:. ]|vedroerende )", re.MULTILINE
)
_MONTHS: Final = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
    "november", "december",
)  # fmt: skip
_ISO: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?([0-2]\d|3[01])(?!\d)"
)
_DANISH: Final = re.compile(
    r"(?<!\d)([0-3]?\d)[-_./]\s?([01]?\d)[-_./]\s?((?:19|20)\d\d|\d\d)(?![\d-])"
)
_WORDED: Final = re.compile(
    r"(?<!\d)([0-3]?\d)\.?[ _-]{0,2}("
    + "|".join(_MONTHS)
    + r"|[a-z]{3})\.?[ _-]{1,2}((?:19|20)\d\d)(?!\d)"
)
_EARLIEST: Final = 1950
_LATEST: Final = 2100


def guess_category(name: str, media_type: str, first_lines: str = "") -> tuple[Category, str]:
    """Return what a document seems to be, and why, as a code such as `name:faktura`.

    Mail stays mail and pictures stay pictures whatever they are called; for the rest the name goes
    before the first lines, and these before the kind of file.
    """
    by_type = next((kind for pattern, kind in _BY_TYPE if pattern.search(media_type)), None)
    if by_type in {Category.MAIL, Category.PICTURE}:
        return by_type, f"type:{media_type}"
    stem = re.sub(r"[_\W]+", " ", fold(name.rpartition("/")[2].rpartition(".")[0] or name))
    if (found := _by_words(stem)) is not None:
        return found[0], f"name:{found[1]}"
    lines = [fold(line) for line in first_lines.splitlines() if line.strip()][:_FIRST_LINES]
    for line in lines:
        if len(line) <= _LONGEST_HEADING and (found := _by_words(line)) is not None:
            return found[0], f"text:{found[1]}"
    if by_type is not None:
        return by_type, f"type:{media_type}"
    if _SALUTATION.search("\n".join(lines)):
        return Category.LETTER, "text:salutation"
    return Category.OTHER, ""


def _by_words(folded: str) -> tuple[Category, str] | None:
    for category, pattern in _PATTERNS:
        if (found := pattern.search(folded)) is not None:
            return category, found[1]
    return None


def guess_date(text: str) -> date | None:
    """The first date that a name or a line states: 2024-03-04, 20240304, 04.03.24, 4. marts 2024."""
    found = sorted(_dates(fold(text)))
    return found[0][1] if found else None


def _dates(folded: str) -> Iterator[tuple[int, date]]:
    for match in _ISO.finditer(folded):
        yield from _dated(match.start(), int(match[1]), int(match[2]), int(match[3]))
    for match in _DANISH.finditer(folded):
        year = int(match[3])
        if year < 100:
            year += 2000 if year < 60 else 1900
        yield from _dated(match.start(), year, int(match[2]), int(match[1]))
    for match in _WORDED.finditer(folded):
        month = next(
            (number for number, name in enumerate(_MONTHS, 1) if name.startswith(match[2][:3])), 0
        )
        yield from _dated(match.start(), int(match[3]), month, int(match[1]))


def _dated(place: int, year: int, month: int, day: int) -> Iterator[tuple[int, date]]:
    if not _EARLIEST <= year <= _LATEST:
        return
    try:
        yield place, date(year, month, day)
    except ValueError:
        return
