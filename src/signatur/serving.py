"""Runs the web server, and a process for background jobs beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING

from signatur.app import create_app, make_runtime
from signatur.kernel.errors import Unavailable
from signatur.kernel.i18n import text as _
from signatur.kernel.log import get_log, set_up_log
from signatur.kernel.migrate import is_up_to_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from starlette.types import ASGIApp

    from signatur.kernel.runtime import Runtime

log = get_log(__name__)

_STOP_SECONDS = 20
_LOOK_EVERY_SECONDS = 1.0


def serve(runtime: Runtime, *, with_jobs: bool) -> None:
    """Answer requests until told to stop. Raises Unavailable when the tables are not there."""
    import uvicorn

    settings = runtime.settings.kernel
    with runtime.database.engine.connect() as connection:
        if not is_up_to_date(connection):
            raise Unavailable(
                log="database not migrated",
                shown=_("The database lacks the tables of this version. Run: signatur migrate"),
            )
    set_up_log(settings.log_level)
    with JobsBeside(_jobs_command()) if with_jobs else nullcontext():
        alone = settings.web_processes == 1
        uvicorn.run(
            # Several processes each build their own from the same settings.
            create_app(runtime) if alone else "signatur.serving:app_of_process",
            factory=not alone,
            workers=settings.web_processes,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
        )


def app_of_process() -> ASGIApp:
    """Return the web application of one of several processes."""
    runtime = make_runtime()
    set_up_log(runtime.settings.kernel.log_level)
    return create_app(runtime)


class JobsBeside:
    """A job process that ends with this one, also when this one is killed, and is kept alive.

    One that dies is followed by another, which takes up its jobs when their leases run out.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._over = threading.Event()
        self._process = subprocess.Popen(command)  # noqa: S603 (our own program)
        self._guard = threading.Thread(target=self._keep_alive, name="jobs-guard", daemon=True)

    def __enter__(self) -> Self:
        self._guard.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        self._guard.join()
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def _keep_alive(self) -> None:
        while not self._over.wait(_LOOK_EVERY_SECONDS):
            status = self._process.poll()
            if status is not None:
                log.warning("serving.job_process_died", status=status)
                self._process = subprocess.Popen(self._command)  # noqa: S603 (our own program)


def _jobs_command() -> list[str]:
    return [sys.executable, "-m", "signatur", "jobs", "work", "--parent", str(os.getpid())]
