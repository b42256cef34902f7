"""Reading files with one word a line and its tag: DaN+, UNER, CoNLL and their like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, get_args

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.text.names.schema import KINDS, TaggedSentence
from signatur.methods.text.names.spans import spans_of, tags_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG = re.compile(r"O|[BIESLU]-\S+")
_COMMENT = re.compile(r"#[^\t]*")
_PLACES = frozenset({"GPE", "GPE_LOC", "GPE_ORG"})
_OTHER_WORDS = {
    "PERSON": "PER",
    "PERS": "PER",
    "LOCATION": "LOC",
    "PLACE": "LOC",
    "ORGANIZATION": "ORG",
}
_MOST = 0.95
Places = Literal["LOC", "ORG", "O"]


def as_places(named: str) -> Places:
    """Return what places tagged GPE count as; `InputProblem` for another word."""
    for one in get_args(Places):
        if named.upper() == one:
            found: Places = one
            return found
    raise InputProblem(
        log="names: places",
        shown=_("Places tagged GPE can count as LOC, ORG or O, not %(named)s.", named=named),
    )


def read_columns(content: bytes, *, places: Places = "LOC") -> tuple[TaggedSentence, ...]:
    """Read sentences with tags; only PER, LOC, ORG and MISC are kept, other tags count as `O`.

    `places` says what countries and towns tagged GPE count as. A line that cannot be read raises
    `InputProblem` with its number.
    """
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputProblem(
            log="names: not UTF-8",
            shown=_(
                "The file is not UTF-8 text (byte %(at)s). Save it as UTF-8 and try again.",
                at=error.start,
            ),
        ) from None
    sentences = _sentences(lines)
    if not sentences:
        raise InputProblem(
            log="names: no sentences",
            shown=_("The file has no words with tags. Give one word and its tag on each line."),
        )
    word, tag = _places_of_columns(sentences)
    return tuple(_read(sentence, word, tag, places) for sentence in sentences)


def _sentences(lines: Sequence[str]) -> list[list[tuple[int, list[str]]]]:
    """Return the cells of each line, sentence by sentence, with the numbers of the lines."""
    sentences: list[list[tuple[int, list[str]]]] = [[]]
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            sentences.append([])
            continue
        begins = not sentences[-1]
        if (
            _COMMENT.fullmatch(line)
            and (begins or line.startswith("# "))
            and len(line.split()) != 2
        ):
            continue
        if line.startswith(("-DOCSTART-", "# text", "# sent_id", "# newdoc", "# global")):
            continue
        cells = line.split("\t") if "\t" in line else line.split()
        if re.fullmatch(r"\d+[-.]\d+", cells[0]) and len(cells) > 2:
            continue
        if len(cells) < 2 or not cells[0].strip():
            raise _broken(number)
        sentences[-1].append((number, [cell.strip() for cell in cells]))
    return [sentence for sentence in sentences if sentence]


def _places_of_columns(sentences: Sequence[Sequence[tuple[int, list[str]]]]) -> tuple[int, int]:
    """Return which columns hold the words and the tags."""
    numbered = all(
        len(cells) > 2 and cells[0] == str(at)
        for sentence in sentences
        for at, (_number, cells) in enumerate(sentence, start=1)
    )
    word = 1 if numbered else 0
    rows = [cells for sentence in sentences for _number, cells in sentence]
    for column in range(word + 1, max(map(len, rows))):
        tags = [bool(_TAG.fullmatch(cells[column])) for cells in rows if len(cells) > column]
        if sum(tags) >= _MOST * len(rows):
            return word, column
    if word + 2 == max(map(len, rows)):
        return word, word + 1
    raise InputProblem(
        log="names: no column of tags",
        shown=_(
            "No column of the file holds tags like O, B-PER and I-PER. Give the tags in the second column."
        ),
    )


def _read(
    sentence: Sequence[tuple[int, list[str]]], word: int, tag: int, places: Places
) -> TaggedSentence:
    for number, cells in sentence:
        if len(cells) <= tag or not cells[word] or not _TAG.fullmatch(cells[tag]):
            raise _broken(number)
    words = tuple(cells[word] for _number, cells in sentence)
    spans = []
    for named, begin, end in spans_of([cells[tag] for _number, cells in sentence]):
        kind = named.upper() if named.isupper() else _OTHER_WORDS.get(named.upper(), named)
        kind = places if kind in _PLACES else _OTHER_WORDS.get(kind, kind)
        if kind in KINDS:
            spans.append((kind, begin, end))
    return TaggedSentence(words, tags_of(spans, len(words)))


def _broken(number: int) -> InputProblem:
    return InputProblem(
        log=f"names: line {number} cannot be read",
        shown=_(
            "Line %(number)s cannot be read: it must have a word and a tag like O, B-PER or I-PER, with a tab between.",
            number=number,
        ),
    )
