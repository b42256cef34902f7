"""The true error of what goes by itself: of the random share that a person decides unseen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from signatur.solutions.mail_routing.model.insight import selected
from signatur.solutions.mail_routing.model.insight.quality import blind_error
from signatur.solutions.mail_routing.model.insight.shares import share
from signatur.solutions.mail_routing.model.second_look import count_looks
from signatur.solutions.mail_routing.schema.second_look import SecondLooks
from signatur.solutions.mail_routing.service.controls import control_outcomes

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.model.insight import Selection
    from signatur.solutions.mail_routing.model.insight.shares import Share
    from signatur.solutions.mail_routing.service.facts import Snapshot


@dataclass(frozen=True, slots=True)
class TrueError:
    """How often what would go by itself was wrong, counted where nobody had seen the suggestion."""

    share: Share
    is_control: bool
    """From the random control share; False: from all that people decided blindly."""
    unsettled: Share | None = None
    """The same with every disagreement counted as wrong, whatever a second person found of it."""
    looks: SecondLooks = field(default_factory=SecondLooks)


def true_error(work: Work, project_id: UUID, wanted: Selection, shot: Snapshot) -> TrueError:
    """Return the error among the controls that were decided in a period, within the filter.

    Where a person and the system disagreed it follows what a second person found, and counts as an
    error until then.

    Where there are no controls, of what was sure enough and a person decided without seeing it.
    """
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    since = datetime.combine(wanted.since, time(), zone)
    until = datetime.combine(wanted.until + timedelta(days=1), time(), zone)
    outcomes = control_outcomes(work, project_id, since, until)
    if not outcomes:
        return TrueError(blind_error(selected(shot.facts, wanted)), is_control=False)
    if wanted.is_filtered:
        fits = np.zeros(len(shot.facts) + 1, dtype=bool)
        fits[shot.where(wanted)] = True
        # What is not there any more fits nothing: the last place.
        places = [shot.position_of(one.item_id) for one in outcomes]
        outcomes = [
            one
            for one, place in zip(outcomes, places, strict=True)
            if fits[-1 if place is None else place]
        ]
    wrong = sum(not one.is_right for one in outcomes)
    disagreed = sum(not one.agreed for one in outcomes)
    return TrueError(
        share(wrong, len(outcomes)),
        is_control=True,
        unsettled=share(disagreed, len(outcomes)),
        looks=count_looks((one.verdict, one.waits) for one in outcomes),
    )
