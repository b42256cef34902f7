"""The pages that show what the driving looks like."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from openpyxl import load_workbook

from tests.solutions.fleet.pages.given import a_fleet, some_driving
from tests.solutions.fleet.service.out.answers import some_trips
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.builders import World
    from tests.stand_ins import Browser


@pytest.fixture
def path(world: World) -> str:
    a_fleet(world)
    return f"/flaade/se/{some_driving(world, some_trips())}"


@pytest.fixture
def anna(world: World, path: str) -> Iterator[Browser]:
    with a_browser(world, "Anna") as browser:
        yield browser


@pytest.mark.parametrize("tab", ["", "/koeretoejer", "/tid", "/ture", "/steder"])
def test_every_tab_has_pictures_tables_and_files_of_them(
    anna: Browser, path: str, tab: str
) -> None:
    page = anna.get(path + tab)

    assert page.status_code == 200
    assert "<svg" in page.text
    assert "<table" in page.text
    assert f'href="{path}{tab}?tabel=' in page.text


def test_a_filter_stays_with_the_other_tabs_and_the_files(anna: Browser, path: str) -> None:
    page = anna.get(f"{path}?fra=2025-01-13&dag=0&dag=1&sted=R%C3%A5dhuset")

    query = "fra=2025-01-13&amp;sted=R%C3%A5dhuset&amp;dag=0&amp;dag=1"
    assert f"{path}/tid?{query}" in page.text
    assert f"{path}?{query}&amp;tabel=samtidighed&amp;fil=csv".replace("&amp;", "&") in (
        page.text.replace("&amp;", "&")
    )
    # Two weeks with a Monday and a Tuesday, one trip a day from there.
    assert '<p class="figure-shown">4</p>' in page.text


def test_a_table_is_had_as_csv_and_as_excel(anna: Browser, path: str) -> None:
    as_csv = anna.get(f"{path}/koeretoejer?tabel=koeretoejer&fil=csv")
    as_excel = anna.get(f"{path}/koeretoejer?tabel=koeretoejer&fil=xlsx")

    assert as_csv.text.startswith("\ufeffVehicle;Trips;Km;")
    assert "Bil 3;15;45;" in as_csv.text
    rows = list(load_workbook(io.BytesIO(as_excel.content)).worksheets[0].values)
    assert ("Bil 3", 15, 45) in [row[:3] for row in rows]


def test_a_filter_that_finds_nothing_says_so(anna: Browser, path: str) -> None:
    assert "No trips fit the filter" in anna.get(f"{path}?afdeling=M%C3%A5nen").text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("fra=i+g%C3%A5r", "Write dates as year-month-day"),
        ("fra=2025-02-01&til=2025-01-01", "The period ends before it begins."),
        ("fra_kl=25:00", "Write hours of the day"),
        ("fra_kl=18:00&til_kl=07:00", "The working hours end before they begin."),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    anna: Browser, path: str, query: str, said: str
) -> None:
    answer = anna.get(f"{path}?{query}")

    assert answer.status_code == 422
    assert said in answer.text


def test_other_tabs_tables_and_files_do_not_exist(anna: Browser, path: str) -> None:
    assert anna.get(f"{path}/vejr").status_code == 404
    assert anna.get(f"{path}?tabel=vejr&fil=csv").status_code == 404
    assert anna.get(f"/flaade/se/{UUID(int=7)}").status_code == 404


def test_operations_staff_do_not_see_the_driving(world: World, path: str) -> None:
    with a_browser(world, "Fie") as fie:
        assert fie.get(path).status_code == 403
