"""What is found in a laid-out document, with the ground that is proposed for each, by versioned means."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.law import propose_ground
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind  # noqa: TC001

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from signatur.methods.documents.laid_out import LaidOut
    from signatur.methods.text.names import Name, NameRecogniser
    from signatur.solutions.disclosure.schema.law import Grounds, Regime


@dataclass(frozen=True, slots=True)
class NameMeans:
    """What names are found with beyond the recogniser that comes with the program."""

    own: bytes | None = None
    """What was learnt from this authority's cases, as one archive of its files."""
    initials: tuple[str, ...] = ()
    """By which the authority's employees sign, such as `bthy`."""
    folder: Path | None = None
    """Of a local model that gives a second opinion."""

    @property
    def is_usual(self) -> bool:
        return self.own is None and not self.initials and self.folder is None


def detect(
    laid: LaidOut, regime: Regime, day: date, law: Grounds | None, names: NameMeans | None = None
) -> tuple[Finding, ...]:
    """Return what is found in a document, in the order of its text; the same for the same input.

    `names` None: by the recogniser that comes with the program alone. Raises InputProblem where the folder
    of a local model holds none.
    """
    ordered = sorted(_found(laid, names), key=lambda one: (one.start, -one.end, one.kind.value))
    found = _outermost(ordered)
    grounds = {kind: propose_ground(kind, regime, day, law) for kind in {one.kind for one in found}}
    return tuple(replace(one, ground=grounds[one.kind]) for one in found)


def _outermost(found: list[Finding]) -> list[Finding]:
    """Return findings without those that lie within one of their kind, as a surname within a name."""
    kept: list[Finding] = []
    reach: dict[FindingKind, int] = {}
    for one in found:
        if one.area is None and one.end > one.start:
            if one.end <= reach.get(one.kind, -1):
                continue
            reach[one.kind] = one.end
        kept.append(one)
    return kept


def _found(laid: LaidOut, names: NameMeans | None) -> list[Finding]:
    from signatur.methods.documents.laid_out import drawing
    from signatur.solutions.disclosure.model.finding import find_in_document

    own = _own_names(names, laid.text) if names is not None and not names.is_usual else None
    if laid.view is None or not any(page.pictures for page in laid.pages):
        return list(find_in_document(laid, names=own))
    with drawing(laid.view) as drawer:
        return list(find_in_document(laid, names=own, draw=drawer.draw))


def _own_names(means: NameMeans, text: str) -> tuple[Name, ...]:
    """Return the names of a text by what an authority has of its own."""
    return _recogniser(means.own, means.folder).find(text, initials=means.initials)


@lru_cache(maxsize=2)
def _recogniser(artifact: bytes | None, folder: Path | None) -> NameRecogniser:
    import io
    import tempfile
    import zipfile
    from pathlib import Path

    from signatur.methods.text.names import NameRecogniser

    local = None
    if folder is not None:
        from signatur.methods.text.names.local_model import LocalModel

        local = LocalModel(folder)
    if artifact is None:
        return NameRecogniser.load(local_model=local)
    with tempfile.TemporaryDirectory(prefix="signatur-") as unpacked:
        with zipfile.ZipFile(io.BytesIO(artifact)) as archive:
            archive.extractall(unpacked)
        return NameRecogniser.load(Path(unpacked), local_model=local)


def mark_of(folder: Path | None) -> str:
    """Return a hash by which the local model of a folder is known again; empty without one."""
    if folder is None:
        return ""
    digest = hashlib.sha256()
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_file():
            digest.update(f"{one.name}\0{one.stat().st_size}\0".encode())
            if one.suffix == ".json":
                digest.update(one.read_bytes())
    return digest.hexdigest()


def names_digest() -> str:
    """Return a hash of the recogniser of names that comes with the program."""
    from importlib.resources import files

    digest = hashlib.sha256()
    folder = files("signatur.methods.text.names") / "data"
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_file():
            digest.update(one.name.encode() + b"\0" + one.read_bytes())
    return digest.hexdigest()
