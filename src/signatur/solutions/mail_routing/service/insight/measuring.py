"""What really happened, in the words of the business case; the minutes rest on an assumption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.service.insight.asking import Asked, overview

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work


def measured(work: Work, project_id: UUID, since: date, until: date) -> Mapping[str, float]:
    """Return volumes, precision and minutes saved from a day to a day, both counted in.

    Minutes are those of the insight page: counted cases times minutes that are assumed for one.
    Raises NotAllowed.
    """
    seen = overview(work, project_id, Asked(since=since, until=until))
    error = seen.error.share
    found = {
        "cases": float(seen.count),
        "automatic": float(seen.value.automatic),
        "assisted": float(seen.value.followed),
        "minutes_saved": seen.value.total,
    }
    shares = {
        "precision": error.value,
        "precision_low": error.high,
        "precision_high": error.low,
    }
    return found | {name: 1 - one for name, one in shares.items() if one is not None}
