"""The look's page on vehicles: how much each is used, and which ones stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Block, Figure, Sheet, Table, columns, number, share, word
from signatur.methods.charts import rows
from signatur.solutions.fleet.model.looking import HARDLY, LONG_PAUSE_DAYS, use_of_vehicles
from signatur.solutions.fleet.service.looking.overview import others

if TYPE_CHECKING:
    from signatur.solutions.fleet.model.looking import VehicleUse
    from signatur.solutions.fleet.service.looking.looked import Looked

# The picture shows the ends of a long list; the table has them all.
_BARS = 24


def sheet_of_vehicles(looked: Looked) -> Sheet:
    """Return what the page on vehicles shows, the least used first."""
    used = use_of_vehicles(looked.trips, looked.away, looked.period, looked.time, others(looked))
    if not used:
        return Sheet()
    idle = [one for one in used if one.is_idle]
    shares = sorted(one.share for one in used)
    return Sheet(
        figures=(
            Figure(title=str(_("Vehicles")), shown=show_number(len(used))),
            Figure(
                title=str(_("Away in the working time")),
                shown=show_percent(sum(shares) / len(shares)),
                note=str(_("on average of all vehicles")),
            ),
            Figure(
                title=str(_("Vehicles that are hardly used")),
                shown=show_number(len(idle)),
                note=str(
                    _(
                        "away less than %(share)s of the working time, or %(days)s days without a trip",
                        share=show_percent(HARDLY),
                        days=show_number(LONG_PAUSE_DAYS, 0),
                    )
                ),
            ),
        ),
        blocks=(_use_block(looked, used),),
    )


def _use_block(looked: Looked, used: tuple[VehicleUse, ...]) -> Block:
    title = str(_("Use of each vehicle"))
    shown = used[:_BARS]
    about = _("The share of the working time that each was away; the least used first.")
    if len(used) > _BARS:
        about = _(
            "The share of the working time that each was away; the %(num)s least used. The table has all.",
            num=show_number(_BARS),
        )
    return Block(
        title=title,
        about=str(about),
        picture=rows(
            title,
            [looked.label(one.name) for one in shown],
            [one.share for one in shown],
            lambda value: show_percent(value, 1),
        ),
        table=Table(
            key="koeretoejer",
            title=title,
            columns=columns(
                _("Vehicle"),
                _("Trips"),
                _("Km"),
                _("Hours away"),
                _("Share of the working time"),
                _("Days used"),
                _("Longest pause, days"),
                numbers=6,
            ),
            rows=tuple(
                (
                    word(looked.label(one.name), mark=str(_("hardly used")) if one.is_idle else ""),
                    number(one.trips),
                    number(one.km),
                    number(one.hours, 1),
                    share(one.share),
                    number(one.days),
                    number(one.pause_days, 1),
                )
                for one in used
            ),
            note=str(
                _("A pause counts from the first day of the period to the end of its last day.")
            ),
        ),
    )
