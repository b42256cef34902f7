"""What wraps every request: size limit, recognition, language, security headers, a line in the log.

Whatever goes wrong inside is answered here too, so that a failure has the same headers and the
reader's language as everything else.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request

from signatur.kernel.i18n import reading_in
from signatur.kernel.log import get_log
from signatur.kernel.web.problems import on_http, on_unknown
from signatur.kernel.web.visitor import recognise, stranger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from signatur.kernel.runtime import Runtime

log = get_log(__name__)

# No inline script or style, nothing from elsewhere, no framing (OWASP secure headers).
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Other sites learn nothing; our own forms need an origin, which "no-referrer" would take away.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Whoever has not signed in sends a login and a password; a body is read before a right is asked for.
_STRANGERS_BYTES = 100_000
_STATIC = "/static/"
_AN_HOUR = "public, max-age=3600"
_A_YEAR = "max-age=31536000; includeSubDomains"


class TooLargeRequest(HTTPException):
    """The body of a request grew beyond the limit while it was read.

    An HTTPException, because FastAPI hides every other that is raised while it reads a body.
    """

    def __init__(self) -> None:
        super().__init__(413)


class Shell:
    """ASGI middleware around the whole application; the installation stands in the request's state."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        request = Request(scope)
        runtime: Runtime = request.state.runtime
        settings = runtime.settings.kernel
        request.state.visitor = stranger(runtime, request)
        answered: list[int] = []

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered.append(message["status"])
            await guarded(message)

        is_static = scope["path"].startswith(_STATIC)
        headers = _HEADERS | {"Cache-Control": _AN_HOUR if is_static else "no-store"}
        if settings.public_url.startswith("https:"):
            headers["Strict-Transport-Security"] = _A_YEAR
        guarded = _with_headers(send, headers)
        with reading_in(request.state.visitor.language, settings.time_zone):
            try:
                await self._answer_visitor(request, runtime, receive, watch)
            except Exception as problem:
                if answered:
                    raise  # too late for another answer; the connection is cut
                response = await run_in_threadpool(on_unknown, request, problem)
                await response(scope, receive, watch)
        if not is_static:
            _log(scope, answered, time.perf_counter() - started)

    async def _answer_visitor(
        self, request: Request, runtime: Runtime, receive: Receive, send: Send
    ) -> None:
        if not request.scope["path"].startswith(_STATIC):
            request.state.visitor = await run_in_threadpool(recognise, runtime, request)
        with reading_in(request.state.visitor.language):
            most = runtime.settings.kernel.upload_megabytes * 1_000_000
            if request.state.visitor.actor is None:
                most = min(most, _STRANGERS_BYTES)
            if _announces_more(request, most):
                response = await run_in_threadpool(on_http, request, TooLargeRequest())
                await response(request.scope, receive, send)
            else:
                await self._app(request.scope, _limited(receive, most), send)


def _with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            sent = MutableHeaders(scope=message)
            for name, value in headers.items():
                sent.setdefault(name, value)
        await send(message)

    return send_with_headers


def _log(scope: Scope, answered: list[int], seconds: float) -> None:
    route = scope.get("route")
    log.info(
        "web.answered",
        method=scope["method"],
        # The pattern, not the address: an address may carry what somebody searched for.
        route=getattr(route, "path", None),
        status=answered[0] if answered else None,
        ms=round(seconds * 1000, 1),
    )


def _announces_more(request: Request, most: int) -> bool:
    announced = request.headers.get("content-length", "")
    return announced.isdecimal() and int(announced) > most


def _limited(receive: Receive, most: int) -> Receive:
    total = 0

    async def receive_some() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > most:
            raise TooLargeRequest
        return message

    return receive_some
