"""The look's page on places: how much each location and department drives, on a sketch map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_number
from signatur.kernel.i18n import text as _
from signatur.kernel.sheets import Block, Sheet, Table, columns, number, share, word
from signatur.methods.charts import Spot, sketch_map
from signatur.solutions.fleet.model.looking import use_of_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.fleet.model.looking import GroupUse
    from signatur.solutions.fleet.service.looking.looked import Looked


def sheet_of_locations(looked: Looked) -> Sheet:
    """Return what the page on places shows."""
    if not len(looked.trips):
        return Sheet()
    trips = looked.trips
    locations = use_of_groups(trips, trips.location)
    departments = use_of_groups(trips, trips.department)
    table = _table("steder", str(_("By location")), str(_("Location")), locations)
    blocks = [
        Block(
            title=str(_("Locations")),
            about=str(_map_note(looked, locations)),
            picture=_map(looked, locations),
            table=table,
        )
    ]
    if any(one.name for one in departments):
        title = str(_("By department"))
        blocks.append(
            Block(
                title=title,
                table=_table("afdelinger", title, str(_("Department")), departments),
            )
        )
    return Sheet(blocks=tuple(blocks))


def _map(looked: Looked, locations: Sequence[GroupUse]) -> str:
    spots = []
    for one in locations:
        latitude, longitude = looked.around.places.get(one.name, (None, None))
        spots.append(Spot(_named(one.name), float(one.trips), latitude, longitude))
    return sketch_map(
        str(_("Trips by location")),
        spots,
        lambda value: show_number(value, 0),
        north=str(_("N")),
        km=lambda km: str(_("%(km)s km", km=show_number(km))),
    )


def _map_note(looked: Looked, locations: Sequence[GroupUse]) -> object:
    if any(one.name in looked.around.places for one in locations):
        return _("The larger the circle, the more trips begin there. North is up.")
    return _(
        "The larger the circle, the more trips begin there. Where the locations lie is not known yet; give them a position to see them on a map."
    )


def _table(key: str, title: str, column: str, found: Sequence[GroupUse]) -> Table:
    total = sum(one.trips for one in found) or 1
    return Table(
        key=key,
        title=title,
        columns=columns(
            column,
            _("Trips"),
            _("Share of the trips"),
            _("Km"),
            _("Hours away"),
            _("Vehicles"),
            _("Most away at once"),
            numbers=6,
        ),
        rows=tuple(
            (
                word(_named(one.name)),
                number(one.trips),
                share(one.trips / total),
                number(one.km),
                number(one.hours),
                number(one.vehicles),
                number(one.most),
            )
            for one in found
        ),
        note=str(
            _("Where vehicles are shared, the most at once of all is less than the sum of these.")
        ),
    )


def _named(name: str) -> str:
    return name or str(_("Not known"))
