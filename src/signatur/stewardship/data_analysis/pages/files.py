"""Handing in a file, choosing what its columns mean, and starting the examination."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.methods.tables import guess_columns
from signatur.methods.tables.volume import METRICS
from signatur.records.projects import service as projects
from signatur.stewardship.data_analysis import service
from signatur.stewardship.data_analysis.model.words import KINDS, METRIC_TITLES
from signatur.stewardship.data_analysis.schema import Question
from signatur.stewardship.data_analysis.settings import DataAnalysisSettings

if TYPE_CHECKING:
    from signatur.methods.tables import Table

PATH = "/styring/dataanalyse"
router = APIRouter(prefix=PATH)

Reading = Annotated[Page, page_for(projects.READ)]
Examining = Annotated[Page, page_for(service.EXAMINE)]
Choosing = Annotated[Page, page_for(service.EXAMINE, writes=False)]


@router.get("")
def overview(page: Reading, projekt: UUID | None = None) -> Response:
    work = page.work
    if projekt is not None:
        return page.go_to(f"{PATH}/{projekt}")
    known = [one for one in projects.projects(work) if work.actor.may(projects.READ, one.id)]
    found = [(one, service.analyses(work, one.id)) for one in known]
    return page.show("data_analysis/overview.html", found=found)


@router.get("/{project_id}")
def project(page: Reading, project_id: UUID) -> Response:
    work = page.work
    found = projects.get(work, project_id)
    return page.show(
        "data_analysis/project.html",
        project=found,
        analyses=service.analyses(work, project_id),
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        may_examine=work.actor.may(service.EXAMINE, project_id),
        has_history=service.has_history(work, project_id),
        keep_days=work.runtime.settings.of(DataAnalysisSettings).keep_file_days,
    )


@router.post("/{project_id}/fil")
def hand_in(page: Examining, project_id: UUID, file: UploadFile) -> Response:
    most = page.work.runtime.settings.of(DataAnalysisSettings).most_megabytes
    if (file.size or 0) > most * 1_000_000:
        raise InputProblem(
            log="file too large",
            shown=_("The file is larger than %(most)s MB.", most=most),
        )
    kept = service.receive(page.work, project_id, file.filename or "", file.file)
    return page.go_to(f"{PATH}/{project_id}/{kept.id}/kolonner")


@router.post("/{project_id}/historik")
def own_history(page: Examining, project_id: UUID) -> Response:
    kept = service.receive_history(page.work, project_id)
    return page.go_to(f"{PATH}/{project_id}/{kept.id}/kolonner")


@router.get("/{project_id}/{analysis_id}/kolonner")
def columns(page: Choosing, project_id: UUID, analysis_id: UUID) -> Response:
    """Show what the columns seem to be, with guesses of the outcome, the time and the groups."""
    page.work.require(service.EXAMINE, project_id)
    kept = service.analysis(page.work, analysis_id)
    if kept.told is not None:
        raise Conflict(
            log="finished", shown=_("This analysis is finished. Hand the file in again.")
        )
    table = _table(page, analysis_id)
    guess = guess_columns(table)
    return page.show(
        "data_analysis/columns.html",
        project=projects.get(page.work, project_id),
        kept=kept,
        rows=table.rows,
        columns=[_shown(table, name) for name in table.columns],
        names=[(name, name) for name in table.columns],
        guess=guess,
        metrics=[(name, METRIC_TITLES[name]) for name in METRICS],
    )


@router.post("/{project_id}/{analysis_id}/start")
def start(  # noqa: PLR0913, PLR0917 (the fields of a form)
    page: Examining,
    project_id: UUID,
    analysis_id: UUID,
    label: Annotated[str, Form()],
    time: Annotated[str, Form()] = "",
    groups: Annotated[list[str] | None, Form()] = None,
    metric: Annotated[str, Form()] = "",
    goal: Annotated[str, Form()] = "",
    law_dates: Annotated[str, Form()] = "",
) -> Response:
    question = Question(
        label=label,
        time=time or None,
        groups=tuple(groups or ()),
        target=_target(metric, goal),
        law_dates=_days(law_dates),
    )
    service.ask(page.work, analysis_id, question)
    return page.go_to(f"{PATH}/{project_id}/{analysis_id}")


def _table(page: Page, analysis_id: UUID) -> Table:
    with service.content_of(page.work, analysis_id) as file:
        return service.table_of_bytes(file.read())


def _shown(table: Table, name: str) -> dict[str, Any]:
    column = table[name]
    return {
        "name": name,
        "kind": KINDS[column.kind],
        "distinct": column.distinct,
        "missing": column.values.null_count() / table.rows,
    }


def _target(metric: str, goal: str) -> tuple[str, float] | None:
    if not metric or not goal.strip():
        return None
    given = goal.strip().replace(",", ".")
    try:
        value = float(given.removesuffix("%"))
    except ValueError:
        raise InputProblem(log="target", shown=_("Write the target as a number.")) from None
    return metric, value / 100 if given.endswith("%") else value


def _days(given: str) -> tuple[date, ...]:
    days = []
    for one in given.replace(",", " ").replace(";", " ").split():
        try:
            days.append(date.fromisoformat(one))
        except ValueError:
            raise InputProblem(
                log="law date",
                shown=_("Write the date as YYYY-MM-DD, not “%(given)s”.", given=one[:20]),
            ) from None
    return tuple(days)
