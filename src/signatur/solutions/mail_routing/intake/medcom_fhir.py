"""MedCom's messages as FHIR bundles, JSON and XML: CareCommunication and what resembles it.

Read by what stands there, not against the profiles: a sender's small deviations cost nothing, and
of another message (HospitalNotification) patient, sender and receiver are still known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
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
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from signatur.methods.messages import Attachment

# The register of civil registration numbers, as FHIR names it in Denmark.
_CPR = "1.2.208.176.1.2"
_SOR = "1.2.208.176.1.1"
_GLN = "gs1.org/gln"
_DEEPEST = 60


def read_json(raw: bytes) -> Foreign:
    """Read a bundle in JSON. Raises Unusable."""
    try:
        bundle = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise Unusable("damaged", f"FHIR: {type(fault).__name__}") from fault
    return _foreign(raw, bundle)


def read_xml(raw: bytes) -> Foreign:
    """Read a bundle in XML. Raises Unusable."""
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        raise Unusable("damaged", f"FHIR: {type(fault).__name__}") from fault
    return _foreign(raw, _of_xml(root, _DEEPEST))


def _of_xml(element: Element, depth: int) -> Any:
    """Return an element of FHIR's XML as its JSON would be, with lists where names repeat."""
    if depth == 0:
        raise Unusable("too_deep", "FHIR")
    if len(element) == 0 and "value" in element.attrib:
        return element.attrib["value"]
    told: dict[str, Any] = {
        name: value for name, value in element.attrib.items() if name in ("url", "id")
    }
    for child in element:
        name = child.tag.rpartition("}")[2]
        value = _of_xml(child, depth - 1)
        if name in ("resource", "contained") and len(child):
            inner = child[0]
            kind = inner.tag.rpartition("}")[2]
            value = {"resourceType": kind, **(_of_xml(inner, depth - 1) or {})}
        if name in told:
            before = told[name]
            told[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            told[name] = value
    return told


# --- looking into a bundle -----------------------------------------------------------------------


def _each(node: Any, *path: str) -> Iterator[Any]:
    """Yield what lies at a path, through lists of any length."""
    if isinstance(node, list):
        for one in node:
            yield from _each(one, *path)
    elif not path:
        if node is not None:
            yield node
    elif isinstance(node, dict):
        yield from _each(node.get(path[0]), *path[1:])


def _text(node: Any, *path: str) -> str:
    """Return the first text at a path."""
    found = (one for one in _each(node, *path) if isinstance(one, str))
    return next(found, "").strip()


class _Bundle:
    """The resources of a message, found by kind or by reference."""

    def __init__(self, bundle: Any) -> None:
        self.bundle = bundle
        self._by_reference: dict[str, Any] = {}
        self._by_kind: dict[str, list[Any]] = {}
        for entry in _each(bundle, "entry"):
            for resource in _each(entry, "resource"):
                if not isinstance(resource, dict):
                    continue
                kind, name = _text(resource, "resourceType"), _text(resource, "id")
                self._by_kind.setdefault(kind, []).append(resource)
                for key in (_text(entry, "fullUrl"), f"{kind}/{name}", name):
                    self._by_reference.setdefault(key, resource)

    def first(self, kind: str) -> Any:
        return next(iter(self._by_kind.get(kind, [])), None)

    def all(self, kind: str) -> list[Any]:
        return self._by_kind.get(kind, [])

    def at(self, reference: str) -> Any:
        short = "/".join(reference.split("/")[-2:])
        return self._by_reference.get(reference) or self._by_reference.get(short)

    def party(self, references: Iterable[str]) -> Party | None:
        """Return the first party that references lead to, an organisation behind a role too."""
        for reference in references:
            resource = self.at(reference)
            behind = _text(resource, "organization", "reference")
            if resource is not None and not _text(resource, "name") and behind:
                resource = self.at(behind) or resource
            if resource is not None:
                return _party(resource)
        return None


def _party(resource: Any) -> Party:
    number, kind = _number(resource, _SOR), "SOR"
    if not number:
        number, kind = _number(resource, _GLN), "EAN"
    name = _text(resource, "name") or _name(resource)
    address = next(
        (
            _text(one, "value")
            for one in _each(resource, "telecom")
            if _text(one, "system") == "email"
        ),
        "",
    )
    return Party(name, address, number, kind if number else "")


def _number(resource: Any, register: str) -> str:
    return next(
        (
            _text(one, "value")
            for one in _each(resource, "identifier")
            if register in _text(one, "system")
        ),
        "",
    )


def _name(resource: Any) -> str:
    name = next(_each(resource, "name"), None)
    given = " ".join(one for one in _each(name, "given") if isinstance(one, str))
    return f"{given} {_text(name, 'family')}".strip()


# --- the message ---------------------------------------------------------------------------------


def _foreign(raw: bytes, told: Any) -> Foreign:
    bundle = _Bundle(told)
    header, matter = bundle.first("MessageHeader"), bundle.first("Communication")
    if header is None and matter is None:
        raise Unusable("damaged", "FHIR: no message in the bundle")
    patient = bundle.first("Patient")
    cpr_number = _number(patient, _CPR)
    category = _text(matter, "category", "coding", "code")
    category_text = _text(matter, "category", "coding", "display") or category
    topic = _text(matter, "topic", "text") or _text(matter, "topic", "coding", "display")
    newest, older = _texts(matter)
    before = _earlier(bundle)
    recipients = [_text(one, "reference") for one in _each(matter, "recipient")]
    receivers = [_text(one, "receiver", "reference") for one in _each(header, "destination")]
    recipient = bundle.party([*recipients, *receivers])
    senders = (_text(header, "sender", "reference"), _text(matter, "sender", "reference"))
    message = message_of(
        raw,
        message_id=_text(header, "id") or _text(matter, "id"),
        in_reply_to=before[-1] if before else "",
        references=tuple(before),
        thread_id=_text(matter, "identifier", "value"),
        sent_at=parse_date(_text(told, "timestamp") or _text(matter, "sent")),
        sender=bundle.party(senders),
        recipients=(Recipient(recipient),) if recipient else (),
        subject=topic or category_text or _text(header, "eventCoding", "code"),
        text="\n\n".join(filter(None, (about_citizen(_name(patient), cpr_number), newest))),
        attachments=tuple(_attachments(matter)),
    )
    metadata = Metadata(
        message_code=category,
        message_type=_text(header, "eventCoding", "code"),
        contact_group=category_text,
        contact_label=topic,
        more={
            "priority": _text(matter, "priority"),
            "episode": _text(bundle.first("Encounter"), "episodeOfCare", "identifier", "value"),
        },
    )
    return Foreign(message, Channel.MEDCOM, metadata, quoted=older)


def _texts(matter: Any) -> tuple[str, str]:
    """Return the newest text of a thread, and the older ones, newest first."""
    found = []
    for number, one in enumerate(_each(matter, "payload")):
        if text := _text(one, "contentString"):
            at = next(
                (_text(extension, "valueDateTime") for extension in _each(one, "extension")), ""
            )
            found.append((at, -number, text))
    if not found:
        return "", ""
    # Without a date the first one counts as the newest.
    found.sort(reverse=True)
    return found[0][2], "\n\n".join(text for _at, _number, text in found[1:])


def _attachments(matter: Any) -> Iterator[Attachment]:
    for one in _each(matter, "payload", "contentAttachment"):
        if data := _text(one, "data"):
            name = _text(one, "title") or "bilag"
            yield attachment_of(name, _text(one, "contentType"), data)


def _earlier(bundle: _Bundle) -> list[str]:
    """Return the messages that this one answers or passes on, oldest first."""
    found = []
    for provenance in bundle.all("Provenance"):
        for what in _each(provenance, "entity", "what"):
            reference = _text(what, "reference") or _text(what, "identifier", "value")
            found.append(reference.rpartition("/")[2])
    own = _text(bundle.first("MessageHeader"), "id")
    return list(dict.fromkeys(one for one in found if one and one != own))
