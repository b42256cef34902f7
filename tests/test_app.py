"""The web application as a whole: every route has a door, and strangers meet it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.staticfiles import StaticFiles

from signatur.app import application_of, create_app, make_runtime
from signatur.kernel.web.interface import ADDRESS, RIGHT, doors
from signatur.records.people import service as people
from tests.builders import CAST, World
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from httpx2 import Response

    from signatur.kernel.web.doors import Door
    from tests.stand_ins import Browser

ID = UUID("01890000-0000-7000-8000-000000000000")


def routes() -> list[tuple[str, str, Door | None]]:
    """Return method, address and door of every route of the installed parts."""
    runtime = make_runtime({})
    found = [
        (method, str(route.path), door)
        for route, door in doors(application_of(runtime.parts))
        for method in sorted(route.methods or ())
    ]
    runtime.close()
    return sorted(found, key=lambda one: one[:2])


ROUTES = routes()
GUARDED = [(m, path, door.permission) for m, path, door in ROUTES if door and door.permission]
# Address -> why anyone may come in. A new one is a decision, and is written here.
OPEN = {
    "/log-ind": "nobody has signed in yet",
    "/sprog/{language}": "nobody has signed in yet",
    "/health/live": "a balancer asks whether the process answers",
    "/health/ready": "a balancer asks whether to send visitors",
    ADDRESS: "it describes the interface and holds no data",
}


def test_every_route_has_a_door() -> None:
    assert [(method, path) for method, path, door in ROUTES if door is None] == []


def test_a_route_without_a_permission_says_why_anyone_may_come_in() -> None:
    found = {path: door.public_because for _m, path, door in ROUTES if door and not door.permission}

    assert found == OPEN


def test_what_is_no_route_is_a_file_for_everyone(world: World) -> None:
    others = [
        route for route in application_of(world.runtime.parts).routes if not _is_included(route)
    ]

    assert all(isinstance(getattr(route, "app", None), StaticFiles) for route in others)


def _is_included(route: object) -> bool:
    return isinstance(route, APIRoute) or "Include" in type(route).__name__


def test_every_permission_that_is_asked_for_is_offered_by_a_part() -> None:
    runtime = make_runtime({})
    offered = {permission.code for part in runtime.parts for permission in part.permissions}
    runtime.close()

    asked = {permission.code for _method, _path, permission in GUARDED}
    assert asked - offered == set()


def test_an_anonymous_caller_gets_401_everywhere(world: World) -> None:
    with a_browser(world) as nobody:
        wrong = {
            (method, path): status
            for method, path, _permission in GUARDED
            if (status := _status(nobody, method, path)) != 401
        }

    assert wrong == {}


def test_a_person_without_the_right_gets_403_everywhere(world: World) -> None:
    wrong = {}
    for name, role in CAST.items():
        with a_browser(world, name) as person:
            wrong |= {
                (role, method, path): status
                for method, path, permission in GUARDED
                if role not in permission.roles and (status := _status(person, method, path)) != 403
            }

    assert wrong == {}


def test_a_person_without_any_role_gets_403_everywhere(world: World) -> None:
    with world.runtime.work(world.system) as work:
        stranger = people.add_person(work, login="hans", name="Hans Prøve")
    with a_browser(replace(world, person_ids={"Hans": stranger.id}), "Hans") as hans:
        wrong = {
            (method, path): status
            for method, path, _permission in GUARDED
            if (status := _status(hans, method, path)) != 403
        }

    assert wrong == {}


def test_a_change_without_the_sessions_token_is_refused_everywhere(world: World) -> None:
    wrong = {}
    for name in CAST:
        with a_browser(world, name) as person:
            for method, path, permission in GUARDED:
                if method in ("GET", "HEAD") or CAST[name] not in permission.roles:
                    continue
                answer = person.client.request(method, _filled(path))
                if answer.status_code != 403:
                    wrong[name, method, path] = answer.status_code

    assert wrong == {}


def _status(browser: Browser, method: str, path: str) -> int:
    """Return how a route answers; of a page for a stranger, the way to the sign-in page is 401."""
    headers = {"x-csrf-token": browser.csrf} if browser.csrf else {}
    answer: Response = browser.client.request(method, _filled(path), headers=headers)
    if answer.status_code == 303 and answer.headers["location"].startswith("/log-ind"):
        return 401
    return answer.status_code


def _filled(path: str) -> str:
    """Put something that passes for an id into each placeholder."""
    parts = [f"{ID}" if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts)


def test_the_description_names_the_right_of_every_operation(world: World) -> None:
    with a_browser(world) as nobody:
        described = nobody.get(ADDRESS).json()

    operations = [one for path in described["paths"].values() for one in path.values()]
    assert all(one[RIGHT] and one["security"] for one in operations)
    assert {path for _method, path, _permission in GUARDED if path.startswith("/api/")} == set(
        described["paths"]
    )


def test_the_environment_makes_an_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNATUR_DATA_FOLDER", str(tmp_path))
    runtime = make_runtime()

    assert runtime.settings.kernel.data_folder == tmp_path
    runtime.close()
    with TestClient(create_app()) as client:
        assert client.get("/health/live").status_code == 200
