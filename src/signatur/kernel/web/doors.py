"""What a route asks for: a permission and, with it, one unit of work.

    @router.get("/postfordeling")
    def worklist(page: Annotated[Page, page_for(READ)]) -> Response: ...

A route that changes something gets a writing transaction, stored before the answer is sent
(`scope="function"`, see decision record 1).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from signatur.kernel.errors import NotAllowed, NotSignedIn
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import NOBODY
from signatur.kernel.web.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from signatur.kernel.permissions import Actor, Permission
    from signatur.kernel.runtime import Runtime
    from signatur.kernel.web.visitor import Visitor
    from signatur.kernel.work import Work

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"


async def check_csrf(request: Request) -> None:
    """Refuse a change that does not carry the token of the visitor's own session.

    Whoever has no session has no token; of them the browser says whether a page of ours sent them
    (Fetch Metadata, or the origin where that is all it says), so that nobody is signed in to an
    account that is not theirs.
    """
    visitor: Visitor = request.state.visitor
    if request.method in SAFE_METHODS or visitor.came_with_key:
        return
    if visitor.actor is None:
        _check_origin(request)
        return
    given = request.headers.get(CSRF_HEADER) or await _csrf_field(request)
    if not hmac.compare_digest(given.encode(), visitor.csrf.encode()):
        raise NotAllowed(
            log="csrf token missing or wrong",
            shown=_("The page was too old. Go back, reload it and try again."),
        )


def _check_origin(request: Request) -> None:
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is not None:
        site = "same-origin" if _is_ours(request, origin) else "cross-site"
    if site not in (None, "none", "same-origin"):
        raise NotAllowed(log="sent by another site", shown=_("Open Signatur itself and try again."))


def _is_ours(request: Request, origin: str) -> bool:
    """Say whether an origin is the address that this request was sent to, or the public one."""
    runtime: Runtime = request.state.runtime
    own = {request.headers.get("host", ""), urlsplit(runtime.settings.kernel.public_url).netloc}
    return urlsplit(origin).netloc in own - {""}


async def _csrf_field(request: Request) -> str:
    if not request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        return ""
    value = (await request.form()).get(CSRF_FIELD, "")
    return "" if isinstance(value, UploadFile) else value


CsrfChecked = Annotated[None, Depends(check_csrf)]


@dataclass(frozen=True)
class Door:
    """Opens a unit of work for whoever may pass. `permission` None: anyone, for a stated reason."""

    permission: Permission | None
    writes: bool | str | None = None
    """None: as the method says; a word: when the address has this parameter."""
    public_because: str = ""

    def open(self, request: Request) -> AbstractContextManager[Work]:
        """Open the unit of work. Raises NotSignedIn, NotAllowed."""
        runtime: Runtime = request.state.runtime
        actor = self._actor(request.state.visitor)
        return runtime.work(actor) if self._writes(request) else runtime.reading(actor)

    def _writes(self, request: Request) -> bool:
        if isinstance(self.writes, str):
            return bool(request.query_params.get(self.writes))
        return self.writes if self.writes is not None else request.method not in SAFE_METHODS

    def _actor(self, visitor: Visitor) -> Actor:
        if self.permission is None:
            return visitor.actor or NOBODY
        if visitor.actor is None:
            raise NotSignedIn(log="nobody signed in", shown=_("Sign in to see this."))
        visitor.actor.require(self.permission)
        return visitor.actor


def _for_work(door: Door) -> Any:
    def open_door(request: Request, _csrf: CsrfChecked) -> Iterator[Work]:
        with door.open(request) as work:
            yield work

    return _dependency(open_door, door)


def _for_page(door: Door) -> Any:
    def open_door(request: Request, _csrf: CsrfChecked) -> Iterator[Page]:
        with door.open(request) as work:
            yield Page(request, work)

    return _dependency(open_door, door)


def _dependency(open_door: Callable[..., Any], door: Door) -> Any:
    # The door can be found from the route, so that tests see what each route asks for.
    open_door.door = door  # type: ignore[attr-defined]
    return Depends(open_door, scope="function")


def page_for(permission: Permission, *, writes: bool | str | None = None) -> Any:
    """Ask for a permission; the route gets a `Page`.

    `writes` as a word: only when the address has a parameter of that name.
    """
    return _for_page(Door(permission, writes))


def work_for(permission: Permission, *, writes: bool | None = None) -> Any:
    """Ask for a permission; the route gets a `Work`. For the JSON API."""
    return _for_work(Door(permission, writes))


def public_page(because: str, *, writes: bool | None = None) -> Any:
    """Let anyone in, for a stated reason; the route gets a `Page`."""
    return _for_page(Door(None, writes, because))


def public_work(because: str) -> Any:
    """Let anyone in, for a stated reason; the route gets a `Work`."""
    return _for_work(Door(None, None, because))
