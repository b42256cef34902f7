"""What wraps every request: size limit, recognition, language, security headers, a line in the log."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.kernel.log import get_log
from signatur.kernel.web.visitor import recognise

if TYPE_CHECKING:
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
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_A_YEAR = "max-age=31536000; includeSubDomains"


class TooLargeRequest(Exception):
    """The body of a request grew beyond the limit while it was read."""


class Shell:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, runtime: Runtime) -> None:
        self._app = app
        self._runtime = runtime
        settings = runtime.settings.kernel
        self._most_bytes = settings.upload_megabytes * 1_000_000
        self._zone = settings.time_zone
        self._is_tls = settings.public_url.startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"].startswith("/static/"):
            await self._app(scope, receive, self._with_headers(send, "public, max-age=3600"))
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        request = HTTPConnection(scope)
        visitor = await run_in_threadpool(recognise, self._runtime, request)
        scope.setdefault("state", {})["visitor"] = visitor
        scope["state"]["runtime"] = self._runtime
        answered: list[int] = []

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered.append(message["status"])
            await guarded(message)

        guarded = self._with_headers(send, "no-store")
        with reading_in(visitor.language, self._zone):
            try:
                await self._app(scope, self._limited(receive), watch)
            except TooLargeRequest:
                too_large = PlainTextResponse(str(_("What you sent is too large.")), 413)
                await too_large(scope, receive, watch)
        self._log(scope, answered, time.perf_counter() - started)

    def _limited(self, receive: Receive) -> Receive:
        total = 0

        async def receive_some() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > self._most_bytes:
                raise TooLargeRequest
            return message

        return receive_some

    def _with_headers(self, send: Send, cache: str) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", cache)
                if self._is_tls:
                    headers.setdefault("Strict-Transport-Security", _A_YEAR)
            await send(message)

        return send_with_headers

    def _log(self, scope: Scope, answered: list[int], seconds: float) -> None:
        route = scope.get("route")
        log.info(
            "web.answered",
            method=scope["method"],
            # The pattern, not the address: an address may carry what somebody searched for.
            route=getattr(route, "path", None),
            status=answered[0] if answered else None,
            ms=round(seconds * 1000, 1),
        )
