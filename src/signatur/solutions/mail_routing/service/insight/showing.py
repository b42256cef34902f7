"""Sheets of what was counted, made once for all who ask the same in the same language."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from signatur.kernel.i18n import current_language
from signatur.solutions.mail_routing.service.facts import snapshot_of
from signatur.solutions.mail_routing.service.insight import asking
from signatur.solutions.mail_routing.service.insight.sheet_of_flow import sheet_of_flow
from signatur.solutions.mail_routing.service.insight.sheet_of_outlook import sheet_of_outlook
from signatur.solutions.mail_routing.service.insight.sheet_of_overview import sheet_of_overview
from signatur.solutions.mail_routing.service.insight.sheet_of_quality import sheet_of_quality
from signatur.solutions.mail_routing.service.insight.sheets import Names

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.sheets import Sheet
    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.model.insight.value import Assumption
    from signatur.solutions.mail_routing.service.insight.asking import (
        Asked,
        Flow,
        Outlook,
        Overview,
        Quality,
    )

    S = TypeVar("S", Overview, Quality, Flow, Outlook)
    Shown = tuple[Sheet, datetime]


def show_overview(work: Work, project_id: UUID, asked: Asked, assumed: Assumption) -> Shown:
    """Return the overview and as of when it is. Raises NotAllowed, InputProblem."""
    seen = asking.overview(work, project_id, asked, assumed)
    return _sheet(work, project_id, asked, seen, sheet_of_overview), seen.at


def show_quality(work: Work, project_id: UUID, asked: Asked) -> Shown:
    """Return how right suggestions are and as of when. Raises NotAllowed, InputProblem."""
    seen = asking.how_right(work, project_id, asked)
    return _sheet(work, project_id, asked, seen, sheet_of_quality), seen.at


def show_flow(work: Work, project_id: UUID, asked: Asked) -> Shown:
    """Return how mail flows and as of when. Raises NotAllowed, InputProblem."""
    seen = asking.how_it_flows(work, project_id, asked)
    return _sheet(work, project_id, asked, seen, sheet_of_flow), seen.at


def show_outlook(work: Work, project_id: UUID, asked: Asked) -> Shown:
    """Return what is to come and as of when. Raises NotAllowed, InputProblem."""
    seen = asking.outlook(work, project_id, asked)

    def make(seen: Outlook, _asked: Asked, _names: Names) -> Sheet:
        return sheet_of_outlook(seen)

    return _sheet(work, project_id, asked, seen, make), seen.at


def _sheet(
    work: Work, project_id: UUID, asked: Asked, seen: S, make: Callable[[S, Asked, Names], Sheet]
) -> Sheet:
    names = Names.of(work, project_id)
    # What was counted is the same object for as long as nothing has changed.
    key = "sheet", id(seen), current_language(), names.key
    _kept, sheet = snapshot_of(work, project_id).answer(
        key, lambda: (seen, make(seen, asked, names))
    )
    return sheet
