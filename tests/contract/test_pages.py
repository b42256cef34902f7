"""Every page answers in Danish with one heading, and no sentence is left in English."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.contract.loaded import Loaded, ids_of, routes_of
from tests.contract.solutions import each_solution
from tests.stand_ins import a_browser
from tools.catalogue import read as read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.kernel.part import Solution
    from tests.stand_ins import Browser

# How many things of one kind are looked at.
_SOME = 8
_PLACEHOLDER = re.compile(r"{(\w+)}")


class Reader(HTMLParser):
    """Collects headings and the pieces of text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.headings = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.headings += tag == "h1"
        if ("lang", "en") in attributes:
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "article" and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.pieces.append(" ".join(data.split()))


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def english() -> set[str]:
    """Return the English sentences that have another wording in Danish."""
    return {
        message.id
        for message in read_catalogue()
        if isinstance(message.id, str) and message.string and message.string != message.id
    }


def addresses(loaded: Loaded, solution: Solution) -> Iterator[tuple[str, str]]:
    """Yield the pattern and addresses of every page of a solution, with ids that are in the demo."""
    known = ids_of(loaded, solution)
    for method, path in routes_of(loaded, solution):
        if method != "GET" or path.startswith("/api/"):
            continue
        names = _PLACEHOLDER.findall(path)
        if not names:
            yield path, path
        ids = known.get(names[0], []) if names else []
        for found in ids[:: max(1, len(ids) // _SOME)]:
            yield path, path.replace(f"{{{names[0]}}}", str(found))


@pytest.fixture
def boss(loaded: Loaded) -> Iterator[Browser]:
    """A browser in which the super-user reads in Danish."""
    with a_browser(loaded.world, "super_user", language="da") as browser:
        yield browser


@pytest.fixture
def owner(loaded: Loaded) -> Iterator[Browser]:
    """A browser in which the project owner reads, for what a super-user may not see."""
    with a_browser(loaded.world, "project_owner", language="da") as browser:
        yield browser


@each_solution()
def test_every_page_answers_in_danish_with_one_heading(
    loaded: Loaded, solution: Solution, boss: Browser, owner: Browser
) -> None:
    foreign = english()
    wrong: dict[str, object] = {}
    seen = set()
    for pattern, path in addresses(loaded, solution):
        answer = boss.get(path)
        if answer.status_code == 403:
            answer = owner.get(path)
        if answer.status_code in (303, 404, 410):
            continue  # such as the original of what has none
        if answer.status_code != 200:
            wrong[path] = answer.status_code
            continue
        seen.add(pattern)
        if "text/html" in answer.headers["content-type"]:
            faults = list(_faults(answer.text, foreign))
            if faults:
                wrong[path] = faults

    assert wrong == {}
    assert len(seen) >= 3


def _faults(text: str, foreign: set[str]) -> Iterator[object]:
    reader = read(text)
    if '<html lang="da">' not in text or reader.headings != 1:
        yield f"{reader.headings} headings"
    left = sorted({piece for piece in reader.pieces if piece in foreign})
    if left:
        yield left


@each_solution()
def test_the_pages_of_the_records_show_the_solutions_things(
    loaded: Loaded, solution: Solution
) -> None:
    ids = ids_of(loaded, solution)
    paths = [
        "/",
        "/projekter",
        f"/projekter/{ids['project_id'][0]}",
        f"/projekter/{ids['project_id'][0]}/slettefrister",
        f"/emne/{ids['item_id'][0]}",
        "/haendelser",
        *(f"/modeller/{version_id}" for version_id in ids["version_id"][:1]),
    ]
    with a_browser(loaded.world, "project_owner", language="da") as owner:
        answers = {path: owner.get(path) for path in paths}

    wrong = {path: a.status_code for path, a in answers.items() if a.status_code not in (200, 303)}
    assert wrong == {}
    assert all(read(a.text).headings == 1 for a in answers.values() if a.status_code == 200)
