"""The sentence patterns can be filled, and there are enough of them."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.chance import Chance
from signatur.solutions.mail_routing.demo.municipality import municipality, subjects
from signatur.solutions.mail_routing.demo.particulars import particulars_of
from signatur.solutions.mail_routing.demo.people import SenderKind, invent_sender
from signatur.solutions.mail_routing.demo.phrasebook import (
    Statement,
    SubjectPhrases,
    TradeStatement,
    general_phrases,
    languages,
    stray_kinds,
    subject_phrases,
)
from signatur.solutions.mail_routing.demo.phrasing import fill, fill_sentence
from signatur.solutions.mail_routing.demo.styles import Channel, styles

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL_PHRASES = (*subject_phrases().values(), *(kind.phrases for kind in stray_kinds()))
TRADES = {company.trade for company in municipality().companies}


def patterns_of(phrases: SubjectPhrases) -> Iterator[str]:
    for field in fields(phrases):
        for said in getattr(phrases, field.name):
            match said:
                case Statement():
                    yield from (said.pattern, *said.followups)
                case TradeStatement():
                    yield said.pattern
                case _:
                    yield said


def some_particulars() -> dict[str, str]:
    chance = Chance(1)
    sender = invent_sender(SenderKind.CITIZEN, chance, ages=("middle",), year=2025)
    return particulars_of(sender, datetime(2025, 3, 4, tzinfo=UTC), chance)


def test_every_pattern_of_a_subject_can_be_filled() -> None:
    particulars, chance = some_particulars(), Chance(2)

    for pattern in (pattern for phrases in ALL_PHRASES for pattern in patterns_of(phrases)):
        assert not set("{}[]|") & set(fill(pattern, particulars, chance)), pattern


def test_every_line_in_another_language_can_be_filled_and_is_about_a_subject() -> None:
    particulars, chance = some_particulars(), Chance(2)

    for language in languages():
        assert set(language.lines) <= set(subject_phrases())
        for line in (line for lines in language.lines.values() for line in lines):
            assert not set("{}[]|") & set(fill(line, particulars, chance)), line


def test_every_opening_can_be_filled_once_there_is_a_topic() -> None:
    particulars, chance = {**some_particulars(), "topic": "nyt pas"}, Chance(2)
    patterns = [pattern for style in styles().values() for pattern in style.openings + style.afters]
    patterns += [*general_phrases().stories, *general_phrases().old_stories]

    for pattern in patterns:
        assert "{" not in fill(pattern, particulars, chance), pattern


def test_every_subject_has_at_least_six_ways_to_say_what_it_is_about() -> None:
    assert set(subject_phrases()) == {subject.key for subject in subjects()}

    for key, phrases in subject_phrases().items():
        statements = {said.pattern for said in phrases.core + phrases.shared}
        assert len(statements) >= 6, key
        assert len(phrases.topics) >= 3, key
        assert len(phrases.short) >= 2, key


def test_professionals_belong_to_trades_that_have_companies() -> None:
    trades = {said.trade for phrases in ALL_PHRASES for said in phrases.pro}
    trades |= {kind.trade for kind in stray_kinds() if kind.trade}

    assert trades <= TRADES


def test_some_style_is_met_on_every_channel_that_is_written() -> None:
    for channel in set(Channel) - {Channel.PHONE_NOTE}:
        assert sum(style.share[channel] for style in styles().values()) > 0


def test_a_sentence_begins_with_a_capital_and_ends_in_one_full_stop() -> None:
    particulars = {"relative": "min mor", "amount": "1.250 kr.", "relative_he": "hun"}

    sentence = fill_sentence(
        "{relative} skylder {amount}. {Relative_he} er [ked|ked] af det.", particulars, Chance(0)
    )

    assert sentence == "Min mor skylder 1.250 kr. Hun er ked af det."
