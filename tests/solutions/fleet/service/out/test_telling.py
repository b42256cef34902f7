"""The answer in numbers and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.i18n import reading_in
from signatur.solutions.fleet.service.out import tabling, telling
from signatur.solutions.fleet.service.out.answer import shares_of
from tests.solutions.fleet.service.out.answers import optimised, some_trips, tried

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with reading_in("en"):
        yield


def test_all_trips_and_km_fall_on_some_kind() -> None:
    for answer in (optimised(), tried()):
        found = shares_of(answer)
        a_year = float(answer.trips.distance_km.sum()) * 365 / answer.trips.days
        assert sum(one.trips for one in found) == len(answer.trips)
        assert sum(one.km for one in found) == pytest.approx(a_year)


def test_recorded_trips_are_known_by_id_and_by_name() -> None:
    assert sum(one.km_today for one in shares_of(optimised())) == pytest.approx(
        float(some_trips().distance_km.sum()) * 365 / some_trips().days
    )
    today = {one.kind: one.trips_today for one in shares_of(optimised())}

    assert (today["yaris"], today["zoe"]) == (30, 15)
    assert "" not in today


def test_the_emission_of_the_kinds_is_the_answers_emission() -> None:
    answer = optimised()
    assert not answer.plan.undriven

    assert sum(one.co2e_kg for one in shares_of(answer)) == pytest.approx(
        answer.simulation.cost.co2e_kg_year
    )


def test_the_answer_is_said_with_its_proof_and_its_audit() -> None:
    said = telling.sentences_of(optimised())

    assert "drive all of 45 trips." in said[0]
    assert "less than today's fleet" in said[1]
    assert "No fleet that meets the demands can cost less than" in said[2]
    assert "no vehicle is in two places" in said[3]


def test_what_stays_behind_is_said() -> None:
    said = telling.sentences_of(tried())

    assert said[0] == "1 =Renault Zoe drive 30 of 45 trips."
    reasons = tabling.reasons_table(tried())
    assert [(row[0].shown, row[1].value) for row in reasons.rows] == [
        ("All that could were away", 15)
    ]


def test_the_best_proposal_is_number_one() -> None:
    table = tabling.front_table(optimised())

    assert table.rows[0][0].value == 1
    assert table.rows[0][3].value == round(optimised().view.optimisation.best.cost.dkk_year)  # type: ignore[union-attr]
    assert telling.front_picture(optimised().view).startswith("<svg")
    assert telling.front_picture(tried().view) == ""


def test_vehicles_that_are_called_the_same_are_told_apart() -> None:
    answer = optimised()

    assert len(set(answer.labels)) == len(answer.fleet)


def test_a_fleet_that_was_only_tried_stands_beside_nothing() -> None:
    table = tabling.shares_table(tried())

    assert [one.title for one in table.columns] == [
        "Kind of vehicle",
        "Vehicles",
        "Trips",
        "Km a year",
        "kg CO₂e a year",
    ]
    assert [(row[0].shown, row[2].value) for row in table.rows] == [
        ("=Renault Zoe", 30),
        ("Not known, or without a vehicle", 15),
    ]
