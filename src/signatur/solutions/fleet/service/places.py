"""Where vehicles live, how many can charge there, and which places share their vehicles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import sort_key
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.service.rights import CHANGE_SETUP, need_name, tell
from signatur.solutions.fleet.tables import PlaceRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Place:
    """A home of vehicles."""

    name: str
    chargers: int | None = None
    """How many can charge at once; None: not known."""
    charger_kw: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    shared_with: tuple[str, ...] = ()
    spots: tuple[tuple[float, float], ...] = ()
    """Other places where its vehicles are parked: latitude and longitude."""
    id: UUID | None = None


def places(work: Work, project_id: UUID) -> list[Place]:
    """Return the places of a project by name."""
    rows = work.session.scalars(
        select(PlaceRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    )
    return sorted((_place(row) for row in rows), key=lambda one: sort_key(one.name))


def save_place(work: Work, project_id: UUID, place: Place) -> UUID:
    """Add a place, or change the known one of its id or name.

    Raises NotAllowed, InputProblem for numbers that cannot be.
    """
    work.require(CHANGE_SETUP, project_id)
    name = need_name(place.name)
    _check(place)
    row = _named(work, project_id, name)
    if place.id is not None:
        known = _row(work, project_id, place.id)
        if row is not None and row.id != known.id:
            raise InputProblem(
                log="two places of a name", shown=_("There is a place of this name already.")
            )
        row = known
    if row is None:
        row = PlaceRow(
            id=work.new_id(), authority_id=work.authority_id, project_id=project_id, name=name
        )
        work.session.add(row)
    row.name, row.chargers, row.charger_kw = name, place.chargers, place.charger_kw
    row.latitude, row.longitude = place.latitude, place.longitude
    row.spots = [list(one) for one in place.spots]
    row.shared_with = sorted({one for one in place.shared_with if one != name})
    work.session.flush()
    tell(work, project_id, "fleet.place_saved", name=name)
    return row.id


def _check(place: Place) -> None:
    if place.chargers is not None and not 0 <= place.chargers <= 10_000:
        raise InputProblem(
            log="chargers", shown=_("Write a number of chargers between 0 and 10,000.")
        )
    if place.charger_kw is not None and not 0.5 <= place.charger_kw <= 1_000:
        raise InputProblem(log="kw", shown=_("Write a power between 0.5 and 1,000 kW."))
    if (place.latitude is None) != (place.longitude is None):
        raise InputProblem(log="half a position", shown=_("Write both latitude and longitude."))
    if place.latitude is not None and not -90 <= place.latitude <= 90:
        raise InputProblem(log="latitude", shown=_("A latitude lies between −90 and 90."))
    if any(not (-90 <= lat <= 90 and -180 <= lon <= 180) for lat, lon in place.spots):
        raise InputProblem(
            log="spot", shown=_("Write parking spots as degrees, such as 56,15 10,2.")
        )
    if place.longitude is not None and not -180 <= place.longitude <= 180:
        raise InputProblem(log="longitude", shown=_("A longitude lies between −180 and 180."))


def remove_place(work: Work, project_id: UUID, place_id: UUID) -> None:
    """Remove a place; vehicles that name it keep the name. Raises NotAllowed, NotFound."""
    work.require(CHANGE_SETUP, project_id)
    row = _row(work, project_id, place_id)
    work.session.delete(row)
    work.session.flush()
    tell(work, project_id, "fleet.place_removed", name=row.name)


def shared_groups(found: Sequence[Place]) -> tuple[frozenset[str], ...]:
    """Return the groups of places that share vehicles, directly or through one another."""
    groups: list[set[str]] = []
    for place in found:
        if not place.shared_with:
            continue
        group = {place.name, *place.shared_with}
        apart = [one for one in groups if not one & group]
        for touching in (one for one in groups if one & group):
            group |= touching
        groups = [*apart, group]
    return tuple(frozenset(group) for group in sorted(groups, key=sorted))


def _named(work: Work, project_id: UUID, name: str) -> PlaceRow | None:
    return work.session.scalar(
        select(PlaceRow).filter_by(authority_id=work.authority_id, project_id=project_id, name=name)
    )


def _row(work: Work, project_id: UUID, place_id: UUID) -> PlaceRow:
    row = work.session.get(PlaceRow, place_id)
    if row is None or row.authority_id != work.authority_id or row.project_id != project_id:
        raise NotFound(log=f"no place {place_id}", shown=_("This place does not exist any more."))
    return row


def _place(row: PlaceRow) -> Place:
    return Place(
        name=row.name,
        chargers=row.chargers,
        charger_kw=row.charger_kw,
        latitude=row.latitude,
        longitude=row.longitude,
        shared_with=tuple(row.shared_with),
        spots=tuple((latitude, longitude) for latitude, longitude in row.spots),
        id=row.id,
    )
