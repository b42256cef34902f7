"""What is to come as figures, picture and table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_date, show_number
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Block, Cell, Figure, Sheet, Table, columns, number, word
from signatur.methods.charts import Band, lines
from signatur.solutions.mail_routing.service.insight.kinds import label_of
from signatur.solutions.mail_routing.service.insight.sheets import WEEKDAYS, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.statistics.forecasting import DayForecast, Forecast
    from signatur.solutions.mail_routing.service.insight.asking import Outlook

_SHOWN_PAST = 28


def sheet_of_outlook(seen: Outlook) -> Sheet:
    """Return what the page on the coming weeks shows; nothing where there is too little history."""
    if seen.forecast is None:
        return Sheet()
    return Sheet(
        figures=tuple(_figures(seen.forecast)),
        blocks=(outlook_block(seen, seen.forecast), _week_block(seen.forecast)),
    )


def _figures(told: Forecast) -> list[Figure]:
    week, all_days = told.days[:7], told.days
    return [
        Figure(
            title=str(_("Expected in the next seven days")),
            shown=show_number(sum(one.value for one in week), 0),
            note=str(
                _(
                    "in all four weeks %(number)s",
                    number=show_number(sum(one.value for one in all_days), 0),
                )
            ),
        ),
        Figure(
            title=str(_("Error of the method so far")),
            shown=percent(told.error),
            note=str(
                _(
                    "forecast %(tests)s times as it would have been then; simply repeating the "
                    "week before: %(naive)s",
                    tests=told.tests,
                    naive=percent(told.naive_error),
                )
            ),
        ),
        Figure(
            title=str(_("Days within the interval")),
            shown=percent(told.covered, 0),
            note=str(_("eight of ten are what it promises")),
        ),
    ]


def outlook_block(seen: Outlook, told: Forecast) -> Block:
    """Return the last weeks and the coming ones, day by day."""
    title = str(_("Received, and expected"))
    past = seen.past[-_SHOWN_PAST:]
    first = told.days[0].day - timedelta(days=len(past))
    labels = [label_of(first + timedelta(days=n)) for n in range(len(past))]
    known = [Band(float(one)) for one in past]
    coming = [Band(one.value, one.low, one.high, is_expected=True) for one in told.days]
    return Block(
        title=title,
        about=str(
            _(
                "The level of the last %(days)s days, times what each weekday usually has; Danish "
                "holidays are a kind of their own. How many days, and whether the level moves as "
                "it did a year ago, is what has forecast the past best. The interval holds for "
                "eight days in ten and comes from how far off the method has been.",
                days=told.level_days,
            )
        ),
        picture=lines(
            title, [*labels, *(label_of(one.day) for one in told.days)], [*known, *coming], _whole
        ),
        table=_days_table(told.days),
        folds=True,
    )


def _whole(value: float) -> str:
    return show_number(value, 0)


def _days_table(days: Sequence[DayForecast]) -> Table:
    return Table(
        key="forecast",
        title=str(_("Expected day by day")),
        columns=columns(_("Day"), _("Weekday"), _("Expected"), _("From"), _("To"), numbers=3),
        rows=tuple(
            (
                Cell(show_date(one.day), one.day.isoformat()),
                word(_("Holiday or closed") if one.is_closed else WEEKDAYS[one.day.weekday()]),
                number(one.value),
                number(one.low),
                number(one.high),
            )
            for one in days
        ),
    )


def _week_block(told: Forecast) -> Block:
    title = str(_("Expected week by week"))
    weeks = [told.days[start : start + 7] for start in range(0, len(told.days), 7)]
    return Block(
        title=title,
        table=Table(
            key="weeks",
            title=title,
            columns=columns(_("From"), _("Until"), _("Expected"), numbers=1),
            rows=tuple(
                (
                    Cell(show_date(week[0].day), week[0].day.isoformat()),
                    Cell(show_date(week[-1].day), week[-1].day.isoformat()),
                    number(sum(one.value for one in week)),
                )
                for week in weeks
            ),
        ),
    )
