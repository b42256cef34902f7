"""What suggestions are made from: today's setup and model, or those of an earlier day as stored."""

from __future__ import annotations

import io
import json
import threading
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from signatur.kernel import blob_uses
from signatur.kernel.errors import SignaturError
from signatur.kernel.log import get_log
from signatur.methods.classification import from_bytes
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing.model import Knowledge
from signatur.solutions.mail_routing.schema import (  # pydantic reads these types
    Department,  # noqa: TC001
    Rule,  # noqa: TC001
    Subject,  # noqa: TC001
)
from signatur.solutions.mail_routing.service import setup
from signatur.solutions.mail_routing.service.probing import check_probe
from signatur.solutions.mail_routing.service.succession import successors_of
from signatur.solutions.mail_routing.settings import MailRoutingSettings

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.classification import Embedder, Router
    from signatur.records.registry.schema import ModelVersion

# Models kept in the memory of a process, by hash; a process suggests with few at a time.
_MOST_ROUTERS = 4
_routers: dict[str, Router] = {}
_routers_lock = threading.Lock()
# Models that could not be used, by hash, and when that was seen; they are tried again after a while.
_faults: dict[str, tuple[datetime, SignaturError]] = {}
_TRIED_AGAIN = timedelta(minutes=5)

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What suggestions are made from, looked up once for many of them."""

    knowledge: Knowledge
    model_version_id: UUID | None
    setup_sha256: str
    """Hash of the stored departments, subjects and rules that `knowledge` holds."""
    model_fault: SignaturError | None = None
    """Why the model in use is not asked; rules and threads are."""


def prepare(work: Work, project_id: UUID) -> Prepared:
    """Look up what the authority knows now, and store its setup so that it can be replayed."""
    champion = registry.champion(work, project_id)
    router, fault = _usable(work, champion)
    knowledge = replace(_without_model(work, project_id), router=router)
    blob = work.runtime.blobs.put(work.authority_id, io.BytesIO(_write_setup(knowledge)))
    blob_uses.use(work, project_id, blob)
    asked = champion.id if champion and router else None
    return Prepared(knowledge, asked, blob.sha256, fault)


def knowledge_of(work: Work, project_id: UUID) -> Knowledge:
    """Return what the authority knows now; a model that cannot be used is left out."""
    router, _fault = _usable(work, registry.champion(work, project_id))
    return replace(_without_model(work, project_id), router=router)


def model_fault(work: Work, project_id: UUID) -> SignaturError | None:
    """Return why the model in use is not asked, if it is not."""
    return _usable(work, registry.champion(work, project_id))[1]


def _usable(
    work: Work, champion: ModelVersion | None
) -> tuple[Router | None, SignaturError | None]:
    """Return the model in use, or why it cannot be used: mail goes on being received without it."""
    if champion is None:
        return None, None
    seen = _faults.get(champion.sha256)
    if seen is not None and work.now - seen[0] < _TRIED_AGAIN:
        return None, seen[1]
    try:
        router = router_of(work, champion)
    except SignaturError as fault:
        log.failure("mail_routing.model_not_used", fault, version=champion.id)
        _faults[champion.sha256] = work.now, fault
        return None, fault
    _faults.pop(champion.sha256, None)
    return router, None


def places_of(work: Work, project_id: UUID) -> Knowledge:
    """Return departments and subjects alone, for whoever needs no rules and no model."""
    return Knowledge(
        departments={one.key: one for one in setup.departments(work, project_id)},
        subjects={one.key: one for one in setup.subjects(work, project_id)},
    )


def _without_model(work: Work, project_id: UUID) -> Knowledge:
    return replace(
        places_of(work, project_id),
        rules=tuple(setup.rules(work, project_id)),
        target_precision=work.runtime.settings.of(MailRoutingSettings).target_precision,
        successors=successors_of(work, project_id),
    )


def router_of(work: Work, version: ModelVersion) -> Router:
    """Return a model, from this process's memory when it is there.

    Raises ModelChanged, and ModelDiffers when it does not answer as it did when it was registered.
    """
    router = _routers.get(version.sha256)
    if router is None:
        router = read_router(work, version)
        check_probe(router, registry.read_probe(work, version), version.id)
        with _routers_lock:
            while len(_routers) >= _MOST_ROUTERS:
                del _routers[next(iter(_routers))]
            _routers[version.sha256] = router
    return router


def read_router(work: Work, version: ModelVersion) -> Router:
    """Return a model from its stored bytes, checked against their hash.

    Raises ModelChanged, and InputProblem when it needs an embedding model that is not set.
    """
    return from_bytes(registry.read_model(work, version), embedder=embedder_of(work))


def embedder_of(work: Work) -> Embedder | None:
    """Return the sentence-embedding model in the folder that an operator has set, if any."""
    folder = work.runtime.settings.of(MailRoutingSettings).embedding_model
    if folder is None:
        return None
    from signatur.methods.classification.embedding import open_embedding

    return open_embedding(folder)


def check_model(work: Work, version_id: UUID) -> None:
    """Raise ModelDiffers or ModelChanged unless a stored model is what was registered."""
    version = registry.get(work, version_id)
    check_probe(read_router(work, version), registry.read_probe(work, version), version.id)


# --- as it was on an earlier day -----------------------------------------------------------------


def stored_knowledge(work: Work, setup_sha256: str, model_version_id: UUID | None) -> Knowledge:
    """Return what was known when a suggestion was made, nothing of it from today."""
    with work.runtime.blobs.open(work.authority_id, setup_sha256) as file:
        stored = _stored_setup().validate_json(file.read())
    version = registry.get(work, model_version_id) if model_version_id else None
    return Knowledge(
        departments={one.key: one for one in stored.departments},
        subjects={one.key: one for one in stored.subjects},
        rules=stored.rules,
        # Not from this process's memory.
        router=read_router(work, version) if version else None,
        target_precision=stored.target_precision,
        successors=stored.successors,
    )


@dataclass(frozen=True, slots=True)
class _StoredSetup:
    departments: tuple[Department, ...]
    subjects: tuple[Subject, ...]
    rules: tuple[Rule, ...]
    target_precision: float
    successors: dict[str, str] = field(default_factory=dict)


def _stored_setup() -> TypeAdapter[_StoredSetup]:
    return TypeAdapter(_StoredSetup)


def _write_setup(knowledge: Knowledge) -> bytes:
    stored = _StoredSetup(
        departments=tuple(knowledge.departments.values()),
        subjects=tuple(knowledge.subjects.values()),
        rules=tuple(knowledge.rules),
        target_precision=knowledge.target_precision,
        successors=dict(knowledge.successors),
    )
    return canonical_json(asdict(stored))


def canonical_json(value: Any) -> bytes:
    """Return JSON that is the same for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
