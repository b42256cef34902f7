"""Vehicles from a spreadsheet with Danish headings."""

from __future__ import annotations

from datetime import date

import pytest

from signatur.kernel.errors import InputProblem
from signatur.solutions.fleet.intake.bad_rows import Reason
from signatur.solutions.fleet.intake.vehicle_sheet import VehiclesRead, read_vehicles
from signatur.solutions.fleet.schema.vehicles import Body, Energy

HEADINGS = (
    "Nummerplade;Type;Drivmiddel;Mærke;Model;Omkostning pr. år (kr.);km/l;Wh/km;Rækkevidde (km);"
    "Hjemsted;Leasing slut;Bemærkning"
)


def read(*rows: str) -> VehiclesRead:
    return read_vehicles("\n".join([HEADINGS, *rows]).encode())


def test_vehicles_are_read_with_danish_figures_and_dates() -> None:
    found = read(
        "AB1;Elbil;;Renault;Zoe;56.000;;177;300;Rådhus | Plejecenter;31-12-2027;",
        "AB2;bil;Benzin;Toyota;Yaris;47.000,50;20,2;;;;;x",
        "CY1;Elcykel;;Ecoride;Tripper;4000;;;50;;;",
    )

    assert found.bad == ()
    kinds = found.fleet.kinds
    assert kinds["renault_zoe"].energy is Energy.ELECTRICITY
    assert kinds["renault_zoe"].use_per_km == pytest.approx(0.177)
    assert kinds["toyota_yaris"].fixed_dkk_year == 47000.5
    assert kinds["ecoride_tripper"].body is Body.EBIKE
    assert found.fleet.vehicles[0].homes == ("Rådhus", "Plejecenter")
    assert found.fleet.vehicles[0].lease_end == date(2027, 12, 31)
    assert found.unused == ("Bemærkning",)


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        ("AB2;rumskib;;;;1;;;;;;", Reason.UNKNOWN_TYPE, "Type"),
        ("AB2;bil;sprit;;;1;20;;;;;", Reason.UNKNOWN_FUEL, "Drivmiddel"),
        ("AB2;bil;benzin;;;meget;20;;;;;", Reason.UNREADABLE_FIGURE, "Omkostning pr. år (kr.)"),
        ("AB2;bil;benzin;;;;20;;;;;", Reason.MISSING_FIGURE, "Omkostning pr. år (kr.)"),
        ("AB2;bil;benzin;;;1;;;;;;", Reason.MISSING_FIGURE, "km/l"),
        ("AB2;elbil;;;;1;;;;;;", Reason.MISSING_FIGURE, "Wh/km"),
        ("AB2;cykel;;;;1;;;;;snart;", Reason.UNREADABLE_TIME, "Leasing slut"),
        ("CY1;cykel;;;;1;;;;;;", Reason.DUPLICATE_ID, ""),
    ],
)
def test_a_bad_vehicle_is_listed_with_line_and_column(
    row: str, reason: Reason, column: str
) -> None:
    found = read("CY1;cykel;;;;2000;;;;;;", row)

    assert [(one.line, one.reason, one.column) for one in found.bad] == [(3, reason, column)]
    assert len(found.fleet.vehicles) + len(found.bad) == found.rows


def test_a_sheet_without_types_is_refused() -> None:
    with pytest.raises(InputProblem):
        read_vehicles(b"Navn;Alder\nA;3\n")
