"""Letters as data: read from YAML that a lawyer edits, checked, and compared with another version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.law.fields import (
    Fields,
    UnreadableLaw,
    documents_of,
    named,
)
from signatur.solutions.disclosure.model.letters.placeholders import (
    DERIVED,
    GIVEN,
    LISTS,
    OF_GROUND,
    has_loose_brace,
    names_in,
)
from signatur.solutions.disclosure.schema.law import Change, Problem
from signatur.solutions.disclosure.schema.letters import LetterKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATA = Path(__file__).parent / "data"
_SHAPES: Final = ("heading", "text", "list", "bullets", "phrase", "grounds", "complaint")
# What the built parts ask for by name.
NEEDED_PHRASES: Final = (
    "complaint", "ground_head", "ground_rule", "ground_considerations", "category-other",
    "manner_redacted", "manner_anonymised", "manner_mixed", "extracted", "nothing_extracted", "weighed",
    "more_access_considered", "more_access_barred",
)  # fmt: skip
_REFUSING: Final = (LetterKind.DECISION_PARTIAL, LetterKind.DECISION_REFUSAL)


@dataclass(frozen=True, slots=True)
class PartText:
    """One part of a letter before it is filled."""

    shape: str
    value: str = ""
    items: tuple[str, ...] = ()
    level: int = 2
    needs: str = ""
    """A word that must be filled for the part to be used."""
    unless: str = ""
    """A word that must not be."""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.value, *self.items) if self.shape in {"heading", "text", "bullets"} else ()


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter before it is filled."""

    kind: LetterKind
    title: str
    parts: tuple[PartText, ...]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """One version of the authority's letters."""

    version: str
    status: str
    letters: tuple[LetterText, ...]
    phrases: Mapping[str, tuple[PartText, ...]]

    def letter(self, kind: LetterKind) -> LetterText:
        """Return a letter. Raises KeyError where there is none."""
        for one in self.letters:
            if one.kind is kind:
                return one
        raise KeyError(kind)


def packaged_letters_text() -> str:
    """Return the letters that come with the program as one YAML text, for a lawyer to edit a copy of."""
    return "---\n".join(one.read_text(encoding="utf-8") for one in sorted(_DATA.glob("*.yaml")))


@cache
def packaged_letters() -> Phrasebook:
    """Return the letters that come with the program."""
    return parse_letters(packaged_letters_text())


def parse_letters(yaml_text: str) -> Phrasebook:
    """Return the letters that a YAML text holds. Raises UnreadableLaw with all faults."""
    problems: list[Problem] = []
    version = status = ""
    letters: list[LetterText] = []
    phrases: dict[str, tuple[PartText, ...]] = {}
    for number, raw in enumerate(documents_of(yaml_text), start=1):
        fields = Fields(raw, f"document {number}", problems)
        version = fields.words("version", "") or version
        status = fields.words("status", "") or status
        letters += [
            _letter(one, place, problems) for place, one in enumerate(fields.list("letters"), 1)
        ]
        for name, parts in fields.anything("phrases").items():
            phrases[name] = _parts(parts, f"phrase {name}", problems)
        fields.done()
    if not letters:
        problems.append(Problem("letters", _("There are no letters.")))
    if problems:
        raise UnreadableLaw(problems)
    return Phrasebook(version or "?", status, tuple(letters), phrases)


def check_letters(book: Phrasebook) -> tuple[Problem, ...]:
    """Return what is wrong in letters that can be read: what stops their use first."""
    found = [*_missing(book), *_lawful(book)]
    for letter in book.letters:
        place = f"letter {letter.kind}"
        for part in letter.parts:
            found += _part_faults(part, place, book, of_ground=False)
    for name, parts in book.phrases.items():
        of_ground = name.startswith(("ground", "category-")) or name in NEEDED_PHRASES[4:]
        for part in parts:
            found += _part_faults(part, f"phrase {name}", book, of_ground=of_ground)
    return tuple(sorted(found, key=lambda one: not one.stops))


def letters_difference(old: Phrasebook, new: Phrasebook) -> tuple[Change, ...]:
    """Return what was added, taken away or changed, part by part."""
    before, after = _flat(old), _flat(new)
    return tuple(
        Change(place, before.get(place, ""), after.get(place, ""))
        for place in dict.fromkeys([*before, *after])
        if before.get(place, "") != after.get(place, "")
    )


def _flat(book: Phrasebook) -> dict[str, str]:
    told = {"version": book.version, "status": book.status}
    for letter in book.letters:
        told[f"letter {letter.kind}: title"] = letter.title
        for number, part in enumerate(letter.parts, 1):
            told[f"letter {letter.kind}: {number}"] = _shown(part)
    for name, parts in book.phrases.items():
        for number, part in enumerate(parts, 1):
            told[f"phrase {name}: {number}"] = _shown(part)
    return told


def _shown(part: PartText) -> str:
    told = " / ".join((part.value, *part.items)).strip(" /") or part.shape
    return (
        told
        + (f" [if {part.needs}]" if part.needs else "")
        + (f" [unless {part.unless}]" if part.unless else "")
    )


def _letter(raw: Any, number: int, problems: list[Problem]) -> LetterText:
    fields = Fields(raw, named(raw, "letter", number, "kind"), problems)
    letter = LetterText(
        fields.one_of("kind", LetterKind),
        fields.words("title"),
        _parts(fields.list("parts"), fields.place, problems),
    )
    fields.done()
    return letter


def _parts(raw: Any, place: str, problems: list[Problem]) -> tuple[PartText, ...]:
    if not isinstance(raw, list) or not raw:
        problems.append(Problem(place, _("It needs a list of parts.")))
        return ()
    return tuple(_part(one, f"{place}, part {n}", problems) for n, one in enumerate(raw, 1))


def _part(raw: Any, place: str, problems: list[Problem]) -> PartText:
    fields = Fields(raw, place, problems)
    shapes = [one for one in _SHAPES if isinstance(raw, dict) and one in raw]
    if len(shapes) != 1:
        known = ", ".join(_SHAPES)
        fields.fault(_("A part is exactly one of %(known)s.", known=known))
        return PartText("text")
    shape, value = shapes[0], ""
    items: tuple[str, ...] = ()
    if shape in {"grounds", "complaint"}:
        fields.flag(shape)
    elif shape == "bullets":
        items = fields.words_of(shape)
    else:
        value = fields.words(shape)
    level = fields.number("level", 2)
    part = PartText(shape, value, items, level, fields.words("if", ""), fields.words("unless", ""))
    fields.done()
    return part


def _part_faults(
    part: PartText, place: str, book: Phrasebook, *, of_ground: bool
) -> Iterator[Problem]:
    known = {*GIVEN, *DERIVED, *(OF_GROUND if of_ground else ())}
    for text in part.texts:
        for name in names_in(text):
            if name not in known:
                yield Problem(place, _("{%(name)s} is not known here.", name=name))
        if has_loose_brace(text):
            yield Problem(place, _("A brace stands alone; write {name} with both."))
    for name in (part.needs, part.unless):
        if name and name not in known and name not in LISTS:
            yield Problem(
                place, _("`if` and `unless` name {%(name)s}, which is not known.", name=name)
            )
    if part.shape == "phrase" and part.value not in book.phrases:
        yield Problem(place, _("There is no phrase `%(name)s`.", name=part.value))
    if part.shape == "list" and part.value not in LISTS:
        yield Problem(place, _("There is no list `%(name)s`.", name=part.value))


def _missing(book: Phrasebook) -> Iterator[Problem]:
    kinds = [one.kind for one in book.letters]
    for kind in LetterKind:
        if kinds.count(kind) != 1:
            said = _("It must be there once; it is %(count)s times.", count=str(kinds.count(kind)))
            yield Problem(f"letter {kind}", said)
    for name in NEEDED_PHRASES:
        if name not in book.phrases:
            yield Problem(f"phrase {name}", _("The phrase is missing; letters are built with it."))


def _lawful(book: Phrasebook) -> Iterator[Problem]:
    """Yield refusals without what forvaltningsloven §§ 22-25 ask for."""
    for letter in book.letters:
        shapes = {one.shape for one in letter.parts}
        place = f"letter {letter.kind}"
        if letter.kind in _REFUSING and "grounds" not in shapes:
            yield Problem(
                place, _("A refusal must give its reasons: the part `grounds` is missing.")
            )
        if letter.kind in _REFUSING and "complaint" not in shapes:
            said = _("A refusal must tell how to complain: the part `complaint` is missing.")
            yield Problem(place, said)
