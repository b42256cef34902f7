"""One file of driving: what it holds, what could not be read of it, and mending that."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile

from signatur.kernel.i18n import counted
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.solutions.fleet import service
from signatur.solutions.fleet.intake.bad_rows import REASON_MENDS, REASON_TITLES
from signatur.solutions.fleet.pages.given import Given
from signatur.solutions.fleet.pages.positions import TRIP_KIND_TITLES, map_of
from signatur.solutions.fleet.schema.datasets import (
    DATASET_STATE_TITLES,
    BadRowState,
    DatasetState,
)
from signatur.solutions.fleet.schema.studies import AIM_TITLES

router = APIRouter(prefix="/data")

Reading = Annotated[Page, page_for(service.READ)]
HandingIn = Annotated[Page, page_for(service.HAND_IN)]

_BAD_STATES = {
    "ret": BadRowState.OPEN,
    "rettet": BadRowState.MENDED,
    "lagt-til-side": BadRowState.SET_ASIDE,
}


@router.get("/{dataset_id}")
def one(page: Reading, dataset_id: UUID, vis: str = "ret", efter: str = "") -> Response:
    work = page.work
    project = service.project_of(work)
    dataset = service.dataset(work, dataset_id)
    state = _BAD_STATES.get(vis, BadRowState.OPEN)
    after = int(efter) if efter.isdecimal() and len(efter) < 10 else 0
    rows = service.bad_rows(work, dataset_id, state=state, after=after)
    is_reading = dataset.state is DatasetState.READING
    return page.show(
        "fleet/dataset.html",
        dataset=dataset,
        states=DATASET_STATE_TITLES,
        job=jobs.get(work, dataset.job_id) if is_reading and dataset.job_id else None,
        rows=rows,
        shown=next(name for name, one in _BAD_STATES.items() if one is state),
        next_after=rows[-1].line if len(rows) == service.ON_A_PAGE else None,
        reasons=REASON_TITLES,
        mends=REASON_MENDS,
        studies=service.studies(work, project.id, dataset_id=dataset_id),
        aims=AIM_TITLES,
        picture=map_of(dataset, service.places(work, project.id)),
        kind_titles=TRIP_KIND_TITLES,
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        events=audit.events(work, audit.trail(work, items.ref(dataset_id))),
        may_change_setup=work.actor.may(service.CHANGE_SETUP, project.id),
        may_hand_in=work.actor.may(service.HAND_IN, project.id),
        may_calculate=work.actor.may(service.CALCULATE, project.id),
        may_change=service.may_change(work, dataset.created_by),
    )


@router.get("/{dataset_id}/fremdrift")
def progress(page: Reading, dataset_id: UUID) -> Response:
    """Show how far reading has come; when it is over, lead to the page with the result."""
    dataset = service.dataset(page.work, dataset_id)
    job = jobs.get(page.work, dataset.job_id) if dataset.job_id else None
    if dataset.state is not DatasetState.READING or job is None or not job.is_open:
        return page.go_to(f"/flaade/data/{dataset_id}")
    return page.show(
        "fleet/parts/progress.html", job=job, again=f"/flaade/data/{dataset_id}/fremdrift"
    )


@router.post("/{dataset_id}/raekker/{row_id}/ret")
def mend(page: HandingIn, dataset_id: UUID, row_id: UUID, given: Given) -> Response:
    cells = {
        name.removeprefix("cell-"): one for name, one in given.items() if name.startswith("cell-")
    }
    is_trip = service.mend(page.work, dataset_id, row_id, cells)
    told = (
        _("The line is mended and counts as a trip.")
        if is_trip
        else _("The line still cannot be used. See what is wrong now.")
    )
    return page.go_to(f"/flaade/data/{dataset_id}#linjer", told)


@router.post("/{dataset_id}/raekker/{row_id}/laeg-til-side")
def set_aside(
    page: HandingIn, dataset_id: UUID, row_id: UUID, because: Annotated[str, Form()]
) -> Response:
    service.set_aside(page.work, dataset_id, row_id, because)
    return page.go_to(f"/flaade/data/{dataset_id}#linjer", _("The line is set aside."))


@router.post("/{dataset_id}/laeg-til-side")
def set_all_aside(
    page: HandingIn,
    dataset_id: UUID,
    reason: Annotated[str, Form()],
    because: Annotated[str, Form()],
) -> Response:
    count = service.set_all_aside(page.work, dataset_id, reason, because)
    told = counted("%(num)d line is set aside.", "%(num)d lines are set aside.", count)
    return page.go_to(f"/flaade/data/{dataset_id}#linjer", told)


@router.post("/{dataset_id}/stop")
def add_segments(page: HandingIn, dataset_id: UUID, file: UploadFile) -> Response:
    """Take the single drives within trips from a file of their own."""
    found = service.add_segments(page.work, dataset_id, file.file.read())
    if found.bad:
        return page.show(
            "fleet/segments.html", found=found, dataset=service.dataset(page.work, dataset_id)
        )
    told = counted(
        "The stops are added. %(num)d trip has none.",
        "The stops are added. %(num)d trips have none.",
        found.without,
    )
    return page.go_to(f"/flaade/data/{dataset_id}", told)


@router.post("/{dataset_id}/navn")
def rename(page: HandingIn, dataset_id: UUID, name: Annotated[str, Form()]) -> Response:
    service.rename_dataset(page.work, dataset_id, name)
    return page.go_to(f"/flaade/data/{dataset_id}", _("Saved."))


@router.post("/{dataset_id}/slet")
def delete(page: HandingIn, dataset_id: UUID) -> Response:
    service.delete_dataset(page.work, dataset_id)
    return page.go_to("/flaade", _("The driving is deleted, with its studies."))
