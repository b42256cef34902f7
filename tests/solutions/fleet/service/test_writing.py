"""What is stored comes back exactly: questions as JSON, trips and plans as columns."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from signatur.solutions.fleet.model import ORIGINAL_RULES, SIGNATUR_RULES, simulate
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.studies import Aim, Question
from signatur.solutions.fleet.schema.trips import Trips, trips_of
from signatur.solutions.fleet.schema.vehicles import Vehicle
from signatur.solutions.fleet.service.keeping import (
    plan_as_bytes,
    plan_from_bytes,
    trips_as_bytes,
    trips_from_bytes,
)
from signatur.solutions.fleet.service.mending import joined
from signatur.solutions.fleet.service.writing import plain, question_from
from tests.solutions.fleet.situations import FLEET, KINDS

WORDS = some.sampled_from(["", "Nord", "Æblehaven", "Syd 2"])
ROWS = some.lists(
    some.tuples(
        some.integers(0, 10**9), some.integers(0, 10**5), some.floats(0, 900), WORDS, WORDS
    ),
    max_size=12,
)


def of_rows(rows: list[tuple[int, int, float, str, str]], first: int = 0) -> Trips:
    return trips_of(
        ids=[f"tur {first + number}" for number in range(len(rows))],
        start_s=[row[0] for row in rows],
        end_s=[row[0] + row[1] for row in rows],
        distance_km=[row[2] for row in rows],
        vehicle=[row[3] for row in rows],
        location=[row[4] for row in rows],
    )


def as_rows(trips: Trips) -> list[tuple[object, ...]]:
    return [
        (
            str(trips.ids[row]),
            int(trips.start_s[row]),
            int(trips.end_s[row]),
            float(trips.distance_km[row]),
            *(getattr(trips, name).word(row) for name in ("vehicle", "location", "department")),
        )
        for row in range(len(trips))
    ]


@given(ROWS)
def test_stored_trips_come_back_as_they_were(rows: list[tuple[int, int, float, str, str]]) -> None:
    trips = of_rows(rows)
    again = trips_from_bytes(trips_as_bytes(trips))

    assert as_rows(again) == as_rows(trips)
    assert trips_as_bytes(again) == trips_as_bytes(trips)


@given(ROWS, ROWS)
def test_joining_is_as_if_both_had_been_read_together(
    one: list[tuple[int, int, float, str, str]], other: list[tuple[int, int, float, str, str]]
) -> None:
    together = joined(of_rows(one), of_rows(other, first=len(one)))

    assert as_rows(together) == as_rows(of_rows([*one, *other]))


def test_a_stored_plan_comes_back_as_it_was() -> None:
    trips = of_rows([(28_800, 3_600, 12.0, "B1", ""), (30_000, 3_600, 5.0, "B2", "")])
    plan = simulate(trips, FLEET.vehicles, KINDS, SIGNATUR_RULES).plan
    again = plan_from_bytes(plan_as_bytes(plan))

    for one in fields(plan):
        assert np.array_equal(getattr(again, one.name), getattr(plan, one.name))


def test_a_question_comes_back_from_json_as_it_was() -> None:
    rules = replace(
        SIGNATUR_RULES,
        shared_locations=(frozenset({"Nord", "Syd"}),),
        bikes=replace(SIGNATUR_RULES.bikes, closed_days=frozenset({date(2026, 1, 6)})),
    )
    for asked in (rules, ORIGINAL_RULES):
        question = Question(
            aim=Aim.OPTIMISE,
            rules=asked,
            kinds=KINDS,
            vehicles=(Vehicle("B1", "yaris", "B1", ("Nord",), "Vej", date(2027, 3, 1)),),
            candidates=("yaris", "zoe"),
            demand=Demand(0.99, 500.0, bikes=False, keep={"zoe": 1}, most={"yaris": 4}),
            trips_sha256="abc",
            since=date(2026, 1, 1),
            locations=("Nord",),
        )
        assert question_from(json.loads(json.dumps(plain(question)))) == question
