"""Runs the tests that use a database on a PostgreSQL server, when one is reachable.

The server is the one that `SIGNATUR_TEST_POSTGRESQL` names, else one on this machine. Databases are
made and dropped there under names that begin with `signatur_test_`. Without a server this says so
and ends well; in CI (variable `CI`) it ends badly, since there it must not be missing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg

PROJECT = Path(__file__).resolve().parent.parent
VARIABLE = "SIGNATUR_TEST_POSTGRESQL"
USUAL = (
    "postgresql://127.0.0.1/postgres",
    "postgresql://postgres@127.0.0.1/postgres",
    "postgresql:///postgres",
)
_PATIENCE_SECONDS = 3


def main() -> None:
    named = os.environ.get(VARIABLE)  # noqa: TID251 (chooses where to test)
    server = next(filter(answers, [named] if named else USUAL), None)
    if server is None:
        say_that_there_is_none(named)
        return
    print(f"Testing on PostgreSQL at {server}")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--numprocesses",
        str((os.cpu_count() or 1) + 1),
        *sys.argv[1:],
    ]
    environment = {**os.environ, VARIABLE: server}  # noqa: TID251
    sys.exit(subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode)


def answers(server: str) -> bool:
    """Say whether a server answers and lets us make databases."""
    try:
        with psycopg.connect(server, connect_timeout=_PATIENCE_SECONDS) as connection:
            query = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            found = connection.execute(query).fetchone()
    except psycopg.OperationalError:
        return False
    return found is not None and bool(found[0])


def say_that_there_is_none(named: str | None) -> None:
    """Say it; end badly where the server was asked for by name, or in CI."""
    looked = named or " and ".join(USUAL)
    words = f"No PostgreSQL server on which databases may be made answers at {looked}."
    if named or os.environ.get("CI"):  # noqa: TID251
        sys.exit(words)
    print(f"{words} The tests ran on the embedded database only.")


main()
