"""The description of the JSON interface (OpenAPI), with the right that each operation asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute, iter_route_contexts

from signatur.kernel.web.doors import Door, public_work
from signatur.kernel.work import Work  # noqa: TC001 (FastAPI reads it)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI, Response
    from fastapi.dependencies.models import Dependant
    from fastapi.routing import RouteContext

ADDRESS = "/api/openapi.json"
RIGHT = "x-signatur-right"
_KEY = "api_key"


def install(app: FastAPI) -> None:
    """Let the application describe its interface at an address of its own, with a door like any other."""

    @app.get(ADDRESS, include_in_schema=False)
    def interface(
        _work: Annotated[Work, public_work("it describes the interface and holds no data")],
    ) -> Response:
        return JSONResponse(describe(app))


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the description of all operations that are meant for other systems."""
    described = app.openapi()
    described.setdefault("components", {})["securitySchemes"] = {
        _KEY: {"type": "http", "scheme": "bearer", "description": "A key made under Users."}
    }
    for route, door in doors(app):
        for method in route.methods or ():
            operation = described["paths"].get(route.path, {}).get(method.lower())
            if operation is not None and door is not None and door.permission is not None:
                operation[RIGHT] = door.permission.code
                operation["security"] = [{_KEY: []}]
                operation["responses"].setdefault("401", {"description": "Nobody is signed in."})
                operation["responses"].setdefault("403", {"description": "The right is lacking."})
    return described


def doors(app: FastAPI) -> Iterator[tuple[RouteContext, Door | None]]:
    """Yield every route of an application with its door; None where somebody forgot it."""
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            yield context, door_of(context.dependant)


def door_of(dependant: Dependant) -> Door | None:
    """Return the door that a route or something that it depends on asks for."""
    door: Door | None = getattr(dependant.call, "door", None)
    if door is not None:
        return door
    inner = (door_of(one) for one in dependant.dependencies)
    return next((one for one in inner if one is not None), None)
