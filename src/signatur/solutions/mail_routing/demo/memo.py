"""Writes an enquiry as Digital Post: a message in the MeMo format, version 1.2 or the older 1.1."""

from __future__ import annotations

import base64
import uuid
from datetime import UTC
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from signatur.solutions.mail_routing.demo.mail import as_html
from signatur.solutions.mail_routing.demo.municipality import (
    department,
    departments,
    municipality,
    subject,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.mail_routing.demo.chance import Chance
    from signatur.solutions.mail_routing.demo.enquiry import InventedEnquiry
    from signatur.solutions.mail_routing.demo.mail import MailPart

_MEMO = "https://DigitalPost.dk/MeMo-1"
_KLE = "http://kle-online.dk/"
_NAMES = uuid.UUID("0b7a3f52-6f0e-4d0c-9d5b-3a1c2f6e8d11")
_MAIN_MAILBOX = "Hovedpostkasse"

_OLD_VERSION_SHARE = 0.2
_KLE_SHARE = 0.3  # of what companies and authorities send; their systems know the subject


def write_memo(enquiry: InventedEnquiry, parts: Sequence[MailPart], chance: Chance) -> bytes:
    """Return the message with its text as main document and these files as additional documents."""
    is_old = chance.happens(_OLD_VERSION_SHARE)
    root = ET.Element(f"{{{_MEMO}}}Message", {"memoVersion": "1.1" if is_old else "1.2"})
    if is_old:
        root.set("memoSchVersion", "1.1.0")
    _put_header(root, enquiry, chance)
    _put_body(root, enquiry, parts, chance)
    ET.register_namespace("memo", _MEMO)
    ET.register_namespace("kle", _KLE)
    ET.indent(root, "\t")
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def message_uuid(enquiry_id: str) -> str:
    return str(uuid.uuid5(_NAMES, enquiry_id))


def _put_header(root: ET.Element, enquiry: InventedEnquiry, chance: Chance) -> None:
    header = _child(root, "MessageHeader")
    _texts(
        header,
        messageType="DIGITALPOST",
        messageUUID=message_uuid(enquiry.id),
        messageID=f"LV-{enquiry.id}",
        label=enquiry.title or "Besked",
        reply="true",
        mandatory="false",
        legalNotification="false",
    )
    _put_sender(header, enquiry)
    _put_recipient(header, enquiry, chance)
    _put_content_data(header, enquiry, chance)
    if enquiry.answers:
        _texts(
            _child(header, "ReplyData"),
            messageID=f"LV-{enquiry.answers}",
            messageUUID=message_uuid(enquiry.answers),
        )


def _put_sender(header: ET.Element, enquiry: InventedEnquiry) -> None:
    sender = enquiry.sender
    if sender.company is not None:
        number, kind, label = sender.cvr_number, "CVR", sender.company.name
    else:
        number, kind, label = sender.cpr_number.replace("-", ""), "CPR", sender.name
    _texts(_child(header, "Sender"), senderID=number, idType=kind, label=label)


def _put_recipient(header: ET.Element, enquiry: InventedEnquiry, chance: Chance) -> None:
    place = municipality()
    recipient = _child(header, "Recipient")
    _texts(recipient, recipientID=place.cvr_number, idType="CVR", label=place.name)
    label = _contact_point(enquiry, chance)
    point = _child(recipient, "ContactPoint")
    _texts(point, contactPointID=str(uuid.uuid5(_NAMES, label)), label=label)


def _contact_point(enquiry: InventedEnquiry, chance: Chance) -> str:
    """Draw the mailbox that the sender chose: often the general one, sometimes a wrong one."""
    choice = chance.share()
    if choice < 0.45 and enquiry.department_keys:
        return department(enquiry.department_keys[0]).name
    if choice < 0.85:
        return _MAIN_MAILBOX
    return chance.pick(departments()).name


def _put_content_data(header: ET.Element, enquiry: InventedEnquiry, chance: Chance) -> None:
    is_marked = enquiry.sender.company is not None and chance.happens(_KLE_SHARE)
    if not (is_marked or enquiry.answers) or not enquiry.subject_keys:
        return
    content = _child(header, "ContentData")
    if enquiry.answers:
        case_id = f"{enquiry.received_at:%y}/{chance.between(1000, 29_999)}"
        _texts(_child(content, "CaseID"), caseID=case_id, caseSystem="Lindevang ESDH")
    if is_marked:
        about = subject(enquiry.subject_keys[0])
        kle = ET.SubElement(content, f"{{{_KLE}}}KLEdata")
        for name, value in (("subjectKey", about.kle_code), ("label", about.name)):
            ET.SubElement(kle, f"{{{_KLE}}}{name}").text = value


def _put_body(
    root: ET.Element, enquiry: InventedEnquiry, parts: Sequence[MailPart], chance: Chance
) -> None:
    body = _child(root, "MessageBody")
    created = enquiry.received_at.astimezone(UTC)
    _texts(body, createdDateTime=f"{created:%Y-%m-%dT%H:%M:%SZ}")
    main = _child(body, "MainDocument")
    _texts(main, label=enquiry.title or "Besked")
    text = f"{enquiry.text}\n\n{enquiry.quoted}".strip()
    if chance.happens(0.5):
        _put_file(main, "besked.txt", "text/plain", text.encode())
    else:
        _put_file(main, "besked.html", "text/html", as_html(text).encode())
    for part in parts:
        additional = _child(body, "AdditionalDocument")
        _texts(additional, label=part.file_name)
        _put_file(additional, part.file_name, part.media_type, part.data)


def _put_file(document: ET.Element, name: str, media_type: str, data: bytes) -> None:
    _texts(
        _child(document, "File"),
        encodingFormat=media_type,
        filename=name,
        language="da",
        content=base64.b64encode(data).decode("ascii"),
    )


def _child(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_MEMO}}}{name}")


def _texts(parent: ET.Element, **values: str) -> None:
    """Add one child element for each value, in the order given."""
    for name, value in values.items():
        _child(parent, name).text = value
