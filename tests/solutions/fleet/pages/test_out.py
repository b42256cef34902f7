"""The files of a study, and what the decision brought."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pytest
from openpyxl import load_workbook

from signatur.solutions.fleet import service
from tests.solutions.fleet.pages.given import (
    a_fleet,
    a_study,
    an_open_study,
    later,
    more_weeks,
    some_driving,
)
from tests.solutions.fleet.service.out.answers import some_trips
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from tests.builders import World
    from tests.stand_ins import Browser


class Asked(NamedTuple):
    """A study that is done, and where its pages are."""

    id: UUID
    path: str


@pytest.fixture
def study(world: World) -> Asked:
    project_id = a_fleet(world)
    found = a_study(world, project_id, some_driving(world, more_weeks(some_trips(), 6)))
    return Asked(found, f"/flaade/beregninger/{found}")


@pytest.fixture
def anna(world: World, study: Asked) -> Iterator[Browser]:
    with a_browser(world, "Anna") as browser:
        yield browser


def test_everything_of_a_study_can_be_taken_along(anna: Browser, study: Asked) -> None:
    book = load_workbook(io.BytesIO(anna.get(f"{study.path}/arbejdsbog.xlsx").content))
    report = anna.get(f"{study.path}/rapport.pdf")
    plan = anna.get(f"{study.path}/koereplan.csv")
    places = anna.get(f"{study.path}/steder.geojson")

    assert book.worksheets[0]["A1"].value == "Færre biler"
    with pypdfium2.PdfDocument(report.content) as pages:
        assert len(pages) <= 5
    assert report.headers["content-disposition"].endswith('.pdf"')
    # Every trip with a heading; each is driven.
    assert len(plan.text.splitlines()) == 1 + 90
    assert anna.get(f"{study.path}/ture-uden-koeretoej.csv").text.count("\n") == 1
    assert len(json.loads(places.content)["features"]) == 2


def test_the_page_of_a_study_leads_to_its_files_and_shows_its_proposals(
    anna: Browser, study: Asked
) -> None:
    page = anna.get(study.path).text

    for name in ("rapport.pdf", "arbejdsbog.xlsx", "koereplan.csv", "steder.geojson"):
        assert f'href="{study.path}/{name}"' in page
    assert f'src="{study.path}/forslag.svg"' in page
    assert anna.get(f"{study.path}/forslag.svg").headers["content-type"] == "image/svg+xml"


def test_a_cell_that_begins_like_a_formula_is_made_harmless(anna: Browser, study: Asked) -> None:
    assert ";'@Plejecenter;" in anna.get(f"{study.path}/koereplan.csv").text


def test_a_decision_is_followed_up_from_later_driving(world: World, study: Asked) -> None:
    driving = some_driving(world, later(more_weeks(some_trips(), 6)), "Ture efter")
    with world.runtime.work(world.actor("Erik")) as work:
        service.choose(work, study.id, 0)

    with a_browser(world, "Anna") as anna:
        page = anna.get(f"{study.path}/opfoelgning?data={driving}")
        file = anna.get(f"{study.path}/opfoelgning?data={driving}&fil=csv")

    assert "6 whole weeks before and 6 whole weeks after the decision." in page.text
    assert "Promised difference" in page.text
    assert file.text.splitlines()[1].startswith("Vehicles that the authority has;3;3;0;")


def test_too_little_driving_after_a_decision_is_said_on_the_page(
    world: World, study: Asked
) -> None:
    driving = some_driving(world, later(some_trips()), "Ture efter")
    with world.runtime.work(world.actor("Erik")) as work:
        service.choose(work, study.id, 0)

    with a_browser(world, "Anna") as anna:
        page = anna.get(f"{study.path}/opfoelgning?data={driving}")

    assert page.status_code == 200
    assert "There are only 3 whole weeks of trips" in page.text


def test_nothing_decided_is_nothing_to_follow(anna: Browser, study: Asked) -> None:
    answer = anna.get(f"{study.path}/opfoelgning")

    assert answer.status_code == 409
    assert "Nothing is decided here yet." in answer.text


def test_a_study_that_is_not_done_has_no_files(world: World) -> None:
    project_id = a_fleet(world)
    study_id = an_open_study(world, project_id, some_driving(world, some_trips()))

    with a_browser(world, "Anna") as anna:
        answer = anna.get(f"/flaade/beregninger/{study_id}/rapport.pdf")

    assert answer.status_code == 409
    assert "This study is not done yet." in answer.text
