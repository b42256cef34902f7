"""The ways in which people write: terse, polite, angry, at length, in a language newly learnt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.chance import running_sums
from signatur.solutions.mail_routing.demo.sources import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.solutions.mail_routing.demo.chance import Chance

PROFESSIONAL = "professional"
EVERYDAY = "everyday"


class Channel(StrEnum):
    """How an enquiry reaches the municipality."""

    EMAIL = "email"
    DIGITAL_POST = "digital_post"
    WEB_FORM = "web_form"
    LETTER = "letter"
    PHONE_NOTE = "phone_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One way of writing. The `*_share` values say how often a letter has that part."""

    key: str
    share: Mapping[str, float]
    """How often the style is met, by channel."""
    ages: tuple[str, ...]
    source: str
    """Which sentences of a subject it draws on first: core, short or pro."""
    greetings: tuple[str, ...]
    openings: tuple[str, ...]
    afters: tuple[str, ...]
    closings: tuple[str, ...]
    footers: tuple[str, ...]
    opening_share: float
    detail_share: float
    ask_share: float
    after_share: float
    story_counts: tuple[int, ...]
    """How many sentences about their own life they may begin with."""
    signature: tuple[str, ...]
    faults: tuple[str, ...]


@cache
def styles() -> Mapping[str, Style]:
    return {
        entry["key"]: Style(
            **entry
            | {
                name: tuple(entry.get(name, ("",)))
                for name in (
                    "ages", "greetings", "openings", "afters", "closings", "footers", "signature", "faults",
                )
            }
            | {"story_counts": tuple(entry.get("story_counts", (0,)))}
        )
        for entry in table("phrases")["styles"]
    }  # fmt: skip


def pick_style(channel: Channel, chance: Chance) -> Style:
    """Draw a style that is met on this channel; a telephone note is what the switchboard makes of everyday speech."""
    if channel is Channel.PHONE_NOTE:
        return styles()[EVERYDAY]
    return chance.weighted(tuple(styles().values()), _style_sums()[channel])


@cache
def _style_sums() -> Mapping[Channel, tuple[float, ...]]:
    return {
        channel: running_sums(style.share.get(channel, 0) for style in styles().values())
        for channel in Channel
    }
