"""Differences stand on the side of nought where they belong, and those that speak look otherwise."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from signatur.methods.charts import differences

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(*values: tuple[float, float, float]) -> tuple[list[dict[str, str]], float, str]:
    """Return the bars of the intervals, where nought is, and the picture."""
    labels = [str(number) for number in range(len(values))]
    picture = differences("Gab", labels, values, "{:.2f}".format, worse="ringere", better="bedre")
    root = ET.fromstring(picture)
    bars = [one.attrib for one in root.iter(f"{_SVG}rect") if one.attrib["width"] != "4.0"]
    nought = [one for one in root.iter(f"{_SVG}line") if one.attrib["stroke"] == "#1a1a1a"]
    return bars, float(nought[0].attrib["x1"]), picture


def test_an_interval_that_leaves_nought_out_is_thick_and_on_its_side() -> None:
    (better, unclear, worse), nought, picture = drawn(
        (0.05, 0.02, 0.08), (0.01, -0.02, 0.04), (-0.05, -0.09, -0.01)
    )

    ends = [
        (float(one["x"]), float(one["x"]) + float(one["width"])) for one in (better, unclear, worse)
    ]
    assert ends[0][0] > nought
    assert ends[1][0] < nought < ends[1][1]
    assert ends[2][1] < nought
    assert [one["height"] for one in (better, unclear, worse)] == ["8.0", "3.0", "8.0"]
    assert "0: 0.05 (0.02 – 0.08)" in picture
    assert "ringere" in picture
    assert "bedre" in picture


def test_a_picture_of_no_difference_is_still_a_picture() -> None:
    ET.fromstring(differences("Intet", [], [], str, worse="", better=""))
    ET.fromstring(differences("Nul", ["a"], [(0.0, 0.0, 0.0)], str, worse="", better=""))
