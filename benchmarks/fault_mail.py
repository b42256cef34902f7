"""Kills Signatur's processes while mail goes through them, and looks for anything lost or doubled.

    python benchmarks/fault_mail.py [--mails 500] [--kills 10] [--seed 1] [--postgresql URL]

It needs Dovecot (`sudo apt install dovecot-imapd`) and must be run by root, as Dovecot itself. On
PostgreSQL it makes a database of its own on the server that the address names, and drops it in the
end. Ends with 1 when something was lost, changed or counted twice.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy.engine import make_url

from benchmarks.mail_routing.surroundings import machine
from signatur.kernel.db import Database
from signatur.kernel.migrate import migrate
from tests.solutions.mail_routing.outgoing.faults import as_json, fault_mail

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parent / "mail_routing" / "results"
NAME = "signatur_fault_mail"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=900, help="Seconds to wait for a step.")
    parser.add_argument("--postgresql", default="", help="Address of a server, to run on it.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signatur-") as name, database(given.postgresql) as url:
        folder = Path(name)
        empty = Database(url or f"sqlite:///{folder / 'signatur.db'}")
        migrate(empty)
        empty.close()
        outcome = fault_mail(
            folder, url, mails=given.mails, kills=given.kills, seed=given.seed,
            patience=given.patience,
        )  # fmt: skip
    told = {
        "surroundings": machine("sqlalchemy", "imapclient"),
        "seed": given.seed,
        **as_json(outcome),
    }
    file = RESULTS / f"fault_mail_{outcome.database.lower()}.json"
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=2, ensure_ascii=False))
    sys.exit(0 if outcome.holds else 1)


@contextmanager
def database(server: str) -> Iterator[str]:
    """Give the address of a fresh database on a server, dropped in the end; none: the embedded one."""
    if not server:
        yield ""
        return
    address = make_url(server).set(drivername="postgresql")
    with psycopg.connect(
        address.render_as_string(hide_password=False), autocommit=True
    ) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{NAME}"')
        try:
            yield address.set(database=NAME).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)')


main()
