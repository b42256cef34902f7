"""A letter from its text and the facts of a case: pure, and nothing is left open in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import reading_in, show_date
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.law.proposing import WHOLE_REQUEST, neutral_ground
from signatur.solutions.disclosure.model.law.reading import packaged_grounds
from signatur.solutions.disclosure.model.letters.placeholders import (
    cleaned,
    enumerated,
    filled,
    names_in,
)
from signatur.solutions.disclosure.model.letters.reading import packaged_letters
from signatur.solutions.disclosure.schema.letters import (
    Bullets,
    Heading,
    Letter,
    Manner,
    Paragraph,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from signatur.solutions.disclosure.model.letters.reading import PartText, Phrasebook
    from signatur.solutions.disclosure.schema.law import Ground, Grounds
    from signatur.solutions.disclosure.schema.letters import Facts, LetterKind, Part

_SECTIONS: Final = (
    "right", "partial", "facts", "open_internal", "more_access", "deadline", "complaint", "delay",
    "weighing", "emissions", "employees",
)  # fmt: skip


def compose(
    kind: LetterKind, facts: Facts, book: Phrasebook | None = None, law: Grounds | None = None
) -> Letter:
    """Return a letter.

    Args:
        kind: what it is for.
        facts: what it is made from.
        book: the authority's letters; the packaged ones where it is None.
        law: the law as the authority has it; the packaged law where it is None.

    Raises:
        InputProblem: Words that the letter needs are missing (all are named), or a ground is not in force
            under the regime on the day.
    """
    return _Composer(facts, book or packaged_letters(), law or packaged_grounds()).letter(kind)


def danish_date(day: date) -> str:
    """Return `3. april 2026`, whoever reads the page."""
    with reading_in("da"):
        return show_date(day)


class _Composer:
    """Builds one letter and remembers which words were missing."""

    def __init__(self, facts: Facts, book: Phrasebook, law: Grounds) -> None:
        self._facts, self._book, self._law = facts, book, law
        self._missing: dict[str, None] = {}
        self._words = {name: cleaned(one) for name, one in facts.words.items()}
        self._words |= {name: one for name, one in self._derived().items() if one}

    def letter(self, kind: LetterKind) -> Letter:
        source = self._book.letter(kind)
        parts = [Heading(source.title, 1), *self._filled(source.parts, self._words)]
        if self._missing:
            names = ", ".join(self._missing)
            raise InputProblem(
                log=f"letter {kind}: words missing: {names}",
                shown=_("The letter cannot be written yet; it lacks: %(names)s.", names=names),
            )
        return Letter(kind, source.title, tuple(parts))

    def _derived(self) -> dict[str, str]:
        facts, rule = self._facts, self._law.rule(self._facts.regime)
        words = {f"law_{name}": rule.sections.get(name, "") for name in _SECTIONS}
        words |= {"law_choice": rule.choice, "law_better": rule.better}
        words["business_rule"] = next(
            (
                f"{self._cited(one)} {one.section}"
                for one in self._law.in_force(facts.regime, facts.day)
                if one.category == "business"
            ),
            "offentlighedslovens § 30, nr. 2",
        )
        words["due"] = danish_date(facts.due) if facts.due else ""
        words["document_list"] = "ja" if facts.with_document_list else ""
        words["withheld_any"] = "ja" if facts.withheld else ""
        words["questions_asked"] = "ja" if facts.lists.get("questions") else ""
        if facts.body is not None:
            if facts.body.as_supervision and "supervision" in rule.sections:
                words["law_complaint"] = rule.sections["supervision"]
            words["body"] = facts.body.name
            words["body_note"] = facts.body.note
            words["body_contact"] = facts.body.contact or facts.body.name
            words["body_forward"] = facts.body.forward if facts.body.through_authority else ""
        return words

    def _cited(self, ground: Ground) -> str:
        return next((one.cited for one in self._law.laws if one.key == ground.law), "")

    def _filled(self, parts: tuple[PartText, ...], words: Mapping[str, str]) -> Iterator[Part]:
        for part in parts:
            if part.needs and not words.get(part.needs):
                continue
            if part.unless and words.get(part.unless):
                continue
            yield from self._one(part, words)

    def _one(self, part: PartText, words: Mapping[str, str]) -> Iterator[Part]:
        match part.shape:
            case "heading":
                yield Heading(self._text(part.value, words), part.level)
            case "text":
                yield Paragraph(self._text(part.value, words))
            case "bullets":
                yield Bullets(tuple(self._text(one, words) for one in part.items))
            case "list":
                yield from self._list(part.value)
            case "phrase":
                yield from self._phrase(part.value, words)
            case "complaint":
                yield from self._phrase("complaint", words)
            case "grounds":
                yield from self._grounds()

    def _text(self, text: str, words: Mapping[str, str]) -> str:
        lacking = [name for name in names_in(text) if not words.get(name)]
        self._missing |= dict.fromkeys(lacking)
        return "" if lacking else filled(text, words)

    def _list(self, name: str) -> Iterator[Part]:
        items = tuple(cleaned(one) for one in self._facts.lists.get(name, ()) if one.strip())
        if items:
            yield Bullets(items)
        elif name != "questions":
            self._missing[name] = None

    def _phrase(self, name: str, words: Mapping[str, str]) -> Iterator[Part]:
        yield from self._filled(self._book.phrases[name], words)

    def _grounds(self) -> Iterator[Part]:
        if not self._facts.withheld and self._facts.regime.value != "gdpr":
            self._missing["withheld"] = None
        for one in self._merged():
            yield from self._ground(one)

    def _merged(self) -> tuple[Withheld, ...]:
        """Return what is withheld by the ground that is named: two that would read alike are one."""
        by_key: dict[str, Withheld] = {}
        for one in self._facts.withheld:
            key = self._named(one)
            # The sort of information would tell what the neutral ground is there to keep.
            told = replace(one, ground=key, what="" if one.neutral else one.what)
            by_key[key] = _joined(by_key[key], told) if key in by_key else told
        return tuple(by_key.values())

    def _named(self, one: Withheld) -> str:
        if not one.neutral:
            return one.ground
        try:
            return neutral_ground(one.ground, self._facts.regime, self._law)
        except KeyError as error:
            raise self._not_in_force(one.ground) from error

    def _ground(self, told: Withheld) -> Iterator[Part]:
        ground = next(
            (
                one
                for one in self._law.in_force(self._facts.regime, self._facts.day)
                if one.key == told.ground
            ),
            None,
        )
        if ground is None:
            raise self._not_in_force(told.ground)
        words = {**self._words, **_told(ground, told)}
        yield from self._phrase("ground_head", words)
        own = f"ground-{ground.key}"
        by_category = f"category-{ground.category}"
        names = (one for one in (own, by_category) if one in self._book.phrases)
        yield from self._phrase(next(names, "category-other"), words)
        for name in ("ground_rule", "ground_considerations", *self._reasons(ground, told, words)):
            yield from self._phrase(name, words)

    def _reasons(self, ground: Ground, told: Withheld, words: Mapping[str, str]) -> Iterator[str]:
        if told.manner is not Manner.WHOLE and ground.category != WHOLE_REQUEST:
            yield f"manner_{told.manner}"
        if ground.extract_facts and words.get("law_facts"):
            yield "extracted" if told.facts_extracted else "nothing_extracted"
        if self._facts.regime.is_environmental:
            yield "weighed"
        if words.get("law_more_access") and ground.secrecy:
            yield "more_access_barred"
        elif words.get("law_more_access") and ground.more_access:
            yield "more_access_considered"

    def _not_in_force(self, key: str) -> InputProblem:
        return InputProblem(
            log=f"letter: ground {key} is not in force",
            shown=_(
                "The ground %(key)s is not in force under this regime on %(day)s. Choose another ground.",
                key=key, day=show_date(self._facts.day),
            ),
        )  # fmt: skip


def _told(ground: Ground, told: Withheld) -> dict[str, str]:
    return {
        "ground_title": ground.title,
        "ground_section": ground.section,
        "ground_label": ground.label,
        "ground_text": ground.text,
        "ground_documents": enumerated(told.documents),
        "what": cleaned(told.what),
        "considerations": cleaned(told.considerations),
        "reasons_for": cleaned(told.reasons_for),
        "reasons_against": cleaned(told.reasons_against),
        "facts_extracted": cleaned(told.facts_extracted),
        "more_access": cleaned(told.more_access),
    }


def _joined(first: Withheld, second: Withheld) -> Withheld:
    def both(name: str) -> str:
        told = dict.fromkeys(str(getattr(one, name)).strip() for one in (first, second))
        return " ".join(one for one in told if one)

    what = enumerated(dict.fromkeys(one.what for one in (first, second) if one.what))
    return replace(
        first,
        what=what,
        documents=tuple(dict.fromkeys((*first.documents, *second.documents))),
        manner=first.manner if first.manner is second.manner else Manner.MIXED,
        considerations=both("considerations"),
        reasons_for=both("reasons_for"),
        reasons_against=both("reasons_against"),
        facts_extracted=both("facts_extracted"),
        more_access=both("more_access"),
    )
