"""What follows when an enquiry has been understood: candidates answer too, and what is sure may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.service.automatic import automate
from signatur.solutions.mail_routing.service.shadowing import note_shadows

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision
    from signatur.solutions.mail_routing.service.knowing import Prepared


def proceed(work: Work, item_id: UUID, prepared: Prepared) -> Decision | None:
    """Go on with an enquiry in the transaction in which it was understood.

    Returns the decision if it was decided under a standing authorisation.
    """
    note_shadows(work, item_id, prepared)
    return automate(work, item_id)
