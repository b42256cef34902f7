"""Writes the letter itself: greeting, matter, question, thanks and signature, in one person's way of writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.misspelling import FAULTS
from signatur.solutions.mail_routing.demo.phrasebook import Statement, general_phrases
from signatur.solutions.mail_routing.demo.phrasing import capitalised, fill, fill_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.solutions.mail_routing.demo.chance import Chance
    from signatur.solutions.mail_routing.demo.municipality import Company
    from signatur.solutions.mail_routing.demo.people import Sender
    from signatur.solutions.mail_routing.demo.phrasebook import Language, SubjectPhrases
    from signatur.solutions.mail_routing.demo.styles import Style

_VAGUE_SHARE = 0.05
_BARE_TITLE_SHARE = 0.36
_SHARED_SHARE = 0.4
_CPR_IN_SIGNATURE_SHARE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something to write about: its sentences, and the words that hint at it where it is left unsaid."""

    phrases: SubjectPhrases
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Somebody at the point of writing."""

    sender: Sender
    style: Style
    particulars: Mapping[str, str]
    chance: Chance

    def say(self, pattern: str, **more: str) -> str:
        """Fill a pattern for this letter, with a capital in front."""
        return fill_sentence(pattern, {**self.particulars, **more}, self.chance)

    def topic_of(self, phrases: SubjectPhrases) -> str:
        """Name a matter, in words fit to follow "vedrørende"."""
        return fill(self.chance.pick(phrases.topics), self.particulars, self.chance)


def write_title(writer: Writer, matter: Matter) -> str:
    """Return a subject line; about one in three says nothing about the matter."""
    general, chance = general_phrases(), writer.chance
    if chance.happens(_BARE_TITLE_SHARE):
        return _with_faults(writer.say(chance.pick(general.bare_titles)), writer)
    frame = chance.pick(general.title_frames)
    return _with_faults(writer.say(frame, topic=writer.topic_of(matter.phrases)), writer)


def write_letter(writer: Writer, matters: Sequence[Matter], *, enclosing: str = "") -> str:
    """Return a whole letter about one or more matters; `enclosing` is a sentence about what is attached."""
    style, chance = writer.style, writer.chance
    paragraphs = [_opening(writer, matters[0]), _state_matter(writer, matters[0])]
    for matter in matters[1:]:
        bridge = writer.say(chance.pick(general_phrases().bridges))
        paragraphs.append(f"{bridge} {_state_matter(writer, matter)}")
    paragraphs.append(enclosing)
    if chance.happens(style.after_share):
        paragraphs.append(writer.say(chance.pick(style.afters)))
    return frame_letter(writer, [paragraph for paragraph in paragraphs if paragraph])


def frame_letter(writer: Writer, paragraphs: Sequence[str]) -> str:
    """Return paragraphs as that person sends them: with their faults, between greeting and signature."""
    # Some break their letter into paragraphs, others write it in one go.
    between = writer.chance.pick(("\n\n", "\n", " "))
    text = _with_faults(between.join(paragraphs), writer)
    return "\n\n".join(part for part in (_greeting(writer), text, _ending(writer)) if part)


def write_in_language(writer: Writer, language: Language, subject_key: str) -> str:
    """Return a letter in another language. The language must have lines for the subject."""
    chance = writer.chance
    lines = chance.some(language.lines[subject_key], chance.between(1, 2))
    parts = [
        f"{chance.pick(language.greetings)},",
        " ".join(fill(line, writer.particulars, chance) for line in lines),
        fill(chance.pick(language.afters), writer.particulars, chance),
        f"{chance.pick(language.closings)}\n{writer.sender.name}",
    ]
    return "\n\n".join(part for part in parts if part)


def _state_matter(writer: Writer, matter: Matter) -> str:
    """Return the sentences that say what it is about and what is wanted."""
    style, chance, phrases = writer.style, writer.chance, matter.phrases
    if writer.sender.company is None and chance.happens(_VAGUE_SHARE):
        return writer.say(_vague_pattern(writer, matter))
    main = _main_statement(writer, matter)
    patterns = [main.pattern]
    if chance.happens(style.detail_share):
        patterns += chance.some(main.followups, 1) or chance.some(phrases.detail, 1)
    if chance.happens(style.ask_share) and patterns[-1][-1:] != "?":
        patterns += chance.some(phrases.ask, 1)
    return " ".join(writer.say(pattern) for pattern in patterns)


def _main_statement(writer: Writer, matter: Matter) -> Statement:
    chance, phrases = writer.chance, matter.phrases
    if writer.sender.company is not None:
        trade = writer.sender.company.trade
        own = [said for said in phrases.pro if said.trade == trade]
        return Statement(chance.pick(own).pattern) if own else chance.pick(phrases.core)
    if writer.style.source == "short" and phrases.short and chance.happens(0.8):
        return Statement(chance.pick(phrases.short))
    if phrases.shared and chance.happens(_SHARED_SHARE):
        return chance.pick(phrases.shared)
    return chance.pick(phrases.core)


def _vague_pattern(writer: Writer, matter: Matter) -> str:
    general, chance = general_phrases(), writer.chance
    core = chance.pick(general.vague_cores)
    if not matter.words:
        return core
    hint = chance.pick(general.vague_hints).replace("{word}", chance.pick(matter.words))
    return f"{core} {hint}".strip()


def _opening(writer: Writer, matter: Matter) -> str:
    style, chance = writer.style, writer.chance
    sentences = []
    if chance.happens(style.opening_share):
        sentences.append(
            writer.say(chance.pick(style.openings), topic=writer.topic_of(matter.phrases))
        )
    stories = chance.some(_stories_of(writer), chance.pick(style.story_counts))
    return " ".join(sentences + [writer.say(story) for story in stories])


def _stories_of(writer: Writer) -> tuple[str, ...]:
    general = general_phrases()
    is_old = writer.sender.age_group == "old"
    return general.stories + general.old_stories if is_old else general.stories


def _greeting(writer: Writer) -> str:
    greeting = fill(writer.chance.pick(writer.style.greetings), writer.particulars, writer.chance)
    return greeting and greeting + writer.chance.pick(("", "", ",", ".", "!"))


def _ending(writer: Writer) -> str:
    chance, style = writer.chance, writer.style
    lines = [chance.pick(style.closings), *_signature(writer)]
    footer = chance.pick(style.footers)
    return "\n".join(line for line in lines if line) + (f"\n\n{footer}" if footer else "")


def _signature(writer: Writer) -> list[str]:
    if writer.sender.company is not None:
        return _company_signature(writer, writer.sender.company)
    sender, chance = writer.sender, writer.chance
    phone = writer.particulars["phone"]
    cpr = f"CPR {writer.particulars['cpr']}" if chance.happens(_CPR_IN_SIGNATURE_SHARE) else ""
    place = f"{sender.post_code} {sender.town}"
    lines = {
        "none": [],
        "first_name": [sender.given_name],
        "phone": [sender.given_name, phone],
        "name": [sender.name],
        "name_phone": [sender.name, f"Tlf. {phone}"],
        "full": [sender.name, cpr, sender.address, place, f"Tlf. {phone}"],
    }
    return lines[chance.pick(writer.style.signature)]


def _company_signature(writer: Writer, company: Company) -> list[str]:
    sender, chance, general = writer.sender, writer.chance, general_phrases()
    cvr_number = f"CVR-nr. {sender.cvr_number}" if chance.happens(0.4) else ""
    disclaimer = chance.pick(general.disclaimers)
    return [
        "",
        sender.name,
        chance.pick(general.job_titles) if chance.happens(0.5) else "",
        company.name,
        f"Telefon: {writer.particulars['phone']}",
        cvr_number,
        disclaimer and f"\n{disclaimer}",
    ]


def _with_faults(text: str, writer: Writer) -> str:
    for fault in writer.style.faults:
        text = FAULTS[fault](text, writer.chance)
    return capitalised(text) if "no_capitals" not in writer.style.faults else text
