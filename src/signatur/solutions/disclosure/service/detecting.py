"""What is found in a laid-out document, with the ground that is proposed for each, by versioned means."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.law import propose_ground
from signatur.solutions.disclosure.schema.finding import Finding  # noqa: TC001

if TYPE_CHECKING:
    from datetime import date

    from signatur.methods.documents.laid_out import LaidOut
    from signatur.methods.text.names import Name
    from signatur.solutions.disclosure.schema.law import Grounds, Regime


def detect(
    laid: LaidOut, regime: Regime, day: date, law: Grounds | None, names: bytes | None = None
) -> tuple[Finding, ...]:
    """Return what is found in a document, in the order of its text; the same for the same input.

    `names` is an authority's own recogniser; None: the one that comes with the program.
    """
    found = sorted(_found(laid, names), key=lambda one: (one.start, one.end, one.kind.value))
    grounds = {kind: propose_ground(kind, regime, day, law) for kind in {one.kind for one in found}}
    return tuple(replace(one, ground=grounds[one.kind]) for one in found)


def _found(laid: LaidOut, names: bytes | None) -> list[Finding]:
    from signatur.methods.documents.laid_out import drawing
    from signatur.solutions.disclosure.model.finding import find_in_document

    own = _own_names(names, laid.text) if names is not None else None
    if laid.view is None or not any(page.pictures for page in laid.pages):
        return list(find_in_document(laid, names=own))
    with drawing(laid.view) as drawer:
        return list(find_in_document(laid, names=own, draw=drawer.draw))


def _own_names(artifact: bytes, text: str) -> tuple[Name, ...]:
    """Return the names of a text by an authority's own recogniser, kept as one archive of its files."""
    import io
    import tempfile
    import zipfile
    from pathlib import Path

    from signatur.methods.text.names import NameRecogniser

    with tempfile.TemporaryDirectory(prefix="signatur-") as folder:
        with zipfile.ZipFile(io.BytesIO(artifact)) as archive:
            archive.extractall(folder)
        return NameRecogniser.load(Path(folder)).find(text)


def names_digest() -> str:
    """Return a hash of the recogniser of names that comes with the program."""
    from importlib.resources import files

    digest = hashlib.sha256()
    folder = files("signatur.methods.text.names") / "data"
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_file():
            digest.update(one.name.encode() + b"\0" + one.read_bytes())
    return digest.hexdigest()
