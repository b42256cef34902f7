"""The look's page on time: the usual week, the usual day, weekdays, months, seasons."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.kernel.i18n import counted, current_language, show_month, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Block, Sheet, Table, columns, number, share, word
from signatur.methods.charts import Band, bars, heat, lines
from signatur.solutions.fleet.model.looking import (
    by_month,
    by_season,
    by_weekday,
    daily_of,
    day_shape,
    week_of,
)
from signatur.solutions.fleet.schema.trips import UNKNOWN
from signatur.solutions.fleet.service.looking.looked import SEASON_TITLES, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signatur.solutions.fleet.model.looking import DayShape, Spell, Week
    from signatur.solutions.fleet.service.looking.looked import Looked

# From so many on, a tenth of a vehicle tells nothing and needs room.
_MANY = 20
_HOURS = [f"{hour:02d}" for hour in range(24)]


def sheet_of_times(looked: Looked) -> Sheet:
    """Return what the page on time shows."""
    if not len(looked.trips):
        return Sheet()
    week = week_of(looked.curve, looked.period)
    daily = daily_of(looked.trips, looked.curve, looked.period)
    days = looked.chosen.weekdays & looked.hours.weekdays or looked.chosen.weekdays
    return Sheet(
        blocks=(
            _day_block(day_shape(looked.curve, looked.period, days)),
            _week_block(
                "uge",
                str(_("Vehicles away, on average")),
                str(_("How many are away in each hour of the week, as the mean over all weeks.")),
                week.mean.tolist(),
                0 if week.mean.max() >= _MANY else 1,
            ),
            _shares_block(week, looked),
            _week_block(
                "uge-hoejst",
                str(_("Vehicles away, at most")),
                str(_("The most that were ever away at once in each hour of the week.")),
                week.most.tolist(),
                0,
            ),
            _spells_block("ugedage", _("By weekday"), _("Weekday"), by_weekday(daily), _weekday),
            _spells_block("maaneder", _("By month"), _("Month"), by_month(daily), month_named),
            _spells_block("aarstider", _("By season"), _("Season"), by_season(daily), _season),
        )
    )


def _day_block(shape: DayShape) -> Block:
    title = str(_("Vehicles away over the day"))
    labels = [_clock(hour) for hour in shape.hours]
    bands = [
        Band(middle, low, high)
        for low, middle, high in zip(shape.low, shape.middle, shape.high, strict=True)
    ]
    return Block(
        title=title,
        about=str(
            _(
                "The line is the middle one of %(days)s working days; the band goes from the lowest to the highest day. In each half hour the most that were away at once counts.",
                days=show_number(shape.days),
            )
        ),
        picture=lines(title, labels, bands, lambda value: show_number(round(value, 1))),
        table=Table(
            key="dag",
            title=title,
            columns=columns(
                _("Half hour from"), _("Lowest day"), _("Middle day"), _("Highest day"), numbers=3
            ),
            rows=tuple(
                (word(label), number(low), number(middle, 1), number(high))
                for label, low, middle, high in zip(
                    labels, shape.low, shape.middle, shape.high, strict=True
                )
            ),
        ),
        folds=True,
    )


def _shares_block(week: Week, looked: Looked) -> Block:
    """Return how large a share of the vehicles is away; a stranger counts as no vehicle."""
    codes = looked.trips.vehicle.codes
    vehicles = len(set(np.unique(codes).tolist()) - {UNKNOWN}) or 1
    title = str(_("Share of the vehicles that is away"))
    names = [str(day) for day in WEEKDAYS]
    values = (week.mean / vehicles).round(2).tolist()
    return Block(
        title=title,
        about=str(
            counted(
                "Of the %(num)d vehicle that drove, on average over all weeks.",
                "Of the %(num)d vehicles that drove, on average over all weeks.",
                vehicles,
            )
        ),
        picture=heat(title, names, _HOURS, values, show_percent),
        table=Table(
            key="uge-andel",
            title=title,
            columns=columns(_("Hour from"), *names, numbers=7),
            rows=tuple(
                (word(hour), *(share(float(one), 1) for one in (week.mean / vehicles)[:, place]))
                for place, hour in enumerate(_HOURS)
            ),
        ),
        folds=True,
    )


def _week_block(
    key: str, title: str, about: str, values: Sequence[Sequence[float]], decimals: int
) -> Block:
    names = [str(day) for day in WEEKDAYS]
    return Block(
        title=title,
        about=about,
        picture=heat(
            title, names, _HOURS, _rounded(values, decimals), lambda one: show_number(one, decimals)
        ),
        table=Table(
            key=key,
            title=title,
            columns=columns(_("Hour from"), *names, numbers=7),
            rows=tuple(
                (word(hour), *(number(line[place], decimals) for line in values))
                for place, hour in enumerate(_HOURS)
            ),
        ),
        folds=True,
    )


def _rounded(values: Sequence[Sequence[float]], decimals: int) -> list[list[float]]:
    """Round, so that a field which would say nought stays empty."""
    return [[round(value, decimals) for value in line] for line in values]


def _spells_block(
    key: str,
    title: object,
    column: object,
    spells: Sequence[Spell],
    name: Callable[[str], str],
) -> Block:
    names = [name(one.key) for one in spells]
    picture = ""
    if len(spells) > 1:
        picture = bars(
            str(title),
            names,
            [one.trips_a_day for one in spells],
            lambda value: show_number(round(value, 1)),
        )
    return Block(
        title=str(title),
        about=str(_("Trips a day.")) if picture else "",
        picture=picture,
        table=Table(
            key=key,
            title=str(title),
            columns=columns(
                column,
                _("Days"),
                _("Trips"),
                _("Trips a day"),
                _("Km"),
                _("Hours away"),
                _("Most away at once"),
                numbers=6,
            ),
            rows=tuple(
                (
                    word(shown),
                    number(one.days),
                    number(one.trips),
                    number(one.trips_a_day, 1),
                    number(one.km),
                    number(one.hours),
                    number(one.most),
                )
                for shown, one in zip(names, spells, strict=True)
            ),
        ),
    )


def _weekday(key: str) -> str:
    return str(WEEKDAYS[int(key)])


def month_named(key: str) -> str:
    """Return a month of `by_month` in words."""
    return show_month(date.fromisoformat(f"{key}-01"))


def _season(key: str) -> str:
    return str(SEASON_TITLES[key])


def _clock(hour: Any) -> str:
    sign = "." if current_language() == "da" else ":"
    return f"{int(hour):02d}{sign}{round(hour % 1 * 60):02d}"
