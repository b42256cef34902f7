"""Runs the web server, and a process for background jobs beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from signatur.app import create_app
from signatur.kernel.errors import Unavailable
from signatur.kernel.i18n import text as _
from signatur.kernel.log import set_up_log
from signatur.kernel.migrate import is_up_to_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.kernel.runtime import Runtime

_STOP_SECONDS = 20


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
    with _jobs_beside() if with_jobs else _nothing_beside():
        uvicorn.run(
            create_app(runtime),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
        )


@contextmanager
def _jobs_beside() -> Iterator[None]:
    """Run a job process that ends with this one, also when this one is killed."""
    command = [sys.executable, "-m", "signatur", "jobs", "work", "--parent", str(os.getpid())]
    process = subprocess.Popen(command)  # noqa: S603 (our own program)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def _nothing_beside() -> Iterator[None]:
    yield
