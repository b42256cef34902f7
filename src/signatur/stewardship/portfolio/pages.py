"""The portfolio as pages: own projects at a glance, the catalogue with its pictures, a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.methods.charts import heat, rows
from signatur.records.floors.schema import METRIC_TITLES
from signatur.records.projects import service as projects
from signatur.records.projects.schema import STAGE_TITLES, Stage
from signatur.stewardship.portfolio import service
from signatur.stewardship.portfolio.schema import (
    FIGURE_TITLES,
    PHASE_TITLES,
    REASON_TITLES,
    SECTOR_TITLES,
    SOLUTION_TITLES,
    STATUS_TITLES,
    Status,
    chosen,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work
    from signatur.stewardship.portfolio.schema import Catalogue, Evaluated

router = APIRouter(prefix="/styring/portefoelje")

Reading = Annotated[Page, page_for(projects.READ)]

_MOST_COMPARED = 4


@router.get("")
def portfolio(page: Reading, fil: str = "") -> Response:
    found = service.standings(page.work)
    if fil:
        header = [_("Project"), _("Stage"), _("Evidence that lacks"), _("Floor"), _("Model"),
                  _("Decided in thirty days"), _("By itself"), _("Alarms")]  # fmt: skip
        return as_file(
            "portefoelje",
            fil,
            [str(title) for title in header],
            (
                (
                    one.project.name,
                    str(STAGE_TITLES[one.project.stage]),
                    one.missing,
                    one.floor.terms.floor if one.floor else None,
                    one.model_number,
                    one.decided,
                    one.decided_automatically,
                    one.alarms,
                )
                for one in found
            ),
        )
    stages = {stage: sum(one.project.stage is stage for one in found) for stage in Stage}
    return page.show(
        "portfolio/portfolio.html",
        found=found,
        picture=rows(
            str(_("Projects by stage")),
            [str(STAGE_TITLES[stage]) for stage in stages],
            list(stages.values()),
            show_number,
        ),
        stage_titles=STAGE_TITLES,
        metric_titles=METRIC_TITLES,
    )


@router.get("/katalog")
def catalogue(
    request: Request,
    page: Reading,
    q: str = "",
    sektor: str = "",
    status: str = "",
    loesning: str = "",
    fil: str = "",
) -> Response:
    """Show the evaluated projects that fit, and pictures of those."""
    known = service.catalogue()
    found = chosen(known.projects, words=q, sector=sektor, status=status, solution=loesning)
    if fil:
        return _as_file(fil, found)
    query = {k: v for k, v in request.query_params.items() if v and k != "fil"}
    return page.show(
        "portfolio/catalogue.html",
        found=found,
        total=len(known.projects),
        source=known.source,
        pictures=_pictures(found),
        figures=_figures(known),
        installed=_installed(page.work),
        words=q,
        sector=sektor,
        chosen_status=status,
        solution=loesning,
        query=urlencode(query),
        most_compared=_MOST_COMPARED,
        **_titles(),
    )


@router.get("/katalog/sammenlign")
def compare(page: Reading, nr: Annotated[list[int] | None, Query()] = None) -> Response:
    """Show a few evaluated projects side by side."""
    known = service.catalogue()
    found = [one for one in (known.get(number) for number in nr or []) if one is not None]
    return page.show(
        "portfolio/compare.html",
        found=found[:_MOST_COMPARED],
        installed=_installed(page.work),
        **_titles(),
    )


@router.get("/katalog/{number}")
def one(page: Reading, number: int) -> Response:
    found = service.catalogue().get(number)
    if found is None:
        raise NotFound(log="no such project", shown=_("This project is not in the catalogue."))
    return page.show(
        "portfolio/compare.html",
        found=[found],
        installed=_installed(page.work),
        **_titles(),
    )


def _pictures(found: Sequence[Evaluated]) -> list[tuple[str, str]]:
    """Return the evaluation's pictures of the projects that are shown: title and drawing."""
    sectors = service.by_sector_and_status(found)
    return [
        _lying(_("Status"), service.counts(found, "status"), STATUS_TITLES),
        _lying(_("Phase of those that go on"), service.counts(found, "phase"), PHASE_TITLES),
        (
            str(_("Sector and status")),
            heat(
                str(_("Sector and status")),
                [str(SECTOR_TITLES[one]) for one in sectors],
                [str(_SHORT[one]) for one in Status],
                [[float(line[one]) for one in Status] for line in sectors.values()],
                show_number,
            ),
        ),
        _lying(
            _("Which solution of Signatur does this"),
            service.counts(found, "solution"),
            SOLUTION_TITLES,
        ),
    ]


_SHORT: Mapping[Status, Text] = {
    Status.OPERATION: _("In operation"),
    Status.ONGOING: _("Ongoing"),
    Status.ENDED: _("Ended"),
    Status.CONTINUED: _("Continued"),
}


def _lying(title: Text, found: Mapping[str, int], titles: Mapping[Any, Text]) -> tuple[str, str]:
    labels = [str(titles[one]) for one in found]
    return str(title), rows(str(title), labels, list(found.values()), show_number)


def _figures(known: Catalogue) -> list[tuple[str, str]]:
    """Return what the survey told of all projects together, as pictures."""
    return [
        (
            str(FIGURE_TITLES[name]),
            rows(
                str(FIGURE_TITLES[name]),
                [str(FIGURE_TITLES[one]) for one in told],
                list(told.values()),
                show_percent,
            ),
        )
        for name, told in known.figures.items()
        if name in FIGURE_TITLES
    ]


def _as_file(kind: str, found: Sequence[Evaluated]) -> Response:
    header = [_("No."), _("Project"), _("Organisation"), _("Sector"), _("Status"), _("Phase"),
              _("Solution"), _("What was learnt")]  # fmt: skip
    return as_file(
        "katalog",
        kind,
        [str(title) for title in header],
        (
            (
                one.number,
                one.name,
                one.by,
                str(SECTOR_TITLES[one.sector]),
                str(STATUS_TITLES[one.status]),
                str(PHASE_TITLES[one.phase]) if one.phase else "",
                str(SOLUTION_TITLES[one.solution]),
                one.learnt,
            )
            for one in found
        ),
    )


def _installed(work: Work) -> dict[str, str]:
    return {part.name: str(part.title) for part in work.runtime.parts if isinstance(part, Solution)}


def _titles() -> dict[str, Any]:
    return {
        "status_titles": STATUS_TITLES,
        "sector_titles": SECTOR_TITLES,
        "phase_titles": PHASE_TITLES,
        "reason_titles": REASON_TITLES,
        "solution_titles": SOLUTION_TITLES,
    }
