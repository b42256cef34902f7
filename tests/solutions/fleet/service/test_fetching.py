"""Driving is fetched from a vendor that an operator has set up, and from nobody else."""

from __future__ import annotations

import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.jobs import store as jobs
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.solutions.fleet import service
from tests.builders import FixedClock, a_world
from tests.solutions.fleet.service.test_positions import HOME, on_the_map
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.builders import World
    from tests.databases import Template

AWAY = (56.38, 9.70)


class Tracking(HTTPServer):
    """A server that answers as Traccar does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.asked: list[tuple[str, str]] = []
        self.status = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answering(BaseHTTPRequestHandler):
    server: Tracking

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append((parts.path, self.headers.get("Authorization", "")))
        answer: Any = [{"id": 7, "name": "B1"}]
        if parts.path == "/api/positions":
            assert parse_qs(parts.query)["deviceId"] == ["7"]
            answer = [*_stay(6, HOME), *_stay(8, AWAY), *_stay(10, HOME)]
        content = json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *_given: object) -> None:  # noqa: A002 (called so)
        """Say nothing."""


def _stay(hour: int, place: tuple[float, float]) -> list[dict[str, Any]]:
    return [
        {
            "deviceId": 7,
            "fixTime": f"2026-01-05T{hour:02d}:{minute:02d}:00.000+00:00",
            "latitude": place[0],
            "longitude": place[1],
            "valid": True,
        }
        for minute in range(0, 60, 5)
    ]


@pytest.fixture
def tracking() -> Iterator[Tracking]:
    server = Tracking()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def connected(template: Template, tmp_path: Path, tracking: Tracking) -> Iterator[World]:
    """An installation whose operator has set a vendor up."""
    file = tmp_path / "vendor.json"
    file.write_text(json.dumps({"address": tracking.address, "token": "hemmelig"}))
    with template.copy(tmp_path) as url:
        settings = {
            "SIGNATUR_FLEET_VENDOR": "traccar",
            "SIGNATUR_FLEET_VENDOR_FILE": str(file),
        }
        world = a_world(tmp_path, url, FixedClock(), **settings)
        yield world
        world.runtime.close()


def test_what_a_vendor_answers_becomes_round_trips(connected: World, tracking: Tracking) -> None:
    on_the_map(connected)
    with a_browser(connected, "Anna") as anna:
        assert "Fetch from Traccar" in anna.get("/flaade/indlever").text
        page = anna.post("/flaade/hent", {"since": "2026-01-05", "until": "2026-01-06"})
        run_waiting_jobs(connected.runtime)
        made = anna.get(page.headers["location"]).headers["location"]
        shown = anna.get(made).text

    assert "Traccar 2026-01-05 – 2026-01-06" in shown
    with connected.runtime.reading(connected.actor("Anna")) as work:
        trips = service.trips_of(work, UUID(made.rsplit("/", 1)[1]))
    assert [trips.vehicle.word(row) for row in range(len(trips))] == ["B1"]
    assert tracking.asked == [
        ("/api/devices", "Bearer hemmelig"),
        ("/api/positions", "Bearer hemmelig"),
    ]


def test_a_vendor_that_refuses_is_told_of_without_its_answer(
    connected: World, tracking: Tracking
) -> None:
    on_the_map(connected)
    tracking.status = 401
    with connected.runtime.work(connected.actor("Anna")) as work:
        job_id = service.start_fetching(work, date(2026, 1, 5), date(2026, 1, 6))
    run_waiting_jobs(connected.runtime)

    with connected.runtime.reading(connected.actor("Anna")) as work:
        job = jobs.get(work, job_id)
    assert job.problem is not None
    assert "refuses the access token" in job.problem.message


def test_a_period_that_ends_before_it_begins_is_refused(connected: World) -> None:
    on_the_map(connected)
    with connected.runtime.work(connected.actor("Anna")) as work, pytest.raises(InputProblem):
        service.start_fetching(work, date(2026, 1, 6), date(2026, 1, 5))


def test_without_a_vendor_nothing_is_fetched(world: World) -> None:
    on_the_map(world)
    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(Conflict):
        service.start_fetching(work, date(2026, 1, 5), date(2026, 1, 6))
