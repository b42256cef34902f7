"""The report of a release: canonical JSON, its hash, and an Ed25519 signature (RFC 8032) over it."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.release import Report

if TYPE_CHECKING:
    from collections.abc import Mapping


def canonical(value: Any) -> bytes:
    """The same JSON for the same value, to be hashed and signed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signed(body: Mapping[str, Any], key: bytes | None) -> Report:
    """Return a report, signed where there is a key (PEM). Raises InputProblem when the key is none."""
    told = canonical(body)
    digest = hashlib.sha256(told).hexdigest()
    if key is None:
        return Report(dict(body), digest)
    private = _private(key)
    public = private.public_key().public_bytes_raw()
    return Report(
        dict(body),
        digest,
        base64.b64encode(private.sign(told)).decode(),
        base64.b64encode(public).decode(),
    )


def report_json(report: Report) -> dict[str, Any]:
    """The report as it is stored: the body with hash and signature beside it."""
    return {
        "report": report.body,
        "sha256": report.sha256,
        "signed": bool(report.signature),
        "signature": report.signature or None,
        "public_key": report.public_key or None,
    }


def holds(stored: Mapping[str, Any], public_key: str = "") -> bool:
    """Say whether a stored report is unchanged and, where it is signed, signed by the key it names.

    With `public_key` (base64) it must be signed by that one.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    told = canonical(stored.get("report"))
    if hashlib.sha256(told).hexdigest() != stored.get("sha256"):
        return False
    if not stored.get("signature"):
        return not public_key
    if public_key and stored.get("public_key") != public_key:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(stored["public_key"]))
        key.verify(base64.b64decode(stored["signature"]), told)
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def _private(key: bytes) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(key, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise InputProblem(
            log="no private key",
            shown=_(
                "The key for signing reports cannot be read. It must be an Ed25519 key as PEM without a password."
            ),
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise InputProblem(
            log="other kind of key",
            shown=_("The key for signing reports must be an Ed25519 key."),
        )
    return private
