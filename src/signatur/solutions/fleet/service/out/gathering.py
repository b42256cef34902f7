"""Gather what the files of a study need; for whoever may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import text as _
from signatur.records.people import service as people
from signatur.solutions.fleet.model.prices import DatedPrice
from signatur.solutions.fleet.service.answering import chosen_trips
from signatur.solutions.fleet.service.asking import question_of
from signatur.solutions.fleet.service.out.answer import Answer
from signatur.solutions.fleet.service.out.telling import front_picture
from signatur.solutions.fleet.service.places import places
from signatur.solutions.fleet.service.prices import shown_prices
from signatur.solutions.fleet.service.rights import READ, project_of
from signatur.solutions.fleet.service.studying import study

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work


def answer_of(work: Work, study_id: UUID) -> Answer:
    """Return a finished study. Raises NotAllowed, NotFound, Conflict while it is not done."""
    project = project_of(work)
    work.require(READ, project.id)
    view = study(work, study_id)
    if view.simulation is None:
        raise Conflict(
            log="study not done",
            shown=_("This study is not done yet. There is something to fetch when it is."),
        )
    question, trips = question_of(work, study_id)
    return Answer(
        authority=people.authority(work).name,
        view=view,
        simulation=view.simulation,
        trips=chosen_trips(question, trips),
        at=work.now,
        prices=tuple(
            DatedPrice(one.name, one.from_year, one.value, one.source)
            for one in shown_prices(work, project.id)
        ),
        places={
            one.name: (one.latitude, one.longitude)
            for one in places(work, project.id)
            if one.latitude is not None and one.longitude is not None
        },
    )


def picture_of(work: Work, study_id: UUID) -> str:
    """Return the proposals of a study as a picture (SVG); empty for one that only tried a fleet.

    Raises NotAllowed, NotFound.
    """
    work.require(READ, project_of(work).id)
    return front_picture(study(work, study_id, has_plan=False))
