"""The map of risks: numbers stand where they are as grave and as likely as stated."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from signatur.methods.charts import risk_map

STEPS = (1, 2, 3, 4)


def _drawn(placed: dict[tuple[int, int], list[str]]) -> ET.Element:
    drawing = risk_map(
        "Risici <før>", [f"A{step}" for step in STEPS], [f"S{step}" for step in STEPS],
        {(one, other): 2 if min(one, other) > 2 else 0 for one in STEPS for other in STEPS},
        ["lav", "mellem", "høj"], placed,
    )  # fmt: skip
    return ET.fromstring(drawing)


def _places(root: ET.Element) -> dict[str, tuple[float, float]]:
    return {
        one.text: (float(one.get("x", "")), float(one.get("y", "")))
        for one in root.iter("{http://www.w3.org/2000/svg}text")
        if one.text and one.text not in ("lav", "mellem", "høj")
    }


def test_graver_is_higher_and_likelier_is_further_right() -> None:
    places = _places(_drawn({(4, 1): ["1"], (1, 4): ["2", "3"]}))

    assert places["1"][1] < places["2, 3"][1]
    assert places["1"][0] < places["2, 3"][0]
    assert places["A4"][1] < places["A1"][1]
    assert places["S1"][0] < places["S4"][0]


def test_every_field_says_its_zone_in_words_and_its_risks_to_whoever_points() -> None:
    root = _drawn({(3, 3): ["7"]})
    zones = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    hints = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")]

    assert (zones.count("høj"), zones.count("lav")) == (4, 12)
    assert "A3, S3: 7" in hints
    assert hints.count("A1, S1: 0") == 1
    assert hints[0] == "Risici <før>"
