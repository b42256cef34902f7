"""The setup: prices by year with sources, places that share, vehicles and their kinds, rules."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.solutions.fleet import service
from signatur.solutions.fleet.schema.studies import Aim, Question
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Kind, Vehicle
from signatur.solutions.fleet.service.places import Place, shared_groups
from signatur.solutions.fleet.service.prices import prices_in
from tests.builders import a_project
from tests.solutions.fleet.situations import KINDS, a_fleet

if TYPE_CHECKING:
    from tests.builders import World


def test_a_price_holds_from_its_year_on_and_keeps_the_others(world: World) -> None:
    project = a_project(world, "fleet")
    with world.runtime.work(world.actor("Bo")) as work:
        assert service.kept_prices(work, project.id) == []
        before = prices_in(work, project.id, 2026)
        service.save_price(work, project.id, "petrol_dkk", 2027, 14.5, "Tankkortaftalen")
        now, later = prices_in(work, project.id, 2026), prices_in(work, project.id, 2027)

    assert now == before
    assert later.energy_dkk[Energy.PETROL] == 14.5
    assert later.energy_dkk[Energy.DIESEL] == before.energy_dkk[Energy.DIESEL]


def test_the_last_price_of_its_name_stays(world: World) -> None:
    project = a_project(world, "fleet")
    with world.runtime.work(world.actor("Bo")) as work:
        service.save_price(work, project.id, "petrol_dkk", 2027, 14.5, "Aftale")
        diesel = next(
            one for one in service.kept_prices(work, project.id) if one.name == "diesel_dkk"
        )
        with pytest.raises(InputProblem):
            service.remove_price(work, project.id, diesel.id)


@pytest.mark.parametrize(
    ("name", "year", "value", "source"),
    [
        ("petrol_dkk", 26, 14.5, "Aftale"),
        ("petrol_dkk", 2026, -1.0, "Aftale"),
        ("petrol_dkk", 2026, 14.5, "  "),
        ("guld", 2026, 14.5, "Aftale"),
        ("employee_km_litre", 2026, 0.0, "Aftale"),
    ],
)
def test_a_price_that_cannot_be_is_refused(
    world: World, name: str, year: int, value: float, source: str
) -> None:
    project = a_project(world, "fleet")
    with world.runtime.work(world.actor("Bo")) as work, pytest.raises(InputProblem):
        service.save_price(work, project.id, name, year, value, source)


def test_places_share_through_one_another() -> None:
    found = shared_groups(
        [
            Place("Nord", shared_with=("Syd",)),
            Place("Vest", shared_with=("Syd",)),
            Place("Øst"),
            Place("A", shared_with=("B",)),
        ]
    )

    assert found == (frozenset({"A", "B"}), frozenset({"Nord", "Syd", "Vest"}))


def test_chargers_and_their_power_enter_the_rules(world: World) -> None:
    a_fleet(world)
    with world.runtime.work(world.actor("Bo")) as work:
        project_id = service.project_of(work).id
        service.save_place(work, project_id, Place("Nord", chargers=2, charger_kw=11))
        service.save_place(work, project_id, Place("Syd", chargers=1, charger_kw=5))
        rules = service.rules_now(work, project_id)
        asked = Question(Aim.SIMULATE, rules, service.kinds(work, project_id), ())
        found = service.charged_kinds(work, asked)

    assert rules.chargers == 3
    assert rules.chargers_at == {"Nord": 2, "Syd": 1}
    assert found.kinds["zoe"].charge_hours == pytest.approx(300 * 0.17 / 5)
    assert found.kinds["yaris"].charge_hours is None


def test_a_place_keeps_its_own_name(world: World) -> None:
    a_fleet(world)
    with world.runtime.work(world.actor("Bo")) as work:
        project_id = service.project_of(work).id
        first = service.save_place(work, project_id, Place("Nord"))
        other = service.save_place(work, project_id, Place("Syd"))
        with pytest.raises(InputProblem):
            service.save_place(work, project_id, Place("Nord", id=other))
        assert service.save_place(work, project_id, Place("Nord", chargers=4)) == first


def test_a_kind_in_use_is_not_removed(world: World) -> None:
    a_fleet(world)
    with world.runtime.work(world.actor("Bo")) as work, pytest.raises(Conflict):
        service.remove_kind(work, service.project_of(work).id, "yaris")


@pytest.mark.parametrize(
    "kind",
    [
        replace(KINDS["zoe"], fixed_dkk_year=-1),
        replace(KINDS["zoe"], range_loss=1.5),
        replace(KINDS["zoe"], use_per_km=0.0),
        replace(KINDS["zoe"], energy=Energy.NONE),
        Kind("", "  ", Body.BIKE, Energy.NONE, 1_000),
    ],
)
def test_a_kind_that_cannot_be_is_refused(world: World, kind: Kind) -> None:
    a_fleet(world)
    with world.runtime.work(world.actor("Bo")) as work, pytest.raises(InputProblem):
        service.save_kind(work, service.project_of(work).id, kind, is_candidate=True)


def test_vehicles_are_taken_from_a_sheet_and_a_known_one_is_changed(world: World) -> None:
    a_fleet(world)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["Nummerplade", "Mærke", "Model", "Type", "Drivmiddel", "Omkostning pr. år", "Km/l"]
    )
    sheet.append(["B1", "Skoda", "Fabia", "fossilbil", "benzin", 48000, 20])
    sheet.append(["B9", "Skoda", "Fabia", "fossilbil", "benzin", 48000, 20])
    file = io.BytesIO()
    book.save(file)
    with world.runtime.work(world.actor("Bo")) as work:
        project_id = service.project_of(work).id
        taken = service.import_vehicles(work, project_id, "biler.xlsx", file.getvalue())
        names = {one.name: one.kind for one in service.vehicles(work, project_id)}

    assert (taken.count, list(taken.bad)) == (2, [])
    assert set(names) == {"B1", "B2", "B3", "B9"}
    assert names["B1"] == names["B9"] != "yaris"


def test_two_vehicles_do_not_share_a_name(world: World) -> None:
    a_fleet(world)
    with world.runtime.work(world.actor("Bo")) as work:
        project_id = service.project_of(work).id
        first = service.save_vehicle(work, project_id, Vehicle("", "zoe", "B8"), None)
        with pytest.raises(InputProblem):
            service.save_vehicle(work, project_id, Vehicle("", "zoe", "B1"), first)


def test_rules_are_the_projects_own_and_only_some_may_change_them(world: World) -> None:
    project = a_project(world, "fleet")
    with world.runtime.work(world.actor("Bo")) as work:
        rules = replace(service.own_rules(work, project.id), changeover_min=12.0)
        service.save_rules(work, project.id, rules)
        with pytest.raises(InputProblem):
            service.save_rules(work, project.id, replace(rules, changeover_min=-1))
    with world.runtime.work(world.actor("Anna")) as work:
        assert service.rules_now(work, project.id).changeover_min == 12.0
        with pytest.raises(NotAllowed):
            service.save_rules(work, project.id, rules)
