"""What documents are searched with, registered as a model version: code, recogniser of names, law.

A suggestion names the version that made it, so that an auditor sees what stood behind it and it can be
made again. What a case taught the recogniser of names is a version of its own, never used before a person
puts it into use.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from signatur import __version__
from signatur.kernel.errors import SignaturError
from signatur.kernel.i18n import text as _
from signatur.records.registry import service as registry
from signatur.records.registry.schema import NewModel
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.service.detecting import NameMeans, detect, names_digest

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.registry.schema import ModelVersion

METHOD = "disclosure finding"
LEARNT = "disclosure names, own"
_PROBE = (
    "Kære Mette Opfundsen. Vi har skrevet til Anders Sandkær om sag 24/001234. "
    "Cpr-nr. 311299-0000, tlf. 00 00 00 00, e-mail mette@example.org. Kassen ligger på Lindealle 4."
)


class BasisDiffers(SignaturError):
    """What is found in the probe is something else than when the version was registered."""

    def __init__(self, version_id: UUID) -> None:
        super().__init__(
            log=f"basis {version_id} does not answer its probe as registered",
            shown=_(
                "Signatur does not find the same in its test text as when this version was registered, "
                "so it is not used."
            ),
        )


def basis_in_use(work: Work, project_id: UUID) -> ModelVersion:
    """Return the version that documents are searched with: the one put into use, else the program's own."""
    champion = registry.champion(work, project_id)
    if champion is not None and champion.method == LEARNT:
        return champion
    document = {"version": __version__, "names": names_digest_now()}
    content = json.dumps(document, sort_keys=True).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    for version in registry.versions(work, project_id):
        if version.sha256 == sha256:
            return version
    return registry.register(
        work,
        project_id,
        NewModel(
            method=METHOD, model=content, snapshot=b"", snapshot_rows=0, code_version=__version__,
            seed=0, metrics={}, card=_card(), probe=as_bytes(probed(None)),
        ),
    )  # fmt: skip


@cache
def names_digest_now() -> str:
    """Return the hash of the packaged recogniser, counted once a process."""
    return names_digest()


def own_names(work: Work, version: ModelVersion) -> bytes | None:
    """Return an authority's own recogniser; None for the program's. Raises ModelChanged, BlobMissing."""
    return registry.read_model(work, version) if version.method == LEARNT else None


def check_basis(work: Work, version_id: UUID) -> None:
    """Raise BasisDiffers unless a registered version finds in its probe what it found."""
    version = registry.get(work, version_id)
    stored = json.loads(registry.read_probe(work, version))
    if json.loads(as_bytes(probed(own_names(work, version)))) != stored:
        raise BasisDiffers(version_id)


def probed(names: bytes | None) -> list[Any]:
    """Return what is found in an invented text."""
    laid = laid_text(_PROBE)
    from datetime import date

    return [
        [one.kind.value, one.start, one.end, one.ground]
        for one in detect(laid, Regime.PUBLIC, date(2026, 1, 2), None, NameMeans(names))
    ]


def laid_text(text: str) -> Any:
    """Return a text as a document of one page whose letters stand nowhere."""
    import numpy as np

    from signatur.methods.documents.laid_out import LaidOut, LaidPage, Origin, Stretch

    return LaidOut(
        media_type="text/plain", text=text, pages=(LaidPage(1, 0, len(text), 595.0, 842.0),),
        stretches=(Stretch(0, len(text), Origin.TEXT_LAYER),),
        boxes=np.full((len(text), 4), np.nan, np.float32), view=None,
    )  # fmt: skip


def as_bytes(value: Any) -> bytes:
    """Return a value as JSON with its keys in order."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False).encode()


def _card() -> dict[str, str]:
    return {
        "purpose": "To find what may have to be withheld from a document before access is given to it.",
        "method": "Rules for numbers and addresses, a recogniser of names (CRF), lists of words, and the "
        "law as dated data for the ground that is proposed.",
        "data": "Open corpora for names; nothing of the authority's cases.",
        "limits": "Not all that must be withheld is found. Every page is looked at by a person.",
    }
