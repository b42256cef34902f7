"""Measure how fast pages answer when there are a hundred thousand enquiries; see the results.

Question: do worklist, search and insight answer within 300 milliseconds for nineteen of twenty
requests, with twenty users at a time?

    python benchmarks/mail_routing/scale.py                       # embedded database
    python benchmarks/mail_routing/scale.py --postgresql ADDRESS  # a server on which databases may be made

Data: invented; see `scale_fill.py`. The real server is started as an operator starts it, and asked
over the network by twenty users who are signed in, each with a connection of its own, in a closed
loop: who has an answer asks for the next page, at once (`without_thinking`, far more than twenty
people do) and after a second (`a_second_between`). The users run in a process of their own on the
same machine.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import psycopg

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from surroundings import machine  # noqa: E402 (a script beside this one)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

USERS = 20
PROCESSES = 2
"""That answer browsers, as an operator sets them on a machine with two cores."""
SECONDS = 20
PASSWORD = "proev-signatur-nu"
PEOPLE = ("anna", "bo", "erik", "gert")
PROMISED_MS = 300
_PATIENCE = 120
_WORDS = ("skole", "pas", "regning", "hul vej", "byggetilladelse", "affald", "hjælp", "nabo")
_DEPARTMENTS = ("vej", "skole", "borgerservice", "byg", "affald")

PAGES = {
    "worklist": [
        "/postfordeling",
        "/postfordeling?bane=read",
        "/postfordeling?sortering=due",
        "/postfordeling?tilstand=decided&sortering=newest",
        *(f"/postfordeling?tilstand=all&afdeling={one}" for one in _DEPARTMENTS),
    ],
    "search": [
        *(f"/postfordeling?{urlencode({'soeg': one, 'tilstand': 'all'})}" for one in _WORDS),
        *(f"/postfordeling?{urlencode({'soeg': one})}" for one in _WORDS[:3]),
    ],
    "insight": [
        "/postfordeling/indsigt",
        "/postfordeling/indsigt?fra=2025-06-01",
        "/postfordeling/indsigt/kvalitet?fra=2026-01-01",
        "/postfordeling/indsigt/tid",
        "/postfordeling/indsigt/prognose",
        *(f"/postfordeling/indsigt?afdeling={one}" for one in _DEPARTMENTS),
        *(f"/postfordeling/indsigt/kvalitet?afdeling={one}" for one in _DEPARTMENTS),
    ],
}


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--enquiries", type=int, default=100_000)
    asked.add_argument("--seconds", type=int, default=SECONDS)
    asked.add_argument("--postgresql", default="", help="Address of a server; else embedded.")
    asked.add_argument("--folder", type=Path, help="Keep and use again what was filled in there.")
    asked.add_argument("--users-of", default="", help=argparse.SUPPRESS)
    asked.add_argument("--thinking", type=float, default=0.0, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.users_of:
        told = as_users(given.users_of, given.seconds, given.thinking)
        sys.stdout.write(json.dumps(told))
        return
    with place(given.folder) as folder, database(given.postgresql, folder) as url:
        environment = settings(folder, url)
        filled = fill(environment, folder, given.enquiries)
        with server(environment) as address:
            rounds = {
                name: users(address, given.seconds, thinking)
                for name, thinking in (("without_thinking", 0.0), ("a_second_between", 1.0))
            }
    engine = "postgresql" if given.postgresql else "sqlite"
    results = {
        "question": "Do pages answer within 300 ms for 95 % with 20 users at a time?",
        "data": {"enquiries": given.enquiries, "filled": filled},
        "database": engine,
        "users": USERS,
        "web_processes": PROCESSES,
        "seconds": given.seconds,
        "rounds": rounds,
        "machine": machine("fastapi", "sqlalchemy", "uvicorn"),
    }
    written = HERE / "results" / f"scale_{engine}.json"
    written.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    for name, told in rounds.items():
        for page, one in told.items():
            print(f"{engine} {name} {page}: {one}")


# --- the installation --------------------------------------------------------------------------


@contextmanager
def place(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    folder = Path(tempfile.mkdtemp(prefix="signatur-scale-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server_address: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database, dropped at the end unless it is to be kept."""
    if not server_address:
        yield ""
        return
    name = f"signatur_scale_{os.getpid()}"
    with psycopg.connect(server_address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield urlsplit(server_address)._replace(path=f"/{name}").geturl()
    finally:
        (folder / "filled").unlink(missing_ok=True)
        with psycopg.connect(server_address, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def settings(folder: Path, url: str) -> dict[str, str]:
    inherited = os.environ.items()  # noqa: TID251 (a child's environment)
    own = {key: value for key, value in inherited if not key.startswith("SIGNATUR_")}
    own |= {
        "SIGNATUR_DATA_FOLDER": str(folder),
        "SIGNATUR_PORT": str(free_port()),
        "SIGNATUR_WEB_PROCESSES": str(PROCESSES),
    }
    return own | ({"SIGNATUR_DATABASE_URL": url} if url else {})


def fill(environment: dict[str, str], folder: Path, count: int) -> dict[str, float]:
    """Load a small demo with its people, and very many enquiries beside."""
    mark = folder / "filled"
    if mark.exists():
        return dict(json.loads(mark.read_text(encoding="utf-8")))
    command = [sys.executable, "-m", "signatur", "demo", "--scale", "0.1"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    from scale_fill import fill as fill_in

    from signatur.app import make_runtime

    runtime = make_runtime(environment)
    told = {name: round(value, 1) for name, value in fill_in(runtime, count).items()}
    runtime.close()
    mark.write_text(json.dumps(told), encoding="utf-8")
    return told


@contextmanager
def server(environment: dict[str, str]) -> Iterator[str]:
    """Run the web server as an operator starts it, without background jobs."""
    command = [sys.executable, "-m", "signatur", "serve", "--no-jobs"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"127.0.0.1:{environment['SIGNATUR_PORT']}"
    try:
        until = time.monotonic() + _PATIENCE
        while not answers(address):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("the server did not start")
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def answers(address: str) -> bool:
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- the users ---------------------------------------------------------------------------------


def users(address: str, seconds: int, thinking: float) -> dict[str, Any]:
    """Let the users work in a process of their own; return what they waited."""
    command = [sys.executable, __file__, "--users-of", address, "--seconds", str(seconds)]
    done = subprocess.run(
        [*command, "--thinking", str(thinking)], check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout))


def as_users(address: str, seconds: int, thinking: float) -> dict[str, Any]:
    cookies = [signed_in(address, PEOPLE[number % len(PEOPLE)]) for number in range(USERS)]
    # Each page once and again, so that every process of the server has been asked for it.
    for path in 4 * list(itertools.chain.from_iterable(PAGES.values())):
        get(http.client.HTTPConnection(address, timeout=60), cookies[0], path)
    waited: list[tuple[str, float, int]] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=work, args=(address, cookie, number, until, thinking, waited))
        for number, cookie in enumerate(cookies)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        name: measures([ms for page, ms, _status in waited if page == name], seconds)
        | {"not_answered": sum(page == name and status != 200 for page, _ms, status in waited)}
        for name in PAGES
    }


def work(
    address: str,
    cookie: str,
    number: int,
    until: float,
    thinking: float,
    waited: list[tuple[str, float, int]],
) -> None:
    chance = random.Random(number)
    connection = http.client.HTTPConnection(address, timeout=60)
    kinds = list(PAGES)
    # People do not begin all at the same moment.
    time.sleep(thinking * chance.random())
    while time.monotonic() < until:
        kind = chance.choice(kinds)
        started = time.perf_counter()
        status = get(connection, cookie, chance.choice(PAGES[kind]))
        waited.append((kind, (time.perf_counter() - started) * 1000, status))
        if thinking:
            time.sleep(thinking * chance.uniform(0.5, 1.5))


def get(connection: http.client.HTTPConnection, cookie: str, path: str) -> int:
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    response.read()
    return response.status


def signed_in(address: str, login: str) -> str:
    connection = http.client.HTTPConnection(address, timeout=30)
    body = urlencode({"login": login, "password": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/log-ind", body, headers)
    response = connection.getresponse()
    response.read()
    given = response.headers.get_all("Set-Cookie") or []
    if response.status != 303:
        raise SystemExit(f"{login} cannot sign in: {response.status}")
    return "; ".join(one.split(";", 1)[0] for one in given)


def measures(waited: Sequence[float], seconds: int) -> dict[str, Any]:
    ordered = sorted(waited)

    def at(share: float) -> float | None:
        return round(ordered[int(share * (len(ordered) - 1))], 1) if ordered else None

    return {
        "requests": len(ordered),
        "per_second": round(len(ordered) / seconds, 1),
        "p50_ms": at(0.50),
        "p95_ms": at(0.95),
        "p99_ms": at(0.99),
        "keeps_promise": bool(ordered) and (at(0.95) or 0.0) <= PROMISED_MS,
    }


if __name__ == "__main__":
    main()
