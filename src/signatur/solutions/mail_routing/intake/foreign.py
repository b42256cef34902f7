"""Messages that are neither mail nor Digital Post: MedCom's, and those that other systems hand in.

Each becomes a `Message` with what the format states beside it. Recognised from the bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.intake import incoming, medcom_fhir, medcom_oioxml
from signatur.solutions.mail_routing.intake.foreign_message import Foreign, Unusable

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.methods.documents import Content

_LOOK = 4096
_JSON = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*\{")
_FHIR_JSON = re.compile(rb'"resourceType"\s*:\s*"Bundle"')
_FHIR_XML = re.compile(rb"<(?:\w+:)?Bundle\b[^>]*http://hl7\.org/fhir")
_OIOXML = re.compile(rb"<(?:\w+:)?Emessage\b")
_INCOMING = re.compile(rb'"format"\s*:\s*"signatur\.incoming/1"')
# A message is parsed as a whole.
_MOST_BYTES = 120_000_000


@dataclass(frozen=True, slots=True)
class Reader:
    """How messages of one kind are recognised and read."""

    kind: str
    read: Callable[[bytes], Foreign] = field(compare=False)


_READERS = {
    "json": Reader("json", incoming.read),
    "medcom_fhir_json": Reader("medcom_fhir", medcom_fhir.read_json),
    "medcom_fhir_xml": Reader("medcom_fhir", medcom_fhir.read_xml),
    "medcom_oioxml": Reader("medcom_oioxml", medcom_oioxml.read),
}


def reader_of(content: Content) -> Reader | None:
    """Return what reads a content, when it is a message of a kind that is read here."""
    head = content.read(_LOOK)
    if _JSON.match(head):
        # The name of a format may stand anywhere in an object.
        whole = content.read() if content.size <= _MOST_BYTES else head
        if _INCOMING.search(whole[:_LOOK]):
            return _READERS["json"]
        return _READERS["medcom_fhir_json"] if _FHIR_JSON.search(whole) else None
    if _FHIR_XML.search(head):
        return _READERS["medcom_fhir_xml"]
    return _READERS["medcom_oioxml"] if _OIOXML.search(head) else None


def read(content: Content, reader: Reader) -> Foreign:
    """Read a message. Raises Unusable when it is damaged or too large."""
    if content.size > _MOST_BYTES:
        raise Unusable("too_large", f"over {_MOST_BYTES} bytes")
    return reader.read(content.read())
