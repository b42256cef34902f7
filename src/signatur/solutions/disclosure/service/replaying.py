"""Finding again what was suggested for a document, from what was stored then."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Replayed
from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out import loaded
from signatur.records.decisions import service as decisions
from signatur.records.registry import service as registry
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.service.basis import own_names
from signatur.solutions.disclosure.service.detecting import NameMeans, detect, mark_of
from signatur.solutions.disclosure.service.keeping import stored
from signatur.solutions.disclosure.service.reading import answer_of, confidence_of, reasons_of
from signatur.solutions.disclosure.service.setup import law_by
from signatur.solutions.disclosure.settings import DisclosureSettings

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work


def replay(work: Work, suggestion_id: UUID) -> Replayed:
    """Rebuild a suggestion from the stored document, law and recogniser, none of them of today.

    Raises Conflict where the local model of names that was used then is gone.
    """
    made = decisions.suggestion(work, suggestion_id)
    view = made.basis["view"]
    laid = loaded(
        decisions.read_input(work, made),
        view=Content.from_bytes(stored(work, view)) if view else None,
    )
    assert made.model_version_id is not None, "findings are made by a registered version"
    version = registry.get(work, made.model_version_id)
    local = made.basis.get("local", "")
    folder = work.runtime.settings.of(DisclosureSettings).names_folder if local else None
    if mark_of(folder) != local:
        raise Conflict(
            log="local model changed",
            shown=_(
                "The local model of names that was used then is not in its folder any more. "
                "Put it back and set its folder to do this again."
            ),
        )
    names = NameMeans(own_names(work, version), tuple(made.basis.get("initials", ())), folder)
    found = detect(
        laid, Regime(made.basis["regime"]), date.fromisoformat(made.basis["day"]),
        law_by(work, made.basis["law"]), names,
    )  # fmt: skip
    return Replayed(
        stored={
            "answer": dict(made.answer), "reasons": [dict(one) for one in made.reasons],
            "confidence": made.confidence,
        },
        rebuilt={
            "answer": answer_of(found), "reasons": reasons_of(found),
            "confidence": confidence_of(found),
        },
    )  # fmt: skip
