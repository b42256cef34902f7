"""The values of the registry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text


class ModelState(StrEnum):
    """Whether a model version is used."""

    CANDIDATE = "candidate"
    CHAMPION = "champion"
    RETIRED = "retired"


MODEL_STATE_TITLES: Mapping[ModelState, Text] = {
    ModelState.CANDIDATE: _("Candidate"),
    ModelState.CHAMPION: _("In use"),
    ModelState.RETIRED: _("Replaced"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewModel:
    """What is registered: the bytes and everything needed to rebuild and to judge them."""

    method: str
    model: bytes
    snapshot: bytes
    """The training data as ids and labels, one JSON object a line; no content."""
    snapshot_rows: int
    code_version: str
    seed: int
    metrics: Mapping[str, Any]
    card: Mapping[str, Any]
    probe: bytes
    """Inputs without person data and the outputs that they must give."""


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A registered model version; its bytes lie in the blob store under `sha256`."""

    id: UUID
    project_id: UUID
    number: int
    method: str
    sha256: str
    size: int
    snapshot_sha256: str
    snapshot_rows: int
    probe_sha256: str
    code_version: str
    seed: int
    metrics: Mapping[str, Any]
    card: Mapping[str, Any]
    state: ModelState
    created_by: UUID | None
    created_at: datetime
    promoted_by: UUID | None
    promoted_at: datetime | None
