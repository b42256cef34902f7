"""A page that is being made: the request, the unit of work, and how to answer."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi.responses import HTMLResponse, RedirectResponse

from signatur.kernel.i18n import Text
from signatur.kernel.web.templates import render

if TYPE_CHECKING:
    from fastapi import Request, Response

    from signatur.kernel.web.visitor import Visitor
    from signatur.kernel.work import Work

NOTICE_COOKIE = "signatur_notice"
_NOTICE_SECONDS = 60
_PLACEHOLDER = re.compile(r"%\(\w{1,40}\)[sd]|%%")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page's route has in hand."""

    request: Request
    work: Work

    @property
    def visitor(self) -> Visitor:
        visitor: Visitor = self.request.state.visitor
        return visitor

    @property
    def wants_fragment(self) -> bool:
        """The browser asks for a part of the page, to put it into the page that it shows."""
        return self.request.headers.get("hx-request") == "true"

    def show(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Answer with a template."""
        notice = read_notice(self.request)
        content = render(self.request, self.work, template, {"notice": notice, **values})
        response = HTMLResponse(content, status)
        if notice is not None:
            response.delete_cookie(NOTICE_COOKIE, path="/")
        return response

    def go_to(self, path: str, tell: Text | None = None) -> Response:
        """Send the browser on, with a sentence to show there."""
        if self.wants_fragment:
            response: Response = HTMLResponse("", headers={"HX-Location": path})
        else:
            response = RedirectResponse(path, status_code=303)
        if tell is not None:
            write_notice(response, tell)
        return response


def write_notice(response: Response, tell: Text) -> None:
    """Let the next page show a sentence. It holds no content, only names of things."""
    value = base64.urlsafe_b64encode(json.dumps(tell.to_json()).encode()).decode()
    response.set_cookie(
        NOTICE_COOKIE, value, max_age=_NOTICE_SECONDS, httponly=True, samesite="strict", path="/"
    )


def read_notice(request: Request) -> Text | None:
    """Return the sentence that the page before left to be shown; an odd one is none.

    It comes from the browser, and whoever is there may have written anything into it.
    """
    value = request.cookies.get(NOTICE_COOKIE)
    if value is None:
        return None
    try:
        notice = Text.from_json(json.loads(base64.urlsafe_b64decode(value)))
        if not (_is_plain(notice.message) and _is_plain(notice.plural)):
            return None
        str(notice)
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError):
        return None
    return notice


def _is_plain(pattern: object) -> bool:
    """Say whether a sentence has no placeholder but the simple ones; `%(a)999999999s` fills memory."""
    return isinstance(pattern, str) and "%" not in _PLACEHOLDER.sub("", pattern)
