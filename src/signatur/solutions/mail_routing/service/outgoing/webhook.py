"""Telling another system, by a signed call that carries the same key at every try.

The receiver checks `X-Signatur-Signature: t=<seconds>,v1=<hex>`: the HMAC-SHA256 by the common secret
of `<seconds>.<body>`. It drops what bears an `Idempotency-Key` that it knows, and answers 200 or 409.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from signatur.solutions.mail_routing.schema import enquiry_as_json
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from signatur.solutions.mail_routing.service.outgoing.calling import call
from signatur.solutions.mail_routing.service.outgoing.channel import RoutedChannel
from signatur.solutions.mail_routing.service.outgoing.places import secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.schema.outgoing import Route, RoutingResult

FORMAT = "signatur.routing/1"


class WebhookChannel(RoutedChannel):
    """Tells other systems where enquiries went."""

    kind = RouteKind.WEBHOOK

    def send(
        self, work: Work, route: Route, result: RoutingResult, enquiry: Enquiry | None
    ) -> Mapping[str, Any]:
        told = result_as_json(result)
        if route.settings.get("includes") == "enquiry" and enquiry is not None:
            told["enquiry"]["content"] = enquiry_as_json(enquiry)
        body = json.dumps(told, ensure_ascii=False).encode()
        seconds = int(work.now.timestamp())
        key = secret(work.runtime, route.settings["secret"])
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Signatur",
            "Idempotency-Key": result.key,
            "X-Signatur-Attempt": str(result.attempt),
            "X-Signatur-Signature": signature(key, seconds, body),
        }
        answer = call(work, route.settings["url"], body, headers, log="webhook")
        return {"status": answer.status_code, "known": answer.status_code == 409}


def signature(secret_key: str, seconds: int, body: bytes) -> str:
    """Return the header that proves who sent a body, and when."""
    mac = hmac.new(secret_key.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={mac.hexdigest()}"


def result_as_json(result: RoutingResult) -> dict[str, Any]:
    """Return a routing result in its documented form, without any content of the enquiry."""
    return {
        "format": FORMAT,
        "key": result.key,
        "id": str(result.wire_id),
        "attempt": result.attempt,
        "trial": result.is_trial,
        "enquiry": {
            "id": str(result.item_id),
            "received_at": result.received_at.isoformat(),
            "channel": result.channel,
            "language": result.language,
            "message_id": result.message_id,
            "sha256": result.original_sha256,
            "due_on": result.due_on or None,
            "link": result.link or None,
        },
        "target": {
            "department": {"key": result.department_key, "name": result.department},
            "subject": (
                {"key": result.subject_key, "name": result.subject, "kle": result.kle_code or None}
                if result.subject_key
                else None
            ),
        },
        "decision": {
            "id": str(result.decision_id),
            "at": result.decided_at.isoformat(),
            "outcome": result.outcome,
            "by": {
                "kind": "authorisation" if result.is_automatic else "person",
                "id": str(result.decided_by_id),
            },
            "confidence": result.confidence,
            "suggestion": str(result.suggestion_id) if result.suggestion_id else None,
        },
    }
