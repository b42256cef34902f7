"""The look's first page: how much is driven, how many are away at once, how often the peak is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import counted, show_date, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Block, Figure, Sheet, Table, columns, number, share, word
from signatur.methods.charts import staircase
from signatur.solutions.fleet.model.explaining import moment_words
from signatur.solutions.fleet.model.looking import (
    levels_of,
    peak_of,
    share_within,
    use_of_vehicles,
    vehicles_for,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.looking import Peak
    from signatur.solutions.fleet.service.looking.looked import Looked

ENOUGH = (0.9, 0.95, 0.99)
# Of how often so many are away, the upper levels are what a budget is about.
_LEVELS_SHOWN = 15
# From so many on, a tenth of a minute tells nothing.
_MANY_MINUTES = 10


def sheet_of_overview(looked: Looked) -> Sheet:
    """Return what the first page shows."""
    if not len(looked.trips):
        return Sheet()
    shares = share_within(looked.curve, looked.time)
    peak = peak_of(looked.curve)
    return Sheet(
        figures=_figures(looked, shares, peak),
        blocks=(_duration_block(shares), _levels_block(looked), _moments_block(peak)),
    )


def _figures(looked: Looked, shares: NDArray[Any], peak: Peak) -> tuple[Figure, ...]:
    trips, period = looked.trips, looked.period
    used = use_of_vehicles(trips, looked.away, period, looked.time, others(looked))
    idle = sum(one.is_idle for one in used)
    most_time = ENOUGH[-1]
    return (
        Figure(
            title=str(_("Trips")),
            shown=show_number(len(trips)),
            note=str(
                _(
                    "%(first)s – %(last)s",
                    first=show_date(period.first),
                    last=show_date(period.last),
                )
            ),
        ),
        Figure(
            title=str(_("Km")),
            shown=show_number(float(trips.distance_km.sum()), 0),
            note=str(
                _(
                    "%(km)s km on an average trip",
                    km=show_number(float(trips.distance_km.mean()), 1),
                )
            ),
        ),
        Figure(
            title=str(_("Most vehicles away at once")),
            shown=show_number(peak.vehicles),
            note=str(
                counted(
                    "on %(num)d day, %(minutes)s min. in all",
                    "on %(num)d days, %(minutes)s min. in all",
                    peak.days,
                    minutes=show_number(max(1, round(peak.minutes))),
                )
            ),
        ),
        Figure(
            title=str(_("Enough for %(share)s of the working time", share=show_percent(most_time))),
            shown=show_number(vehicles_for(shares, most_time)),
            note=str(_("vehicles, if any of them may take any trip")),
        ),
        Figure(
            title=str(_("Vehicles that are hardly used")),
            shown=show_number(idle),
            note=str(
                _("of %(vehicles)s that drove or stood still", vehicles=show_number(len(used)))
            ),
        ),
    )


def others(looked: Looked) -> tuple[str, ...]:
    """Return the vehicles that may have stood still; with a filter on place nobody knows whose."""
    chosen = looked.chosen
    if chosen.location or chosen.department or chosen.vehicle:
        return ()
    return tuple(looked.around.labels)


def _duration_block(shares: NDArray[Any]) -> Block:
    title = str(_("How many vehicles are away at once"))
    marks = [(vehicles_for(shares, one), show_percent(one)) for one in ENOUGH]
    enough = vehicles_for(shares, ENOUGH[-1])
    return Block(
        title=title,
        about=str(
            counted(
                "For %(share)s of the working time at most %(num)d vehicle is away. The steps show for how large a share of the time a number of vehicles is enough.",
                "For %(share)s of the working time at most %(num)d vehicles are away. The steps show for how large a share of the time a number of vehicles is enough.",
                enough,
                share=show_percent(ENOUGH[-1]),
            )
        ),
        picture=staircase(
            title, shares.tolist(), show_percent, below=str(_("vehicles away at once")), marks=marks
        ),
        table=Table(
            key="samtidighed",
            title=title,
            columns=columns(
                _("Vehicles away"),
                _("Share of the working time with at most so many"),
                _("Share with more"),
                numbers=3,
            ),
            rows=tuple(
                (number(count), share(float(one), 2), share(max(0.0, 1 - float(one)), 2))
                for count, one in enumerate(shares)
            ),
        ),
        folds=True,
    )


def _levels_block(looked: Looked) -> Block:
    title = str(_("How often so many are away"))
    levels = levels_of(looked.curve, looked.period)[:_LEVELS_SHOWN]
    return Block(
        title=title,
        about=str(
            _(
                "The topmost line is the peak. Few days and minutes there mean that a vehicle is kept for moments."
            )
        ),
        table=Table(
            key="spidser",
            title=title,
            columns=columns(
                _("At least so many away at once"),
                _("Days"),
                _("Minutes in all"),
                _("Minutes a day of these"),
                numbers=4,
            ),
            rows=tuple(
                (
                    number(one.vehicles),
                    number(one.days),
                    number(one.minutes, 0 if one.minutes >= _MANY_MINUTES else 1),
                    number(one.minutes / one.days if one.days else None, 1),
                )
                for one in levels
            ),
        ),
    )


def _moments_block(peak: Peak) -> Block:
    title = str(_("When the peak was"))
    note = ""
    if peak.times > len(peak.moments):
        note = str(
            _(
                "The longest of %(times)s times in all.",
                times=show_number(peak.times),
            )
        )
    return Block(
        title=title,
        table=Table(
            key="spidstidspunkter",
            title=title,
            columns=columns(_("From"), _("Until"), _("Minutes"), numbers=1),
            rows=tuple(
                (
                    word(moment_words(one.start_s)),
                    word(moment_words(one.end_s)),
                    number(one.minutes, 1),
                )
                for one in peak.moments
            ),
            note=note,
        ),
    )
