"""The key with which this installation signs its reports; made when it is first needed, kept in the data folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signatur.kernel.runtime import Runtime

_FILE = "disclosure_signing_key.pem"


def signing_key(runtime: Runtime) -> bytes:
    """Return the private key as PEM; whoever makes it second takes the first one's."""
    path = runtime.settings.kernel.data_folder / _FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{_FILE}-{secrets.token_hex(8)}")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(_new_key())
        # A link is made or not: nobody ever reads half a key.
        with suppress(FileExistsError):
            os.link(unfinished, path)
        unfinished.unlink()
    return path.read_bytes()


def _new_key() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
