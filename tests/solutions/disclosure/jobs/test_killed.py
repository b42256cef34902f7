"""A job process that is killed while it reads a case: all is read once, and what was decided stands."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.decisions import service as decisions
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import DocumentState, FindingState
from tests.solutions.disclosure.situations import a_case, documents_in, findings_of

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World

COUNT = 8
PATIENCE_SECONDS = 120


def mails(count: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(count):
            head = (
                f"From: a{number}@example.org\r\nTo: sag@example.org\r\nSubject: Nr. {number}\r\n"
            )
            body = f"\r\nMit cpr-nummer er 010203-{1000 + number}.\r\n"
            archive.writestr(f"{number}.eml", head + body)
    return file.getvalue()


def count_read(world: World, case_id: UUID) -> int:
    with world.runtime.reading(world.actor("Anna")) as work:
        return service.progress(work, case_id).documents_read


def test_all_is_read_once_and_decisions_stand_when_the_process_is_killed(world: World) -> None:
    case_id = a_case(world)
    (letter,) = documents_in(world, case_id, ["Mette Opfundsen bor her."])
    first = findings_of(world, letter)[0]
    with world.runtime.work(world.actor("Anna")) as work:
        service.decide(work, case_id, [(first.id, first.version)], FindingState.WITHHELD)
    run_waiting_jobs(world.runtime)
    with world.runtime.work(world.actor("Anna")) as work:
        service.hand_in(work, case_id, "sag.zip", io.BytesIO(mails(COUNT)))
    kernel = world.runtime.settings.kernel
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 (a process finds its programs by it)
        "SIGNATUR_DATA_FOLDER": str(kernel.data_folder),
        "SIGNATUR_DATABASE_URL": kernel.database_url,
    }
    command = [sys.executable, "-m", "signatur", "jobs", "work"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + PATIENCE_SECONDS
        while count_read(world, case_id) < 2:
            assert time.monotonic() < end, "the job process does not get on"
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    before = count_read(world, case_id)

    world.clock.moment = datetime.now(UTC) + timedelta(minutes=5)  # noqa: TID251 (the process lived then)
    run_waiting_jobs(world.runtime)

    assert before < COUNT
    with world.runtime.reading(world.actor("Anna")) as work:
        found = service.documents(work, case_id)
        made = [len(decisions.suggestions(work, one.id)) for one in found]
    assert len(found) == COUNT + 1
    assert {one.state for one in found} == {DocumentState.READ}
    assert set(made) == {1}
    (decided,) = findings_of(world, letter)
    assert (decided.state, decided.decided_by) == (
        FindingState.WITHHELD,
        world.person_ids["Anna"],
    )
