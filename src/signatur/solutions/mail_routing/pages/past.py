"""Importing years of past enquiries: a sheet is handed in, looked at, and taken when it looks right."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response, UploadFile

from signatur.kernel.blobs import BlobRef
from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.intake.past_sheet import MEANING_TITLES, Columns, Meaning
from signatur.solutions.mail_routing.pages.titles import Titles

router = APIRouter()

Reading = Annotated[Page, page_for(service.CHANGE_SETUP)]
# Looking into a large sheet takes a while: no transaction is held open for it.
Looking = Annotated[Page, page_for(service.CHANGE_SETUP, writes=False)]
Changing = Annotated[Page, page_for(service.CHANGE_SETUP)]
Sha256 = Annotated[str, Form(pattern="^[0-9a-f]{64}$")]

_MOST_COLUMNS = 200


@router.get("/opsaetning/historik")
def form(page: Reading) -> Response:
    return page.show("mail_routing/past.html", meanings=MEANING_TITLES)


@router.post("/opsaetning/historik")
def hand_in(page: Looking, file: UploadFile) -> Response:
    """Keep a sheet and show what it holds; nothing is stored in the list of enquiries."""
    blob = page.work.runtime.blobs.put(page.work.authority_id, file.file)
    return _preview(page, blob, None)


async def _given(request: Request) -> dict[str, str]:
    """Return the texts of a form whose fields are named after the sheet's columns."""
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(_given)]


@router.post("/opsaetning/historik/kig")
def look_again(
    page: Looking, given: Given, sha256: Sha256, size: Annotated[int, Form(ge=0)]
) -> Response:
    """Show what the sheet holds when its columns mean something else."""
    return _preview(page, BlobRef(page.work.authority_id, sha256, size), _columns(given))


@router.post("/opsaetning/historik/hent")
def start(
    page: Changing,
    given: Given,
    sha256: Sha256,
    size: Annotated[int, Form(ge=0)],
    rows: Annotated[int, Form(ge=0)],
) -> Response:
    """Take the enquiries of a sheet that was looked at."""
    project = service.project_of(page.work)
    blob = BlobRef(page.work.authority_id, sha256, size)
    page.work.runtime.blobs.open(blob.authority_id, blob.sha256).close()
    headings = [given.get(f"heading-{at}", "") for at in range(_MOST_COLUMNS)]
    job_id = service.start_import(page.work, project.id, blob, _columns(given), headings, rows)
    return page.go_to(f"/job/{job_id}")


def _columns(given: dict[str, str]) -> Columns:
    """Read which column means what; two of the same meaning are one too many. Raises InputProblem."""
    columns: Columns = {}
    for name, value in given.items():
        place, _dash, number = name.partition("-")
        if place != "column" or not number.isdecimal() or value not in set(Meaning):
            continue
        meaning = Meaning(value)
        if meaning in columns:
            raise InputProblem(
                log="two columns of one meaning",
                shown=_("Two columns cannot both be “%(name)s”.", name=MEANING_TITLES[meaning]),
            )
        columns[meaning] = int(number)
    return columns


def _preview(page: Page, blob: BlobRef, columns: Columns | None) -> Response:
    work = page.work
    project = service.project_of(work)
    places = service.places_of(work, project.id)
    with tempfile.TemporaryDirectory(prefix="signatur-") as folder:
        path = Path(folder) / "sheet"
        stored = work.runtime.blobs.open(blob.authority_id, blob.sha256)
        with stored, path.open("wb") as target:
            shutil.copyfileobj(stored, target)
        seen = service.preview_past(work, project.id, path, places, columns)
    return page.show(
        "mail_routing/past_preview.html",
        seen=seen,
        blob=blob,
        by_column={at: meaning for meaning, at in seen.columns.items()},
        meanings=MEANING_TITLES,
        titles=Titles.of(work, project.id),
        departments=seen.by_department.most_common(12),
    )
