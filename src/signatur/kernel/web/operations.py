"""The front page, and what those who run Signatur look at: jobs, system check, health."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import text as sql

from signatur.kernel.doctor import OutsideProgram, examine
from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.kernel.jobs.store import Job, JobState
from signatur.kernel.migrate import is_up_to_date
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.kernel.permissions import EVERYONE, Permission, Role
from signatur.kernel.runtime import Runtime
from signatur.kernel.settings import KernelSettings, SettingsGroup
from signatur.kernel.web.doors import page_for, public_work
from signatur.kernel.web.page import Page
from signatur.kernel.work import Work

FRONT_PAGE = Permission("operations.front_page", _("see the front page"), EVERYONE)
READ_JOBS = Permission(
    "operations.read_jobs",
    _("see background jobs"),
    frozenset({Role.OPERATIONS, Role.SUPER_USER, Role.DATA_SCIENTIST, Role.PROJECT_OWNER}),
)
READ_OWN_JOB = Permission(
    "operations.read_own_job", _("see a background job that one has started"), EVERYONE
)
CHANGE_JOBS = Permission(
    "operations.change_jobs",
    _("cancel and restart background jobs"),
    frozenset({Role.OPERATIONS, Role.DATA_SCIENTIST}),
)
READ_SYSTEM = Permission(
    "operations.read_system", _("see the system check"), frozenset({Role.OPERATIONS})
)

CHROMIUM = OutsideProgram(
    name="Chromium",
    executables=("chromium", "chromium-browser", "google-chrome"),
    without_it=_("The tests that drive a browser are skipped. Signatur itself does not need it."),
    debian="chromium",
    windows="winget install Hibbiki.Chromium",
    macos="brew install --cask chromium",
    for_tests_only=True,
)

STATE_TITLES = {
    JobState.WAITING: _("Waits"),
    JobState.RUNNING: _("Runs"),
    JobState.DONE: _("Done"),
    JobState.FAILED: _("Failed"),
    JobState.CANCELLED: _("Cancelled"),
}

router = APIRouter()


@router.get("/")
def front_page(page: Annotated[Page, page_for(FRONT_PAGE)]) -> Response:
    return page.show("front.html")


@router.get("/job")
def jobs(page: Annotated[Page, page_for(READ_JOBS)]) -> Response:
    return page.show(
        "jobs.html",
        jobs=store.recent(page.work),
        titles=_job_titles(page.work),
        states=STATE_TITLES,
        may_change=page.work.actor.may(CHANGE_JOBS),
    )


@router.get("/job/{job_id}")
def job(page: Annotated[Page, page_for(READ_OWN_JOB)], job_id: UUID) -> Response:
    """Show one job; the fragment asks for itself again while the job is open.

    Whoever started a job may see how it goes; all others need the permission to see jobs.
    """
    found = store.get(page.work, job_id)
    may_read_all = page.work.actor.may(READ_JOBS)
    if not may_read_all and found.created_by != page.work.actor.id:
        raise store.JobNotFound(job_id)
    template = "fragments/job.html" if page.wants_fragment else "job.html"
    return page.show(
        template,
        job=found,
        results=_results(page.work, found),
        titles=_job_titles(page.work),
        states=STATE_TITLES,
        may_change=page.work.actor.may(CHANGE_JOBS),
        may_read_all=may_read_all,
    )


@router.post("/job/{job_id}/stop")
def cancel_job(page: Annotated[Page, page_for(CHANGE_JOBS)], job_id: UUID) -> Response:
    store.cancel(page.work, job_id)
    return page.go_to(f"/job/{job_id}", _("The job is asked to stop."))


@router.post("/job/{job_id}/igen")
def retry_job(page: Annotated[Page, page_for(CHANGE_JOBS)], job_id: UUID) -> Response:
    store.retry(page.work, job_id)
    return page.go_to(f"/job/{job_id}", _("The job starts again."))


@router.get("/systemtjek")
def system_check(page: Annotated[Page, page_for(READ_SYSTEM)]) -> Response:
    runtime = page.work.runtime
    schedules = [schedule for part in runtime.parts for schedule in part.schedules]
    return page.show(
        "system.html",
        schedules=schedules,
        last=store.latest(page.work.session, [one.job for one in schedules]),
        titles=_job_titles(page.work),
        states=STATE_TITLES,
        findings=examine(program for part in runtime.parts for program in part.programs),
        settings=_settings(runtime),
        database="SQLite" if runtime.database.is_embedded else "PostgreSQL",
    )


@router.get("/health/live")
def live(
    work: Annotated[Work, public_work("a balancer asks whether the process answers")],
) -> Response:
    return JSONResponse({"status": "ok", "at": work.now.isoformat()})


@router.get("/health/ready")
def ready(
    work: Annotated[Work, public_work("a balancer asks whether to send visitors")],
) -> Response:
    """Answer 200 when the database answers and has the tables of this version, else 503."""
    work.session.execute(sql("SELECT 1"))
    has_tables = is_up_to_date(work.session.connection())
    status = 200 if has_tables else 503
    return JSONResponse({"status": "ok" if has_tables else "migrate"}, status)


def _results(work: Work, job: Job) -> list[tuple[Text, object]]:
    """Return what a job brought about, of that what its kind has words for."""
    kinds = {kind.name: kind for part in work.runtime.parts for kind in part.jobs}
    titles = kinds[job.kind].result_titles if job.kind in kinds else {}
    return [(titles[name], value) for name, value in job.result.items() if name in titles]


def _settings(runtime: Runtime) -> list[tuple[str, bool]]:
    """Return the name of each setting and whether the operator has set it; never a value."""
    groups: list[type[SettingsGroup]] = [
        KernelSettings,
        *(group for part in runtime.parts for group in part.settings),
    ]
    return [
        (group.variable_of(name), name in runtime.settings.of(group).model_fields_set)
        for group in groups
        for name in group.model_fields
    ]


def _job_titles(work: Work) -> dict[str, object]:
    return {kind.name: kind.title for part in work.runtime.parts for kind in part.jobs}


PART = Part(
    name="operations",
    title=_("Operations"),
    pages=router,
    permissions=(FRONT_PAGE, READ_JOBS, READ_OWN_JOB, CHANGE_JOBS, READ_SYSTEM),
    programs=(CHROMIUM,),
    menu=(
        MenuEntry(
            section=MenuSection.OPERATIONS, title=_("Jobs"), path="/job", permission=READ_JOBS
        ),
        MenuEntry(
            section=MenuSection.OPERATIONS,
            title=_("System check"),
            path="/systemtjek",
            permission=READ_SYSTEM,
        ),
    ),
)
