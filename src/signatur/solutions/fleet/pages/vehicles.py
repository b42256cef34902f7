"""Vehicles and their kinds: listed, filtered, changed by hand, taken from a sheet."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.fields import OptionalDate, OptionalId
from signatur.kernel.web.page import Page
from signatur.solutions.fleet import service
from signatur.solutions.fleet.pages.given import Given, needed, number, written
from signatur.solutions.fleet.schema.vehicles import (
    BODY_TITLES,
    ENERGY_TITLES,
    Body,
    Energy,
    Kind,
    Vehicle,
)

router = APIRouter(prefix="/koeretoejer")

Reading = Annotated[Page, page_for(service.READ)]
Changing = Annotated[Page, page_for(service.CHANGE_SETUP)]

_PAGE = "/flaade/koeretoejer"
_KINDS = f"{_PAGE}/typer"
_MOST_SHOWN = 500
_WH = 1_000


@router.get("")
def vehicles(
    page: Reading,
    ord: str = "",  # noqa: A002 (the Danish word in the address)
    slags: str = "",
    sted: str = "",
    ret: OptionalId = None,
    fil: str = "",
) -> Response:
    work = page.work
    project = service.project_of(work)
    kinds = service.kinds(work, project.id)
    every = service.vehicles(work, project.id)
    found = [one for one in every if _fits(one, kinds, ord, slags, sted)]
    if fil:
        return _as_file(fil, found, kinds)
    query = {"ord": ord, "slags": slags, "sted": sted}
    return page.show(
        "fleet/vehicles.html",
        found=found[:_MOST_SHOWN],
        total=len(found),
        every=len(every),
        kinds=kinds,
        places=sorted({home for one in every for home in one.homes}),
        departments=sorted({one.department for one in every if one.department}),
        words=ord, kind=slags, place=sted,
        query=urlencode({name: one for name, one in query.items() if one}),
        edited=next((one for one in every if ret and one.id == str(ret)), None),
        today=work.today,
        may_change=work.actor.may(service.CHANGE_SETUP, project.id),
    )  # fmt: skip


def _fits(one: Vehicle, kinds: dict[str, Kind], words: str, kind: str, place: str) -> bool:
    title = kinds[one.kind].title if one.kind in kinds else one.kind
    text = " ".join((one.name, title, one.department, *one.homes)).casefold()
    return (
        all(word in text for word in words.casefold().split())
        and (not kind or one.kind == kind)
        and (not place or place in one.homes)
    )


def _as_file(kind: str, found: list[Vehicle], kinds: dict[str, Kind]) -> Response:
    header = [
        str(one)
        for one in (
            _("Name"), _("Kind"), _("Make and model"), _("Homes"), _("Department"), _("Lease ends"),
        )
    ]  # fmt: skip
    rows = [
        (
            one.name,
            one.kind,
            kinds[one.kind].title if one.kind in kinds else "",
            "; ".join(one.homes),
            one.department,
            one.lease_end.isoformat() if one.lease_end else "",
        )
        for one in found
    ]
    return as_file("koeretoejer", kind, header, rows)


@router.post("")
def save_vehicle(
    page: Changing,
    name: Annotated[str, Form()],
    kind: Annotated[str, Form()],
    homes: Annotated[str, Form()] = "",
    department: Annotated[str, Form()] = "",
    lease_end: Annotated[OptionalDate, Form()] = None,
    vehicle_id: Annotated[OptionalId, Form()] = None,
) -> Response:
    project = service.project_of(page.work)
    own = tuple(one.strip() for one in homes.replace("\n", ";").split(";") if one.strip())
    vehicle = Vehicle(
        id="", kind=kind, name=name, homes=own, department=department, lease_end=lease_end
    )
    service.save_vehicle(page.work, project.id, vehicle, vehicle_id)
    return page.go_to(_PAGE, _("Saved."))


@router.post("/{vehicle_id}/fjern")
def remove_vehicle(page: Changing, vehicle_id: UUID) -> Response:
    project = service.project_of(page.work)
    service.remove_vehicle(page.work, project.id, vehicle_id)
    return page.go_to(_PAGE, _("The vehicle is removed. Studies keep it as it was."))


@router.post("/ark")
def import_sheet(
    page: Changing, file: UploadFile, replaces: Annotated[bool, Form()] = False
) -> Response:
    project = service.project_of(page.work)
    taken = service.import_vehicles(
        page.work, project.id, file.filename or "", file.file.read(), replaces=replaces
    )
    if not taken.bad:
        return page.go_to(_PAGE, _("%(count)d vehicles are taken over.", count=taken.count))
    return page.show("fleet/vehicles_imported.html", taken=taken)


@router.get("/typer")
def kinds(page: Reading, ret: str = "") -> Response:
    work = page.work
    project = service.project_of(work)
    found = service.kinds(work, project.id)
    return page.show(
        "fleet/kinds.html",
        kinds=found,
        candidates=service.candidates(work, project.id),
        counts=service.count_vehicles(work, project.id),
        edited=found.get(ret),
        used=_used(found.get(ret)),
        uses={key: _used(one) for key, one in found.items()},
        bodies=BODY_TITLES,
        energies=ENERGY_TITLES,
        written=written,
        may_change=work.actor.may(service.CHANGE_SETUP, project.id),
    )


def _used(kind: Kind | None) -> float | None:
    """Return km on a litre, or Wh for a km, as people know it."""
    if kind is None or not kind.use_per_km:
        return None
    if kind.energy is Energy.ELECTRICITY:
        return round(kind.use_per_km * _WH, 2)
    return round(1 / kind.use_per_km, 2)


@router.post("/typer")
def save_kind(page: Changing, given: Given) -> Response:
    project = service.project_of(page.work)
    body = Body(given["body"]) if given.get("body") in set(Body) else Body.CAR
    energy = Energy(given["energy"]) if given.get("energy") in set(Energy) else Energy.NONE
    used = number(given.get("used", ""), _("Use")) or 0.0
    kind = Kind(
        key=given.get("key", "")[:60],
        title=given.get("title", ""),
        body=body,
        energy=energy if body is Body.CAR else Energy.NONE,
        fixed_dkk_year=needed(given.get("fixed", ""), _("Fixed costs a year")),
        use_per_km=_per_km(energy, used) if body is Body.CAR else 0.0,
        range_km=number(given.get("range", ""), _("Range")) or None,
        range_loss=(number(given.get("loss", ""), _("Loss in winter")) or 0.0) / 100,
        charge_hours=number(given.get("charge", ""), _("Hours to charge")) or None,
        lease_km_year=number(given.get("lease_km", ""), _("Lease km a year")) or None,
    )
    service.save_kind(page.work, project.id, kind, is_candidate="candidate" in given)
    return page.go_to(_KINDS, _("Saved."))


def _per_km(energy: Energy, used: float) -> float:
    if energy is Energy.ELECTRICITY:
        return used / _WH
    return 1 / used if used > 0 else 0.0


@router.post("/typer/fjern")
def remove_kind(page: Changing, key: Annotated[str, Form()]) -> Response:
    project = service.project_of(page.work)
    service.remove_kind(page.work, project.id, key)
    return page.go_to(_KINDS, _("The kind is removed."))
