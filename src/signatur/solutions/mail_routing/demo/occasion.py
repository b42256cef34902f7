"""Who writes, and about what, on the occasion of one enquiry: the draws that come before a word is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.chance import running_sums
from signatur.solutions.mail_routing.demo.municipality import subjects
from signatur.solutions.mail_routing.demo.particulars import particulars_of
from signatur.solutions.mail_routing.demo.people import SenderKind, invent_sender
from signatur.solutions.mail_routing.demo.phrasebook import languages, stray_kinds
from signatur.solutions.mail_routing.demo.styles import PROFESSIONAL, Channel, pick_style, styles
from signatur.solutions.mail_routing.demo.writing import Writer

if TYPE_CHECKING:
    from datetime import datetime

    from signatur.solutions.mail_routing.demo.chance import Chance
    from signatur.solutions.mail_routing.demo.enquiry import Mix
    from signatur.solutions.mail_routing.demo.municipality import Subject
    from signatur.solutions.mail_routing.demo.phrasebook import Language, StrayKind, SubjectPhrases
    from signatur.solutions.mail_routing.demo.styles import Style

_SEASON_FACTOR = 2.4
_TRIES_FOR_AGE = 5
_VISITOR_LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The bare fact that something comes in; what it is, is still to be drawn."""

    id: str
    received_at: datetime
    channel: Channel
    chance: Chance
    mix: Mix


def pick_subject(occasion: Occasion) -> Subject:
    """Draw a subject of the municipality, with regard to the season."""
    return occasion.chance.weighted(subjects(), _subject_sums(occasion.received_at.month))


def pick_stray_kind(occasion: Occasion) -> StrayKind:
    return occasion.chance.weighted(stray_kinds(), _stray_sums())


def pick_language(occasion: Occasion) -> Language:
    return occasion.chance.weighted(languages(), _language_sums())


def pick_writing(phrases: SubjectPhrases, occasion: Occasion) -> Style:
    """Draw a style; the more a subject has to say in the words of professionals, the more of them write about it."""
    share = len(phrases.pro) / (len(phrases.pro) + len(phrases.core))
    by_people = occasion.channel in (Channel.WEB_FORM, Channel.PHONE_NOTE)
    if not by_people and occasion.chance.happens(share):
        return styles()[PROFESSIONAL]
    return pick_citizens_writing(phrases, occasion)


def pick_citizens_writing(phrases: SubjectPhrases, occasion: Occasion) -> Style:
    """Draw a style that goes with the age of those who write about it, if one turns up soon."""
    style = pick_style(occasion.channel, occasion.chance)
    for _ in range(_TRIES_FOR_AGE):
        if not phrases.ages or set(style.ages) & set(phrases.ages):
            break
        style = pick_style(occasion.channel, occasion.chance)
    return style


def writer_for(
    occasion: Occasion,
    phrases: SubjectPhrases,
    style: Style,
    *,
    trade: str = "",
    language: str = "da",
) -> Writer:
    """Make up who writes in this style; with a trade, they write for a company of that trade."""
    chance = occasion.chance
    sender = invent_sender(
        _sender_kind(style, trade, language),
        chance,
        ages=[age for age in style.ages if age in phrases.ages] or phrases.ages or style.ages,
        year=occasion.received_at.year,
        trade=trade,
        language=language,
    )
    particulars = particulars_of(sender, occasion.received_at, chance)
    return Writer(sender=sender, style=style, particulars=particulars, chance=chance)


def _sender_kind(style: Style, trade: str, language: str) -> SenderKind:
    if trade:
        return SenderKind.COMPANY
    if language in _VISITOR_LANGUAGES:
        return SenderKind.VISITOR
    is_new = style.key == "newcomer" or language != "da"
    return SenderKind.NEWCOMER if is_new else SenderKind.CITIZEN


@cache
def _subject_sums(month: int) -> tuple[float, ...]:
    return running_sums(
        each.share * (_SEASON_FACTOR if month in each.season else 1) for each in subjects()
    )


@cache
def _stray_sums() -> tuple[float, ...]:
    return running_sums(kind.weight for kind in stray_kinds())


@cache
def _language_sums() -> tuple[float, ...]:
    return running_sums(language.share for language in languages())
