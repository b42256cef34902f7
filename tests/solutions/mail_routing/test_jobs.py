"""Files that are handed in are stored at once and read in the background, whatever dies meanwhile."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel import blob_uses
from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import JobRun, run_waiting_jobs
from signatur.kernel.jobs.store import JobState
from signatur.records.decisions import service as decisions
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.jobs import take_in
from signatur.solutions.mail_routing.schema import WorklistFilter
from tests.solutions.mail_routing.situations import (
    TO_HOLE,
    FixedRouter,
    a_mail,
    a_rule,
    as_upload,
    read,
    receive,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.jobs.store import Job
    from signatur.methods.classification import Verdict
    from signatur.records.projects.schema import Project
    from signatur.solutions.mail_routing.service import Line
    from tests.builders import World

ALL = WorklistFilter(state="all")


def hand_in(world: World, files: Sequence[tuple[str, io.BytesIO]], by: str = "Anna") -> UUID:
    with world.runtime.work(world.actor(by)) as work:
        return service.hand_in(work, files)


def lines(world: World, project: Project) -> list[Line]:
    with world.runtime.reading(world.system) as work:
        return service.everything(work, project.id, ALL, 1000)


def stored(world: World, project: Project) -> int:
    with world.runtime.reading(world.system) as work:
        return service.count(work, project.id, ALL)


def job(world: World, job_id: UUID) -> Job:
    with world.runtime.reading(world.system) as work:
        return store.get(work, job_id)


def some_mails(count: int) -> list[bytes]:
    return [
        a_mail(f"Der er et hul nummer {number} i vejen.", Message_ID=f"<{number}@example.dk>")
        for number in range(count)
    ]


def test_files_that_are_handed_in_become_enquiries(world: World, project: Project) -> None:
    job_id = hand_in(world, [*as_upload(*some_mails(2)), ("brev.pdf", io.BytesIO(b"%PDF-1.7 x"))])
    run_waiting_jobs(world.runtime)

    done = job(world, job_id)
    assert (done.state, done.result) == (JobState.DONE, {"new": 2, "quarantined": 1})
    assert sorted(one.state for one in lines(world, project)) == ["quarantined", "ready", "ready"]


def test_what_was_received_before_is_counted_and_not_stored_again(
    world: World, project: Project
) -> None:
    for _time in range(2):
        job_id = hand_in(world, as_upload(*some_mails(2)))
        run_waiting_jobs(world.runtime)

    assert job(world, job_id).result == {"known": 2}
    assert len(lines(world, project)) == 2


def test_the_files_themselves_are_not_kept_beside_their_enquiries(
    world: World, project: Project
) -> None:
    mbox = b"".join(b"From a Wed Mar  4 09:00:00 2026\n" + one + b"\n" for one in some_mails(3))
    hand_in(world, as_upload(mbox, ending=".mbox"))
    run_waiting_jobs(world.runtime)

    assert len(lines(world, project)) == 3
    world.clock.advance(timedelta(hours=2))
    with world.runtime.work(world.system) as work:
        assert blob_uses.remove_unused(work) == 1


@pytest.mark.parametrize("count", [0, 201])
def test_no_file_and_too_many_files_are_refused(world: World, project: Project, count: int) -> None:
    assert project.id
    with pytest.raises(InputProblem):
        hand_in(world, as_upload(*[b"x"] * count))


def test_an_auditor_hands_nothing_in(world: World, project: Project) -> None:
    assert project.id
    with pytest.raises(NotAllowed):
        hand_in(world, as_upload(a_mail()), by="Gert")


def test_what_was_stored_but_not_understood_is_understood_when_the_job_goes_on(
    world: World, project: Project
) -> None:
    first, second = some_mails(2)
    with world.runtime.work(world.system) as work:
        # Here a process died: the enquiry is stored, and no more.
        left_behind = service.receive(work, project.id, read(first)).item

    hand_in(world, as_upload(first, second))
    run_waiting_jobs(world.runtime)

    assert [one.state for one in lines(world, project)] == ["ready", "ready"]
    with world.runtime.reading(world.system) as work:
        assert items.get(work, left_behind.id).state is ItemState.READY


def test_a_job_that_is_killed_in_the_middle_goes_on_and_doubles_nothing(
    world: World, project: Project
) -> None:
    count = 150
    job_id = hand_in(world, as_upload(*some_mails(count)))
    kernel = world.runtime.settings.kernel
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 (a process finds its programs by it)
        "SIGNATUR_DATA_FOLDER": str(kernel.data_folder),
        "SIGNATUR_DATABASE_URL": kernel.database_url,
    }
    command = [sys.executable, "-m", "signatur", "jobs", "work"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while not stored(world, project):
            assert time.monotonic() < deadline, "the job process does not get on"
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    before = stored(world, project)

    world.clock.moment = datetime.now(UTC) + timedelta(minutes=5)  # noqa: TID251 (the process lived then)
    run_waiting_jobs(world.runtime)

    assert before < count
    done = job(world, job_id)
    assert (done.state, done.attempts) == (JobState.DONE, 2)
    found = lines(world, project)
    assert len(found) == count
    assert {one.state for one in found} == {ItemState.READY}
    with world.runtime.reading(world.system) as work:
        made = [len(decisions.suggestions(work, one.item_id)) for one in found]
    assert set(made) == {1}


@dataclass
class BrokenRouter(FixedRouter):
    """A model that breaks on one word."""

    def suggest(self, texts: Sequence[str]) -> list[Verdict]:
        if any("knust" in text for text in texts):
            raise ValueError("broken")
        return super().suggest(texts)


def test_one_enquiry_that_cannot_be_processed_is_visible_and_stops_no_other(
    world: World, project: Project
) -> None:
    job_id = hand_in(world, as_upload(a_mail()))
    run = JobRun(world.runtime, job(world, job_id))
    with world.runtime.work(world.system) as work:
        prepared = service.prepare(work, project.id)
    broken = replace(prepared, knowledge=replace(prepared.knowledge, router=BrokenRouter({})))

    for text in ("Ruden er knust.", "Der er et hul."):
        take_in(run, project.id, read(a_mail(text)), broken)

    assert run.result == {"quarantined": 1, "new": 1}
    with world.runtime.reading(world.system) as work:
        (lost,) = service.everything(work, project.id, WorklistFilter(state="quarantined"), 9)
        codes = [one.trouble.code for one in items.troubles_of(work, lost.item_id)]
        text = service.view(work, lost.item_id).enquiry.body.text
    assert (codes, text) == (["reader_failed"], "Ruden er knust.")


# --- reading again -----------------------------------------------------------------------------


def test_an_enquiry_in_quarantine_is_read_again_from_its_original(
    world: World, project: Project
) -> None:
    with world.runtime.work(world.actor("Bo")) as work:
        service.add_rule(work, project.id, a_rule("hul", TO_HOLE))
    with world.runtime.work(world.system) as work:
        # As if the reader had failed, and was mended since.
        mail = read(a_mail())
        item = service.receive(work, project.id, mail).item
        service.give_up(work, item, mail.enquiry)

    with world.runtime.work(world.actor("Bo")) as work:
        job_id = service.read_again(work, item.id)
    run_waiting_jobs(world.runtime)

    assert job(world, job_id).state is JobState.DONE
    with world.runtime.reading(world.actor("Anna")) as work:
        seen = service.view(work, item.id)
        found = service.worklist(work, project.id, WorklistFilter(words="hul")).lines
    assert (seen.line.state, seen.line.subject_key) == (ItemState.READY, "hul")
    assert [one.resolution for one in seen.troubles] == ["read_again"]
    assert [one.item_id for one in found] == [item.id]


def test_what_is_decided_is_not_read_again(world: World, project: Project) -> None:
    item = receive(world, project.id)
    settle(world, item.id, TO_HOLE)

    with world.runtime.work(world.actor("Bo")) as work, pytest.raises(Conflict):
        service.read_again(work, item.id)
