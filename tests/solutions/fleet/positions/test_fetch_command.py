"""The command that fetches positions, against a server of this machine that plays recorded answers."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import closing
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
import typer
from typer.testing import CliRunner

from signatur.kernel.errors import InputProblem, SignaturError, Unavailable
from signatur.solutions.fleet.cli.fetching import add_to
from signatur.solutions.fleet.intake.connectors.traccar import TRACCAR
from signatur.solutions.fleet.intake.positions import read_positions
from signatur.solutions.fleet.service.fetching import Vendor, days_in, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from typer.testing import Result

commands = typer.Typer()
commands.callback()(lambda: None)
add_to(commands)

TOKEN = "a-Very.secret_token"
POSITION = {
    "deviceId": 7,
    "fixTime": "2026-01-05T06:00:00.000+00:00",
    "latitude": 56.3,
    "longitude": 9.7,
    "valid": True,
    "attributes": {"odometer": 1_234_500},
}
TRACCAR_ANSWERS = {
    "/api/devices": [{"id": 7, "name": "B1"}, {"id": 8, "name": "B2"}],
    "/api/positions?deviceId=7": [POSITION, {**POSITION, "latitude": 156.3}],
    "/api/positions?deviceId=8": [{**POSITION, "deviceId": 8, "attributes": {}}],
}
DRIVE = {
    "CarID": 3,
    "Date": "2026-01-05T00:00:00",
    "StartTime": "08:00",
    "StopTime": "08:30",
    "AddressStartLatitude": 56.3,
    "AddressStartLongitude": 9.7,
    "AddressStopLatitude": 56.38,
    "AddressStopLongitude": 9.7,
    "DistanceTotal": 12.5,
}
LATER = {**DRIVE, "Date": "2026-01-09T00:00:00"}


class Vendors(ThreadingHTTPServer):
    """A server that gives the answer that stands for a path, and for a vehicle where it is asked about one."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.answers: Mapping[str, Any] = TRACCAR_ANSWERS
        self.status = 200
        self.headers_seen: list[Mapping[str, str]] = []
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answering(BaseHTTPRequestHandler):
    server: Vendors

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append(self.path)
        self.server.headers_seen.append(dict(self.headers.items()))
        given = parse_qs(parts.query)
        key = parts.path
        for name in ("deviceId", "CarID", "page"):
            if name in given:
                key += f"?{name}={given[name][0]}"
        answer = self.server.answers[key]
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *_given: object) -> None:  # noqa: A002 (called so)
        """Say nothing."""


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    server = Vendors()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def run(folder: Path, url: str, connector: str = "traccar", token: str = TOKEN) -> Result:
    token_file = folder / "token"
    token_file.write_text(f"{token}\n")
    given = [
        "fetch", "--connector", connector, "--url", url, "--token-file", str(token_file), "--from",
        "2026-01-05", "--to", "2026-01-06", "--out", str(folder / "positions.csv"), "--json",
    ]  # fmt: skip
    return CliRunner().invoke(commands, given)


def problem_of(ran: Result) -> SignaturError:
    assert isinstance(ran.exception, SignaturError), ran.exception
    assert TOKEN not in ran.output + ran.exception.log + str(ran.exception.shown)
    return ran.exception


def test_positions_are_written_as_round_trips_reads_them(tmp_path: Path, vendors: Vendors) -> None:
    ran = run(tmp_path, vendors.url)

    told = json.loads(ran.output)
    out = tmp_path / "positions.csv"
    read = read_positions(out.read_bytes())
    assert (told["positions"], told["vehicles"], told["bad_rows"]) == (2, 2, 1)
    assert told["bad"][0]["reason"] == "unreadable_place"
    assert sorted(read.positions.vehicle.words) == ["B1", "B2"]
    assert read.positions.odometer_km[0] == 1234.5
    assert read.bad_rows == 0
    assert out.stat().st_mode & 0o077 == 0
    assert all(one["Authorization"] == f"Bearer {TOKEN}" for one in vendors.headers_seen)
    assert TOKEN not in ran.output + out.read_text() + "".join(vendors.asked)
    days = parse_qs(urlsplit(vendors.asked[1]).query)
    assert (days["from"], days["to"]) == (["2026-01-04T23:00:00Z"], ["2026-01-06T23:00:00Z"])


def test_pages_are_followed_to_the_last(tmp_path: Path, vendors: Vendors) -> None:
    car = {"InternalVehicleID": 3, "LicensePlate": "AB12345"}
    trip = "/api/CompanyCarTrips?CarID=3"
    following = "/api/CompanyCarTrips?page=2"
    vendors.answers = {
        "/api/Fleet/Cars": {"Cars": [car]},
        trip: {
            "Trips": [DRIVE],
            "Pagination": {"CurrentPage": 1, "TotalPages": 2, "Next": following},
        },
        following: {"Trips": [DRIVE, LATER], "Pagination": {"CurrentPage": 2, "TotalPages": 2}},
    }
    told = json.loads(run(tmp_path, vendors.url, "mileagebook").output)

    assert [urlsplit(one).path for one in vendors.asked] == [
        "/api/Fleet/Cars", "/api/CompanyCarTrips", "/api/CompanyCarTrips",
    ]  # fmt: skip
    assert all(one["X-Access-Token"] == TOKEN for one in vendors.headers_seen)
    assert (told["rows"], told["positions"]) == (3, 8)
    assert "2026-01-09" not in (tmp_path / "positions.csv").read_text()


def test_a_next_page_elsewhere_is_not_given_the_token(tmp_path: Path, vendors: Vendors) -> None:
    vendors.answers = {
        "/api/Fleet/Cars": {
            "Cars": [],
            "Pagination": {"CurrentPage": 1, "TotalPages": 2, "Next": "http://127.0.0.1:1/x"},
        }
    }
    assert "as it should" in problem_of(run(tmp_path, vendors.url, "mileagebook")).shown.message
    assert len(vendors.asked) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_is_told_as_such(tmp_path: Path, vendors: Vendors, status: int) -> None:
    vendors.status = status
    problem = problem_of(run(tmp_path, vendors.url))
    assert isinstance(problem, Unavailable)
    assert "refuses the access token" in problem.shown.message
    assert not (tmp_path / "positions.csv").exists()


def test_a_host_that_nobody_answers_at_is_told_as_such(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    assert (
        "cannot be reached" in problem_of(run(tmp_path, f"http://127.0.0.1:{port}")).shown.message
    )


def test_a_host_that_says_nothing_is_not_waited_for_forever() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        vendor = Vendor(TRACCAR, {"address": address, "token": TOKEN}, seconds=1)
        day = date(2026, 1, 5)
        with pytest.raises(Unavailable) as caught:
            fetch(vendor, days_in(ZoneInfo("Europe/Copenhagen"), day, day), lambda _share: None)
    assert caught.value.shown.values == {"vendor": "Traccar", "seconds": 1}


@pytest.mark.parametrize("answer", [b"<html>Sign in</html>", {"error": "no"}, [1]])
def test_another_answer_is_told_as_such(tmp_path: Path, vendors: Vendors, answer: Any) -> None:
    vendors.answers = {"/api/devices": answer}
    problem = problem_of(run(tmp_path, vendors.url))
    assert "Traccar" in str(problem.shown)


@pytest.mark.parametrize("token", ["", "two\nlines", "nøgle", "to ord"])
def test_a_file_that_holds_no_token_is_refused(
    tmp_path: Path, vendors: Vendors, token: str
) -> None:
    problem = problem_of(run(tmp_path, vendors.url, token=token))
    assert isinstance(problem, InputProblem)
    assert vendors.asked == []


@pytest.mark.parametrize(
    "url", ["gps.example", "ftp://gps.example", "http://", "http://a@b.example"]
)
def test_what_is_no_address_of_a_server_is_refused(tmp_path: Path, url: str) -> None:
    assert isinstance(problem_of(run(tmp_path, url)), InputProblem)
