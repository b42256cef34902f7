"""The driving plan as a list, and the places as GeoJSON."""

from __future__ import annotations

import json
from itertools import pairwise

from signatur.kernel.i18n import reading_in
from signatur.solutions.fleet.service.out import (
    as_words,
    places_as_geojson,
    plan_header,
    plan_rows,
    undriven_header,
    undriven_rows,
)
from tests.solutions.fleet.service.out.answers import optimised, tried


def test_each_vehicle_has_its_trips_in_their_order_and_never_two_at_once() -> None:
    rows = list(plan_rows(optimised()))

    assert {len(row) for row in rows} == {len(plan_header())}
    for before, after in pairwise(rows):
        if before[0] == after[0]:
            assert before[4] <= after[3]  # type: ignore[operator]


def test_driven_and_undriven_are_all_trips() -> None:
    driven, left = list(plan_rows(tried())), list(undriven_rows(tried()))

    assert {len(row) for row in left} == {len(undriven_header())}
    ids = [row[2] for row in driven] + [row[0] for row in left]
    assert sorted(map(str, ids)) == tried().trips.ids.tolist()


def test_a_file_has_moments_as_words_and_can_be_cut() -> None:
    with reading_in("en"):
        rows = list(as_words(plan_rows(tried(), most=1)))

    assert len(rows) == 1
    assert rows[0][3] == "2025-01-06 08:00:00"


def test_places_are_points_and_what_lies_nobody_knows_where_has_none() -> None:
    document = json.loads(
        places_as_geojson(optimised().trips, {**optimised().places, "Lager": (57, 9)})
    )

    features = {one["properties"]["name"]: one for one in document["features"]}
    assert document["type"] == "FeatureCollection"
    assert features["Rådhuset"]["geometry"] == {"type": "Point", "coordinates": [9.98, 57.46]}
    assert features["Rådhuset"]["properties"]["trips"] == 15
    assert features["@Plejecenter"]["geometry"] is None
    assert features["Lager"]["properties"]["trips"] == 0
