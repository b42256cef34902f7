"""What leaves the fleet: the files of a study that is done."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import XLSX, as_file
from signatur.kernel.web.page import Page
from signatur.solutions.fleet.service import out
from signatur.solutions.fleet.service.rights import READ

router = APIRouter(prefix="/beregninger/{study_id}")

Reading = Annotated[Page, page_for(READ)]


@router.get("/arbejdsbog.xlsx")
def workbook(page: Reading, study_id: UUID) -> Response:
    """Return the workbook for the talk on the budget."""
    answer = out.answer_of(page.work, study_id)
    return _download(out.workbook(answer), XLSX, f"flaade-{answer.view.line.number}.xlsx")


@router.get("/rapport.pdf")
def report(page: Reading, study_id: UUID) -> Response:
    """Return the report as PDF."""
    answer = out.answer_of(page.work, study_id)
    name = f"flaade-{answer.view.line.number}.pdf"
    return _download(out.study_report(answer), "application/pdf", name)


@router.get("/koereplan.csv")
def driving_plan(page: Reading, study_id: UUID) -> Response:
    """Return who drives what, vehicle by vehicle."""
    answer = out.answer_of(page.work, study_id)
    name = f"koereplan-{answer.view.line.number}"
    return as_file(name, "csv", out.plan_header(), out.as_words(out.plan_rows(answer)))


@router.get("/ture-uden-koeretoej.csv")
def undriven(page: Reading, study_id: UUID) -> Response:
    """Return the trips without a vehicle, each with its reason."""
    answer = out.answer_of(page.work, study_id)
    name = f"ture-uden-koeretoej-{answer.view.line.number}"
    return as_file(name, "csv", out.undriven_header(), out.as_words(out.undriven_rows(answer)))


@router.get("/steder.geojson")
def places(page: Reading, study_id: UUID) -> Response:
    """Return the places with what is driven from them, for a map."""
    answer = out.answer_of(page.work, study_id)
    content = out.places_as_geojson(answer.trips, answer.places)
    return _download(content, out.GEOJSON, f"steder-{answer.view.line.number}.geojson")


@router.get("/forslag.svg")
def proposals(page: Reading, study_id: UUID) -> Response:
    """Return the proposals as a picture, for the page of the study."""
    picture = out.picture_of(page.work, study_id)
    if not picture:
        raise NotFound(log="no proposals", shown=_("This study has no proposals."))
    return Response(picture, media_type="image/svg+xml")


def _download(content: bytes, media_type: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=disposition)
