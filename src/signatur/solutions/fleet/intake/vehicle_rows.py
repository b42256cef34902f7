"""One vehicle as it is written, in a file of the original or in a sheet, becomes a kind and a vehicle."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from signatur.solutions.fleet.schema.vehicles import Body, Energy, Fleet, Kind, Vehicle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

BODIES: Final = {1: Body.BIKE, 2: Body.EBIKE, 3: Body.CAR, 4: Body.CAR}
# The numbers that FleetOptimiser gives its fuels. Hybrids count as the fuel that they burn; 7 to 9 are
# second names of electricity and petrol.
FUELS: Final = {
    1: Energy.PETROL, 2: Energy.DIESEL, 3: Energy.ELECTRICITY, 4: Energy.PETROL, 5: Energy.PETROL,
    6: Energy.DIESEL, 7: Energy.ELECTRICITY, 8: Energy.ELECTRICITY, 9: Energy.PETROL, 10: Energy.NONE,
    11: Energy.HVO,
}  # fmt: skip
# In words, as sheets and vendors write them.
TYPE_WORDS: Final = {
    "bike": 1, "bicycle": 1, "cykel": 1, "ladcykel": 1, "e-bike": 2, "ebike": 2, "elcykel": 2, "el-cykel": 2,
    "electric car": 3, "elbil": 3, "el-bil": 3, "el": 3, "fossil car": 4, "fossil": 4, "fossilbil": 4,
    "bil": 4, "car": 4, "personbil": 4, "varebil": 4, "benzinbil": 4, "dieselbil": 4, "hybrid": 4,
}  # fmt: skip
FUEL_WORDS: Final = {
    "petrol": 1, "benzin": 1, "diesel": 2, "electricity": 3, "electric": 3, "el": 3, "strøm": 3,
    "hybrid": 4, "hybrid(el+benzin)": 4, "plugin hybrid benzin": 5, "plug-in hybrid benzin": 5,
    "plugin hybrid diesel": 6, "plug-in hybrid diesel": 6, "plugin hybrid": 5, "plug-in hybrid": 5,
    "bike": 10, "cykel": 10, "elcykel": 10, "hvo": 11,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """What is written about one vehicle, checked and in our units."""

    id: str
    body: Body
    energy: Energy
    fixed_dkk_year: float
    kind: str = ""
    """The authority's own word for vehicles that are alike; empty: make and model."""
    make: str = ""
    model: str = ""
    km_litre: float | None = None
    wh_km: float | None = None
    range_km: float | None = None
    winter_loss_percent: float | None = None
    charge_hours: float | None = None
    charge_kw: float | None = None
    lease_km_year: float | None = None
    name: str = ""
    homes: tuple[str, ...] = ()
    department: str = ""
    lease_end: date | None = None


def use_per_km(row: VehicleRow) -> float | None:
    """Return litres or kWh per km; None where the figure for its energy is missing."""
    if row.body is not Body.CAR:
        return 0.0
    if row.energy is Energy.ELECTRICITY:
        return row.wh_km / 1000 if row.wh_km else None
    return 1 / row.km_litre if row.km_litre else None


def kind_of(row: VehicleRow) -> Kind:
    """Return what a calculation looks at, under a key that is not yet unique."""
    use = use_per_km(row)
    assert use is not None, "a row is checked before"
    title = " ".join(part for part in (row.make, row.model) if part)
    key = row.kind or _key(title) or row.body.value
    is_electric = row.energy is Energy.ELECTRICITY
    has_range = is_electric or row.body is not Body.CAR
    return Kind(
        key=key,
        title=title or key,
        body=row.body,
        energy=row.energy if row.body is Body.CAR else Energy.NONE,
        fixed_dkk_year=row.fixed_dkk_year,
        use_per_km=use,
        range_km=row.range_km if has_range else None,
        range_loss=(row.winter_loss_percent or 0.0) / 100 if is_electric else 0.0,
        charge_hours=_charge_hours(row, use) if is_electric else None,
        lease_km_year=row.lease_km_year,
    )


def _charge_hours(row: VehicleRow, use: float) -> float | None:
    """Return hours from empty to full: from the charger's power, else as it is written."""
    if row.charge_kw and row.range_km:
        return row.range_km * use / row.charge_kw
    return row.charge_hours


def _key(title: str) -> str:
    return "_".join(re.findall(r"[a-z0-9æøå]+", title.casefold()))


def fleet_of(rows: Sequence[VehicleRow], offered: Sequence[VehicleRow] = ()) -> Fleet:
    """Return a fleet in which each kind is a set of figures.

    Vehicles of the same word but with other figures become kinds of their own: `el_a`, `el_a-2`.

    Args:
        rows: the vehicles that there are.
        offered: vehicles that could be bought; those that there are can be bought again too.
    """
    kinds: dict[str, Kind] = {}
    vehicles = tuple(
        Vehicle(
            id=row.id,
            kind=_settle(kind_of(row), kinds),
            name=row.name,
            homes=row.homes,
            department=row.department,
            lease_end=row.lease_end,
        )
        for row in rows
    )
    wanted = [_settle(kind_of(row), kinds) for row in offered]
    candidates = tuple(dict.fromkeys([*wanted, *(one.kind for one in vehicles)]))
    return Fleet(kinds=kinds, vehicles=vehicles, candidates=candidates)


def _settle(kind: Kind, kinds: dict[str, Kind]) -> str:
    number, key = 1, kind.key
    while key in kinds and kinds[key] != replace(kind, key=key):
        number += 1
        key = f"{kind.key}-{number}"
    kinds.setdefault(key, replace(kind, key=key))
    return key


def fuel_fits(body: Body, energy: Energy, type_number: int) -> bool:
    """Whether a vehicle of this type can run on this; bikes run on nothing that is counted."""
    if body is not Body.CAR:
        return energy in {Energy.NONE, Energy.ELECTRICITY}
    return (energy is Energy.ELECTRICITY) == (type_number == 3) and energy is not Energy.NONE


def code_of(written: object, words: Mapping[str, int], codes: Mapping[int, object]) -> int | None:
    """Return the number of a type or fuel that is written as number or word; None if unknown."""
    if isinstance(written, bool) or written is None:
        return None
    text = str(written).strip().casefold()
    number = int(float(text)) if re.fullmatch(r"\d{1,3}(\.0+)?", text) else words.get(text)
    return number if number in codes else None
