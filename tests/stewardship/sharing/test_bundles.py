"""Bundles: the same content gives the same bytes, and whatever was changed afterwards is refused."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from signatur.kernel.errors import InputProblem
from signatur.stewardship.sharing.model import (
    BrokenBundle,
    fingerprint_of,
    new_key,
    person_data_in,
    read_bundle,
    without_addresses,
    write_bundle,
)

KEY = new_key()
FILES = {"project.json": b"{}", "documents/legal/dpia.json": "Ærø".encode()}
ABOUT = {"authority": "Lindevang Kommune", "solution": "mail_routing"}


def _changed(bundle: bytes, changes: dict[str, bytes | None]) -> bytes:
    """Return the bundle with files put in place of others, added, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as before, zipfile.ZipFile(out, "w") as after:
        parts = {name: before.read(name) for name in before.namelist()} | changes
        for name, content in parts.items():
            if content is not None:
                after.writestr(name, content)
    return out.getvalue()


def test_what_was_written_is_read_with_who_signed_it() -> None:
    content = write_bundle(FILES, ABOUT, KEY)
    bundle = read_bundle(content)

    assert (dict(bundle.files), dict(bundle.about)) == (FILES, ABOUT)
    assert bundle.fingerprint == fingerprint_of(KEY)
    assert len(bundle.fingerprint.split()) == 16
    assert write_bundle(FILES, ABOUT, KEY) == content


@pytest.mark.parametrize(
    "changes",
    [
        {"project.json": b'{"stage": "operation"}'},
        {"project.json": None},
        {"ekstra.txt": b"aldrig underskrevet"},
        {"manifest.sig": b"\0" * 64},
        {"manifest.sig": None},
        {"manifest.json": None},
        {"manifest.json": b"[]"},
        {"manifest.json": b"ikke json"},
    ],
)
def test_a_bundle_that_was_changed_is_refused(changes: dict[str, bytes | None]) -> None:
    with pytest.raises(BrokenBundle):
        read_bundle(_changed(write_bundle(FILES, ABOUT, KEY), changes))


def test_a_manifest_signed_anew_by_another_has_another_fingerprint() -> None:
    forged = write_bundle({**FILES, "project.json": b'{"stage": "operation"}'}, ABOUT, new_key())

    assert read_bundle(forged).fingerprint != fingerprint_of(KEY)


def test_a_manifest_of_another_format_is_told() -> None:
    bundle = write_bundle(FILES, ABOUT, KEY)
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        told = json.loads(archive.read("manifest.json"))
    told["format"] = "signatur-bundle-9"
    with pytest.raises(BrokenBundle) as problem:
        read_bundle(_changed(bundle, {"manifest.json": json.dumps(told).encode()}))
    assert "signatur-bundle-9" in str(problem.value.shown)


@pytest.mark.parametrize("content", [b"", b"Hej", b"PK\x03\x04 afbrudt", bytes(500)])
def test_a_file_that_is_no_bundle_is_told_so(content: bytes) -> None:
    with pytest.raises(BrokenBundle):
        read_bundle(content)


@pytest.mark.parametrize("name", ["../ud.txt", "/rod.txt", "a\\b.txt"])
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(BrokenBundle):
        read_bundle(_changed(write_bundle(FILES, ABOUT, KEY), {name: b""}))


def test_a_key_that_is_none_is_told() -> None:
    with pytest.raises(InputProblem):
        write_bundle(FILES, ABOUT, b"ingen")


def test_a_persons_number_is_found_by_file_and_an_address_masked() -> None:
    files = {
        "documents/legal/dpia.json": b'{"value": "Borgeren 010190-1234 klagede"}',
        "documents/legal/basis.json": b'{"value": "KLE 27.03.00, 12.345 sager i 2025"}',
        "model/model.bin": b"010190-1234",
    }

    assert person_data_in(files) == ["documents/legal/dpia.json"]
    assert without_addresses("Spørg anna.and@kommune.dk om det") == "Spørg [e-mail] om det"
