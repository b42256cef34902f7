"""Receipts of other systems: the XML of SF2900 in any envelope, or a small JSON of our own.

    {"id": "<number on the wire>", "kind": "business", "code": "AFVIST", "text": "..."}

Instead of `id` the key may be given as `key`, as it stood on the wire.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.mail_routing.schema.outgoing import (
    CODES_OF,
    NewReceipt,
    ReceiptCode,
    ReceiptKind,
    wire_id,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LONGEST_TEXT = 2000
MOST_BYTES = 1 << 20


class NoReceipt(InputProblem):
    """What was given is no receipt that can be read."""

    def __init__(self, why: str) -> None:
        super().__init__(
            log=f"receipt: {why}",
            shown=_("This is no receipt that can be read. It must name a delivery and a code."),
        )


def read_receipt(raw: bytes, transaction: UUID | None = None) -> NewReceipt:
    """Read a receipt. `transaction` names the delivery where the receipt itself does not.

    Raises NoReceipt.
    """
    if len(raw) > MOST_BYTES:
        raise NoReceipt("too large")
    beginning = raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"{"):
        return _of_json(raw)
    return _of_xml(raw, transaction)


def _of_json(raw: bytes) -> NewReceipt:
    try:
        told = json.loads(raw)
    except ValueError:
        raise NoReceipt("broken JSON") from None
    if not isinstance(told, dict):
        raise NoReceipt("no object")
    key, number = told.get("key"), told.get("id")
    found = wire_id(key) if isinstance(key, str) and key else _uuid(number)
    kind, code = told.get("kind", ReceiptKind.BUSINESS), told.get("code")
    return _receipt(found, kind, code, str(told.get("text") or ""), raw)


def _of_xml(raw: bytes, transaction: UUID | None) -> NewReceipt:
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise NoReceipt("broken XML") from None
    business = _first(root, "ForretningsValideringsKode")
    transport = _first(root, "TransportValideringsKode")
    found = _first(root, "AnvenderTransaktionsID")
    number = _uuid(found) if found else transaction
    if number is None:
        raise NoReceipt("no transaction")
    if business:
        return _receipt(number, ReceiptKind.BUSINESS, business, _words(root), raw)
    return _receipt(number, ReceiptKind.TRANSPORT, transport, _words(root), raw)


def _words(root: Element) -> str:
    """Return the reason and the faults that a receipt states, in one line each."""
    reason = _first(root, "Begrundelse")
    faults = [
        " ".join(filter(None, (_first(one, "FejlKode"), _first(one, "FejlTekst"))))
        for one in root.iter()
        if _name(one) == "Fejl"
    ]
    return "\n".join(filter(None, (reason, *faults)))


def _first(root: Element, name: str) -> str:
    """Return the text of the first element of a name, whatever its name space."""
    for one in root.iter():
        if _name(one) == name:
            return (one.text or "").strip()
    return ""


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _uuid(value: Any) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise NoReceipt("no transaction") from None


def _receipt(number: UUID, kind: Any, code: Any, text: str, raw: bytes) -> NewReceipt:
    try:
        found = ReceiptKind(kind), ReceiptCode(code)
    except ValueError:
        raise NoReceipt("unknown code") from None
    if found[1] not in CODES_OF[found[0]]:
        raise NoReceipt("code of another kind")
    return NewReceipt(
        wire_id=number,
        kind=found[0],
        code=found[1],
        text=text[:_LONGEST_TEXT],
        raw_sha256=hashlib.sha256(raw).hexdigest(),
    )
