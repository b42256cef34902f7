"""Nothing calls out: no module knows how, and whoever tries in a test or its children is stopped."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.architecture.sources import modules, name_of, tree
from tests.closed_network.sitecustomize import NetworkClosed, is_here, watch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CALLING_OUT = {
    "aiohttp", "ftplib", "http.client", "httpx", "httpx2", "imapclient", "imaplib", "nntplib", "poplib", "requests",
    "smtplib", "socket", "ssl", "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc",
}  # fmt: skip
# Module -> why it may. One that calls out needs a setting that says so.
ALLOWED: Mapping[str, str] = {
    "kernel/imap.py": "fetches mail from the servers that MAIL_ROUTING_MAIL_SERVERS names",
    "kernel/jobs/run.py": "asks for the machine's own name, to tell workers apart",
    "solutions/fleet/service/fetching.py": "asks the vendor of tracking that FLEET_VENDOR names",
    "solutions/mail_routing/service/outgoing/calling.py": "calls the addresses of routes; private "
    "ones only where MAIL_ROUTING_OUTGOING_PRIVATE says so",
    "solutions/mail_routing/service/outgoing/smtp.py": "forwards by MAIL_ROUTING_SMTP_HOST",
}
# An address that is kept for documentation (RFC 5737): nobody is there.
NOBODY = "192.0.2.1"


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_no_module_knows_how_to_call_out() -> None:
    found = {name_of(path) for path in modules() if _imported(path) & CALLING_OUT}

    assert found == set(ALLOWED)


def test_whoever_tries_to_leave_the_machine_is_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TESTS_NETWORK_TRIES", str(tmp_path / "tries"))
    with pytest.raises(NetworkClosed), socket.socket() as out:
        out.connect((NOBODY, 80))
    with pytest.raises(NetworkClosed):
        socket.getaddrinfo("example.org", 80)

    tried = (tmp_path / "tries").read_text(encoding="utf-8").splitlines()
    assert tried == [f"socket.connect {NOBODY}", "socket.getaddrinfo example.org"]


def test_a_child_process_that_tries_is_stopped_and_seen(tmp_path: Path) -> None:
    tries = tmp_path / "tries"
    program = f"import socket; socket.create_connection(('{NOBODY}', 80), timeout=1)"
    environment = {**os.environ, "TESTS_NETWORK_TRIES": str(tries)}  # noqa: TID251
    child = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=False
    )

    assert b"NetworkClosed" in child.stderr
    assert NOBODY in tries.read_text(encoding="utf-8")


def test_this_machine_may_be_spoken_to() -> None:
    assert all(map(is_here, ["127.0.0.1", "::1", "localhost", "", None, b"127.0.0.1"]))
    assert not any(map(is_here, [NOBODY, "example.org", "10.0.0.1"]))
    watch("socket.connect", (None, "/var/run/postgresql/.s.PGSQL.5432"))
    watch("open", ("/etc/passwd",))
