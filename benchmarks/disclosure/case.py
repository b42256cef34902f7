"""Measure a case of 1,000 invented documents: search, list, progress and decisions, on SQLite and PostgreSQL.

Run from the root: `PYTHONPATH=. python benchmarks/disclosure/case.py` writes `results/case.json`. Documents
come from `demo.inventing` with their true mentions as findings, so that detection is not measured here
(see `speed.py`). PostgreSQL is measured where `--postgresql URL` names a database that may be emptied, or
a server on this machine lets one be made.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.mail_routing.surroundings import machine
from signatur.kernel.clock import SystemClock
from signatur.kernel.db import Database
from signatur.kernel.migrate import migrate
from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out import saved
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.demo.inventing import invented_case
from signatur.solutions.disclosure.intake import Incoming
from signatur.solutions.disclosure.schema.case import FindingState
from signatur.solutions.disclosure.schema.finding import Finding
from tests.builders import World, a_world
from tests.solutions.disclosure.situations import PRIVATE, a_case, a_laid_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from signatur.solutions.disclosure.demo.inventing import InventedDocument

RESULTS = Path(__file__).parent / "results"
LIMIT_SEARCH_MS = 200
_BATCH = 100
_TIMES = 5
_SEED = 20261128


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--server", default="postgresql+psycopg://postgres@127.0.0.1/postgres")
    given = parser.parse_args()
    told: dict[str, Any] = {"machine": machine(), "limit_search_ms": LIMIT_SEARCH_MS}
    with tempfile.TemporaryDirectory() as folder:
        told["sqlite"] = _measure(Path(folder), "", given.documents)
    with tempfile.TemporaryDirectory() as folder:
        told["postgresql"] = _on_server(Path(folder), given.server, given.documents)
    file = RESULTS / "case.json"
    file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=2))


def _on_server(folder: Path, server: str, count: int) -> dict[str, Any] | str:
    """Measure in a database of its own on a server; say so where there is none."""
    import sqlalchemy

    engine = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"signatur_benchmark_{uuid4().hex[:12]}"
    try:
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(f'CREATE DATABASE "{name}"'))
    except sqlalchemy.exc.OperationalError:
        return "not reachable"
    try:
        return _measure(folder, server.rpartition("/")[0] + "/" + name, count)
    finally:
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def _measure(folder: Path, url: str, count: int) -> dict[str, Any]:
    empty = Database(url or f"sqlite:///{folder / 'signatur.db'}")
    migrate(empty)
    empty.close()
    world = a_world(folder, url, SystemClock())  # type: ignore[arg-type]
    case_id = a_case(world)
    _fill(world, case_id, count)
    with world.runtime.reading(world.actor("Anna")) as work:
        progress = service.progress(work, case_id)
        some = service.people(work, case_id)
    found: dict[str, Any] = {
        "documents": progress.documents, "pages": progress.pages, "findings": progress.findings,
        "persons": len(some),
    }  # fmt: skip
    reads: dict[str, Callable[[Any], object]] = {
        "search_word_ms": lambda work: service.search(work, case_id, "kommune"),
        "search_rare_word_ms": lambda work: service.search(work, case_id, "findes slet ikke her"),
        "search_number_ms": lambda work: service.search(work, case_id, "010203-1234"),
        "list_ms": lambda work: service.documents(work, case_id),
        "progress_ms": lambda work: service.progress(work, case_id),
        "hindrances_ms": lambda work: service.hindrances(work, case_id),
        "next_to_look_at_ms": lambda work: service.next_to_look_at(work, case_id),
    }
    for name, read in reads.items():
        found[name] = _read_ms(world, read)
    chosen = _open_findings(world, case_id)
    found["decided"] = len(chosen)
    found["decide_all_s"] = _write_s(
        world, lambda work: service.decide(work, case_id, chosen, FindingState.WITHHELD)
    )
    found["undo_all_s"] = _write_s(world, lambda work: service.undo(work, case_id))
    one = _open_findings(world, case_id)[:1]
    found["decide_one_s"] = _write_s(
        world, lambda work: service.decide(work, case_id, one, FindingState.KEPT)
    )
    world.runtime.close()
    return found


def _fill(world: World, case_id: UUID, count: int) -> None:
    invented = invented_case(_SEED, documents=count).documents
    for start in range(0, count, _BATCH):
        with world.runtime.work(world.actor("Anna")) as work:
            for document in invented[start : start + _BATCH]:
                _put(work, case_id, document)


def _put(work: Any, case_id: UUID, document: InventedDocument) -> None:
    laid = a_laid_out(document.text)
    content = f"{document.key}\n{document.text}".encode()
    name = f"{document.key}.txt"
    upload = service.hand_in(work, case_id, name, io.BytesIO(content))
    one = Incoming(path=name, title=document.title, content=Content.from_bytes(content))
    (document_id,) = service.keep_unpacked(work, upload.id, [one])
    found = tuple(
        Finding(each.kind, each.start, each.end, each.text, 0.9, ("invented",), ground=PRIVATE)
        for each in document.mentions
    )
    means = service.means_of(work, case_id)
    service.keep_read(work, document_id, laid, saved(laid), found, means)


def _open_findings(world: World, case_id: UUID) -> list[tuple[UUID, int]]:
    with world.runtime.reading(world.actor("Anna")) as work:
        return [
            (one.id, one.version)
            for document in service.documents(work, case_id)
            for one in service.findings(work, document.id)
            if one.state is FindingState.PROPOSED
        ]


def _read_ms(world: World, read: Callable[[Any], object]) -> float:
    """Return the median of some reads, each in a session of its own, in milliseconds."""
    taken = []
    for _time in range(_TIMES):
        with world.runtime.reading(world.actor("Anna")) as work:
            started = time.perf_counter()
            read(work)
            taken.append(time.perf_counter() - started)
    return round(statistics.median(taken) * 1_000, 1)


def _write_s(world: World, write: Callable[[Any], object]) -> float:
    started = time.perf_counter()
    with world.runtime.work(world.actor("Anna")) as work:
        write(work)
    return round(time.perf_counter() - started, 3)


if __name__ == "__main__":
    main()
