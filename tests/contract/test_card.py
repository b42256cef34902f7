"""A solution says what it is for, what it rests on and where it ends; and all it offers is documented."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur import cli
from signatur.app import application_of
from signatur.kernel.i18n import reading_in
from signatur.kernel.web.interface import doors
from tests.architecture.sources import PACKAGE
from tests.contract.loaded import routes_of
from tests.contract.solutions import each_solution
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from signatur.kernel.part import Solution
    from tests.builders import World
    from tests.contract.loaded import Loaded

DOCS = PACKAGE.parent.parent / "docs"
HEADINGS = ["Purpose", "Legal basis", "Data", "Limits", "How measured"]


@each_solution()
def test_the_readme_has_the_fixed_headings_and_something_under_each(solution: Solution) -> None:
    text = solution.readme.read_text(encoding="utf-8")
    found = re.findall(r"^## (.+)$", text, re.MULTILINE)
    parts = re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]

    assert found == HEADINGS
    assert all(len(part.split()) >= 20 for part in parts)


@each_solution()
def test_the_readme_is_shown_as_a_card(solution: Solution, world: World) -> None:
    with a_browser(world, "Anna", language="da") as anna:
        answer = anna.get(f"/projekter/loesninger/{solution.name}")

    with reading_in("da"):
        assert f"<h1>{solution.title}</h1>" in answer.text
    assert [f"<h2>{heading}</h2>" in answer.text for heading in HEADINGS] == [True] * 5


@each_solution()
def test_every_setting_is_documented(solution: Solution) -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    names = [
        group.variable_of(field) for group in solution.settings for field in group.model_fields
    ]

    assert [name for name in names if f"`{name}`" not in page] == []
    assert all(
        field.description for group in solution.settings for field in group.model_fields.values()
    )


@each_solution()
def test_every_route_is_documented(loaded: Loaded, solution: Solution) -> None:
    page = (DOCS / "routes.md").read_text(encoding="utf-8")
    routes = routes_of(loaded, solution)

    assert routes
    assert [(m, path) for m, path in routes if f"| {m} | `{path}` |" not in page] == []


@each_solution()
def test_its_pages_stand_below_its_own_address(loaded: Loaded, solution: Solution) -> None:
    own = {path for _method, path in routes_of(loaded, solution)}
    others = replace(loaded.runtime, parts=tuple(p for p in loaded.runtime.parts if p != solution))
    without = {str(route.path) for route, _door in doors(application_of(others.parts))}
    everything = {str(route.path) for route, _door in doors(application_of(loaded.runtime.parts))}

    assert everything - without == own


@each_solution()
def test_its_commands_are_listed_and_documented(solution: Solution) -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    folder = PACKAGE / "solutions" / solution.name

    if (folder / "cli.py").exists():
        assert solution.path in cli.GROUPS
        assert f"## signatur {solution.path} " in page


@each_solution()
def test_a_menu_entry_and_a_title_for_each_kind_of_item(solution: Solution) -> None:
    assert solution.menu
    assert [entry.path for entry in solution.menu if not entry.path.startswith("/")] == []
    assert solution.item_kinds
