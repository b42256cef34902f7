"""What those who run Signatur look at: the front page, jobs, the system check, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.kernel.jobs.kinds import JobKind
from signatur.kernel.jobs.process import sweep
from signatur.kernel.jobs.run import JobRun, run_waiting_jobs
from signatur.kernel.jobs.store import JobState
from signatur.kernel.web import operations
from signatur.records.people import service as people
from tests.builders import FixedClock, World, a_world
from tests.stand_ins import Browser, Letters, a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from tests.databases import Template


def sort_letters(run: JobRun) -> None:
    run.result.update(sorted=1200, secret="not for show")


SORT = JobKind(
    name="letters.sort",
    title=_("Sorting letters"),
    run=sort_letters,
    result_titles={"sorted": _("Letters sorted")},
)


@pytest.fixture
def world(template: Template, tmp_path: Path) -> Iterator[World]:
    with template.copy(tmp_path) as url:
        world = a_world(tmp_path, url, FixedClock(), Letters(jobs=(SORT,)).part())
        yield world
        world.runtime.close()


@pytest.fixture
def fie(world: World) -> Iterator[Browser]:
    with a_browser(world, "Fie") as browser:
        yield browser


def start(world: World, kind: str = "letters.sort") -> UUID:
    with world.runtime.work(world.actor("Fie")) as work:
        return store.start(work, kind)


def state_of(world: World, job_id: UUID) -> JobState:
    with world.runtime.reading(world.system) as work:
        return store.get(work, job_id).state


def test_the_front_page_greets_by_first_name_and_shows_what_one_may_see(fie: Browser) -> None:
    text = fie.get("/").text

    assert "Good to see you, Fie" in text
    assert 'href="/systemtjek"' in text


def test_whoever_has_no_role_may_see_nothing_not_even_the_front_page(world: World) -> None:
    with world.runtime.work(world.system) as work:
        for grant in people.person(work, world.person_ids["Anna"]).grants:
            people.withdraw_role(work, world.person_ids["Anna"], grant.id)

    with a_browser(world, "Anna") as anna:
        assert anna.get("/").status_code == 403


def test_an_empty_list_of_jobs_says_what_will_be_there(fie: Browser) -> None:
    assert "No jobs yet" in fie.get("/job").text


def test_jobs_are_listed_by_what_they_are_called(world: World, fie: Browser) -> None:
    start(world)
    start(world, "letters.gone")

    text = fie.get("/job").text

    assert "Sorting letters" in text
    assert "letters.gone" in text


def test_a_job_shows_what_its_kind_has_words_for(world: World, fie: Browser) -> None:
    job_id = start(world)
    run_waiting_jobs(world.runtime)

    text = fie.get(f"/job/{job_id}").text

    assert "Letters sorted" in text
    assert "1,200" in text
    assert "not for show" not in text


def test_an_open_job_asks_for_itself_again_until_it_is_over(world: World, fie: Browser) -> None:
    job_id = start(world, "letters.gone")
    part = {"hx-request": "true"}
    while_open = fie.get(f"/job/{job_id}", **part).text
    run_waiting_jobs(world.runtime)
    when_over = fie.get(f"/job/{job_id}", **part).text

    assert f'hx-get="/job/{job_id}"' in while_open
    assert "hx-get" not in when_over
    assert "<html" not in when_over


def test_a_job_can_be_stopped_and_started_again(world: World, fie: Browser) -> None:
    job_id = start(world)
    stopped = fie.post(f"/job/{job_id}/stop")
    after_stop = state_of(world, job_id)
    again = fie.post(f"/job/{job_id}/igen")

    assert (stopped.status_code, after_stop) == (303, JobState.CANCELLED)
    assert (again.status_code, state_of(world, job_id)) == (303, JobState.WAITING)


def test_whoever_may_only_look_at_jobs_gets_no_buttons(world: World) -> None:
    job_id = start(world)

    with a_browser(world, "Erik") as erik:
        assert "/stop" not in erik.get(f"/job/{job_id}").text
        assert erik.post(f"/job/{job_id}/stop").status_code == 403


def test_a_caseworker_sees_how_their_own_job_goes_and_no_other(world: World) -> None:
    with world.runtime.work(world.actor("Anna")) as work:
        own = store.start(work, "letters.sort")
    anothers = start(world)

    with a_browser(world, "Anna") as anna:
        assert 'id="job"' in anna.get(f"/job/{own}").text
        assert anna.get(f"/job/{anothers}").status_code == 404
        assert anna.get("/job").status_code == 403


def test_the_system_check_shows_programs_settings_and_last_night(
    world: World, fie: Browser
) -> None:
    before = fie.get("/systemtjek").text
    sweep(world.runtime)
    after = fie.get("/systemtjek").text

    assert "SIGNATUR_DATA_FOLDER" in before
    assert str(world.runtime.settings.kernel.data_folder) not in before
    assert "not yet" in before
    assert "not yet" not in after


def test_health_tells_a_balancer_that_all_is_well(world: World) -> None:
    with a_browser(world) as nobody:
        live, ready = nobody.get("/health/live"), nobody.get("/health/ready")

    assert (live.json()["status"], ready.json()) == ("ok", {"status": "ok"})


def test_an_installation_without_its_tables_is_not_ready(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "is_up_to_date", lambda _connection: False)

    with a_browser(world) as nobody:
        answer = nobody.get("/health/ready")

    assert (answer.status_code, answer.json()) == (503, {"status": "migrate"})
