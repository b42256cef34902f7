"""Enquiries that open a matter: about subjects of the municipality, in other languages, and for somebody else entirely."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo import frames
from signatur.solutions.mail_routing.demo.attachments import AttachmentKind, invent_attachment
from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry
from signatur.solutions.mail_routing.demo.labels import staff_label, stray_label
from signatur.solutions.mail_routing.demo.occasion import (
    pick_citizens_writing,
    pick_language,
    pick_stray_kind,
    pick_subject,
    pick_writing,
    writer_for,
)
from signatur.solutions.mail_routing.demo.phrasebook import general_phrases, subject_phrases
from signatur.solutions.mail_routing.demo.styles import EVERYDAY, PROFESSIONAL, Channel, styles
from signatur.solutions.mail_routing.demo.writing import (
    Matter,
    frame_letter,
    write_in_language,
    write_letter,
    write_title,
)

if TYPE_CHECKING:
    from signatur.solutions.mail_routing.demo.attachments import InventedAttachment
    from signatur.solutions.mail_routing.demo.municipality import Subject
    from signatur.solutions.mail_routing.demo.occasion import Occasion
    from signatur.solutions.mail_routing.demo.phrasebook import StrayKind
    from signatur.solutions.mail_routing.demo.writing import Writer

_ATTACHMENT_SHARE = 0.25
_MENTION_SHARE = 0.6
_ATTACHMENT_ONLY_SHARE = 0.1
_FORWARDERS = ("", "", "school", "daycare", "nursing_home")  # none: a relative or neighbour
_MIXABLE_SHARE = 0.78  # of all post: not the notes of calls, nor what companies write
_STRAY_NOISE_FACTOR = 2.0  # what belongs nowhere is misjudged more often


def about_subjects(occasion: Occasion) -> tuple[InventedEnquiry, Writer]:
    """Write about one or two subjects of the municipality; tell who wrote."""
    about = _pick_subjects(occasion)
    phrases = subject_phrases()[about[0].key]
    style = pick_writing(phrases, occasion)
    trade = ""
    if style.key == PROFESSIONAL:
        trade = occasion.chance.pick(phrases.pro).trade
        about = about[:1]  # a company sends one letter for each matter
    writer = writer_for(occasion, phrases, style, trade=trade)
    may_attach = occasion.channel is not Channel.PHONE_NOTE and phrases.attachments
    attached = may_attach and occasion.chance.happens(_ATTACHMENT_SHARE)
    attachments = (invent_attachment(phrases, writer),) if attached else ()
    matters = [Matter(phrases=subject_phrases()[each.key], words=each.words) for each in about]
    title, text = _written(occasion, writer, matters, attachments)
    keys = tuple(each.key for each in about)
    enquiry = InventedEnquiry(
        id=occasion.id,
        received_at=occasion.received_at,
        channel=occasion.channel,
        sender=writer.sender,
        title=title,
        text=text,
        style_key=style.key,
        subject_keys=keys,
        label=staff_label(keys, occasion.mix.label_noise, occasion.chance),
        attachments=attachments,
    )
    return enquiry, writer


def passed_on(enquiry: InventedEnquiry, writer: Writer, occasion: Occasion) -> InventedEnquiry:
    """Let somebody else send the letter on, with a line of their own."""
    chance = occasion.chance
    phrases = subject_phrases()[enquiry.subject_keys[0]]
    trade = chance.pick(_FORWARDERS)
    other = writer_for(occasion, phrases, styles()[EVERYDAY], trade=trade)
    general = general_phrases()
    cover = other.say(chance.pick(general.colleague_covers if trade else general.forward_covers))
    company = f"\n{other.sender.company.name}" if other.sender.company else ""
    closing = f"{chance.pick(other.style.closings)}\n{other.sender.name}{company}"
    letter = frames.forwarded(writer, enquiry.title, enquiry.text, occasion.received_at)
    return replace(
        enquiry,
        sender=other.sender,
        title=f"{chance.pick(('VS', 'Vs', 'Fwd', 'VS'))}: {enquiry.title}",
        text=f"{cover}\n\n{closing}\n\n{letter}",
        is_forwarded=True,
    )


def in_other_language(occasion: Occasion) -> InventedEnquiry:
    """Write about a subject of the municipality in another language than Danish."""
    chance = occasion.chance
    language = pick_language(occasion)
    key = chance.pick(tuple(language.lines))
    writer = writer_for(
        occasion, subject_phrases()[key], styles()[EVERYDAY], language=language.code
    )
    has_digital_post = writer.sender.cpr_number != ""
    return InventedEnquiry(
        id=occasion.id,
        received_at=occasion.received_at,
        channel=occasion.channel if has_digital_post else Channel.EMAIL,
        sender=writer.sender,
        title=chance.pick(language.titles),
        text=write_in_language(writer, language, key),
        language=language.code,
        style_key=EVERYDAY,
        subject_keys=(key,),
        label=staff_label((key,), occasion.mix.label_noise, chance),
    )


def for_nobody_here(occasion: Occasion) -> InventedEnquiry:
    """Write about something that is not for the municipality at all."""
    kind = pick_stray_kind(occasion)
    if kind.trade:
        occasion = replace(occasion, channel=Channel.EMAIL)
        writer = writer_for(occasion, kind.phrases, styles()[EVERYDAY], trade=kind.trade)
        title, text = _in_bulk(writer, kind)
    else:
        style = pick_citizens_writing(kind.phrases, occasion)
        writer = writer_for(occasion, kind.phrases, style)
        matter = Matter(phrases=kind.phrases, words=())
        title, text = _written(occasion, writer, [matter], attachments=())
    noise = occasion.mix.label_noise * _STRAY_NOISE_FACTOR
    return InventedEnquiry(
        id=occasion.id,
        received_at=occasion.received_at,
        channel=occasion.channel,
        sender=writer.sender,
        title=title,
        text=text,
        style_key=writer.style.key,
        subject_keys=(),
        stray_key=kind.key,
        label=stray_label(kind.near, noise, occasion.chance),
    )


def _pick_subjects(occasion: Occasion) -> list[Subject]:
    first, second = pick_subject(occasion), pick_subject(occasion)
    may_mix = occasion.channel is not Channel.PHONE_NOTE and first.key != second.key
    is_mixed = may_mix and occasion.chance.happens(occasion.mix.mixed / _MIXABLE_SHARE)
    return [first, second] if is_mixed else [first]


def _written(
    occasion: Occasion,
    writer: Writer,
    matters: list[Matter],
    attachments: tuple[InventedAttachment, ...],
) -> tuple[str, str]:
    """Return title and text in the shape of the channel."""
    if occasion.channel is Channel.PHONE_NOTE:
        return frames.as_call_note(writer, matters[0], occasion.received_at)
    letter = _letter(writer, matters, attachments)
    match occasion.channel:
        case Channel.WEB_FORM:
            return frames.in_web_form(writer, matters[0], letter, len(attachments))
        case Channel.LETTER:
            return "", frames.on_paper(writer, matters[0], letter, occasion.received_at)
        case _:
            return write_title(writer, matters[0]), letter


def _letter(
    writer: Writer, matters: list[Matter], attachments: tuple[InventedAttachment, ...]
) -> str:
    general, chance = general_phrases(), writer.chance
    if not attachments:
        return write_letter(writer, matters)
    if attachments[0].kind is not AttachmentKind.PHOTO and chance.happens(_ATTACHMENT_ONLY_SHARE):
        return frame_letter(writer, [writer.say(chance.pick(general.attachment_covers))])
    heading = attachments[0].heading
    mention = chance.pick(general.attachment_mentions) if chance.happens(_MENTION_SHARE) else ""
    enclosing = writer.say(mention, heading=heading, heading_lower=heading[0].lower() + heading[1:])
    return write_letter(writer, matters, enclosing=enclosing)


def _in_bulk(writer: Writer, kind: StrayKind) -> tuple[str, str]:
    """Return title and text of what is sent to many or by a machine."""
    chance = writer.chance
    lines = chance.some(kind.phrases.core, chance.between(1, 2))
    title = writer.say(chance.pick(kind.phrases.topics))
    sentences = [writer.say(line.pattern) for line in lines]
    return title, "\n\n".join([*sentences, writer.particulars["sender_company"]])
