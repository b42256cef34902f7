"""Enquiries that go on with an earlier one: replies to the municipality's answer, and letters sent once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo import frames
from signatur.solutions.mail_routing.demo.labels import staff_label
from signatur.solutions.mail_routing.demo.municipality import department, subject
from signatur.solutions.mail_routing.demo.particulars import particulars_of
from signatur.solutions.mail_routing.demo.phrasebook import general_phrases, subject_phrases
from signatur.solutions.mail_routing.demo.styles import Channel, styles
from signatur.solutions.mail_routing.demo.writing import Writer, frame_letter

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry
    from signatur.solutions.mail_routing.demo.occasion import Occasion

_ANSWER_TIME = timedelta(days=2)
_QUESTION_SHARE = 0.5


def may_go_on(enquiry: InventedEnquiry) -> bool:
    """Say whether a later letter may answer or repeat this one."""
    return (
        enquiry.channel in (Channel.EMAIL, Channel.DIGITAL_POST)
        and not enquiry.is_unknown
        and enquiry.language == "da"
        and not (enquiry.answers or enquiry.repeats or enquiry.is_forwarded or enquiry.mishap)
    )


def is_answered(enquiry: InventedEnquiry, occasion: Occasion) -> bool:
    """Say whether the municipality has had time to answer by now."""
    return enquiry.received_at + _ANSWER_TIME < occasion.received_at


def reply(occasion: Occasion, earlier: InventedEnquiry) -> InventedEnquiry:
    """Write on in a matter that the municipality has answered; the new text alone says little."""
    general, chance = general_phrases(), occasion.chance
    key = earlier.subject_keys[0]
    writer = Writer(
        sender=earlier.sender,
        style=styles()[earlier.style_key],
        particulars=particulars_of(earlier.sender, occasion.received_at, chance),
        chance=chance,
    )
    paragraphs = [writer.say(chance.pick(general.reply_cores))]
    questions = subject_phrases()[key].ask
    if questions and chance.happens(_QUESTION_SHARE):
        paragraphs.append(writer.say(chance.pick(questions)))
    return replace(
        earlier,
        id=occasion.id,
        received_at=occasion.received_at,
        title=writer.say(chance.pick(general.reply_titles), title=earlier.title),
        text=frame_letter(writer, paragraphs),
        quoted=frames.history(
            writer, department(subject(key).department_key), earlier, occasion.received_at
        ),
        label=staff_label(earlier.subject_keys, occasion.mix.label_noise, chance),
        attachments=(),
        answers=earlier.id,
    )


def repetition(occasion: Occasion, earlier: InventedEnquiry) -> InventedEnquiry:
    """Send an earlier letter once more, word for word."""
    return replace(
        earlier,
        id=occasion.id,
        received_at=occasion.received_at,
        label=staff_label(earlier.subject_keys, occasion.mix.label_noise, occasion.chance),
        repeats=earlier.id,
    )
