"""Bars on both sides of nought stand where their numbers say, and say them in words."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from signatur.methods.charts import signed_bars, swings


def boxes(picture: str) -> list[tuple[float, float, float, float, str]]:
    """Return left, top, width, height and words of each bar."""
    found = []
    for one in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}rect"):
        hint = one.findtext("{http://www.w3.org/2000/svg}title") or ""
        x, y, width, height = (float(one.attrib[key]) for key in ("x", "y", "width", "height"))
        found.append((x, y, width, height, hint))
    return found


def test_losses_hang_below_nought_and_gains_stand_above_in_one_scale() -> None:
    picture = signed_bars("År", ["2026", "2027"], [-100.0, 50.0], "{:.0f}".format, line=[-100, -50])

    loss, gain = boxes(picture)
    assert (loss[4], gain[4]) == ("2026: -100", "2027: 50")
    # The loss begins at nought, where the gain ends; it is twice as high.
    assert abs(loss[1] - (gain[1] + gain[3])) < 0.2
    assert abs(loss[3] - 2 * gain[3]) < 0.2
    assert 'aria-label="År"' in picture
    assert "polyline" in picture


def test_a_picture_of_nothing_is_still_a_picture() -> None:
    ET.fromstring(signed_bars("Intet", [], [], str))
    ET.fromstring(signed_bars("Nul", ["2026"], [0.0], str))
    ET.fromstring(swings("Intet", [], [], 0.0, str))


def test_each_swing_reaches_from_the_likely_value_to_its_two_ends() -> None:
    picture = swings(
        "Udsving", ["Pris", "A & B " * 20], [(-100.0, 300.0), (50.0, 150.0)], 100.0, "{:.0f}".format
    )

    low, high, small_low, small_high = boxes(picture)
    assert [one[4].split(": ")[-1] for one in (low, high)] == ["-100", "300"]
    assert abs(low[0] + low[2] - high[0]) < 0.2
    assert abs(low[2] - high[2]) < 0.2
    assert abs(small_low[2] - low[2] / 4) < 0.2
    assert abs(small_high[2] - high[2] / 4) < 0.2
    assert re.search(r"A &amp; B[^<]*…", picture)
