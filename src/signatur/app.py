"""Puts the web application together: the only place that wires its parts."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from signatur import __version__
from signatur.installed import all_parts
from signatur.kernel.runtime import build_runtime
from signatur.kernel.settings import load_settings
from signatur.kernel.web import interface, problems
from signatur.kernel.web.shell import Shell
from signatur.kernel.web.templates import UI_FOLDER
from signatur.records.people import service as people

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from signatur.kernel.part import Part
    from signatur.kernel.runtime import Runtime


def make_runtime(environment: Mapping[str, str] | None = None) -> Runtime:
    """Build the installation that the environment's settings describe. Raises WrongSetting."""
    if environment is None:
        environment = os.environ  # noqa: TID251 (this is where settings come in)
    parts = all_parts()
    settings = load_settings(environment, [group for part in parts for group in part.settings])
    return build_runtime(settings, all_parts(settings.kernel.outside_solutions), people)


def create_app(runtime: Runtime | None = None) -> ASGIApp:
    """Return the web application of an installation (by default, that of the environment)."""
    runtime = runtime or make_runtime()
    application = application_of(runtime.parts)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["runtime"] = runtime  # found as `request.state.runtime`
        await application(scope, receive, send)

    return answer


def application_of(parts: tuple[Part, ...]) -> FastAPI:
    """Return the routes of some parts and what is around them; built once, for any installation."""
    return _application(tuple(one for one in parts if one.static or one.api or one.pages))


@cache
def _application(parts: tuple[Part, ...]) -> FastAPI:
    app = FastAPI(
        title="Signatur",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(Shell)
    for part in parts:
        if part.static is not None:
            files = StaticFiles(directory=part.static)
            app.mount(f"/static/{part.path}", files, name=f"static-{part.name}")
    app.mount("/static", StaticFiles(directory=UI_FOLDER / "static"), name="static")
    for part in parts:
        if part.api is not None:
            app.include_router(part.api, prefix=f"/api/{part.path}", tags=[part.name])
        if part.pages is not None:
            app.include_router(part.pages, include_in_schema=False)
    interface.install(app)
    problems.install(app)
    return app
