"""The JSON door: handing in driving, asking studies, and fetching results for own dashboards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import UploadFile

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import work_for
from signatur.kernel.web.export import as_file
from signatur.kernel.work import Work
from signatur.solutions.fleet import service
from signatur.solutions.fleet.schema.datasets import Dataset
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.studies import Aim, Question, StudyLine

router = APIRouter()

Reading = Annotated[Work, work_for(service.READ)]
HandingIn = Annotated[Work, work_for(service.HAND_IN)]
Calculating = Annotated[Work, work_for(service.CALCULATE)]

_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
Count = Annotated[int, Field(ge=0, le=5_000)]


class Asked(BaseModel):
    """What a study is to find out."""

    model_config = ConfigDict(extra="forbid")

    trips: UUID
    aim: Aim = Aim.SIMULATE
    name: str = Field(default="", max_length=200)
    counts: dict[str, Count] | None = None
    """How many of each kind; nothing: today's vehicles."""
    service_level: float = Field(default=1.0, ge=0.5, le=1)
    co2e_dkk_tonne: float = Field(default=0.0, ge=0, le=1_000_000)
    bikes: bool = True
    keep: dict[str, Count] = Field(default_factory=dict)
    most: dict[str, Count] = Field(default_factory=dict)


async def _file_of(request: Request) -> AsyncIterator[UploadFile | None]:
    """Return the file of a form, whatever it is called."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        yield None
        return
    async with request.form() as form:
        yield next((one for one in form.values() if isinstance(one, UploadFile)), None)


@router.post("/trips", status_code=202, openapi_extra=_FILE)
def hand_in(
    work: HandingIn, file: Annotated[UploadFile | None, Depends(_file_of)], response: Response
) -> dict[str, Any]:
    """Store a file of driving and read it, its columns understood as last time or by their headings.

    The same file again is the first one, with 200 instead of 202. Where start, end or distance is not
    found, `columns_needed` is true: somebody says on the page once which columns those are.
    """
    if file is None:
        raise InputProblem(log="no file", shown=_("Choose a file first."))
    found = service.receive(work, file.filename or "", file.file)
    if not found.is_new:
        response.status_code = 200
        return {"id": found.id, "known": True}
    seen = service.look_at(work, found.id)
    if not seen.columns.fits(seen.headings):
        return {"id": found.id, "known": False, "columns_needed": True}
    job_id = service.confirm(work, found.id, seen.columns.to_json(), seen.signature)
    return {"id": found.id, "known": False, "job": job_id}


@router.get("/trips")
def datasets(work: Reading) -> dict[str, Any]:
    """Return the files of driving, newest first."""
    project = service.project_of(work)
    return {"trips": [_dataset(one) for one in service.datasets(work, project.id)]}


@router.get("/trips/{dataset_id}")
def dataset(work: Reading, dataset_id: UUID) -> dict[str, Any]:
    """Return one file of driving, with the lines that wait to be mended."""
    bad = service.bad_rows(work, dataset_id)
    return {
        **_dataset(service.dataset(work, dataset_id)),
        "lines": [{"line": one.line, "reason": one.reason, "cells": one.cells} for one in bad],
    }


@router.get("/vehicles")
def vehicles(work: Reading) -> dict[str, Any]:
    """Return the vehicles and their kinds."""
    fleet = service.fleet_of(work, service.project_of(work).id)
    return {
        "vehicles": [asdict(one) for one in fleet.vehicles],
        "kinds": [asdict(one) for one in fleet.kinds.values()],
        "candidates": fleet.candidates,
    }


@router.post("/studies", status_code=202)
def ask(work: Calculating, asked: Asked) -> dict[str, Any]:
    """Ask a study by the project's rules; it is worked out in the background."""
    project = service.project_of(work)
    fleet = service.fleet_of(work, project.id)
    counts = service.count_vehicles(work, project.id) if asked.counts is None else asked.counts
    question = Question(
        aim=asked.aim,
        rules=service.rules_now(work, project.id),
        kinds=fleet.kinds,
        vehicles=service.named_fleet(fleet, counts, service.trips_of(work, asked.trips)),
        candidates=fleet.candidates,
        demand=Demand(
            service_level=asked.service_level,
            co2e_dkk_tonne=asked.co2e_dkk_tonne,
            bikes=asked.bikes,
            keep=asked.keep,
            most=asked.most,
        ),
    )
    name = asked.name or str(_("Asked by another program"))
    study_id = service.ask(work, asked.trips, name, service.charged_kinds(work, question))
    return {"id": study_id}


@router.get("/studies")
def studies(work: Reading, format: str = "json") -> Any:  # noqa: A002 (the name in the address)
    """Return all studies, newest first, as JSON or (`format=csv`) as a list for a dashboard."""
    found = service.studies(work, service.project_of(work).id)
    rows = [_study(one) for one in found]
    if format == "csv":
        header = list(rows[0]) if rows else ["id"]
        return as_file("studies", "csv", header, [[_cell(v) for v in one.values()] for one in rows])
    return {"studies": rows}


@router.get("/studies/{study_id}")
def study(work: Reading, study_id: UUID) -> dict[str, Any]:
    """Return one study with all its figures; those are empty while it is being worked out."""
    return {**_study(service.line(work, study_id)), "found": service.told(work, study_id)}


def _cell(value: Any) -> Any:
    return value if isinstance(value, str | int | float) or value is None else str(value)


def _dataset(one: Dataset) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "state": one.state,
        "trips": one.trips,
        "bad": one.bad,
        "vehicles": one.vehicles,
        "km": one.km,
        "first_on": one.first_on,
        "last_on": one.last_on,
    }


def _study(one: StudyLine) -> dict[str, Any]:
    cost = one.cost
    return {
        "id": one.id,
        "number": one.number,
        "name": one.name,
        "aim": one.aim.value,
        "state": one.state.value,
        "trips_id": one.dataset_id,
        "vehicles": one.vehicles,
        "undriven": one.undriven,
        "dkk_year": cost.dkk_year if cost else None,
        "co2e_kg_year": cost.co2e_kg_year if cost else None,
        "gap": one.gap,
        "decided": one.is_decided,
        "created_at": one.created_at,
    }
