"""The worklist: what waits, with filters, search, and the chosen enquiry beside it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.i18n import show_date, show_language, show_moment, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.fields import OptionalId, OptionalNumber
from signatur.kernel.web.page import Page
from signatur.records.items.schema import STATE_TITLES, ItemState
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act, judge
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.enquiry import shown_decided, shown_enquiry
from signatur.solutions.mail_routing.pages.finding import Finding, ListInHand
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.schema import (
    CHANNEL_TITLES,
    LANE_TITLES,
    Channel,
    Lane,
    Target,
    WorklistFilter,
)
from signatur.solutions.mail_routing.service import Line, Sorting, second_look

router = APIRouter()

# A chosen enquiry is shown beside the list, and what is shown is written down.
Reading = Annotated[Page, page_for(service.READ, writes="valgt")]

_MOST_IN_A_FILE = 50_000
_STATES = (ItemState.READY, ItemState.DECIDED, ItemState.QUARANTINED, ItemState.SET_ASIDE)

SORTING_TITLES = {
    Sorting.OLDEST: _("Oldest first"),
    Sorting.NEWEST: _("Newest first"),
    Sorting.DUE: _("Deadline first"),
    Sorting.SUREST: _("Surest first"),
    Sorting.LEAST_SURE: _("Least sure first"),
}


@router.get("")
def worklist(
    page: Reading,
    finding: ListInHand,
    efter: OptionalNumber = None,
    valgt: OptionalId = None,
    besluttet: OptionalId = None,
    fil: str = "",
) -> Response:
    """Show the list; with `efter` and as a fragment, its next page only; with `fil`, as a file."""
    project = service.project_of(page.work)
    titles = Titles.of(page.work, project.id)
    if fil:
        return _as_file(page, project.id, finding.wanted, titles, fil)
    found = service.worklist(
        page.work, project.id, finding.wanted, sorting=finding.sorting, after=efter
    )
    lines = {
        **line_values(page, finding, titles),
        "found": found,
        "chosen": valgt,
    }
    if page.wants_fragment and efter is not None:
        return page.show("mail_routing/parts/lines.html", **lines)
    return page.show(
        "mail_routing/worklist.html",
        **lines,
        **_around(page, project.id, finding, titles),
        enquiry=shown_enquiry(page, valgt, titles, finding) if valgt else None,
        decided=shown_decided(page, besluttet, titles) if besluttet else None,
    )


def line_values(page: Page, finding: Finding, titles: Titles) -> dict[str, Any]:
    """Return what the template of a line needs."""
    return {
        "finding": finding,
        "titles": titles,
        "target": Target,
        "lane_titles": LANE_TITLES,
        "today": page.work.today,
        "swaps": False,
    }


def lane_values(page: Page, project_id: UUID, finding: Finding) -> dict[str, Any]:
    """Return what the templates of the lanes and of today's progress need."""
    return {
        "lanes": service.count_lanes(page.work, project_id),
        "helps": service.count(page.work, project_id, WorklistFilter(needs_help=True)),
        "decided_today": service.count_decided_today(page.work, project_id),
        "total": service.count(page.work, project_id, finding.wanted),
    }


def _around(page: Page, project_id: UUID, finding: Finding, titles: Titles) -> dict[str, Any]:
    """Return what stands around the list: lanes, filters, what one may do here."""
    actor = page.work.actor
    leaving = judge(projects.get(page.work, project_id), Act.AFFECT, page.work.today)
    return {
        **lane_values(page, project_id, finding),
        "channel_titles": CHANNEL_TITLES,
        "sorting_titles": SORTING_TITLES,
        "state_choices": [("all", _("All")), *((one, STATE_TITLES[one]) for one in _STATES)],
        "department_choices": [(one.key, one.name) for one in titles.departments],
        "subject_choices": [(one.key, one.name) for one in titles.subjects],
        "language_choices": [
            (one, show_language(one)) for one in service.languages(page.work, project_id)
        ],
        "second_looks": second_look.count_open(page.work),
        "may_hand_in": actor.may(service.HAND_IN, project_id),
        "may_leave": leaving.is_allowed,
        "model_fault": service.model_fault(page.work, project_id),
        "project_id": project_id,
    }


def _as_file(
    page: Page, project_id: UUID, wanted: WorklistFilter, titles: Titles, kind: str
) -> Response:
    lines = service.everything(page.work, project_id, wanted, _MOST_IN_A_FILE)
    header = [
        str(title)
        for title in (
            _("Received"),
            _("Sender"),
            _("Subject line"),
            _("Channel"),
            _("State"),
            _("Lane"),
            _("Department"),
            _("Subject"),
            _("Confidence"),
            _("Deadline"),
        )
    ]
    return as_file("postfordeling", kind, header, (_cells(line, titles) for line in lines))


def _cells(line: Line, titles: Titles) -> list[str]:
    return [
        show_moment(line.received_at),
        line.sender,
        line.subject,
        str(CHANNEL_TITLES[Channel(line.channel)]),
        str(STATE_TITLES[line.state]),
        str(LANE_TITLES[Lane(line.lane)]),
        titles.department(line.department_key),
        titles.subject(line.subject_key),
        "" if line.confidence is None else show_percent(line.confidence),
        show_date(line.due_on) if line.due_on else "",
    ]
