"""What was found: on the page, as files, and signed by a second person."""

from __future__ import annotations

import io
import json
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_download
from signatur.kernel.web.operations import CHANGE_JOBS, STATE_TITLES
from signatur.kernel.web.page import Page
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.data_analysis import service
from signatur.stewardship.data_analysis.model.paper import html, limits, pdf
from signatur.stewardship.data_analysis.model.sheets import parts_of
from signatur.stewardship.data_analysis.model.summary import conclusions
from signatur.stewardship.data_analysis.model.telling import suspects_csv
from signatur.stewardship.data_analysis.pages.files import PATH

router = APIRouter(prefix=PATH)

Reading = Annotated[Page, page_for(projects.READ)]
Signing = Annotated[Page, page_for(projects.SIGN)]
Examining = Annotated[Page, page_for(service.EXAMINE)]


@router.get("/{project_id}/{analysis_id}")
def one(page: Reading, project_id: UUID, analysis_id: UUID) -> Response:
    """Show what was found; while the job runs, how far it is."""
    work = page.work
    kept = service.analysis(work, analysis_id)
    is_own = kept.started_by == work.actor.id
    may_sign = EvidenceKind.DATA_EXAMINED in projects.may_sign(work, project_id)
    return page.show(
        "data_analysis/one.html",
        project=projects.get(work, project_id),
        kept=kept,
        told=kept.told,
        job=jobs.get(work, kept.job_id) if kept.job_id and kept.told is None else None,
        states=STATE_TITLES,
        results=(),
        may_change=work.actor.may(CHANGE_JOBS),
        said=conclusions(kept.told) if kept.told else [],
        limits=limits(kept.told) if kept.told else [],
        parts=parts_of(kept.told) if kept.told else [],
        counts=service.counts(work, analysis_id) if kept.told else None,
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        is_own=is_own,
        may_sign=may_sign and not is_own,
        may_examine=work.actor.may(service.EXAMINE, project_id),
    )


@router.get("/{project_id}/{analysis_id}/fil")
def file(page: Reading, project_id: UUID, analysis_id: UUID, slags: str = "") -> Response:
    """Return the report as HTML, PDF or JSON, or the list of old cases as CSV."""
    work = page.work
    kept = service.analysis(work, analysis_id)
    if kept.told is None:
        raise Conflict(log="not finished", shown=_("The analysis is not finished yet."))
    told = dict(kept.told)
    if slags == "html":
        content = html(told, kept.name, work.now).encode()
    elif slags == "pdf":
        authority = people.authority(work).name
        content = pdf(told, kept.name, work.now, authority)
    elif slags == "json":
        content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    elif slags == "csv":
        content = suspects_csv(told).encode("utf-8-sig")
    else:
        raise InputProblem(
            log="unknown kind of file",
            shown=_("An analysis can be had as html, pdf, json or csv."),
        )
    return as_download(f"dataanalyse-{str(project_id)[-6:]}.{slags}", io.BytesIO(content))


@router.post("/{project_id}/{analysis_id}/underskriv")
def sign(
    page: Signing, project_id: UUID, analysis_id: UUID, statement: Annotated[str, Form()]
) -> Response:
    service.sign(page.work, analysis_id, statement)
    return page.go_to(f"{PATH}/{project_id}/{analysis_id}", _("The data is signed as examined."))


@router.post("/{project_id}/{analysis_id}/stop")
def stop(page: Examining, project_id: UUID, analysis_id: UUID) -> Response:
    service.stop(page.work, analysis_id)
    return page.go_to(f"{PATH}/{project_id}/{analysis_id}", _("The analysis is asked to stop."))


@router.post("/{project_id}/{analysis_id}/slet-fil")
def erase(page: Examining, project_id: UUID, analysis_id: UUID) -> Response:
    service.erase(page.work, analysis_id)
    return page.go_to(
        f"{PATH}/{project_id}/{analysis_id}", _("The file is erased. The figures stay.")
    )
