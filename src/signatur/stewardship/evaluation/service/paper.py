"""The model card of an evaluation, on the page and as a PDF that can be kept and read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import current_language, show_day
from signatur.kernel.i18n import text as _
from signatur.methods.reports import report
from signatur.records.floors import service as floors
from signatur.records.people import service as people
from signatur.records.registry import service as registry
from signatur.stewardship.evaluation.model.card import Answered, card
from signatur.stewardship.evaluation.service.evaluating import bias_alarms

if TYPE_CHECKING:
    from signatur.kernel.work import Work
    from signatur.stewardship.evaluation.schema import Evaluation


def card_of(work: Work, found: Evaluation) -> list[dict[str, Any]]:
    """Return the parts of an evaluation's model card. Raises NotFound."""
    names = work.runtime.identity.names_within(work.session, work.authority_id)
    answered = [
        Answered(one.said, names.get(one.owner_id, ""), one.answer)
        for one in bias_alarms(work, found).values()
    ]
    version = registry.get(work, found.version_id) if found.version_id else None
    return card(found, floors.get(work, found.floor_id), version, names, answered)


def pdf(work: Work, found: Evaluation, name: str) -> bytes:
    """Return the card as a PDF (ISO 19005-3, ISO 14289-1)."""
    return report(
        {
            "language": current_language(),
            "title": str(_("Model card")),
            "authority": people.authority(work).name,
            "period": name,
            "made": str(_("Evaluated on %(when)s", when=show_day(found.evaluated_at))),
            "limits": [
                str(
                    _(
                        "It says how the model did on the cases of one test set. It says nothing of other cases, nor whether the model may be used."
                    )
                )
            ],
            "continued": "",
            "page": str(_("Page")),
            "empty": str(_("Nothing")),
            "parts": card_of(work, found),
        },
        work.now,
    )
