"""The first page of the fleet: what there is, what waits, and what to do next."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.records.items import service as items
from signatur.solutions.fleet import service
from signatur.solutions.fleet.schema.datasets import DATASET_STATE_TITLES
from signatur.solutions.fleet.schema.studies import AIM_TITLES

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]

_NEWEST = 8


@router.get("")
def overview(page: Reading) -> Response:
    work = page.work
    project = service.project_of(work)
    counts = service.count_vehicles(work, project.id)
    return page.show(
        "fleet/overview.html",
        datasets=service.datasets(work, project.id),
        dataset_states=DATASET_STATE_TITLES,
        studies=service.studies(work, project.id, limit=_NEWEST),
        aims=AIM_TITLES,
        undecided=service.count_undecided(work, project.id),
        vehicles=sum(counts.values()),
        has_kinds=bool(service.kinds(work, project.id)),
        may_hand_in=work.actor.may(service.HAND_IN, project.id),
        may_calculate=work.actor.may(service.CALCULATE, project.id),
        may_change_setup=work.actor.may(service.CHANGE_SETUP, project.id),
    )


@router.get("/emne/{item_id}")
def item(page: Reading, item_id: UUID) -> Response:
    """Lead to the page of whatever an item is."""
    found = items.get(page.work, item_id)
    if found.kind == service.STUDY_KIND:
        return page.go_to(f"/flaade/beregninger/{item_id}")
    return page.go_to(f"/flaade/data/{item_id}")
