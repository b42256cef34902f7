"""Trying parking spots on positions that are still kept, live; then using the round trips."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import Text, counted
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.fleet import service
from signatur.solutions.fleet.intake.bad_rows import REASON_TITLES, Reason
from signatur.solutions.fleet.pages.given import needed
from signatur.solutions.fleet.pages.positions import TRIP_KIND_TITLES
from signatur.solutions.fleet.pages.trying_map import sketch_of

router = APIRouter(prefix="/positioner/{dataset_id}/pladser")

HandingIn = Annotated[Page, page_for(service.HAND_IN)]


@router.get("")
def look(page: HandingIn, dataset_id: UUID) -> Response:
    """Show the round trips, and what parking spots would do to them."""
    return _show(page, "fleet/trying.html", dataset_id)


def _show(page: Page, template: str, dataset_id: UUID, told: Text | None = None) -> Response:
    work = page.work
    found = service.trial(work, dataset_id)
    return page.show(
        template,
        trial=found,
        sketch=sketch_of(found),
        kind_titles=TRIP_KIND_TITLES,
        bad_lines=[(line, REASON_TITLES[Reason(reason)]) for line, reason in found.bad_lines],
        may_remember=service.may_remember(work, service.project_of(work).id),
        own=f"/flaade/positioner/{dataset_id}/pladser",
        told=told,
    )


def _changed(page: Page, dataset_id: UUID, told: Text | None = None) -> Response:
    if page.wants_fragment:
        return _show(page, "fleet/parts/trial.html", dataset_id, told)
    return page.go_to(f"/flaade/positioner/{dataset_id}/pladser", told)


@router.post("/tilfoej")
def try_spot(
    page: HandingIn,
    dataset_id: UUID,
    home: Annotated[str, Form()],
    latitude: Annotated[str, Form()],
    longitude: Annotated[str, Form()],
) -> Response:
    """Add a parking spot, of a suggestion or of coordinates."""
    lat, lon = needed(latitude, _("Latitude")), needed(longitude, _("Longitude"))
    service.try_spot(page.work, dataset_id, home, lat, lon)
    return _changed(page, dataset_id, _("%(home)s has one more parking spot now.", home=home))


@router.post("/hjemsteder")
def try_homes(page: HandingIn, dataset_id: UUID, file: UploadFile) -> Response:
    """Add the homes of a file."""
    content = file.file.read()
    if not content:
        raise InputProblem(log="empty upload", shown=_("Choose a file first."))
    bad = service.try_homes(page.work, dataset_id, content)
    told = counted(
        "The homes are added. %(num)d line could not be used.",
        "The homes are added. %(num)d lines could not be used.",
        bad,
    )
    return _changed(page, dataset_id, told if bad else _("The homes are added."))


@router.post("/fortryd")
def drop_spot(
    page: HandingIn,
    dataset_id: UUID,
    home: Annotated[str, Form()],
    latitude: Annotated[str, Form()],
    longitude: Annotated[str, Form()],
) -> Response:
    """Take a spot out again: the one that was shown, not whichever has its place in the list by now."""
    lat, lon = needed(latitude, _("Latitude")), needed(longitude, _("Longitude"))
    service.drop_spot(page.work, dataset_id, home, lat, lon)
    return _changed(page, dataset_id, _("The parking spot is taken out again."))


@router.post("/brug")
def use(page: HandingIn, dataset_id: UUID) -> Response:
    """Keep the round trips, and delete the positions."""
    made = service.use_trial(page.work, dataset_id)
    told = _("The round trips are ready to be used. The positions are deleted.")
    return page.go_to(f"/flaade/data/{made}", told)
