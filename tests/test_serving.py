"""The web server with a job process beside it: both start, both end, and a dead one is followed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from signatur import serving
from signatur.serving import JobsBeside
from tests.architecture.sources import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp

    from tests.builders import World

PATIENCE_SECONDS = 60
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
# One that does not go when it is asked to.
STUBBORN = [
    sys.executable,
    "-c",
    (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print(flush=True); time.sleep(600)"
    ),
]


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(PATIENCE_SECONDS * 50):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it never came to be")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_job_process_that_dies_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_LOOK_EVERY_SECONDS", 0.02)
    with JobsBeside(SLEEP) as jobs:
        first = jobs.pid
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: jobs.pid != first)
        second = jobs.pid
        assert is_alive(second)

    assert not is_alive(second)


def test_a_job_process_that_does_not_go_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_STOP_SECONDS", 0.2)
    with JobsBeside(STUBBORN) as jobs:
        time.sleep(0.5)
        pid = jobs.pid

    assert not is_alive(pid)


@pytest.mark.parametrize("with_jobs", [True, False])
def test_the_server_runs_the_application_with_or_without_jobs(
    world: World, monkeypatch: pytest.MonkeyPatch, *, with_jobs: bool
) -> None:
    ran: list[tuple[ASGIApp, object]] = []
    started: list[list[str]] = []

    @contextmanager
    def beside(command: list[str]) -> Iterator[None]:
        started.append(command)
        yield

    monkeypatch.setattr("uvicorn.run", lambda app, **options: ran.append((app, options["port"])))
    monkeypatch.setattr(serving, "set_up_log", lambda _level: None)
    monkeypatch.setattr(serving, "JobsBeside", beside)
    serving.serve(world.runtime, with_jobs=with_jobs)

    ((application, port),) = ran
    assert port == 8000
    assert TestClient(application).get("/health/live").status_code == 200
    assert [command[2:5] for command in started] == [["signatur", "jobs", "work"]] * with_jobs


def test_a_real_server_answers_and_ends_with_its_job_process(world: World) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kernel = world.runtime.settings.kernel
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251
        "SIGNATUR_DATA_FOLDER": str(kernel.data_folder),
        "SIGNATUR_PORT": str(port),
        **({"SIGNATUR_DATABASE_URL": kernel.database_url} if kernel.database_url else {}),
    }
    log = kernel.data_folder / "log"
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [sys.executable, "-m", "signatur", "serve"],
            env=environment,
            cwd=PACKAGE.parent.parent,
            stderr=lines,
        )
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/health/ready"))
        server.terminate()
        server.wait(PATIENCE_SECONDS)
    finally:
        server.kill()
        server.wait()

    assert server.returncode in (0, -signal.SIGTERM)
    assert '"web.answered"' in log.read_text(encoding="utf-8")


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError):
        return False
