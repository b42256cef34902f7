"""The pages of the look: figures, pictures and tables from the same trips."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.i18n import reading_in
from signatur.solutions.fleet.model.looking import Chosen, WorkingHours
from signatur.solutions.fleet.service.looking import TABS, Surroundings, as_rows, look
from tests.solutions.fleet.service.out.answers import some_trips

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.solutions.fleet.service.looking import Looked, Sheet

AROUND = Surroundings(
    labels={"1": "Bil 1", "2": "Bil 2", "Bil 3": "Bil 3", "4": "Står stille"},
    places={"Rådhuset": (57.46, 9.98)},
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with reading_in("en"):
        yield


def _looked(chosen: Chosen | None = None) -> Looked:
    return look(some_trips(), chosen or Chosen(), WorkingHours(), AROUND)


def _sheet(tab: str, chosen: Chosen | None = None) -> Sheet:
    return TABS[tab](_looked(chosen))


@pytest.mark.parametrize("tab", TABS)
def test_every_picture_can_be_drawn_and_every_table_can_be_a_file(tab: str) -> None:
    found = _sheet(tab)

    assert found.blocks
    for block in found.blocks:
        if block.picture:
            ET.fromstring(block.picture)
    assert len(found.tables) == len([block for block in found.blocks if block.table])
    for table in found.tables.values():
        header, rows = as_rows(table)
        assert {len(row) for row in rows} <= {len(header)}


@pytest.mark.parametrize("tab", TABS)
def test_a_filter_that_finds_nothing_shows_an_empty_page(tab: str) -> None:
    assert _sheet(tab, Chosen(location="Månen")).blocks == ()


def test_the_overview_tells_the_peak_and_how_many_are_enough() -> None:
    found = {one.title: one for one in _sheet("").figures}

    assert found["Trips"].shown == "45"
    assert found["Most vehicles away at once"].shown == "2"
    assert found["Most vehicles away at once"].note == "on 15 days, 900 min. in all"
    assert found["Enough for 99% of the working time"].shown == "2"
    assert found["Vehicles that are hardly used"].shown == "1"


def test_a_vehicle_that_never_drove_is_the_first_one_and_marked() -> None:
    rows = _sheet("koeretoejer").tables["koeretoejer"].rows

    assert (rows[0][0].shown, rows[0][0].mark, rows[0][1].value) == (
        "Står stille",
        "hardly used",
        0,
    )


def test_with_a_filter_on_place_no_vehicle_of_another_place_is_called_idle() -> None:
    rows = _sheet("koeretoejer", Chosen(location="Rådhuset")).tables["koeretoejer"].rows

    assert [row[0].shown for row in rows] == ["Bil 1"]


def test_the_week_is_told_hour_by_hour() -> None:
    table = _sheet("tid").tables["uge-hoejst"]

    eight = table.rows[8]
    assert [cell.value for cell in eight[1:]] == [2, 2, 2, 2, 2, 0, 0]


def test_short_trips_and_bikes_are_told() -> None:
    found = _sheet("ture")

    assert found.figures[0].shown == "33%"
    bikes = found.tables["cykler"].rows
    assert [row[2].value for row in bikes] == [15, 15]


def test_places_have_their_share_and_their_peak() -> None:
    rows = _sheet("steder").tables["steder"].rows

    assert [(row[0].shown, row[1].value, row[6].value) for row in rows] == [
        ("@Plejecenter", 30, 1),
        ("Rådhuset", 15, 1),
    ]
