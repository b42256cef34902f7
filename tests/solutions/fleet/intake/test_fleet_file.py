"""A fleet from JSON, and what is wrong with one that cannot be read."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.kernel.errors import InputProblem
from signatur.solutions.fleet.intake.fleet_file import read_fleet
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Fleet, Kind

ZOE = {
    "id": 3, "kind": "el_a", "type": 3, "fuel": 3, "make": "Renault", "model": "Zoe", "wltp_el": 177.0,
    "range": 300.0, "sleep": 6, "omkostning_aar": 56000.0, "km_aar": 20000.0, "capacity_decrease": 20.0,
}  # fmt: skip
YARIS = {"id": 1, "type": 4, "fuel": 1, "make": "Toyota", "model": "Yaris", "wltp_fossil": 20,
         "omkostning_aar": 47000}  # fmt: skip
BIKE = {"id": 1004, "kind": "bike", "type": 1, "fuel": 10, "range": 20, "omkostning_aar": 2000}


def read(*vehicles: dict[str, Any], offered: list[Any] | None = None) -> Fleet:
    return read_fleet(json.dumps({"vehicles": vehicles, "test_vehicles": offered}).encode())


def test_an_electric_car_has_use_range_winter_and_charging() -> None:
    assert read(ZOE).kinds["el_a"] == Kind(
        key="el_a", title="Renault Zoe", body=Body.CAR, energy=Energy.ELECTRICITY,
        fixed_dkk_year=56000, use_per_km=0.177, range_km=300, range_loss=0.2, charge_hours=6,
        lease_km_year=20000,
    )  # fmt: skip


def test_a_power_of_the_charger_gives_the_hours() -> None:
    assert read({**ZOE, "charge_kw": 11}).kinds["el_a"].charge_hours == pytest.approx(53.1 / 11)


def test_make_and_model_are_the_kind_where_no_word_is_given() -> None:
    fleet = read(YARIS)

    assert fleet.vehicles[0].kind == "toyota_yaris"
    assert fleet.kinds["toyota_yaris"].use_per_km == pytest.approx(0.05)


def test_the_same_word_with_other_figures_is_a_kind_of_its_own() -> None:
    fleet = read(ZOE, {**ZOE, "id": 4, "range": 200}, {**ZOE, "id": 5})

    assert [one.kind for one in fleet.vehicles] == ["el_a", "el_a-2", "el_a"]


def test_what_could_be_bought_stands_before_what_there_is() -> None:
    fleet = read(ZOE, YARIS, offered=[BIKE, ZOE])

    assert fleet.candidates == ("bike", "el_a", "toyota_yaris")
    assert [one.id for one in fleet.vehicles] == ["3", "1"]


@pytest.mark.parametrize(
    ("fuel", "energy"),
    [(2, Energy.DIESEL), (4, Energy.PETROL), (6, Energy.DIESEL), (9, Energy.PETROL), (11, Energy.HVO)],
)  # fmt: skip
def test_hybrids_count_as_the_fuel_that_they_burn(fuel: int, energy: Energy) -> None:
    assert read({**YARIS, "fuel": fuel}).kinds["toyota_yaris"].energy is energy


def test_homes_department_name_and_end_of_lease_are_kept() -> None:
    more = {"homes": ["A", "B"], "department": "Øst", "plate": "AB1", "lease_end": "2027-12-31"}

    vehicle = read({**ZOE, **more}).vehicles[0]

    assert vehicle.homes == ("A", "B")
    assert (vehicle.department, vehicle.name) == ("Øst", "AB1")
    assert vehicle.lease_end == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", None), ("id", ""), ("type", 9), ("type", None), ("fuel", 99), ("omkostning_aar", None),
        ("omkostning_aar", "mange"), ("omkostning_aar", -1), ("wltp_el", None), ("wltp_el", 0),
        ("range", "langt"), ("capacity_decrease", 100), ("homes", "A"), ("lease_end", "snart"),
        ("kind", ["a"]), ("km_aar", True),
    ],
)  # fmt: skip
def test_a_refusal_names_the_vehicle_and_the_field(field: str, value: Any) -> None:
    with pytest.raises(InputProblem) as refused:
        read({**ZOE, field: value})

    told = str(refused.value.shown)
    assert field in told
    assert ("3" if field != "id" else "1") in told


def test_a_type_that_does_not_fit_the_fuel_is_refused() -> None:
    with pytest.raises(InputProblem):
        read({**ZOE, "fuel": 1})


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff\xfe", b'{"vehicles": {}}', b'{"vehicles": []}',
                b'{"vehicles": [1]}', b'{"vehicles": [], "test_vehicles": 3}'],
)  # fmt: skip
def test_what_is_no_fleet_is_refused(content: bytes) -> None:
    with pytest.raises(InputProblem):
        read_fleet(content)


def test_two_vehicles_may_not_have_one_id() -> None:
    with pytest.raises(InputProblem):
        read(ZOE, ZOE)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(ZOE)), values, max_size=4))
def test_whatever_is_written_is_read_or_refused_in_words(changes: dict[str, Any]) -> None:
    with contextlib.suppress(InputProblem):
        assert len(read({**ZOE, **changes}).vehicles) == 1
