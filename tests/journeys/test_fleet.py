"""Somebody new: from a spreadsheet with mistakes to a fleet that is decided on, and files to take along."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.places import Desk

pytestmark = [
    pytest.mark.journey,
    pytest.mark.outside("chromium"),
]

KINDS = ("toyota_yaris", "vw_e_up", "renault_zoe", "elcykel", "cykel")
FILES = {
    "rapport.pdf": b"%PDF",
    "arbejdsbog.xlsx": b"PK",
    "koereplan.csv": b"\xef\xbb\xbf",
    "steder.geojson": b"{",
}


def a_spreadsheet(folder: Path) -> Path:
    """Write trips as a fleet system exports them: a title above, metres, a name, two mistakes."""
    chance = random.Random(2026)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Kørselsoversigt"])
    sheet.append(["Nr", "Vogn", "Chauffør", "Afsted", "Retur", "Kørte meter", "Base"])
    number = 0
    first = datetime(2026, 3, 2, 7)  # noqa: DTZ001 (a wall clock)
    for day in range(12):
        for car in range(4):
            leaves = first + timedelta(days=day, minutes=chance.randint(0, 60))
            for _trip in range(3):
                back = leaves + timedelta(minutes=chance.randint(25, 90))
                number += 1
                row = [
                    number,
                    f"Vogn {car + 1}",
                    "Ida Holm",
                    leaves,
                    back,
                    chance.randint(2000, 24000),
                    "Rådhuset",
                ]
                row[4] = None if number == 7 else back
                row[5] = "ukendt" if number == 30 else row[5]
                sheet.append(row)
                leaves = back + timedelta(minutes=chance.randint(10, 120))
    path = folder / "kørsel.xlsx"
    book.save(path)
    return path


def hand_in(desk: Desk, file: Path) -> str:
    """Hand a file in, mend what its columns mean, and let it be read; return its id."""
    page = desk.page
    desk.go("/flaade")
    page.click('a.button[href="/flaade/indlever"]')
    page.set_input_files("#file", file)
    page.click('form[action="/flaade/indlever"] button')
    assert "Ida Holm" not in page.content()
    assert page.is_checked("#in_metres")
    page.select_option("#column-location", "")
    page.select_option("#column-location", "Base")
    page.click('form[action$="/kolonner"] button')
    page.wait_for_selector("#linjer")
    return page.url.rsplit("/", 1)[1]


def mend_the_lines(desk: Desk) -> None:
    """Fill in what is missing in one line, and set the other aside."""
    page = desk.page
    assert page.locator(".bad-row").count() == 2
    page.locator('.bad-row input[name="cell-Retur"]').first.fill("2026-03-02 12:00")
    page.locator('.bad-row form[action$="/ret"] button').first.click()
    page.wait_for_selector("#notice .alert")
    assert page.locator(".bad-row").count() == 1
    page.fill('.set-aside input[name="because"]', "Afstanden kendes ikke")
    page.click(".set-aside button")
    page.wait_for_selector("#linjer .empty")


def try_a_fleet(desk: Desk, dataset_id: str, name: str, **counts: int) -> str:
    """Ask how a fleet does; return the study."""
    page = desk.page
    desk.go(f"/flaade/beregninger/ny?slags=simulate&data={dataset_id}")
    page.fill("#name", name)
    for kind in KINDS:
        page.fill(f"#count-{kind}", str(counts.get(kind, 0)))
    page.click('button[data-for="count-elcykel"][data-step="1"]')
    page.click('form[action="/flaade/beregninger/ny"] > button')
    page.wait_for_selector("#udbytte", timeout=60_000)
    assert page.locator(".audit-line .badge-success").count() == 1
    return page.url.rsplit("/", 1)[1]


def test_from_a_spreadsheet_with_mistakes_to_a_decision(
    desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = desk_of("erik")
    dataset_id = hand_in(desk, a_spreadsheet(tmp_path))
    mend_the_lines(desk)
    desk.go(f"/flaade/se/{dataset_id}")
    assert desk.page.locator(".picture svg").count() >= 1

    first = try_a_fleet(desk, dataset_id, "Fire elbiler", vw_e_up=4)
    second = try_a_fleet(desk, dataset_id, "To elbiler", vw_e_up=2)
    page = desk.page
    desk.go(f"/flaade/beregninger/ny?slags=optimise&data={dataset_id}")
    page.click('form[action="/flaade/beregninger/ny"] > button')
    page.wait_for_selector("#forslag", timeout=60_000)
    best = page.url.rsplit("/", 1)[1]
    page.click('#forslag button[value="proposal"]')
    page.wait_for_selector("#notice .alert")
    assert page.locator('#forslag button[value="proposal"]').count() == 0

    desk.go(f"/flaade/sammenlign?study={first}&study={second}&study={best}")
    assert page.locator(".compare thead th").count() == 3
    for name, begins in FILES.items():
        answer = page.context.request.get(f"{desk.place.address}/flaade/beregninger/{best}/{name}")
        assert answer.status == 200
        assert answer.body().startswith(begins)


@pytest.mark.usefixtures("axe")
def test_every_page_fits_and_is_accessible(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("erik")
    desk.go("/flaade")
    found = [
        str(one.get_attribute("href"))
        for one in desk.page.query_selector_all('main a[href^="/flaade/"]:not([href*="fil="])')
    ]
    paths = ["/flaade", *dict.fromkeys(found), "/flaade/beregninger/ny?slags=optimise"]
    wrong = {}
    for path in paths:
        desk.go(path)
        if faults := desk.shuts_out():
            wrong[path] = faults

    assert len(paths) > 10
    assert wrong == {}
