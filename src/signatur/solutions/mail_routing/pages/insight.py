"""Insight: what management sees of the work, with files and a monthly report."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import current_language, show_language
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.kernel.web.templates import environment_of
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.finding import address_of
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.schema import CHANNEL_TITLES, Target
from signatur.solutions.mail_routing.service import insight

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from signatur.solutions.mail_routing.service.insight import Sheet

router = APIRouter(prefix="/indsigt")

Reading = Annotated[Page, page_for(insight.READ_INSIGHT)]
ReadingMail = Annotated[Page, page_for(service.READ)]

_PATH = "/postfordeling/indsigt"
_NAMES = ("fra", "til", "kanal", "afdeling", "emne", "sprog", "hvordan", "minutter", "minutter_med")
_TABS = (
    ("", _("Overview")),
    ("/kvalitet", _("Quality")),
    ("/tid", _("Time and backlog")),
    ("/temaer", _("New themes")),
    ("/prognose", _("Coming weeks")),
)
_MONTHS_OFFERED = 13


@dataclass(frozen=True, slots=True)
class Question:
    """What stands in the address of a page of insight."""

    asked: insight.Asked
    assumed: insight.Assumption
    given: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        return urlencode(self.given)


def _question_of(  # noqa: PLR0913, PLR0917 (one argument for each field of the filter)
    request: Request,
    page: Reading,
    fra: str = "",
    til: str = "",
    kanal: str = "",
    afdeling: str = "",
    emne: str = "",
    sprog: str = "",
    hvordan: str = "",
    minutter: str = "",
    minutter_med: str = "",
) -> Question:
    """Read the question from the address. Raises InputProblem for a date or number that is none."""
    since, until = insight.usual_period(page.work.today)
    usual = insight.Assumption()
    try:
        asked = insight.Asked(
            since=date.fromisoformat(fra) if fra else since,
            until=date.fromisoformat(til) if til else until,
            channel=kanal,
            department=afdeling,
            subject=emne,
            language=sprog,
            how=hvordan,
        )
        assumed = insight.Assumption(
            _minutes(minutter, usual.minutes), _minutes(minutter_med, usual.minutes_with)
        )
    except ValueError:
        raise InputProblem(
            log="bad question of insight",
            shown=_("Write dates as year-month-day, such as 2026-03-04, and minutes as a number."),
        ) from None
    given = tuple((name, value) for name in _NAMES if (value := request.query_params.get(name, "")))
    return Question(asked, assumed, given)


def _minutes(given: str, usual: float) -> float:
    value = float(given.replace(",", ".")) if given else usual
    if not 0 <= value <= 240:
        raise ValueError("minutes out of reach")
    return value


Asking = Annotated[Question, Depends(_question_of)]


@router.get("")
def overview(page: Reading, question: Asking, fil: str = "", tabel: str = "") -> Response:
    """Show the overview, or one of its tables as a file."""
    project_id = service.project_of(page.work).id
    shown = insight.show_overview(page.work, project_id, question.asked, question.assumed)
    return _show(page, project_id, question, shown, "", fil=fil, tabel=tabel)


@router.get("/kvalitet")
def quality(
    page: Reading, question: Asking, fil: str = "", tabel: str = "", taerskel: str = ""
) -> Response:
    """Show how right the suggestions are; with `taerskel`, what that threshold would have meant."""
    project_id = service.project_of(page.work).id
    least = _percent(taerskel)
    return _show(
        page,
        project_id,
        question,
        insight.show_quality(page.work, project_id, question.asked),
        "/kvalitet",
        fil=fil,
        tabel=tabel,
        least=least,
        tried=insight.what_if(page.work, project_id, question.asked, least / 100),
    )


def _percent(given: str) -> int:
    if not given:
        return 95
    if not given.isdecimal() or not 0 <= int(given) <= 100:
        raise InputProblem(
            log="bad threshold", shown=_("Choose a threshold from 0 to 100 percent.")
        )
    return int(given)


@router.get("/tid")
def flow(page: Reading, question: Asking, fil: str = "", tabel: str = "") -> Response:
    """Show how fast it flows and what waits."""
    project_id = service.project_of(page.work).id
    shown = insight.show_flow(page.work, project_id, question.asked)
    return _show(page, project_id, question, shown, "/tid", fil=fil, tabel=tabel)


@router.get("/prognose")
def outlook(page: Reading, question: Asking, fil: str = "", tabel: str = "") -> Response:
    """Show how many are expected in the next four weeks."""
    project_id = service.project_of(page.work).id
    shown = insight.show_outlook(page.work, project_id, question.asked)
    return _show(page, project_id, question, shown, "/prognose", fil=fil, tabel=tabel)


@router.get("/temaer")
def themes(page: ReadingMail, question: Asking) -> Response:
    """Show what is new this week, with examples that the reader may see."""
    project_id = service.project_of(page.work).id
    found = insight.themes_of(page.work, project_id)
    return page.show(
        "mail_routing/insight_themes.html",
        found=found,
        titles=Titles.of(page.work, project_id),
        target=Target,
        tabs=_tabs(question, "/temaer"),
    )


@router.get("/rapport")
def report(page: Reading, maaned: str = "") -> Response:
    """Return the report of a month as a PDF file."""
    project_id = service.project_of(page.work).id
    try:
        first = date.fromisoformat(f"{maaned}-01") if maaned else page.work.today.replace(day=1)
    except ValueError:
        raise InputProblem(log="bad month", shown=_("Choose a month, such as 2026-11.")) from None
    content = insight.monthly_report(page.work, project_id, first)
    name = f"postfordeling-{first:%Y-%m}.pdf"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=disposition)


def _show(
    page: Page,
    project_id: UUID,
    question: Question,
    shown: tuple[Sheet, datetime],
    tab: str,
    *,
    fil: str,
    tabel: str,
    **more: Any,
) -> Response:
    sheet, at = shown
    if fil:
        return _as_file(sheet, tabel, fil)
    titles = Titles.of(page.work, project_id)
    return page.show(
        "mail_routing/insight.html",
        sheet=sheet,
        at=at,
        question=question,
        asked=question.asked,
        action=_PATH + tab,
        here=tab,
        tabs=_tabs(question, tab),
        **_rendered(page, project_id, question, sheet, tab),
        channel_choices=CHANNEL_TITLES.items(),
        department_choices=[(one.key, one.name) for one in titles.departments],
        subject_choices=[(one.key, one.name) for one in titles.subjects],
        language_choices=[
            (one, show_language(one)) for one in insight.languages_seen(page.work, project_id)
        ],
        how_choices=[(how, title) for how, title in insight.HOW_TITLES.items() if how],
        is_whole=insight.is_whole(page.work, project_id),
        months=_months(page.work.today),
        **more,
    )


_PARTS = ("figures", "blocks")
_MOST_KEPT = 64
_kept: OrderedDict[Any, tuple[Sheet, dict[str, Any]]] = OrderedDict()


def _rendered(
    page: Page, project_id: UUID, question: Question, sheet: Sheet, tab: str
) -> dict[str, Any]:
    """Return figures and blocks as HTML, written once for all who are shown the same sheet."""
    may_read = page.work.actor.may(service.READ, project_id)
    key = id(sheet), question.given, tab, current_language(), may_read
    found = _kept.get(key)
    if found is None or found[0] is not sheet:
        environment = environment_of(page.work.runtime.parts)
        values = {
            "sheet": sheet,
            "question": question,
            "action": _PATH + tab,
            "mail_behind": _linking(may_read=may_read),
        }
        found = (
            sheet,
            {
                one: environment.get_template(f"mail_routing/parts/insight_{one}.html").render(
                    values
                )
                for one in _PARTS
            },
        )
        _kept[key] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found[1]


def _as_file(sheet: Sheet, key: str, kind: str) -> Response:
    table = sheet.tables.get(key)
    if table is None:
        raise NotFound(log="no such table", shown=_("There is no such table on this page."))
    header, rows = insight.as_rows(table)
    return as_file(f"indsigt-{key}", kind, header, rows)


def _linking(*, may_read: bool) -> Callable[[Any], str]:
    """Return what makes the address of the mail behind a figure; none for who may not see mail."""
    return lambda finds: address_of(finds) if finds is not None and may_read else ""


def _tabs(question: Question, shown: str) -> list[tuple[str, Any, bool]]:
    query = f"?{question.query}" if question.query else ""
    return [(f"{_PATH}{path}{query}", title, path == shown) for path, title in _TABS]


def _months(today: date) -> list[tuple[str, date]]:
    first, found = today.replace(day=1), []
    for _number in range(_MONTHS_OFFERED):
        found.append((f"{first:%Y-%m}", first))
        first = (first - timedelta(days=1)).replace(day=1)
    return found
