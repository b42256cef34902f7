"""What stands around a letter: the form it was typed into, the note of a call, the paper, the thread it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.demo.municipality import municipality
from signatur.solutions.mail_routing.demo.particulars import WEEKDAYS, danish_date
from signatur.solutions.mail_routing.demo.people import invent_name
from signatur.solutions.mail_routing.demo.phrasebook import general_phrases
from signatur.solutions.mail_routing.demo.phrasing import fill

if TYPE_CHECKING:
    from datetime import datetime

    from signatur.solutions.mail_routing.demo.chance import Chance
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry
    from signatur.solutions.mail_routing.demo.municipality import Department
    from signatur.solutions.mail_routing.demo.writing import Matter, Writer

_NOTE_TITLES = (
    "Telefonbesked",
    "Tlf. {name}",
    "Ring venligst til {name}",
    "Telefonbesked: {topic}",
)


def in_web_form(writer: Writer, matter: Matter, message: str, file_count: int) -> tuple[str, str]:
    """Return title and text of the mail that a web form of the municipality makes of a message."""
    chance = writer.chance
    topic = "Andet" if chance.happens(0.3) else writer.topic_of(matter.phrases)
    text = writer.say(
        chance.pick(general_phrases().forms),
        topic=topic,
        message=message,
        yes_no=chance.pick(("Ja", "Nej")),
        file_count=str(file_count),
    )
    return text.partition("\n")[0] + (f": {topic}" if chance.happens(0.3) else ""), text


def as_call_note(writer: Writer, matter: Matter, when: datetime) -> tuple[str, str]:
    """Return title and text of what the switchboard notes after a call."""
    chance, general = writer.chance, general_phrases()
    topic = writer.topic_of(matter.phrases)
    note = writer.say(
        chance.pick(matter.phrases.short)
        if matter.phrases.short
        else chance.pick(matter.phrases.core).pattern
    )
    text = writer.say(
        chance.pick(general.call_notes),
        topic=topic,
        note=note,
        callback=chance.pick(general.callbacks),
        clock=f"{when:%H.%M}",
        weekday=WEEKDAYS[when.weekday()],
    )
    return writer.say(chance.pick(_NOTE_TITLES), topic=topic), text


def on_paper(writer: Writer, matter: Matter, letter: str, when: datetime) -> str:
    """Return a letter with addresses, date and heading, as it stands on paper."""
    sender = writer.sender
    name = sender.company.name if sender.company else sender.name
    place = municipality()
    head = [
        f"{name}\n{sender.address}\n{sender.post_code} {sender.town}",
        f"{place.name}\n{place.town_hall}",
        f"{sender.town}, den {danish_date(when)} {when.year}",
    ]
    if writer.chance.happens(0.5):
        head.append(writer.say("Vedr.: {topic}", topic=writer.topic_of(matter.phrases)))
    return "\n\n".join([*head, letter])


def forwarded(writer: Writer, title: str, letter: str, when: datetime) -> str:
    """Return a letter as it stands in the mail of somebody who passes it on."""
    pattern = writer.chance.pick(general_phrases().forward_heads)
    return writer.say(pattern, title=title, written_at=_stamp(when)).lstrip() + letter


def history(writer: Writer, department: Department, earlier: InventedEnquiry, now: datetime) -> str:
    """Return the quoted thread below a reply: the municipality's answer, and below that the earlier enquiry."""
    chance, general = writer.chance, general_phrases()
    written, text = earlier.received_at, earlier.text
    answered = _in_office_hours(written + (now - written) * chance.share(), chance)
    more = {
        "title": earlier.title,
        "department": department.name,
        "department_mail": f"{department.key}@{municipality().domain}",
        "answer": writer.say(chance.pick(general.answers)),
        "answered_by": invent_name(chance),
        "written_at": _stamp(written),
        "answered_at": _stamp(answered),
    }
    if chance.happens(0.3):
        head = fill(chance.pick(general.bottom_headers), {**writer.particulars, **more}, chance)
        answer = f"{more['answer']}\n\nMed venlig hilsen\n{more['answered_by']}\n\n{text}"
        return "\n".join([head, "", *(f"> {line}".rstrip() for line in answer.splitlines())])
    head = fill(chance.pick(general.history_headers), {**writer.particulars, **more}, chance)
    return head.lstrip() + text


def _in_office_hours(moment: datetime, chance: Chance) -> datetime:
    return moment.replace(hour=chance.between(9, 15))


def _stamp(moment: datetime) -> str:
    return f"{danish_date(moment)} {moment:%Y %H:%M}"
