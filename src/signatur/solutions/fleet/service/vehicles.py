"""The authority's vehicles, and the kinds that they are of."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import sort_key
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Fleet, Kind, Vehicle
from signatur.solutions.fleet.service.rights import CHANGE_SETUP, need_name, tell, tidy
from signatur.solutions.fleet.tables import KindRow, VehicleRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

_MOST_HOMES = 50
_NO_KEY = re.compile(r"[^a-z0-9]+")


def kinds(work: Work, project_id: UUID) -> dict[str, Kind]:
    """Return the kinds of a project by key, in the order of their titles."""
    found = sorted(_kind_rows(work, project_id), key=lambda row: sort_key(row.title))
    return {row.key: _kind(row) for row in found}


def candidates(work: Work, project_id: UUID) -> tuple[str, ...]:
    """Return the keys of the kinds that may be bought."""
    return tuple(sorted(row.key for row in _kind_rows(work, project_id) if row.is_candidate))


def _kind_rows(work: Work, project_id: UUID) -> list[KindRow]:
    query = select(KindRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return list(work.session.scalars(query))


def vehicles(work: Work, project_id: UUID) -> list[Vehicle]:
    """Return the vehicles of a project by name; their ids are those of their rows."""
    query = select(VehicleRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    found = [_vehicle(row) for row in work.session.scalars(query)]
    return sorted(found, key=lambda one: (sort_key(one.name), one.id))


def fleet_of(work: Work, project_id: UUID) -> Fleet:
    """Return what the authority has and may buy."""
    return Fleet(
        kinds=kinds(work, project_id),
        vehicles=tuple(vehicles(work, project_id)),
        candidates=candidates(work, project_id),
    )


def count_vehicles(work: Work, project_id: UUID) -> dict[str, int]:
    """Return how many vehicles there are of each kind."""
    query = (
        select(VehicleRow.kind_key, func.count())
        .filter_by(authority_id=work.authority_id, project_id=project_id)
        .group_by(VehicleRow.kind_key)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def save_kind(work: Work, project_id: UUID, kind: Kind, *, is_candidate: bool) -> Kind:
    """Add a kind of vehicle, or change the known one of its key; an empty key is made of the title.

    Raises NotAllowed, InputProblem for numbers that cannot be.
    """
    work.require(CHANGE_SETUP, project_id)
    title = need_name(kind.title)
    _check(kind)
    rows = {row.key: row for row in _kind_rows(work, project_id)}
    key = kind.key or _free_key(title, rows)
    row = rows.get(key)
    if row is None:
        row = KindRow(
            id=work.new_id(), authority_id=work.authority_id, project_id=project_id, key=key
        )
        work.session.add(row)
    row.title, row.body, row.energy = title, kind.body, kind.energy
    row.fixed_dkk_year, row.use_per_km = kind.fixed_dkk_year, kind.use_per_km
    row.range_km, row.range_loss = kind.range_km, kind.range_loss
    row.charge_hours, row.lease_km_year = kind.charge_hours, kind.lease_km_year
    row.is_candidate = is_candidate
    work.session.flush()
    tell(work, project_id, "fleet.kind_saved", name=title)
    return _kind(row)


def _check(kind: Kind) -> None:
    limits = (
        (
            kind.fixed_dkk_year,
            10_000_000,
            _("Fixed costs lie between 0 and 10 million DKK a year."),
        ),
        (kind.use_per_km, 20, _("Use lies between 0 and 20 litres or kWh for a km.")),
        (kind.range_km, 5_000, _("A range lies between 0 and 5,000 km.")),
        (kind.range_loss, 0.9, _("The loss of range in winter lies between 0 and 90 percent.")),
        (kind.charge_hours, 100, _("Charging takes between 0 and 100 hours.")),
        (kind.lease_km_year, 1_000_000, _("Lease kilometres lie between 0 and a million a year.")),
    )
    for value, most, shown in limits:
        if value is not None and not 0 <= value <= most:
            raise InputProblem(log="kind out of range", shown=shown)
    if kind.is_bike != (kind.energy is Energy.NONE):
        raise InputProblem(
            log="body and energy", shown=_("Only bikes and e-bikes use no fuel that is counted.")
        )
    if kind.body is Body.CAR and not kind.use_per_km:
        raise InputProblem(
            log="no use", shown=_("Write how much a car uses: km on a litre, or Wh for a km.")
        )


def _free_key(title: str, taken: dict[str, KindRow]) -> str:
    plain = unicodedata.normalize("NFKD", title.casefold().replace("ø", "o").replace("æ", "ae"))
    key = _NO_KEY.sub("_", plain.encode("ascii", "ignore").decode()).strip("_")[:60] or "kind"
    number = 2
    found = key
    while found in taken:
        found, number = f"{key}_{number}", number + 1
    return found


def remove_kind(work: Work, project_id: UUID, key: str) -> None:
    """Remove a kind that no vehicle is of. Raises NotAllowed, NotFound, Conflict."""
    work.require(CHANGE_SETUP, project_id)
    row = {one.key: one for one in _kind_rows(work, project_id)}.get(key)
    if row is None:
        raise NotFound(log="no kind", shown=_("This kind of vehicle does not exist any more."))
    if count_vehicles(work, project_id).get(key):
        raise Conflict(
            log="kind in use",
            shown=_("There are vehicles of this kind. Change or remove them first."),
        )
    work.session.delete(row)
    work.session.flush()
    tell(work, project_id, "fleet.kind_removed", name=row.title)


def save_vehicle(work: Work, project_id: UUID, vehicle: Vehicle, vehicle_id: UUID | None) -> UUID:
    """Add a vehicle, or change the known one of an id.

    Raises NotAllowed, NotFound, InputProblem for an unknown kind or a name that is taken.
    """
    work.require(CHANGE_SETUP, project_id)
    found = _saved(work, project_id, vehicle, vehicle_id)
    tell(work, project_id, "fleet.vehicle_saved", name=tidy(vehicle.name))
    return found


def _saved(work: Work, project_id: UUID, vehicle: Vehicle, vehicle_id: UUID | None) -> UUID:
    name = need_name(vehicle.name)
    if vehicle.kind not in {row.key for row in _kind_rows(work, project_id)}:
        raise InputProblem(log="unknown kind", shown=_("Choose which kind of vehicle it is."))
    same = select(VehicleRow).filter_by(
        authority_id=work.authority_id, project_id=project_id, name=name
    )
    row = work.session.scalar(same)
    if vehicle_id is not None:
        known = _row(work, project_id, vehicle_id)
        if row is not None and row.id != known.id:
            raise InputProblem(
                log="two vehicles of a name",
                shown=_("There is a vehicle of the name “%(name)s” already.", name=name),
            )
        row = known
    if row is None:
        row = VehicleRow(id=work.new_id(), authority_id=work.authority_id, project_id=project_id)
        work.session.add(row)
    row.name, row.kind_key = name, vehicle.kind
    row.homes = sorted({tidy(one) for one in vehicle.homes if tidy(one)})[:_MOST_HOMES]
    row.department, row.lease_end = tidy(vehicle.department), vehicle.lease_end
    work.session.flush()
    return row.id


def remove_vehicle(work: Work, project_id: UUID, vehicle_id: UUID) -> None:
    """Remove a vehicle; studies keep it as it was. Raises NotAllowed, NotFound."""
    work.require(CHANGE_SETUP, project_id)
    row = _row(work, project_id, vehicle_id)
    work.session.delete(row)
    work.session.flush()
    tell(work, project_id, "fleet.vehicle_removed", name=row.name)


def take_fleet(work: Work, project_id: UUID, fleet: Fleet, *, replaces: bool = False) -> int:
    """Take over vehicles and kinds from a file; return how many vehicles.

    A vehicle of a known name is changed. `replaces`: those that the file does not name are removed.
    Raises NotAllowed, InputProblem.
    """
    work.require(CHANGE_SETUP, project_id)
    for key, kind in fleet.kinds.items():
        save_kind(work, project_id, replace(kind, key=key), is_candidate=key in fleet.candidates)
    if replaces:
        own = {"authority_id": work.authority_id, "project_id": project_id}
        work.session.execute(delete(VehicleRow).filter_by(**own))
    for vehicle in fleet.vehicles:
        named = vehicle if vehicle.name else replace(vehicle, name=vehicle.id)
        _saved(work, project_id, named, None)
    tell(work, project_id, "fleet.vehicles_imported", count=len(fleet.vehicles))
    return len(fleet.vehicles)


def _row(work: Work, project_id: UUID, vehicle_id: UUID) -> VehicleRow:
    row = work.session.get(VehicleRow, vehicle_id)
    if row is None or row.authority_id != work.authority_id or row.project_id != project_id:
        raise NotFound(
            log=f"no vehicle {vehicle_id}", shown=_("This vehicle does not exist any more.")
        )
    return row


def _kind(row: KindRow) -> Kind:
    return Kind(
        key=row.key,
        title=row.title,
        body=Body(row.body),
        energy=Energy(row.energy),
        fixed_dkk_year=row.fixed_dkk_year,
        use_per_km=row.use_per_km,
        range_km=row.range_km,
        range_loss=row.range_loss,
        charge_hours=row.charge_hours,
        lease_km_year=row.lease_km_year,
    )


def _vehicle(row: VehicleRow) -> Vehicle:
    return Vehicle(
        id=str(row.id),
        kind=row.kind_key,
        name=row.name,
        homes=tuple(row.homes),
        department=row.department,
        lease_end=row.lease_end,
    )
