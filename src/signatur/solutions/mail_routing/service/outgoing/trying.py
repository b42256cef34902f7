"""Trying a route out: something that is marked as a trial goes the same way, about no enquiry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import Unavailable
from signatur.kernel.outbox import DeliveryFailed
from signatur.solutions.mail_routing.schema.outgoing import (
    Route,
    RouteKind,
    RoutingResult,
    problem_text,
)
from signatur.solutions.mail_routing.service.distributing import note_trial
from signatur.solutions.mail_routing.service.outgoing.channels import ROUTED
from signatur.solutions.mail_routing.service.outgoing.places import outbound_folder, place_below
from signatur.solutions.mail_routing.service.setup import departments, subject_with

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

_KLE_OF_A_TRIAL = "00.00.00"


class TrialFailed(Unavailable):
    """A trial did not get through; the sentence says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(log=f"trial: {problem}", shown=problem_text(problem).title)


def try_route(work: Work, project_id: UUID, route_id: UUID) -> Route:
    """Send a trial by a route, at once. Raises TrialFailed, NotFound, NotAllowed."""
    route = note_trial(work, route_id)
    result = _trial(work, project_id, route)
    try:
        if route.kind is RouteKind.FOLDER:
            _try_folder(work, route)
        else:
            ROUTED[route.kind].send(work, route, result, None)
    except DeliveryFailed as failure:
        raise TrialFailed(failure.log) from None
    return route


def _try_folder(work: Work, route: Route) -> None:
    base = outbound_folder(work.runtime) / str(work.authority_id)
    place = place_below(base, route.settings.get("folder", ""), route.department_key or "alle")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DeliveryFailed(log=f"folder: {type(problem).__name__}") from None


def _trial(work: Work, project_id: UUID, route: Route) -> RoutingResult:
    trial_id = work.new_id()
    subject = subject_with(work, project_id, route.subject_key) if route.subject_key else None
    names = {one.key: one.name for one in departments(work, project_id)}
    return RoutingResult(
        key=f"mail_routing.trial:{trial_id}",
        attempt=1,
        item_id=trial_id,
        received_at=work.now,
        channel="unknown",
        language="da",
        message_id="",
        original_sha256="",
        original_suffix=".txt",
        decision_id=trial_id,
        decided_at=work.now,
        outcome="trial",
        decided_by=work.actor.name or "Signatur",
        decided_by_id=work.actor.id or trial_id,
        is_automatic=False,
        department_key=route.department_key,
        department=names.get(route.department_key, ""),
        subject_key=route.subject_key,
        subject=subject.name if subject else "",
        kle_code=(subject.kle_code if subject else "") or _KLE_OF_A_TRIAL,
        kle_facet="",
        due_on="",
        confidence=None,
        suggestion_id=None,
        link="",
        is_trial=True,
    )
