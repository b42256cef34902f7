"""Receivers of what leaves the house, on free ports of this machine: a mail server, another system.

    with mail_sink() as sink: ... sink.port, sink.mails
    with other_system() as system: ... system.url, system.calls

Both can be told to answer otherwise than well, and keep what they got in the order in which it came.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class MailSink:
    """A mail server that keeps what it is given."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """What it answers to the next mails instead of taking them."""
    takes_seconds: float = 0.0
    """Between taking a mail and saying so."""

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802 (named so by aiosmtpd)
        _server, _session, envelope, address, _options = given
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802 (named so by aiosmtpd)
        _server, _session, envelope = given
        self.mails.append(envelope.original_content)
        self.recipients += envelope.rcpt_tos
        await asyncio.sleep(self.takes_seconds)
        return "250 OK"


@contextmanager
def mail_sink(*, takes_seconds: float = 0.0) -> Iterator[MailSink]:
    """Run a mail server until the end of the block."""
    sink = MailSink(_free_port(), takes_seconds=takes_seconds)
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, data_size_limit=200_000_000)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Call:
    """One call that another system got."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class OtherSystem:
    """Another system that keeps what it is told, and honours the key as it is asked to."""

    port: int = 0
    calls: list[Call] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    """What it answers to the next calls instead of 204."""
    known: dict[str, int] = field(default_factory=dict)
    """Keys and how often each came; what came before is answered with 409."""
    takes_seconds: float = 0.0
    """Between taking a call and answering it."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/postfordeling"

    def take(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        answer = self._taken(call)
        time.sleep(self.takes_seconds)
        return answer

    def _taken(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        with self.lock:
            self.calls.append(call)
            if self.answers:
                return self.answers.pop(0)
            key = call.headers.get("idempotency-key", "")
            self.known[key] = self.known.get(key, 0) + 1
            return (204 if self.known[key] == 1 else 409), {}, b""


def _handler(take: Callable[[Call], tuple[int, dict[str, str], bytes]]) -> Any:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more, content = take(Call(self.path, headers, body))
            try:
                self._answer(status, more, content)
            except BrokenPipeError:
                return  # whoever called was killed meanwhile

        def _answer(self, status: int, more: dict[str, str], content: bytes) -> None:
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            return

    return Handler


@contextmanager
def other_system(*, takes_seconds: float = 0.0) -> Iterator[OtherSystem]:
    """Run another system until the end of the block."""
    system = OtherSystem(takes_seconds=takes_seconds)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(system.take))
    system.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, name="other-system")
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
