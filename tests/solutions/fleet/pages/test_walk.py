"""The way through the pages: hand in, mend, ask, decide, compare, and the setup beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.solutions.fleet import service
from signatur.solutions.fleet.schema.demands import Demand
from tests.builders import a_project
from tests.solutions.fleet.situations import GOOD, NO_END, a_file, a_fleet, a_study, driving
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from tests.builders import World

COLUMNS = {
    "column-start": "Start",
    "column-end": "Slut",
    "column-distance": "Km",
    "column-vehicle": "Bil",
    "column-id": "Turnr",
}


def test_a_file_with_a_mistake_is_handed_in_and_mended(world: World) -> None:
    a_fleet(world)
    with a_browser(world, "Anna") as anna:
        assert "No driving yet" in anna.get("/flaade").text
        files = {"file": ("ture.csv", a_file(*GOOD, NO_END), "text/csv")}
        columns = anna.post("/flaade/indlever", files=files).headers["location"]
        seen = anna.get(columns).text
        assert "Chauffør" not in seen
        assert '<option value="Km" selected>' in seen
        signature = re.search(r'name="signature" value="(\w+)"', seen)
        assert signature is not None
        page = anna.post(columns, {**COLUMNS, "signature": signature[1]}).headers["location"]
        assert "The file is being read" in anna.get(page).text
        assert anna.get(f"{page}/fremdrift", **{"hx-request": "true"}).status_code == 200
        run_waiting_jobs(world.runtime)
        over = anna.get(f"{page}/fremdrift", **{"hx-request": "true"})
        assert over.headers["hx-location"] == page

        shown = anna.get(page).text
        assert "Line 6: The time is missing." in shown
        mend = re.search(r'action="([^"]+/ret)"', shown)
        assert mend is not None
        anna.post(mend[1], {"cell-Slut": "06-01-2026 14:00"})
        assert "Nothing to mend" in anna.get(page).text


def test_columns_that_are_needed_are_asked_for(world: World) -> None:
    a_fleet(world)
    with a_browser(world, "Anna") as anna:
        files = {"file": ("ture.csv", a_file(), "text/csv")}
        columns = anna.post("/flaade/indlever", files=files).headers["location"]
        answer = anna.post(columns, {**COLUMNS, "column-distance": ""})

    assert answer.status_code == 422
    assert "Choose which column holds this: Distance." in answer.text


def test_a_picture_is_refused_in_words_and_kept_in_the_quarantine(world: World) -> None:
    a_fleet(world)
    with a_browser(world, "Anna") as anna:
        files = {"file": ("billede.png", b"\x89PNG\r\n\x1a\n\0\0\0", "image/png")}
        columns = anna.post("/flaade/indlever", files=files).headers["location"]
        page = anna.get(columns).headers["location"]
        assert "could not be read as a table" in anna.get(page).text


def test_a_fleet_is_tried_and_the_result_is_shown(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)
    with a_browser(world, "Anna") as anna:
        form = anna.get("/flaade/beregninger/ny?slags=simulate").text
        assert 'name="count-yaris" type="number" min="0" max="5000" value="2"' in form
        asked = {"data": dataset_id, "aim": "simulate", "name": "Én bil", "count-yaris": "1"}
        page = anna.post("/flaade/beregninger/ny", asked).headers["location"]
        assert "The study is being worked out" in anna.get(page).text
        run_waiting_jobs(world.runtime)
        shown = anna.get(page).text

    assert "1. Én bil" in shown
    assert "All that could were away" in shown
    assert "0 trips at the same time with one vehicle" in shown


def test_the_cheapest_fleet_is_looked_for_and_decided_on(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)
    asked = {
        "data": dataset_id, "aim": "optimise", "level": "100", "candidates": "yaris",
        "keep-yaris": "1", "rule_set": "original", "what_ifs": "on",
    }  # fmt: skip
    with a_browser(world, "Erik") as erik:
        page = erik.post("/flaade/beregninger/ny", asked).headers["location"]
        run_waiting_jobs(world.runtime)
        shown = erik.get(page).text
        assert "No fleet that meets the demands can cost less than" in shown
        assert "Is there room for other weeks?" in shown
        assert "No petrol or diesel" in shown
        erik.post(f"{page}/beslut", {"choice": "unsure", "note": "?"})
        assert "A colleague did not know" in erik.get(page).text
        erik.post(f"{page}/beslut", {"choice": "own", "count-yaris": "3", "note": "Vi vokser"})
        assert "Changed: 3 Yaris" in erik.get(page).text
        erik.post(f"{page}/fortryd")
        erik.post(f"{page}/beslut", {"choice": "proposal", "proposal": "0"})
        assert "Accepted: 2 Yaris" in erik.get(page).text
        assert erik.post(f"{page}/slet").status_code == 409


def test_two_studies_stand_side_by_side(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)
    one, other = a_study(world, dataset_id, {"yaris": 1}), a_study(world, dataset_id)
    with a_browser(world, "Gert") as gert:
        shown = gert.get(f"/flaade/sammenlign?study={one}&study={other}").text
        listed = gert.get("/flaade/beregninger?fil=csv").text

    assert "cheapest" in shown
    assert listed.count("\n") == 3


def test_a_study_that_failed_says_why_and_is_asked_again(world: World) -> None:
    a_fleet(world)
    study_id = a_study(world, driving(world), demand=Demand(keep={"zoe": 3}, most={"zoe": 1}))
    with a_browser(world, "Anna") as anna:
        shown = anna.get(f"/flaade/beregninger/{study_id}").text
        again = re.search(r'href="(/flaade/beregninger/ny[^"]+)"', shown)
        assert "More vehicles are to be kept than are allowed" in shown
        assert again is not None
        assert 'value="3"' in anna.get(again[1].replace("&amp;", "&")).text


def test_the_setup_is_changed_page_by_page(world: World) -> None:
    a_project(world, "fleet")
    with a_browser(world, "Bo") as boss:
        steps = {
            "/flaade/koeretoejer/typer": {
                "title": "Zoe", "body": "car", "energy": "electricity", "fixed": "56.000",
                "used": "177", "range": "300", "loss": "20", "candidate": "on",
            },
            "/flaade/steder": {"name": "Rådhuset", "chargers": "4", "charger_kw": "11"},
            "/flaade/priser": {
                "name": "petrol_dkk", "from_year": "2026", "value": "13,45", "source": "Aftale",
            },
            "/flaade/regler": {"changeover_min": "7,5", "has_boxes": "1", "bike_winter": "no"},
        }  # fmt: skip
        answers = {path: boss.post(path, given).status_code for path, given in steps.items()}
        answers["vehicle"] = boss.post(
            "/flaade/koeretoejer", {"name": "B1", "kind": "zoe", "homes": "Rådhuset; Syd"}
        ).status_code
        found = boss.get("/flaade/koeretoejer?ord=rådhuset").text

    assert set(answers.values()) == {303}
    assert "B1" in found
    with world.runtime.reading(world.actor("Bo")) as work:
        project_id = service.project_of(work).id
        (zoe,) = service.kinds(work, project_id).values()
        rules = service.own_rules(work, project_id)
    assert (zoe.fixed_dkk_year, zoe.use_per_km, zoe.range_loss) == (56_000.0, 0.177, 0.2)
    assert (rules.changeover_min, rules.employee_cars) == (7.5, False)
    assert 1 in rules.bikes.closed_months


def test_a_list_of_vehicles_is_downloaded_as_it_is_filtered(world: World) -> None:
    a_fleet(world)
    with a_browser(world, "Gert") as gert:
        every = gert.get("/flaade/koeretoejer?fil=csv").text
        some = gert.get("/flaade/koeretoejer?slags=zoe&fil=csv").text

    assert (every.count("\n"), some.count("\n")) == (4, 2)
    assert "B3" in some


def test_the_address_of_an_item_leads_to_its_page(world: World) -> None:
    a_fleet(world)
    dataset_id = driving(world)
    study_id = a_study(world, dataset_id)
    with a_browser(world, "Anna") as anna:
        found = [
            anna.get(f"/flaade/emne/{one}").headers["location"] for one in (dataset_id, study_id)
        ]

    assert found == [f"/flaade/data/{dataset_id}", f"/flaade/beregninger/{study_id}"]
