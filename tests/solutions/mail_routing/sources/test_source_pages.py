"""Administrators see where enquiries come from, set it up, pause it, try it; and import a history."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.jobs.process import sweep
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import WorklistFilter
from tests.solutions.mail_routing.situations import a_mail
from tests.solutions.mail_routing.sources.test_past_sheets import as_csv
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.records.projects.schema import Project
    from signatur.solutions.mail_routing.schema.sources import EnquirySource
    from tests.builders import World

PAGE, PAST = "/postfordeling/kilder", "/postfordeling/opsaetning/historik"
FOLDER = {"key": "skan", "name": "Skanneren", "path": "skan", "is_active": "true"}
MAILBOX = {
    "key": "post",
    "name": "Hovedpostkassen",
    "host": "127.0.0.1",
    "user": "post",
    "port": "1",
    "security": "plain",
    "folders": "INBOX\r\nBorgere\r\n",
    "is_active": "true",
}


def the_source(world: World, project: Project) -> EnquirySource:
    with world.runtime.reading(world.system) as work:
        (found,) = service.sources(work, project.id)
    return found


def count(world: World, project: Project) -> int:
    with world.runtime.reading(world.system) as work:
        return service.count(work, project.id, WorklistFilter(state="all"))


def test_a_watched_folder_is_set_up_and_looked_at_without_anyone_asking(
    world: World, project: Project, tmp_path: Path
) -> None:
    watched = tmp_path / "inbound" / "skan"
    watched.mkdir(parents=True)
    (watched / "brev.eml").write_bytes(a_mail())
    (watched / "halvt.eml.part").write_bytes(b"Subject: ")
    (watched / "skidt.pdf").write_bytes(b"%PDF-1.7 x")
    with a_browser(world, "Fie") as fie:
        saved = fie.post(f"{PAGE}/mappe", FOLDER)
        assert saved.status_code == 303

        sweep(world.runtime)
        run_waiting_jobs(world.runtime)
        shown = fie.get(PAGE).text

    assert count(world, project) == 2
    assert sorted(one.relative_to(watched).as_posix() for one in watched.rglob("*.*")) == [
        "done/brev.eml",
        "failed/skidt.pdf",
        "halvt.eml.part",
    ]
    assert "Skanneren" in shown
    assert "works" in shown


def test_a_mailbox_that_does_not_answer_says_so_and_is_tried_ever_later(
    world: World, project: Project
) -> None:
    with a_browser(world, "Bo") as bo:
        assert bo.post(f"{PAGE}/postkasse", MAILBOX).status_code == 303
        source = the_source(world, project)
        pauses = []
        for _look in range(3):
            bo.post(f"{PAGE}/{source.id}/kig")
            run_waiting_jobs(world.runtime)
            with world.runtime.reading(world.system) as work:
                pauses.append(
                    service.pause_after(work.runtime, the_source(world, project).failures)
                )
            world.clock.advance(timedelta(minutes=20))
        shown = bo.get(PAGE).text
        tried = bo.post(f"{PAGE}/{source.id}/proev").text

    assert "There is no password or token for this mailbox." in shown
    assert "does not work" in shown
    assert "There is no password or token for this mailbox." in tried
    assert pauses == sorted(set(pauses))
    assert the_source(world, project).settings.folders == ("INBOX", "Borgere")  # type: ignore[union-attr]


def test_a_source_is_paused_and_used_again(world: World, project: Project) -> None:
    with a_browser(world, "Bo") as bo:
        bo.post(f"{PAGE}/mappe", FOLDER)
        source = the_source(world, project)
        bo.post(f"{PAGE}/{source.id}/brug")
        assert not the_source(world, project).is_active
        bo.post(f"{PAGE}/{source.id}/brug", {"is_active": "true"})

        assert the_source(world, project).is_active
    with a_browser(world, "Gert") as gert:
        told = gert.get("/haendelser").text
    assert "Source paused: Skanneren" in told
    assert "Source taken into use again: Skanneren" in told


@pytest.mark.parametrize(
    ("address", "change"),
    [
        ("mappe", {"path": "../hemmeligt"}),
        ("mappe", {"path": "/etc"}),
        ("mappe", {"key": "a/b"}),
        ("postkasse", {"host": "mail.example.dk"}),
        ("postkasse", {"port": "70000"}),
        ("postkasse", {"folders": " "}),
        ("postkasse", {"when_stored": "move", "move_to": "INBOX"}),
        ("postkasse", {"when_stored": "flag", "flag": "to ord"}),
    ],
)
def test_what_would_reach_too_far_or_not_work_is_refused(
    world: World, project: Project, address: str, change: dict[str, str]
) -> None:
    given = (FOLDER if address == "mappe" else MAILBOX) | change
    with a_browser(world, "Bo") as bo:
        assert bo.post(f"{PAGE}/{address}", given).status_code == 422
    with world.runtime.reading(world.system) as work:
        assert service.sources(work, project.id) == []


@pytest.mark.parametrize("name", ["Anna", "Carl"])
def test_others_do_not_see_the_sources(world: World, project: Project, name: str) -> None:
    assert project.id
    with a_browser(world, name) as browser:
        assert browser.get(PAGE).status_code == 403
        assert browser.post(f"{PAGE}/mappe", FOLDER).status_code == 403


def test_a_history_is_looked_at_and_then_imported(world: World, project: Project) -> None:
    with a_browser(world, "Bo") as bo:
        assert "Import history" in bo.get(PAST).text
        seen = bo.post(PAST, files={"file": ("historik.csv", as_csv())})
        assert seen.status_code == 200
        assert "4 enquiries can be taken." in seen.text
        assert "The date makes no sense." in seen.text
        assert count(world, project) == 0

        hidden = dict(
            re.findall(r'name="(sha256|size|rows|heading-\d+)" value="([^"]*)"', seen.text)
        )
        columns = dict(
            re.findall(r'name="(column-\d+)">.*?value="(\w+)" selected', seen.text, re.DOTALL)
        )
        without_date = {name: value for name, value in columns.items() if value != "date"}
        again = bo.post(f"{PAST}/kig", hidden | without_date)
        assert "Say below which column holds this: Date of receipt." in again.text
        started = bo.post(f"{PAST}/hent", hidden | columns)
        run_waiting_jobs(world.runtime)
        told = bo.get(started.headers["location"]).text

    assert count(world, project) == 4
    assert "Rows that could not be used" in told
