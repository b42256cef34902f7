"""What a visitor sees when something is wrong: a plain sentence, as a page or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from sqlalchemy.exc import DataError
from starlette.datastructures import URL
from starlette.exceptions import HTTPException

from signatur.kernel.errors import NotSignedIn, SignaturError
from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _
from signatur.kernel.log import get_log
from signatur.kernel.web.templates import render

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

log = get_log(__name__)

_SENTENCES = {
    400: _("What you sent could not be read. Go back and try again."),
    404: _("This page does not exist. The address may be wrong, or what it showed is gone."),
    405: _("This cannot be done at this address."),
    413: _("What you sent is too large."),
    422: _("Something in what you sent is missing or has the wrong form."),
    500: _("Something went wrong in Signatur. Nothing was changed. Try again."),
}
_SERVER_ERROR = 500


def install(app: FastAPI) -> None:
    """Answer every foreseen error in plain words; the shell around the application does the rest."""
    app.add_exception_handler(SignaturError, _on_known)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(DataError, _on_unfit)
    app.add_exception_handler(OverflowError, _on_unfit)


def _on_known(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, SignaturError)
    if problem.status >= _SERVER_ERROR:
        log.failure("web.problem", problem)
    if type(problem) is NotSignedIn and _wants_page(request) and request.method == "GET":
        return _to_sign_in(request)
    return _answer(request, problem.status, problem.shown)


def _to_sign_in(request: Request) -> Response:
    """Send the browser to the sign-in page, and a part of a page together with its whole page."""
    if not _wants_fragment(request):
        return RedirectResponse(sign_in_path(request.url.path), status_code=303)
    shown = URL(request.headers.get("hx-current-url", "")).path or "/"
    return HTMLResponse("", 401, headers={"HX-Redirect": sign_in_path(shown)})


def sign_in_path(back: str) -> str:
    """Return the address of the sign-in page that leads back to another one afterwards."""
    return f"/log-ind?til={quote(back, safe='/')}"


def _on_invalid(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, RequestValidationError)
    # Names of fields and kinds of mistake, never the values that were sent.
    fields = [
        {"field": ".".join(str(part) for part in error["loc"]), "mistake": error["type"]}
        for error in problem.errors()
    ]
    return _answer(request, 422, _SENTENCES[422], fields=fields)


def _on_unfit(request: Request, problem: Exception) -> Response:
    """Answer a value that no column can hold, such as a zero byte or a number with thirty digits.

    The log says where: a route should have asked for bounds.
    """
    log.failure("web.unfit_value", problem)
    return _answer(request, 422, _SENTENCES[422])


def on_http(request: Request, problem: Exception) -> Response:
    """Answer what the web framework refuses: unknown addresses, wrong methods, bodies too large."""
    assert isinstance(problem, HTTPException)
    shown = _SENTENCES.get(problem.status_code, _SENTENCES[500])
    return _answer(request, problem.status_code, shown)


def on_unknown(request: Request, problem: Exception) -> Response:
    """Answer a mistake in the program or a machine that fails; the log says where."""
    log.failure("web.failed", problem)
    return _answer(request, 500, _SENTENCES[500])


def _answer(request: Request, status: int, shown: Text, **more: object) -> Response:
    if not _wants_page(request):
        return JSONResponse({"problem": str(shown), **more}, status)
    if _wants_fragment(request):
        content = render(request, None, "fragments/problem.html", {"shown": shown})
        return HTMLResponse(content, status)
    values = {"shown": shown, "status": status, "notice": None}
    return HTMLResponse(render(request, None, "problem.html", values), status)


def _wants_fragment(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/")
