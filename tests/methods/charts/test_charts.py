"""Pictures: well-formed, named, with what was written escaped, and quick."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from signatur.methods.charts import Band, bars, heat, lines, rows

if TYPE_CHECKING:
    from collections.abc import Callable

SVG = "{http://www.w3.org/2000/svg}"


def shown(value: float) -> str:
    return f"{value:.0f}"


PICTURES: dict[str, Callable[[str], str]] = {
    "bars": lambda title: bars(title, ["1/3", "2/3"], [3, 7], shown),
    "no bars": lambda title: bars(title, [], [], shown),
    "rows": lambda title: rows(title, ["Vej & Park <1>", "Skole"], [3, 0], shown),
    "lines": lambda title: lines(
        title,
        ["1", "2", "3"],
        [Band(0.9, 0.8, 1.0), Band(None), Band(0.7, 0.5, 0.8, is_expected=True)],
        shown,
        top=1.0,
        floor=(0.95, "95 %"),
    ),
    "heat": lambda title: heat(title, ["Man"], ["0", "1"], [[0, 12]], shown),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_well_formed_and_says_what_it_shows(kind: str) -> None:
    root = ET.fromstring(PICTURES[kind]('Modtaget "nu" & før <b>'))

    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Modtaget "nu" & før <b>'
    assert not [one for one in root.iter() if "style" in one.attrib]


def test_the_highest_bar_is_the_highest_number() -> None:
    root = ET.fromstring(bars("t", ["a", "b", "c"], [1, 9, 4], shown))
    heights = [float(one.get("height", "0")) for one in root.iter(f"{SVG}rect")]

    assert heights[1] == max(heights)
    assert heights[0] < heights[2] < heights[1]


def test_a_gap_in_what_is_known_is_a_gap_in_the_line() -> None:
    known, missing = Band(0.5, 0.4, 0.6), Band(None)
    root = ET.fromstring(
        lines("t", list("abcde"), [known, known, missing, known, known], shown, top=1.0)
    )

    assert len(list(root.iter(f"{SVG}polyline"))) == 2


def test_a_year_of_days_is_drawn_in_milliseconds() -> None:
    started = time.perf_counter()
    bars("t", [str(n) for n in range(365)], [float(n % 9) for n in range(365)], shown)

    assert time.perf_counter() - started < 0.25
