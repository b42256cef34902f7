"""Other programs hand driving in, ask studies, and fetch the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.jobs.run import run_waiting_jobs
from tests.solutions.fleet.situations import GOOD, NO_END, a_file, a_fleet
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from tests.builders import World


def test_driving_is_handed_in_a_study_asked_and_its_figures_fetched(world: World) -> None:
    a_fleet(world)
    with a_browser(world, "Anna") as anna:
        headers = {"x-csrf-token": anna.csrf}
        file = {"file": ("ture.csv", a_file(*GOOD, NO_END), "text/csv")}
        handed = anna.client.post("/api/fleet/trips", files=file, headers=headers)
        again = anna.client.post("/api/fleet/trips", files=file, headers=headers)
        run_waiting_jobs(world.runtime)
        trips = handed.json()["id"]
        (line,) = anna.get(f"/api/fleet/trips/{trips}").json()["lines"]
        asked = {"trips": trips, "counts": {"yaris": 1}}
        study = anna.client.post("/api/fleet/studies", json=asked, headers=headers).json()["id"]
        run_waiting_jobs(world.runtime)
        found = anna.get(f"/api/fleet/studies/{study}").json()
        listed = anna.get("/api/fleet/studies?format=csv").text

    assert (handed.status_code, again.status_code) == (202, 200)
    assert (line["line"], line["reason"]) == (6, "no_time")
    assert (found["undriven"], found["found"]["audit"]["overlaps"]) == (1, 0)
    assert listed.count("\n") == 2


def test_a_file_whose_columns_are_not_found_waits_for_a_person(world: World) -> None:
    a_fleet(world)
    with a_browser(world, "Anna") as anna:
        file = {"file": ("ture.csv", b"a;b\n1;2\n", "text/csv")}
        headers = {"x-csrf-token": anna.csrf}
        handed = anna.client.post("/api/fleet/trips", files=file, headers=headers).json()
        listed = anna.get("/api/fleet/trips").json()["trips"]

    assert handed["columns_needed"]
    assert [one["state"] for one in listed] == ["received"]


def test_an_unknown_kind_is_refused_in_words(world: World) -> None:
    a_fleet(world)
    with a_browser(world, "Anna") as anna:
        vehicles = anna.get("/api/fleet/vehicles").json()
        answer = anna.client.post(
            "/api/fleet/studies",
            json={"trips": "01890000-0000-7000-8000-000000000000", "counts": {"x": 1}},
            headers={"x-csrf-token": anna.csrf},
        )

    assert {one["key"] for one in vehicles["kinds"]} == {"yaris", "zoe"}
    assert answer.status_code == 404
