"""Strange input to the platform's own pages is refused in words, or taken as it is; never a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.part import Solution
from signatur.kernel.permissions import Role
from signatur.records.people import service as people
from tests.stand_ins import Browser, a_browser
from tests.strange import (
    KINDS,
    STRANGE_BODIES,
    STRANGE_TEXTS,
    is_crash,
    routes,
    send_bytes,
    send_word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.kernel.part import Part
    from tests.builders import World


@pytest.fixture
def fie(world: World) -> Iterator[Browser]:
    """A browser of somebody who has every role."""
    with world.runtime.work(world.system) as work:
        for role in Role:
            people.give_role(work, world.person_ids["Fie"], role)
    with a_browser(world, "Fie") as browser:
        yield browser


def platform(world: World) -> tuple[Part, ...]:
    """Return every part but the solutions, each of which stands the same test by contract."""
    return tuple(one for one in world.runtime.parts if not isinstance(one, Solution))


@pytest.mark.parametrize("strange", STRANGE_TEXTS)
def test_strange_words_are_refused_in_words(world: World, fie: Browser, strange: str) -> None:
    wrong = {}
    for method, path, fields in routes(platform(world)):
        # Where a page reads no field, there is nothing to send.
        if path == "/log-ud" or not fields:
            continue
        answer = send_word(fie, method, path, fields, STRANGE_TEXTS[strange])
        if is_crash(answer):
            wrong[method, path] = answer.status_code

    assert wrong == {}
    assert fie.get("/mig").status_code == 200, "still signed in"


@pytest.mark.parametrize("strange", STRANGE_BODIES)
def test_strange_bodies_are_refused_in_words(world: World, fie: Browser, strange: str) -> None:
    wrong = {}
    for method, path, _fields in routes(platform(world)):
        for kind in KINDS if method != "GET" and path != "/log-ud" else ():
            answer = send_bytes(fie, method, path, kind, STRANGE_BODIES[strange])
            if is_crash(answer):
                wrong[method, path, kind] = answer.status_code

    assert wrong == {}
