"""Vehicles from a CSV or XLSX file with Danish or English headings; bad rows are listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.bad_rows import BadRow, Reason
from signatur.solutions.fleet.intake.figures import read_figures
from signatur.solutions.fleet.intake.headings import words_of
from signatur.solutions.fleet.intake.moments import read_moments
from signatur.solutions.fleet.intake.sheets import read_sheet
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
from signatur.solutions.fleet.schema.vehicles import Body, Energy

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from signatur.solutions.fleet.schema.vehicles import Fleet

# Heading without blanks, signs and units → what it is.
_HEADINGS: Final = {
    "id": ("id", "vehicleid", "carid", "bilnr", "nr", "nummer"),
    "name": ("nummerplade", "plate", "regnr", "registreringsnummer", "name", "navn", "numberplate"),
    "kind": ("kind", "slags"),
    "type": ("type", "køretøjstype", "vehicletype", "biltype"),
    "fuel": ("fuel", "drivmiddel", "brændstof"),
    "make": ("make", "mærke", "fabrikat", "brand"),
    "model": ("model",),
    "fixed_dkk_year": (
        "omkostningaar", "omkostningår", "omkostningprår", "omkostningpraar", "omkostning", "årligomkostning",
        "fastomkostning", "prisprår", "costperyear", "fixedcost", "cost",
    ),
    "km_litre": ("wltpfossil", "kml", "kmprliter", "kmliter", "brændstofforbrug"),
    "wh_km": ("wltpel", "whkm", "elforbrug", "whprkm"),
    "range_km": ("range", "rækkevidde", "rangekm", "rækkeviddekm"),
    "winter_loss_percent": ("capacitydecrease", "vintertab", "kapacitetstab", "winterloss"),
    "charge_hours": ("sleep", "ladetid", "hvile", "hviletid", "chargehours", "ladetimer"),
    "charge_kw": ("chargekw", "ladeeffekt", "kw", "ladeeffektkw"),
    "lease_km_year": ("kmaar", "kmår", "kmprår", "leasingkm", "leasekm", "kmperyear"),
    "homes": ("homes", "home", "hjemsted", "hjemsteder", "lokation", "location", "lokationer"),
    "department": ("department", "afdeling", "forvaltning"),
    "lease_end": ("leaseend", "leasingslut", "leasingudløb", "slutleasing", "leasingenddate", "leasingophør"),
}  # fmt: skip
# 1970-01-01 as Python counts days.
_FIRST_DAY: Final = 719_163
_UNITS: Final = {"dkk", "kr", "km", "wh", "pct", "procent", "timer", "h", "l", "t"}
_FIGURES: Final = (
    "fixed_dkk_year", "km_litre", "wh_km", "range_km", "winter_loss_percent", "charge_hours", "charge_kw",
    "lease_km_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VehiclesRead:
    """The vehicles of a sheet; `len(fleet.vehicles) + len(bad) == rows`."""

    fleet: Fleet
    bad: tuple[BadRow, ...]
    rows: int
    unused: tuple[str, ...] = ()
    """Headings that say nothing that is used."""


class _Bad(Exception):
    def __init__(self, reason: Reason, column: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column


def read_vehicles(content: bytes) -> VehiclesRead:
    """Read vehicles from CSV or XLSX.

    Needed are a type and the yearly cost, and km per litre or Wh per km of cars. Without an id the number
    plate is the id, without both the line.

    Raises:
        InputProblem: the file is no table, or has no column for type or yearly cost.
    """
    sheet = read_sheet(content)
    columns = _columns(sheet.headers)
    for name in ("type", "fixed_dkk_year"):
        if name not in columns:
            raise InputProblem(
                log=f"vehicles: no column for {name}",
                shown=_("The file of vehicles needs the columns Type and Omkostning pr. år."),
            )
    cells = sheet.cells.select(columns.values())
    figures: dict[str, list[float | None]] = {
        name: _figures(cells[columns[name]]) for name in _FIGURES if name in columns
    }
    days = read_moments(cells[columns["lease_end"]]).to_list() if "lease_end" in columns else None
    rows, bad, seen = [], [], set()
    for number, (line, shown) in enumerate(
        zip(sheet.lines.to_list(), cells.fill_null("").iter_rows(named=True), strict=True)
    ):
        words = {name: shown[header].strip() for name, header in columns.items()}
        own: dict[str, float | None] = {name: values[number] for name, values in figures.items()}
        day = days[number] if days is not None else None
        try:
            row = _row(words, own, day, line)
            if row.id in seen:
                raise _Bad(Reason.DUPLICATE_ID, "id")  # noqa: TRY301 (told with the others)
        except _Bad as refused:
            bad.append(BadRow(line, refused.reason, shown, columns.get(refused.column, "")))
            continue
        seen.add(row.id)
        rows.append(row)
    unused = tuple(header for header in sheet.headers if header not in columns.values())
    return VehiclesRead(fleet_of(rows), tuple(bad), sheet.cells.height, unused)


def _columns(headers: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in headers:
        words = words_of(header)
        bare = "".join(word for word in words if word not in _UNITS)
        for name, known in _HEADINGS.items():
            if name not in found and ("".join(words) in known or bare in known):
                found[name] = header
                break
    return found


def _figures(cells: pl.Series) -> list[float | None]:
    return read_figures(cells.str.replace_all(r"\s", ""), is_danish=True).to_list()


def _row(
    words: Mapping[str, str], figures: Mapping[str, float | None], day: int | None, line: int
) -> VehicleRow:
    number = code_of(words["type"], TYPE_WORDS, BODIES)
    if number is None:
        raise _Bad(Reason.UNKNOWN_TYPE, "type")
    body = BODIES[number]
    fuel = _fuel(words.get("fuel", ""), number)
    # A sheet says "bil" of electric cars too; what it runs on decides.
    energy = FUELS[fuel]
    number = 3 if body is Body.CAR and energy is Energy.ELECTRICITY else number
    if not fuel_fits(body, energy, number):
        raise _Bad(Reason.UNKNOWN_FUEL, "fuel")
    for name, figure in figures.items():
        if words[name] and (figure is None or figure < 0):
            raise _Bad(Reason.UNREADABLE_FIGURE, name)
    if (figures.get("winter_loss_percent") or 0) >= 100:
        raise _Bad(Reason.UNREADABLE_FIGURE, "winter_loss_percent")
    fixed = figures["fixed_dkk_year"]
    if fixed is None:
        raise _Bad(Reason.MISSING_FIGURE, "fixed_dkk_year")
    if words.get("lease_end") and day is None:
        raise _Bad(Reason.UNREADABLE_TIME, "lease_end")
    row = VehicleRow(
        id=words.get("id") or words.get("name") or f"line {line}",
        body=body,
        energy=energy,
        fixed_dkk_year=fixed,
        kind=words.get("kind", ""),
        make=words.get("make", ""),
        model=words.get("model", ""),
        km_litre=figures.get("km_litre"),
        wh_km=figures.get("wh_km"),
        range_km=figures.get("range_km"),
        winter_loss_percent=figures.get("winter_loss_percent"),
        charge_hours=figures.get("charge_hours"),
        charge_kw=figures.get("charge_kw"),
        lease_km_year=figures.get("lease_km_year"),
        name=words.get("name", ""),
        homes=_homes(words.get("homes", "")),
        department=words.get("department", ""),
        lease_end=date.fromordinal(_FIRST_DAY + day // 86_400) if day is not None else None,
    )
    if use_per_km(row) is None:
        raise _Bad(Reason.MISSING_FIGURE, "wh_km" if energy is Energy.ELECTRICITY else "km_litre")
    return row


def _homes(written: str) -> tuple[str, ...]:
    """Return the homes of a cell that parts them with semicolons or bars."""
    parts = (one.strip() for one in written.replace("|", ";").split(";"))
    return tuple(dict.fromkeys(one for one in parts if one))


def _fuel(written: str, number: int) -> int:
    """Return the number of the fuel; who writes only the type has said it for all but fossil cars."""
    if not written and number in {1, 2, 3}:
        return {1: 10, 2: 10, 3: 3}[number]
    fuel = code_of(written, FUEL_WORDS, FUELS)
    if fuel is None:
        raise _Bad(Reason.UNKNOWN_FUEL, "fuel")
    return fuel
