"""Handing in a file of driving, and saying what its columns mean."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response, UploadFile

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.fleet import service
from signatur.solutions.fleet.pages.given import Given
from signatur.solutions.fleet.schema.datasets import DatasetState

router = APIRouter()

HandingIn = Annotated[Page, page_for(service.HAND_IN)]
# What turns out to be no table goes to the quarantine.
Looking = Annotated[Page, page_for(service.HAND_IN, writes=True)]

_NEEDED = ("start", "end", "distance")
MEANING_HELPS = {
    "start": _("When the trip began: date and time of day, or the date alone."),
    "end": _("When it ended: date and time of day, or the date alone."),
    "distance": _("How far the whole trip was."),
    "id": _("What tells the trip from others, if anything does."),
    "start_clock": _("Only where it stands apart from the date."),
    "end_clock": _("Only where it stands apart from the date."),
    "vehicle": _("Number plate or name of the vehicle."),
    "location": _("The place where the trip began and ended."),
    "department": _("The department that drove."),
    "load": _("What had to be carried, such as aids or passengers."),
}


@router.get("/indlever")
def form(page: HandingIn) -> Response:
    project = service.project_of(page.work)
    found = service.places(page.work, project.id)
    return page.show(
        "fleet/hand_in.html",
        has_map=bool(service.spots_of(found)),
        vendor=service.vendor_title(page.work),
    )


@router.post("/indlever")
def hand_in(page: HandingIn, file: UploadFile) -> Response:
    found = service.receive(page.work, file.filename or "", file.file)
    where = f"/flaade/data/{found.id}"
    if not found.is_new:
        return page.go_to(where, _("This file was handed in before. Here it is."))
    return page.go_to(f"{where}/kolonner")


@router.get("/data/{dataset_id}/kolonner")
def columns(page: Looking, dataset_id: UUID) -> Response:
    """Show the first rows of a file, and what its columns seem to mean."""
    work = page.work
    dataset = service.dataset(work, dataset_id)
    if dataset.state is DatasetState.FAILED:
        return page.go_to(f"/flaade/data/{dataset_id}")
    try:
        seen = service.look_at(work, dataset_id)
    except InputProblem as problem:
        service.not_readable(work, dataset_id, "unknown_format")
        return page.go_to(f"/flaade/data/{dataset_id}", problem.shown)
    return page.show(
        "fleet/columns.html",
        dataset=dataset,
        seen=seen,
        meanings=service.MEANING_TITLES,
        needed=_NEEDED,
        helps=MEANING_HELPS,
    )


@router.post("/data/{dataset_id}/kolonner")
def confirm(page: HandingIn, dataset_id: UUID, given: Given) -> Response:
    """Take what a person says of the columns, and read the file."""
    mapping = {name: given.get(f"column-{name}", "") for name in service.MEANING_TITLES}
    lacking = [name for name in _NEEDED if not mapping[name]]
    if lacking:
        raise InputProblem(
            log="columns lacking",
            shown=_(
                "Choose which column holds this: %(name)s.", name=service.MEANING_TITLES[lacking[0]]
            ),
        )
    signature = given.get("signature", "")[:64]
    service.confirm(
        page.work, dataset_id, {**mapping, "in_metres": "in_metres" in given}, signature
    )
    return page.go_to(f"/flaade/data/{dataset_id}")
