"""Positions of vehicles: handed in, made into round trips, mended with parking spots, and deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.fleet import service
from signatur.solutions.fleet.pages.given import needed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.fleet.schema.datasets import Dataset
    from signatur.solutions.fleet.service.places import Place

router = APIRouter()

HandingIn = Annotated[Page, page_for(service.HAND_IN)]

TRIP_KIND_TITLES = {
    "complete": _("Left a home and came back to it"),
    "other_home": _("Left a home and came to another"),
    "unfinished": _("Not home yet when the positions end"),
    "began_elsewhere": _("Under way already when the positions begin"),
    "never_home": _("Never at a place that is known"),
    "split": _("Part of a trip that was too long"),
}
_SIZE, _EDGE = 600.0, 60.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the picture."""

    x: float
    y: float
    words: str
    is_home: bool


def map_of(dataset: Dataset, places: Sequence[Place]) -> tuple[Mark, ...]:
    """Return where homes and suggested parking spots lie to each other, north up."""
    suggested = (dataset.origin or {}).get("suggested", [])
    if not suggested:
        return ()
    points = [
        (one.latitude, one.longitude, one.name, True)
        for one in places
        if one.latitude is not None and one.longitude is not None
    ]
    points += [(one["lat"], one["lon"], str(at), False) for at, one in enumerate(suggested, 1)]
    middle = sum(lat for lat, *_rest in points) / len(points)
    flat = [(lon * cos(radians(middle)), -lat, words, home) for lat, lon, words, home in points]
    left, top = min(x for x, *_rest in flat), min(y for _x, y, *_rest in flat)
    wide = max(max(x for x, *_rest in flat) - left, max(y for _x, y, *_rest in flat) - top, 1e-4)
    scale = (_SIZE - 2 * _EDGE) / wide
    return tuple(
        Mark(round(_EDGE + (x - left) * scale, 1), round(_EDGE + (y - top) * scale, 1), words, home)
        for x, y, words, home in flat
    )


@router.post("/positioner")
def hand_in(
    page: HandingIn, file: UploadFile, homes: Annotated[UploadFile | None, File()] = None
) -> Response:
    known = homes.file.read() if homes is not None else b""
    job_id = service.receive_positions(page.work, file.filename or "", file.file, known)
    return page.go_to(f"/flaade/positioner/{job_id}")


@router.post("/hent")
def fetch(
    page: HandingIn, since: Annotated[str, Form()], until: Annotated[str, Form()]
) -> Response:
    """Fetch what was driven from the vendor that is set up."""
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
    except ValueError:
        raise InputProblem(
            log="day", shown=_("Write dates as year-month-day, such as 2026-03-04.")
        ) from None
    job_id = service.start_fetching(page.work, first, last)
    return page.go_to(f"/flaade/positioner/{job_id}")


@router.get("/positioner/{job_id}")
def progress(page: HandingIn, job_id: UUID) -> Response:
    """Show how far it is; when the trips are made, lead to them."""
    job = jobs.get(page.work, job_id)
    if job.kind in (service.POSITIONS_JOB, service.FETCH_JOB) and "dataset" in job.result:
        dataset_id = job.result["dataset"]
        if job.kind == service.POSITIONS_JOB:
            return page.go_to(f"/flaade/positioner/{dataset_id}/pladser")
        return page.go_to(f"/flaade/data/{dataset_id}")
    again = f"/flaade/positioner/{job_id}"
    if page.wants_fragment and job.is_open:
        return page.show("fleet/parts/progress.html", job=job, again=again)
    if page.wants_fragment:
        return page.go_to(again)
    return page.show("fleet/positions_waiting.html", job=job, again=again)


@router.post("/data/{dataset_id}/koer-igen")
def run_again(
    page: HandingIn,
    dataset_id: UUID,
    home: Annotated[str, Form()] = "",
    latitude: Annotated[str, Form()] = "",
    longitude: Annotated[str, Form()] = "",
) -> Response:
    """Make the trips anew, with another parking spot of a home if one is given."""
    spot = None
    if latitude.strip() or longitude.strip():
        spot = (needed(latitude, _("Latitude")), needed(longitude, _("Longitude")))
        if not home.strip():
            raise InputProblem(log="no home", shown=_("Choose which place it belongs to."))
    job_id = service.run_again(page.work, dataset_id, home.strip(), spot)
    return page.go_to(f"/flaade/positioner/{job_id}")


@router.post("/data/{dataset_id}/slet-positioner")
def forget(page: HandingIn, dataset_id: UUID) -> Response:
    service.forget_positions(page.work, dataset_id)
    return page.go_to(f"/flaade/data/{dataset_id}", _("The positions are deleted. The trips stay."))
