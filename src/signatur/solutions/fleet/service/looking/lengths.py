"""The look's page on trips: how long they are, and which of them a bike could take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Block, Figure, Sheet, Table, columns, number, share, word
from signatur.methods.charts import histogram
from signatur.solutions.fleet.model.looking import (
    SHORT_KM,
    km_histogram,
    minutes_histogram,
    rideable,
    shares_up_to,
)
from signatur.solutions.fleet.schema.vehicles import BODY_TITLES, Body

if TYPE_CHECKING:
    from collections.abc import Callable

    from signatur.solutions.fleet.model.looking import Histogram
    from signatur.solutions.fleet.service.looking.looked import Looked

_MINUTES_OF_AN_HOUR = 60
_BIKES = (Body.BIKE, Body.EBIKE)


def sheet_of_lengths(looked: Looked) -> Sheet:
    """Return what the page on trips shows."""
    trips = looked.trips
    if not len(trips):
        return Sheet()
    km = km_histogram(trips)
    return Sheet(
        figures=(
            *(
                Figure(
                    title=str(_("At most %(km)s km", km=show_number(limit, 0))),
                    shown=show_percent(value),
                    note=str(_("of the trips")),
                )
                for limit, value in zip(SHORT_KM, shares_up_to(trips), strict=True)
            ),
            Figure(
                title=str(_("Half of the trips are at most")),
                shown=str(_("%(km)s km", km=show_number(km.median, 1))),
                note=str(_("nine of ten at most %(km)s km", km=show_number(km.long, 0))),
            ),
        ),
        blocks=(
            _histogram_block(
                "km",
                str(_("How long trips are")),
                km,
                str(_("km, there and back")),
                show_number,
            ),
            _histogram_block(
                "varighed",
                str(_("How long trips take")),
                minutes_histogram(trips),
                str(_("hours and minutes, from leaving to coming back")),
                _duration,
            ),
            _bikes_block(looked),
        ),
    )


def _histogram_block(
    key: str, title: str, found: Histogram, below: str, edge: Callable[[float], str]
) -> Block:
    edges = [edge(one) for one in found.edges]
    uppers = [*edges[1:], ""]
    return Block(
        title=title,
        about=str(
            _(
                "The steps grow, because most trips are short. What is exactly on an edge counts below it."
            )
        ),
        picture=histogram(title, edges, found.counts, show_number, below=below),
        table=Table(
            key=key,
            title=title,
            columns=columns(_("Over"), _("At most"), _("Trips"), _("Share"), numbers=4),
            rows=tuple(
                (word(low), word(high), number(count), share(one))
                for low, high, count, one in zip(
                    edges, uppers, found.counts, found.shares, strict=True
                )
            ),
        ),
        folds=True,
    )


def _bikes_block(looked: Looked) -> Block:
    title = str(_("Trips that a bike could take"))
    bikes = looked.around.rules.bikes
    found = [(body, rideable(looked.trips, looked.around.rules, body)) for body in _BIKES]
    windows = ", ".join(f"{show_number(begin)}–{show_number(end)}" for begin, end in bikes.hours)
    return Block(
        title=title,
        about=str(
            _(
                "If one always stood ready: within the hours %(hours)s, at most %(minutes)s minutes longer under way than by car, without load, and no longer than the table says. The rules can be changed in a calculation.",
                hours=windows,
                minutes=show_number(bikes.most_extra_minutes, 0),
            )
        ),
        table=Table(
            key="cykler",
            title=title,
            columns=columns(
                _("Kind of vehicle"),
                _("Longest trip, km"),
                _("Trips"),
                _("Share of the trips"),
                _("Km"),
                _("Share of the km"),
                numbers=5,
            ),
            rows=tuple(
                (
                    word(BODY_TITLES[body]),
                    number(bikes.ebike_most_km if body is Body.EBIKE else bikes.most_km, 1),
                    number(one.trips),
                    share(one.share),
                    number(one.km),
                    share(one.km_share),
                )
                for body, one in found
            ),
        ),
    )


def _duration(minutes: float) -> str:
    hours, rest = divmod(int(minutes), _MINUTES_OF_AN_HOUR)
    return f"{hours}:{rest:02d}"
