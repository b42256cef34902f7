"""Strange input to a solution is refused in words, or taken as it is; it is never a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.solutions import each_solution
from tests.stand_ins import a_browser
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
    from signatur.kernel.part import Solution
    from tests.contract.loaded import Loaded


@each_solution()
@pytest.mark.parametrize("strange", STRANGE_TEXTS)
def test_strange_words_are_refused_in_words(
    copied: Loaded, solution: Solution, strange: str
) -> None:
    own = (f"/{solution.slug}", f"/api/{solution.path}/")
    wrong = {}
    with a_browser(copied.world, "super_user", language="da") as boss:
        for method, path, fields in routes(copied.runtime.parts, *own):
            # Where a page reads no field, there is nothing to send.
            if fields and is_crash(
                answer := send_word(boss, method, path, fields, STRANGE_TEXTS[strange])
            ):
                wrong[method, path] = answer.status_code

    assert wrong == {}


@each_solution("api")
@pytest.mark.parametrize("strange", STRANGE_BODIES)
def test_strange_bodies_are_refused_in_words(
    copied: Loaded, solution: Solution, strange: str
) -> None:
    own = (f"/{solution.slug}", f"/api/{solution.path}/")
    wrong = {}
    with a_browser(copied.world, "super_user") as boss:
        for method, path, _fields in routes(copied.runtime.parts, *own):
            for kind in KINDS if method != "GET" else ():
                answer = send_bytes(boss, method, path, kind, STRANGE_BODIES[strange])
                if is_crash(answer):
                    wrong[method, path, kind] = answer.status_code

    assert wrong == {}
