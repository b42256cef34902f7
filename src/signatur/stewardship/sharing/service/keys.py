"""The installation's own key, and whose bundles are trusted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.stewardship.sharing.model import new_key
from signatur.stewardship.sharing.settings import SharingSettings

if TYPE_CHECKING:
    from signatur.kernel.runtime import Runtime


def installation_key(runtime: Runtime) -> bytes:
    """Return the private key that signs bundles; made at first use unless a setting names one.

    Raises InputProblem when the named file cannot be read.
    """
    named = runtime.settings.of(SharingSettings).key_file
    if named is not None:
        try:
            return named.read_bytes()
        except OSError as error:
            raise InputProblem(
                log=f"key file: {error.strerror}",
                shown=_("The key for signing bundles cannot be read."),
            ) from error
    path = runtime.settings.kernel.data_folder / "keys" / "sharing.pem"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        # Of two processes that come at once, one makes the key and the other reads it.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(new_key())
    return path.read_bytes()


def is_trusted(runtime: Runtime, fingerprint: str, named: str = "") -> bool:
    """Say whether a fingerprint is among the trusted ones, or is the one that was just named."""
    trusted = {_plain(one) for one in (*runtime.settings.of(SharingSettings).trusted, named)}
    return _plain(fingerprint) in trusted


def _plain(fingerprint: str) -> str:
    return "".join(fingerprint.casefold().split()).replace(":", "")
