"""The look at a file of driving: filters, pictures with their tables, and each table as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.solutions.fleet.model.looking import ALL_WEEK, Chosen, WorkingHours
from signatur.solutions.fleet.service import looking
from signatur.solutions.fleet.service.datasets import dataset as dataset_of
from signatur.solutions.fleet.service.rights import READ

if TYPE_CHECKING:
    from signatur.solutions.fleet.service.looking import Sheet

router = APIRouter(prefix="/se")

Reading = Annotated[Page, page_for(READ)]

_TITLES = {
    "": _("Overview"),
    "koeretoejer": _("Vehicles"),
    "tid": _("Over time"),
    "ture": _("Trips"),
    "steder": _("Places"),
}
_LAST_HOUR = 24.0


@dataclass(frozen=True, slots=True)
class Question:
    """What stands in the address of a page of the look."""

    asked: looking.Asked
    given: tuple[tuple[str, str], ...]
    """What was filled in, for the addresses of the other pages and of files."""

    @property
    def query(self) -> str:
        return urlencode(self.given)


def _question_of(  # noqa: PLR0913, PLR0917 (one argument for each field of the filter)
    fra: str = "",
    til: str = "",
    dag: Annotated[list[str] | None, Query()] = None,
    sted: str = "",
    afdeling: str = "",
    bil: str = "",
    fra_kl: str = "",
    til_kl: str = "",
    helligdage: str = "",
) -> Question:
    """Read the question from the address. Raises InputProblem for a date or an hour that is none."""
    usual = WorkingHours()
    weekdays = _weekdays(dag or [])
    since, until = _day(fra), _day(til)
    if since and until and since > until:
        raise InputProblem(log="period", shown=_("The period ends before it begins."))
    hours = WorkingHours(
        begin=_hour(fra_kl, usual.begin),
        end=_hour(til_kl, usual.end),
        weekdays=weekdays if dag else usual.weekdays,
        on_holidays=bool(helligdage),
    )
    if hours.begin >= hours.end:
        raise InputProblem(log="working hours", shown=_("The working hours end before they begin."))
    chosen = Chosen(since, until, weekdays, sted, afdeling, bil)
    named = {
        "fra": fra,
        "til": til,
        "sted": sted,
        "afdeling": afdeling,
        "bil": bil,
        "fra_kl": fra_kl,
        "til_kl": til_kl,
        "helligdage": helligdage,
    }
    given = [(name, value) for name, value in named.items() if value]
    given += [("dag", one) for one in dag or []]
    return Question(looking.Asked(chosen, hours), tuple(given))


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise InputProblem(
            log="bad date", shown=_("Write dates as year-month-day, such as 2026-03-04.")
        ) from None


def _weekdays(given: list[str]) -> frozenset[int]:
    found = frozenset(int(one) for one in given if one in {str(day) for day in ALL_WEEK})
    return found or ALL_WEEK


def _hour(given: str, usual: float) -> float:
    """Read an hour of the day such as 07:30. Raises InputProblem."""
    if not given:
        return usual
    hours, _colon, minutes = given.replace(".", ":").partition(":")
    try:
        value = int(hours) + int(minutes or 0) / 60
    except ValueError:
        value = -1.0
    if not 0 <= value <= _LAST_HOUR:
        raise InputProblem(log="bad hour", shown=_("Write hours of the day such as 07:30."))
    return value


Asking = Annotated[Question, Depends(_question_of)]


@router.get("/{dataset_id}")
def overview(
    page: Reading, dataset_id: UUID, question: Asking, fil: str = "", tabel: str = ""
) -> Response:
    """Show the overview, or one of its tables as a file."""
    return _show(page, dataset_id, "", question, fil=fil, tabel=tabel)


@router.get("/{dataset_id}/{tab}")
def one_tab(
    page: Reading, dataset_id: UUID, tab: str, question: Asking, fil: str = "", tabel: str = ""
) -> Response:
    """Show vehicles, time, trips or places, or one of their tables as a file."""
    if not tab or tab not in looking.TABS:
        raise NotFound(log="no such tab", shown=_("There is no such page."))
    return _show(page, dataset_id, tab, question, fil=fil, tabel=tabel)


def _show(
    page: Page, dataset_id: UUID, tab: str, question: Question, *, fil: str, tabel: str
) -> Response:
    sheet = looking.sheet(page.work, dataset_id, tab, question.asked)
    if fil:
        return _as_file(sheet, tabel, fil)
    asked = question.asked
    path = f"/flaade/se/{dataset_id}"
    return page.show(
        "fleet/look.html",
        dataset=dataset_of(page.work, dataset_id),
        sheet=sheet,
        question=question,
        chosen=asked.chosen,
        hours=(_shown_hour(asked.hours.begin), _shown_hour(asked.hours.end)),
        on_holidays=asked.hours.on_holidays,
        choices=looking.choices(page.work, dataset_id),
        weekdays=list(enumerate(looking.WEEKDAYS)),
        is_narrowed=asked.chosen.weekdays != ALL_WEEK,
        action=f"{path}/{tab}" if tab else path,
        tabs=_tabs(path, question, tab),
    )


def _shown_hour(hour: float) -> str:
    return f"{int(hour):02d}:{round(hour % 1 * 60):02d}"


def _tabs(path: str, question: Question, shown: str) -> list[tuple[str, Any, bool]]:
    query = f"?{question.query}" if question.query else ""
    return [
        (f"{path}/{key}{query}" if key else f"{path}{query}", title, key == shown)
        for key, title in _TITLES.items()
    ]


def _as_file(sheet: Sheet, key: str, kind: str) -> Response:
    table = sheet.tables.get(key)
    if table is None:
        raise NotFound(log="no such table", shown=_("There is no such table on this page."))
    header, rows = looking.as_rows(table)
    return as_file(f"flaade-{key}", kind, header, rows)
