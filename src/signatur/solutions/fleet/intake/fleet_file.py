"""The fleet of a file such as `PREFIX.fleet.json`: vehicles, and those that could be bought."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.vehicle_rows import (
    BODIES,
    FUEL_WORDS,
    FUELS,
    TYPE_WORDS,
    VehicleRow,
    code_of,
    fleet_of,
    fuel_fits,
    use_per_km,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text
    from signatur.solutions.fleet.schema.vehicles import Fleet

# Field of the file → of the row.
_FIGURES = {
    "wltp_fossil": "km_litre",
    "wltp_el": "wh_km",
    "range": "range_km",
    "capacity_decrease": "winter_loss_percent",
    "sleep": "charge_hours",
    "charge_kw": "charge_kw",
    "km_aar": "lease_km_year",
}


def read_fleet(content: bytes) -> Fleet:
    """Read a fleet from JSON: `vehicles`, and `test_vehicles` that could be bought.

    Of each vehicle: `id`, `type` (1 bike, 2 e-bike, 3 electric car, 4 fossil car), `fuel`, `make`,
    `model`, `omkostning_aar` (DKK a year), `km_aar`, `wltp_fossil` (km/l), `wltp_el` (Wh/km), `range`
    (km), `sleep` (hours from empty to full), `capacity_decrease` (% of range in winter); and where they
    are known `kind`, `name` or `plate`, `homes`, `department`, `lease_end`, `charge_kw`.

    Raises:
        InputProblem: it names the vehicle and the field.
    """
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _refusal("no JSON", _("The file of vehicles is no JSON.")) from error
    if not isinstance(told, dict) or not isinstance(told.get("vehicles"), list):
        raise _refusal("no vehicles", _("The file of vehicles has no list named vehicles."))
    offered = told.get("test_vehicles") or []
    if not isinstance(offered, list):
        raise _refusal("test_vehicles", _("test_vehicles in the file of vehicles is no list."))
    rows = _rows(told["vehicles"], "vehicles")
    others = _rows(offered, "test_vehicles")
    if not rows and not others:
        raise _refusal("empty", _("The file of vehicles holds no vehicle."))
    return fleet_of(rows, others)


def _rows(told: list[Any], where: str) -> list[VehicleRow]:
    rows: list[VehicleRow] = []
    seen: set[str] = set()
    for number, one in enumerate(told, 1):
        if not isinstance(one, dict):
            raise _refusal(
                f"{where} {number}",
                _("Number %(num)s in %(list)s is no vehicle.", num=number, list=where),
            )
        row = _row(one, number)
        if row.id in seen:
            raise _refusal(
                f"{where} {number}: id twice", _("Two vehicles have the id %(id)s.", id=row.id)
            )
        seen.add(row.id)
        rows.append(row)
    return rows


def _refusal(log: str, shown: Text) -> InputProblem:
    return InputProblem(log=f"fleet file: {log}", shown=shown)


def _field(vehicle: str, field: str) -> InputProblem:
    return _refusal(
        f"field {field}",
        _(
            "Vehicle %(vehicle)s: %(field)s is missing or cannot be read.",
            vehicle=vehicle,
            field=field,
        ),
    )


def _row(told: Mapping[str, Any], number: int) -> VehicleRow:
    given = told.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip():
        raise _field(f"{number}", "id")
    name = str(given).strip()
    kind_of_vehicle = code_of(told.get("type"), TYPE_WORDS, BODIES)
    if kind_of_vehicle is None:
        raise _field(name, "type")
    body = BODIES[kind_of_vehicle]
    usual = {1: 10, 2: 10, 3: 3}.get(kind_of_vehicle)
    fuel = usual if told.get("fuel") is None else code_of(told["fuel"], FUEL_WORDS, FUELS)
    if fuel is None:
        raise _field(name, "fuel")
    energy = FUELS[fuel]
    if not fuel_fits(body, energy, kind_of_vehicle):
        raise _refusal(
            "type and fuel",
            _("Vehicle %(vehicle)s: type and fuel do not fit each other.", vehicle=name),
        )
    figures = {ours: _figure(told, theirs, name) for theirs, ours in _FIGURES.items()}
    if (figures["winter_loss_percent"] or 0) >= 100:
        raise _field(name, "capacity_decrease")
    fixed = _figure(told, "omkostning_aar", name)
    if fixed is None:
        raise _field(name, "omkostning_aar")
    row = VehicleRow(
        id=name,
        body=body,
        energy=energy,
        fixed_dkk_year=fixed,
        kind=_word(told, "kind", name),
        make=_word(told, "make", name),
        model=_word(told, "model", name),
        name=_word(told, "name", name) or _word(told, "plate", name),
        homes=_homes(told, name),
        department=_word(told, "department", name),
        lease_end=_day(told, "lease_end", name),
        **figures,
    )
    if use_per_km(row) is None:
        raise _field(name, "wltp_el" if kind_of_vehicle == 3 else "wltp_fossil")
    return row


def _figure(told: Mapping[str, Any], field: str, vehicle: str) -> float | None:
    value = told.get(field)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _field(vehicle, field)
    try:
        figure = float(value)
    except OverflowError as error:
        raise _field(vehicle, field) from error
    if not math.isfinite(figure) or figure < 0:
        raise _field(vehicle, field)
    return figure


def _word(told: Mapping[str, Any], field: str, vehicle: str) -> str:
    value = told.get(field)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _field(vehicle, field)
    return str(value).strip()


def _homes(told: Mapping[str, Any], vehicle: str) -> tuple[str, ...]:
    value = told.get("homes")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise _field(vehicle, "homes")
    return tuple(dict.fromkeys(value))


def _day(told: Mapping[str, Any], field: str, vehicle: str) -> date | None:
    value = told.get(field)
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _field(vehicle, field) from error
