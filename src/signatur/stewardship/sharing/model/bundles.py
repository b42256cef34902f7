"""A bundle is a zip file with a manifest of hashes, signed with Ed25519 (RFC 8032).

`manifest.json` lists every other file with its SHA-256 and the public key; `manifest.sig` is the
signature over the manifest's bytes. The same content and key give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.stewardship.sharing.schema import FORMAT, MANIFEST, SIGNATURE, Bundle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

_MOST_FILES: Final = 1_000
_MOST_BYTES: Final = 2_000_000_000
# The first moment that a zip file can tell, so that the same content gives the same bytes.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


class BrokenBundle(InputProblem):
    """A file is no bundle, or something in it was changed after it was signed."""


def new_key() -> bytes:
    """Return a new private key as PEM (PKCS 8), unencrypted: keep it secret."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def fingerprint_of(key: bytes) -> str:
    """Return the fingerprint of a private key's public half. Raises InputProblem for no such key."""
    return _fingerprint(_public_bytes(_private(key)))


def write_bundle(files: Mapping[str, bytes], about: Mapping[str, Any], key: bytes) -> bytes:
    """Return a signed bundle of files, by path; `about` is told in the manifest.

    Raises InputProblem when the key is none.
    """
    private = _private(key)
    manifest = {
        "format": FORMAT,
        "about": dict(about),
        "public_key": base64.b64encode(_public_bytes(private)).decode(),
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(files.items())
        },
    }
    told = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1, default=str).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {MANIFEST: told, SIGNATURE: private.sign(told), **dict(sorted(files.items()))}
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_bundle(content: bytes) -> Bundle:
    """Return what a bundle holds, after its signature and every hash were checked.

    The signature says that nothing was changed since whoever holds the key signed it; whose key it
    is must be known in another way, by its fingerprint. Raises BrokenBundle.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _unpacked(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _broken("no zip", _("The file is no bundle of Signatur.")) from error
    manifest, signature = found.pop(MANIFEST, None), found.pop(SIGNATURE, None)
    if manifest is None or signature is None:
        raise _broken("no manifest", _("The file is no bundle of Signatur."))
    told = _told(manifest)
    public = _verified(manifest, signature, told)
    _check_files(found, told["files"])
    return Bundle(told["about"], found, _fingerprint(public), hashlib.sha256(content).hexdigest())


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [one.filename for one in entries]
    if len(entries) > _MOST_FILES or sum(one.file_size for one in entries) > _MOST_BYTES:
        raise _broken("too large", _("The bundle is larger than a bundle can be."))
    if len(set(names)) < len(names) or any(_is_unsafe(name) for name in names):
        raise _broken("bad names", _("The bundle holds files with impossible names."))
    return {name: archive.read(name) for name in names}


def _is_unsafe(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or name.endswith("/")


def _told(manifest: bytes) -> dict[str, Any]:
    try:
        told = json.loads(manifest)
    except ValueError:
        told = None
    is_whole = (
        isinstance(told, dict)
        and isinstance(told.get("about"), dict)
        and isinstance(told.get("files"), dict)
        and isinstance(told.get("public_key"), str)
    )
    if not is_whole:
        raise _broken("bad manifest", _("The bundle's list of content cannot be read."))
    assert isinstance(told, dict), "it was just looked at"
    if told.get("format") != FORMAT:
        raise _broken(
            "other format",
            _("The bundle was made by another version of Signatur: %(format)s.",
              format=str(told.get("format"))[:40]),
        )  # fmt: skip
    return told


def _verified(manifest: bytes, signature: bytes, told: Mapping[str, Any]) -> bytes:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = base64.b64decode(told["public_key"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, manifest)
    except (InvalidSignature, ValueError) as error:
        raise _broken(
            "signature", _("The signature does not hold: the bundle was changed after signing.")
        ) from error
    return public


def _check_files(found: Mapping[str, bytes], listed: Mapping[str, Any]) -> None:
    for name in sorted(set(found) ^ set(listed)):
        shown = (
            _("The bundle lacks the file %(name)s.", name=name)
            if name in listed
            else _("The bundle holds the file %(name)s, which was never signed.", name=name)
        )
        raise _broken("files differ", shown)
    for name, content in found.items():
        told = listed[name]
        expected = told.get("sha256") if isinstance(told, dict) else None
        if hashlib.sha256(content).hexdigest() != expected:
            raise _broken(
                f"hash of {name}",
                _("The file %(name)s was changed after the bundle was signed.", name=name),
            )


def _broken(log: str, shown: Text) -> BrokenBundle:
    return BrokenBundle(log=f"bundle: {log}", shown=shown)


def _private(key: bytes) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(key, None)
    except (ValueError, TypeError) as error:
        raise InputProblem(
            log="no private key", shown=_("The key for signing bundles cannot be read.")
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise InputProblem(
            log="other kind of key", shown=_("The key for signing bundles must be an Ed25519 key.")
        )
    return private


def _public_bytes(private: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    raw: bytes = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return raw


def _fingerprint(public: bytes) -> str:
    digest = hashlib.sha256(public).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
