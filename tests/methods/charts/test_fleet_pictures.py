"""Staircases, histograms, fronts and sketch maps: their numbers stand where they belong."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from signatur.methods.charts import Dot, Spot, front, histogram, sketch_map, staircase

SVG = "{http://www.w3.org/2000/svg}"


def _shown(value: float) -> str:
    return f"{value:g}"


def _hints(root: ET.Element, tag: str) -> list[str]:
    found = [one.find(f"{SVG}title") for one in root.iter(f"{SVG}{tag}")]
    return [one.text or "" for one in found if one is not None]


def test_a_staircase_says_each_share_and_points_out_what_it_is_told_to() -> None:
    root = ET.fromstring(
        staircase("Samtidig <ude>", [0.5, 0.9, 1.0], _shown, below="biler", marks=[(1, "90 %")])
    )

    assert root.get("aria-label") == "Samtidig <ude>"
    assert _hints(root, "rect") == ["0: 0.5", "1: 0.9", "2: 1"]
    assert "90 %" in [one.text for one in root.iter(f"{SVG}text")]


def test_a_histogram_names_the_edges_of_each_bar() -> None:
    root = ET.fromstring(histogram("Ture", ["0", "5", "10"], [3, 8, 1], _shown, below="km"))

    assert _hints(root, "rect") == ["0–5: 3", "5–10: 8", "10 +: 1"]


def test_a_dearer_proposal_lies_further_right_and_a_dirtier_one_higher() -> None:
    dots = [Dot("1", 100.0, 5.0, is_chosen=True), Dot("2", 200.0, 3.0, size=4.0)]

    root = ET.fromstring(front("Forslag", dots, _shown, _shown, along="kr.", up="CO2e"))

    by_hint = {
        (one.find(f"{SVG}title").text or ""): one  # type: ignore[union-attr]
        for one in root.iter(f"{SVG}circle")
    }
    first, second = by_hint["1"], by_hint["2"]
    assert float(first.get("cx", "")) < float(second.get("cx", ""))
    assert float(first.get("cy", "")) < float(second.get("cy", ""))
    assert float(first.get("r", "")) < float(second.get("r", ""))


def test_todays_fleet_is_a_square_and_one_dot_alone_is_drawn() -> None:
    root = ET.fromstring(
        front("Forslag", [Dot("i dag", 5, 5, is_today=True)], _shown, _shown, along="x", up="y")
    )

    assert _hints(root, "rect") == ["i dag"]


def test_places_lie_north_up_and_are_as_large_as_their_numbers() -> None:
    spots = [
        Spot("Nord", 400.0, 56.5, 10.2),
        Spot("Syd <1>", 100.0, 56.4, 10.3),
        Spot("Ukendt sted", 4.0),
    ]

    root = ET.fromstring(sketch_map("Steder", spots, _shown, north="N", km=_shown))

    north, south, unknown = root.iter(f"{SVG}circle")
    assert float(north.get("cy", "")) < float(south.get("cy", "")) < float(unknown.get("cy", ""))
    assert float(north.get("cx", "")) < float(south.get("cx", ""))
    assert float(north.get("r", "")) == 26.0
    assert "Ukendt sted" in [one.text for one in root.iter(f"{SVG}text")]


def test_the_scale_of_a_sketch_is_true() -> None:
    # A tenth of a degree of latitude is 11.12 km.
    spots = [Spot("A", 1, 56.0, 10.0), Spot("B", 1, 56.1, 10.0)]
    root = ET.fromstring(sketch_map("Steder", spots, _shown, north="N", km=lambda km: f"{km:g} km"))

    a, b = root.iter(f"{SVG}circle")
    bar = next(iter(root.iter(f"{SVG}line")))
    said = next(one.text for one in root.iter(f"{SVG}text") if one.text and one.text.endswith("km"))
    units = float(bar.get("x2", "")) - float(bar.get("x1", ""))
    apart = float(a.get("cy", "")) - float(b.get("cy", ""))
    assert apart / units * float(said.split()[0]) == pytest.approx(11.12, rel=0.01)


@pytest.mark.parametrize("spots", [[], [Spot("A", 0, 56.0, 10.0)], [Spot("A", 0), Spot("B", 0)]])
def test_few_places_and_none_are_drawn_too(spots: list[Spot]) -> None:
    root = ET.fromstring(sketch_map("Steder", spots, _shown, north="N", km=_shown))

    assert len(list(root.iter(f"{SVG}circle"))) == len(spots)
