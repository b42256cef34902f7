"""Lets the people of the invented municipality write: thousands of enquiries over some years, all from one seed."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.arrival import arrivals, pick_channel
from signatur.solutions.mail_routing.demo.attachments import AttachmentKind, InventedAttachment
from signatur.solutions.mail_routing.demo.chance import Chance
from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry, Mishap, Mix
from signatur.solutions.mail_routing.demo.labels import UNKNOWN
from signatur.solutions.mail_routing.demo.new_matters import (
    about_subjects,
    for_nobody_here,
    in_other_language,
    passed_on,
)
from signatur.solutions.mail_routing.demo.occasion import Occasion
from signatur.solutions.mail_routing.demo.old_matters import (
    is_answered,
    may_go_on,
    repetition,
    reply,
)
from signatur.solutions.mail_routing.demo.phrasebook import general_phrases
from signatur.solutions.mail_routing.demo.styles import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

_ENQUIRY_STREAM = 2
_THREAD_MEMORY = 250
_WRITTEN = (Channel.EMAIL, Channel.DIGITAL_POST)
# About how much of all post comes this way and opens a matter; what only happens there is made as much more likely.
_WRITTEN_SHARE = 0.7
_EMAIL_SHARE = 0.38


def invent(
    seed: int,
    count: int,
    until: datetime,
    *,
    days: int = 730,
    mix: Mix | None = None,
    after: Sequence[InventedEnquiry] = (),
) -> Iterator[InventedEnquiry]:
    """Yield `count` enquiries received in the `days` before `until` (with a time zone), oldest first.

    The same arguments give the same enquiries. Replies and repetitions refer by their id to earlier ones
    of these, or of those that came in before, `after` which these come. Raises ValueError when `until` has no time zone.
    """
    if until.tzinfo is None:
        raise ValueError("Name the time zone of the last moment: until=datetime(..., tzinfo=...).")
    earlier = deque(filter(may_go_on, after), maxlen=_THREAD_MEMORY)
    for number, moment in enumerate(arrivals(seed, count, until, days)):
        chance = Chance(seed, _ENQUIRY_STREAM, number)
        occasion = Occasion(
            id=f"{seed}-{number:06d}",
            received_at=moment,
            channel=pick_channel(moment, chance),
            chance=chance,
            mix=mix or Mix(),
        )
        enquiry = _going_on(occasion, earlier) or _opening(occasion)
        if may_go_on(enquiry):
            earlier.append(enquiry)
        yield enquiry


def _going_on(occasion: Occasion, earlier: deque[InventedEnquiry]) -> InventedEnquiry | None:
    """Return a letter that goes on with an earlier one, if that is what comes in."""
    chance, mix = occasion.chance, occasion.mix
    if occasion.channel not in _WRITTEN or not earlier:
        return None
    before = chance.pick(earlier)
    if chance.happens(mix.repeat / _WRITTEN_SHARE):
        return repetition(occasion, before)
    if chance.happens(mix.reply / _WRITTEN_SHARE) and is_answered(before, occasion):
        return reply(occasion, before)
    return None


def _opening(occasion: Occasion) -> InventedEnquiry:
    """Return a letter that opens a matter."""
    chance, mix = occasion.chance, occasion.mix
    if chance.happens(mix.unknown):
        return for_nobody_here(occasion)
    if occasion.channel in _WRITTEN and chance.happens(mix.other_language / _WRITTEN_SHARE):
        return in_other_language(occasion)
    enquiry, writer = about_subjects(occasion)
    if occasion.channel is not Channel.EMAIL:
        return enquiry
    if chance.happens(mix.forwarded / _EMAIL_SHARE):
        return passed_on(enquiry, writer, occasion)
    if chance.happens(mix.mishap / _EMAIL_SHARE):
        return _gone_wrong(enquiry, chance)
    return enquiry


def _gone_wrong(enquiry: InventedEnquiry, chance: Chance) -> InventedEnquiry:
    mishap = chance.pick(tuple(Mishap))
    match mishap:
        case Mishap.EMPTY:
            return replace(
                enquiry,
                title="",
                text="",
                subject_keys=(),
                stray_key="empty",
                label=UNKNOWN,
                attachments=(),
                mishap=mishap,
            )
        case Mishap.ENCRYPTED_PDF | Mishap.DAMAGED_PDF:
            # The matter stands in the attachment alone, which nobody can open.
            letter = InventedAttachment(AttachmentKind.PDF, "Brev", "Brev.pdf", enquiry.text)
            cover = chance.pick(general_phrases().attachment_covers)
            text = f"{cover}\n\nMvh\n{enquiry.sender.name}"
            return replace(enquiry, text=text, attachments=(letter,), mishap=mishap)
        case _:
            return replace(enquiry, attachments=(), mishap=mishap)
