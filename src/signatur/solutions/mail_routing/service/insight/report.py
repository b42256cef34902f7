"""The monthly report: what the pages show, on paper that can be kept and read aloud (PDF/A, PDF/UA)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import current_language, show_date, show_moment
from signatur.kernel.i18n import text as _
from signatur.methods.reports import report
from signatur.records.people import service as people
from signatur.solutions.mail_routing.service.insight import asking
from signatur.solutions.mail_routing.service.insight.sheet_of_flow import sheet_of_flow
from signatur.solutions.mail_routing.service.insight.sheet_of_outlook import sheet_of_outlook
from signatur.solutions.mail_routing.service.insight.sheet_of_overview import sheet_of_overview
from signatur.solutions.mail_routing.service.insight.sheet_of_quality import sheet_of_quality
from signatur.solutions.mail_routing.service.insight.sheets import Names

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from signatur.kernel.sheets import Block, Sheet, Table
    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.model.insight.value import Assumption
    from signatur.solutions.mail_routing.service.insight.asking import Asked

# Longer tables go on in the files that the pages offer.
_MOST_ROWS = 15
# A month day by day.
_MOST_DAYS = 31
_BY_DAY = ("volume", "automatic", "forecast")
_PATTERN = "hours"


def monthly_report(work: Work, project_id: UUID, first: date) -> bytes:
    """Return the report of the month of a day as PDF. Raises NotAllowed."""
    since, until = asking.month_of(first)
    return period_report(work, project_id, asking.Asked(since=since, until=until))


def period_report(
    work: Work, project_id: UUID, asked: Asked, assumed: Assumption | None = None
) -> bytes:
    """Return the report of any period as PDF. Raises NotAllowed, InputProblem."""
    names = Names.of(work, project_id)
    seen = asking.overview(work, project_id, asked, assumed)
    parts = (
        (_("Overview"), sheet_of_overview(seen, asked, names)),
        (
            _("Quality"),
            sheet_of_quality(asking.how_right(work, project_id, asked), asked, names),
        ),
        (
            _("Time and backlog"),
            sheet_of_flow(asking.how_it_flows(work, project_id, asked), asked, names),
        ),
        (_("Coming weeks"), sheet_of_outlook(asking.outlook(work, project_id, asked))),
    )
    allowed = work.actor.limit(asking.READ_INSIGHT, project_id, "department")
    told = {
        "language": current_language(),
        "title": str(_("Mail routing: report")),
        "authority": people.authority(work).name,
        "period": str(
            _("%(since)s – %(until)s", since=show_date(asked.since), until=show_date(asked.until))
        ),
        "made": str(_("Counted %(at)s", at=show_moment(seen.at))),
        "limits": _limits(asked, names, allowed),
        "continued": str(_("The table goes on; the whole of it can be had as a file in Signatur.")),
        "page": str(_("Page")),
        "empty": str(_("Nothing to count in this period.")),
        "parts": [_part(str(title), sheet) for title, sheet in parts],
    }
    return report(told, work.now)


def _limits(asked: Asked, names: Names, allowed: frozenset[str] | None) -> list[str]:
    told = []
    if asked.department:
        told.append(str(_("Only the department %(name)s", name=names.department(asked.department))))
    if asked.subject:
        told.append(str(_("Only the subject %(name)s", name=names.subject(asked.subject))))
    if allowed is not None:
        shown = ", ".join(sorted(names.department(one) for one in allowed))
        told.append(str(_("Only departments that you may see: %(names)s", names=shown)))
    return told


def _part(title: str, sheet: Sheet) -> dict[str, Any]:
    return {
        "title": title,
        "figures": [[one.title, one.shown, one.note] for one in sheet.figures],
        "blocks": [_block(one) for one in sheet.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    table = block.table
    # The picture of weekdays and hours holds every number of its table.
    is_told = table is not None and table.key != _PATTERN
    return {
        "title": block.title,
        "about": block.about,
        "picture": block.picture,
        "alt": block.title,
        "table": _table(table) if table is not None and is_told else None,
    }


def _table(table: Table) -> dict[str, Any]:
    most = _MOST_DAYS if table.key in _BY_DAY else _MOST_ROWS
    return {
        "columns": [[one.title, one.is_number] for one in table.columns],
        "rows": [[cell.shown for cell in row] for row in table.rows[:most]],
        "is_cut": len(table.rows) > most,
        "note": table.note,
    }
