"""A watched folder: sub-folders become cases or add to them, and nothing is taken twice or lost."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.jobs.store import JobRow
from signatur.records.alarms import service as alarms
from signatur.records.items import service as items
from signatur.records.people import service as people
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.jobs import watched_folder
from signatur.solutions.disclosure.jobs.nightly import WATCH
from signatur.solutions.disclosure.schema.case import CaseChange, CaseState, NewCase
from signatur.solutions.disclosure.tables import UploadRow
from tests.builders import FixedClock, a_project, a_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from tests.builders import World
    from tests.conftest import Template

NEXT_LOOK = timedelta(minutes=5)
TEXT = "Mette Opfundsen bor her."


@pytest.fixture
def watching(template: Template, tmp_path: Path) -> Iterator[World]:
    """An installation that watches the folder `ind`."""
    with template.copy(tmp_path) as url:
        settings = {"SIGNATUR_DISCLOSURE_INBOUND_FOLDER": str(tmp_path / "ind")}
        world = a_world(tmp_path, url, FixedClock(), **settings)
        a_project(world, service.NAME)
        yield world
        world.runtime.close()


def put(tmp_path: Path, path: str, content: str = TEXT, *, age: float = 60) -> Path:
    """Put a file into the watched folder, so many seconds ago by the world's clock."""
    file = tmp_path / "ind" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    moment = FixedClock().now().timestamp() - age
    os.utime(file, (moment, moment))
    return file


def look(world: World) -> None:
    """Go the round of a job process, and let it work."""
    watched_folder.go_round(world.runtime)
    run_waiting_jobs(world.runtime)


def lying(tmp_path: Path) -> list[str]:
    base = tmp_path / "ind"
    return sorted(one.relative_to(base).as_posix() for one in base.rglob("*") if one.is_file())


def names_in(world: World, case_id: UUID) -> list[str]:
    with world.runtime.reading(world.actor("Anna")) as work:
        return [one.name for one in service.documents(work, case_id)]


def cases(world: World) -> list[UUID]:
    with world.runtime.reading(world.actor("Anna")) as work:
        return [one.id for one in service.cases(work)]


def count_uploads(world: World) -> int:
    with world.runtime.reading(world.actor("Anna")) as work:
        return work.session.scalar(select(func.count()).select_from(UploadRow)) or 0


def test_a_sub_folder_is_a_new_case_with_its_request_and_documents(
    watching: World, tmp_path: Path
) -> None:
    put(tmp_path, "26-004711/anmodning.txt", "Jeg beder om alt i byggesagen.")
    put(tmp_path, "26-004711/brev.txt")
    put(tmp_path, "26-004711/bilag/notat.txt", "Et notat.")
    look(watching)

    (case_id,) = cases(watching)
    with watching.runtime.reading(watching.actor("Anna")) as work:
        case = service.case(work, case_id)
    assert (case.title, case.case_number) == ("26-004711", "26-004711")
    assert case.request == "Jeg beder om alt i byggesagen."
    assert sorted(names_in(watching, case_id)) == ["bilag/notat.txt", "brev.txt"]
    assert lying(tmp_path) == [
        "26-004711/done/anmodning.txt",
        "26-004711/done/bilag/notat.txt",
        "26-004711/done/brev.txt",
    ]


def test_a_sub_folder_adds_to_the_case_of_its_number_or_case_number(
    watching: World, tmp_path: Path
) -> None:
    with watching.runtime.work(watching.actor("Anna")) as work:
        case_id = service.new_case(work, NewCase(title="Hegn", request="Alt.", case_number="26-17"))
        number = service.case(work, case_id).number
    put(tmp_path, "26-17/brev.txt")
    look(watching)
    put(tmp_path, f"nr. {number}/notat.txt", "Et notat.")
    watching.clock.advance(NEXT_LOOK)
    look(watching)

    assert cases(watching) == [case_id]
    assert sorted(names_in(watching, case_id)) == ["brev.txt", "notat.txt"]


def test_nothing_is_taken_twice_after_a_kill_between_storing_and_putting_away(
    watching: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "26-17/brev.txt")
    put(tmp_path, "26-17/anmodning.txt", "Alt om hegnet.")
    with monkeypatch.context() as patch:
        # As if the process had ended before anything was put away.
        patch.setattr(watched_folder, "_put_away", lambda *_what: None)
        look(watching)
    before = count_uploads(watching), lying(tmp_path)
    watching.clock.advance(NEXT_LOOK)
    look(watching)

    (case_id,) = cases(watching)
    assert before == (1, ["26-17/anmodning.txt", "26-17/brev.txt"])
    assert count_uploads(watching) == 1
    assert names_in(watching, case_id) == ["brev.txt"]
    assert lying(tmp_path) == ["26-17/done/anmodning.txt", "26-17/done/brev.txt"]


def test_what_cannot_be_taken_in_is_kept_told_of_and_stops_nothing(
    watching: World, tmp_path: Path
) -> None:
    put(tmp_path, "26-17/tom.pdf", "")
    put(tmp_path, "26-17/brev.txt")
    put(tmp_path, "26-17/itu.pdf", "%PDF-1.4 itu")
    look(watching)

    (case_id,) = cases(watching)
    with watching.runtime.reading(watching.actor("Anna")) as work:
        states = {one.name: one.state.value for one in service.documents(work, case_id)}
        told = [one.code for one in alarms.alarms(work)]
    assert states == {"brev.txt": "read", "itu.pdf": "unreadable"}
    assert lying(tmp_path) == ["26-17/done/brev.txt", "26-17/done/itu.pdf", "26-17/failed/tom.pdf"]
    assert told == ["disclosure.inbound"]


def test_what_is_still_being_written_waits_with_its_whole_sub_folder(
    watching: World, tmp_path: Path
) -> None:
    put(tmp_path, "26-17/brev.txt")
    put(tmp_path, "26-17/stor.pdf.part")
    put(tmp_path, "26-18/brev.txt", age=1)
    look(watching)

    assert cases(watching) == []
    assert lying(tmp_path) == ["26-17/brev.txt", "26-17/stor.pdf.part", "26-18/brev.txt"]


def test_a_name_that_fits_no_case_or_several_is_left_lying_and_told_of(
    watching: World, tmp_path: Path
) -> None:
    with watching.runtime.work(watching.actor("Anna")) as work:
        for title in ("Et", "To"):
            service.new_case(work, NewCase(title=title, request=title, case_number="26-17"))
    put(tmp_path, "26-17/brev.txt")
    put(tmp_path, "nr. 99/brev.txt")
    look(watching)

    with watching.runtime.reading(watching.actor("Anna")) as work:
        assert [one.code for one in alarms.alarms(work)] == ["disclosure.inbound"] * 2
    assert count_uploads(watching) == 0
    assert lying(tmp_path) == ["26-17/brev.txt", "nr. 99/brev.txt"]


def test_a_closed_case_is_not_added_to(watching: World, tmp_path: Path) -> None:
    with watching.runtime.work(watching.actor("Dorte")) as work:
        closed = service.new_case(work, NewCase(title="Et", request="Alt.", case_number="26-17"))
        service.move_case(work, closed, CaseState.CLOSED, "Sendt til rette myndighed.")
    put(tmp_path, "26-17/brev.txt")
    look(watching)

    (other,) = cases(watching)
    assert other != closed
    assert names_in(watching, closed) == []


def test_links_and_hidden_files_are_left_alone(watching: World, tmp_path: Path) -> None:
    secret = tmp_path / "andet.txt"
    secret.write_text("Hemmeligt", encoding="utf-8")
    put(tmp_path, "26-17/.skjult")
    (tmp_path / "ind" / "26-17" / "henvisning.txt").symlink_to(secret)
    (tmp_path / "ind" / "mappe").symlink_to(tmp_path, target_is_directory=True)
    look(watching)

    assert cases(watching) == []


def test_where_nothing_waits_no_job_is_started(watching: World, tmp_path: Path) -> None:
    (tmp_path / "ind" / "26-17").mkdir(parents=True)
    watched_folder.go_round(watching.runtime)

    with watching.runtime.reading(watching.actor("Anna")) as work:
        kinds = work.session.scalars(select(JobRow.kind)).all()
    assert service.LOOK_JOB not in kinds


def test_no_folder_is_watched_unless_it_is_set(world: World) -> None:
    a_project(world, service.NAME)
    watched_folder.go_round(world.runtime)

    assert service.inbound_folder(world.runtime, world.authority_id) is None


def test_each_of_several_authorities_has_a_folder_of_its_own(
    watching: World, tmp_path: Path
) -> None:
    from signatur.kernel.permissions import SYSTEM

    with watching.runtime.work(SYSTEM) as work:
        people.add_authority(work, "Havby Kommune", "12345682")
    put(tmp_path, "26-17/brev.txt")
    put(tmp_path, f"{watching.authority_id}/26-18/brev.txt")
    look(watching)

    (case_id,) = cases(watching)
    with watching.runtime.reading(watching.actor("Anna")) as work:
        assert service.case(work, case_id).case_number == "26-18"
    assert "26-17/brev.txt" in lying(tmp_path)


def test_what_was_taken_in_is_removed_after_its_days_and_stays_with_its_case(
    watching: World, tmp_path: Path
) -> None:
    put(tmp_path, "26-17/brev.txt")
    put(tmp_path, "26-17/tom.pdf", "")
    look(watching)
    (done,) = (tmp_path / "ind" / "26-17" / "done").iterdir()
    now = watching.runtime.clock.now().timestamp()
    os.utime(done, (now, now))
    kept = watched_folder.tidy_inbound(watching.runtime, watching.authority_id)
    watching.clock.advance(timedelta(days=31))
    removed = watched_folder.tidy_inbound(watching.runtime, watching.authority_id)

    (case_id,) = cases(watching)
    assert (kept, removed) == (0, 1)
    assert lying(tmp_path) == ["26-17/failed/tom.pdf"]
    with watching.runtime.reading(watching.actor("Anna")) as work:
        (document,) = service.documents(work, case_id)
        with items.open_original(work, document.id) as file:
            assert file.read().decode() == TEXT
    assert WATCH.result_titles["removed"]


def test_a_case_from_the_folder_is_handled_like_any_other(watching: World, tmp_path: Path) -> None:
    put(tmp_path, "Byggesag, Åvej 3/brev.txt")
    look(watching)
    (case_id,) = cases(watching)
    with watching.runtime.work(watching.actor("Anna")) as work:
        version = service.case(work, case_id).version
        change = CaseChange(title="Byggesag", handler_id=watching.person_ids["Anna"])
        service.change_case(work, case_id, change, version)
    put(tmp_path, "Byggesag, Åvej 3/senere.txt", "Senere.")
    watching.clock.advance(NEXT_LOOK)
    look(watching)

    assert sorted(names_in(watching, case_id)) == ["brev.txt", "senere.txt"]
