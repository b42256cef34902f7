"""MedCom's letters in OIOXML: referrals (XREF), discharge letters, correspondence (XDIS).

The many schemas share their frame: envelope, letter, sender, receiver, patient; what follows differs.
It is told as it stands, each piece with its name where it is not free text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from signatur.methods.messages import Party, Recipient
from signatur.methods.messages.dates import parse_date
from signatur.solutions.mail_routing.intake.foreign_message import (
    Foreign,
    Unusable,
    about_citizen,
    attachment_of,
    message_of,
)
from signatur.solutions.mail_routing.schema import Channel, Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from signatur.methods.messages import Attachment

# What letters are called by those who work with them.
_TITLES = {
    "XREF01": "Sygehushenvisning",
    "XREF02": "Henvisning til billeddiagnostik",
    "XREF06": "Henvisning til speciallæge",
    "XREF07": "Henvisning til fysioterapi",
    "XREF08": "Henvisning til psykolog",
    "XREF15": "Henvisning til kommunal forebyggelse",
    "XREF22": "Henvisning til kommunal akutfunktion",
    "XDIS01": "Epikrise",
    "XDIS15": "Svar på henvisning til kommunal forebyggelse",
    "XDIS16": "Udskrivningsrapport",
    "XDIS17": "Indlæggelsesrapport",
    "XDIS18": "Indlæggelsessvar",
    "XDIS20": "Indlæggelsesadvis",
    "XDIS22": "Svar fra kommunal akutfunktion",
    "XDIS91": "Korrespondancemeddelelse",
}
_FRAME = frozenset(
    {"Envelope", "Letter", "Sender", "Receiver", "CCReceiver", "Patient", "Practitioner"}
)
_BREAKS = frozenset({"Break", "Paragraph"})
# Elements whose text speaks for itself.
_FREE = re.compile(r"(?:Text|Reason|Information|Comment|Description|Question|Anamnesis)\d*$")
_CODES = re.compile(r"(?:Code|Identifier|Size|Format|Base64Encoded|Date|Time)$")


def read(raw: bytes) -> Foreign:
    """Read a letter. Raises Unusable."""
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        raise Unusable("damaged", f"OIOXML: {type(fault).__name__}") from fault
    letter, patient = _find(root, "Letter"), _find(root, "Patient")
    if letter is None:
        raise Unusable("damaged", "OIOXML: no letter in the message")
    kind = _value(letter, "TypeCode") or _value(letter, "StatisticalCode")
    title = _TITLES.get(kind.upper(), kind)
    name = f"{_value(patient, 'PersonGivenName')} {_value(patient, 'PersonSurnameName')}".strip()
    citizen = about_citizen(name, _value(patient, "CivilRegistrationNumber"))
    receivers = [*root.iter(_tag(root, "Receiver")), *root.iter(_tag(root, "CCReceiver"))]
    sender = _find(root, "Sender")
    message = message_of(
        raw,
        message_id=_value(letter, "Identifier") or _value(_find(root, "Envelope"), "Identifier"),
        thread_id=_value(letter, "EpisodeOfCareIdentifier"),
        sent_at=_sent_at(letter, _find(root, "Envelope")),
        sender=_party(sender) if sender is not None else None,
        recipients=tuple(Recipient(_party(one)) for one in receivers),
        subject=_subject(root) or title,
        text="\n\n".join(filter(None, (citizen, "\n".join(_matter(root))))),
        attachments=tuple(_attachments(root)),
    )
    metadata = Metadata(
        message_code=kind,
        message_type=_value(letter, "VersionCode"),
        contact_group=title,
        more={"priority": _first_value(root, "Priority"), "status": _value(letter, "StatusCode")},
    )
    return Foreign(message, Channel.MEDCOM, metadata)


def _name(element: Element) -> str:
    # A comment has no name, whatever the types say.
    return str(element.tag).rpartition("}")[2]


def _tag(root: Element, name: str) -> str:
    """Return a name in the namespace of the letter."""
    space = root.tag.rpartition("}")[0]
    return f"{space}}}{name}" if space else name


def _find(root: Element, name: str) -> Element | None:
    return next((one for one in root.iter() if _name(one) == name), None)


def _value(element: Element | None, name: str) -> str:
    if element is None:
        return ""
    found = (one for one in element.iter() if _name(one) == name)
    return " ".join((next((one.text or "" for one in found), "")).split())


def _first_value(root: Element, name: str) -> str:
    found = _find(root, name)
    return " ".join("".join(found.itertext()).split())[:100] if found is not None else ""


def _party(element: Element) -> Party:
    names = (_value(element, one) for one in ("OrganisationName", "DepartmentName", "UnitName"))
    number = _value(element, "EANIdentifier")
    return Party(" ".join(filter(None, names)), "", number, "EAN" if number else "")


def _sent_at(letter: Element, envelope: Element | None) -> object:
    for place in (_find(letter, "Authorisation"), envelope):
        day, moment = _value(place, "Date"), _value(place, "Time")
        if day:
            return parse_date(
                f"{day}T{moment or '00:00'}:00" if len(moment) < 6 else f"{day}T{moment}"
            )
    return None


def _subject(root: Element) -> str:
    return _first_value(root, "Subject") or _first_value(root, "ReferralTitle")


def _matter(root: Element) -> Iterator[str]:
    """Yield the pieces of a letter in their order, apart from its frame."""
    stack = list(reversed(list(root)))
    while stack:
        element = stack.pop()
        name = _name(element)
        if name in _FRAME or name.endswith("Base64Encoded"):
            continue
        inner = [one for one in element if _name(one) not in _BREAKS and _is_structure(one)]
        if inner:
            stack += reversed(list(element))
        elif (text := _flowing(element)) and not _CODES.search(name):
            yield text if _FREE.search(name) else f"{_words(name)}: {text}"


def _is_structure(element: Element) -> bool:
    """Say whether an element is a part of a letter, and not the layout of its text."""
    return _name(element)[:1].isupper() and _name(element) not in ("Bold", "Italic", "Underline",
        "Space", "Center", "Right", "FixedFont", "SimpleFormattedText")  # fmt: skip


def _flowing(element: Element) -> str:
    pieces = []
    for one in element.iter():
        if _name(one) in _BREAKS:
            pieces.append("\n")
        elif _name(one) == "Space":
            pieces.append(" ")
        pieces.append(one.text or "")
        if one is not element:
            pieces.append(one.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).splitlines())
    return "\n".join(lines).strip()


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _attachments(root: Element) -> Iterator[Attachment]:
    for one in root.iter():
        for encoded in one:
            if _name(encoded).endswith("Base64Encoded") and (encoded.text or "").strip():
                ending = _value(one, "ObjectExtensionCode") or _value(one, "ObjectCode")
                name = _value(one, "FileName") or f"{_value(one, 'ObjectIdentifier') or 'bilag'}"
                ending = ending.lower() if ending.isalnum() and len(ending) < 6 else ""
                full = f"{name}.{ending}" if ending and "." not in name else name
                yield attachment_of(full, "", encoded.text or "")
