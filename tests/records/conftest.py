"""The records are tested with an invented solution, so that they hold for any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import FixedClock, World, a_project, a_world, an_item
from tests.stand_ins import Letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project
    from tests.databases import Template


@pytest.fixture
def letters() -> Letters:
    """The invented solution."""
    return Letters()


@pytest.fixture
def world(template: Template, tmp_path: Path, letters: Letters) -> Iterator[World]:
    """An installation with the invented solution, one authority and its cast."""
    with template.copy(tmp_path) as url:
        world = a_world(tmp_path, url, FixedClock(), letters.part())
        yield world
        world.runtime.close()


@pytest.fixture
def project(world: World) -> Project:
    """A project of the invented solution, in operation."""
    return a_project(world, "letters")


@pytest.fixture
def item(world: World, project: Project) -> Item:
    """Something that was received in the project."""
    return an_item(world, project.id)
