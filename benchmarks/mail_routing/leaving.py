"""How many deliveries a second leave: the outbox with receivers on this machine, by way and database.

    PYTHONPATH=. python benchmarks/mail_routing/leaving.py [--deliveries 300]

With `SIGNATUR_TEST_POSTGRESQL` set, on that server, else on the embedded database. Beside it stands the limit of the same run: two transactions of one row each, stored durably, which
every delivery needs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from benchmarks.mail_routing.surroundings import machine
from signatur.kernel.clock import SystemClock
from signatur.kernel.db import Database
from signatur.kernel.migrate import migrate
from signatur.kernel.outbox import DeliveryState, OutboxRow, deliver_due
from signatur.kernel.permissions import SYSTEM
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import RouteKind
from tests.builders import World, a_project, a_world
from tests.databases import SERVER, Template
from tests.servers.receivers import mail_sink, other_system
from tests.solutions.mail_routing.situations import TO_HOLE, a_mail, receive, set_up, settle

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--deliveries", type=int, default=300)
    count = parser.parse_args().deliveries
    database = "PostgreSQL" if SERVER else "SQLite"
    told: dict[str, Any] = {"surroundings": machine("sqlalchemy"), "database": database}
    with tempfile.TemporaryDirectory() as name, mail_sink() as sink, other_system() as system:
        folder = Path(name)
        template = Template(folder / "t", f"signatur_leaving_{count}") if SERVER else None
        if template is None:
            empty = Database(f"sqlite:///{folder / 'signatur.db'}")
            migrate(empty)
            empty.close()
            told |= _measure(folder, "", sink.port, system.url, count)
        else:
            with template.copy(folder) as url:
                told |= _measure(folder, url, sink.port, system.url, count)
            template.remove()
    file = RESULTS / f"leaving_{database.lower()}.json"
    file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=2))


def _measure(folder: Path, url: str, port: int, address: str, count: int) -> dict[str, Any]:
    secrets = folder / "secrets" / "outgoing"
    secrets.mkdir(parents=True)
    (secrets / "system").write_text("en fælles hemmelighed", encoding="utf-8")
    settings = {
        "SIGNATUR_MAIL_ROUTING_OUTGOING_PRIVATE": "true",
        "SIGNATUR_MAIL_ROUTING_SECRETS_FOLDER": str(folder / "secrets"),
        "SIGNATUR_MAIL_ROUTING_SMTP_HOST": "127.0.0.1",
        "SIGNATUR_MAIL_ROUTING_SMTP_PORT": str(port),
        "SIGNATUR_MAIL_ROUTING_SMTP_SECURITY": "none",
    }
    world = a_world(folder, url, SystemClock(), **settings)  # type: ignore[arg-type]
    project = a_project(world)
    set_up(world, project.id)
    ways = {
        "smtp": (RouteKind.SMTP, {"to": "vej@lindevang.example"}),
        "webhook": (RouteKind.WEBHOOK, {"url": address, "secret": "system"}),
        "folder": (RouteKind.FOLDER, {}),
    }
    with world.runtime.work(world.actor("Bo")) as work:
        for kind, given in ways.values():
            service.save_route(work, project.id, target=Target("vej"), kind=kind, settings=given)
    for number in range(count // len(ways)):
        mail = a_mail(f"Hul nummer {number}", Message_ID=f"<{number}@example.dk>")
        settle(world, receive(world, project.id, mail).id, TO_HOLE)
    limit = _limit(world, count // len(ways))
    started, used = time.perf_counter(), time.process_time()
    while _left(world):
        deliver_due(world.runtime, at_once=True)
    seconds, used = time.perf_counter() - started, time.process_time() - used
    world.runtime.close()
    return {
        "deliveries": count // len(ways) * len(ways),
        "seconds": round(seconds, 2),
        "deliveries_a_second": round(count // len(ways) * len(ways) / seconds, 1),
        "processor_ms_a_delivery": round(1000 * used / (count // len(ways) * len(ways)), 1),
        "limit_a_second": round(limit, 1),
    }


def _left(world: World) -> int:
    with world.runtime.reading(world.system) as work:
        wanted = OutboxRow.state != DeliveryState.DELIVERED
        return work.session.scalar(select(func.count()).select_from(OutboxRow).where(wanted)) or 0


def _limit(world: World, count: int) -> float:
    """Return how many pairs of durable transactions of one row fit into a second, one by one."""
    started = time.perf_counter()
    for number in range(count):
        for _twice in range(2):
            with world.runtime.work(SYSTEM) as work:
                first = select(OutboxRow.id).order_by(OutboxRow.id).limit(1).scalar_subquery()
                change = update(OutboxRow).where(OutboxRow.id == first)
                work.session.execute(change.values(problem=str(number)))
    return count / (time.perf_counter() - started)


main()
