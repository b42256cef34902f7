"""Carries ids of jobs to the processes that run them, with huey.

Huey loses a task in flight when its process is killed, so it carries only the id; the truth is our
`kernel_job` table, from which lost ids are sent again.
"""

from __future__ import annotations

import json
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from signatur.kernel.db import driver_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from huey import Huey
    from huey.consumer import Consumer
    from psycopg import Connection

    from signatur.kernel.settings import KernelSettings


class Carrier:
    """A queue of job ids, in a file beside the embedded database or in PostgreSQL.

    Nothing is opened until it is used.
    """

    def __init__(self, settings: KernelSettings) -> None:
        self._settings = settings
        self._run: Callable[[UUID], None] = _refuse
        self._consumer: Consumer | None = None
        # Held here, since huey leaves to the collector what a thread that ended has listened on.
        self._connections: set[Connection[Any]] = set()

    def send(self, job_id: UUID) -> None:
        """Hand a job id to whichever process is free."""
        _huey, run_job = self._queue
        run_job(str(job_id))

    def is_empty(self) -> bool:
        """Say whether every id that was sent has been taken."""
        huey, _run_job = self._queue
        return bool(huey.pending_count() == 0)

    def consume(self, run: Callable[[UUID], None], workers: int) -> None:
        """Run arriving jobs in threads until the process is told to stop (SIGINT, SIGTERM).

        The threads end by themselves afterwards, each with what it has in hand.
        """
        self._run = run
        huey, _run_job = self._queue
        self._consumer = huey.create_consumer(
            workers=workers, periodic=False, backoff=1.0, initial_delay=0.2, max_delay=0.5
        )
        self._consumer.run()

    def wait_for_threads(self, seconds: float) -> None:
        """Wait until the threads that ran jobs have ended, but not for ever."""
        if self._consumer is None:
            return
        until = time.monotonic() + seconds
        workers = [thread for _worker, thread in self._consumer.worker_threads]
        for thread in (*workers, self._consumer.scheduler):
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))

    def close(self) -> None:
        """Close every connection to the queue; the next act opens one again."""
        if "_queue" not in vars(self):
            return
        huey, _run_job = self._queue
        huey.storage.close()
        for connection in list(self._connections):
            connection.close()
        self._forget_closed()

    @cached_property
    def _queue(self) -> tuple[Huey, Callable[[str], Any]]:
        huey = self._make_huey()

        @huey.task(name="run_job")  # type: ignore[untyped-decorator]
        def run_job(job_id: str) -> None:
            self._run(UUID(job_id))

        return huey, run_job

    def _make_huey(self) -> Huey:
        from huey import PostgresHuey, SqliteHuey

        options = {"results": False, "serializer": _json_serializer()}
        if self._settings.database_url:
            return PostgresHuey(
                "signatur", connection=self._connect, table_prefix="kernel_huey", **options
            )
        self._settings.data_folder.mkdir(parents=True, exist_ok=True)
        file = self._settings.data_folder / "queue.db"
        return SqliteHuey("signatur", filename=str(file), **options)

    def _connect(self) -> Connection[Any]:
        """Open a connection to PostgreSQL; huey holds one for each thread that listens."""
        import psycopg

        address = driver_url(self._settings.database_url).replace("+psycopg", "", 1)
        connection = psycopg.connect(address)
        self._forget_closed()
        self._connections.add(connection)
        return connection

    def _forget_closed(self) -> None:
        for connection in list(self._connections):
            if connection.closed:
                self._connections.discard(connection)


def _refuse(job_id: UUID) -> None:
    raise AssertionError(f"job {job_id} arrived in a process that only sends")


def _json_serializer() -> Any:
    """Return a serializer that writes JSON: what lies in the queue can start no code."""
    from huey.registry import Message
    from huey.serializer import Serializer

    class JsonSerializer(Serializer):  # type: ignore[misc]
        def _serialize(self, data: Any) -> bytes:
            return json.dumps(data._asdict(), default=str).encode()

        def _deserialize(self, data: bytes) -> Any:
            return Message(**json.loads(data))

    return JsonSerializer()
